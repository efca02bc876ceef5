"""What a panel is made of: rows, what stands beside them, and the view that holds them.

Frozen values without a source of their own; `views.py` makes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.words import rate_text


@dataclass(frozen=True)
class Row:
    """One cohort's answer to one outcome.

    `marker` is "count" (x/N with our exact interval), "percent" (a bare percentage) or "none";
    percentages and interval ends are in percent. `why` says why there is no x/N.
    """

    key: str
    outcome: str
    version: str
    study: str
    name: str
    cohort: str
    population: str
    dose: str
    patients: int | None
    marker: str
    why: str = ""
    events: int | None = None
    n: int | None = None
    percent: float | None = None
    low: float | None = None
    high: float | None = None
    published: str = ""
    counted: str = ""
    definition: str = ""
    timepoint: str = ""
    criteria: str = ""
    criteria_known: bool = False
    method: str = ""
    basis: str = ""
    source: str = ""
    source_url: str | None = None
    place: str = ""
    derivation: str = ""
    note: str = ""
    interval_note: str = ""
    marks: tuple[str, ...] = ()
    same_children: tuple[str, ...] = ()
    maybe_same_children: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Name of the study, and of the cohort when it is not the whole study."""
        return f"{self.name}, {self.cohort}" if self.cohort else self.name

    def rate(self, digits: int = 0) -> str:
        """The rate as every place prints it: "28/48 · 58 % [43–72]", "70 %, x/N not found", "–"."""
        if self.marker == "count" and self.events is not None and self.n is not None:
            return rate_text(self.events, self.n, self.low or 0, self.high or 0, digits)
        return f"{self.percent:g} %, x/N not found" if self.marker == "percent" else "–"


@dataclass(frozen=True)
class Listed:
    """A study that stands under the chart instead of in it, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class View:
    """One panel. `rows` hold every chosen cohort in the common order, also those without rate.

    `sentence` is the caption and the alt text of the chart, `headline` its first part.
    """

    outcome: str
    heading: str
    counted: str
    rows: tuple[Row, ...]
    not_specific: tuple[Listed, ...]
    version: str
    criteria_matter: bool = False
    sentence: str = ""
    headline: str = ""

    @property
    def drawn(self) -> tuple[Row, ...]:
        """The rows that have a mark in the chart."""
        return tuple(row for row in self.rows if row.marker != "none")

    @property
    def listed(self) -> tuple[Listed, ...]:
        """What has no mark: cohorts without a rate, then studies that mix drugs."""
        missing = (Listed(row.title, row.why) for row in self.rows if row.marker == "none")
        return (*missing, *self.not_specific)
