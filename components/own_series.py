"""Draws the page that adds, edits and removes a visitor's own series."""

from __future__ import annotations

import streamlit as st

from components import store
from components.downloads import draw_file
from components.filters import current, reset
from components.markdown import plain
from components.own_form import draw_form
from components.own_session import (
    SAID,
    WAY,
    WAYS,
    edit,
    editing,
    forget,
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

DONE = ":material/check_circle:"


def draw_own_series() -> None:
    """The series of this session, what was just added, and the two ways to add one."""
    draw_added()
    draw_success()
    if full():
        st.info(f"At most {MOST} own series fit into a session; remove one to add another.")
        return
    st.session_state.setdefault(WAY, WAYS[0])
    way = st.segmented_control(
        "Add a series",
        WAYS,
        default=st.session_state[WAY],
        key=WAY,
        on_change=forget,
        args=(SAID,),
        persist_state="session",
    )
    if way == WAYS[0]:
        draw_form()
    elif way == WAYS[1]:
        draw_upload()


def draw_success() -> None:
    """What happened, and where to see it; the form is closed then, so that this is in view."""
    added = store.library().studies.get(st.session_state.get(SAID, ""))
    if added is None:
        return
    name = plain(unmarked(added.name))
    left_out = [one.reason for one in store.cohorts(current()).left_out if one.study == added.id]
    if left_out:
        st.warning(f"{name} was added, but the filters leave it out: {plain(left_out[0])}.")
        if added.population == "children":  # adults are left out by default
            st.button("Reset all filters", on_click=reset, key="reset-own")
    else:
        st.success(f"{name} now stands beside the published studies.", icon=DONE)
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
    draw_problems(read_own_series(text.encode(), f"{key}.yaml", store.published_library())[1])
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
    st.button("Edit", on_click=edit, args=(form, key), key=f"edit-{key}", disabled=taken)
    if taken:
        st.caption("To edit it, add or clear what stands in the form first.")
