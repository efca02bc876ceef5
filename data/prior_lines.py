"""What is known of prior lines, cohort by cohort: counts, a range, a floor, a median or words.

Decided once and frozen for chart, table, sentence and file. A count stays in the band that its
source prints, a floor is a bound and never a number, and nothing is put where nothing was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from data.cohorts import Chosen, Cohorts
from data.items import unanswered
from data.library import Library
from data.overlap import counts_again, linked
from data.schema import Band, Cohort, PriorLines, Study
from data.tables import source_url
from data.treatment import lines_of, whose_words
from data.verdicts import ALL
from data.words import counted, counted_again, listed, range_text, rounded

ALL_OF_THEM = "all"
# How a range is told: it is no band with a number of patients.
INSIDE = "all patients lie inside"
# What the patients of the cohorts are told by, in the order of the sentence.
KINDS = {
    "counted": "{count} {say} how many patients had how many ({names})",
    "alike": "{count} {say} that all had the same number, not how many they are ({names})",
    "range": "{count} {say} only between which numbers all patients lie ({names})",
    "floor": "{count} {say} only how few were possible, by eligibility ({names})",
    "median": "{count} {say} only the median ({names})",
    "words": "{count} {say} it only in words ({names})",
    "none": "for {count} nothing was found ({names})",
}


@dataclass(frozen=True)
class Share:
    """So many patients of a cohort had from `low` to `high` prior lines; an end may be infinite.

    `counted` is whether their number is known, not only a percentage or that it was all.
    """

    low: float
    high: float
    percent: float
    words: str
    counted: bool = False

    @property
    def band(self) -> str:
        return range_text(self.low, self.high)


@dataclass(frozen=True)
class LinesRow:
    """One cohort. `kind` is one of `KINDS`; `says` is all that is known in words.

    `shares` are the bands with their patients, `floor` the fewest prior lines possible, `median`
    that of the cohort, `quoted` the source's own words, `of_whom` whom these tell about when it is
    not the cohort alone.
    """

    key: str
    study: str
    name: str
    cohort: str
    population: str
    patients: int | None
    own: bool
    kind: str
    says: str
    shares: tuple[Share, ...] = ()
    floor: float | None = None
    median: float | None = None
    quoted: str = ""
    of_whom: str = ""
    known_as: str = ""
    basis: str = ""
    source: str = ""
    source_url: str | None = None
    place: str = ""
    notes: str = ""
    marks: tuple[str, ...] = ()
    same_children: tuple[str, ...] = ()
    maybe_same_children: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.name}, {self.cohort}" if self.cohort else self.name

    @property
    def median_words(self) -> str:
        """The median beside whatever else is known: "median 3"."""
        return "" if self.median is None else f"median {self.median:g}"


@dataclass(frozen=True)
class LinesView:
    """Every chosen cohort in the order of the charts, and the sentence that says the same."""

    rows: tuple[LinesRow, ...]
    sentence: str
    version: str


def lines_view(library: Library, cohorts: Cohorts) -> LinesView:
    """What is known of the prior lines of each cohort that the filters chose."""
    rows = tuple(lines_row(library, chosen) for chosen in cohorts.chosen)
    rows = with_shared_children(library, rows)
    return LinesView(rows, sentence(rows), library.version)


def with_shared_children(library: Library, rows: Sequence[LinesRow]) -> tuple[LinesRow, ...]:
    """Names, beside each row with shares, the other such rows that count the same children."""
    names = {row.study: row.name for row in rows if row.shares}
    others = linked([study for study in library.studies.values() if study.id in names])

    parts = {row.study for row in rows if row.cohort}

    def marked(row: LinesRow) -> LinesRow:
        same, maybe = counts_again(library.studies[row.study], others[row.study], parts)
        return replace(
            row,
            same_children=tuple(names[key] for key in same),
            maybe_same_children=tuple(names[key] for key in maybe),
        )

    return tuple(marked(row) if row.shares else row for row in rows)


def lines_row(library: Library, chosen: Chosen) -> LinesRow:
    """The row of one cohort, with its source where something was found."""
    study, cohort = chosen.study, chosen.cohort
    row = LinesRow(
        key=chosen.key,
        study=study.id,
        name=study.name,
        cohort="" if cohort.parent is None else cohort.name,
        population=study.population,
        patients=cohort.n,
        kind="none",
        says=unanswered(study),
        marks=tuple(mark.says for mark in chosen.marks),
        own=study.own_series is not None,
    )
    lines = lines_of(study, cohort)
    if lines is None:
        return row
    return replace(
        row,
        **knowledge(study, lines, cohort),
        known_as=lines.known_as,
        basis=lines.basis,
        source=library.source(study, lines.source).name,
        source_url=source_url(library, study, lines.source),
        place=lines.place,
        notes=" · ".join(filter(None, [derived(lines), lines.note])),
    )


def derived(lines: PriorLines) -> str:
    return f"Derived: {lines.derivation}" if lines.derivation else ""


def knowledge(study: Study, lines: PriorLines, cohort: Cohort) -> dict[str, Any]:
    """Kind, words and numbers of a cohort; a median or words never hide behind a range."""
    shares = shares_of(lines, cohort)
    kind = kind_of(lines, shares, cohort.n)
    whose = whose_words(study, cohort, "prior_lines") if lines.text else ""
    if kind == "none":
        return {}
    return {
        "kind": kind,
        "says": says_of(lines, kind, shares, cohort, whose),
        "shares": shares,
        "floor": lines.low if kind == "floor" else None,
        "median": lines.median,
        "quoted": lines.text or "",
        "of_whom": whose,
    }


def kind_of(lines: PriorLines, shares: Sequence[Share], n: int | None) -> str:
    """The surest thing that is known of n patients, one of `KINDS`."""
    if is_range(lines, shares):
        return "range"
    if shares:
        return "counted" if lines.bands or n is not None else "alike"
    if lines.is_floor:
        return "floor"
    if lines.median is not None:
        return "median"
    return "words" if lines.text else "none"


def counts_lines(lines: PriorLines, cohort: Cohort) -> bool:
    """Whether it is told how many patients had how many; all of an unknown number is no answer."""
    return kind_of(lines, shares_of(lines, cohort), cohort.n) == "counted"


def says_of(
    lines: PriorLines, kind: str, shares: Sequence[Share], cohort: Cohort, whose: str
) -> str:
    """What is known in words, with the median beside a range, counts or a floor."""
    if kind == "words":
        return f"only in words: “{lines.text}”{whose}"
    if kind == "median":
        return f"only the median: {lines.median:g}{by(lines.known_as) or ' prior lines'}"
    said = ends_or_counts(lines, kind, shares, cohort)
    return said if lines.median is None else f"{said}; median {lines.median:g}"


def ends_or_counts(lines: PriorLines, kind: str, shares: Sequence[Share], cohort: Cohort) -> str:
    """Between which numbers, how many where, or from which number on."""
    if kind == "range":
        return f"{shares[0].band}, {INSIDE}{by(lines.known_as)}"
    if kind in ("counted", "alike"):
        return shares_words(lines, shares, cohort)
    return f"at least {lines.low:g} by eligibility"


def shares_of(lines: PriorLines, cohort: Cohort) -> tuple[Share, ...]:
    """The bands, or all patients in the range of their salvage line or relapse number."""
    if lines.bands:
        return tuple(share_of(band, cohort.n) for band in lines.bands)
    if lines.is_floor or (lines.low is None and lines.high is None):
        return ()
    return (Share(*lines.ends, 100, ALL_OF_THEM),)


def is_range(lines: PriorLines, shares: Sequence[Share]) -> bool:
    """Whether nobody counted how many had how many: who was allowed in tells the ends alone."""
    ends_only = [share.words for share in shares] == [ALL_OF_THEM]
    return ends_only and (lines.low != lines.high or lines.known_as == "eligibility floor")


def share_of(band: Band, n: int | None) -> Share:
    at_least = "at least " if band.at_least else ""
    if band.count is None or n is None:
        percent = band.percent or 0
        return Share(*band.ends, percent, f"{at_least}{percent:g} %")
    words = f"{at_least}{band.count}/{n}"
    return Share(*band.ends, 100 * band.count / n, words, counted=True)


def shares_words(lines: PriorLines, shares: Sequence[Share], cohort: Cohort) -> str:
    """How many had how many, by what it was counted, and how many are missing."""
    said = ", ".join(f"{share.band}: {share_words(share)}" for share in shares)
    return "; ".join(filter(None, [said + by(lines.known_as), missing(lines, shares, cohort.n)]))


def share_words(share: Share) -> str:
    return f"{share.words} ({rounded(share.percent)} %)" if share.counted else share.words


def by(known_as: str) -> str:
    return "" if known_as in ("prior lines", "words only") else f", by {known_as}"


def missing(lines: PriorLines, shares: Sequence[Share], n: int | None) -> str:
    """How many patients lie in no band."""
    counts = [band.count for band in lines.bands]
    if counts and n is not None and None not in counts:
        left = n - sum(count or 0 for count in counts)
        return f"the other {left} not found" if left else ""
    return "" if sum(share.percent for share in shares) > ALL else "the others not found"


def sentence(rows: Sequence[LinesRow]) -> str:
    """How many studies say what, children first; then whose children are counted again."""
    said = [part for who in ("children", "adults") for part in of_population(rows, who)]
    said += counted_again(((r.population, r.name) for r in rows if r.same_children), "study")
    return " ".join(said) or "Prior lines: no study is left with these filters."


def of_population(rows: Sequence[LinesRow], who: str) -> list[str]:
    own = [row for row in rows if row.population == who]
    if not own:
        return []
    whole = not any(row.cohort for row in own)
    count = counted(len(own), "study", "studies") if whole else counted(len(own), "cohort")
    kinds = "; ".join(filter(None, (of_kind(own, kind) for kind in KINDS)))
    return [f"Prior lines, {count} in {who}: {kinds}."]


def of_kind(rows: Sequence[LinesRow], kind: str) -> str:
    """One kind of knowledge, and the studies that have it with their numbers."""
    own = [row for row in rows if row.kind == kind]
    if not own:
        return ""
    say = "says" if len(own) == 1 else "say"
    return KINDS[kind].format(count=len(own), say=say, names=names_of(own))


def names_of(own: Sequence[LinesRow]) -> str:
    names = [in_short(row) for row in own]
    return listed(names) if own[0].kind in ("floor", "words", "none") else "; ".join(names)


def in_short(row: LinesRow) -> str:
    """The name with its numbers, if there are any."""
    beside = "" if row.kind == "median" else row.median_words
    said = ", ".join(filter(None, [numbers(row), beside]))
    return f"{row.title}: {said}" if said else row.title


def numbers(row: LinesRow) -> str:
    """The floor, the range, the median or the bands, and by what they were counted."""
    if row.floor is not None:
        return f"at least {row.floor:g}"
    if row.kind == "range":
        return f"{row.shares[0].band}{by(row.known_as)}"
    shares = ", ".join(f"{share.band} in {share.words}" for share in row.shares)
    said = shares or row.median_words
    return f"{said}{by(row.known_as)}" if said else ""
