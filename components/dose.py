"""Draws rates against dose: a tab for each rate, and what was randomized between doses."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.blocks import FRAMED
from components.dose_chart import dose_chart, dose_key, dose_legend
from components.downloads import draw_menu
from components.exports.csv_file import csv_bytes
from components.exports.file_name import file_name
from components.exports.picture_files import Drawing
from components.figure import draw_figure
from components.forest import forest
from components.legend import legend
from components.markdown import plain
from components.panel import draw_list, draw_notes, screen_row, screen_table
from components.theme import background
from data.dose import DoseView
from data.randomized_doses import DoseDifference, DoseTrial
from data.rows import View

# Beside the chart where there is room, below it where there is none: chart and key.
WIDTHS = (5, 3)


def draw_dose(views: Sequence[DoseView]) -> None:
    """A tab for each rate: sentence, chart with its key, table, what is not drawn, files."""
    for tab, made in zip(st.tabs([made.view.heading for made in views]), views, strict=True):
        with tab:
            st.markdown(plain(made.sentence))
            if made.points:
                draw_dose_chart(made)
                table = pd.DataFrame(dose_table(made))
                st.table(table, hide_index=True, border="horizontal", alt=dose_title(made))
                draw_notes(made.shown.rows)
            draw_list("Not drawn", made.listed)
            draw_dose_menu(made)


def draw_dose_chart(made: DoseView) -> None:
    chart, names = st.columns(WIDTHS)
    with chart:
        draw_figure(dose_chart(made, background()), made.sentence, f"dose-{made.view.outcome}")
        st.caption(dose_legend(made))
    with names:
        lines = [f"**{plain(point.label)}** {plain(point.says)}" for point in made.points]
        st.markdown("  \n".join(lines))
        st.caption("A study has the same letter in all tabs.")


def dose_table(made: DoseView) -> list[dict[str, str]]:
    """The points for reading: label, texts in Markdown, each number beside its source."""
    return [
        {"": f"**{plain(point.label)}**"} | screen_row(made.shown, point.row)
        for point in made.points
    ]


def dose_title(made: DoseView) -> str:
    return f"{made.view.title} by dose"


def draw_dose_menu(made: DoseView) -> None:
    view, name = made.view, f"{made.view.outcome}-by-dose"
    drawing = Drawing(
        figure=dose_chart(made),
        title=dose_title(made),
        alt=made.sentence,
        legend=f"{dose_key(made)} · {dose_legend(made)}",
        name=name,
        version=view.version,
    )
    table = file_name(name, view.version, "csv")
    draw_menu(lambda: csv_bytes(view), table, drawing if made.points else None)


def draw_trials(trials: Sequence[DoseTrial]) -> None:
    """What patients were randomized between, or where it is."""
    st.subheader("Randomized between doses", anchor=False)
    if not trials:
        st.markdown("No study here gives rates of all whom it randomized to each of several doses.")
    for trial in trials:
        if trial.why:
            st.info(plain(trial.sentence), icon=":material/balance:")
        else:
            draw_trial(trial)


def draw_trial(trial: DoseTrial) -> None:
    """Both arms of each outcome with their difference; who they are stands above."""
    with st.container(border=True):
        st.markdown(plain(trial.sentence))
        beside = st.container(horizontal=True, gap="small")
        for made in trial.differences:
            with beside, st.container(width=400):
                draw_difference(made)
        draw_list("Not compared", trial.missing)


def draw_difference(made: DoseDifference) -> None:
    st.markdown(f"**{plain(made.view.title)}**")
    st.markdown(plain(made.sentence))
    arms = (row.key.partition("/")[2] for row in made.view.rows)
    name = "-".join([made.view.outcome, "randomized", made.view.rows[0].study, *arms])
    draw_rows(made.view, name, made.sentence, f"{made.view.title}, randomized between doses")


def draw_rows(view: View, name: str, said: str, title: str) -> None:
    """Chart, legend, table and files of a view that stands beside another of its outcome."""
    draw_figure(forest(view, background=background(), sizes=FRAMED), said, name)
    st.caption(legend(view))
    with st.expander("Numbers and sources"):
        st.table(screen_table(view), hide_index=True, border="horizontal", alt=title)
        draw_notes(view.drawn)
        draw_list("Not drawn", view.listed)
    drawing = Drawing(forest(view), title, said, legend(view), name, view.version)
    draw_menu(lambda: csv_bytes(view), file_name(name, view.version, "csv"), drawing)
