"""The least that Streamlit can show: a title and one line with a number. `streamlit run` starts it.

What the first readable number of the dashboard is measured against.
"""

import streamlit as st

st.title("One number")
st.write("Response: 28/48 children (58 %).")
