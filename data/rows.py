"""What a panel is made of: rows, what stands beside them, and the view that holds them.

Frozen values without a source of their own; `views.py`, `guard.py` and `pooled_lines.py` make them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.items import Item
from data.pooling import Pooled
from data.vocabulary import Measure
from data.words import counted, of_them_own, percent_text, rate_text, span_text, unmarked

# How the footnote of a pooled line begins that names two studies which may share patients.
MAYBE_TWICE = "may count some patients twice"


@dataclass(frozen=True)
class Guard:
    """What a rate may be pooled with.

    Rates with the same `kind` and `regimen` may share a pooled line, with no `regimen` whatever
    their studies have; `whom` they count in one phrase; `out` says why a rate may not be pooled at
    all; `footnotes` stand beside its line. A `titled` rate counts whom the outcome's title says.
    """

    kind: str = ""
    regimen: str = ""
    whom: str = ""
    titled: bool = False
    out: str = ""
    footnotes: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """Everything that must be the same: "strict CR, single agent"."""
        return ", ".join(filter(None, [self.kind, self.regimen]))


@dataclass(frozen=True)
class Row:
    """One cohort's answer to one outcome.

    `marker` is "count" (x/N with our exact interval), "estimate" (a Kaplan–Meier percentage or a
    median with its published interval, if one was found), "percent" (a bare percentage) or "none".
    `low` and `high` are in percent, or in months beside a median; the upper end of an interval may
    be `not_estimable`. `own` is true for an own series, whose `name` says that it is unpublished.
    `why` says why there is no rate. `pooled_in` is the group of the diamond
    that it is part of, `not_pooled` why it is part of none.
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
    own: bool = False
    dose_low: float | None = None
    dose_high: float | None = None
    why: str = ""
    events: int | None = None
    n: int | None = None
    percent: float | None = None
    months: float | None = None
    low: float | None = None
    high: float | None = None
    not_estimable: bool = False
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
    assumed: bool = False
    note: str = ""
    interval_note: str = ""
    follow_up: str = ""
    marks: tuple[str, ...] = ()
    same_children: tuple[str, ...] = ()
    maybe_same_children: tuple[str, ...] = ()
    guard: Guard | None = None
    pooled_in: str = ""
    not_pooled: str = ""

    @property
    def title(self) -> str:
        """Name of the study, and of the cohort when it is not the whole study."""
        return f"{self.name}, {self.cohort}" if self.cohort else self.name

    @property
    def short_name(self) -> str:
        """The name where the mark of an own series stands in a line of its own."""
        return unmarked(self.name)

    def rate(self, digits: int = 0) -> str:
        """The rate as every place prints it: "28/48 · 58 % [43–72]", "70 %, x/N not found", "–"."""
        if self.marker == "count" and self.events is not None and self.n is not None:
            return rate_text(self.events, self.n, self.low or 0, self.high or 0, digits)
        if self.marker == "estimate":
            return f"{self.value:g} {self.unit}{self.published_interval}"
        return f"{self.percent:g} %, x/N not found" if self.marker == "percent" else "–"

    @property
    def value(self) -> float | None:
        """What is drawn: percent, or months."""
        return self.percent if self.months is None else self.months

    @property
    def whom(self) -> str:
        """Whom the number counts, where it is known and not all treated: "patients with SOS"."""
        _, _, whom = self.counted.partition("of ")
        whom = whom.removeprefix(f"{self.n} ").removeprefix("all ")
        return "" if whom == "treated" else whom

    @property
    def unit(self) -> str:
        return "%" if self.months is None else "months"

    @property
    def published_interval(self) -> str:
        """The interval of an estimate as printed: " [25–66]", or that there is none."""
        if self.low is None:
            return ", interval not found"
        high = "not estimable" if self.not_estimable else f"{self.high:g}"
        return f" [{self.low:g}–{high}]"


