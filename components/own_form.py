"""Draws the form of an own series: the fields in their groups, and what is said beside each.

Whether an answer is right is decided in `data`. What is typed stays in the session, also when the
visitor leaves the page and comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from components.markdown import plain
from components.own_session import (
    CHOSEN,
    TRIED,
    add_typed,
    answer_to,
    clear,
    editing,
    key_of,
    others,
    place_of,
    typed,
)
from data.library import Library
from data.own_form import missing, mistakes, needed, readings
from data.own_form_fields import HINTS, LABELS, REQUIRED, choices
from data.words import listed

Columns = tuple[tuple[str, ...], ...]
WHO: Columns = (("name", "regimen"), ("treated", "dose"), ("design", "prior_lines"))
RATES: Columns = (
    ("response", "definition", "response_of"),
    ("mrd", "mrd_of", "threshold", "mrd_covers_all"),
    ("transplanted", "sos", "criteria"),
)
SURVIVAL: Columns = (("os",), ("os_interval",), ("efs",), ("efs_interval",))
# Seconds without a key after which a field is checked.
PAUSE = "0.5s"


class Said(NamedTuple):
    """The studies that answers are checked against, and what stands below each field."""

    library: Library
    wrong: Mapping[str, str]
    missing: Mapping[str, str]
    read: Mapping[str, str]
    needed: Mapping[str, str]


def draw_form() -> None:
    """All questions; only a few must be answered."""
    form, library = typed(), others()
    asked = missing(form) if TRIED in st.session_state else {}
    said = Said(library, mistakes(form, library), asked, readings(form), needed(form))
    st.markdown(
        "Needed are the fields with \\*, and one rate with what it means and whom it counts. "
        "What you leave empty stays visibly missing."
    )
    draw_group("Who was treated, and how", WHO, said)
    draw_group("What was seen", RATES, said)
    draw_survival(said)
    draw_shared(said)
    draw_buttons(said)


def draw_group(heading: str, columns: Columns, said: Said) -> None:
    """Fields that belong together, in columns that stand below each other on a phone."""
    st.header(heading, anchor=False)
    draw_columns(columns, said)


def draw_columns(columns: Columns, said: Said) -> None:
    for place, names in zip(st.columns(len(columns)), columns, strict=True):
        with place:
            for field in names:
                draw_field(field, said)


def draw_survival(said: Said) -> None:
    """Kept open once it holds something."""
    form = typed()
    with st.expander("Survival", expanded=bool(form.os or form.efs)):
        draw_columns(SURVIVAL, said)


def draw_shared(said: Said) -> None:
    """The question that decides whether the series may ever be pooled."""
    st.header("Children in other studies", anchor=False)
    options = choices("shared", said.library)
    st.radio(
        label_of("shared"),
        list(options),
        index=place_of("shared", options),
        format_func=lambda one: options[one],
        key=key_of("shared"),
        horizontal=True,
        persist_state="session",
        help=HINTS.get("shared"),
    )
    draw_said("shared", said)
    if typed().shared == "some":
        names = choices("shared_with", said.library)
        st.multiselect(
            LABELS["shared_with"],
            list(names),
            default=[one for one in answer_to("shared_with") if one in names],
            format_func=lambda one: names[one],
            key=key_of("shared_with"),
            persist_state="session",
        )
        draw_said("shared_with", said)


def draw_buttons(said: Said) -> None:
    changing = editing() is not None
    with st.container(horizontal=True):
        words = "Save the changes" if changing else "Add to the dashboard"
        st.button(words, on_click=add_typed, icon=":material/add_chart:")
        st.button("Do not change it" if changing else "Clear", on_click=clear)
    open_fields = [LABELS[field] for field in LABELS if field in {*said.wrong, *said.missing}]
    if open_fields and TRIED in st.session_state:
        names = listed([label.rstrip("?") for label in open_fields])
        st.error(f"Not added yet: {plain(names)}.")


def label_of(field: str) -> str:
    """The words of a field, with a star where an answer is needed."""
    return LABELS[field] + (" *" if field in REQUIRED else "")


def draw_field(field: str, said: Said) -> None:
    """A list to choose from or a line to type, and what is said of the answer."""
    if field in CHOSEN:
        draw_choice(field, said.library)
    else:
        draw_text(field)
    draw_said(field, said)


def draw_text(field: str) -> None:
    st.text_input(
        label_of(field),
        answer_to(field),
        key=key_of(field),
        placeholder=f"like {HINTS[field]}" if field in HINTS else None,
        live=PAUSE,
        persist_state="session",
    )


def draw_choice(field: str, library: Library) -> None:
    options = choices(field, library)
    st.selectbox(
        label_of(field),
        list(options),
        index=place_of(field, options),
        format_func=lambda one: options[one],
        placeholder="Choose",
        key=key_of(field),
        persist_state="session",
    )


def draw_said(field: str, said: Said) -> None:
    """What is wrong, announced at once; what is missing; or how the answer is read."""
    if field in said.wrong:
        st.error(plain(said.wrong[field]), icon=":material/error:")
    elif field in said.missing:
        st.markdown(f":red[:material/error: {plain(said.missing[field])}]")
    elif field in said.read or field in said.needed:
        st.caption(plain(said.read.get(field) or said.needed[field]))
