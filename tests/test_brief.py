"""One link, gathered: its words, its studies, its views and its address."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from components.exports.file_name import file_name
from data.cohorts import resolve
from data.links import parse, version_notice
from data.overview import THREE_RATES
from data.selection import Selection, limits
from tests.briefs import brief_of
from tests.drawn import drawn_library
from tests.own_sessions import larger, own_file, with_own
from tests.stories import MANY


@pytest.fixture(scope="module", params=MANY.values(), ids=MANY)
def brief(library, request):
    return brief_of(library, **request.param)


def params_of(link: str) -> dict[str, list[str]]:
    """The parameters of an address, as the browser hands them on."""
    return parse_qs(urlsplit(link).query, strict_parsing=True)


def test_a_link_restores_its_selection(brief):
    """Whoever opens the link sees the same filters and switches, and no complaint."""
    allowed = limits(brief.library)
    assert parse(params_of(brief.link()), allowed) == (brief.selection, [])


def test_a_restored_selection_makes_the_same_brief(brief):
    """The link of what a link opens is the link itself."""
    selection, _ = parse(params_of(brief.link("sos")), limits(brief.library))
    assert replace(brief, selection=selection).link("sos") == brief.link("sos")


def test_a_link_names_the_version_of_its_data(brief):
    """A later reader can be told that the data have changed since."""
    assert params_of(brief.link())["v"] == [brief.library.version] == [brief.version]
    assert version_notice(params_of(brief.link())["v"], brief.version) == []
    assert version_notice(params_of(brief.link())["v"], "0" * 8) != []


def test_nothing_asked_links_only_the_version(library):
    """A view without filters has no parameter beside the version."""
    assert params_of(brief_of(library).link()) == {"v": [library.version]}


def test_a_link_says_that_own_series_are_missing_from_it(library):
    """Whoever opens it is told how many own series the view had; their names stay at home."""
    brief = brief_of(with_own(library, own_file("Our center"), larger("Their center")))
    assert params_of(brief.link()) == {"v": [library.version], "own_series": ["2"]}


@pytest.mark.parametrize(
    ("base", "page", "starts"),
    [
        ("https://pedino.org", "", "https://pedino.org/?"),
        ("https://pedino.org/", "", "https://pedino.org/?"),
        ("https://pedino.org/", "sos", "https://pedino.org/sos?"),
        ("https://uni.edu/apps/pedino", "mrd", "https://uni.edu/apps/pedino/mrd?"),
        ("https://uni.edu/apps/pedino/", "mrd", "https://uni.edu/apps/pedino/mrd?"),
    ],
)
def test_a_link_has_one_slash(library, base, page, starts):
    """Whether the address of the dashboard ends in a slash makes no difference."""
    link = replace(brief_of(library, adults=True), base=base).link(page)
    assert link.startswith(starts)
    assert params_of(link)["adults"] == ["true"]


@pytest.mark.parametrize("name", ["A & B 2020", "100 % = all?", "Müller #7", "a+b/c", "O'Brien"])
def test_a_name_with_odd_characters_survives_its_link(library, name):
    """Characters with a meaning in addresses are no obstacle to naming a study."""
    drawn = drawn_library(library, "study\na", "response")
    named = drawn.studies["a"].model_copy(update={"name": name})
    brief = brief_of(replace(drawn, studies={"a": named}), studies=("a",))
    selection, ignored = parse(params_of(brief.link()), limits(brief.library))
    assert (selection, ignored) == (replace(Selection(), studies=("a",)), [])


def test_each_study_is_shown_once_in_the_order_of_the_charts(brief):
    """A study with several cohorts is one study."""
    in_charts = dict.fromkeys(row.study for row in brief.views[0].rows)
    assert [study.id for study in brief.studies] == list(in_charts)
    assert list(brief.studies) == [brief.library.studies[key] for key in in_charts]


def test_a_study_may_come_with_several_cohorts(library):
    """Three dose levels of one trial are three rows and one study."""
    brief = brief_of(library, dose=(1.1, 1.4))
    rows = [row for row in brief.views[0].rows if row.study == "pennesi-2024"]
    assert len(rows) == 3
    assert [study.id for study in brief.studies].count("pennesi-2024") == 1


def test_the_views_are_the_three_rates_of_the_same_cohorts(brief):
    """Response, MRD negativity and SOS, each with a row for every cohort chosen."""
    assert tuple(view.outcome for view in brief.views) == THREE_RATES
    chosen = [one.key for one in resolve(brief.library, brief.selection).chosen]
    for view in brief.views:
        assert [row.key for row in view.rows] == chosen


def test_a_file_is_named_after_its_content_and_its_data(brief):
    """Two files of different data never have the same name."""
    assert file_name("study_table", "1a2b3c4d", "csv") == "pedino-study-table-1a2b3c4d.csv"
    assert brief.version in file_name("deck", brief.version, "pptx")
