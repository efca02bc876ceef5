"""View -> forest plot, as plain Plotly dictionaries.

Each row is a block: the study's name on the left and its rate on the right, whom it counts in
small type, and below them a rail from 0 to 100 % that carries the mark and the exact interval.
So the chart reads the same on a wide screen and on a phone. Shape says the same as colour:
filled square = children, filled circle = adults, open circle = a percentage without x/N.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from components.blocks import SCREEN, Block, RowBlock, Sizes, blocks_of, pooled_blocks
from components.chart import Figure, as_text, chart, trace
from components.look import row_color
from data.pooling import Pooled
from data.rows import Row, View
from data.words import in_percent, rounded

# Half the height of a diamond, and of the ends of a prediction bar, in pixels.
DIAMOND, BAR_END = 8, 4
# Width of a mark for a percentage without x/N, in pixels.
RING = 11
SHAPES = {"children": "square", "adults": "circle"}


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
    traces = [*intervals(view, blocks), *marks(view, blocks), *diamonds(view, pooled)]
    return chart(traces, [*blocks, *pooled], background)


def intervals(view: View, blocks: Sequence[RowBlock]) -> list[Figure]:
    """One line trace per population with a gap between rows: the exact 95 % intervals."""
    traces = []
    for population in SHAPES:
        drawn = [b for b in blocks if b.row.marker == "count" and b.row.population == population]
        x = [value for b in drawn for value in (b.row.low, b.row.high, None)]
        y = [value for b in drawn for value in (b.lane, b.lane, None)]
        line = {"color": row_color(view.outcome, population), "width": 2.5}
        traces.append(trace(x, y, mode="lines", line=line, hoverinfo="skip"))
    return [one for one in traces if one["x"]]


def marks(view: View, blocks: Sequence[RowBlock]) -> list[Figure]:
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


def mark_style(blocks: Sequence[RowBlock], marker: str, shape: str, color: str) -> Figure:
    if marker == "percent":
        line = {"color": color, "width": 2}
        size = RING * blocks[0].sizes.marks
        return {"symbol": "circle-open", "size": size, "color": color, "line": line}
    sizes = [mark_size(block.row.n or 1) * block.sizes.marks for block in blocks]
    return {"symbol": shape, "size": sizes, "color": color, "opacity": 1, "line": {"width": 0}}


def mark_size(n: int) -> float:
    """Side in pixels: the area grows with N, but the smallest series stays visible."""
    return max(6.0, 1.7 * sqrt(n))


def mark_trace(blocks: Sequence[RowBlock], style: Figure) -> Figure:
    return trace(
        [b.row.percent for b in blocks],
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
    if row.percent is None or row.low is None or row.high is None:
        return row.why
    interval = f"[{rounded(row.low, 1)}–{rounded(row.high, 1)}]"
    return f"{row.events}/{row.n} = {rounded(row.percent, 1)} % {interval}, exact 95 % interval"
