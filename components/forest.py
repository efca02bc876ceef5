"""View -> forest plot, as plain Plotly dictionaries.

Each row is a block: the study's name on the left and its rate on the right, whom it counts in
small type, and below them a rail from 0 to 100 % that carries the mark and the exact interval.
So the chart reads the same on a wide screen and on a phone. Shape says the same as colour:
filled square = children, filled circle = adults, open circle = no x/N and no interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from components.blocks import SCREEN, Block, RowBlock, Sizes, blocks_of, followed, pooled_blocks
from components.chart import Figure, as_text, chart, trace
from components.look import row_color
from components.scale import Scale, scale_of
from data.pooling import Pooled
from data.rows import Row, View
from data.words import in_percent, rounded

# Half the height of a diamond, and of the ends of a prediction bar, in pixels.
DIAMOND, BAR_END = 8, 4
# Width of a mark that no N gives a size, in pixels.
RING = 11
# Length of an arrow at the end of a rail, as a part of the rail.
ARROW = 0.03
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
    for population, shape in SHAPES.items():
        color = row_color(view.outcome, population)
        own = [b for b in blocks if b.row.population == population and b.row.marker != "none"]
        for hollow in (False, True):
            drawn = [b for b in own if (b.row.low is None) == hollow]
            if drawn:
                style = ring(drawn, color) if hollow else filled(drawn, shape, color)
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


def ring(blocks: Sequence[RowBlock], color: str) -> Figure:
    """An open mark: neither x/N nor an interval is known."""
    size, line = RING * blocks[0].sizes.marks, {"color": color, "width": 2}
    return {"symbol": "circle-open", "size": size, "color": color, "line": line}


def filled(blocks: Sequence[RowBlock], shape: str, color: str) -> Figure:
    sizes = [mark_size(block.row.n) * block.sizes.marks for block in blocks]
    return {"symbol": shape, "size": sizes, "color": color, "opacity": 1, "line": {"width": 0}}


def mark_size(n: int | None) -> float:
    """Side in pixels: the area grows with N, but the smallest series stays visible."""
    return RING if n is None else max(6.0, 1.7 * sqrt(n))


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
