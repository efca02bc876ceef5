"""Of whom a line on the dose tells, beside others."""

import pytest

from data.aspects import Column
from data.cohorts import Chosen
from data.dose_sections import doses, told_of
from data.items import NOT_FOUND
from data.treatment import cohort_by_id, dose_of
from data.verdicts import dose_text
from tests.drawn import SAID, study


def cohort(key, dose=None, **facts):
    known = {"dose": dose | SAID} if dose else {}
    return (
        {"id": key, "name": "all treated" if key == "all" else key, "n": 10} | known | facts | SAID
    )


PARTS = {"parent": "all", "split_by": "dose"}
WEEKLY = {"low": 0.8, "high": 1.8, "schedule": "weekly"}
MADE = study(
    "made",
    cohorts=[
        cohort("all", WEEKLY, n=20),
        cohort("high", {"low": 1.8, "high": 1.8, "schedule": "fractionated"}, **PARTS),
        cohort("girls", **PARTS | {"split_by": "sex"}),
    ],
)


@pytest.mark.parametrize(
    ("key", "words", "whose"),
    [
        ("high", "fractionated", "high"),
        ("high", "1.8 mg/m²", "high"),
        ("girls", "0.8–1.8 mg/m²", "girls"),
        ("girls", "weekly", "whole study"),
        ("all", "weekly", ""),
    ],
)
def test_of_whom_a_line_tells(key, words, whose):
    """The ends of a dose hold for each part; its schedule is of the whole, which had it."""
    one = cohort_by_id(MADE, key)
    dose = dose_of(MADE, one)
    assert words in (dose.schedule, dose_text(dose))
    assert told_of(MADE, one, dose, words) == whose


def test_words_alone_are_of_the_whole():
    """A dose without a number is told in words: those of the whole."""
    told = study("told", cohorts=[cohort("all", {"text": "standard"}), cohort("girls", **PARTS)])
    girls = cohort_by_id(told, "girls")
    dose = dose_of(told, girls) or cohort_by_id(told, "all").dose
    assert told_of(told, girls, dose, dose_text(dose)) == "whole study"


def test_later_cycles_of_some_are_theirs():
    later = {"later_cycles": 1.5, "later_cycles_of": "phase 2"}
    some = study("some", cohorts=[cohort("all", WEEKLY | later)])
    one = cohort_by_id(some, "all")
    assert told_of(some, one, one.dose, "1.5 mg/m² per cycle") == "phase 2"
    assert told_of(some, one, one.dose, "weekly") == ""


def test_later_cycles_of_some_are_not_the_same_for_all(library):
    """The same number, but of some patients only; how many cycles are allowed is told of all."""
    usual = WEEKLY | {"later_cycles": 1.5, "maximum_cycles": 6}
    all_had = Column(study("one", cohorts=[cohort("all", usual)]))
    some_had = Column(study("two", cohorts=[cohort("all", usual | {"later_cycles_of": "phase 2"})]))
    told = {one.label: one.agreement.words for one in doses(library, [all_had, some_had])}
    assert told["Later cycles"] == "the same as far as it is told of two"
    assert (told["Most cycles"], told["Schedule"]) == ("same", "same")
    both = {one.label: one.agreement.words for one in doses(library, [all_had, all_had])}
    assert both["Later cycles"] == "same"


def test_a_schedule_told_by_arm_is_not_denied_of_salvage_lines(library):
    """Other parts have it, so it stands with their names; a dose of others is no dose."""
    arms = [cohort("arm", WEEKLY, parent="all", split_by="arm", n=4)]
    made = study(
        "made", cohorts=[cohort("all"), *arms, cohort("first", parent="all", split_by="x")]
    )
    shown = Column(made, (Chosen(made, made.cohorts[2], ()),))
    told = {one.label: one.texts for one in doses(library, [shown])}
    assert told["Schedule"] == ("arm: weekly",)
    assert told["Dose, cycle 1"] == (NOT_FOUND,)


def test_later_cycles_of_one_part_are_not_those_of_all_parts(library):
    """One part says of whom it tells; that the other does not is no answer for it."""
    usual = WEEKLY | {"later_cycles": 1.5}
    parts = [
        cohort("low", usual | {"later_cycles_of": "girls"}, **PARTS),
        cohort("b", usual, **PARTS),
    ]
    made = study("made", cohorts=[cohort("all", n=20), *parts])
    in_parts = Column(made, tuple(Chosen(made, one, ()) for one in made.cohorts[1:]))
    all_had = Column(study("one", cohorts=[cohort("all", usual)]))
    told = {one.label: one.agreement.words for one in doses(library, [all_had, in_parts])}
    assert told["Later cycles"] == "the same as far as it is told of made"


def test_later_cycles_that_differ_differ_whoever_had_them(library):
    one = Column(study("one", cohorts=[cohort("all", WEEKLY | {"later_cycles": 1.5})]))
    some = {"later_cycles": 1.2, "later_cycles_of": "phase 2"}
    two = Column(study("two", cohorts=[cohort("all", WEEKLY | some)]))
    told = {one.label: one.agreement.words for one in doses(library, [one, two])}
    assert told["Later cycles"] == "differs"


def in_two_parts(of_all: dict | None, *more: dict) -> Column:
    """A study shown as its two parts by arm, one of which has further parts."""
    arms = [cohort(key, parent="all", split_by="arm") for key in ("a", "b")]
    made = study("made", cohorts=[cohort("all", of_all, n=20), *arms, *more])
    return Column(made, tuple(Chosen(made, one, ()) for one in made.cohorts[1:3]))


def test_a_part_of_one_cohort_shown_tells_its_dose(library):
    """It need not lie in the other cohort too."""
    shown = in_two_parts(None, cohort("young", WEEKLY, n=3, parent="a", split_by="age"))
    told = {one.label: one.texts for one in doses(library, [shown])}
    assert told["Dose, cycle 1"] == ("young: 0.8–1.8 mg/m²",)


def test_what_two_parts_have_of_the_whole_stands_once(library):
    told = {one.label: one.texts for one in doses(library, [in_two_parts(WEEKLY)])}
    assert told["Schedule"] == ("whole study: weekly",)
