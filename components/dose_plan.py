"""Rates against dose -> where each of them stands. Knows no Plotly and no Streamlit.

Along the axis places are counted: each cohort takes one, none is taken twice. Heights are pixels
from the top of the chart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from data.dose import Point

# Heights of 100 % and of 0 %, in pixels from the top.
TOP, ZERO = 24, 304
# Places between 1.0 and 2.0 mg/m² without a cohort.
GAP = 2.5
# Room for a dose without a cohort, and at both ends, in places.
TICK, EDGE = 1, 0.4
# The least distance of two spans, in pixels.
APART = 5


@dataclass(frozen=True)
class Stop:
    """A dose at which something stands: a column, and behind it the cohorts mixed around it.

    `gap` is the room before it; a stop that is no dose of a cohort and ends no span has no column.
    """

    dose: float
    gap: float
    has_column: bool
    single: tuple[Point, ...]
    mixed: tuple[Point, ...]

    @property
    def column_width(self) -> int:
        return (len(self.single) or TICK) if self.has_column else 0

    @property
    def width(self) -> int:
        return self.column_width + len(self.mixed)


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
    stops = list(stops_of(points))
    *starts, end = accumulate((stop.gap + stop.width for stop in stops), initial=EDGE)
    columns: list[Column] = []
    between: dict[str, float] = {}
    for stop, start in zip(stops, starts, strict=True):
        left = start + stop.gap
        right = left + stop.column_width
        if stop.has_column:
            columns.append(Column(stop.dose, left, right, stop.single))
        between |= {point.row.key: right + i + 0.5 for i, point in enumerate(stop.mixed)}
    return Plan(tuple(columns), apart(places(points, columns, between)), end + EDGE)


def stops_of(points: Sequence[Point]) -> Iterator[Stop]:
    """From the lowest dose to the highest: the ends of all doses, and the middles of mixed ones."""
    ends = {same(dose) for point in points for dose in (point.low, point.high)}
    doses = sorted(ends | {same(point.middle) for point in points})
    for before, dose in pairwise([*doses[:1], *doses]):
        here = [point for point in points if same(point.middle) == dose]
        single = tuple(point for point in here if not point.mixed)
        mixed = tuple(point for point in here if point.mixed)
        yield Stop(dose, GAP * (dose - before), dose in ends, single, mixed)


def same(dose: float) -> float:
    """Doses that differ only by rounding stand in one place."""
    return round(dose, 3)


def places(
    points: Sequence[Point], columns: Sequence[Column], between: dict[str, float]
) -> list[Place]:
    """In the order of the points; one dose stands in its column, mixed doses on their span."""
    at = {column.dose: column for column in columns}
    found = []
    for point in points:
        low, high = at[same(point.low)], at[same(point.high)]
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
