"""Pairs of studies that are worth a first comparison, found in the data and never typed.

First the pairs of which most of the three rates can be subtracted, then those that share children.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from data.aspects import Column
from data.cohorts import resolve
from data.comparison import column_of
from data.difference import difference
from data.library import Library
from data.outcome_sections import Answers, answers_of, questions
from data.overlap import SAME_CHILDREN, relation_of
from data.overview import THREE_RATES
from data.schema import Study
from data.selection import Selection, studies_in_order
from data.views import make_view
from data.words import listed

Pair = tuple[Study, Study]
# So many for a reader who has chosen one study.
MOST = 4


@dataclass(frozen=True)
class Example:
    """Two studies, and what a reader sees in comparing them."""

    studies: tuple[Study, Study]
    why: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(study.name for study in self.studies)


def examples(
    library: Library, results: pd.DataFrame, wanted: Collection[str] = ()
) -> tuple[Example, ...]:
    """A few pairs, one of each kind; with ids in `wanted` only pairs with one of these."""
    found = [*with_difference(library, results), *shared_children(library)]
    if wanted:
        return tuple(one for one in found if {s.id for s in one.studies} & set(wanted))[:MOST]
    kinds: dict[str, Example] = {}
    for one in found:
        kinds.setdefault(one.why, one)
    return tuple(kinds.values())


def with_difference(library: Library, results: pd.DataFrame) -> list[Example]:
    """Pairs with a difference between two rates; those with most rates, then patients, first."""
    selection = Selection()
    cohorts = resolve(library, selection)
    studies = {one.study.id: one.study for one in cohorts.chosen}
    columns = [column_of(study, cohorts) for study in studies.values()]
    asked = questions(library, results, selection, columns)
    answers = {
        key: answers_of(asked[key], make_view(library, results, cohorts, selection, key), columns)
        for key in THREE_RATES
    }
    found = sorted(subtractable_pairs(library, columns, answers), key=most_first)
    return [
        Example(pair, f"difference computed for {listed(headings)}") for pair, headings in found
    ]


def most_first(found: tuple[Pair, list[str]]) -> tuple[int, int]:
    pair, headings = found
    return -len(headings), -min(study.cohorts[0].n or 0 for study in pair)


def subtractable_pairs(
    library: Library, columns: list[Column], answers: dict[str, Answers]
) -> Iterator[tuple[Pair, list[str]]]:
    """Each pair with the headings of the rates that can be subtracted."""
    for i, j in combinations(range(len(columns)), 2):
        differences = [difference(library, one[i][0], one[j][0]) for one in answers.values()]
        headings = [one.heading for one in differences if one.value is not None]
        if headings:
            yield (columns[i].study, columns[j].study), headings


def shared_children(library: Library) -> Iterator[Example]:
    """Pairs that count the same children for sure, then those that may."""
    studies = [one for one in studies_in_order(library) if one.kind == "study"]
    pairs = list(combinations(studies, 2))
    for relations, why in (
        (SAME_CHILDREN, "these are the same children"),
        (("possible",), "these may share children"),
    ):
        for first, second in pairs:
            if relation_of(first, second) in relations:
                yield Example((first, second), why)
