"""Whether dose or prior lines matter, as far as anything was reported."""

import streamlit as st

from components import filters, store
from components.dose import draw_dose, draw_trials
from components.panel import draw_left_out
from components.prior_lines import draw_by_line, draw_lines, draw_papers
from data.dose import dose_views
from data.prior_lines import lines_view
from data.randomized_doses import dose_trials
from data.results_by_lines import by_line_views, hidden_by_line, papers_to_open, subgroup_items

library, results = store.library(), store.results()
selection = filters.current()
cohorts = store.cohorts(selection)

st.markdown(
    "Each rate stands at the dose, or the doses, that its patients were planned to have in cycle 1."
    " Dose and prior lines go with the trial, so nothing here shows what they change."
)
st.header("Dose", anchor=False)
if cohorts.chosen:
    draw_dose(store.ask(dose_views, selection))
else:
    filters.draw_empty(cohorts)
draw_trials(store.ask(dose_trials, selection))

st.header("Prior lines", anchor=False)
if cohorts.chosen:
    draw_lines(lines_view(library, cohorts))
draw_by_line(
    library,
    store.ask(by_line_views, selection),
    hidden_by_line(library, results, cohorts),
    subgroup_items(library, results, cohorts),
)
draw_papers(papers_to_open(library, selection))
draw_left_out(cohorts)
