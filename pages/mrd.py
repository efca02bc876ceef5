"""How many were MRD-negative: of the responders, or of all treated."""

import streamlit as st

from components.panel import draw_outcomes

st.markdown(
    "*Of responders*: how deep are the responses? *Of all treated*: how many patients got there? "
    "Only confirmed MRD-negative patients count; unmeasured ones are not counted as negative."
)
draw_outcomes("mrd")
