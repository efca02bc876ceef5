"""How long patients live, remain without event and stay in remission; never pooled."""

import streamlit as st

from components.survival import draw_survival
from data.survival import PUBLISHED

st.markdown(f"{PUBLISHED} How long patients were followed stands beside each.")
draw_survival()
