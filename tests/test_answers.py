"""Which number of a cohort answers the question, and the reason where none does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.answers import Question
from data.cohorts import resolve
from data.selection import MRD, Selection
from data.tables import results_table
from data.views import make_view
from tests.drawn import SAID, study

PART = {"parent": "all", "split_by": "dose"} | SAID
ONE = study(
    "one",
    cohorts=[
        {"id": "all", "name": "all treated", "n": 30} | SAID,
        {"id": "low", "name": "low dose", "n": 10} | PART,
        {"id": "high", "name": "high dose", "n": 20} | PART,
    ],
)
USUAL = {
    "study": "one",
    "cohort": "all",
    "denominator": "treated",
    "definition": "cr_cri",
    "label": None,
    "primary": True,
    "timepoint": "not_stated",
    "not_of_treated": None,
    "threshold": None,
    "method": None,
}


@pytest.fixture
def ask(library):
    """The answer for the whole study: `ask("response", {...}, time="after 2 cycles")`."""

    def answer(outcome: str, *records: dict, cohort: str = "all", **asked):
        selection = replace(Selection(), **asked)
        made = [USUAL | record for record in records]
        return Question(library, outcome, selection, made).answer(ONE, cohort)

    return answer


def test_a_rate_of_a_subgroup_answers_for_nobody(ask):
    """Children with a prior transplant are not the study."""
    assert ask("response", {"denominator": "with_prior_hsct"}) == (
        None,
        "not found in the sources read",
    )


def test_each_part_that_was_found_is_named_once(ask):
    """Two numbers of one dose are one dose; the order is that of the file."""
    parts = ({"cohort": "high"}, {"cohort": "low"}, {"cohort": "high", "primary": False})
    assert ask("response", *parts) == (
        None,
        "not found for all together; found only for high dose and low dose",
    )
    assert ask("response", {"cohort": "high"}, cohort="low") == (
        None,
        "not found by dose; found only for high dose",
    )


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        (["10 were not measured"], "cannot be counted of all treated: 10 were not measured"),
        ([None, "first", "second"], "cannot be counted of all treated: first"),
        ([None], "no count that could be taken of all treated"),
    ],
    ids=str,
)
def test_why_a_rate_is_not_of_all_treated(ask, reasons, said):
    """The first reason that a source gives, or that there is none."""
    records = [{"denominator": "responders", "not_of_treated": why} for why in reasons]
    assert ask("mrd_negative", *records, mrd=MRD[1]) == (None, said)


def test_a_rate_of_all_treated_is_not_one_of_responders(ask):
    """How many responders were measured is not in it."""
    assert ask("mrd_negative", {"denominator": "treated"}) == (
        None,
        "counted of all treated only; the number of responders measured was not found",
    )


@pytest.mark.parametrize(
    ("denominators", "said"),
    [
        (["evaluable"], "not given of responders (evaluable for response)"),
        (["not_stated", "not_stated"], "not given of responders (denominator not stated)"),
        (
            ["evaluable", "treated"],
            "not given of responders (evaluable for response and all treated)",
        ),
        (["treated", "randomized"], "counted of all treated only"),
    ],
    ids=str,
)
def test_whom_a_rate_counts_that_is_not_of_responders(ask, denominators, said):
    """Who are evaluable are neither all treated nor the responders."""
    records = [{"denominator": key, "not_of_treated": "not said"} for key in denominators]
    why = f"{said}; the number of responders measured was not found"
    assert ask("mrd_negative", *records) == (None, why)


@pytest.mark.parametrize("mrd", MRD)
def test_a_rate_that_no_switch_asks_for_is_among_what_was_also_found(library, mrd):
    """10/20 of the evaluable answers neither question, and is not out of sight."""
    rate = {"outcome": "mrd_negative", "denominator": "evaluable", "events": 10, "n": 20}
    made = study(
        "a",
        regimen={"kind": "alone"} | SAID,
        cohorts=[{"id": "all", "name": "all treated", "n": 30} | SAID],
        results=[rate | {"all_treated": {"why_not": "10 not measured"}} | SAID],
    )
    shown = replace(library, studies={"a": made})
    selection = Selection(mrd=mrd)
    numbers = results_table(shown)
    view = make_view(shown, numbers, resolve(shown, selection), selection, "mrd_negative")
    assert [row.marker for row in view.rows] == ["none"]
    (item,) = view.also_found
    assert item.text.startswith("10/20 · 50.0 %")


def test_a_rate_of_the_other_patients_is_not_among_what_was_also_found(library):
    """It is the answer at the other position of the switch."""
    question = Question(library, "mrd_negative", Selection(), [])
    assert not question.counts_right_patients(USUAL)
    assert question.counts_right_patients(USUAL | {"denominator": "responders"})


RESPONDERS = {"denominator": "responders"}
SECOND = {"primary": False}


def test_a_second_rate_of_all_treated_answers_who_asks_of_them(ask):
    """Of 6/9 responders and 7/25 all treated a file can call only one the main result."""
    assert ask("mrd_negative", RESPONDERS, SECOND, mrd=MRD[1]) == (USUAL | SECOND, "")
    assert ask("mrd_negative", RESPONDERS, SECOND) == (USUAL | RESPONDERS, "")
    other = RESPONDERS | SECOND
    assert ask("mrd_negative", other, {}) == (USUAL | other, "")
    later = SECOND | {"timepoint": "after_cycle_2"}
    assert ask("mrd_negative", RESPONDERS, later, mrd=MRD[1]) == (USUAL | later, "")


def test_of_two_second_rates_the_one_at_the_same_time_answers(ask):
    """A later analysis is none that was asked for, and without one at that time there is none."""
    early, late = ({"timepoint": f"after_cycle_{i}"} for i in (1, 2))
    rates = (RESPONDERS | early, SECOND | late, SECOND | early)
    assert ask("mrd_negative", *rates, mrd=MRD[1]) == (USUAL | SECOND | early, "")
    rates = (RESPONDERS, SECOND | late, SECOND | early)
    why = "only a secondary analysis was found"
    assert ask("mrd_negative", *rates, mrd=MRD[1]) == (None, why)


def test_a_main_rate_of_all_treated_goes_before_a_second_one(ask):
    """That of another cohort, or by another definition, is no main result of this question."""
    assert ask("mrd_negative", SECOND, {}, mrd=MRD[1]) == (USUAL, "")
    other = {"cohort": "low"}
    assert ask("mrd_negative", other, RESPONDERS, SECOND, mrd=MRD[1]) == (USUAL | SECOND, "")
    strict = {"definition": "strict_cr"}
    rates = (RESPONDERS | strict, SECOND | strict, {})
    found, why = ask("mrd_negative", *rates, mrd=MRD[1], definition="strict CR")
    assert (found, why) == (USUAL | SECOND | strict, "")


PCR, FLOW = ({"method": one} for one in ("PCR", "flow cytometry"))
LOWER = FLOW | {"threshold": 0.001}
SEVERAL = "several numbers were found, none of them the main result"


@pytest.mark.parametrize(
    ("main", "others", "expected"),
    [
        (FLOW, (PCR, FLOW), FLOW),
        (FLOW, (FLOW, PCR), FLOW),
        (LOWER, (FLOW, LOWER, PCR), LOWER),
        (FLOW, (PCR, LOWER), None),
        (FLOW, (FLOW, FLOW), None),
        (FLOW, (PCR,), PCR),
    ],
)
def test_of_two_second_rates_the_one_measured_like_the_main_answers(ask, main, others, expected):
    """Without exactly one, none is taken for standing first in the file."""
    rates = [RESPONDERS | SECOND | one for one in others]
    found = USUAL | RESPONDERS | SECOND | expected if expected else None
    why = "" if expected else SEVERAL
    assert ask("mrd_negative", main, *rates) == (found, why)


def test_a_main_rate_goes_before_a_second_one_that_stands_first(ask):
    """After cycle 1 both answer: 20/22 of the evaluable, and 20/25 of all treated as the main."""
    early = {"timepoint": "after_cycle_1"}
    rates = (SECOND | early | {"denominator": "evaluable"}, early)
    assert ask("response", *rates, time="after cycle 1") == (USUAL | early, "")
    strict = {"definition": "strict_cr"} | early
    rates = (strict, SECOND | early)
    assert ask("response", *rates, time="after cycle 1") == (USUAL | SECOND | early, "")


def test_a_component_is_no_response(ask):
    """CRi alone answers no question for the response, however it is defined."""
    assert ask("response", {"definition": "cri_only"}) == (
        None,
        "reported as CRi only: a component, not the response",
    )


def test_other_definitions_are_named_in_alphabetical_order(ask):
    """What was reported instead of the definition asked for, each once."""
    known = ("orr", "cri_only", "cr_cri", "orr", "cr_as_reported")
    records = [{"definition": key} for key in known]
    assert ask("response", *records, definition="strict CR") == (
        None,
        "reported as CR as reported, CR/CRi, CRi only and ORR, not strict CR",
    )


def test_other_times_are_named_in_alphabetical_order(ask):
    """What was found instead of the time asked for, each once."""
    times = ("not_stated", "after_cycle_1", "first_report", "second_group", "not_stated")
    found = "after cycle 1, first report, second group at this dose and time not stated"
    records = [{"timepoint": key} for key in times]
    assert ask("response", *records, time="after 2 cycles") == (
        None,
        f"no result after 2 cycles; found: {found}",
    )


def test_a_secondary_analysis_is_not_the_main_result(ask):
    """It is not shown in its place, and the reason says what there is."""
    assert ask("response", {"primary": False}) == (None, "only a secondary analysis was found")
    later = {"primary": False, "timepoint": "after_cycle_2"}
    found, why = ask("response", later, time="after 2 cycles")
    assert found == USUAL | later
    assert why == ""


def test_of_two_definitions_the_main_one_answers(ask):
    """CR/CRi or ORR go before strict CR, whatever the file says first."""
    found, why = ask("response", {"definition": "strict_cr"}, {"definition": "orr"})
    assert found == USUAL | {"definition": "orr"}
    assert why == ""


@pytest.mark.parametrize(
    ("definitions", "answers"),
    [(("strict_cr", None), None), ((None, "strict_cr"), None), (("orr", None), "orr")],
    ids=str,
)
def test_a_number_without_a_definition_goes_with_the_main_ones(ask, definitions, answers):
    """Before strict CR; beside CR/CRi or ORR the file's first answers."""
    records = [{"denominator": "responders", "definition": key} for key in definitions]
    found, why = ask("mrd_negative", *records)
    assert found["definition"] == answers
    assert why == ""


