"""What a visitor typed and added on the page “Own series”: in their session and nowhere else.

The widgets of the form keep their values under the name of their field; the series that were
added are texts in `store`. Callbacks here run before the page is drawn, so that every part of it,
and the filters beside it, already know.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import streamlit as st

from components import store
from components.view_links import address
from data.library import Library
from data.own_form import missing, mistakes
from data.own_form_fields import Form
from data.own_form_file import form_file, form_of
from data.own_series import MOST, next_id, read_own_series, with_own_series
from data.problems import Problem
from data.schema import Study
from data.selection import STUDY_LISTS, numbered

EDITING, TRIED, SAID, UPLOADS = "own_editing", "own_tried", "own_said", "own_uploads"
# The two ways to add a series, and the session's word for the one that is open.
WAY, WAYS = "own_way", ("Type it in", "Upload a file")
# Fields whose answer is one of a list; where nothing is chosen Streamlit wants None.
CHOSEN = (
    *("design", "regimen", "definition", "response_of"),
    *("mrd_of", "mrd_covers_all", "criteria", "shared"),
)


def key_of(field: str) -> str:
    """The name under which the session keeps the answer to a field."""
    return f"own_form_{field}"


def typed() -> Form:
    """The form as it stands now."""
    given = {one.name: st.session_state.get(key_of(one.name)) for one in fields(Form)}
    shared_with = tuple(given.pop("shared_with") or ())
    return Form(**{name: value or "" for name, value in given.items()}, shared_with=shared_with)


def fill(form: Form) -> None:
    """Puts a form into the widgets."""
    for one in fields(Form):
        value = getattr(form, one.name)
        answer = list(value) if isinstance(value, tuple) else value
        st.session_state[key_of(one.name)] = None if one.name in CHOSEN and not value else answer


def place_of(field: str, options: Iterable[str]) -> int | None:
    """Where the answer to a field stands among its options; None if nothing is chosen."""
    return next((at for at, one in enumerate(options) if one == answer_to(field)), None)


def answer_to(field: str) -> Any:
    """What a field holds, which its widget is told at every run, as what it starts from.

    A browser that begins to leave the page and is held back by the check of what was just typed
    forgets its fields; it draws them again from what they start from.
    """
    return st.session_state.get(key_of(field)) or ""


def editing() -> str | None:
    """The id of the series that stands in the form, if it was added before."""
    key: str | None = st.session_state.get(EDITING)
    return key if key in store.own_files() else None


def others() -> Library:
    """The published studies and the visitor's other series: what a series is checked against."""
    files = {key: text for key, text in store.own_files().items() if key != editing()}
    return with_own_series(store.published_library(), files)


def full() -> bool:
    """Whether no further series fits into the session."""
    return len(store.own_files()) >= MOST and editing() is None


def add_typed() -> None:
    """Adds the form, or puts it in the place of the series being edited, if nothing is wrong."""
    st.session_state[TRIED] = True
    form = typed()
    if not (mistakes(form, others()) or missing(form) or full()):
        keep(form_file(form, schema_address()), editing())
        clear()


def schema_address() -> str:
    """Where an editor finds what a study file may say: at this dashboard."""
    return f"{address()}/study.schema.json"


def read_file(raw: bytes, file: str) -> tuple[Study | None, list[Problem]]:
    """The series of an uploaded file as typed, and everything against adding it."""
    return read_own_series(raw, file, with_own_series(store.published_library(), store.own_files()))


def add_file(text: str) -> None:
    """Adds an uploaded file as it is, and takes it out of the upload."""
    keep(text)
    forget_upload()


def edit_file(form: Form) -> None:
    """Puts an uploaded file into the form, as a series that was not added yet."""
    clear()
    fill(form)
    st.session_state[WAY] = WAYS[0]
    forget_upload()


def forget_upload() -> None:
    """A new name empties the upload."""
    st.session_state[UPLOADS] = st.session_state.get(UPLOADS, 0) + 1


def keep(text: str, key: str | None = None) -> None:
    """Keeps the file of a series, in the place of `key` if that is given, and closes the form."""
    files = dict(store.own_files())
    key = key or next_id(files)
    files[key] = text
    store.keep_own_files(files)
    st.session_state["notices"] = []  # that the link's own series is not here is past
    st.session_state[SAID], st.session_state[WAY] = key, None


def clear() -> None:
    """Empties the form; what was added stays."""
    fill(Form())
    forget(EDITING, TRIED)


def edit(form: Form, key: str) -> None:
    """Puts a series that was added back into the form."""
    fill(form)
    forget(TRIED, SAID)
    st.session_state[EDITING], st.session_state[WAY] = key, WAYS[0]


def remove(key: str) -> None:
    """Forgets a series and its place in form and filters."""
    if editing() == key:
        clear()
    store.keep_own_files({one: text for one, text in store.own_files().items() if one != key})
    if st.session_state.get("opened") == key:
        forget("opened", "study")
    for name in STUDY_LISTS:
        chosen = st.session_state.get(name) or []
        st.session_state[name] = [one for one in chosen if one != numbered(key)]
    if not store.own_files():
        st.session_state["own"], st.session_state[WAY] = False, WAYS[0]
    forget(SAID)


def forget(*names: str) -> None:
    for name in names:
        st.session_state.pop(name, None)


def form_in(text: str) -> Form | None:
    """The form of a series that was added; None when its file says more than a form holds."""
    study, _ = read_own_series(text.encode(), "series.yaml", store.published_library())
    return form_of(study) if study else None


def unsaved() -> bool:
    """Whether the form holds something that was not added: it must not be written over."""
    key = editing()
    kept = form_in(store.own_files()[key]) if key else Form()
    return typed() != kept
