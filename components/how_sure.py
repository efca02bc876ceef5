"""Draws "How sure is this?": bedside reading, each study left out in turn, all methods."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import store
from components.figure import draw_figure
from components.leave_one_out import leave_one_out_chart
from components.markdown import plain
from components.theme import background
from data.how_sure import (
    HowSure,
    above_sentence,
    bedside_sentence,
    method_rows,
    methods_sentence,
    without_sentence,
)
from data.rows import PooledLine, View
from data.sentences import narrow_prediction


def draw_how_sure(view: View) -> None:
    """One panel for each group of studies that was pooled or refused."""
    if view.pooled:
        st.header("How sure is this?", anchor=False)
    for place, line in enumerate(view.pooled):
        with st.container(border=True):
            st.caption(plain(f"{line.title}: {line.counted}"))
            if line.pooled.estimable:
                draw_bedside(line, place)
                draw_without(store.how_sure(line))
            draw_methods(store.how_sure(line))


@st.fragment
def draw_bedside(line: PooledLine, place: int) -> None:
    """Two sliders and a plain sentence for each; they keep their values when a switch is moved."""
    key = f"{line.outcome}-{line.population}-{place}"
    st.markdown("**At the bedside**")
    with st.container(horizontal=True, gap="large"):
        with st.container(width=330):
            of = st.slider("Next patients", 5, 30, 10, key=f"of-{key}")
            st.markdown(plain(bedside_sentence(line, of)))
        with st.container(width=330):
            threshold = st.slider("Threshold for the rate, %", 5, 95, 50, 5, key=f"above-{key}")
            st.markdown(plain(above_sentence(line, threshold)))
    one = "child" if line.population == "children" else "patient"
    narrow = narrow_prediction(line.pooled)
    st.caption(f"Approximate, model-based; not for an individual {one}.{plain(narrow)}")


def draw_without(sure: HowSure) -> None:
    st.markdown("**Leave one out**")
    st.markdown(plain(without_sentence(sure)))
    if sure.without:
        st.caption("Dotted line: the pooled rate of all studies")
        figure = leave_one_out_chart(sure, background())
        draw_figure(
            figure, without_sentence(sure), f"without-{sure.line.outcome}-{sure.line.group}"
        )


def draw_methods(sure: HowSure) -> None:
    st.markdown("**All methods**")
    st.markdown(plain(methods_sentence(sure)))
    if not any(fit.estimable for fit in sure.methods):
        return
    rows = [{name: plain(text) for name, text in row.items()} for row in method_rows(sure)]
    # The link is also what a keyboard finds where the table is wider than the screen.
    explained = {"95 % prediction interval": "[95 % prediction interval](/methods)"}
    table = pd.DataFrame(rows).rename(columns=explained)
    st.table(table, hide_index=True, border="horizontal", alt="All pooling methods")
