"""How much of a very long view one screen shows, and the sentence that says so.

Nobody reads hundreds of rows: the first ones stand on the screen, the filters choose others, and
files and pooled rates always have all. Nothing is left out silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from data.rows import View

# More than twice as many rows as any chart of the shipped studies has.
READABLE = 40
T = TypeVar("T")


def first_rows(rows: Sequence[T]) -> tuple[T, ...]:
    """As many as one screen shows."""
    return tuple(rows[:READABLE])


def readable(view: View) -> View:
    """The same view with the first of its drawn rows, and no others."""
    return replace(view, rows=first_rows(view.drawn))


def shortened(count: int) -> str:
    """What is said where only the first of so many rows are shown; "" where all are."""
    if count <= READABLE:
        return ""
    return (
        f"The first {READABLE} of {count} rows are shown. The filters choose others; "
        "pooled rates and downloaded tables have all."
    )