def test_a_time_is_asked_only_of_what_is_measured_again(ask):
    """Who wants the response after 2 cycles still sees SOS, which has no such time."""
    found, why = ask("sos_post_hsct", {"denominator": "transplanted"}, time="after 2 cycles")
    assert found == USUAL | {"denominator": "transplanted"}
    assert why == ""


class Counted(dict):
    """A record that knows how often it was read."""

    reads = 0

    def __getitem__(self, key):
        Counted.reads += 1
        return super().__getitem__(key)


def test_a_cohort_is_answered_from_its_own_records(library):
    """The largest file has 100 cohorts and 300 numbers: the work grows with them, not squared."""
    keys = [f"part-{i}" for i in range(100)]
    rates = [RESPONDERS | {"primary": i == 0} for i in range(3)]
    records = [Counted(USUAL | one | {"cohort": key}) for key in keys for one in rates]
    question = Question(library, "mrd_negative", Selection(), records)
    Counted.reads = 0
    assert all(question.answer(ONE, key)[0]["primary"] for key in keys)
    assert Counted.reads < 100 * len(records)


def test_a_time_is_missing_of_what_was_asked(ask):
    """Another definition, or other patients, may have a number then: no "no result" of them."""
    early = {"timepoint": "after_cycle_1"}
    both = ({"definition": "strict_cr"} | early, {"timepoint": "after_cycle_2"})
    asked = {"definition": "strict CR", "time": "after 2 cycles"}
    found, why = ask("response", *both, **asked)
    assert (found, why) == (None, "no strict CR result after 2 cycles; found: after cycle 1")
    rates = (RESPONDERS | early, {"primary": True})
    asked = {"mrd": "of all treated", "time": "after cycle 1"}
    found, why = ask("mrd_negative", *rates, **asked)
    assert (found, why) == (None, "no result of all treated after cycle 1; found: time not stated")


