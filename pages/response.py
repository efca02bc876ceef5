"""How many responded, by which definition, and when."""

import streamlit as st

from components.panel import draw_outcomes

st.markdown(
    "CR/CRi, ORR and “CR as reported” stand beside each other, each with its own denominator. "
    "Strict CR counts fewer patients as responders than the others do."
)
draw_outcomes("response")
