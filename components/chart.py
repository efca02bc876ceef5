"""What every chart of rates is made of: texts, rails, and the layout.

Plain Plotly dictionaries. The y axis counts pixels from the top, so that text and marks of a block
stand where they belong on a wide screen and on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from components.blocks import SCREEN, Block, Sizes
from components.look import BAND, INK, RAIL, TEMPLATE
from components.scale import PERCENT, Scale

Figure = dict[str, Any]

# Half the height of a tick, in pixels.
TICK = 4
RAIL_LINE: Figure = {"color": RAIL, "width": 1}
# Plotly refuses a figure without any trace.
NOTHING: Figure = {"type": "scatter", "x": [], "y": [], "showlegend": False, "hoverinfo": "skip"}


def chart(
    traces: Sequence[Figure], blocks: Sequence[Block], background: str, scale: Scale = PERCENT
) -> Figure:
    """The figure of these blocks, with text for a light or a dark background."""
    height = blocks[-1].bottom if blocks else 0
    sizes = blocks[-1].sizes if blocks else SCREEN
    return {
        "data": [rails(blocks, scale), *traces],
        "layout": layout(height, sizes, scale)
        | {"font": {"color": INK[background], "size": sizes.small_type}}
        | {"annotations": texts(blocks), "shapes": [band(block) for block in blocks[::2]]},
    }


def trace(x: list[Any], y: list[Any], **more: Any) -> Figure:
    return {"type": "scatter", "x": x, "y": y, "showlegend": False, "cliponaxis": False, **more}


def texts(blocks: Sequence[Block]) -> list[Figure]:
    """All texts at once: adding annotations one by one is quadratic in Plotly."""
    found = []
    for b in blocks:
        sizes, above = b.sizes, b.sizes.name / 7
        found.append(text(b.top + above, f"<b>{name_of(b)}</b>", "left", sizes.name_type))
        found.append(text(rate_top(b), as_text(b.right), "right", sizes.name_type))
        for i, line in enumerate(b.small):
            y = b.top + b.head + sizes.small * i
            found.append(text(y, as_text(line), "left", sizes.small_type) | {"opacity": 0.82})
    return found


def name_of(block: Block) -> str:
    return "<br>".join(map(as_text, (block.name, *block.more)))


def rate_top(block: Block) -> float:
    """Where the rate stands: beside the name, below it, or beside the rail."""
    if block.sizes.left:
        return block.lane - block.sizes.name_type * 0.62
    return block.top + (block.head - 2 if block.right_below else block.sizes.name / 7)


def as_text(words: str) -> str:
    """Data as Plotly text, which would read `<` and `&` as markup."""
    return escape(words, quote=False)


def text(y: float, words: str, side: str, size: float) -> Figure:
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


def rails(blocks: Sequence[Block], scale: Scale) -> Figure:
    """The rails of all rows with their ticks, as one trace: a shape for each line costs more.

    It stands there without any rail too: Plotly refuses a figure without a trace.
    """
    drawn = [line for block in blocks if block.on_rail for line in rail_lines(block, scale)]
    x = [value for x0, _, x1, _ in drawn for value in (x0, x1, None)]
    y = [value for _, y0, _, y1 in drawn for value in (y0, y1, None)]
    return trace(x, y, mode="lines", line=RAIL_LINE, hoverinfo="skip")


def rail_lines(block: Block, scale: Scale) -> list[tuple[float, float, float, float]]:
    """The ends of a rail and of each of its ticks."""
    y, half = block.lane, TICK * block.sizes.marks
    ticks = [(tick, y - half, tick, y + half) for tick in scale.ticks]
    return [(0, y, scale.top, y), *ticks]


def band(block: Block) -> Figure:
    """A faint band behind a row."""
    bottom = block.top + block.height
    edges = {"x0": -0.02, "x1": 1.02, "y0": block.top, "y1": bottom}
    return (
        {"type": "rect", "xref": "paper", "layer": "below", "fillcolor": BAND}
        | edges
        | {"opacity": 1, "line": {"width": 0}}
    )


def rail(x0: float, y0: float, x1: float, y1: float) -> Figure:
    """A line behind the traces."""
    ends = {"x0": x0, "y0": y0, "x1": x1, "y1": y1}
    return {"type": "line", "layer": "below", "line": RAIL_LINE} | ends


def layout(height: float, sizes: Sizes, scale: Scale) -> Figure:
    """What all charts share: no legend, no zoom, the axis of the scale."""
    return {
        "template": TEMPLATE,
        "height": height + sizes.axis,
        "margin": {"l": 16, "r": 16, "t": 0, "b": sizes.axis, "pad": 0},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": {
            "range": [0, scale.top],
            "domain": [sizes.left, 1 - sizes.right],
            "tickvals": list(scale.ticks),
            "ticktext": scale.labels,
            "ticklabeloverflow": "allow",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {"range": [height, 0], "visible": False, "fixedrange": True},
    }
