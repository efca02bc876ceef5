"""What a study file may say.

After reading this, `fields.py` and `quantities.py` you know every field of `data/studies/*.yaml`
and `data/context.yaml`. The models are strict (a text is never a number), frozen, and refuse
unknown keys. Rules that need the whole file or all files stand in `checks.py`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from data.fields import (
    Count,
    Id,
    Number,
    Patients,
    Percent,
    Source,
    Sourced,
    Strict,
    Text,
    Url,
    check_median,
    check_order,
    count_fits,
    ends,
    no_fraction,
    rule,
)
from data.quantities import Comparison, Fact, Result

Population = Literal["children", "adults"]
RegimenKind = Literal["alone", "combined", "both", "not_inotuzumab_specific"]
Relation = Literal["contains", "inside", "same", "partly", "possible", "unlikely"]
Arms = Literal["single", "randomized", "not_found"]


class Citation(Strict):
    """How the publication is cited; a field that was not found is left out."""

    authors: tuple[Text, ...] = Field(default=(), examples=[["Bhojwani D", "Sposto R"]])
    et_al: bool = Field(default=False, description="true when more authors follow")
    title: Text | None = None
    journal: Text | None = None
    year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    volume: Text | None = None
    issue: Text | None = None
    pages: Text | None = None
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\S+$", max_length=200)] | None = None
    pmid: Annotated[str, StringConstraints(pattern=r"^\d+$", max_length=20)] | None = None
    pmcid: Annotated[str, StringConstraints(pattern=r"^PMC\d+$", max_length=20)] | None = None
    url: Url | None = Field(default=None, description="Only where there is no DOI")
    license: Text | None = Field(default=None, examples=["open access", "CC BY 4.0"])
    note: Text | None = None


class Registration(Strict):
    """A trial's number in a register."""

    registry: Text = Field(examples=["ClinicalTrials.gov", "EudraCT"])
    number: Text = Field(examples=["NCT02981628"])
    note: Text | None = None


class Design(Sourced):
    """How the study was done."""

    summary: Text = Field(examples=["single-arm, multicenter phase 2 trial"])
    timing: Literal["prospective", "retrospective", "not_found"]
    arms: Arms = Field(
        default="not_found",
        description="one arm, or randomized between several; only a study that says so has "
        "its doses compared",
    )
    period: Text | None = Field(default=None, description="When patients were treated")


class Regimen(Sourced):
    """What was given with InO."""

    kind: RegimenKind = Field(
        description="alone; combined; both: single agent and combination mixed; "
        "not_inotuzumab_specific: results also count patients who never had InO"
    )
    partners: tuple[Text, ...] = ()

    @rule
    def alone_is_without_partners(self) -> None:
        if self.kind == "alone" and self.partners:
            raise ValueError("alone, but with partners; allowed: no `partners`, or kind: combined")


# More than any table of doses or prior lines has; each is looked at beside each other one.
MOST_BANDS = 30


class Band(Strict):
    """So many patients of a cohort lie between two values, both included."""

    low: Number | None = Field(default=None, description="leave out when there is no lower end")
    high: Number | None = Field(default=None, description="leave out when there is no upper end")
    count: Count | None = None
    percent: Percent | None = Field(default=None, description="when no count was found")
    at_least: bool = Field(default=False, description="true when the count is a lower bound")

    @rule
    def has_an_end_and_a_size(self) -> None:
        if self.low is None and self.high is None:
            raise ValueError("a band without `low` or `high`; allowed: at least one of them")
        check_order(self.low, self.high)
        if (self.count is None) == (self.percent is None):
            raise ValueError("a band needs `count` or `percent`; allowed: exactly one of them")
        no_fraction(self.percent)

    @property
    def ends(self) -> tuple[float, float]:
        return ends(self.low, self.high)


class Spread(Sourced):
    """Between which values all patients of a cohort lie, and how many lie where."""

    low: Number | None = Field(default=None, description="no patient of the cohort is below")
    high: Number | None = Field(default=None, description="no patient of the cohort is above")
    bands: tuple[Band, ...] = ()
    text: Text | None = Field(default=None, description="the source's words where it has no number")

    @rule
    def ends_in_order(self) -> None:
        check_order(self.low, self.high)

    @rule
    def few_bands(self) -> None:
        if len(self.bands) > MOST_BANDS:
            raise ValueError(f"{len(self.bands)} bands; allowed: at most {MOST_BANDS}")

    @property
    def ends(self) -> tuple[float, float]:
        return ends(self.low, self.high)


