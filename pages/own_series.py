"""A center's own numbers beside the published ones, for this session."""

import streamlit as st

from components.own_series import draw_own_series

st.markdown(
    "Put your own numbers beside the published ones. They stay in this session: not on the "
    "server's disk, not in its log, not in a link, gone with “Remove” or when this tab is closed "
    "or reloaded."
)
draw_own_series()
