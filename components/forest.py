"""View -> forest plot, as plain Plotly dictionaries.

Each row is a block: the study's name on the left and its rate on the right, whom it counts in
small type, and below them a rail from 0 to 100 % that carries the mark and the exact interval.
So the chart reads the same on a wide screen and on a phone. Shape says the same as colour:
filled square = children, filled circle = adults, open circle = a percentage without x/N.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import sqrt
from typing import Any

from components.blocks import NAME_HEIGHT, SMALL_HEIGHT, Block, blocks_of
from components.look import BAND, INK, NAME_SIZE, RAIL, SMALL_SIZE, TEMPLATE, row_color
from data.rows import Row, View
from data.words import rounded

Figure = dict[str, Any]

AXIS_HEIGHT = 34
TICKS = (0, 25, 50, 75, 100)
SHAPES = {"children": "square", "adults": "circle"}


# Plotly refuses a figure without any trace, but a panel may hold only rows without a rate.
NOTHING: Figure = {"type": "scatter", "x": [], "y": [], "showlegend": False, "hoverinfo": "skip"}


def forest(
    view: View,
    rows: Sequence[Row] | None = None,
    lines: Sequence[int] = (),
    background: str = "light",
) -> Figure:
    """The chart of a view's drawn rows, with text for a light or a dark background.

    For panels side by side give the same `rows` (also those without a rate) and the number of
    small `lines` that each needs in its tallest panel, see `aligned_lines`.
    """
    blocks = blocks_of(view.drawn if rows is None else rows, lines)
    height = blocks[-1].top + blocks[-1].height if blocks else 0
    return {
        "data": [*intervals(view, blocks), *marks(view, blocks), NOTHING],
        "layout": layout(height, texts(blocks), shapes(blocks), background),
    }


def intervals(view: View, blocks: Sequence[Block]) -> list[Figure]:
    """One line trace per population with a gap between rows: the exact 95 % intervals."""
    traces = []
    for population in SHAPES:
        drawn = [b for b in blocks if b.row.marker == "count" and b.row.population == population]
        x = [value for b in drawn for value in (b.row.low, b.row.high, None)]
        y = [value for b in drawn for value in (b.lane, b.lane, None)]
        line = {"color": row_color(view.outcome, population), "width": 2.5}
        traces.append(trace(x, y, mode="lines", line=line, hoverinfo="skip"))
    return [one for one in traces if one["x"]]


def marks(view: View, blocks: Sequence[Block]) -> list[Figure]:
    """One marker trace per kind of row; the area of a filled mark grows with N."""
    traces = []
    for population, shape in SHAPES.items():
        color = row_color(view.outcome, population)
        for marker in ("count", "percent"):
            drawn = [b for b in blocks if (b.row.marker, b.row.population) == (marker, population)]
            if drawn:
                style = mark_style(drawn, marker, shape, color)
                traces.append(mark_trace(drawn, style))
    return traces


def mark_style(blocks: Sequence[Block], marker: str, shape: str, color: str) -> Figure:
    if marker == "percent":
        line = {"color": color, "width": 2}
        return {"symbol": "circle-open", "size": 11, "color": color, "line": line}
    sizes = [mark_size(block.row.n or 1) for block in blocks]
    return {"symbol": shape, "size": sizes, "color": color, "opacity": 1, "line": {"width": 0}}


def mark_size(n: int) -> float:
    """Side in pixels: the area grows with N, but the smallest series stays visible."""
    return max(6.0, 1.7 * sqrt(n))


def mark_trace(blocks: Sequence[Block], style: Figure) -> Figure:
    return trace(
        [b.row.percent for b in blocks],
        [b.lane for b in blocks],
        mode="markers",
        marker=style,
        customdata=[[b.row.key, hover_text(b.row)] for b in blocks],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def trace(x: list[Any], y: list[Any], **more: Any) -> Figure:
    return {"type": "scatter", "x": x, "y": y, "showlegend": False, "cliponaxis": False, **more}


def hover_text(row: Row) -> str:
    """What a pointer shows: the rate to one decimal, whom it counts, and where it was read."""
    lines = [f"<b>{as_text(row.title)}</b>", as_text(exact_text(row)), as_text(row.counted)]
    lines += [f"published: {as_text(row.published)}"] if row.published else []
    lines += [as_text(f"{row.basis}, {row.source}, {row.place}")]
    return "<br>".join(lines)


def exact_text(row: Row) -> str:
    if row.percent is None or row.low is None or row.high is None:
        return row.why
    interval = f"[{rounded(row.low, 1)}–{rounded(row.high, 1)}]"
    return f"{row.events}/{row.n} = {rounded(row.percent, 1)} % {interval}, exact 95 % interval"


def texts(blocks: Sequence[Block]) -> list[Figure]:
    """All texts at once: adding annotations one by one is quadratic in Plotly."""
    found = []
    for b in blocks:
        found.append(text(b.top + 3, f"<b>{as_text(b.row.name)}</b>", "left", NAME_SIZE))
        rate_top = b.top + 3 + (NAME_HEIGHT if b.right_below else 0)
        found.append(text(rate_top, as_text(b.right), "right", NAME_SIZE))
        for i, line in enumerate(b.small):
            y = b.top + NAME_HEIGHT + SMALL_HEIGHT * i
            found.append(text(y, as_text(line), "left", SMALL_SIZE) | {"opacity": 0.82})
    return found


def as_text(words: str) -> str:
    """Data as Plotly text, which would read `<` and `&` as markup."""
    return escape(words, quote=False)


def text(y: float, words: str, side: str, size: int) -> Figure:
    return {
        "text": words,
        "x": 0 if side == "left" else 1,
        "xref": "paper",
        "xanchor": side,
        "y": y,
        "yref": "y",
        "yanchor": "top",
        "align": side,
        "showarrow": False,
        "font": {"size": size},
        "borderpad": 0,
    }


def shapes(blocks: Sequence[Block]) -> list[Figure]:
    """A faint band behind every other row, and a rail with ticks in each."""
    found = [band(b) for b in blocks[::2]]
    for b in blocks:
        if b.row.marker != "none":
            found.append(rail(0, b.lane, 100, b.lane))
            found += [rail(tick, b.lane - 4, tick, b.lane + 4) for tick in TICKS]
    return found


def band(block: Block) -> Figure:
    bottom = block.top + block.height
    edges = {"x0": -0.02, "x1": 1.02, "y0": block.top, "y1": bottom}
    return (
        {"type": "rect", "xref": "paper", "layer": "below", "fillcolor": BAND}
        | edges
        | {"opacity": 1, "line": {"width": 0}}
    )


def rail(x0: float, y0: float, x1: float, y1: float) -> Figure:
    line = {"color": RAIL, "width": 1}
    return {"type": "line", "layer": "below", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": line}


def layout(height: int, annotations: list[Figure], drawn: list[Figure], background: str) -> Figure:
    return {
        "template": TEMPLATE,
        "font": {"color": INK[background]},
        "height": height + AXIS_HEIGHT,
        "margin": {"l": 16, "r": 16, "t": 0, "b": AXIS_HEIGHT, "pad": 0},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "annotations": annotations,
        "shapes": drawn,
        "xaxis": {
            "range": [0, 100],
            "tickvals": list(TICKS),
            "ticktext": [f"{tick} %" for tick in TICKS],
            "ticklabeloverflow": "allow",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {"range": [height, 0], "visible": False, "fixedrange": True},
    }
