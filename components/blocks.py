"""Rows -> blocks: the texts of each row of a forest plot, and the room that they take.

Knows no Plotly and no Streamlit; heights are pixels, counted from the top of the chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from data.rows import Row, View

# Heights in pixels; the y axis of the chart counts pixels from the top.
NAME_HEIGHT = 21
SMALL_HEIGHT = 16
LANE_HEIGHT = 24
# Characters of small type that fit beside nothing else on a screen 390 pixels wide.
WIDE, NARROW = 60, 42
NAME_AND_RATE = 35


@dataclass(frozen=True)
class Block:
    """One row ready to draw: its texts, and its top edge in pixels."""

    row: Row
    right: str
    right_below: bool
    small: tuple[str, ...]
    top: int
    height: int

    @property
    def lane(self) -> float:
        return self.top + self.height - LANE_HEIGHT / 2 - 2


def aligned_lines(views: Sequence[View]) -> list[int]:
    """For each common row the most small lines that it needs in any of the views."""
    columns = zip(*(view.rows for view in views), strict=True)
    return [max(len(small_lines(row, compact=True)) for row in rows) for rows in columns]


def blocks_of(rows: Sequence[Row], lines: Sequence[int]) -> list[Block]:
    blocks: list[Block] = []
    top = 0
    for i, row in enumerate(rows):
        small = small_lines(row, compact=bool(lines))
        height = NAME_HEIGHT + SMALL_HEIGHT * (lines[i] if lines else len(small)) + LANE_HEIGHT
        below = rate_below(row, compact=bool(lines))
        blocks.append(Block(row, row.rate(), below, small, top, height))
        top += height
    return blocks


def small_lines(row: Row, compact: bool) -> tuple[str, ...]:
    """What stands under the name; a compact panel says whom the rate counts, and its marks."""
    if row.marker == "none":
        said = [", ".join(filter(None, [row.cohort, row.why]))]
    elif compact:
        said = [", ".join(filter(None, [row.cohort, counted_words(row)])), *must_know(row)]
    else:
        said = full_lines(row)
    lines = (line for text in said for line in wrap(text, NARROW if compact else WIDE))
    return ("", *lines) if rate_below(row, compact) else tuple(lines)


def rate_below(row: Row, compact: bool) -> bool:
    """Whether a compact panel has no room for the rate beside a long name."""
    return compact and len(row.name) + len(row.rate()) > NAME_AND_RATE


def full_lines(row: Row) -> list[str]:
    """Dose, definition and denominator; then criteria or method; then what a reader must know."""
    first = " · ".join(filter(None, [row.cohort, row.dose, counted_words(row)]))
    second = " · ".join(filter(None, [row.criteria and f"SOS: {row.criteria}", method_words(row)]))
    why = row.why.removeprefix("percentage only, ") if row.marker == "percent" else ""
    return list(filter(None, [first, second, why, row.interval_note, *must_know(row)]))


def must_know(row: Row) -> list[str]:
    """How the row stands to the filters, and whose children it counts again."""
    shared = {
        "shares children with": row.same_children,
        "may share children with": row.maybe_same_children,
    }
    return [
        *row.marks,
        *(f"{words} {', '.join(names)}" for words, names in shared.items() if names),
    ]


def counted_words(row: Row) -> str:
    """What was counted, of whom: "CR/CRi after cycle 1, of 48 evaluable for response"."""
    what = " ".join(filter(None, [row.definition, row.timepoint]))
    derived = "(derived)" if row.basis == "derived" else ""
    return " ".join(filter(None, [", ".join(filter(None, [what, row.counted])), derived]))


def method_words(row: Row) -> str:
    return f"MRD {row.method}" if row.method else ""
