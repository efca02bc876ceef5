"""Draws the overview: three aligned panels, and the table of studies below them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import pandas as pd
import streamlit as st

from components.blocks import PANEL, aligned_lines, even
from components.downloads import draw_download_menu
from components.forest import forest
from components.legend import legend
from components.markdown import plain
from components.panel import draw_chart, draw_shortened
from components.theme import background
from components.view_links import compare_link, study_link
from data.cohorts import Cohorts
from data.comparison import MIXED
from data.overview import common_rows, study_lines
from data.readable import READABLE, first_rows
from data.rows import View

# Three fit beside the filters on a laptop; where a screen has no room for that they stand below
# each other, so that no name is printed over its rate.
NARROWEST = 256


def draw_panels(
    views: Sequence[View], rows: Sequence[int] | None = None, *, below: bool = False
) -> None:
    """The rates side by side, the same study on the same line in each.

    `rows` are the positions of the cohorts shown; by default those with a mark in any panel.
    Where they stand `below` a heading, their own are one level lower.
    """
    all_rows = common_rows(views) if rows is None else rows
    common = first_rows(all_rows)
    if not common:
        st.info("None of the cohorts left has one of the three rates as asked for.")
        return
    side_by_side = st.grid(len(views), min_column_width=NARROWEST)
    panels = [[view.rows[i] for i in common] for view in views]
    lines = aligned_lines(panels)
    for view, own in zip(views, panels, strict=True):
        with side_by_side.cell():
            (st.subheader if below else st.header)(view.title, anchor=False)
            figure = forest(view, own, lines, background(), even(views, PANEL))
            draw_chart(view, figure)
            st.markdown(plain(view.headline))
            draw_download_menu(view)
    st.caption(legend(*views))
    draw_shortened(len(all_rows))


def draw_study_table(cohorts: Cohorts, views: Sequence[View]) -> None:
    """Design, n, age, dose, prior lines and the three rates of each cohort."""
    st.header("The studies", anchor=False)
    lines = islice(study_lines(cohorts, views), READABLE)
    table = pd.DataFrame([screen_line(line) for line in lines])
    st.table(table, hide_index=True, border="horizontal", alt="The studies side by side")
    draw_shortened(len(cohorts.chosen))
    for study in cohorts.not_specific:
        st.markdown(f"- **{plain(study.name)}** is not drawn: {MIXED}.")


def screen_line(line: dict[str, str]) -> dict[str, str]:
    compare = compare_link(line["id"], "Compare")
    study = f"{study_link(line.pop('id'), line.pop('Study'))}  \n{compare}"
    texts = {name: plain(text) for name, text in line.items()}
    # Two facts a column: nine columns would be wider than most screens.
    patients = f"{texts.pop('n')}  \n{texts.pop('Age')}"
    treated = f"{texts.pop('Dose, cycle 1')}  \n{texts.pop('Prior lines')}"
    first = {"Study": study, "Design": texts.pop("Design"), "n, age": patients}
    return first | {"Dose in cycle 1, prior lines": treated} | texts
