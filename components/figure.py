"""Puts a chart on the screen, with its words for a screen reader. It decides nothing about it."""

from __future__ import annotations

import streamlit as st
from plotly.basedatatypes import BaseFigure

from components.chart import Figure
from components.look import CHART_CONFIG


class Unchecked(BaseFigure):  # type: ignore[misc] # Plotly ships no types
    """One of our figures as it is.

    Plotly's check of every value takes ten times as long as making the figure. The tests let it
    check every chart of every page instead.
    """

    def __init__(self, figure: Figure) -> None:
        self._figure = figure

    def to_dict(self) -> Figure:
        return self._figure


def draw_figure(figure: Figure, alt: str, key: str) -> None:
    """The figure carries its own colours, so Streamlit's theme for charts stays off."""
    drawn = Unchecked(figure)
    st.plotly_chart(drawn, key=f"chart-{key}", alt=alt, config=CHART_CONFIG, theme=None)
