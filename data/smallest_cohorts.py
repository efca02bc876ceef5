"""The chosen cohorts in their smallest parts.

A cohort gives way to the parts of one split only if these are the whole cohort, count nobody twice,
lie inside the filters like it, and each have a rate of their own. Else it stays as it is. So a
cohort and a part of it never stand in one view.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby

import pandas as pd

from data.answers import Question
from data.cohorts import Chosen, Cohorts, marks, no_worse, split_name
from data.labels import marker_and_why
from data.library import Library
from data.schema import Cohort, Study
from data.selection import Selection
from data.tables import records_of


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

    Take the split with most parts, else the cohort itself.
    """
    splits = map(partial(parts_with_rates, question, chosen), whole_splits(chosen))
    return max(splits, key=len, default=[]) or [chosen]


def whole_splits(chosen: Chosen) -> Iterator[list[Cohort]]:
    """Each set of siblings that together are the whole cohort."""
    parts = (c for c in chosen.study.cohorts if c.parent == chosen.cohort.id)
    for _, siblings in groupby(sorted(parts, key=split_name), key=split_name):
        split = list(siblings)
        if all(part.n for part in split) and sum(p.n or 0 for p in split) == chosen.cohort.n:
            yield split


def parts_with_rates(question: Question, chosen: Chosen, split: list[Cohort]) -> list[Chosen]:
    """The smallest parts of a split; none if one of them lies outside the filters or has no rate.

    A part must stand to the filters no worse than the whole cohort does.
    """
    study, selection = chosen.study, question.selection
    if not all(no_worse(part, chosen, selection) for part in split):
        return []
    parts = [Chosen(study, part, marks(study, part, selection)) for part in split]
    found = [small for part in parts for small in smallest_parts(question, part)]
    return found if all(has_rate(question, study, part.cohort.id) for part in found) else []


def has_rate(question: Question, study: Study, cohort: str) -> bool:
    record, _ = question.answer(study, cohort)
    return record is not None and marker_and_why(record, "")[0] != "none"
