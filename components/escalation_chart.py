"""Dose escalation -> step chart, as plain Plotly dictionaries. Knows no Streamlit.

Groups stand from left to right in the printed order, each on a line at its planned dose. Above the
line one dot for each patient evaluable, filled where toxicity was dose-limiting, and the count;
below it the group's number, which the key under the chart explains. The y axis counts pixels from
the top, like every chart here, so that the drawing reads the same on a phone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from components.blocks import SCREEN
from components.chart import NOTHING, Figure, as_text, layout, rail, text, trace
from components.forest import OWN_SHAPE
from components.look import INK, row_color
from components.scale import PERCENT
from data.escalation import TOXICITY, Escalation, Step
from data.words import UNPUBLISHED

# Heights in pixels.
PER_MG = 170  # of 1 mg/m²
HEAD = 24  # of the axis title
COUNT = 23  # of a group's count
NUMBER = 22  # of a group's number
GAP = 8  # between the last number and the key
LINE = 17  # of a line of the key
DOT = 9  # of a dot
DOT_ROW = 12  # from one row of dots to the next
DOTS_A_ROW = 3
# From one dot to the next, in parts of a group's width.
APART = 0.2
# Fewer groups are no wider than this many would be, so that their dots stay together.
FEWEST_COLUMNS = 4
KEY_CHARACTERS = 58
AXIS_TITLE = "planned dose of cycle 1, mg/m²"


@dataclass(frozen=True)
class Frame:
    """What charts beside each other share: the doses from low to high, and most rows of dots."""

    doses: tuple[float, ...]
    rows: int

    def y(self, dose: float) -> float:
        """The height of a dose, in pixels from the top."""
        return HEAD + COUNT + DOT_ROW * self.rows + (self.doses[-1] - dose) * PER_MG

    @property
    def bottom(self) -> float:
        return self.y(self.doses[0]) + NUMBER


def frame_of(escalations: Sequence[Escalation]) -> Frame:
    """The common frame of all groups that are drawn."""
    steps = [step for one in escalations for step in one.drawn]
    doses = sorted({step.dose for step in steps if step.dose is not None})
    return Frame(tuple(doses), max(map(dot_rows, steps), default=0))


def step_chart(
    escalation: Escalation, frame: Frame | None = None, background: str = "light"
) -> Figure:
    """The chart of one study's groups, with text for a light or a dark background."""
    steps = escalation.drawn
    frame = frame or frame_of([escalation])
    width = max(len(steps), FEWEST_COLUMNS) + 0.5
    key = list(key_lines(steps))
    height = frame.bottom + GAP + LINE * len(key)
    notes = [*axis_texts(frame), *step_texts(steps, frame, width), *key_texts(key, frame)]
    return {
        "data": [step_line(steps, frame), *dots(steps, frame), NOTHING],
        "layout": layout(height, SCREEN, PERCENT)
        | {"height": height, "margin": {"l": 16, "r": 16, "t": 0, "b": 0, "pad": 0}}
        | {"xaxis": columns(width), "font": {"color": INK[background], "size": SCREEN.small_type}}
        | {"annotations": notes, "shapes": dose_rails(frame, width)},
    }


def columns(width: float) -> Figure:
    """An axis without words: half a group's width for the doses, then one for each group."""
    hidden = {"showgrid": False, "zeroline": False, "fixedrange": True, "showticklabels": False}
    return {"range": [0, width], "domain": [0, 1], "tickvals": [], "ticktext": []} | hidden


def height_of(step: Step, frame: Frame) -> float:
    return frame.y(step.dose or 0)


def step_line(steps: Sequence[Step], frame: Frame) -> Figure:
    """The dose from group to group; it breaks where the filters leave out groups between."""
    x: list[float | None] = []
    y: list[float | None] = []
    for place, step in enumerate(steps, start=1):
        if place > 1 and step.order != steps[place - 2].order + 1:
            x, y = [*x, None], [*y, None]
        level = height_of(step, frame)
        x, y = [*x, place - 0.5, place + 0.5], [*y, level, level]
    line = {"color": row_color(TOXICITY, "children"), "width": 2.5}
    return trace(x, y, mode="lines", line=line, hoverinfo="skip")


def dots(steps: Sequence[Step], frame: Frame) -> list[Figure]:
    """One trace of filled dots and one of open ones, as far as there are any.

    Those of an own series are triangles.
    """
    placed = [dot for place, step in enumerate(steps, 1) for dot in dots_of(place, step, frame)]
    return [
        dot_trace([dot for dot in placed if dot.toxic == toxic], symbol_of(steps, toxic))
        for toxic in (True, False)
        if any(dot.toxic == toxic for dot in placed)
    ]


