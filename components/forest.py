"""View -> forest plot, as plain Plotly dictionaries.

Each row is a block: the study's name on the left and its rate on the right, whom it counts in
small type, and below them a rail from 0 to 100 % that carries the mark and the exact interval.
So the chart reads the same on a wide screen and on a phone. Shape says the same as colour:
filled square = children, filled circle = adults, triangle = own series, open = no x/N, no interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import sqrt

from components.blocks import SCREEN, Block, RowBlock, Sizes, blocks_of, pooled_blocks
from components.chart import Figure, as_text, chart, trace
from components.look import row_color
from components.row_words import followed
from components.scale import Scale, scale_of
from data.pooling import Pooled
from data.rows import Row, View
from data.words import in_percent, rounded

# Half the height of a diamond, and of the ends of a prediction bar, in pixels.
DIAMOND, BAR_END = 8, 4
# Width of a mark that no N gives a size, in pixels: a circle, or a triangle of the same area.
RING, OPEN_TRIANGLE = 11, 15
# Sides of squares in pixels: the smallest that can be seen, and the largest that leaves the words
# of its row free. A triangle needs more to be seen on its line.
SMALLEST, LARGEST, SMALLEST_TRIANGLE = 6.0, 26.0, 12.0
# Length of an arrow at the end of a rail, as a part of the rail.
ARROW = 0.03
SHAPES = {"children": "square", "adults": "circle"}
OWN_SHAPE = "triangle-up"
# So much larger is Plotly's size of a triangle than the side of a square of the same area.
TRIANGLE = 2 / 3**0.25


def forest(
    view: View,
    rows: Sequence[Row] | None = None,
    lines: Sequence[int] = (),
    background: str = "light",
    sizes: Sizes = SCREEN,
) -> Figure:
    """The chart of a view's drawn rows, with text for a light or a dark background.

    For panels side by side give the same `rows` (also those without a rate) and the number of
    small `lines` that each needs in its tallest panel, see `aligned_lines`, and compact `sizes`.
    """
    blocks = blocks_of(view.drawn if rows is None else rows, lines, sizes)
    pooled = pooled_blocks(view, blocks, sizes)
    scale = scale_of(view)
    traces = [*intervals(view, blocks, scale), *marks(view, blocks), *diamonds(view, pooled)]
    return chart(traces, [*blocks, *pooled], background, scale)


def intervals(view: View, blocks: Sequence[RowBlock], scale: Scale) -> list[Figure]:
    """One line trace per population with a gap between rows: exact, or as published."""
    traces = []
    for population in SHAPES:
        own = [b for b in blocks if b.row.population == population and b.row.low is not None]
        lines = [line for block in own for line in interval_lines(block, scale)]
        x = [value for xs, _ in lines for value in (*xs, None)]
        y = [value for _, ys in lines for value in (*ys, None)]
        line = {"color": row_color(view.outcome, population), "width": 2.5}
        traces.append(trace(x, y, mode="lines", line=line, hoverinfo="skip"))
    return [one for one in traces if one["x"]]


def interval_lines(
    block: RowBlock, scale: Scale
) -> list[tuple[tuple[float | None, ...], tuple[float, ...]]]:
    """From end to end; an upper end that is not estimable is an arrow at the end of the rail."""
    row, y = block.row, block.lane
    if not row.not_estimable:
        return [((row.low, row.high), (y, y))]
    back = scale.top * (1 - ARROW)
    return [
        ((row.low, scale.top), (y, y)),
        ((back, scale.top, back), (y - BAR_END, y, y + BAR_END)),
    ]


def marks(view: View, blocks: Sequence[RowBlock]) -> list[Figure]:
    """One marker trace per kind of row; the area of a filled mark grows with N."""
    traces = []
    marked = [block for block in blocks if block.row.marker != "none"]
    for kind in product(SHAPES, (False, True), (False, True)):
        drawn = [block for block in marked if kind_of(block.row) == kind]
        if drawn:
            style = mark_style([b.row for b in drawn], view.outcome, drawn[0].sizes.marks)
            traces.append(mark_trace(drawn, style))
    return traces


def kind_of(row: Row) -> tuple[str, bool, bool]:
    """What the mark of a row says: of whom, whether it is an own series, and open or filled."""
    return row.population, row.own, row.low is None


def diamonds(view: View, blocks: Sequence[Block]) -> list[Figure]:
    """For each pooled line the diamond as wide as its interval, and the prediction bar below."""
    traces = []
    # a panel without a diamond may have a block that says why
    for block, line in zip(blocks, view.diamonds, strict=False):
        color = row_color(view.outcome, line.population)
        words = (
            f"<b>{as_text(line.title)}</b><br>{as_text(line.rate(1))}<br>{as_text(line.counted)}"
        )
        traces += [diamond(block, line.pooled, color, words), bar(block, line.pooled, color)]
    return traces


def diamond(block: Block, pooled: Pooled, color: str, words: str) -> Figure:
    """From the lower to the upper end of the interval, highest at the estimate; x in percent."""
    ends = in_percent(pooled.low), in_percent(pooled.estimate), in_percent(pooled.high)
    low, estimate, high = ends
    half = DIAMOND * block.sizes.marks
    up, down = block.lane - half, block.lane + half
    return trace(
        [low, estimate, high, estimate, low],
        [block.lane, up, block.lane, down, block.lane],
        mode="lines",
        fill="toself",
        fillcolor=color,
        line={"color": color, "width": 1},
        hoveron="fills",
        hoverinfo="text",
        text=words,
    )


def bar(block: Block, pooled: Pooled, color: str) -> Figure:
    """The prediction interval as a bar with ends, below the diamond."""
    low, high = in_percent(pooled.prediction_low), in_percent(pooled.prediction_high)
    half = BAR_END * block.sizes.marks
    y, up, down = block.bar, block.bar - half, block.bar + half
    return trace(
        [low, low, None, low, high, None, high, high],
        [up, down, None, y, y, None, up, down],
        mode="lines",
        line={"color": color, "width": 3},
        hoverinfo="skip",
    )


def mark_style(rows: Sequence[Row], outcome: str, zoom: float = 1) -> Figure:
    """The marks of rows of one kind: filled, or open where neither x/N nor an interval is known."""
    population, own, hollow = kind_of(rows[0])
    color, sizes = row_color(outcome, population), [mark_size(row, zoom) for row in rows]
    if hollow:
        symbol, line = OWN_SHAPE if own else "circle", {"color": color, "width": 2}
        return {"symbol": f"{symbol}-open", "size": sizes[0], "color": color, "line": line}
    symbol = OWN_SHAPE if own else SHAPES[population]
    return {"symbol": symbol, "size": sizes, "color": color, "opacity": 1, "line": {"width": 0}}


def mark_size(row: Row, zoom: float = 1) -> float:
    """Plotly's size of a mark in pixels; a triangle has the area of the square in its place."""
    if row.low is None:
        return zoom * (OPEN_TRIANGLE if row.own else RING)
    side = zoom * side_of(row.n)
    return max(TRIANGLE * side, SMALLEST_TRIANGLE * sqrt(zoom)) if row.own else side


