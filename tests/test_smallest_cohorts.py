"""Each cohort in its smallest parts: only whole splits, inside the filters, with their rates."""

from dataclasses import replace

import pytest

from data.cohorts import is_chosen, resolve
from data.overview import THREE_RATES
from data.selection import Selection
from data.smallest_cohorts import smallest_cohorts
from data.tables import results_table
from data.treatment import cohort_by_id
from tests.drawn import SAID, study

ALONE = {"kind": "alone"} | SAID


def smallest(library, outcome="response", **asked):
    """The cohorts that are left of a selection in their smallest parts."""
    selection = replace(Selection(), **asked)
    results, cohorts = results_table(library), resolve(library, selection)
    return smallest_cohorts(library, results, cohorts, selection, outcome).chosen


def cohort(name: str, n: int | None, dose: float | None = None, **more) -> dict:
    size = {"n": n} if n else {}
    known = {"dose": {"low": dose, "high": dose} | SAID} if dose else {}
    return {"id": name, "name": name} | size | known | SAID | more


def part(name: str, n: int | None, dose: float | None = None, by="dose", of="all") -> dict:
    return cohort(name, n, dose, parent=of, split_by=by)


def rates(*names: str) -> list[dict]:
    value = {"outcome": "response", "definition": "orr", "denominator": "treated"}
    return [value | {"cohort": name, "events": 2, "n": 5} | SAID for name in names]


WHOLE = cohort("all", 10) | {"dose": {"low": 1.0, "high": 1.8} | SAID}
HALVES = [part("low", 5, 1.0), part("high", 5, 1.8)]
ARMS = [part("x", 3, by="arm"), part("y", 3, by="arm"), part("z", 4, by="arm")]
AGES = [part("young", 4, by="age"), part("old", 6, by="age")]
# cohorts below `all`, those with a rate, and what is shown
TREES = {
    "both halves": (HALVES, ["all", "low", "high"], ["low", "high"]),
    "only one dose": (HALVES, ["all", "low"], ["low", "high"]),
    "only one dose, and the whole has none": (HALVES, ["high"], ["low", "high"]),
    "only one age": (AGES, ["all", "old"], ["all"]),
    "a part whose dose is that of the other": (
        [part("x", 5, 1.8, by="arm"), part("y", 5, 1.8, by="arm")],
        ["x"],
        ["all"],
    ),
    "one dose within an age": (
        [*AGES, part("a", 2, 1.0, of="young"), part("b", 2, 1.8, of="young")],
        ["all", "a", "old"],
        ["a", "b", "old"],
    ),
    "a dose that is not found": ([part("low", 5, 1.0), part("x", 5)], ["low"], ["low", "x"]),
    "the whole has none": (HALVES, ["low", "high"], ["low", "high"]),
    "one patient short": ([part("low", 4, 1.0), part("high", 5, 1.8)], ["low", "high"], ["all"]),
    "a size not found": ([part("low", None, 1.0), part("high", 10, 1.8)], ["low", "high"], ["all"]),
    "halves of a half": (
        [*HALVES, part("a", 2, by="part", of="low"), part("b", 3, by="part", of="low")],
        ["all", "low", "high", "a", "b"],
        ["a", "b", "high"],
    ),
    "a half only in its halves": (
        [*HALVES, part("a", 2, by="part", of="low"), part("b", 3, by="part", of="low")],
        ["high", "a", "b"],
        ["a", "b", "high"],
    ),
    "two splits never mix": (
        [*AGES, *ARMS],
        ["young", "old", "x", "y", "z"],
        ["x", "y", "z"],
    ),
    "doses before more parts": (
        [*HALVES, *ARMS],
        ["low", "high", "x", "y", "z"],
        ["low", "high"],
    ),
    "a dose without a rate tells less than more parts": (
        [part("low", 9, 1.0), part("high", 1), part("x", 5, 1.8, by="arm"), part("y", 5, by="arm")],
        ["high", "x", "y"],
        ["x", "y"],
    ),
    "the first of equal splits, wherever its parts stand": (
        [AGES[0], part("x", 4, by="arm"), AGES[1], part("y", 6, by="arm")],
        ["young", "old", "x", "y"],
        ["young", "old"],
    ),
}


