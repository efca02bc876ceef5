"""What a benchmark found: our value, the same thing measured beside it, and the target.

A measure is compared as a ratio to a bare reference of the same run, because seconds depend on the
machine. Where no reference makes sense the target is a value of its own.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Measure:
    """One line of the table.

    `target` is the most that the ratio may be; without a reference, the most that `ours` may be;
    None where the value is only for information.
    """

    what: str
    ours: float
    unit: str
    reference: str = ""
    theirs: float | None = None
    target: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.ours / self.theirs if self.theirs else None

    @property
    def held(self) -> bool | None:
        """Whether the target holds; None without one."""
        if self.target is None:
            return None
        found = self.ours if self.theirs is None else self.ratio
        return found is not None and found <= self.target

    def plain(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self) | {"ratio": self.ratio, "held": self.held}


HEADS = ("what", "ours", "beside it", "ratio", "target", "")


def cells(measure: Measure) -> tuple[str, ...]:
    """One line of the table as texts."""
    return (
        measure.what,
        f"{number(measure.ours)} {measure.unit}",
        beside(measure),
        "" if measure.ratio is None else f"{measure.ratio:.2f}",
        target(measure),
        {True: "held", False: "missed", None: ""}[measure.held],
    )


def beside(measure: Measure) -> str:
    if measure.theirs is None:
        return ""
    return f"{number(measure.theirs)} {measure.unit}, {measure.reference}"


def target(measure: Measure) -> str:
    if measure.target is None:
        return ""
    unit = f" {measure.unit}" if measure.theirs is None else "×"
    return f"≤ {measure.target:g}{unit}"


def number(value: float) -> str:
    """Three significant digits, as many as a repeated measurement bears; a count as it is."""
    if isinstance(value, int) or not value:
        return f"{value:.0f}"
    return f"{value:.{max(0, 2 - math.floor(math.log10(abs(value))))}f}"


def percentile(values: list[float], part: int = 95) -> float:
    """The smallest value that at least so many of 100 do not exceed."""
    return sorted(values)[math.ceil(len(values) * part / 100) - 1]


def report(measures: list[Measure]) -> str:
    """The table, and the same as one line of JSON."""
    return f"{markdown_table(measures)}\n{json.dumps([one.plain() for one in measures])}\n"


def markdown_table(measures: list[Measure]) -> str:
    """All measures as the README shows them."""
    lines = [HEADS, ("---",) * len(HEADS), *map(cells, measures)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
