"""What every visit runs: page settings, menu, filters, notices, the page, the footer.

Run by `app.py`; Streamlit starts this file again at every click.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components import filters, store
from components.markdown import plain
from components.present import draw_enter, draw_presentation, presenting
from data.library import BrokenLibrary, Library
from data.selection import Limits
from data.story_words import NOT_ADVICE

PAGES = Path(__file__).parent.parent / "pages"
FAVICON = Path(__file__).parent / "favicon.svg"
DEFAULT = "overview"
SIDEBAR_WIDTH = 300
# The menu in its order: file name and address, word in the menu, title of the page.
MENU = (
    ("overview", "Overview", "Inotuzumab ozogamicin in children"),
    ("response", "Response", "Response"),
    ("mrd", "MRD", "MRD negativity"),
    ("sos", "SOS", "SOS after HSCT"),
    ("survival", "Survival", "Survival"),
    ("safety", "Safety", "Safety"),
    ("dose_and_lines", "Dose", "Dose and prior lines"),
    ("compare", "Compare", "Study against study"),
    ("studies", "Studies", "Studies"),
    ("own_series", "Own series", "Your own series"),
    ("journal_club", "Journal club", "Journal club"),
    ("ledger", "Ledger", "Ledger of disagreements"),
    ("methods", "Methods", "Methods"),
)


def run() -> None:
    """One visit to one page."""
    set_up_page()
    page = chosen_page()
    try:
        store.look()
    except BrokenLibrary as error:
        st.error("The shared data files cannot be read:")
        st.code("\n".join(map(str, error.problems)), language=None)
        return
    library, allowed = store.library(), store.filter_limits()
    filters.settle_link(allowed, library.version)
    filters.say_own_series(library)
    if presenting():
        draw_notices(library)
        draw_presentation(allowed, library.vocabulary.small_series)
    else:
        draw_page(page, library, allowed)
    draw_footer(library.version)


def set_up_page() -> None:
    """A presentation has no sidebar: an empty one would hide a third of the screen.

    A width opens the sidebar where there is room for it, also again after a presentation.
    """
    state: Literal["collapsed"] | int = "collapsed" if presenting() else SIDEBAR_WIDTH
    st.set_page_config("PedInO", str(FAVICON), layout="wide", initial_sidebar_state=state)


def draw_page(page: StreamlitPage, library: Library, allowed: Limits) -> None:
    """Filters, title, switches and notices around the page."""
    with st.sidebar:
        filters.draw_filters(allowed)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(title_of(page), anchor=False, width="stretch")
        draw_enter(page.url_path)
    filters.draw_switches(library.vocabulary.small_series)
    filters.note_selection(allowed)
    draw_notices(library)
    page.run()
    filters.draw_link(library.version)


def chosen_page() -> StreamlitPage:
    """The page that the visitor is on; draws the menu, which a presentation hides."""
    pages = [
        st.Page(PAGES / f"{name}.py", title=word, url_path=name, default=name == DEFAULT)
        for name, word, _ in MENU
    ]
    page = st.navigation(pages, position="hidden" if presenting() else "top")
    st.session_state["page"] = page.url_path
    return page


def title_of(page: StreamlitPage) -> str:
    """The page's own title; Streamlit gives the default page an empty address."""
    return next(title for name, _, title in MENU if name == (page.url_path or DEFAULT))


def broken_studies(library: Library) -> list[str]:
    """One sentence for each study file that could not be used; the others are shown."""
    files = sorted({problem.file for problem in library.problems})
    return [f"{file} has mistakes and is not shown; `python -m data` names them." for file in files]


def draw_notices(library: Library) -> None:
    """What of the link was ignored, and which files were."""
    for notice in [*st.session_state["notices"], *broken_studies(library)]:
        st.warning(plain(notice), icon=":material/info:")


def draw_footer(version: str) -> None:
    st.divider()
    st.caption(f"{NOT_ADVICE} Data version {version}.")


run()
