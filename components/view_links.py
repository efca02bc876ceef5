"""The links of this view: to copy, to a study, to a comparison; each asks for what is on screen.

A link opens another tab, whose session knows no own series.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from components import store
from components.filters import current
from components.markdown import link, plain
from data.links import Params, own_series_parameter, write

LINK = "link_open"


def draw_link(version: str) -> None:
    """The link to this view, to copy, and to its short form for phones and paper.

    Only where it was opened: a text to copy makes the browser load half a megabyte of colors for
    program code.
    """
    with st.sidebar, st.expander("Link to this view", key=LINK, on_change="rerun") as unfolded:
        if unfolded.open:
            draw_addresses(version)


def draw_addresses(version: str) -> None:
    page = st.session_state.get("page", "")
    opened = {"open": [st.query_params["open"]]} if "open" in st.query_params else {}
    st.code(link_to(page, version, opened), language=None, wrap_lines=True)
    without = " (without your own series)" if store.library().own_files else ""
    short = link_to("brief", version)
    st.markdown(f"[On one page, to print or for a phone]({short}){without}")


def link_to(page: str, version: str, more: Params | None = None) -> str:
    """The address of a page with this view; it names the data, which the address bar does not."""
    params = write(current(), store.filter_limits()) | {"v": [version]} | (more or {})
    params |= own_series_parameter(store.library())
    return f"{address()}/{page}?{urlencode(params, doseq=True)}"


def address() -> str:
    """Where the dashboard is, without the page: "http://localhost:8501"."""
    url = str(st.context.url or "").partition("?")[0].rstrip("/")
    page = st.session_state.get("page", "")
    return url.removesuffix(f"/{page}") if page else url


def study_link(study_id: str, words: str) -> str:
    """Markdown that opens a study with the filters of this view; own series are only words."""
    if study_id in store.own_files():
        return plain(words)
    params = write(current(), store.filter_limits()) | {"open": [study_id]}
    params |= own_series_parameter(store.library())
    return link(words, f"/studies?{urlencode(params, doseq=True)}")


def compare_link(study_id: str, words: str) -> str:
    """Markdown that opens the comparison with this study added to those chosen.

    Nothing for an own series: the other tab would not know it.
    """
    asked, allowed = current(), store.filter_limits()
    if study_id in store.own_files():
        return ""
    together = tuple(key for key in allowed.names if key in (*asked.compare, study_id))
    params = write(replace(asked, compare=together), allowed)
    params |= own_series_parameter(store.library())
    return link(words, f"/compare?{urlencode(params, doseq=True)}")
