"""What every visit runs: page settings, menu, filters, notices, the page, the footer.

Run by `app.py`; Streamlit starts this file again at every click.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from components import filters, store, view_links
from components.addresses import ICON
from components.markdown import plain
from components.menu import DEFAULT, MENU, UNFILTERED, WITHOUT_RATES
from components.present import draw_enter, draw_presentation, presenting
from components.trouble import calmly, draw_failures
from data.library import BrokenLibrary, Library
from data.selection import Limits, numbered
from data.story_words import foot
from data.words import listed

SIDEBAR_WIDTH = 300
VERSION = "version"
FILES_NAMED = 3
HERE = Path(__file__).parent
ON_PAPER = HERE / "on_paper.html"
EASY_TO_SEE = HERE / "easy_to_see.css"
PAGES = HERE.parent / "pages"


def run() -> None:
    """One visit to one page."""
    page = chosen_page()
    set_up_page(page)
    st.html(EASY_TO_SEE)
    draw_failures()
    has_foot = False
    with calmly():
        has_foot = draw_visit(page)
    if not has_foot:
        draw_footer()


def set_up_page(page: StreamlitPage) -> None:
    """The browser's tab names the page.

    A presentation has no sidebar: an empty one would hide a third of the screen. A width opens the
    sidebar where there is room for it, also again after a presentation.
    """
    state: Literal["collapsed"] | int = "collapsed" if presenting() else SIDEBAR_WIDTH
    title = f"{title_of(page)} · PedInO"
    st.set_page_config(title, str(ICON), layout="wide", initial_sidebar_state=state)


def draw_visit(page: StreamlitPage) -> bool:
    """The page, or the presentation, or why there is none; whether a foot stands below it."""
    try:
        store.look()
    except BrokenLibrary as error:
        st.error("The shared data files cannot be read:")
        st.code("\n".join(map(str, error.problems)), language=None)
        return False
    library, allowed = store.library(), store.filter_limits()
    filters.settle_link(allowed, library.version)
    filters.say_own_series(library)
    st.session_state[VERSION] = library.version
    if presenting():
        draw_notices(library)
        return draw_presentation(allowed, library.vocabulary.small_series)
    draw_page(page, library, allowed)
    return False


def draw_page(page: StreamlitPage, library: Library, allowed: Limits) -> None:
    """Filters, title, switches and notices around the page."""
    with st.sidebar:
        filters.draw_filters(allowed)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(title_of(page), anchor=False, width="stretch")
        draw_enter(page.url_path)
    st.html(ON_PAPER)
    with room_for_switches(page):
        filters.draw_switches(library.vocabulary.small_series)
    filters.note_selection(allowed)
    draw_notices(library)
    with calmly():
        draw_filtered(page)
        page.run()
    view_links.draw_link(library.version)


def draw_filtered(page: StreamlitPage) -> None:
    """Above the first rate, so that nobody takes what the filters left for all there is."""
    cohorts = store.cohorts(filters.current())
    if cohorts.filtered and page.url_path not in UNFILTERED:
        names = listed([one.name for one in cohorts.filtered])
        st.caption(f"The filters leave out {cohorts.how_many_filtered}: {plain(names)}.")


def room_for_switches(page: StreamlitPage) -> DeltaGenerator:
    """Folded where they change nothing; they stay in the link of every page."""
    if page.url_path in WITHOUT_RATES:
        return st.expander("How rates are counted and pooled, on other pages")
    return st.container()


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
    """One sentence about the study files that could not be used; the others are shown."""
    files = sorted({problem.named for problem in library.problems})
    if not files:
        return []
    said = f"{len(files)} study files have mistakes and are not shown: {first_of(files)}"
    if len(files) == 1:
        said = f"{files[0]} has mistakes and is not shown"
    return [f"{said}; `python -m data` names them."]


def unusable_series(library: Library) -> list[str]:
    """One sentence about own series that the published data no longer allow."""
    gone = [numbered(key) for key in store.own_files() if key not in library.studies]
    said = f"{listed(gone)} {'does' if len(gone) == 1 else 'do'} not go with the published data of"
    return [f"{said} today, so no page counts it; see “Own series”."] if gone else []


def first_of(files: list[str]) -> str:
    """The first names, and how many more there are."""
    more = len(files) - FILES_NAMED
    return listed([*files[:FILES_NAMED], *([f"{more} more"] if more > 0 else [])])


def draw_notices(library: Library) -> None:
    """What of the link was ignored, in one notice, and which files were, in another."""
    of_link = "  \n".join(map(plain, st.session_state["notices"]))
    files = [*broken_studies(library), *unusable_series(library)]
    for notice in filter(None, [of_link, *map(plain, files)]):
        st.warning(notice, icon=":material/info:")


def draw_footer() -> None:
    """The version is that of the data last shown, also where a page failed."""
    st.divider()
    st.caption(foot(st.session_state.get(VERSION)))


run()
