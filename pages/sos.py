"""SOS after HSCT, during InO and at any time, and why the criteria matter."""

import streamlit as st

from components import filters, store
from components.context import draw_note, draw_risks
from components.panel import draw_left_out, draw_numbers, draw_panel, draw_picture

library = store.library()
selection = filters.current()
cohorts = store.cohorts(selection)

if cohorts.chosen:
    draw_panel(store.view(selection, "sos_post_hsct"))
    others = [store.view(selection, outcome) for outcome in ("sos_during_ino", "sos_any")]
    beside = st.container(horizontal=True, gap="small", horizontal_alignment="distribute")
    for view in others:
        with beside, st.container(width=400):
            draw_picture(view, heading=view.heading)
    for view in others:
        with st.expander(f"Numbers and sources: {view.heading}"):
            draw_numbers(view)
else:
    filters.draw_empty()
draw_left_out(cohorts)

draw_note(library, "sos-criteria-example")
draw_note(library, "ebmt-criteria")
draw_risks(library)
draw_note(library, "sos-prevention")
