"""Draws the page that hands out deck, handout, workbook and bundle of the view.

The libraries that write the files are heavy: they are imported when a file is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from components.downloads import draw_file
from components.exports.file_name import file_name
from components.markdown import plain
from components.present import chosen_parts, draw_parts
from components.view_links import link_to
from data.brief import Brief


def deck(brief: Brief) -> Callable[[], bytes]:
    """The deck of the parts that are chosen now."""
    keys = chosen_parts()

    def build() -> bytes:
        from components.exports.deck import deck_bytes

        return deck_bytes(brief, keys)

    return build


def handout(brief: Brief) -> bytes:
    from components.exports.handout import handout_bytes

    return handout_bytes(brief)


def workbook(brief: Brief) -> bytes:
    from components.exports.workbook import workbook_bytes

    return workbook_bytes(brief)


def bundle(brief: Brief) -> bytes:
    from components.exports.bundle import bundle_bytes

    return bundle_bytes(brief)


@dataclass(frozen=True)
class Card:
    """One thing to take along: what it is called, what is in it, and its button."""

    title: str
    holds: str
    button: str
    what: str
    ending: str


DECK = Card(
    "Slides",
    "Charts and tables that can be edited; the notes say where each number was read.",
    "PowerPoint deck",
    "deck",
    "pptx",
)
HANDOUT = Card(
    "Handout",
    "The three charts, the studies and the sources; one A4 page, more with adults or own series.",
    "Handout (HTML)",
    "handout",
    "html",
)
WORKBOOK = Card(
    "Workbook",
    "Studies, results, pooled rates, sources and ledger, one sheet each.",
    "Excel workbook",
    "workbook",
    "xlsx",
)
BUNDLE = Card(
    "Data bundle",
    "Tables, study files, citations, and a script for R that checks the pooled rates.",
    "Bundle (ZIP)",
    "bundle",
    "zip",
)


def draw_choice(brief: Brief) -> None:
    """What is taken along, and which parts of it are told."""
    st.markdown(f"What you take along is what you see now: {plain('; '.join(brief.asked))}.")
    st.header("Parts of the slides and of the presentation", anchor=False)
    draw_parts()


def draw_files(brief: Brief) -> None:
    """One card for each file."""
    st.header("Files", anchor=False)
    cards: list[tuple[Card, Callable[[], bytes]]] = [
        (DECK, deck(brief)),
        (HANDOUT, partial(handout, brief)),
        (WORKBOOK, partial(workbook, brief)),
        (BUNDLE, partial(bundle, brief)),
    ]
    for i in range(0, len(cards), 2):
        for column, (card, build) in zip(st.columns(2), cards[i : i + 2], strict=False):
            with column:
                draw_card(card, build, brief.version)
    own = ", without your own series" if brief.library.own_files else ""
    st.markdown(
        f"The handout also has [an address of its own]({link_to('brief', brief.version)}): "
        f"a page without scripts that opens at once, on a phone too{own}. "
        "Each chart of the dashboard has its own download menu, with the chart as SVG and PNG."
    )


def draw_card(card: Card, build: Callable[[], bytes], version: str) -> None:
    with st.container(border=True):
        st.markdown(f"**{card.title}**")
        st.markdown(card.holds)
        draw_file(card.button, build, file_name(card.what, version, card.ending))
