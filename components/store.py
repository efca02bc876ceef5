"""What this visitor sees: the published studies and, in this session only, their own series.

Own series are kept as plain texts in the session, with all that is computed from them; both end
with it. Without own series everything comes from what all visitors share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.evidence import Evidence, fingerprint, published
from data.brief import Brief
from data.cohorts import Cohorts
from data.comparison import Comparison
from data.example_pairs import Example
from data.how_sure import HowSure
from data.library import Library
from data.own_series import with_own_series
from data.rows import PooledLine, View
from data.selection import Limits, Selection

OWN_FILES, SEEN = "own_files", "seen"
# Answers that a session with own series keeps.
MOST = 48
T = TypeVar("T")


def look() -> None:
    """Finds out what this visitor sees: once at the start of each run, files may have changed.

    Raises BrokenLibrary when the shared files cannot be read.
    """
    files, former = own_files(), st.session_state.get(SEEN, (None,))[0]
    key = fingerprint(), tuple(files.items())
    if key != former:
        shared = published()
        own = Evidence(with_own_series(shared.library, files), MOST) if files else shared
        st.session_state[SEEN] = key, shared, own


def in_this_run() -> tuple[Evidence, Evidence]:
    """What everyone sees, and what this visitor sees; see `look`."""
    if get_script_run_ctx(suppress_warning=True) is None:  # `/brief` and tests have no session
        return published(), published()
    if SEEN not in st.session_state:
        look()
    _, shared, own = st.session_state[SEEN]
    return shared, own


def seen() -> Evidence:
    """What this visitor sees."""
    return in_this_run()[1]


def published_library() -> Library:
    """The published studies only: what an own series is checked against."""
    return in_this_run()[0].library


def own_files() -> Mapping[str, str]:
    """The texts of the visitor's own series by id: plain strings, in this session only."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return {}
    files: Mapping[str, str] = st.session_state.get(OWN_FILES, {})
    return files


def keep_own_files(files: Mapping[str, str]) -> None:
    """Replaces the visitor's own series; what was computed with the former ones is forgotten."""
    st.session_state[OWN_FILES] = dict(files)
    st.session_state.pop(SEEN, None)


def library() -> Library:
    """All valid studies, and the visitor's own series."""
    return seen().library


def filter_limits() -> Limits:
    """What the filters may ask for."""
    return seen().limits


def results() -> pd.DataFrame:
    """All numbers, one row each; do not change it."""
    return seen().results


def cohorts(selection: Selection) -> Cohorts:
    """What the filters chose and left out."""
    return seen().cohorts(selection)


def view(selection: Selection, outcome: str) -> View:
    """The panel of one outcome."""
    return seen().view(selection, outcome)


def ask(make: Callable[..., T], selection: Selection, *more: Any) -> T:
    """Whatever else the pages ask of the same numbers: see `answer` in `evidence`."""
    made: T = seen().ask(make, selection, *more)
    return made


def comparison(selection: Selection) -> Comparison:
    """The chosen studies side by side."""
    return seen().comparison(selection)


def examples(wanted: tuple[str, ...]) -> tuple[Example, ...]:
    """Pairs to begin a comparison with."""
    return seen().examples(wanted)


def brief(selection: Selection, base: str) -> Brief:
    """Everything that a reader takes along; `base` is the dashboard's address."""
    return seen().brief(selection, base)


def how_sure(line: PooledLine) -> HowSure:
    """All methods and each study left out; the line holds all numbers that it needs."""
    return seen().how_sure(line)
