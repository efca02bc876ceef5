"""The pooled rate without each study in turn, drawn against the rate of all of them."""

from __future__ import annotations

from components.blocks import LANE_HEIGHT, NAME_HEIGHT, Block
from components.chart import Figure, chart, rail
from components.forest import diamond, percent
from components.look import row_color
from data.how_sure import HowSure, rate
from data.pooling import Pooled


def leave_one_out_chart(sure: HowSure, background: str) -> Figure:
    """One diamond a study left out, then that of all studies, whose estimate is the dashed line."""
    names = [*(f"without {name}" for name in sure.line.names), "all of them"]
    fits = [*sure.without, sure.line.pooled]
    color = row_color(sure.line.outcome, sure.line.population)
    named = zip(names, fits, strict=True)
    blocks = [block(name, fit, place) for place, (name, fit) in enumerate(named)]
    traces = [
        diamond(b, fit, color, b.name) for b, fit in zip(blocks, fits, strict=True) if fit.estimable
    ]
    figure = chart(traces, blocks, background)
    figure["layout"]["shapes"].append(line_through(sure.line.pooled, blocks[-1].bottom, color))
    return figure


def block(name: str, fit: Pooled, place: int) -> Block:
    height = NAME_HEIGHT + LANE_HEIGHT
    right = rate(fit) if fit.estimable else fit.reason
    return Block(name, right, False, (), place * height, height, fit.estimable)


def line_through(pooled: Pooled, height: int, color: str) -> Figure:
    x = percent(pooled.estimate) or 0.0
    return rail(x, 0, x, height) | {"line": {"color": color, "width": 1, "dash": "dot"}}
