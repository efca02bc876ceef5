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
