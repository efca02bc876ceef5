"""Rates against dose -> chart, as plain Plotly dictionaries. Knows no Streamlit.

Doses stand from left to right. A shaded column is one dose, and every cohort of that dose has a
place of its own in it, so that none hides another; a cohort that mixes doses stands between the
columns, on a line from its lowest to its highest dose. Nothing joins one cohort with another.
"""

from __future__ import annotations

from collections.abc import Sequence

from components.chart import NOTHING, Figure, as_text, rail, text, trace
from components.dose_plan import EDGE, ZERO, Column, Place, Plan, height, plan_of
from components.forest import SHAPES, hover_text, kind_of, mark_size, mark_style
from components.legend import what_is_drawn
from components.look import INK, TEMPLATE, row_color
from data.dose import DoseView, Point

# Heights in pixels from the top: the words of the axis, its title, the end.
TICKS, TITLE, END = 312, 331, 352
# Half the height of the ends of a span, in pixels.
CAP = 5
TYPE, LABEL_TYPE = 12, 14
LEFT = 46
RATES = (0, 25, 50, 75, 100)
# The lines at the rates: they must not be taken for spans.
FAINT = {"line": {"color": "rgba(128,140,150,0.3)", "width": 1}}
# Faint enough that every outcome's color has 3:1 on it, light and dark.
COLUMN = "rgba(128,140,150,0.11)"


def dose_chart(made: DoseView, background: str = "light") -> Figure:
    """The chart of the points, with text for a light or a dark background."""
    plan = plan_of(made.points)
    outcome = made.view.outcome
    populations = [[p for p in plan.places if p.point.row.population == who] for who in SHAPES]
    drawn = [places for places in populations if places]
    traces = [
        *(spans(outcome, places) for places in drawn),
        *(intervals(outcome, places) for places in drawn),
        *(one for places in drawn for one in marks(outcome, places)),
    ]
    return {
        "data": [*traces, NOTHING],
        "layout": layout(plan)
        | {"font": {"color": INK[background], "size": TYPE}}
        | {"annotations": texts(plan), "shapes": shapes(plan)},
    }


def spans(outcome: str, own: Sequence[Place]) -> Figure:
    """From the lowest to the highest dose of each cohort that mixes doses, with ends."""
    x: list[float | None] = []
    y: list[float | None] = []
    for place in own:
        if place.point.mixed:
            x += [place.left, place.left, None, place.left, place.right, None]
            x += [place.right, place.right, None]
            at, up, down = place.span, place.span - CAP, place.span + CAP
            y += [up, down, None, at, at, None, up, down, None]
    return trace(x, y, mode="lines", line=line_of(outcome, own, 1.3), hoverinfo="skip")


def intervals(outcome: str, own: Sequence[Place]) -> Figure:
    """The exact interval of each count as an upright line."""
    x: list[float | None] = []
    y: list[float | None] = []
    for place in own:
        row = place.point.row
        if row.low is not None and row.high is not None:
            x += [place.x, place.x, None]
            y += [height(row.low), height(row.high), None]
    return trace(x, y, mode="lines", line=line_of(outcome, own, 2.5), hoverinfo="skip")


def line_of(outcome: str, own: Sequence[Place], width: float) -> Figure:
    return {"color": row_color(outcome, own[0].point.row.population), "width": width}


def marks(outcome: str, own: Sequence[Place]) -> list[Figure]:
    """Filled marks, their area by N, and open ones for bare percentages."""
    kinds: dict[tuple[str, bool, bool], list[Place]] = {}
    for place in own:
        kinds.setdefault(kind_of(place.point.row), []).append(place)
    return [mark_trace(outcome, kinds[kind]) for kind in sorted(kinds)]


def mark_trace(outcome: str, own: Sequence[Place]) -> Figure:
    rows = [place.point.row for place in own]
    return trace(
        [place.x for place in own],
        [height(row.percent or 0) for row in rows],
        mode="markers",
        marker=mark_style(rows, outcome),
        customdata=[[row.key, f"{hover_text(row)}<br>{as_text(row.dose)}"] for row in rows],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def texts(plan: Plan) -> list[Figure]:
    """The labels of the points, and the words of both axes."""
    labels = [
        on(plan, place.x, label_top(place.point), f"<b>{as_text(place.point.label)}</b>")
        | {"font": {"size": LABEL_TYPE}}
        for place in plan.places
    ]
    rates = [
        text(height(rate) - TYPE * 0.65, f"{rate} %", "left", TYPE) | {"xanchor": "right"}
        for rate in RATES
    ]
    doses = [on(plan, column.center, TICKS, f"{column.dose:g}") for column in plan.columns]
    title = on(plan, plan.end / 2, TITLE, "Planned dose of cycle 1, mg/m²")
    return [*labels, *rates, *doses, title]


def label_top(point: Point) -> float:
    """Above the interval and the mark."""
    row = point.row
    mark = height(row.percent or 0) - mark_size(row) / 2
    top = mark if row.high is None else min(mark, height(row.high))
    return top - LABEL_TYPE * 1.35


def on(plan: Plan, x: float, y: float, words: str) -> Figure:
    """A text centered at a place of the axis, which ends where the paper ends."""
    return text(y, words, "left", TYPE) | {"x": x / plan.end, "xanchor": "center"}


def shapes(plan: Plan) -> list[Figure]:
    """A band behind each column of cohorts, lines at the rates, a tick at each dose."""
    bands = [band(plan, column) for column in plan.columns if column.points]
    grid = [rail(EDGE / 2, height(rate), plan.end, height(rate)) | FAINT for rate in RATES]
    ticks = [rail(c.center, ZERO, c.center, ZERO + CAP) for c in plan.columns]
    return [*bands, *grid, *ticks]


def band(plan: Plan, column: Column) -> Figure:
    edges = {"x0": column.left / plan.end, "x1": column.right / plan.end, "y0": 0, "y1": ZERO}
    look = {"fillcolor": COLUMN, "opacity": 1, "line": {"width": 0}}
    return {"type": "rect", "xref": "paper", "layer": "below"} | edges | look


def layout(plan: Plan) -> Figure:
    """No legend, no zoom; the words of the axes are texts."""
    axis = {"visible": False, "fixedrange": True}
    return {
        "template": TEMPLATE,
        "height": END,
        "margin": {"l": LEFT, "r": 8, "t": 0, "b": 0, "pad": 0},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": {"range": [0, plan.end], "domain": [0, 1], "tickvals": [], "ticktext": []} | axis,
        "yaxis": {"range": [END, 0]} | axis,
    }


def dose_legend(made: DoseView) -> str:
    """What the marks mean, as far as they occur; in the words of the other charts."""
    rows = [point.row for point in made.points]
    marks = what_is_drawn(rows) | {
        "upright line: exact 95 % interval": any(row.marker == "count" for row in rows),
        "shaded column: one dose": True,
        "level line: doses mixed, from lowest to highest": any(p.mixed for p in made.points),
    }
    return " · ".join(words for words, occurs in marks.items() if occurs)


def dose_key(made: DoseView) -> str:
    """The names behind the labels, for a picture that travels alone."""
    return " · ".join(f"{point.label} {point.row.title}" for point in made.points)
