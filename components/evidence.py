"""What was read and computed is shared by all visitors, and outlives their visits.

Keys carry the fingerprint of the data files, so that an edited file is read again at the next
click. Every cache is bounded. Nobody's own series ever comes here, and nothing knows Streamlit.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pandas as pd

from components.exports.handout import handout
from data.brief import Brief
from data.cohorts import Cohorts, resolve
from data.comparison import compare
from data.example_pairs import examples
from data.how_sure import how_sure
from data.library import Library, data_files, load_library
from data.overview import THREE_RATES
from data.rows import View
from data.selection import Selection, limits
from data.tables import results_table
from data.views import make_view

Fingerprint = tuple[tuple[str, int, int], ...]
MOST = 512


class Evidence:
    """A library and what was computed from it, each answer once."""

    def __init__(self, library: Library, most: int = MOST) -> None:
        self.library = library
        self.limits = limits(library)
        self.results = results_table(library)
        self.cohorts = lru_cache(maxsize=most)(partial(resolve, library))
        # a part of this object would be a circle, which only a search for garbage frees
        self.ask = lru_cache(maxsize=most)(partial(answer, library, self.results, self.cohorts))
        self.comparison = lru_cache(maxsize=most)(partial(compare, library, self.results))
        self.examples = lru_cache(maxsize=most)(partial(examples, library, self.results))
        self.how_sure = lru_cache(maxsize=most)(how_sure)

    def view(self, selection: Selection, outcome: str) -> View:
        view: View = self.ask(make_view, selection, outcome)
        return view

    def brief(self, selection: Selection, base: str) -> Brief:
        views = tuple(self.view(selection, outcome) for outcome in THREE_RATES)
        return Brief(self.library, self.results, selection, self.cohorts(selection), views, base)


def answer(
    library: Library,
    results: pd.DataFrame,
    cohorts: Callable[[Selection], Cohorts],
    make: Callable[..., Any],
    selection: Selection,
    *more: Any,
) -> Any:
    """What `make(library, results, cohorts, selection, *more)` gives, as most of `data` is made."""
    return make(library, results, cohorts(selection), selection, *more)


def published() -> Evidence:
    """What everyone sees, without anybody's own series."""
    return _published(fingerprint())


def fingerprint() -> Fingerprint:
    """Name, time of change and size of every data file."""
    return tuple(map(stamp, data_files()))


def stamp(path: Path) -> tuple[str, int, int]:
    """Of a dead link, or of a file that was removed just now, only the name."""
    try:
        stat = path.stat()
    except OSError:
        return path.name, 0, 0
    return path.name, stat.st_mtime_ns, stat.st_size


def handout_page(selection: Selection, base: str, notices: tuple[str, ...]) -> str:
    """The page of `/brief`; `notices` say what of the link was ignored. It has no session."""
    return _handout_page(fingerprint(), selection, base, notices)


@lru_cache(maxsize=2)
def _published(_: Fingerprint) -> Evidence:
    return Evidence(load_library())


@lru_cache(maxsize=64)
def _handout_page(_: Fingerprint, selection: Selection, base: str, notices: tuple[str, ...]) -> str:
    return handout(published().brief(selection, base), notices)
