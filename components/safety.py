"""Draws what InO costs: SOS in three columns, other events by event, dose-limiting toxicity.

Every chart has its sentence, its numbers with their sources, what was not found, and downloads.
"""

from __future__ import annotations

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from components import store
from components.context import item_source, item_text
from components.downloads import draw_menu
from components.escalation_chart import Frame, frame_of, step_chart, step_legend
from components.exports.csv_file import csv_bytes, csv_name
from components.exports.picture_files import Drawing
from components.figure import draw_figure
from components.filters import current, draw_empty
from components.forest import forest
from components.legend import legend
from components.markdown import link, plain
from components.overview import draw_panels
from components.panel import (
    draw_also_found,
    draw_chart,
    draw_left_out,
    draw_list,
    draw_long_list,
    draw_notes,
    draw_shortened,
    screen_row,
)
from components.theme import background
from components.view_links import study_link
from data.escalation import Escalation, Step, escalations, found_for, not_by_level
from data.links import write
from data.overview import rows_with_answers
from data.readable import first_rows, readable
from data.rows import Listed, Row, View
from data.safety import (
    NEVER_ADDED,
    THREE_TIMES,
    Gathered,
    adverse_events,
    gathered_view,
    led_by_event,
    other_sos,
)
from data.selection import Selection

# Two step charts fit beside each other and the filters on a laptop.
NARROWEST_STEPS = 400


def draw_safety() -> None:
    """The whole page, or why there is nothing on it, and what the filters left out."""
    selection = current()
    cohorts = store.cohorts(selection)
    if cohorts.chosen:
        vocabulary = store.library().vocabulary
        draw_three_sos(selection)
        draw_gathered(selection, other_sos(vocabulary))
        draw_gathered(selection, adverse_events(vocabulary))
        draw_escalations(selection)
    else:
        draw_empty(cohorts)
    draw_left_out(cohorts)


def draw_three_sos(selection: Selection) -> None:
    """SOS during InO, after HSCT and after later chemotherapy; then the numbers of each."""
    st.header("SOS, by when it occurred", anchor=False)
    params = write(selection, store.filter_limits())
    sos = link("SOS page", f"/sos?{urlencode(params, doseq=True)}")
    st.markdown(
        f"{plain(NEVER_ADDED)} The boxed warning, the criteria, risk factors and prevention stand "
        f"on the {sos}."
    )
    views = [store.view(selection, outcome) for outcome in THREE_TIMES]
    rows = rows_with_answers(views)
    if rows:
        draw_panels(views, rows, below=True)
    else:
        st.info("None of these SOS rates was found for a cohort shown as a whole.")
    for view in views:
        with st.expander(f"Numbers and sources: {view.heading}"):
            draw_found(view)


def draw_found(view: View) -> None:
    """Each number with its source, also a count that is no rate; then what stands in no row."""
    every = tuple(row for row in view.rows if row.source)
    found = first_rows(every)
    if found:
        table = pd.DataFrame([sourced_row(view, row) for row in found])
        st.table(table, hide_index=True, border="horizontal", alt=view.heading)
        draw_notes(found)
        draw_shortened(len(every))
    draw_long_list("Not found", not_found(view))
    draw_also_found(view)


def sourced_row(view: View, row: Row) -> dict[str, str]:
    """The row of a panel's table; where there is no rate, what there is instead."""
    shown = screen_row(view, row)
    return shown if row.marker != "none" else shown | {"x/N · rate [95 %]": plain(row.why)}


def not_found(view: View) -> tuple[Listed, ...]:
    """The cohorts without any number, and the studies that mix drugs."""
    missing = (Listed(row.title, row.why) for row in view.rows if not row.source)
    return (*missing, *view.not_specific)


