"""The scale of a chart: where its rails end, their ticks, and the unit. Knows no Plotly."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from data.rows import View

# Between two ticks, in months.
QUARTER, YEAR = 3, 12


@dataclass(frozen=True)
class Scale:
    """Ticks from 0 to the end of the rail, and the unit behind each."""

    ticks: tuple[float, ...]
    unit: str

    @property
    def top(self) -> float:
        return self.ticks[-1]

    @property
    def labels(self) -> list[str]:
        return [f"{tick:g} {self.unit}" for tick in self.ticks]


PERCENT = Scale((0, 25, 50, 75, 100), "%")


def scale_of(view: View) -> Scale:
    """Percent, or as many months as the view's medians and their intervals need."""
    if view.measure != "months":
        return PERCENT
    ends = [end for row in view.drawn for end in (row.value, row.high) if end is not None]
    longest = max(ends, default=YEAR)
    step = QUARTER if longest <= YEAR else YEAR
    return Scale(tuple(range(0, ceil(longest / step) * step + 1, step)), "mo")
