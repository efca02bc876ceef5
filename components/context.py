"""Draws what is true about the field but belongs to no single rate: notes, risks, trials."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.markdown import link, plain
from components.view_links import study_link
from data.facts import facts_about
from data.fields import Source
from data.intervals import clopper_pearson
from data.items import Item, name_and_who, sourced_item
from data.library import Library
from data.quantities import Cell, Comparison
from data.schema import ContextNote
from data.words import ends_text, rate_text

REGISTRY = "https://clinicaltrials.gov/study/"


def draw_note(library: Library, note_id: str) -> None:
    """One context note: title, text, its counts as a table, its source."""
    note = next((note for note in library.context.notes if note.id == note_id), None)
    if note is None:
        return
    st.header(plain(note.title), anchor=False)
    st.markdown(plain(note.text))
    if note.counts:
        head = note_link(library, note)
        st.table(counts_table(head, note), hide_index=True, border="horizontal", alt=note.title)
    st.markdown(f"Source: {note_source(library, note)}")


def counts_table(head: str, note: ContextNote) -> pd.DataFrame:
    """One line a count, below a link to where they were read."""
    rows = []
    for count in note.counts:
        low, high = (100 * end for end in clopper_pearson(count.events, count.n))
        shown = rate_text(count.events, count.n, low, high, digits=1)
        rows.append({head: plain(count.label), "x/N · rate [95 %]": plain(shown)})
    return pd.DataFrame(rows)


def note_link(library: Library, note: ContextNote) -> str:
    source = source_of(library, note)
    return link(source.name, source.url)


def source_of(library: Library, note: ContextNote) -> Source:
    return library.context.sources.get(note.source) or library.sources[note.source]


def note_source(library: Library, note: ContextNote) -> str:
    source = source_of(library, note)
    details = " · ".join(filter(None, [source.title, source.note, note.place, note.basis]))
    return f"{link(source.name, source.url)}: {plain(details)}"


def draw_risks(library: Library) -> None:
    """Published comparisons of children with and without SOS, and transplant details."""
    for study in library.studies.values():
        for comparison in study.comparisons:
            st.header(plain(f"{name_and_who(study)}: {comparison.title}"), anchor=False)
            table = comparison_table(study_link(study.id, study.name), comparison)
            st.table(table, hide_index=True, border="horizontal", alt=comparison.title)
            draw_origin(sourced_item(library, study, comparison, comparison.title, ""))
    for title, topics in {
        "Transplant details and risk factors reported": (
            "hsct_interval",
            "conditioning",
            "sos_prophylaxis",
            "sos_severity",
            "transplant_details",
            "risk",
        ),
        "Boxed warning": ("warning",),
    }.items():
        st.header(title, anchor=False)
        draw_items(facts_about(library, topics))


def draw_origin(item: Item) -> None:
    """Below a table its notes, and where all of it was read."""
    if item.note:
        st.caption(plain(item.note))
    st.markdown(f"Source: {item_source(item)}")


def comparison_table(head: str, comparison: Comparison) -> pd.DataFrame:
    """One line a factor; `head` leads to the study, also by keyboard where the table scrolls."""
    rows = []
    for factor in comparison.factors:
        cells = zip(comparison.groups, map(cell_text, factor.cells), strict=True)
        row = {head: plain(factor.name)} | {plain(group): plain(text) for group, text in cells}
        rows.append(row | {"Note": plain(factor.note or "–")})
    return pd.DataFrame(rows)


def cell_text(cell: Cell) -> str:
    """A cell as printed, "6/11" or "6 (3–12)"; a printed percentage only where it disagrees."""
    if cell.median is not None:
        around = ends_text(cell.low, cell.high)
        return f"{cell.median:g} ({around})" if around else f"{cell.median:g}"
    printed = "" if cell.printed_percent is None else f" (printed {cell.printed_percent} %)"
    return f"{cell.events}/{cell.n}{printed}"


def draw_items(items: list[Item]) -> None:
    """Lines with their provenance as a table."""
    st.table(items_table(items), hide_index=True, border="horizontal")


def items_table(items: list[Item]) -> pd.DataFrame:
    """One line an item; a table that scrolls needs a link, by which a keyboard finds it."""
    linked = any(item.source_url for item in items)
    source = "Source" if linked else link("Source", "/methods")
    return pd.DataFrame(
        {
            "": f"**{plain(item.label)}**",
            "What was found": item_text(item),
            source: item_source(item),
        }
        for item in items
    )


def item_text(item: Item) -> str:
    """What was found, with its derivation and notes in italics."""
    return f"{plain(item.text)} · *{plain(item.note)}*" if item.note else plain(item.text)


def item_source(item: Item) -> str:
    if not item.source:
        return "–"
    return f"{link(item.source, item.source_url)}, {plain(item.place)} ({item.basis})"


def draw_ongoing(library: Library) -> None:
    """Trials without efficacy results, so that nobody misses them."""
    st.header("Ongoing trials, no efficacy results read", anchor=False)
    table = pd.DataFrame(
        {"Trial": plain(t.name), "Number": registered(t.number), "What is known": plain(t.summary)}
        for t in library.context.ongoing
    )
    st.table(table, hide_index=True, border="horizontal", alt="Ongoing trials")


def registered(number: str) -> str:
    """A trial's number, which leads to its entry in the registry that gave it."""
    return link(number, REGISTRY + number if number.startswith("NCT") else None)