def draw_gathered(selection: Selection, asked: Gathered) -> None:
    """Several events in one chart, each row led by its event; a table; downloads."""
    view = store.ask(gathered_view, selection, asked)
    st.header(view.heading, anchor=False)
    st.markdown(plain(view.sentence))
    named = led_by_event(view)
    if named.drawn:
        draw_chart(named, forest(readable(named), background=background()))
        st.caption(legend(named))
        draw_shortened(len(named.drawn))
    draw_long_list("Without a number", not_found(view))
    if view.has_numbers:
        with st.expander(f"Numbers and sources: {view.heading}"):
            draw_event_table(view)
    draw_menu(lambda: csv_bytes(view), csv_name(view), named if named.drawn else None)


def draw_event_table(view: View) -> None:
    """Every number with its source, and notes that name the event and the study."""
    every = tuple(row for row in view.rows if row.source)
    if every:
        table = pd.DataFrame([event_row(view, row) for row in first_rows(every)])
        st.table(table, hide_index=True, border="horizontal", alt=view.heading)
        draw_notes(first_rows(tuple(row for row in led_by_event(view).rows if row.source)))
        draw_shortened(len(every))
    draw_also_found(view)


def event_row(view: View, row: Row) -> dict[str, str]:
    """The event first, then what every table says of a number."""
    shown = sourced_row(view, row)
    shown.pop("Definition", None)
    return {"Event": f"**{plain(row.definition)}**"} | shown


def draw_escalations(selection: Selection) -> None:
    """Dose-limiting toxicity of each dose-finding study, beside each other where there is room."""
    st.header("Dose-limiting toxicity by dose level", anchor=False)
    found, chosen = store.ask(escalations, selection), store.cohorts(selection)
    st.markdown(plain(found_for(found, len(chosen.studies), len(chosen.own))))
    draw_list("Not by dose level", store.ask(not_by_level, selection))
    if not found:
        return
    frame = frame_of(found)
    beside = st.grid(len(found), min_column_width=NARROWEST_STEPS)
    for one in found:
        with beside.cell():
            draw_escalation(one, frame)
    st.caption(step_legend(found))
    for one in found:
        with st.expander(f"Numbers and sources: {plain(one.title)}"):
            draw_steps(one)


def draw_escalation(one: Escalation, frame: Frame) -> None:
    """The chart, in words too, what its order means, and the dose recommended."""
    st.subheader(plain(one.title), anchor=False)
    if one.drawn:
        draw_figure(step_chart(one, frame, background()), one.sentence, one.view.outcome)
    st.markdown(plain(f"{one.sentence} {one.order_words}"))
    st.markdown(f"**InO given as**: {plain(one.given)}")
    for item in one.recommended:
        st.markdown(f"**{plain(item.label)}**: {item_text(item)} · {item_source(item)}")
    draw_list("Not drawn", one.not_drawn)
    draw_menu(lambda: csv_bytes(one.view), csv_name(one.view), drawing(one) if one.drawn else None)


def drawing(one: Escalation) -> Drawing:
    """The chart of one study as a picture."""
    view = one.view
    return Drawing(
        step_chart(one), view.heading, one.sentence, step_legend([one]), view.outcome, view.version
    )


def draw_steps(one: Escalation) -> None:
    """The study, and its groups as a table in the printed order."""
    st.markdown(study_link(one.study, one.title))
    # The link is also what a keyboard finds where the table is wider than the screen.
    named = {"Source": link("Source", "/methods")}
    table = pd.DataFrame([step_line(step) for step in one.steps]).rename(columns=named)
    st.table(table, hide_index=True, border="horizontal", alt=one.view.heading)


def step_line(step: Step) -> dict[str, str]:
    """One group: its place, dose, count with exact interval, note and source."""
    row = step.row
    return {
        "Group": f"{step.order}",
        "Dose level": plain(step.words),
        "x/N · rate [95 %]": plain(row.rate(digits=1)),
        "N counts": plain(row.counted),
        "Note": plain(row.note or "–"),
        "Source": f"{link(row.source, row.source_url)}, {plain(row.place)} ({row.basis})",
    }
