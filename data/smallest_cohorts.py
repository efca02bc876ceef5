"""The chosen cohorts in their smallest parts.

A cohort gives way to the parts of one split only if these are the whole cohort, count nobody twice,
lie inside the filters like it, and each have a rate of their own; where the parts differ in dose,
one of them with a rate is enough, and the others are listed without. Else it stays as it is. So a
cohort and a part of it never stand in one view. Of several splits the one that tells most of
single doses is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from data.answers import Question
from data.cohorts import Chosen, Cohorts, marks, no_worse
from data.labels import marker_and_why
from data.library import Library
from data.of_parts import whole_splits
from data.schema import Cohort
from data.selection import Selection
from data.tables import records_of
from data.treatment import dose_of, single_dose


def smallest_cohorts(
    library: Library, results: pd.DataFrame, cohorts: Cohorts, selection: Selection, outcome: str
) -> Cohorts:
    """The same selection with each cohort in the smallest parts that have a rate of the outcome."""
    records = records_of(results[results["outcome"] == outcome])
    question = Question(library, outcome, selection, records)
    parts = (part for chosen in cohorts.chosen for part in smallest_parts(question, chosen))
    return replace(cohorts, chosen=tuple(parts))


def smallest_parts(question: Question, chosen: Chosen) -> list[Chosen]:
    """Try every complete split; in each, split the parts again.

    Take the split with most patients at a single dose, then with most parts, else the cohort
    itself.
    """
    splits = whole_splits(chosen.study, chosen.cohort)
    found = [parts_with_rates(question, chosen, split) for split in splits]
    return max(found, key=partial(dosed_and_parts, question), default=[]) or [chosen]


def dosed_and_parts(question: Question, parts: Sequence[Chosen]) -> tuple[int, int]:
    """How many patients have a rate at a single dose, and how many parts there are."""
    rated = (part for part in parts if has_rate(question, part))
    dosed = [part for part in rated if single_dose(part.study, part.cohort) is not None]
    return sum(part.cohort.n or 0 for part in dosed), len(parts)


def parts_with_rates(question: Question, chosen: Chosen, split: Sequence[Cohort]) -> list[Chosen]:
    """The smallest parts of a split; none if one of them lies outside the filters or has no rate.

    A part must stand to the filters no worse than the whole cohort does. Where doses tell the parts
    apart, one rate is enough: the whole would put it at mixed doses, or have none.
    """
    study, selection = chosen.study, question.selection
    if not all(no_worse(part, chosen, selection) for part in split):
        return []
    parts = [Chosen(study, part, marks(study, part, selection)) for part in split]
    found = [smallest_parts(question, part) for part in parts]
    rated = [any(has_rate(question, small) for small in smalls) for smalls in found]
    enough = any(rated) if differ_in_dose(parts) else all(rated)
    return [small for smalls in found for small in smalls] if enough else []


def differ_in_dose(parts: Sequence[Chosen]) -> bool:
    """Whether not all parts whose doses are known had the same."""
    doses = [dose_of(part.study, part.cohort) for part in parts]
    return len({dose.ends for dose in doses if dose and dose.low is not None}) > 1


def has_rate(question: Question, chosen: Chosen) -> bool:
    record, _ = question.answer(chosen.study, chosen.cohort.id)
    return record is not None and marker_and_why(record, "")[0] != "none"