@dataclass(frozen=True)
class PooledLine:
    """The pooled rate of one group of rows, or its refusal, and what it rests on.

    One entry of `names`, `events` and `totals` a study, each child counted once as far as is
    known; `own` of the studies are own series, unpublished.
    """

    outcome: str
    heading: str
    population: str
    group: str
    whom: str
    would: str
    names: tuple[str, ...]
    events: tuple[int, ...]
    totals: tuple[int, ...]
    footnotes: tuple[str, ...]
    pooled: Pooled
    own: int = 0

    @property
    def studies(self) -> str:
        """How many, and how many of them nobody published: "5 studies (1 own, unpublished)"."""
        return counted(self.pooled.k, "study", "studies") + self.unpublished

    @property
    def unpublished(self) -> str:
        """What must stand beside the number of studies: " (1 own, unpublished)"."""
        return of_them_own(self.own)

    @property
    def title(self) -> str:
        """What was pooled, to be quoted: "MRD negativity, pooled (of responders, single agent)"."""
        return f"{self.heading}, pooled ({self.group})"

    @property
    def counted(self) -> str:
        """Which and how many: 4 studies, 142 children in the denominators, each counted once.

        A study of adults may hold a few children, so its patients are called no adults.
        """
        whom = "children" if self.population == "children" else "patients"
        return f"{self.studies}, {self.pooled.patients} {whom} in the denominators, {self.once}"

    @property
    def once(self) -> str:
        """That no patient counts twice, or that two of the studies may share some."""
        doubt = any(note.startswith(MAYBE_TWICE) for note in self.footnotes)
        return f"each counted once{' as far as is known' if doubt else ''}"

    def rate(self, digits: int = 0) -> str:
        """The pooled rate with its 95 % interval: "70 % [52–84]"."""
        pooled = self.pooled
        return percent_text(pooled.estimate, pooled.low, pooled.high, digits)

    def prediction(self, digits: int = 0) -> str:
        """The prediction interval in percent: "42–89 %"."""
        return span_text(self.pooled.prediction_low, self.pooled.prediction_high, digits)

    def total(self, digits: int = 0) -> str:
        """The sum of the counts with its exact interval: "41/101 · 41 % [31–51]"."""
        if self.pooled.crude is None:
            return ""
        events, n, low, high = self.pooled.crude
        return rate_text(events, n, 100 * low, 100 * high, digits)


@dataclass(frozen=True)
class Listed:
    """A study that stands under the chart instead of in it, or outside the diamond, and why."""

    name: str
    reason: str


def names_by_reason(items: Sequence[Listed]) -> dict[str, list[str]]:
    """Each reason once, with the names that it concerns."""
    names: dict[str, list[str]] = {}
    for item in items:
        names.setdefault(item.reason, []).append(item.name)
    return names


@dataclass(frozen=True)
class View:
    """One panel. `rows` hold every chosen cohort in the common order, also those without rate.

    `pooled` are the groups of at least two studies, `also_found` the numbers of these cohorts that
    have no row. `sentence` is the caption of the chart,
    `pooled_words` what is said of its diamonds, `headline` the short form of both.
    """

    outcome: str
    heading: str
    counted: str
    rows: tuple[Row, ...]
    not_specific: tuple[Listed, ...]
    version: str
    criteria_matter: bool = False
    definitions_matter: bool = False
    times_matter: bool = False
    measure: Measure = "rate"
    pooled: tuple[PooledLine, ...] = ()
    also_found: tuple[Item, ...] = ()
    sentence: str = ""
    pooled_words: str = ""
    headline: str = ""

    @property
    def title(self) -> str:
        """What is counted, of whom: "MRD negativity of responders"."""
        return f"{self.heading} {self.counted}".strip()

    @property
    def alt(self) -> str:
        """What a screen reader speaks instead of the chart."""
        return f"{self.sentence} {self.pooled_words}".strip()

    @property
    def diamonds(self) -> tuple[PooledLine, ...]:
        """The pooled lines that have an estimate to draw."""
        return tuple(line for line in self.pooled if line.pooled.estimable)

    @property
    def not_pooled(self) -> tuple[Listed, ...]:
        """The drawn rows that are part of no diamond, and why."""
        return tuple(Listed(row.title, row.not_pooled) for row in self.rows if row.not_pooled)

    @property
    def drawn(self) -> tuple[Row, ...]:
        """The rows that have a mark in the chart."""
        return tuple(row for row in self.rows if row.marker != "none")

    @property
    def has_numbers(self) -> bool:
        """Whether anything was found, also what has no mark."""
        return bool(self.also_found) or any(row.source for row in self.rows)

    @property
    def listed(self) -> tuple[Listed, ...]:
        """What has no mark: cohorts without a rate, then studies that mix drugs."""
        missing = (Listed(row.title, row.why) for row in self.rows if row.marker == "none")
        return (*missing, *self.not_specific)
