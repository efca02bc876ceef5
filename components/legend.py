"""What the marks of the charts mean, in words, as far as they occur. Knows no Streamlit."""

from __future__ import annotations

from data.rows import View


def legend(*views: View) -> str:
    """One line for one or several charts."""
    rows = [row for view in views for row in view.drawn]
    pooled = any(view.diamonds for view in views)
    by_n = ", area by N" if any(row.n is not None for row in rows) else ""
    marks = {
        f"square: children{by_n}": any(r.population == "children" for r in rows),
        "circle: adults": any(r.population == "adults" for r in rows),
        "open circle: % without x/N": any(r.marker == "percent" for r in rows),
        "open circle: interval not found": any(
            r.marker == "estimate" and r.low is None for r in rows
        ),
        "line: exact 95 % interval": any(r.marker == "count" for r in rows),
        "line: published interval": any(r.marker == "estimate" and r.low is not None for r in rows),
        "arrow: upper end not estimable": any(r.not_estimable for r in rows),
        "diamond: pooled rate": pooled,
        "bar: 95 % prediction interval": pooled,
        "◆ in the pooled rate": pooled,
    }
    return " · ".join(words for words, occurs in marks.items() if occurs)
