"""Two to four studies column by column, what differs, and whether they count the same children."""

import streamlit as st

from components import filters
from components.compare import draw_compare_page

st.markdown(
    "Two to four studies, column by column. They were not randomized against each other: "
    "a difference between two columns compares no treatments."
)
draw_compare_page(filters.current())
