"""Frames + selection -> View: everything that one panel shows, decided once and frozen.

Figure, table, sentence, alt text, CSV and every export take their words and numbers from the same
`View`, so they cannot disagree. No row is invented: a cohort without a rate carries the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from data.also_found import also_found
from data.answers import Question
from data.cohorts import Chosen, Cohorts, marks_text
from data.facts import follow_up_text
from data.guard import guard
from data.labels import (
    bare_value,
    counted_text,
    criteria_label,
    definition_label,
    denominator_label,
    estimate,
    marker_and_why,
    method_text,
    published_level_text,
    published_text,
    timepoint_label,
)
from data.library import Library
from data.overlap import counts_again, linked
from data.pooled_lines import pool_rows
from data.rows import Listed, Row, View
from data.schema import Study
from data.selection import Selection
from data.sentences import headline, pooled_words, sentence
from data.tables import Record, records_of
from data.treatment import cohort_by_id, dose_of, dose_words
from data.vocabulary import Vocabulary

TWO_STAGE = "two-stage design: the exact interval is approximate"
MIXED = "counts patients without InO too; never compared or pooled"
PART_OF_MIXED = "the study counts patients without InO too; never compared or pooled"


def make_view(
    library: Library,
    results: pd.DataFrame,
    cohorts: Cohorts,
    selection: Selection,
    outcome_id: str,
) -> View:
    """The view of one outcome for the cohorts that the filters chose."""
    question = asked(library, results, selection, outcome_id)
    view = without_other_numbers(question, cohorts)
    return replace(view, also_found=also_found(question, cohorts.chosen))


def asked(
    library: Library, results: pd.DataFrame, selection: Selection, outcome_id: str
) -> Question:
    records = records_of(results[results["outcome"] == outcome_id])
    return Question(library, outcome_id, selection, records)


def without_other_numbers(question: Question, cohorts: Cohorts) -> View:
    """The view of the cohorts' answers, before all else that was found for them."""
    library, selection, outcome = question.library, question.selection, question.outcome
    rows = tuple(make_row(library, question, chosen) for chosen in cohorts.chosen)
    rows = with_shared_children(library, rows)
    rows, pooled = pool_rows(library, rows, selection, outcome)
    mixed = (listed_not_specific(question, study) for study in cohorts.not_specific)
    view = View(
        outcome=question.outcome_id,
        heading=outcome.label,
        counted=selection.mrd if outcome.counted_of else "",
        rows=rows,
        not_specific=tuple(filter(None, mixed)),
        version=library.version,
        criteria_matter=outcome.criteria_matter,
        definitions_matter=bool(outcome.definitions),
        times_matter=bool(outcome.timepoints),
        measure=outcome.measure,
        pooled=pooled,
    )
    return replace(
        view,
        sentence=sentence(view),
        pooled_words=pooled_words(view),
        headline=headline(view),
    )


def without_pooling(view: View) -> View:
    """The view of cohorts that only stand beside each other: no diamond, no reason against one."""
    rows = tuple(replace(row, pooled_in="", not_pooled="") for row in view.rows)
    return replace(view, rows=rows, pooled=(), pooled_words="", headline=view.sentence)


def unpooled_view(
    library: Library,
    results: pd.DataFrame,
    cohorts: Cohorts,
    selection: Selection,
    outcome_id: str,
) -> View:
    """The view of any cohorts beside each other; what else was found stands on other pages."""
    question = asked(library, results, selection, outcome_id)
    return without_pooling(without_other_numbers(question, cohorts))


def with_shared_children(library: Library, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Names, beside each drawn row, the other studies drawn that count its children, or may."""
    drawn = {row.study for row in rows if row.marker != "none"}
    parts = {row.study for row in rows if row.cohort}
    others = linked([study for study in library.studies.values() if study.id in drawn])

    def names(ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(library.studies[key].name for key in ids)

    def marked(row: Row) -> Row:
        study = library.studies[row.study]
        same, maybe = counts_again(study, others[study.id], parts)
        return replace(row, same_children=names(same), maybe_same_children=names(maybe))

    return tuple(marked(row) if row.marker != "none" else row for row in rows)


def make_row(library: Library, question: Question, chosen: Chosen) -> Row:
    """The row of one cohort, with or without a rate."""
    study, cohort = chosen.study, chosen.cohort
    dose = dose_of(study, cohort)
    row = Row(
        key=chosen.key,
        outcome=question.outcome_id,
        version=library.version,
        study=study.id,
        name=study.name,
        cohort=cohort.part,
        population=study.population,
        dose=dose_words(study, cohort),
        dose_low=dose.low if dose else None,
        dose_high=dose.high if dose else None,
        patients=cohort.n,
        marker="none",
        own=study.own_series is not None,
    )
    record, why = question.answer(study, cohort.id)
    if record is None:
        return replace(row, why=why)
    row = replace(
        row,
        **described(record, library.vocabulary),
        marks=marks_text(chosen, record["n"]),
        guard=guard(question, chosen, record),
    )
    if question.outcome.measure == "rate":
        return row
    return replace(
        row,
        marker="estimate",
        why="",
        **estimate(record),
        interval_note=published_level_text(record),
        follow_up=follow_up_text(study, cohort),
    )


def described(record: Record, vocabulary: Vocabulary) -> dict[str, Any]:
    """All that is known of a record, as the fields of a row."""
    marker, why = marker_and_why(record, denominator_label(record, vocabulary))
    return {
        "marker": marker,
        "why": why,
        **{key: record[key] for key in ("events", "n", "low", "high", "source_url")},
        "percent": record["published_percent"] if marker == "percent" else record["percent"],
        "published": published_text(record),
        "counted": counted_text(record, vocabulary),
        "definition": definition_label(record, vocabulary),
        "timepoint": timepoint_label(record, vocabulary),
        "criteria": criteria_label(record, vocabulary),
        "criteria_known": record["criteria"] not in (None, "not_found"),
        "method": method_text(record),
        "basis": record["basis"],
        "source": record["source_name"],
        "place": record["place"],
        "derivation": record["derivation"] or "",
        "assumed": record["assumed"],
        "note": " · ".join(filter(None, [record["note"], record["possible_n_why"]])),
        "interval_note": TWO_STAGE if record["two_stage"] else "",
    }


def listed_not_specific(question: Question, study: Study) -> Listed | None:
    """A study whose numbers also count patients who never had InO: listed, never drawn."""
    records = question.of_study(study)
    if not records:
        return None
    main = min(records, key=lambda record: main_first(question, record))
    return Listed(study.name, f"{bare_value(main)}{whom_it_counts(study, main)}")


def main_first(question: Question, record: Record) -> tuple[bool, bool, int]:
    """The order in which a study's results stand for it: main ones, of all, by the main words."""
    return not record["primary"], record["cohort"] != "all", question.definition_rank(record)


def whom_it_counts(study: Study, record: Record) -> str:
    """That others than InO patients are counted; of a part its name and its note too.

    A note of the whole study says the same as the warning and stands on the study's own page.
    """
    if record["cohort"] == "all":
        return f": {MIXED}"
    name, note = cohort_by_id(study, record["cohort"]).name, (record["note"] or "").rstrip(".")
    return f", {name}: {'; '.join(filter(None, [note, PART_OF_MIXED]))}"
