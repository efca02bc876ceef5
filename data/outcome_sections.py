"""The sections of a comparison that are outcomes: how each was counted, and every number found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from data.answers import Question
from data.aspects import (
    OPEN,
    Agreement,
    Aspect,
    Cell,
    Column,
    Key,
    Section,
    agreement,
    who_says_what,
)
from data.cohorts import is_inside
from data.difference import Answer
from data.items import Item
from data.library import Library
from data.overview import THREE_RATES
from data.rows import Row, View
from data.selection import Selection
from data.study_sheet import number_item
from data.tables import Record, records_of
from data.terms import DENOMINATOR, RESPONSE, Term, event_parts, event_words, terms
from data.verdicts import dose_text
from data.words import listed

# Terms that a reader must know to differ before looking at two rates.
MAIN_TERMS = ("definition", RESPONSE, DENOMINATOR, "SOS criteria", "MRD threshold")

# One outcome: for each column the answers of its cohorts.
Answers = tuple[tuple[Answer, ...], ...]


def questions(
    library: Library, results: pd.DataFrame, selection: Selection, columns: Sequence[Column]
) -> dict[str, Question]:
    """One for each of the three rates, and for each outcome that one of the studies reports."""
    studies = [column.study.id for column in columns]
    own = records_of(results[results["study"].isin(studies)])
    found = {
        key: Question(library, key, selection, [one for one in own if one["outcome"] == key])
        for key in library.vocabulary.outcomes
    }
    return {key: one for key, one in found.items() if one.records or key in THREE_RATES}


def answers_of(question: Question, view: View, columns: Sequence[Column]) -> Answers:
    """The answers of each column; a column without cohorts answers with the reason."""
    rows = {row.key: row for row in view.rows}
    return tuple(
        tuple(answer_of(question, column, rows[one.key], one.cohort.id) for one in column.chosen)
        or (no_answer(column, view),)
        for column in columns
    )


def answer_of(question: Question, column: Column, row: Row, cohort: str) -> Answer:
    record = question.answer(column.study, cohort)[0]
    if record is None:
        return Answer(column.study, row)
    on = terms(column.study, record, question.outcome, question.library.vocabulary)
    derived = record["basis"] == "derived"
    return Answer(column.study, row, on, derived=derived, event=event_parts(record))


def no_answer(column: Column, view: View) -> Answer:
    study = column.study
    row = Row(
        key=f"{study.id}/all",
        outcome=view.outcome,
        version=view.version,
        study=study.id,
        name=study.name,
        cohort="",
        population=study.population,
        dose=dose_text(None),
        patients=None,
        marker="none",
        why=column.why,
    )
    return Answer(study, row)


def outcome_sections(
    asked: Mapping[str, Question], answers: Mapping[str, Answers], columns: Sequence[Column]
) -> Iterator[Section]:
    """How what several report was counted, then all numbers."""
    counted = [
        aspect
        for key, question in asked.items()
        for aspect in how_counted(question, answers[key], columns)
    ]
    if counted:
        yield Section("How the outcomes were defined and counted", tuple(counted))
    found = {key: one for key, one in asked.items() if one.records}
    numbers = (numbers_found(one, answers[key], columns) for key, one in found.items())
    yield Section("Outcomes", tuple(numbers))


def how_counted(
    question: Question, answers: Answers, columns: Sequence[Column]
) -> Iterator[Aspect]:
    """A line a term, where at least two columns have a number to compare."""
    on = [[one.terms for one in of_column if one.terms] for of_column in answers]
    if question.outcome.measure != "rate" or not several(on):
        return
    names = dict.fromkeys(one.name for found in on for of_cohort in found for one in of_cohort)
    for name in names:
        found = [[one for of_cohort in of for one in of_cohort if one.name == name] for of in on]
        if any(one.words != question.outcome.label for of_column in found for one in of_column):
            yield term_aspect(question, columns, answers, found, name)


def several(of_columns: Sequence[Sequence[object]]) -> bool:
    """Whether more than one column has something to compare."""
    return sum(map(bool, of_columns)) > 1


def term_aspect(
    question: Question,
    columns: Sequence[Column],
    answers: Answers,
    found: Sequence[Sequence[Term]],
    name: str,
) -> Aspect:
    """One term of all columns; a main term of the three rates also says who counts how."""
    label = f"{question.outcome.label}, {name}"
    cells = [term_cell(terms, of_column) for terms, of_column in zip(found, answers, strict=True)]
    aspect = Aspect(label, tuple(cells), term_agreement(columns, found))
    if question.outcome_id not in THREE_RATES or name not in MAIN_TERMS:
        return aspect
    if aspect.agreement.kind != "same" and not must_be_told(found):
        return aspect
    counting = [place for place, terms in enumerate(found) if terms]
    names = [columns[place].name for place in counting]
    return replace(aspect, said=who_says_what(names, [cells[place] for place in counting]))


def term_agreement(columns: Sequence[Column], found: Sequence[Sequence[Term]]) -> Agreement:
    """How far the columns with a rate agree; others may have rates that were not asked for."""
    told = list(zip([column.name for column in columns], found, strict=True))
    counting = [(name, terms) for name, terms in told if terms]
    between = agreement([name for name, _ in counting], [term_key(terms) for _, terms in counting])
    without = [name for name, terms in told if not terms]
    if not without:
        return between
    note = f"no rate to compare for {listed(without)}"
    kind = "open" if between.kind == "same" else between.kind
    return Agreement(kind, note="; ".join(filter(None, [between.note, note])))


def must_be_told(found: Sequence[Sequence[Term]]) -> bool:
    """Whether the columns with a number count it differently, or not on terms that are needed.

    None counts as another value, so known against unknown is told.
    """
    keys = {term_key(terms) for terms in found if terms}
    needed = any(term.needed for terms in found for term in terms)
    return len(keys) > 1 or (None in keys and needed)


def term_cell(found: Sequence[Term], answers: Sequence[Answer]) -> Cell:
    """What is known of a term, each wording once; where there is no number, why."""
    if not found:
        return tuple(Item("", why) for why in dict.fromkeys(one.row.why for one in answers) if why)
    words = dict.fromkeys(term.words for term in found if term.known is not None)
    row = next(one.row for one in answers if one.terms)
    return tuple(Item("", word, row.basis, row.source, row.source_url, row.place) for word in words)


def term_key(found: Sequence[Term]) -> Key:
    if any(term.known is None for term in found):
        return None
    return frozenset(term.known for term in found)


def numbers_found(question: Question, answers: Answers, columns: Sequence[Column]) -> Aspect:
    """Every number of the cohorts shown: the answer to what is asked first, then all others."""
    pairs = zip(columns, answers, strict=True)
    cells = tuple(numbers_cell(question, column, of_column) for column, of_column in pairs)
    return Aspect(question.outcome.label, cells, counted_alike(columns, answers, cells))


def numbers_cell(question: Question, column: Column, answers: Sequence[Answer]) -> Cell:
    """A column without cohorts says why; a study that mixes drugs shows its numbers, marked."""
    if column.why and not column.mixed:
        return (Item("", column.why),)
    own = [one for one in question.records if one["study"] == column.study.id]
    if column.mixed:
        return tuple(mixed_item(question, column, one) for one in own)
    lines = []
    for chosen, answer in zip(column.chosen, answers, strict=True):
        record = question.answer(column.study, chosen.cohort.id)[0]
        if record is not None:
            lines.append(answer_item(question, column, record, answer.row))
        elif own:
            lines.append(Item(answer.row.cohort, answer.row.why))
        lines += [
            also_item(question, column, other)
            for other in own
            if other is not record and is_inside(column.study, other["cohort"], chosen.cohort.id)
        ]
    return tuple(lines)


def answer_item(question: Question, column: Column, record: Record, row: Row) -> Item:
    """The answer with its rate in front, as chart and sentences print it."""
    item = also_item(question, column, record)
    if row.marker == "none":
        return item
    about = [event_words(record), row.cohort, row.counted, row.definition, row.timepoint]
    about += [row.criteria, row.method]
    printed = f"printed {row.published}" if row.published and row.marker == "count" else row.why
    text = " · ".join(filter(None, [*about, printed, row.interval_note]))
    return replace(item, label=row.rate(1), text=text)


def also_item(question: Question, column: Column, record: Record) -> Item:
    """Another number of the same outcome; a label only where it names an event."""
    item = number_item(question.library, column.study, record)
    return replace(item, label=event_words(record))


def mixed_item(question: Question, column: Column, record: Record) -> Item:
    item = also_item(question, column, record)
    return replace(item, text=f"{item.text}; {column.why}")


def counted_alike(columns: Sequence[Column], answers: Answers, cells: Sequence[Cell]) -> Agreement:
    """Whether the numbers were counted on the same terms, as far as that is known."""
    having = [column.name for column, cell in zip(columns, cells, strict=True) if cell]
    if len(having) == 1:
        return Agreement("open", note=f"only {having[0]}")
    if not several([[one for one in of_column if one.terms] for of_column in answers]):
        return OPEN
    by_name: dict[str, set[str | float | None]] = {}
    for term in (term for of_column in answers for one in of_column for term in one.terms):
        by_name.setdefault(term.name, set()).add(term.known)
    differ = [name for name, known in by_name.items() if len(known - {None}) > 1]
    unknown = [name for name, known in by_name.items() if None in known]
    note = f"not known: {listed(unknown)}" if unknown else ""
    if differ:
        return Agreement("differs", tuple(differ), note)
    return Agreement("open" if unknown else "counted alike", note=note)
