"""What rows and panels say of themselves."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from data.intervals import clopper_pearson
from data.items import Item
from data.rows import Guard, Listed, PooledLine, Row, View, names_by_reason
from data.words import UNPUBLISHED

ROW = Row("one", "response", "1", "one", "One 2020", "", "children", "1.8 mg/m²", 30, "none")
VIEW = View("response", "Response", "", (ROW,), (), "1")


COUNT = {"marker": "count", "events": 1, "n": 4, "percent": 25, "low": 0.6, "high": 80.6}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (COUNT, "1/4 · 25 % [1–81]"),
        (COUNT | {"events": 0, "n": 12, "percent": 0, "low": 0.0}, "0/12 · 0 % [0–81]"),
        ({"marker": "percent", "percent": 33.3}, "33.3 %, x/N not found"),
        ({"marker": "estimate", "percent": 40, "low": 25, "high": 66}, "40 % [25–66]"),
        ({"marker": "estimate", "percent": 40}, "40 %, interval not found"),
        (
            {"marker": "estimate", "months": 7, "low": 3, "not_estimable": True},
            "7 months [3–not estimable]",
        ),
        (COUNT | {"marker": "none"}, "–"),
    ],
)
def test_a_rate_in_one_line(row, said):
    """A count with our interval, an estimate with the printed one, a bare percentage, a dash."""
    assert replace(ROW, **row).rate() == said


def test_the_name_of_an_own_series_is_short_beside_its_mark():
    """Where "unpublished" has a line of its own the name stands alone; others do not change."""
    assert replace(ROW, name=f"Our ward ({UNPUBLISHED})", own=True).short_name == "Our ward"
    assert ROW.short_name == "One 2020"


def test_a_cohort_that_is_not_the_whole_study_is_in_the_title():
    """Study and cohort, or the study alone."""
    assert ROW.title == "One 2020"
    assert replace(ROW, cohort="dose 1.4").title == "One 2020, dose 1.4"


@pytest.mark.parametrize(
    ("kind", "regimen", "group"),
    [
        ("strict CR", "single agent", "strict CR, single agent"),
        ("", "single agent", "single agent"),
    ],
)
def test_a_group_is_named_by_what_must_be_the_same(kind, regimen, group):
    """What matters to no rate of the outcome leaves no comma."""
    assert Guard(kind=kind, regimen=regimen).group == group


def test_a_panel_without_rows_or_numbers_found_nothing():
    """A number that has no row is found too."""
    found = replace(ROW, source="Journal")
    assert not VIEW.has_numbers
    assert replace(VIEW, rows=(ROW, found)).has_numbers
    assert replace(VIEW, also_found=(Item("SOS", "6 cases"),)).has_numbers


def test_a_screen_reader_hears_no_empty_words():
    """The caption alone, the pooled words alone, or both with one blank between them."""
    said = replace(VIEW, sentence="Two studies.")
    assert said.alt == "Two studies."
    assert replace(said, pooled_words="70 % pooled.").alt == "Two studies. 70 % pooled."
    assert replace(VIEW, counted="of responders").title == "Response of responders"
    assert VIEW.title == "Response"


def test_what_has_no_mark_is_listed_with_its_reason():
    """Cohorts without a rate first, then studies that mix drugs; drawn rows are not listed."""
    mixed = Listed("Mixed 2021", "mixes drugs")
    drawn = replace(ROW, key="two", marker="percent", percent=50, not_pooled="only a percentage")
    view = replace(VIEW, rows=(replace(ROW, why="not found"), drawn), not_specific=(mixed,))
    assert view.listed == (Listed("One 2020", "not found"), mixed)
    assert view.drawn == (drawn,)
    assert view.not_pooled == (Listed("One 2020", "only a percentage"),)


def test_a_reason_stands_once_with_all_names():
    """In the order in which they come."""
    items = [Listed("A", "small"), Listed("B", "mixed"), Listed("C", "small")]
    assert names_by_reason(items) == {"small": ["A", "C"], "mixed": ["B"]}


def test_what_was_not_said_is_not_so():
    """A row is nobody's own series, assumed or by known criteria unless it was told so."""
    assert (ROW.own, ROW.assumed, ROW.criteria_known) == (False, False, False)
    assert (VIEW.criteria_matter, VIEW.definitions_matter, VIEW.times_matter) == (False,) * 3


def test_whole_percents_are_the_usual_digits(view):
    """The pooled rate of the response panel is 70.3 % [51.7–83.9], predicted 41.9–88.6 %."""
    line = view("response").pooled[0]
    assert (line.rate(), line.prediction()) == ("70 % [52–84]", "42–89 %")
    low, high = clopper_pearson(98, 142)
    assert line.total() == f"98/142 · 69 % [{100 * low:.0f}–{100 * high:.0f}]"
    made = {field.name: getattr(line, field.name) for field in fields(line) if field.name != "own"}
    assert PooledLine(**made).unpublished == ""
