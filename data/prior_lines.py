"""What is known of prior lines, cohort by cohort: counts, a range, a floor, words or nothing.

Decided once and frozen for chart, table, sentence and file. A count stays in the band that its
source prints, a floor is a bound and never a number, and nothing is put where nothing was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from data.cohorts import Chosen, Cohorts, lines_of
from data.library import Library
from data.overlap import linked, shares_children_with
from data.schema import Band, Cohort, PriorLines, Study
from data.study_sheet import unanswered
from data.tables import source_url
from data.words import counted, counted_again, listed, range_text, rounded

# Bands in percent add up to a little less than 100 by rounding; below this a part is missing.
ALL = 98.5
ALL_OF_THEM = "all"
# How a range is told: it is no band with a number of patients.
INSIDE = "all patients lie inside"
# What the patients of the cohorts are told by, in the order of the sentence.
KINDS = {
    "counted": "{count} {say} how many patients had how many ({names})",
    "range": "{count} {say} only between which numbers all patients lie ({names})",
    "floor": "{count} {say} only how few were possible, by eligibility ({names})",
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

    `shares` are the bands with their patients, `floor` the fewest prior lines possible, `quoted`
    the source's own words, `of_whom` whom these tell about when it is not the cohort alone.
    """

    key: str
    study: str
    name: str
    cohort: str
    population: str
    patients: int | None
    kind: str
    says: str
    shares: tuple[Share, ...] = ()
    floor: float | None = None
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
    own: bool = False

    @property
    def title(self) -> str:
        return f"{self.name}, {self.cohort}" if self.cohort else self.name


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

    def marked(row: LinesRow) -> LinesRow:
        ids = shares_children_with(library.studies[row.study], others[row.study])
        return replace(row, same_children=tuple(names[key] for key in ids))

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
        **knowledge(lines, study, cohort),
        known_as=lines.known_as,
        basis=lines.basis,
        source=library.source(study, lines.source).name,
        source_url=source_url(library, study, lines.source),
        place=lines.place,
        notes=" · ".join(filter(None, [derived(lines), lines.note])),
    )


def derived(lines: PriorLines) -> str:
    return f"Derived: {lines.derivation}" if lines.derivation else ""


def knowledge(lines: PriorLines, study: Study, cohort: Cohort) -> dict[str, Any]:
    """Kind, words, shares and floor of a cohort."""
    quoted = lines.text or ""
    shares = shares_of(lines, cohort)
    if study.own_series and is_range(shares):
        says = f"{shares[0].band}, {INSIDE}{by(lines.known_as)}"
        return {"kind": "range", "says": says, "shares": shares}
    if shares:
        return {"kind": "counted", "says": shares_words(lines, shares, cohort), "shares": shares}
    if lines.is_floor:
        says = f"at least {lines.low:g} by eligibility"
        return {"kind": "floor", "says": says, "floor": lines.low, "quoted": quoted}
    if quoted:
        of_whom = "" if cohort.prior_lines else " (of the whole study)"
        says = f"only in words: “{quoted}”{of_whom}"
        return {"kind": "words", "says": says, "quoted": quoted, "of_whom": of_whom}
    return {}


def shares_of(lines: PriorLines, cohort: Cohort) -> tuple[Share, ...]:
    """The bands, or all patients in the range of their salvage line or relapse number."""
    if lines.bands:
        return tuple(share_of(band, cohort.n) for band in lines.bands)
    if lines.is_floor or (lines.low is None and lines.high is None):
        return ()
    return (Share(*lines.ends, 100, ALL_OF_THEM),)


def is_range(shares: Sequence[Share]) -> bool:
    """Whether nobody knows how many had how many, only the fewest and the most."""
    return [share.words for share in shares] == [ALL_OF_THEM] and shares[0].low != shares[0].high


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
    return "" if known_as == "prior lines" else f", by {known_as}"


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
    return "; ".join(names) if own[0].shares else listed(names)


def in_short(row: LinesRow) -> str:
    """The name with its numbers, if there are any."""
    if row.floor is not None:
        return f"{row.title}: at least {row.floor:g}"
    if row.kind == "range":
        return f"{row.title}: {row.shares[0].band}{by(row.known_as)}"
    shares = ", ".join(f"{share.band} in {share.words}" for share in row.shares)
    return f"{row.title}: {shares}{by(row.known_as)}" if shares else row.title
