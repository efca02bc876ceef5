"""Draws one view: heading, sentence, chart, table, sources, what is not drawn, download.

Everything on screen comes from the `View`; no number is formatted or decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import pandas as pd
import streamlit as st

from components import store
from components.chart import Figure
from components.context import draw_items
from components.downloads import draw_download_menu
from components.figure import draw_figure
from components.filters import current, draw_empty
from components.forest import forest
from components.how_sure import draw_how_sure
from components.legend import legend
from components.markdown import link, plain
from components.theme import background
from components.view_links import compare_link, study_link
from data.cohorts import Cohorts
from data.readable import first_rows, readable, shortened
from data.rows import Listed, PooledLine, Row, View, names_by_reason
from data.sentences import no_diamond, pooled_sentence
from data.vocabulary import Page
from data.words import listed


def draw_outcomes(page: Page) -> None:
    """The outcomes of a page, the first as a whole panel; or why there is none."""
    selection = current()
    cohorts = store.cohorts(selection)
    if cohorts.chosen:
        outcomes = store.library().vocabulary.on_page(page)
        first, *others = [store.view(selection, outcome) for outcome in outcomes]
        draw_panel(first)
        draw_beside(others)
    else:
        draw_empty(cohorts)
    draw_left_out(cohorts)


def draw_beside(views: Sequence[View]) -> None:
    """Smaller charts beside each other, their numbers below them."""
    beside = st.grid(2, min_column_width=360)
    for view in views:
        with beside.cell():
            draw_picture(view, heading=view.heading)
    for view in views:
        with st.expander(f"Numbers and sources: {view.heading}"):
            draw_numbers(view)


def draw_panel(view: View) -> None:
    """A whole panel: sentence, chart, table, what is not drawn, download."""
    draw_picture(view)
    draw_numbers(view)


def draw_picture(view: View, heading: str = "") -> None:
    """Sentence and chart; where there is nothing to draw, only the sentence that says so."""
    if heading:
        st.header(heading, anchor=False)
    st.markdown(plain(view.sentence))
    if view.drawn:
        draw_chart(view, forest(readable(view), background=background()))
        st.caption(legend(view))
        draw_shortened(len(view.drawn))
        draw_pooled(view)
        draw_how_sure(view)


def draw_shortened(count: int) -> None:
    """That not all of so many rows are on the screen."""
    if words := shortened(count):
        st.info(words, icon=":material/filter_alt:")


def draw_pooled(view: View) -> None:
    """What was pooled, of what, and which rows stayed out with their reasons."""
    for line in view.diamonds:
        st.markdown(plain(pooled_sentence(line)))
        draw_footnotes(line)
    for why in no_diamond(view):
        st.markdown(plain(why))
    for line in view.pooled:
        if not line.pooled.estimable:
            st.markdown(f"About the total, **{plain(line.title)}**:")
            draw_footnotes(line)
    if view.pooled_words:
        draw_long_list("In no pooled rate", view.not_pooled)


def draw_footnotes(line: PooledLine) -> None:
    st.markdown("\n".join(f"- {plain(note)}" for note in line.footnotes))


def draw_numbers(view: View) -> None:
    """The chart's numbers, and everything it can be taken away as."""
    draw_table(view)
    draw_download_menu(view)


def draw_table(view: View) -> None:
    """The chart's numbers as a table with their sources, and what the chart leaves out."""
    shown = readable(view)
    if shown.drawn:
        st.table(screen_table(shown), hide_index=True, border="horizontal", alt=view.heading)
        draw_notes(shown.drawn)
        draw_shortened(len(view.drawn))
    draw_long_list("Not drawn", view.listed)
    draw_also_found(view)


def draw_also_found(view: View) -> None:
    """The numbers that have no row, with their sources."""
    if view.also_found:
        st.markdown("**Also found for these studies**")
        draw_items(list(view.also_found))


def draw_chart(view: View, figure: Figure) -> None:
    draw_figure(figure, view.alt, view.outcome)


def draw_long_list(title: str, items: tuple[Listed, ...]) -> None:
    """As `draw_list`, as far as anyone reads."""
    draw_list(title, first_rows(items))
    draw_shortened(len(items))


def draw_list(title: str, items: tuple[Listed, ...]) -> None:
    """Studies that are not where a reader would look for them, by the reason."""
    if items:
        reasons = names_by_reason(items).items()
        lines = [f"- **{plain(listed(names))}**: {plain(why)}" for why, names in reasons]
        st.markdown(f"**{title}**\n" + "\n".join(lines))


def screen_table(view: View) -> pd.DataFrame:
    """The drawn rows for reading: texts in Markdown, each number beside its source."""
    return pd.DataFrame([screen_row(view, row) for row in view.drawn])


def screen_row(view: View, row: Row) -> dict[str, str]:
    """One line: who, how many, of whom, by which definition, read where."""
    about = " · ".join(filter(None, [row.cohort, row.dose]))
    return {
        "Study": f"{study_link(row.study, row.name)}  \n{plain(about)}{compare_below(row.study)}",
        "x/N · rate [95 %]": plain(row.rate(digits=1)),
        "As published": plain(row.published or "–"),
        "N counts": plain(row.counted),
        **how_counted(view, row),
        "Source": f"{link(row.source, row.source_url)}, {plain(row.place)} ({row.basis})",
    }


def compare_below(study_id: str) -> str:
    """The way to the comparison in a line of its own, where there is one."""
    compare = compare_link(study_id, "Compare")
    return f"  \n:small[{compare}]" if compare else ""


def how_counted(view: View, row: Row) -> dict[str, str]:
    """The column that says how the outcome was defined, under the name that fits it."""
    if view.criteria_matter:
        return {"SOS criteria": plain(row.criteria)}
    if row.method:
        return {"Threshold, method": plain(row.method)}
    definition = " ".join(filter(None, [row.definition, row.timepoint]))
    return {"Definition": plain(definition or "–")}


def draw_notes(rows: tuple[Row, ...]) -> None:
    """How derived numbers were obtained, and what must be known beside a number."""
    noted = [(row.title, notes(row)) for row in rows if notes(row)]
    if noted:
        lines = [f"- **{plain(title)}**: {plain(text)}" for title, text in noted]
        st.markdown("**Derivations and notes**\n" + "\n".join(lines))


def notes(row: Row) -> str:
    derived = f"Derived: {row.derivation}" if row.derivation else ""
    return " · ".join(filter(None, [derived, row.note, row.why, row.interval_note, *row.marks]))


def draw_left_out(cohorts: Cohorts) -> None:
    """What is not shown, grouped by reason."""
    if not cohorts.all_left_out:
        return
    with st.expander(f"Not shown: {cohorts.not_shown}"):
        ordered = sorted(cohorts.all_left_out, key=lambda item: item.reason)
        for reason, items in groupby(ordered, key=lambda item: item.reason):
            names = ", ".join(item.name for item in items)
            st.markdown(f"- {plain(reason)}: **{plain(names)}**")
