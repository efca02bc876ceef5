"""The state of the evidence in one screen: three rates side by side, then the study table."""

import streamlit as st

from components import filters, store
from components.overview import draw_panels, draw_study_table
from components.panel import draw_left_out
from data.overview import THREE_RATES

own = " and your own series" if store.library().own_files else ""
st.markdown(
    f"Published studies{own} in relapsed or refractory B-cell leukemia. "
    "Every rate says whom it counts; what was not found stays visibly not found."
)

selection = filters.current()
cohorts = store.cohorts(selection)
views = [store.view(selection, outcome) for outcome in THREE_RATES]

if cohorts.chosen:
    draw_panels(views)
    draw_study_table(cohorts, views)
else:
    filters.draw_empty(cohorts)
draw_left_out(cohorts)
