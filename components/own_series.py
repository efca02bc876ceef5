"""Draws the page that adds, edits and removes a visitor's own series."""

from __future__ import annotations

import streamlit as st

from components import store
from components.downloads import draw_file
from components.evidence import published
from components.markdown import plain
from components.own_form import draw_form
from components.own_session import (
    SAID,
    WAY,
    WAYS,
    edit,
    editing,
    form_in,
    full,
    remove,
    unsaved,
)
from components.own_upload import draw_problems, draw_upload
from data.overview import THREE_RATES
from data.own_series import MOST, read_own_series
from data.selection import Selection, numbered
from data.words import UNPUBLISHED, unmarked


def draw_own_series() -> None:
    """The series of this session, then the two ways to add one."""
    draw_added()
    if full():
        st.info(f"At most {MOST} own series fit into a session; remove one to add another.")
        return
    way = st.segmented_control(
        "Add a series", WAYS, default=WAYS[0], required=True, key=WAY, persist_state="session"
    )
    if way == WAYS[0]:
        draw_form()
    else:
        draw_upload()
    draw_success()


def draw_success() -> None:
    """Below the button that was clicked: what happened, and where to see it."""
    if SAID in st.session_state:
        st.success(plain(st.session_state[SAID]), icon=":material/check_circle:")
        with st.container(horizontal=True):
            st.page_link("../pages/overview.py", label="See it on the overview")
            st.page_link("../pages/compare.py", label="Compare it with a study")
            st.page_link("../pages/journal_club.py", label="Take it to the journal club")


def draw_added() -> None:
    """Each series with its rates, and what can be done with it."""
    for key in store.own_files():
        with st.container(border=True):
            draw_series(key) if key in store.library().studies else draw_unusable(key)


def draw_series(key: str) -> None:
    """Name, mark, the three rates and the buttons of one series."""
    name = plain(unmarked(store.library().studies[key].name))
    st.markdown(f"**{name}** · {UNPUBLISHED} · in links: “{numbered(key)}”")
    st.markdown("  \n".join(rates_of(key)))
    text = store.own_files()[key]
    with st.container(horizontal=True):
        draw_edit(key, text)
        draw_take(key, text)


def draw_unusable(key: str) -> None:
    """A series that the published data no longer allow: they were changed during the session."""
    text = store.own_files()[key]
    st.warning(f"“{plain(numbered(key))}” does not go with the published data of today.")
    draw_problems(read_own_series(text.encode(), f"{key}.yaml", published().library)[1])
    with st.container(horizontal=True):
        draw_take(key, text)


def draw_take(key: str, text: str) -> None:
    """Its file, and the way to forget it."""
    with st.container(width=180):
        draw_file("Download (YAML)", text.encode, f"pedino-{key}.yaml")
    st.button("Remove", on_click=remove, args=(key,), key=f"remove-{key}")


def rates_of(key: str) -> list[str]:
    """The three rates of one series, whatever the filters are."""
    alone = Selection(studies=(key,), adults=True)
    views = [store.view(alone, outcome) for outcome in THREE_RATES]
    return [
        plain(f"{view.heading}: {row.rate()} {row.counted}".strip())
        for view in views
        for row in view.rows
        if row.marker != "none"
    ]


def draw_edit(key: str, text: str) -> None:
    """Back into the form, where that holds all that the file says and nothing is lost by it."""
    form = form_in(text)
    if form is None:
        st.caption("Its file says more than the form holds: download it, change it, upload it.")
        return
    taken = unsaved() and editing() != key
    why = "Add or clear what stands in the form first." if taken else None
    st.button("Edit", on_click=edit, args=(form, key), key=f"edit-{key}", disabled=taken, help=why)
