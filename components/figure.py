"""Puts a chart on the screen, with its words for a screen reader. It decides nothing about it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from plotly.basedatatypes import BaseFigure

from components.chart import Figure, trace
from components.look import CHART_CONFIG, PAGE

# The whole width of a chart, as its notes count it.
PAPER: Figure = {
    "overlaying": "x",
    "domain": [0, 1],
    "range": [0, 1],
    "visible": False,
    "fixedrange": True,
}
# On which side of its place Plotly writes a text mark, for a note that begins, ends or is centered
# there.
SIDES = {"left": "bottom right", "right": "bottom left", "center": "bottom center"}
# How far a text mark's baseline lies below its place, and a note's below its upper edge, as parts
# of the size.
BASELINE, ASCENT = 0.75, 1.0


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
    """The figure carries its own colors, so Streamlit's theme for charts stays off.

    And its own page behind them: a theme that changes is known here at the next click only. By its
    key `on_paper.html` finds it.
    """
    shown = with_text_marks(figure)
    page = {"paper_bgcolor": PAGE[figure["layout"]["font"]["color"]]}
    drawn = Unchecked(shown | {"layout": shown["layout"] | page})
    st.plotly_chart(drawn, key=f"chart-{key}", alt=alt, config=CHART_CONFIG, theme=None)


def with_text_marks(figure: Figure) -> Figure:
    """The same picture with marks in place of notes: a browser draws them in half the time."""
    notes = figure["layout"]["annotations"]
    kinds = sorted({kind_of(note) for note in notes})
    marks = [text_marks([one for one in notes if kind_of(one) == kind]) for kind in kinds]
    layout = {key: value for key, value in figure["layout"].items() if key != "annotations"}
    return {"data": [*figure["data"], *marks], "layout": layout | {"xaxis2": PAPER}}


def kind_of(note: Figure) -> tuple[str, float]:
    """What all texts of one trace share."""
    return note["xanchor"], note.get("opacity", 1)


def text_marks(notes: Sequence[Figure]) -> Figure:
    """Notes of one kind as one trace, with their upper edges where they were."""
    side, opacity = kind_of(notes[0])
    sizes = [note["font"]["size"] for note in notes]
    y = [note["y"] + (ASCENT - BASELINE) * size for note, size in zip(notes, sizes, strict=True)]
    return trace(
        [note["x"] for note in notes],
        y,
        mode="text",
        xaxis="x2",
        text=[note["text"] for note in notes],
        textposition=SIDES[side],
        textfont={"size": sizes},
        opacity=opacity,
        hoverinfo="skip",
    )