@pytest.mark.parametrize("tree", TREES)
def test_a_split_must_be_complete_and_answered(library, tree):
    """Parts stand for the whole only if they are the whole and have the rate: all, or one dose."""
    parts, with_rate, shown = TREES[tree]
    one = study("drawn", cohorts=[WHOLE, *parts], results=rates(*with_rate), regimen=ALONE)
    found = smallest(replace(library, studies={"drawn": one}))
    assert {chosen.cohort.id for chosen in found} == set(shown)


@pytest.mark.parametrize(("least", "shown"), [(4, ["low", "high"]), (5, ["all"])])
def test_a_part_that_the_filters_leave_out_keeps_the_whole_together(library, least, shown):
    """Where one part is too small, none of them stands for the whole."""
    cohorts = [WHOLE, part("low", 4, 1.0), part("high", 6, 1.8)]
    one = study("drawn", cohorts=cohorts, results=rates("all", "low", "high"), regimen=ALONE)
    found = smallest(replace(library, studies={"drawn": one}), min=least)
    assert [chosen.cohort.id for chosen in found] == shown


def test_parts_of_which_more_is_unknown_stay_together(library):
    """Of the ten 8 had 1.8 mg/m², but who of them is in which arm was not found."""
    most = {"low": 1.8, "high": 1.8, "count": 8}
    whole = WHOLE | {"dose": {"low": 1.0, "high": 1.8, "bands": [most]} | SAID}
    cohorts = [whole, part("x", 5, by="arm"), part("y", 5, by="arm")]
    one = study("drawn", cohorts=cohorts, results=rates("all", "x", "y"), regimen=ALONE)
    shown = replace(library, studies={"drawn": one})
    assert {part.cohort.id for part in smallest(shown)} == {"x", "y"}
    (found,) = smallest(shown, dose=(1.8, 1.8), lines=(2, 7), keep=True)
    assert found.cohort.id == "all"


WORDS = {"dose": {"text": "weekly"} | SAID}


@pytest.mark.parametrize("other", [{}, WORDS], ids=["not found", "only in words"])
@pytest.mark.parametrize(("rated", "shown"), [(["low"], ["all"]), (["low", "x"], ["low", "x"])])
def test_one_known_dose_tells_no_parts_apart(library, other, rated, shown):
    """Where the dose of the other part is not known both must have a rate, as in any split."""
    cohorts = [cohort("all", 10), part("low", 5, 1.0), part("x", 5) | other]
    one = study("drawn", cohorts=cohorts, results=rates("all", *rated), regimen=ALONE)
    found = smallest(replace(library, studies={"drawn": one}))
    assert [chosen.cohort.id for chosen in found] == shown


def test_cases_without_a_number_of_patients_are_no_rate(library):
    """A part of which only the cases are known cannot be drawn, so the whole stays."""
    all_rates = rates("all", "young", "old")
    del all_rates[1]["n"]
    one = study("drawn", cohorts=[WHOLE, *AGES], results=all_rates, regimen=ALONE)
    (found,) = smallest(replace(library, studies={"drawn": one}))
    assert found.cohort.id == "all"


ASKED = [
    {},
    {"adults": True},
    {"adults": True, "dose": (1.2, 1.4)},
    {"adults": True, "lines": (1, 2), "keep": True},
    {"adults": True, "min": 20},
    {"adults": True, "definition": "strict CR"},
    {"adults": True, "mrd": "of all treated", "time": "after cycle 1"},
]


@pytest.mark.parametrize("asked", ASKED, ids=str)
@pytest.mark.parametrize("outcome", THREE_RATES)
def test_nobody_is_shown_twice_in_a_study(library, outcome, asked):
    """No cohort stands beside a part of it, and the parts are never more than the whole."""
    found = smallest(library, outcome, **asked)
    sizes: dict[str, int] = {}
    for chosen in found:
        others = [other for other in found if other is not chosen]
        assert not is_chosen(chosen.study, chosen.cohort.id, others)
        sizes[chosen.study.id] = sizes.get(chosen.study.id, 0) + (chosen.cohort.n or 0)
    for key, size in sizes.items():
        assert size <= cohort_by_id(library.studies[key], "all").n


def test_a_part_carries_the_marks_of_the_filters(library):
    """Where prior lines were not found but the study is kept, each part says so."""
    found = smallest(library, lines=(2, 7), keep=True)
    parts = [chosen for chosen in found if chosen.study.id == "brivio-2021"]
    assert [chosen.cohort.id for chosen in parts] == ["dose-1.4", "dose-1.8"]
    assert all(chosen.marks for chosen in parts)
