"""The least page with a forest: a title, a choice and one Plotly chart. `streamlit run` starts it.

15 made-up studies; the choice leaves out the last five, so a click redraws the chart.
"""

import plotly.graph_objects as go
import streamlit as st

ALL, EARLY = 15, 10

st.title("One forest")
rows = range(EARLY if st.toggle("Only early studies") else ALL)
figure = go.Figure(
    go.Scatter(
        x=[40 + 3 * row for row in rows],
        y=[f"Study {row + 1}" for row in rows],
        error_x={"array": [10 + row for row in rows]},
        mode="markers",
    )
)
st.plotly_chart(figure)
