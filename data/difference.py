"""The difference between two rates of two studies, or every reason why there is none.

A difference is computed only between two counts of the same thing in different children: same
outcome, definition, grade, denominator, SOS criteria, MRD threshold and time, as far as these are
known. Denominators, grades and SOS criteria that are not known are never taken for the same. What
else differs stands beside it. Arms randomized within one trial are the matter of
`randomized_doses.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from data.characters import simple
from data.intervals import newcombe_difference
from data.library import Library
from data.overlap import CERTAIN, NOT_ASKED, UNKNOWN, own_series_left_open, relation_of
from data.rows import Row
from data.schema import Study
from data.study_sheet import TIMING_WORDS, relation_words
from data.terms import Term
from data.verdicts import REGIMEN_WORDS
from data.words import listed, signed

NOT_RANDOMIZED = "Not a randomized comparison."
NO_COMBINATION = "no combination mentioned"
# Relations that forbid a difference; "unlikely" is only said beside it.
SHARED = (*CERTAIN, "possible", UNKNOWN, NOT_ASKED)


@dataclass(frozen=True)
class Answer:
    """One cohort's answer to one outcome: the row on screen, and on what terms it was counted."""

    study: Study
    row: Row
    terms: tuple[Term, ...] = ()
    derived: bool = False
    # the event that was counted and its grade, where the outcome is any that a source names
    event: tuple[str, ...] = ()

    @property
    def counts(self) -> tuple[int, int] | None:
        """X and N; None where they are not both known."""
        if self.row.marker != "count" or self.row.events is None or self.row.n is None:
            return None
        return self.row.events, self.row.n


@dataclass(frozen=True)
class Difference:
    """First minus second, as fractions with Newcombe's 95 % interval, or `reasons` for none.

    `beside` is what else differs or is not known, and does not forbid a difference.
    """

    heading: str
    first: Row
    second: Row
    value: float | None = None
    low: float | None = None
    high: float | None = None
    reasons: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def points(self) -> str:
        """With its interval: "−8.3 percentage points [−25.0 to 10.1]"; a dash for none."""
        if self.value is None or self.low is None or self.high is None:
            return "–"
        ends = (self.value, self.low, self.high)
        value, low, high = (signed(100 * fraction, 1) for fraction in ends)
        return f"{value} percentage points [{low} to {high}]"

    @property
    def in_full(self) -> str:
        """The sentence, and what must be known beside it."""
        also = f" Beside it: {'; '.join(self.beside)}." if self.beside else ""
        return f"{self.sentence}{also}"

    @property
    def sentence(self) -> str:
        """The two rates and their difference, or why there is none."""
        first, second = self.first, self.second
        if self.value is None:
            pair = f"{first.title} and {second.title}"
            return f"{self.heading}, {pair}: no difference is computed: {'; '.join(self.reasons)}."
        return (
            f"{self.heading}: {first.title} {first.rate(1)}, {second.title} {second.rate(1)}; "
            f"the first minus the second is {self.points}, 95 % interval."
        )


def difference(library: Library, first: Answer, second: Answer) -> Difference:
    """First minus second where both count the same thing in different children."""
    label = library.vocabulary.outcomes[first.row.outcome].label
    heading = ", ".join([label, *same_event(first, second)])
    reasons = tuple(dict.fromkeys(refusals(library, first, second)))
    found = Difference(heading, first.row, second.row, reasons=reasons)
    if reasons or first.counts is None or second.counts is None:
        return found
    value, low, high = newcombe_difference(*first.counts, *second.counts)
    said = tuple(beside(first, second))
    return replace(found, value=value, low=low, high=high, beside=said)


def same_event(first: Answer, second: Answer) -> tuple[str, ...]:
    """The named event that both count, with its grade: ("fever", "grade ≥3"); or none."""
    alike = [simple(" ".join(one.event)) for one in (first, second)]
    return first.event if alike[0] == alike[1] else ()


def refusals(library: Library, first: Answer, second: Answer) -> Iterator[str]:
    """Every reason against a difference."""
    yield from other_patients(first.study, second.study)
    if first.row.outcome != second.row.outcome:
        labels = [library.vocabulary.outcomes[one.row.outcome].label for one in (first, second)]
        yield f"different outcome: {by_study(first, second, labels)}"
    for one in (first, second):
        yield from weak_counts(one, library.vocabulary.small_series)
    yield from other_terms(first, second)


