"""Two to four studies side by side: who shares children, what differs, every aspect and outcome.

An explicit choice of studies stands above the filters for studies and adults; the other filters
hold, and a study that they leave out keeps its column with the reason. Nothing is decided on
screen: page, file and slide are made from one `Comparison`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

import pandas as pd

from data.aspects import Aspect, Column, Section
from data.characters import simple
from data.cohorts import Cohorts, resolve
from data.difference import NOT_RANDOMIZED, Answer, Difference, difference, overlap_words
from data.fact_sections import section_after, sections_before
from data.library import Library
from data.outcome_sections import Answers, answers_of, outcome_sections, questions
from data.overlap import SAME_CHILDREN, own_series_left_open, relation_of
from data.overview import THREE_RATES, short_rate
from data.rows import Row, View
from data.schema import Study
from data.selection import Selection, studies_in_order
from data.story_tables import TableLine
from data.tables import records_of
from data.terms import event_words
from data.views import make_view, without_pooling
from data.words import capitalized

FEWEST, MOST = 2, 4
MIXED = "some of its numbers count patients without InO too"
NOT_SPECIFIC = f"{MIXED}; never compared or pooled"
# What the short table tells before the three rates.
SHORT = ("Number", "Age", "InO given", "Timing", "Dose, cycle 1", "Prior lines")


@dataclass(frozen=True)
class Overlapping:
    """How two compared studies share patients; `sure` is false where it is only possible."""

    sentence: str
    sure: bool


@dataclass(frozen=True)
class Comparison:
    """`answers` hold, for each outcome, the answers of each column; `views` are the three rates.

    `beyond` are the names that were chosen too, more than fit side by side.
    """

    columns: tuple[Column, ...]
    beyond: tuple[str, ...]
    overlaps: tuple[Overlapping, ...]
    sections: tuple[Section, ...]
    answers: Mapping[str, Answers]
    views: tuple[View, ...]
    version: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        return tuple(aspect for section in self.sections for aspect in section.aspects)

    @property
    def differs(self) -> tuple[Aspect, ...]:
        """What differs, or is not known, and every reader must know."""
        return tuple(one for one in self.aspects if one.said and one.agreement.kind != "same")

    @property
    def alike(self) -> tuple[Aspect, ...]:
        """What every reader must know and is the same in all."""
        return tuple(one for one in self.aspects if one.said and one.agreement.kind == "same")

    @property
    def left_out(self) -> tuple[str, ...]:
        """Which of the studies the filters leave without rates, and why."""
        return tuple(f"{one.name}: {one.why}" for one in self.columns if one.why)


def compare(library: Library, results: pd.DataFrame, selection: Selection) -> Comparison:
    """The studies of `selection.compare` side by side, in the order of every chart."""
    known = [one for one in studies_in_order(library) if one.kind == "study"]
    wanted = [one for one in known if one.id in selection.compare]
    studies, beyond = wanted[:MOST], wanted[MOST:]
    narrowed = replace(selection, studies=tuple(one.id for one in studies), adults=True)
    # without a choice nothing is compared: an empty list of studies would mean all of them
    cohorts = resolve(library, narrowed) if studies else Cohorts((), (), ())
    columns = tuple(column_of(study, cohorts) for study in studies)
    results = shared_events_first(results, columns)
    asked = questions(library, results, narrowed, columns)
    views = {key: make_view(library, results, cohorts, narrowed, key) for key in asked}
    answers = {key: answers_of(one, views[key], columns) for key, one in asked.items()}
    return Comparison(
        columns=columns,
        beyond=tuple(one.name for one in beyond),
        overlaps=tuple(dict.fromkeys(overlapping(studies))),
        sections=(
            *sections_before(library, columns),
            *outcome_sections(asked, answers, columns),
            section_after(library, columns),
        ),
        answers=answers,
        views=tuple(without_pooling(views[key]) for key in THREE_RATES),
        version=library.version,
    )


def shared_events_first(results: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """The numbers in their order, but first of events that several columns name, grade and all.

    Of the events of a cohort only the first is compared.
    """
    records = records_of(results)
    events = [simple(event_words(one)) for one in records]
    shown = {(one.study.id, one.cohort.id) for column in columns for one in column.chosen}
    naming = dict.fromkeys(
        (event, one["study"])
        for event, one in zip(events, records, strict=True)
        if (one["study"], one["cohort"]) in shown
    )
    often = Counter(event for event, _ in naming).most_common()
    place = {event: i for i, (event, _) in enumerate(often)}
    order = [place.get(event, len(place)) for event in events]
    return results.iloc[sorted(range(len(order)), key=order.__getitem__)]


def column_of(study: Study, cohorts: Cohorts) -> Column:
    """The study with the cohorts that the filters chose of it, or why they chose none."""
    chosen = tuple(one for one in cohorts.chosen if one.study.id == study.id)
    if study in cohorts.not_specific:
        return Column(study, why=NOT_SPECIFIC, mixed=True)
    left_out = [one.reason for one in cohorts.left_out if one.study == study.id]
    return Column(study, chosen, why=f"left out by the filters: {left_out[0]}" if left_out else "")


def overlapping(studies: Sequence[Study]) -> Iterator[Overlapping]:
    """Each pair that shares patients, or may, with the reason; or that nobody knows it."""
    for first, second in combinations(studies, 2):
        relation = relation_of(first, second)
        left_open = own_series_left_open(first, second)
        if left_open:
            yield Overlapping(f"{capitalized(left_open)}.", sure=False)
        elif relation and relation != "unlikely":
            yield overlap(first, second, relation)


def overlap(first: Study, second: Study, relation: str) -> Overlapping:
    patients = first.population if first.population == second.population else "patients"
    sure = relation != "possible"
    meaning = f": these are the same {patients}" if relation in SAME_CHILDREN else ""
    meaning = meaning if sure else "; this is not proven"
    said = f"{overlap_words(first, second)}{meaning}."
    declared = [(first, second), (second, first)]
    why = [
        one.derivation or one.note or ""
        for study, other in declared
        for one in study.overlaps
        if one.study == other.id
    ]
    reason = next(filter(None, why), "").rstrip(".")
    return Overlapping(f"{said} {capitalized(reason)}." if reason else said, sure)


def differences(
    library: Library, comparison: Comparison, first: Answer, second: Answer
) -> Iterator[Difference]:
    """For two cohorts: the three rates, then every other outcome that both count."""
    for key, answers in comparison.answers.items():
        found = {one.row.key: one for of_column in answers for one in of_column}
        pair = found[first.row.key], found[second.row.key]
        if key in THREE_RATES or all(one.counts for one in pair):
            yield difference(library, *pair)


def pairs(comparison: Comparison) -> tuple[tuple[Answer, Answer], ...]:
    """Every two cohorts of different columns, in their order."""
    answers = next(iter(comparison.answers.values()), ())
    return tuple(
        pair for first, second in combinations(answers, 2) for pair in product(first, second)
    )


def comparison_sentences(library: Library, comparison: Comparison) -> tuple[str, ...]:
    """For slides: shared children, what differs, and each difference of the three rates."""
    computed = [
        one.in_full
        for pair in pairs(comparison)
        for one in differences(library, comparison, *pair)
        if one.value is not None
    ]
    shared = [one.sentence for one in comparison.overlaps]
    none = [] if computed else ["No difference between two rates can be computed."]
    differ = [one.sentence for one in comparison.differs]
    return (*shared, *comparison.left_out, *differ, NOT_RANDOMIZED, *computed, *none)


def comparison_lines(comparison: Comparison) -> tuple[TableLine, ...]:
    """For slides: one short line for each main aspect and each of the three rates."""
    by_label = {one.label: one for one in comparison.aspects}
    lines = [(label, by_label[label].texts) for label in SHORT if label in by_label]
    for view in comparison.views:
        answers = comparison.answers[view.outcome]
        texts = ["; ".join(short_answer(one.row) for one in column) for column in answers]
        lines.append((view.title, tuple(texts)))
    return tuple(
        {"": label, **dict(zip(comparison.names, texts, strict=True))} for label, texts in lines
    )


def short_answer(row: Row) -> str:
    return ": ".join(filter(None, [row.cohort, short_rate(row)]))
