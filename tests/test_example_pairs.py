"""Pairs offered for a first comparison: which, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.example_pairs import MOST, examples
from data.library import Library
from data.schema import Study
from data.tables import results_table
from tests.drawn import SAID, study

WHOLE = {"id": "all", "name": "all treated"} | SAID
RESPONSE = {"outcome": "response", "definition": "cr_cri", "denominator": "treated"} | SAID
MRD = {
    "outcome": "mrd_negative",
    "denominator": "responders",
    "all_treated": {"label": "of all treated", "derivation": "drawn"},
} | SAID


def treated(name: str, n: int | None, *rates: dict) -> Study:
    """A study of so many children, one of them in a part, with these rates of all of them."""
    size = {"n": n} if n else {}
    part = {"id": "part", "name": "part", "parent": "all", "split_by": "arm", "n": 1} | SAID
    counted = {"cohort": "all", "events": n or 30, "n": n or 30}
    return study(
        name,
        regimen={"kind": "alone"} | SAID,
        cohorts=[WHOLE | size, part],
        results=[rate | counted for rate in rates or [RESPONSE]],
    )


@pytest.fixture
def offered(library):
    """What is offered of these studies to a reader who has chosen some of them."""

    def make(*studies: Study, chosen: str = "") -> list[str]:
        shown: Library = replace(library, studies={one.id: one for one in studies})
        found = examples(shown, results_table(shown), tuple(chosen))
        return [" ".join(one.names) for one in found]

    return make


SIZES = [treated("a", 20), treated("b", 30), treated("c", 40)]
UNKNOWN = treated("d", None)


def test_pairs_of_many_patients_come_first(offered):
    assert offered(*SIZES) == ["b c"]
    assert offered(*SIZES, chosen="abc") == ["b c", "a b", "a c"]


def test_an_unknown_number_of_patients_comes_last(offered):
    assert offered(UNKNOWN, *SIZES, chosen="ad") == ["a b", "a c", "a d", "b d"]


def test_pairs_with_more_rates_in_common_come_before_larger_ones(offered):
    both = [treated(name, 10, RESPONSE, MRD) for name in "xy"]
    assert offered(*SIZES, *both, chosen="abcxy")[0] == "x y"


def test_a_few_are_enough(offered):
    assert len(offered(*SIZES, UNKNOWN, chosen="abcd")) == MOST
