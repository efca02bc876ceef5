"""Rates against dose -> where each of them stands. Knows no Plotly and no Streamlit.

Along the axis places are counted: each cohort takes one, none is taken twice. Heights are pixels
from the top of the chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.dose import Point

# Heights of 100 % and of 0 %, in pixels from the top.
TOP, ZERO = 24, 304
# Places between 1.0 and 2.0 mg/m² without a cohort; half the room that a tick takes, in places.
GAP, TICK = 2.5, 0.5
# Room at both ends, in places; the least distance of two spans, in pixels.
EDGE, APART = 0.4, 5


@dataclass(frozen=True)
class Column:
    """Where one dose stands; a dose that only ends a span has hardly any width."""

    dose: float
    left: float
    right: float
    points: tuple[Point, ...]

    @property
    def center(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Place:
    """Where a point stands; its span runs from `left` to `right` at the height `span`.

    That is the height of the rate, or a few pixels below where two spans would cover each other.
    """

    point: Point
    x: float
    left: float
    right: float
    span: float


@dataclass(frozen=True)
class Plan:
    """Columns and places from left to right; the axis ends at `end`."""

    columns: tuple[Column, ...]
    places: tuple[Place, ...]
    end: float


def plan_of(points: Sequence[Point]) -> Plan:
    """A place for each point, none twice: by dose, mixed ones by the middle of their doses."""
    ends = {round(dose, 3) for point in points for dose in (point.low, point.high)}
    columns: list[Column] = []
    between: dict[str, float] = {}
    x, before = EDGE, 0.0
    for dose in sorted(ends | {round(point.middle, 3) for point in points}):
        x += GAP * (dose - before) if before else 0
        before = dose
        here = [point for point in points if round(point.middle, 3) == dose]
        single = tuple(point for point in here if not point.mixed)
        if dose in ends:
            width = len(single) or 2 * TICK
            columns.append(Column(dose, x, x + width, single))
            x += width
        mixed = [point for point in here if point.mixed]
        between |= {point.row.key: x + i + 0.5 for i, point in enumerate(mixed)}
        x += len(mixed)
    return Plan(tuple(columns), apart(places(points, columns, between)), x + EDGE)


def places(
    points: Sequence[Point], columns: Sequence[Column], between: dict[str, float]
) -> list[Place]:
    """In the order of the points; one dose stands in its column, mixed doses on their span."""
    at = {column.dose: column for column in columns}
    found = []
    for point in points:
        low, high = at[round(point.low, 3)], at[round(point.high, 3)]
        x = between[point.row.key] if point.mixed else low.left + low.points.index(point) + 0.5
        left, right = (end_of(low, low.left), end_of(high, high.right)) if point.mixed else (x, x)
        found.append(Place(point, x, left, right, height(point.row.percent or 0)))
    return found


def apart(found: Sequence[Place]) -> tuple[Place, ...]:
    """The places with spans that do not cover each other, from the highest rate down."""
    heights: dict[str, float] = {}
    last = -float(APART)
    for place in sorted(found, key=lambda place: place.span):
        if place.point.mixed:
            last = heights[place.point.row.key] = max(place.span, last + APART)
    return tuple(
        replace(place, span=heights.get(place.point.row.key, place.span)) for place in found
    )


def end_of(column: Column, edge: float) -> float:
    """A span ends at the outer edge of a column, or at the dose itself where nobody stands."""
    return edge if column.points else column.center


def height(rate: float) -> float:
    """A rate in percent as pixels from the top."""
    return ZERO - (ZERO - TOP) * rate / 100
