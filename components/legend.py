"""What the marks of the charts mean, in words, as far as they occur. Knows no Streamlit."""

from __future__ import annotations

from collections.abc import Sequence

from data.rows import Row, View
from data.words import UNPUBLISHED


def legend(*views: View) -> str:
    """One line for one or several charts."""
    rows = [row for view in views for row in view.drawn]
    pooled = any(view.diamonds for view in views)
    marks = what_is_drawn(rows) | {
        "line: exact 95 % interval": any(r.marker == "count" for r in rows),
        "line: published interval": any(r.marker == "estimate" and r.low is not None for r in rows),
        "arrow: upper end not estimable": any(r.not_estimable for r in rows),
        "diamond: pooled rate": pooled,
        "bar: 95 % prediction interval": pooled,
        "◆ in the pooled rate": pooled,
    }
    return " · ".join(words for words, occurs in marks.items() if occurs)


def what_is_drawn(rows: Sequence[Row]) -> dict[str, bool]:
    """What each shape of a mark means, and whether it occurs."""
    own = [row for row in rows if row.own]
    others = [row for row in rows if not row.own]
    filled = {row.population for row in others if is_filled(row)}
    children = "children" in filled
    by_n = ", area by N" if any(row.n is not None for row in rows) else ""
    return {
        f"square: children{by_n}": children,
        "circle: adults": "adults" in filled,
        f"triangle: {UNPUBLISHED}{'' if children else by_n}": any(map(is_filled, own)),
        "open circle: % without x/N": any(map(is_bare, others)),
        "open circle: interval not found": any(map(without_interval, others)),
        "open triangle: % without x/N": any(map(is_bare, own)),
        "open triangle: interval not found": any(map(without_interval, own)),
    }


def is_filled(row: Row) -> bool:
    """A mark with an interval; one without is open."""
    return row.low is not None


def is_bare(row: Row) -> bool:
    return row.marker == "percent"


def without_interval(row: Row) -> bool:
    return row.marker == "estimate" and row.low is None
