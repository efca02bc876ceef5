"""What else was found for an outcome: numbers of the cohorts shown that the chart has no place for.

Parts of a cohort, other definitions and time points, subgroups: listed with their sources, so that
no number of the library is out of sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.answers import Question
from data.cohorts import Chosen, is_inside
from data.items import Item
from data.study_sheet import number_item
from data.tables import Record


def also_found(question: Question, chosen: Sequence[Chosen]) -> tuple[Item, ...]:
    """One line for each number, with the name of its study."""
    drawn = {id(question.answer(one.study, one.cohort.id)[0]) for one in chosen}
    return tuple(
        replace(number_item(question.library, one.study, record), label=one.study.name)
        for one in chosen
        for record in records_inside(question, one)
        if id(record) not in drawn
    )


def records_inside(question: Question, chosen: Chosen) -> list[Record]:
    """The numbers of a cohort, its parts and subgroups that count the patients asked for."""
    study = chosen.study
    found = filter(question.counts_right_patients, question.by_study.get(study.id, []))
    records = list(found)
    keys = {record["cohort"] for record in records}
    inside = {key for key in keys if is_inside(study, key, chosen.cohort.id)}
    return [record for record in records if record["cohort"] in inside]
