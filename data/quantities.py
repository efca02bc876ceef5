"""What a study can say in numbers: facts, results, comparisons.

Typed as printed; a percentage must agree with its x/N, an interval must hold its estimate, and a
derived value must say how it was obtained.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from data.fields import (
    Count,
    Id,
    Level,
    Number,
    Patients,
    Percent,
    Sourced,
    Strict,
    Text,
    check_median,
    check_order,
    count_fits,
    no_fraction,
    rule,
)
from data.problems import shown
from data.rounding import agrees_with_count, counts_that_fit

# A word of `outcomes.yaml`; whether it is one, `checks.py` says with those that there are.
Word = Annotated[str, StringConstraints(max_length=40)]
# CTCAE grades; two grades that nobody stated are never taken for one.
GRADE_NOT_STATED = "not stated"
Grade = Annotated[
    str,
    StringConstraints(pattern=r"^([≥≤]?[1-5]|[1-5]–[1-5]|any grade|not stated)$", max_length=20),
]
# The last column of every comparison.
NOTE = "Note"
# As many denominators of one study can be meant by one percentage.
MOST_POSSIBLE = 20
# More patients than any study of the field has; of every N all x are told that fit.
MOST_PATIENTS = 1000


class Published(Strict):
    """What the source prints: percentage or median, interval, and the interval's own level."""

    percent: Percent | None = None
    low: Number | None = None
    high: Number | Literal["not estimable"] | None = None
    level: Level | None = Field(default=None, description="in percent", examples=[90, 95])
    plus_minus: Number | None = Field(default=None, description="printed ± of unknown meaning")
    basis: Literal["stated", "secondary"] | None = Field(
        default=None, description="when it differs from the count's basis"
    )
    source: Id | None = Field(default=None, description="when it differs from the count's source")
    place: Text | None = None

    @rule
    def both_ends_or_none(self) -> None:
        if self.low is not None and self.high is None:
            raise ValueError("an interval without its upper end; allowed: `high`, or not estimable")
        if self.low is None and self.high is not None:
            raise ValueError("an interval without its lower end; allowed: `low`, or no `high`")


class Quantity(Sourced):
    """A count x/N, a bound, a median, or a bare percentage."""

    events: Count | None = Field(default=None, description="x of x/N")
    n: Patients | None = Field(default=None, description="N of x/N; leave out if not found")
    median: Number | None = None
    unit: Text | None = Field(default=None, examples=["months", "years"])
    published: Published | None = None
    ledger: Id | None = Field(
        default=None, description="ledger entry that explains a printed percentage that disagrees"
    )

    @rule
    def count_fits_denominator(self) -> None:
        count_fits(self.events, self.n)

    @rule
    def percentage_agrees(self) -> None:
        printed = self.published.percent if self.published else None
        if printed is None or self.events is None or self.n is None:
            return
        agrees = agrees_with_count(printed, self.events, self.n)
        if agrees and self.ledger:
            raise ValueError("`ledger` on a percentage that agrees; allowed: leave `ledger` out")
        if not agrees and self.ledger is None:
            exact = 100 * self.events / self.n
            raise ValueError(
                f"printed {printed} % but {self.events}/{self.n} is {exact:.2f} %; "
                "allowed: the printed digits, or a `ledger` entry that explains the difference"
            )

    @rule
    def percentage_is_no_fraction(self) -> None:
        """Where x is known, it tells what was meant."""
        if self.events is None and self.published:
            no_fraction(self.published.percent)

    @rule
    def interval_holds_estimate(self) -> None:
        printed = self.published
        if printed is None or printed.low is None:
            return
        estimate = self.estimate()
        high = printed.high if isinstance(printed.high, int | float) else float("inf")
        check_order(printed.low, high)
        if estimate is not None and not printed.low <= estimate <= high:
            raise ValueError(
                f"interval {printed.low}–{high} does not contain {estimate:g}; "
                "allowed: low ≤ estimate ≤ high"
            )

    def estimate(self) -> float | None:
        """What a printed interval lies around: the printed percentage, the median, or x/N."""
        if self.published and self.published.percent is not None:
            return self.published.percent
        if self.median is not None or self.events is None or self.n is None:
            return self.median
        return 100 * self.events / self.n

    @rule
    def derived_counts_say_whose_percentage(self) -> None:
        printed = self.published
        if self.basis == "derived" and printed is not None and printed.basis is None:
            raise ValueError(
                "a derived value beside a printed one; "
                "allowed: say in `published.basis` whether the printed one is stated or secondary"
            )


class Fact(Quantity):
    """A fact about the patients or the study that is not an outcome of InO."""

    topic: Word = Field(description="one of `topics` in outcomes.yaml", examples=["prior_hsct"])
    label: Text | None = Field(default=None, description="when the topic's own label is not enough")
    cohort: Id = "all"
    of: Word | None = Field(default=None, description="denominator, when it is not all treated")
    low: Number | None = None
    high: Number | None = None
    spread: Literal["range", "IQR"] | None = Field(default=None, description="what low–high is")
    text: Text | None = None

    @rule
    def says_something(self) -> None:
        printed = self.published.percent if self.published else None
        said = (self.events, self.median, self.low, self.high, self.text, printed)
        if all(value is None for value in said):
            raise ValueError("a fact that says nothing; allowed: events, median, low/high or text")
        check_order(self.low, self.high)
        check_median(self.median, self.low, self.high)


