"""The words of the evidence: outcomes, definitions, denominators, criteria, time points, topics.

Read from `outcomes.yaml`. Everything that names an outcome asks here for its label.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Literal

from pydantic import Field

from data.fields import Id, Patients, Percent, Strict, Text, rule
from data.problems import Finding, Place, listed, shown, unknown_word

PATIENTS = "{patients}"
# What an outcome counts: x/N, a Kaplan–Meier percentage, or a median in months.
Measure = Literal["rate", "survival", "months"]
# What a reader can switch between, as `selection.py` offers it: denominator groups, in its order,
# and the labels by which it asks for definitions and time points.
COUNTED_OF = ("responders", "treated")
GROUPS_ASKED_FOR = ("CR/CRi or ORR", "strict CR")
TIMES_ASKED_FOR = ("after cycle 1", "after 2 cycles")
# Pages that show every outcome that names them.
Page = Literal["response", "mrd", "sos", "survival", "safety"]


class PooledSet(Strict):
    """Denominators whose rates may share a pooled line, and whom they count in one phrase."""

    label: Text | None = Field(default=None, description="when the outcome has several sets")
    whom: Text = Field(
        description="whom a bedside reading counts; {patients} is children or adults",
        examples=["responding {patients}"],
    )
    denominators: tuple[Id, ...]

    @rule
    def says_whom(self) -> None:
        if PATIENTS not in self.whom:
            raise ValueError(f"{shown(self.whom)} counts nobody; allowed: a phrase with {PATIENTS}")


class Pooling(Strict):
    """Which rates of an outcome may share a pooled line."""

    would: Text = Field(description="what a patient would do", examples=["respond"])
    sets: tuple[PooledSet, ...]
    threshold: Percent | None = Field(
        default=None, description="a rate with another stated MRD threshold stays out"
    )


class Outcome(Strict):
    """One thing that a study can report."""

    label: Text
    means: Text
    page: Page = Field(description="the page that shows it; the first that names a page leads it")
    measure: Measure = Field(
        default="rate", description="survival: a Kaplan–Meier percentage; months: a median"
    )
    definitions: tuple[Id, ...] = Field(default=(), description="a result must name one of these")
    counted_of: tuple[Id, ...] = Field(
        default=(), description="denominator groups that a reader can switch between"
    )
    timepoints: tuple[Id, ...] = Field(
        default=(), description="time points that a reader can ask for instead of the main result"
    )
    criteria_matter: bool = Field(default=False, description="a result must name SOS criteria")
    never_of: tuple[Id, ...] = Field(
        default=(), description="denominators of patients to whom it cannot happen, or all had it"
    )
    pooling: Pooling | None = Field(default=None, description="leave out if it is never pooled")


class Definition(Strict):
    """One way to define a response."""

    label: Text
    means: Text
    group: Id
    footnote: Text | None = Field(default=None, description="what to say beside a pooled line")


class DenominatorGroup(Strict):
    """Denominators that may stand in one chart."""

    label: Text
    denominators: tuple[Id, ...]


class Topic(Strict):
    """A kind of fact about a study; `checklist` ones are shown even when nothing was found."""

    label: Text
    checklist: bool = False


class Vocabulary(Strict):
    """`data/outcomes.yaml`, whole."""

    outcomes: dict[Id, Outcome]
    definitions: dict[Id, Definition]
    definition_groups: dict[Id, Text]
    denominators: dict[Id, Text]
    subgroup_denominators: tuple[Id, ...]
    small_series: Patients
    denominator_groups: dict[Id, DenominatorGroup]
    sos_criteria: dict[Id, Text]
    sos_names: tuple[Text, ...] = Field(description="what an adverse event may not be called")
    timepoints: dict[Id, Text]
    topics: dict[Id, Topic]

    def on_page(self, page: Page) -> list[str]:
        """Ids of the outcomes that a page shows, in their order."""
        return [key for key, outcome in self.outcomes.items() if outcome.page == page]


def vocabulary_findings(vocabulary: Vocabulary) -> Iterator[Finding]:
    """Words of the vocabulary that other words of it refer to and nobody explains."""
    place: Place
    groups = vocabulary.denominator_groups
    yield from words_asked_for(vocabulary)
    for key, outcome in vocabulary.outcomes.items():
        yield from outcome_findings(vocabulary, key, outcome)
        yield from pooling_findings(vocabulary, key, outcome)
    for key, group in groups.items():
        place = ("denominator_groups", key, "denominators")
        yield from unknown_items("denominator", place, group.denominators, vocabulary.denominators)
    place = ("subgroup_denominators",)
    subgroups = vocabulary.subgroup_denominators
    yield from unknown_items("denominator", place, subgroups, vocabulary.denominators)
    for key, definition in vocabulary.definitions.items():
        if definition.group not in vocabulary.definition_groups:
            found = unknown_word("group", definition.group, vocabulary.definition_groups)
            yield ("definitions", key, "group"), found


def words_asked_for(vocabulary: Vocabulary) -> Iterator[Finding]:
    """Words that a filter offers and to which nothing would answer."""
    for field, what, asked, known in (
        ("denominator_groups", "group", COUNTED_OF, vocabulary.denominator_groups),
        ("definition_groups", "label", GROUPS_ASKED_FOR, vocabulary.definition_groups.values()),
        ("timepoints", "label", TIMES_ASKED_FOR, vocabulary.timepoints.values()),
    ):
        for word in asked:
            if word not in known:
                yield (field,), f'no {what} "{word}"; allowed: with it, a filter asks for it'


def outcome_findings(vocabulary: Vocabulary, key: str, outcome: Outcome) -> Iterator[Finding]:
    """Words of an outcome that nobody explains, and a switch that no filter has."""
    place: Place = ("outcomes", key, "definitions")
    yield from unknown_items("definition", place, outcome.definitions, vocabulary.definitions)
    place = ("outcomes", key, "never_of")
    yield from unknown_items("denominator", place, outcome.never_of, vocabulary.denominators)
    place = ("outcomes", key, "counted_of")
    groups = vocabulary.denominator_groups
    yield from unknown_items("denominator group", place, outcome.counted_of, groups)
    if outcome.counted_of not in ((), COUNTED_OF):
        said = f"no switch is between {listed(outcome.counted_of)}"
        yield place, f"{said}; allowed: {listed(COUNTED_OF)}, in this order"


def pooling_findings(vocabulary: Vocabulary, key: str, outcome: Outcome) -> Iterator[Finding]:
    """Words of a pooling rule that nobody explains, and sets that cannot be told apart."""
    seen: set[str] = set()
    sets = outcome.pooling.sets if outcome.pooling else ()
    for i, one in enumerate(sets):
        place: Place = ("outcomes", key, "pooling", "sets", i)
        if len(sets) > 1 and one.label is None:
            yield place, "one of several sets without `label`; allowed: a label for each"
        place = (*place, "denominators")
        yield from unknown_items("denominator", place, one.denominators, vocabulary.denominators)
        for word in one.denominators:
            if word in seen:
                yield place, f'denominator "{word}" named twice; allowed: once in one set'
            seen.add(word)


def unknown_items(
    what: str, place: Place, words: Iterable[str], known: Collection[str]
) -> Iterator[Finding]:
    """The words of one list that are not known."""
    for i, word in enumerate(words):
        if word not in known:
            yield (*place, i), unknown_word(what, word, known)
