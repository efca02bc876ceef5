"""A center's own numbers beside the published ones, for this session."""

import streamlit as st

from components.own_series import draw_own_series

st.markdown(
    "Put your own numbers beside the published ones. They stay in the memory of this session: "
    "not on the server's disk, not in its log, not in a link. “Remove” forgets them at once, "
    "and so does a restart of the server; closing or reloading this tab does soon after. To keep "
    "them, download the file."
)
draw_own_series()
