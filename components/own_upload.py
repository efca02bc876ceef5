"""Draws the upload of a series as a file, and the template that such a file begins from."""

from __future__ import annotations

from collections.abc import Sequence, Sized

import streamlit as st

from components.downloads import draw_file
from components.markdown import plain
from components.own_session import (
    UPLOADS,
    add_file,
    edit_file,
    read_file,
    schema_address,
    unsaved,
)
from data.own_form_file import form_of
from data.own_template import EXAMPLE_NAME, template
from data.problems import MOST, Problem
from data.schema import Study
from data.words import counted

TEMPLATE = "pedino-own-series.yaml"


def draw_upload() -> None:
    """Template, upload, and what was found in the file."""
    st.markdown(
        "A series as a file has room for more than the form: several cohorts, facts, any outcome. "
        f"`python -m data check {TEMPLATE}` checks the same file without a browser."
    )
    schema = schema_address()  # a file is built where no session is
    with st.container(width=180):
        draw_file("Template (YAML)", lambda: template(schema).encode(), TEMPLATE)
    file = st.file_uploader(
        "A series as a YAML file, at most 250 kB",
        type=["yaml", "yml"],
        key=f"own_upload_{st.session_state.get(UPLOADS, 0)}",
    )
    st.caption(
        "A file marked red was not read: it is larger than 1 MB, or its name does not end in .yaml."
    )
    if file is not None:
        draw_found(file.getvalue(), file.name)


def draw_found(raw: bytes, name: str) -> None:
    """What can be done with the file, or every mistake in it with its line."""
    st.caption(f"Read: {plain(name)}")
    study, problems = read_file(raw, name)
    if study is None or problems:
        draw_problems(problems)
        return
    st.markdown(f"**{plain(study.name)}**: {plain(study.summary)}. No mistake was found.")
    if study.name == EXAMPLE_NAME:
        st.warning("This is the template: its numbers are examples of nobody.")
    draw_ways(study, raw.decode())


def draw_problems(problems: Sequence[Problem]) -> None:
    st.error(f"Not added: {how_many(problems)}. Correct the file and upload it again.")
    st.code("\n".join(map(str, problems)), language=None, wrap_lines=True)


def how_many(problems: Sized) -> str:
    """The last of so many problems only says that there are more."""
    exact = counted(len(problems), "mistake")
    return f"more than {MOST} mistakes" if len(problems) > MOST else exact


def draw_ways(study: Study, text: str) -> None:
    """Add the file as it is, or look at it in the form first."""
    form = form_of(study)
    with st.container(horizontal=True):
        st.button("Add this file", on_click=add_file, args=(text,), key="add-file")
        if form is None:
            st.caption("It says more than the form holds, so it is added as it is.")
        else:
            st.button("Put it into the form", on_click=edit_file, args=(form,), disabled=unsaved())
