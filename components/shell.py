"""What every visit runs: page settings, menu, filters, notices, the page, the footer.

Run by `app.py`; Streamlit starts this file again at every click.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components import filters, store
from components.markdown import plain
from data.library import BrokenLibrary, Library

PAGES = Path(__file__).parent.parent / "pages"
FAVICON = Path(__file__).parent / "favicon.svg"
DEFAULT = "overview"
# The menu in its order: file name and address, word in the menu, title of the page.
MENU = (
    ("overview", "Overview", "Inotuzumab ozogamicin in children"),
    ("response", "Response", "Response"),
    ("mrd", "MRD negativity", "MRD negativity"),
    ("sos", "SOS after HSCT", "SOS after HSCT"),
    ("studies", "Studies", "Studies"),
    ("ledger", "Ledger", "Ledger of disagreements"),
    ("methods", "Methods", "Methods"),
)


def run() -> None:
    """One visit to one page."""
    st.set_page_config(page_title="PedInO", page_icon=str(FAVICON), layout="wide")
    page = chosen_page()
    try:
        library = store.library()
    except BrokenLibrary as error:
        st.error("The shared data files cannot be read:")
        st.code("\n".join(map(str, error.problems)), language=None)
        return
    allowed = store.filter_limits()
    filters.settle_link(allowed, library.version)
    filters.draw_filters(allowed)
    st.title(title_of(page), anchor=False)
    filters.draw_switches(library.vocabulary.small_series)
    draw_notices([*st.session_state["notices"], *broken_studies(library)])
    page.run()
    filters.draw_link(library.version)
    draw_footer(library.version)


def chosen_page() -> StreamlitPage:
    """The page that the visitor is on; draws the menu."""
    return st.navigation(
        [
            st.Page(PAGES / f"{name}.py", title=word, url_path=name, default=name == DEFAULT)
            for name, word, _ in MENU
        ],
        position="top",
    )


def title_of(page: StreamlitPage) -> str:
    """The page's own title; Streamlit gives the default page an empty address."""
    return next(title for name, _, title in MENU if name == (page.url_path or DEFAULT))


def broken_studies(library: Library) -> list[str]:
    """One sentence for each study file that could not be used; the others are shown."""
    files = sorted({problem.file for problem in library.problems})
    return [f"{file} has mistakes and is not shown; `python -m data` names them." for file in files]


def draw_notices(notices: list[str]) -> None:
    for notice in notices:
        st.warning(plain(notice), icon=":material/info:")


def draw_footer(version: str) -> None:
    st.divider()
    st.caption(
        "A comparison across studies that were not randomized against each other. "
        f"Not medical advice. Data version {version}."
    )


run()