# Several times the highest total of a cycle that was ever studied, mg/m²: more is another unit.
MOST_DOSE = 20
# More prior lines than any patient is given.
MOST_LINES = 20


def within_reach(spread: Spread, most: float, unit: str) -> None:
    """Refuses numbers that no patient can have had, as of another unit."""
    ranges: tuple[Spread | Band, ...] = (spread, *spread.bands)
    found = [end for one in ranges for end in (one.low, one.high) if end is not None]
    if max(found, default=0) > most:
        raise ValueError(f"{max(found):g} {unit}; allowed: at most {most}")


class Dose(Spread):
    """Planned total InO dose of cycle 1, mg/m²; `low` and `high` are equal for one dose."""

    schedule: Text | None = Field(default=None, examples=["0.8 + 0.5 + 0.5 mg/m², fractionated"])
    levels: tuple[Number, ...] = Field(default=(), description="the only doses given")
    later_cycles: Number | None = Field(default=None, description="mg/m² per cycle in remission")
    later_cycles_of: Text | None = Field(default=None, description="whose they are, if not of all")
    maximum_cycles: Patients | None = None

    @rule
    def is_a_dose_of_mg_per_m2(self) -> None:
        within_reach(self, MOST_DOSE, "mg/m²")
        if self.later_cycles and self.later_cycles > MOST_DOSE:
            raise ValueError(f"{self.later_cycles:g} mg/m² later; allowed: at most {MOST_DOSE}")

    @rule
    def has_both_ends_or_words(self) -> None:
        if (self.low is None) != (self.high is None):
            said = "a dose with one end only"
            raise ValueError(f"{said}; allowed: `low` and `high`, or the source's words as `text`")
        if self.bands and self.low is None:
            raise ValueError("bands without a range; allowed: `low` and `high` beside `bands`")

    @rule
    def levels_rise_from_low_to_high(self) -> None:
        if not self.levels:
            return
        if len(self.levels) > MOST_BANDS:
            raise ValueError(f"{len(self.levels)} levels; allowed: at most {MOST_BANDS}")
        ends = [self.levels[0], self.levels[-1]]
        if sorted(set(self.levels)) != list(self.levels) or ends != [self.low, self.high]:
            said = "levels that do not rise from `low` to `high`"
            raise ValueError(f"{said}; allowed: each dose once, the lowest first")

    @rule
    def says_whose_the_later_cycles_are(self) -> None:
        if self.later_cycles_of and self.later_cycles is None:
            raise ValueError("`later_cycles_of` alone; allowed: beside `later_cycles`")


class PriorLines(Spread):
    """Prior lines of therapy: counted, or bounded by eligibility, relapse or salvage number."""

    known_as: Literal[
        "prior lines", "relapse number", "salvage line", "eligibility floor", "words only"
    ] = Field(description="salvage line 1 = one prior line; a second relapse = two prior lines")
    median: Number | None = None

    @property
    def is_floor(self) -> bool:
        """Whether only the fewest are known, from who was allowed in."""
        return self.known_as == "eligibility floor" and self.low is not None and self.high is None

    @rule
    def as_many_as_a_patient_has(self) -> None:
        within_reach(self, MOST_LINES, "lines")
        if self.median is not None and self.median > MOST_LINES:
            raise ValueError(f"a median of {self.median:g} lines; allowed: at most {MOST_LINES}")

    @rule
    def median_between_the_ends(self) -> None:
        check_median(self.median, self.low, self.high)


