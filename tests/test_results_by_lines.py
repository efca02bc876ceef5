"""Results of groups told apart by prior lines, and which papers to open."""

from dataclasses import replace

import pytest

from data.cohorts import resolve
from data.results_by_lines import (
    CAUTION,
    by_line_views,
    hidden_by_line,
    papers_to_open,
    subgroup_items,
)
from data.selection import Selection
from data.tables import results_table
from tests.drawn import SAID, study
from tests.own_sessions import own_file, with_own


def split_study(name, sos):
    """A study of a first and a second salvage; `sos` is what is known of SOS in the first."""
    split = {"parent": "all", "split_by": "salvage line"}
    lines = [{"prior_lines": {"known_as": "salvage line", "low": i} | SAID} for i in (1, 2)]
    parts = [{"id": f"salvage-{i}", "name": f"salvage {i}"} for i in (1, 2)]
    known = {"outcome": "sos_post_hsct", "cohort": "salvage-1", "denominator": "transplanted"}
    return study(
        name,
        regimen={"kind": "alone"} | SAID,
        cohorts=[
            {"id": "all", "name": "all treated", "n": 30} | SAID,
            *(part | split | line | SAID for part, line in zip(parts, lines, strict=True)),
        ],
        results=[known | {"criteria": "not_found"} | sos | SAID] if sos else [],
    )


@pytest.fixture(scope="module")
def by_line(library):
    """The outcomes by prior lines, by their ids: `by_line(adults=True)`."""
    results = results_table(library)

    def make(**asked):
        selection = replace(Selection(), **asked)
        views = by_line_views(library, results, resolve(library, selection), selection)
        return {view.outcome: view for view in views}

    return make


def test_salvage_lines_of_adults(by_line):
    """SOS of INO-VATE and survival of Kantarjian by salvage line, and nothing else."""
    found = by_line(adults=True)
    assert list(found) == ["sos_post_hsct", "os_median"]
    sos = [(row.cohort, row.events, row.n) for row in found["sos_post_hsct"].drawn]
    assert sos == [("first salvage", 11, 58), ("second salvage", 7, 20)]
    months = [(row.cohort, row.months) for row in found["os_median"].drawn]
    assert months == [("salvage 1", 9.2), ("salvage 2", 4.3), ("salvage ≥3", 6.6)]


def test_no_effect_is_claimed(by_line):
    """Each sentence says that the groups were not randomized; nothing is pooled."""
    for view in by_line(adults=True, across=True).values():
        assert view.sentence.endswith(CAUTION)
        assert not view.pooled


def test_no_child_by_line(by_line):
    """No pediatric source gave a result by prior lines, as the page says."""
    assert by_line() == {}


def test_filters_hold(by_line):
    """One prior line leaves the first salvage."""
    (sos, months) = by_line(adults=True, lines=(1, 1)).values()
    assert [row.cohort for row in sos.drawn] == ["first salvage"]
    assert [row.cohort for row in months.drawn] == ["salvage 1"]


def test_a_group_passes_the_filters_as_its_study_does(by_line):
    """INO-VATE has 60 patients; whether its first salvage has is unknown, so it is not shown."""
    assert by_line(adults=True, min=60) == {}


def test_what_cannot_be_drawn_makes_no_chart(library):
    """A lower bound by salvage line has no place in a chart, and there is no empty one."""
    drawn = replace(library, studies={"a": split_study("a", {"events_at_least": 1})})
    results, selection = results_table(drawn), Selection()
    assert by_line_views(drawn, results, resolve(drawn, selection), selection) == ()


def test_no_group_twice(by_line):
    """Where the filters chose two salvage lines, each stands there once."""
    rows = by_line(adults=True, lines=(1, 2))["sos_post_hsct"].rows
    assert len(rows) == len({row.key for row in rows}) == 4


def test_what_is_hidden_is_named(library):
    """Without adults the two studies are named with the switch that shows them."""
    results = results_table(library)
    hidden = hidden_by_line(library, results, resolve(library, Selection()))
    assert [item.name for item in hidden] == ["Kantarjian 2013", "INO-VATE 2019"]
    assert all("include adults" in item.reason for item in hidden)
    adults = resolve(library, Selection(adults=True))
    assert hidden_by_line(library, results, adults) == ()


def test_only_results_of_the_study_itself_are_hidden(library):
    """Of two studies split alike only the one that gave results by salvage line is named."""
    made = {"a": split_study("a", {"events": 1, "n": 9}), "b": split_study("b", None)}
    drawn = replace(library, studies=made)
    hidden = hidden_by_line(drawn, results_table(drawn), resolve(drawn, Selection(min=1000)))
    assert [item.name for item in hidden] == ["a"]


def test_by_prior_transplant(library):
    """INO-VATE's response with and without prior HSCT, when adults are shown."""
    results = results_table(library)
    items = subgroup_items(library, results, resolve(library, Selection(adults=True)))
    assert ["of 17 with prior HSCT" in items[0].text, len(items)] == [True, 2]
    assert subgroup_items(library, results, resolve(library, Selection())) == []


def test_papers_to_open(library):
    """The studies whose prior lines were looked for and not found, with their addresses."""
    papers = {paper.study: paper for paper in papers_to_open(library, Selection())}
    assert papers["bhojwani-2019"].what == "response, MRD or SOS by number of prior lines"
    assert papers["bhojwani-2019"].url == "https://doi.org/10.1038/s41375-018-0265-z"
    assert papers["brivio-2021"].url is None
    assert "fuster-2020" not in papers
    assert "deangelo-2017" not in papers
    assert "deangelo-2017" in {p.study for p in papers_to_open(library, Selection(adults=True))}


def test_nobody_can_open_an_own_series(library):
    """What an own series does not say is no paper to look it up in."""
    gaps = [{"what": "response by number of prior lines"}]
    papers = papers_to_open(with_own(library, own_file(not_found=gaps)), Selection())
    assert papers == papers_to_open(library, Selection())