TREATED_ONLY = "counted of all treated only; the number of responders measured was not found"


@pytest.mark.parametrize(
    ("cohort", "parts", "said"),
    [
        ("all", ["high", "high"], "not found for all together; of high dose: "),
        ("all", ["low", "high"], "not found for all together; of low dose and high dose: "),
        ("low", ["high"], "not found by dose; of high dose: "),
    ],
)
def test_each_reason_of_the_parts_is_told_once(ask, cohort, parts, said):
    """What was found of them is of other patients than those asked for."""
    found = [{"cohort": part, "denominator": "treated"} for part in parts]
    assert ask("mrd_negative", *found, cohort=cohort) == (None, f"{said}{TREATED_ONLY}")


def test_only_parts_that_answer_are_named(ask):
    found = ({"cohort": "low", "denominator": "treated"}, RESPONDERS | {"cohort": "high"})
    assert ask("mrd_negative", *found) == (
        None,
        "not found for all together; found only for high dose",
    )


def test_what_has_no_definition_is_not_missing_by_one(ask):
    """Who asks for strict CR asks for MRD negativity at a time without it."""
    early = RESPONDERS | {"definition": None, "timepoint": "after_cycle_1"}
    asked = {"definition": "strict CR", "time": "after 2 cycles"}
    assert ask("mrd_negative", early, **asked) == (
        None,
        "no result of responders after 2 cycles; found: after cycle 1",
    )


def test_the_only_number_of_a_definition_is_its_main_one(ask):
    """Another number of the same patients by another definition takes nothing from it."""
    found = (
        {"denominator": "treated"},
        RESPONDERS | SECOND | {"definition": "strict_cr", "timepoint": "after_cycle_1"},
        RESPONDERS | SECOND | {"definition": "cr_cri", "timepoint": "after_cycle_2"},
    )
    record, why = ask("mrd_negative", *found, definition="strict CR")
    assert (record["definition"], why) == ("strict_cr", "")