class Cohort(Sourced):
    """A group of patients that a filter can ask for; who is counted in a rate is a denominator."""

    id: Id = Field(description="`all` for the whole study", examples=["all", "dose-1.4"])
    name: Text = Field(examples=["all treated", "dose level 1.4 mg/m²"])
    parent: Id | None = Field(default=None, description="the cohort that contains this one")
    split_by: Text | None = Field(
        default=None,
        description="what separates this cohort from its siblings; siblings of different splits "
        "share patients. Of a randomized study the arms are split by `arm` or a word with "
        "`random`, or each is named so; a dose, an amendment or a stratum randomized nobody",
        examples=["dose", "salvage line"],
    )
    n: Patients | None = Field(default=None, description="patients; leave out if not found")
    dose: Dose | None = Field(default=None, description="leave out to take the parent's")
    prior_lines: PriorLines | None = Field(default=None, description="same rule as dose")

    @rule
    def children_say_what_splits_them(self) -> None:
        if (self.parent is None) != (self.split_by is None):
            raise ValueError("`parent` and `split_by` go together; allowed: both or neither")

    @property
    def part(self) -> str:
        """Its name, where it is a part of the study; empty for all patients."""
        return "" if self.parent is None else self.name


class Overlap(Sourced):
    """Whom this study shares patients with; both studies must declare it."""

    study: Id
    relation: Relation


class Saying(Strict):
    """What one source prints."""

    source: Id
    text: Text


class LedgerEntry(Strict):
    """A disagreement between sources, the value chosen and why."""

    id: Id
    topic: Text
    says: tuple[Saying, ...]
    used: Text
    why: Text | None = None
    also: tuple[Id, ...] = Field(default=(), description="other studies that it concerns")


class NotFound(Strict):
    """What was looked for in the sources read and not found."""

    what: Text
    where: Text | None = Field(default=None, description="where a reader should look")


# Many times what any study has; each is looked at beside others.
MOST_RECORDS = {"cohorts": 40, "facts": 200, "results": 300}


class Study(Strict):
    """One study: one file of `data/studies/`, named like its id."""

    id: Id
    name: Text = Field(
        description="short name on screen, in menus and in links: at most 40 letters and digits",
        examples=["Bhojwani 2019"],
    )
    trial: Text | None = Field(default=None, examples=["COG AALL1621 cohort 1"])
    summary: Text = Field(description="one line: who was studied, in what kind of study")
    kind: Literal["study", "review"] = "study"
    population: Population
    own_series: OwnSeries | None = Field(
        default=None, description="only for a series of your own, never for a published study"
    )
    citation: Citation
    registrations: tuple[Registration, ...] = ()
    design: Design
    regimen: Regimen | None = Field(default=None, description="required unless kind is review")
    sources: dict[Id, Source] = Field(
        description="documents that only this study was read in; the key `paper` is its own "
        "publication and links to its DOI"
    )
    cohorts: tuple[Cohort, ...] = ()
    facts: tuple[Fact, ...] = ()
    results: tuple[Result, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    not_found: tuple[NotFound, ...] = ()

    @rule
    def not_too_many(self) -> None:
        for field, most in MOST_RECORDS.items():
            found = len(getattr(self, field))
            if found > most:
                raise ValueError(f"{found} {field}; allowed: at most {most}")

    @property
    def regimen_kind(self) -> str:
        """What was given, in the schema's word; empty for a review."""
        return self.regimen.kind if self.regimen else ""


class OwnSeries(Strict):
    """Marks the unpublished series of a reader's own center; it lives in one session only."""

    shared_children: Literal["none", "some", "unknown"] = Field(
        description="none: no child of it is in a listed study; some: `overlaps` names the "
        "studies; unknown. Only with none it may ever be pooled"
    )


class OngoingTrial(Sourced):
    """A trial without efficacy results, listed so that nobody misses it."""

    number: Text
    name: Text
    summary: Text


class ContextCount(Strict):
    """A labelled x/N inside a context note."""

    label: Text
    events: Count
    n: Patients
    percent: Percent | None = None

    @rule
    def count_fits_denominator(self) -> None:
        count_fits(self.events, self.n)


class ContextNote(Sourced):
    """Something true about the field that belongs to no study of the library."""

    id: Id
    title: Text
    text: Text
    counts: tuple[ContextCount, ...] = ()


class Context(Strict):
    """`data/context.yaml`: ongoing trials, background, and what was known but not read."""

    sources: dict[Id, Source] = Field(default_factory=dict)
    ongoing: tuple[OngoingTrial, ...] = ()
    notes: tuple[ContextNote, ...] = ()
    unread: tuple[Text, ...] = ()
