"""One line of a comparison: whose words stand in the columns, and how far they agree."""

from __future__ import annotations

from dataclasses import replace

from data.aspects import Aspect, Column, compared, who_says_what
from data.comparison import Comparison, compare
from data.items import NOT_FOUND, Item
from data.selection import Selection
from data.tables import results_table
from tests.drawn import SAID, study

ALONE = {"kind": "alone"} | SAID
WHOLE = {"id": "all", "name": "all treated", "n": 25} | SAID
PARTS = [
    {"id": "low", "name": "low", "parent": "all", "split_by": "dose", "n": 12} | SAID,
    {"id": "high", "name": "high", "parent": "all", "split_by": "dose", "n": 13} | SAID,
]


def dose(low: float, high: float) -> dict:
    return {"dose": {"low": low, "high": high} | SAID}


MIXED = [WHOLE | dose(1.4, 1.8), PARTS[0] | dose(1.4, 1.4), PARTS[1] | dose(1.8, 1.8)]


def beside(library, *facts: dict, **asked) -> Comparison:
    """Made-up studies a, b, … with these facts, in columns."""
    usual = {"cohorts": [WHOLE], "regimen": ALONE}
    made = [study(name, **usual | more) for name, more in zip("abc", facts, strict=False)]
    shown = replace(library, studies={one.id: one for one in made})
    selection = replace(Selection(compare=tuple(shown.studies)), **asked)
    return compare(shown, results_table(shown), selection)


def aspect(comparison: Comparison, label: str) -> Aspect:
    return next(one for one in comparison.aspects if one.label == label)


def test_a_column_counts_the_cohorts_that_the_filters_leave(library):
    """The whole study otherwise; of a study that is left out as well, and then once."""
    first, second = {"cohorts": MIXED}, {"cohorts": [WHOLE | dose(1.8, 1.8)]}
    everybody = aspect(beside(library, first, second), "Number")
    assert everybody.texts == ("25, all treated", "25, all treated")
    at_the_low_dose = aspect(beside(library, first, second, dose=(1.4, 1.4)), "Number")
    assert at_the_low_dose.texts == ("12, low", "25, all treated")
    at_neither = aspect(beside(library, first, second, dose=(0.8, 0.8)), "Number")
    assert at_neither.texts == ("25, all treated", "25, all treated")


def test_what_no_study_reports_is_told_apart(library):
    """The page names such lines together, below the others."""
    aged = {"facts": [{"topic": "age", "text": "1–17 years"} | SAID]}
    found = beside(library, aged, {})
    assert aspect(found, "Age").found
    assert not aspect(found, "Period").found


def test_a_place_that_two_words_share_is_named_once(library):
    """Two facts from one table have one source; two from two tables have both."""
    age = {"topic": "age"} | SAID
    same = {"facts": [age | {"text": "median 9"}, age | {"text": "1–17"}]}
    other = {"facts": [age | {"text": "median 9"}, age | {"text": "1–17", "place": "Table 1"}]}
    found = aspect(beside(library, same, other), "Age")
    assert found.sources == (
        "Journal, abstract (stated)",
        "Journal, abstract (stated); Journal, Table 1 (stated)",
    )


def test_words_are_the_same_or_described_differently(library):
    """What was not found is neither."""
    periods = ["2016–2019", "2016–2019", "2018"]
    designs = [
        {"design": {"summary": "drawn", "timing": "prospective", "period": one} | SAID}
        for one in periods
    ]
    assert aspect(beside(library, *designs[:2]), "Period").agreement.words == "same"
    differ = aspect(beside(library, *designs[1:]), "Period")
    assert differ.agreement.words == "described differently"
    alone = aspect(beside(library, designs[0], {}), "Period")
    assert alone.agreement.words == "not found for b"
    neither = aspect(beside(library, {}, {}), "Period")
    assert (neither.agreement.words, neither.texts) == ("not found for any", (NOT_FOUND,) * 2)


def test_who_says_what_is_said_where_somebody_says_something(library):
    """Of a dose that one study reports both are named; of one that none reports nobody."""
    first = {"cohorts": [WHOLE | dose(1.8, 1.8)]}
    one = aspect(beside(library, first, {}), "Dose, cycle 1")
    assert one.said == "1.8 mg/m² (a), not found (b)"
    assert aspect(beside(library, {}, {}), "Dose, cycle 1").said == ""


def test_what_two_parts_say_alike_is_said_once():
    cell = (Item("low", "weekly"), Item("high", "weekly"))
    assert who_says_what(["A", "B"], [cell, ()]) == "weekly (A), not found (B)"


def test_only_what_every_reader_must_know_is_told_in_a_sentence():
    """Nobody asked for it here, so nothing is said, though all is known."""
    columns = [Column(study(name)) for name in "ab"]
    cells = [(Item("", "weekly"),), (Item("", "daily"),)]
    assert compared(columns, "Schedule", cells, ["weekly", "daily"]).said == ""
    told = compared(columns, "Schedule", cells, ["weekly", "daily"], main=True).said
    assert told == "weekly (a), daily (b)"