def other_patients(first: Study, second: Study) -> Iterator[str]:
    """Why the two do not count different patients of the same kind."""
    if first.id == second.id:
        yield "both rates are of one study"
    if relation_of(first, second) in SHARED:
        yield overlap_words(first, second)
    if first.population != second.population:
        yield "adults against children"


def weak_counts(one: Answer, least: int) -> Iterator[str]:
    """Why a rate is no x/N, or none that a difference may rest on."""
    row = one.row
    if one.counts is None:
        yield no_counts(one)
    if row.assumed:
        yield f"{row.title}: {row.events}/{row.n} is one of several readings of what is printed"
    if row.marker == "count" and (row.patients or row.n or 0) < least:
        yield f"{row.title}: fewer than {least} treated"


def no_counts(one: Answer) -> str:
    """Why a rate is no x/N."""
    why = f"{one.row.rate()}, no x/N" if one.row.marker == "estimate" else one.row.why
    return f"{one.row.title}: {why or 'no x/N was found'}"


def paired_terms(first: Answer, second: Answer) -> Iterator[tuple[Term, Term, list[str]]]:
    """Each term of both, and the titles of the rows for which it was not found.

    Who counts as a responder is asked of one side only where the other counts of other patients.
    """
    named = {term.name: term for term in second.terms}
    for one, other in ((term, named[term.name]) for term in first.terms if term.name in named):
        sides = ((first.row, one), (second.row, other))
        yield one, other, [row.title for row, term in sides if term.known is None]


def other_terms(first: Answer, second: Answer) -> Iterator[str]:
    """What the two rates count differently, or are not known to count alike.

    not known, needed      refused
    known, not equal       refused
    equal, but vague       refused
    not known, not needed  not refused, stands beside
    """
    for one, other, missing in paired_terms(first, second):
        if missing and (one.needed or other.needed):
            yield f"{one.name} not found for {listed(missing)}, so not known to be the same"
        elif not missing and one.known != other.known:
            yield f"different {one.name}: {by_study(first, second, [one.words, other.words])}"
        elif not missing and one.vague:
            yield f"{one.name} not known to be the same: {one.vague}"


def by_study(first: Answer, second: Answer, words: Iterable[str]) -> str:
    """Two things that differ, each with its study: "ORR (A), CR/CRi (B)"."""
    titles = (first.row.title, second.row.title)
    return ", ".join(f"{said} ({title})" for said, title in zip(words, titles, strict=True))


def beside(first: Answer, second: Answer) -> Iterator[str]:
    """What else differs, or is not known, and a reader of the difference must see."""
    for one, _, missing in paired_terms(first, second):
        if missing:
            yield f"{one.name} not found for {listed(missing)}"
    for name, words in (
        ("InO given", [REGIMEN_WORDS[a.study.regimen_kind] for a in (first, second)]),
        ("dose, cycle 1", [a.row.dose for a in (first, second)]),
        ("timing", [TIMING_WORDS[a.study.design.timing] for a in (first, second)]),
    ):
        if words[0] != words[1]:
            yield f"{name}: {by_study(first, second, words)}"
    for answer in (first, second):
        yield from (f"{answer.row.title}: {note}" for note in notes(answer))
    if relation_of(first.study, second.study) == "unlikely":
        yield overlap_words(first.study, second.study)


def notes(answer: Answer) -> Iterator[str]:
    """What is to know of one of the two rates."""
    yield from answer.row.marks
    if taken_as_single_agent(answer.study):
        yield f"{NO_COMBINATION}, taken as single agent"
    if answer.derived:
        yield "x or N derived"


def taken_as_single_agent(study: Study) -> bool:
    """Whether no source says that InO was given alone, but none says otherwise."""
    regimen = study.regimen
    return regimen is not None and regimen.kind == "alone" and regimen.basis == "derived"


def overlap_words(first: Study, second: Study) -> str:
    """Who shares patients with whom: "FDA 2024 contains all children of Brivio 2021"."""
    left_open = own_series_left_open(first, second)
    if left_open:
        return left_open
    said = relation_words(relation_of(first, second), first)
    return f"{first.name} {said} {second.name}"
