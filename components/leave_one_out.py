"""The pooled rate without each study in turn, drawn against the rate of all of them."""

from __future__ import annotations

from textwrap import wrap

from components.blocks import PANEL, SCREEN, Block
from components.chart import Figure, as_text, chart, rail
from components.forest import diamond
from components.look import row_color
from data.how_sure import HowSure, rate
from data.pooling import Pooled
from data.words import in_percent


def leave_one_out_chart(sure: HowSure, background: str) -> Figure:
    """One diamond a study left out, then that of all studies, whose estimate is the dotted line."""
    names = [*(f"without {name}" for name in sure.line.names), "all of them"]
    fits = [*sure.without, sure.line.pooled]
    color = row_color(sure.line.outcome, sure.line.population)
    blocks: list[Block] = []
    for name, fit in zip(names, fits, strict=True):
        blocks.append(block(name, fit, top=blocks[-1].bottom if blocks else 0))
    traces = [
        diamond(b, fit, color, as_text(b.name))
        for b, fit in zip(blocks, fits, strict=True)
        if fit.estimable
    ]
    figure = chart(traces, blocks, background)
    figure["layout"]["shapes"].append(line_through(sure.line.pooled, blocks[-1].bottom, color))
    return figure


def block(name: str, fit: Pooled, top: float) -> Block:
    """The rate on the right, or a dash and below the name the reason why there is none."""
    small = tuple(wrap(fit.reason, PANEL.characters))
    right = rate(fit, 0) if fit.estimable else "–"
    height = SCREEN.name + SCREEN.small * len(small) + SCREEN.lane
    return Block(name, right, False, small, top, height, fit.estimable)


def line_through(pooled: Pooled, height: float, color: str) -> Figure:
    x = in_percent(pooled.estimate) or 0.0
    return rail(x, 0, x, height) | {"line": {"color": color, "width": 1, "dash": "dot"}}