class AllTreated(Strict):
    """Whether a rate among responders can also be given of all treated patients, and why."""

    n: Patients | None = Field(default=None, description="when it is not the cohort's n")
    denominator: Id = Field(default="treated", description="whom that n counts")
    label: Text | None = Field(default=None, examples=["MRD-negative strict CR"])
    derivation: Text | None = Field(default=None, description="why the numerator covers them all")
    why_not: Text | None = Field(default=None, description="why it cannot be converted")

    @rule
    def says_how_or_why_not(self) -> None:
        if (self.derivation is None) == (self.why_not is None):
            raise ValueError(
                "neither or both of `derivation` and `why_not`; allowed: exactly one of them"
            )


class Result(Quantity):
    """One number of one cohort for one outcome."""

    outcome: Word = Field(description="one of `outcomes` in outcomes.yaml")
    cohort: Id = "all"
    definition: Word | None = Field(default=None, description="required for response")
    denominator: Word = Field(description="whom N counts", examples=["evaluable", "transplanted"])
    timepoint: Word = "not_stated"
    event: Text | None = Field(default=None, description="name of an adverse event")
    grade: Grade | None = Field(
        default=None, description="of an adverse event", examples=["≥3", "3–4", "not stated"]
    )
    primary: bool = Field(
        default=True, description="one row per cohort, outcome and definition is primary"
    )
    events_at_least: Count | None = Field(default=None, description="a count known as a bound")
    assumed: bool = Field(
        default=False,
        description="true for a derived x/N that is one of several readings of what is printed",
    )
    possible_n: tuple[Patients, ...] = Field(
        default=(), description="for a percentage without x/N: the N that may lie behind it"
    )
    possible_n_why: Text | None = Field(default=None, description="where these N come from")
    threshold: Percent | None = Field(default=None, description="MRD threshold in percent")
    method: Text | None = Field(default=None, description="MRD method", examples=["flow cytometry"])
    criteria: Word | None = Field(default=None, description="SOS criteria; required for SOS")
    two_stage: bool = Field(
        default=False,
        description="true for the endpoint that a two-stage design stops for: "
        "the usual exact interval is then only approximate",
    )
    all_treated: AllTreated | None = None

    @rule
    def only_a_reading_is_assumed(self) -> None:
        if self.assumed and self.basis != "derived":
            raise ValueError("`assumed` on a count that is printed; allowed: on derived ones")

    @rule
    def says_something(self) -> None:
        percent = self.published.percent if self.published else None
        if all(v is None for v in (self.events, self.events_at_least, self.median, percent)):
            raise ValueError(
                "a result without a value; allowed: events, events_at_least, median "
                "or published.percent"
            )

    @rule
    def possible_n_explain_a_percentage(self) -> None:
        if not self.possible_n:
            return
        if len(self.possible_n) > MOST_POSSIBLE:
            said = f"{len(self.possible_n)} possible N"
            raise ValueError(f"{said}; allowed: at most {MOST_POSSIBLE}")
        if len(set(self.possible_n)) < len(self.possible_n):
            raise ValueError("a possible N stands twice; allowed: each once")
        if max(self.possible_n) > MOST_PATIENTS:
            said = f"{max(self.possible_n)} as a possible N"
            raise ValueError(f"{said}; allowed: at most {MOST_PATIENTS}")
        if self.possible_n_why is None:
            raise ValueError("`possible_n` without `possible_n_why`; allowed: say where they stand")
        percent = self.published.percent if self.published else None
        if percent is None or self.events is not None or self.n is not None:
            raise ValueError("`possible_n` beside a count; allowed: beside a percentage alone")
        if not counts_that_fit(percent, self.possible_n):
            raise ValueError(f"no x of these N is {percent} %; allowed: N of which one is")

    @rule
    def a_bound_stands_alone(self) -> None:
        if self.events_at_least == 0:
            raise ValueError("`events_at_least` of 0 says nothing; allowed: 1 or more")
        if self.events_at_least is not None and self.events is not None:
            raise ValueError("`events_at_least` beside `events`; allowed: one of them")
        count_fits(self.events_at_least, self.n)


class Cell(Strict):
    """One group's value of one factor: x/N or a median with its range."""

    events: Count | None = None
    n: Patients | None = None
    median: Number | None = None
    low: Number | None = None
    high: Number | None = None
    printed_percent: Percent | None = Field(default=None, description="only if it disagrees")

    @rule
    def is_a_count_or_a_median(self) -> None:
        counted = self.events is not None and self.n is not None
        typed = self.events is not None or self.n is not None
        if (self.median is None) != counted or (self.median is not None and typed):
            raise ValueError("a count or a median; allowed: `events` with `n`, or `median` alone")
        if counted and (self.low is not None or self.high is not None):
            raise ValueError("a range beside a count; allowed: beside a `median`")
        if not counted and self.printed_percent is not None:
            raise ValueError("`printed_percent` beside a median; allowed: beside a count")
        count_fits(self.events, self.n)
        check_order(self.low, self.high)
        check_median(self.median, self.low, self.high)


class Factor(Strict):
    """One line of a comparison."""

    name: Text
    cells: tuple[Cell, ...]
    note: Text | None = None


class Comparison(Sourced):
    """A published table that compares groups of the same study."""

    title: Text
    groups: tuple[Text, ...]
    factors: tuple[Factor, ...]

    @rule
    def every_factor_has_a_cell_for_each_group(self) -> None:
        if len({*self.groups, NOTE}) <= len(self.groups):
            said = f'two groups of one name, or one called "{NOTE}"'
            raise ValueError(f"{said}; allowed: a name of its own for each group")
        for factor in self.factors:
            if len(factor.cells) != len(self.groups):
                raise ValueError(
                    f"{shown(factor.name)} has {len(factor.cells)} cells; "
                    f"allowed: {len(self.groups)}, one for each group"
                )