def side_of(n: int | None) -> float:
    """Side in pixels: the area grows with N, but a mark stays visible and inside its row."""
    return RING if n is None else min(max(SMALLEST, 1.7 * sqrt(n)), LARGEST)


def mark_trace(blocks: Sequence[RowBlock], style: Figure) -> Figure:
    return trace(
        [b.row.value for b in blocks],
        [b.lane for b in blocks],
        mode="markers",
        marker=style,
        customdata=[[b.row.key, hover_text(b.row)] for b in blocks],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def hover_text(row: Row) -> str:
    """What a pointer shows: the rate to one decimal, whom it counts, and where it was read."""
    lines = [f"<b>{as_text(row.title)}</b>", as_text(exact_text(row)), as_text(row.counted)]
    lines += [f"published: {as_text(row.published)}"] if row.published else []
    lines += [as_text(f"{row.basis}, {row.source}, {row.place}")]
    return "<br>".join(lines)


def exact_text(row: Row) -> str:
    if row.marker == "estimate":
        return ", ".join(filter(None, [row.rate(), row.interval_note, followed(row)]))
    if row.percent is None or row.low is None or row.high is None:
        return row.why
    interval = f"[{rounded(row.low, 1)}–{rounded(row.high, 1)}]"
    return f"{row.events}/{row.n} = {rounded(row.percent, 1)} % {interval}, exact 95 % interval"
