"""Draws what is known of prior lines, the results by them, and which papers to open."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.context import draw_items, draw_note
from components.dose import draw_rows
from components.downloads import draw_menu
from components.exports.file_name import file_name
from components.exports.lines_table import lines_table
from components.exports.picture_files import Drawing
from components.exports.table import table_csv
from components.figure import draw_figure
from components.lines_chart import lines_chart, lines_legend
from components.markdown import link, plain
from components.panel import draw_list
from components.theme import background
from components.view_links import study_link
from data.facts import facts_about
from data.items import Item
from data.library import Library
from data.prior_lines import LinesRow, LinesView
from data.results_by_lines import Paper
from data.rows import Listed, View

TITLE = "Prior lines"
# Two charts fit beside each other on a laptop, and one on a phone.
WIDTH = 420


def draw_lines(view: LinesView) -> None:
    """Sentence, chart, table with sources, and files."""
    st.markdown(plain(view.sentence))
    draw_figure(lines_chart(view, background()), view.sentence, "prior-lines")
    st.caption(lines_legend(view))
    st.table(screen_table(view), hide_index=True, border="horizontal", alt=TITLE)
    draw_line_notes(view.rows)
    drawing = Drawing(
        lines_chart(view), TITLE, view.sentence, lines_legend(view), "prior_lines", view.version
    )
    name = file_name("prior_lines", view.version, "csv")
    draw_menu(lambda: table_csv(lines_table(view)), name, drawing)


def screen_table(view: LinesView) -> pd.DataFrame:
    return pd.DataFrame([screen_row(row) for row in view.rows])


def screen_row(row: LinesRow) -> dict[str, str]:
    """One cohort: what is known, how it was counted, and where it was read."""
    source = f"{link(row.source, row.source_url)}, {plain(row.place)} ({row.basis})"
    about = " · ".join(filter(None, [row.cohort, "adults" if row.population == "adults" else ""]))
    who = study_link(row.study, row.name)
    return {
        "Study": f"{who} · {plain(about)}" if about else who,
        "n": str(row.patients) if row.patients is not None else "not found",
        "What is known": plain(known_words(row)),
        "Source": source if row.source else "–",
    }


def known_words(row: LinesRow) -> str:
    """What is known, and the source's own words where they are not what is known."""
    told = f": “{row.quoted}”" if row.quoted not in row.says else ""
    return f"{row.says}{told}"


def draw_line_notes(rows: Sequence[LinesRow]) -> None:
    """How numbers were derived, the words of an eligibility, and how a cohort meets the filters."""
    noted = [(row.title, " · ".join(filter(None, [row.notes, *row.marks]))) for row in rows]
    lines = [f"- **{plain(title)}**: {plain(text)}" for title, text in noted if text]
    if lines:
        st.markdown("**Derivations and notes**\n" + "\n".join(lines))


def draw_by_line(
    library: Library, views: Sequence[View], hidden: Sequence[Listed], items: list[Item]
) -> None:
    """How little is reported by line; the results that were, beside each other, or where they are.

    Last what was said without numbers.
    """
    draw_note(library, "prior-lines")
    draw_list("Found, but left out by the filters", tuple(hidden))
    beside = st.container(horizontal=True, gap="small")
    for view in views:
        with beside, st.container(width=WIDTH):
            st.markdown(f"**{plain(view.title)}**")
            st.markdown(plain(view.sentence))
            draw_rows(view, f"{view.outcome}-by-line", view.alt, f"{view.title} by prior lines")
    if items:
        st.markdown("**By prior HSCT**")
        draw_items(items)
    if said := facts_about(library, ("response_by_subgroup",)):
        st.markdown("**Said without numbers**")
        draw_items(said)


def draw_papers(papers: Sequence[Paper]) -> None:
    """Which papers to open, and what to look for."""
    if papers:
        st.subheader("Papers to open", anchor=False)
        st.markdown(
            "Mostly abstracts could be read. *Not found* is not the same as *not reported*: "
            "these publications may say more."
        )
        st.markdown("\n".join(f"- {paper_line(paper)}" for paper in papers))


def paper_line(paper: Paper) -> str:
    """The study, its publication where an address is known, and what to look for."""
    where = link("publication", paper.url) if paper.url else "address of the publication not found"
    return f"**{study_link(paper.study, paper.name)}** ({where}): {plain(paper.what)}"
