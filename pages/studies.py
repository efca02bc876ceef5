"""One study on one screen; `?open=ID` opens it."""

import streamlit as st

from components import store
from components.study_sheet import choose_study, draw_study

library = store.library()
if library.studies:
    draw_study(library, store.results(), choose_study(library))
else:
    st.info("No study can be shown.")
