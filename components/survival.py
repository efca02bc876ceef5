"""Draws how long it lasts and what came after InO: rows of panels, then their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from components import store
from components.filters import current, draw_empty
from components.markdown import plain
from components.overview import draw_panels
from components.panel import draw_left_out, draw_table
from data.items import NOT_FOUND
from data.rows import Listed, View


def draw_survival() -> None:
    """Kaplan–Meier percentages and medians together, then how many were transplanted."""
    selection = current()
    cohorts = store.cohorts(selection)
    if cohorts.chosen:
        outcomes = store.library().vocabulary.on_page("survival")
        views = [store.view(selection, outcome) for outcome in outcomes]
        draw_section("How long it lasts", [view for view in views if view.measure != "rate"])
        draw_section("What came after InO", [view for view in views if view.measure == "rate"])
    else:
        draw_empty(cohorts)
    draw_left_out(cohorts)


def draw_section(heading: str, views: Sequence[View]) -> None:
    """What was found in children, what only in adults; then the numbers and what is missing."""
    st.header(heading, anchor=False)
    found = [view for view in views if view.drawn]
    for panels in ([v for v in found if of_children(v)], [v for v in found if not of_children(v)]):
        if panels:
            draw_panels(panels, below=True)
    for view in (view for view in views if view.has_numbers):
        with st.expander(f"Numbers and sources: {view.heading}"):
            draw_table(view)
    for said in without_numbers([view for view in views if not view.has_numbers]):
        st.markdown(said)


def without_numbers(views: Sequence[View]) -> Iterator[str]:
    """Outcomes of which nothing was found together; the others with what was found elsewhere."""
    nowhere = [view.heading for view in views if not found_elsewhere(view)]
    if nowhere:
        yield f"Not found for any study shown: **{plain(', '.join(nowhere))}**."
    for view in views:
        reasons = "; ".join(f"{one.name}: {one.reason}" for one in found_elsewhere(view))
        if reasons:
            yield f"**{plain(view.heading)}**: {plain(reasons)}."


def found_elsewhere(view: View) -> list[Listed]:
    """What was found of other cohorts than those shown: "found only for all treated"."""
    return [one for one in view.listed if one.reason != NOT_FOUND]


def of_children(view: View) -> bool:
    return any(row.population == "children" for row in view.drawn)
