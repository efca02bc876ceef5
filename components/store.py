"""The only cached functions: what was read and computed is shared by all visitors.

Keys carry the fingerprint of the data files, so that an edited file is read again at the next
click. Every cache is bounded. Plain functions, because Streamlit's caches outlive the classes of
a reloaded module.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from components.exports.handout import handout
from data.brief import Brief
from data.cohorts import Cohorts, resolve
from data.how_sure import HowSure
from data.how_sure import how_sure as compute_how_sure
from data.library import Library, data_files, load_library
from data.overview import THREE_RATES
from data.rows import PooledLine, View
from data.selection import Limits, Selection, limits
from data.tables import results_table
from data.views import make_view

Fingerprint = tuple[tuple[str, int, int], ...]


def fingerprint() -> Fingerprint:
    """Name, time of change and size of every data file."""
    stats = ((path, path.stat()) for path in data_files())
    return tuple((path.name, stat.st_mtime_ns, stat.st_size) for path, stat in stats)


def library() -> Library:
    """All valid studies; raises BrokenLibrary when the shared files cannot be read."""
    return _library(fingerprint())


def filter_limits() -> Limits:
    """What the filters may ask for."""
    return _limits(fingerprint())


def results() -> pd.DataFrame:
    """All numbers, one row each; do not change it."""
    return _results(fingerprint())


def cohorts(selection: Selection) -> Cohorts:
    """What the filters chose and left out."""
    return _cohorts(fingerprint(), selection)


def view(selection: Selection, outcome: str) -> View:
    """The panel of one outcome."""
    return _view(fingerprint(), selection, outcome)


def brief(selection: Selection, base: str) -> Brief:
    """Everything that a reader takes along; `base` is the dashboard's address."""
    views = tuple(view(selection, outcome) for outcome in THREE_RATES)
    return Brief(library(), results(), selection, cohorts(selection), views, base)


def handout_page(selection: Selection, base: str, notices: tuple[str, ...]) -> str:
    """The page of `/brief`; `notices` say what of the link was ignored."""
    return _handout_page(fingerprint(), selection, base, notices)


@lru_cache(maxsize=256)
def how_sure(line: PooledLine) -> HowSure:
    """All methods and each study left out; the line holds all numbers that it needs."""
    return compute_how_sure(line)


@lru_cache(maxsize=2)
def _library(_: Fingerprint) -> Library:
    return load_library()


@lru_cache(maxsize=2)
def _limits(key: Fingerprint) -> Limits:
    return limits(_library(key))


@lru_cache(maxsize=2)
def _results(key: Fingerprint) -> pd.DataFrame:
    return results_table(_library(key))


@lru_cache(maxsize=256)
def _cohorts(key: Fingerprint, selection: Selection) -> Cohorts:
    return resolve(_library(key), selection)


@lru_cache(maxsize=512)
def _view(key: Fingerprint, selection: Selection, outcome: str) -> View:
    return make_view(_library(key), _results(key), _cohorts(key, selection), selection, outcome)


@lru_cache(maxsize=64)
def _handout_page(_: Fingerprint, selection: Selection, base: str, notices: tuple[str, ...]) -> str:
    return handout(brief(selection, base), notices)