@dataclass(frozen=True)
class Dot:
    """One patient: a place, whether toxicity was dose-limiting, and the words of the group."""

    x: float
    y: float
    toxic: bool
    hover: str


def dot_rows(step: Step) -> int:
    return -(-(step.row.n or 0) // DOTS_A_ROW)


def dots_of(place: int, step: Step, frame: Frame) -> Iterator[Dot]:
    """The group's dots in rows upward from its line, those with toxicity first."""
    count, above = step.row.n or 0, height_of(step, frame) - DOT_ROW * 0.75
    for i in range(count):
        row, column = divmod(i, DOTS_A_ROW)
        middle = (min(DOTS_A_ROW, count - row * DOTS_A_ROW) - 1) / 2
        x, y = place + (column - middle) * APART, above - row * DOT_ROW
        yield Dot(x, y, i < (step.row.events or 0), hover_text(step))


def hover_text(step: Step) -> str:
    row = step.row
    said = [f"<b>{as_text(step.words)}</b>", as_text(row.rate(1)), as_text(row.counted)]
    return "<br>".join([*said, as_text(row.note)] if row.note else said)


def symbol_of(steps: Sequence[Step], toxic: bool) -> str:
    shape = OWN_SHAPE if is_own(steps) else "circle"
    return shape if toxic else f"{shape}-open"


def is_own(steps: Sequence[Step]) -> bool:
    return any(step.row.own for step in steps)


def dot_trace(placed: Sequence[Dot], symbol: str) -> Figure:
    color = row_color(TOXICITY, "children")
    return trace(
        [dot.x for dot in placed],
        [dot.y for dot in placed],
        mode="markers",
        marker={
            "symbol": symbol,
            "size": DOT,
            "color": color,
            "line": {"width": 1.5, "color": color},
        },
        customdata=[[dot.hover] for dot in placed],
        hovertemplate="%{customdata[0]}<extra></extra>",
    )


def axis_texts(frame: Frame) -> list[Figure]:
    """The axis title, and each dose above its rail."""
    small = SCREEN.small_type
    marked = [text(frame.y(dose) - small - 4, f"{dose:g}", "left", small) for dose in frame.doses]
    return [text(0, AXIS_TITLE, "left", small) | {"opacity": 0.82}, *marked]


def step_texts(steps: Sequence[Step], frame: Frame, width: float) -> Iterator[Figure]:
    """The count above each group's dots, and its number below its line."""
    for place, step in enumerate(steps, start=1):
        level = height_of(step, frame)
        above = level - DOT_ROW * dot_rows(step) - COUNT
        yield centered(above, f"<b>{step.count}{step.sign}</b>", place / width, SCREEN.name_type)
        yield centered(level + 4, f"{step.order}", place / width, SCREEN.small_type)


def centered(y: float, words: str, x: float, size: float) -> Figure:
    return text(y, words, "left", size) | {"x": x, "xanchor": "center", "align": "center"}


def key_lines(steps: Sequence[Step]) -> Iterator[str]:
    """What each number stands for, wrapped; a note on a line of its own behind its asterisk."""
    for step in steps:
        yield from wrap(f"{step.order}: {step.words}", KEY_CHARACTERS)
        if step.sign:
            yield from wrap(f"{step.sign} {step.row.note}", KEY_CHARACTERS)


def key_texts(lines: Sequence[str], frame: Frame) -> Iterator[Figure]:
    for i, line in enumerate(lines):
        y = frame.bottom + GAP + LINE * i
        yield text(y, as_text(line), "left", SCREEN.small_type) | {"opacity": 0.82}


def dose_rails(frame: Frame, width: float) -> list[Figure]:
    """A faint line across the chart at each dose used in any of the charts."""
    return [rail(0, frame.y(dose), width, frame.y(dose)) for dose in frame.doses]


def step_legend(escalations: Sequence[Escalation]) -> str:
    """What the marks mean, as far as they occur."""
    steps = [step for one in escalations for step in one.drawn]
    own = [is_own(one.drawn) for one in escalations if one.drawn]
    marks = {
        "one dot: one patient evaluable": not all(own),
        f"one triangle: the same, {UNPUBLISHED}": any(own) and not all(own),
        f"one triangle: one patient evaluable, {UNPUBLISHED}": bool(own) and all(own),
        "filled: dose-limiting toxicity": any(step.row.events for step in steps),
        "line: planned dose, in the order printed": True,
        "*: see its note": any(step.sign for step in steps),
    }
    return " · ".join(words for words, occurs in marks.items() if occurs)
