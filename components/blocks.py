"""Rows -> blocks: the texts of each row of a forest plot, and the room that they take.

Knows no Plotly and no Streamlit; heights are pixels, counted from the top of the chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from data.rows import PooledLine, Row, View

# Heights in pixels; the y axis of the chart counts pixels from the top.
NAME_HEIGHT = 21
SMALL_HEIGHT = 16
LANE_HEIGHT = 24
BAR_HEIGHT = 14
# Characters of small type that fit beside nothing else on a screen 390 pixels wide.
WIDE, NARROW = 60, 42
# Room below the name of a pooled line, so that panels side by side end at the same height.
POOLED_LINES = 4
NAME_AND_RATE = 34
IN_DIAMOND = "◆ "


@dataclass(frozen=True)
class Block:
    """One line of a chart ready to draw: its texts, and its top edge in pixels."""

    name: str
    right: str
    right_below: bool
    small: tuple[str, ...]
    top: int
    height: int
    on_rail: bool = True
    bar_height: int = 0

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def lane(self) -> float:
        """Where the mark stands."""
        return self.bottom - self.bar_height - LANE_HEIGHT / 2 - 2

    @property
    def bar(self) -> float:
        """Where the prediction bar stands, below the mark."""
        return self.bottom - self.bar_height / 2 - 2


@dataclass(frozen=True)
class RowBlock(Block):
    """The block of one row."""

    row: Row = field(kw_only=True)


def aligned_lines(views: Sequence[View]) -> list[int]:
    """For each common row the most small lines that it needs in any of the views."""
    columns = zip(*(view.rows for view in views), strict=True)
    return [max(len(small_lines(row, compact=True)) for row in rows) for rows in columns]


def blocks_of(rows: Sequence[Row], lines: Sequence[int]) -> list[RowBlock]:
    blocks: list[RowBlock] = []
    top = 0
    for i, row in enumerate(rows):
        small = small_lines(row, compact=bool(lines))
        height = NAME_HEIGHT + SMALL_HEIGHT * (lines[i] if lines else len(small)) + LANE_HEIGHT
        below = rate_below(row, compact=bool(lines))
        rail = row.marker != "none"
        blocks.append(RowBlock(row.name, row.rate(), below, small, top, height, rail, row=row))
        top += height
    return blocks


def pooled_blocks(view: View, above: Sequence[Block], compact: bool) -> list[Block]:
    """The blocks of the view's diamonds, below all others; panels side by side all have one."""
    blocks: list[Block] = []
    top = above[-1].bottom if above else 0
    for line in view.diamonds:
        small = padded(pooled_lines(line, compact), compact)
        name = "Pooled" if line.population == "children" else f"Pooled, {line.population}"
        blocks.append(pooled_block(name, line.rate(), small, top, on_rail=True))
        top = blocks[-1].bottom
    if compact and not blocks and view.pooled_words:
        why = wrap(view.pooled_words.removeprefix("No pooled rate: "), NARROW)
        small = padded(tuple(why), compact)
        blocks.append(pooled_block("Pooled", "–", small, top, on_rail=False))
    return blocks


def pooled_block(
    name: str, right: str, small: tuple[str, ...], top: int, *, on_rail: bool
) -> Block:
    height = NAME_HEIGHT + SMALL_HEIGHT * len(small) + LANE_HEIGHT + BAR_HEIGHT
    return Block(name, right, False, small, top, height, on_rail, BAR_HEIGHT)


def padded(lines: tuple[str, ...], compact: bool) -> tuple[str, ...]:
    """Panels side by side end at the same height."""
    return lines + ("",) * (POOLED_LINES - len(lines)) if compact else lines


def pooled_lines(line: PooledLine, compact: bool) -> tuple[str, ...]:
    """What was pooled, how many, and what the bar means."""
    said = (
        f"{line.group} · {line.counted}",
        f"bar: new comparable setting {line.prediction()}",
    )
    return tuple(part for text in said for part in wrap(text, NARROW if compact else WIDE))


def small_lines(row: Row, compact: bool) -> tuple[str, ...]:
    """What stands under the name; a compact panel says whom the rate counts, and its marks."""
    if row.marker == "none":
        said = [", ".join(filter(None, [row.cohort, row.why]))]
    elif compact:
        said = [", ".join(filter(None, [row.cohort, counted_words(row)])), *must_know(row)]
    else:
        said = full_lines(row)
    said[0] = IN_DIAMOND + said[0] if row.pooled_in else said[0]
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
