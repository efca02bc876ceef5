"""When an own series is pooled: on request, without a child that is counted already, marked."""

from __future__ import annotations

import pytest

from data.guard import own_series_out
from data.library import Library
from data.selection import Selection
from data.words import marked
from tests.briefs import brief_of
from tests.own_sessions import larger, naming, own_file, with_own

OURS = marked("Our center")


def answering(shared: str) -> str:
    """A series with this answer to whether its children are in a listed study."""
    return naming("partly bhojwani-2019") if shared == "some" else own_file(shared=shared)


def response_rows(library, **asked):
    view = brief_of(library, **asked).view("response")
    rows = {row.study: row for row in view.rows if row.own}
    names = [name for line in view.diamonds for name in line.names]
    return rows, names, view


# shared children, switch -> why a series is in no pooled line
NEVER = "own series: {}, so it is never pooled"
POOLING = [
    ("none", False, ["own series; “Pool own series” may add it"]),
    ("none", True, []),
    ("some", True, [NEVER.format("some of its children are in a listed study")]),
    ("unknown", True, [NEVER.format("whether its children are in a listed study is unknown")]),
]


@pytest.mark.parametrize(("shared", "own", "reasons"), POOLING)
def test_pooled_only_on_request_and_only_if_no_child_counts_twice(shared, own, reasons, library):
    """Drawn in every case; in the diamond only with the switch and with no shared child."""
    session = with_own(library, answering(shared))
    assert list(own_series_out(session.studies["own-series-1"], Selection(own=own))) == reasons
    rows, names, view = response_rows(session, own=own)
    assert rows["own-series-1"].not_pooled == (reasons[0] if reasons else "")
    assert (OURS in names) == (not reasons)
    if reasons:
        assert view.diamonds == brief_of(library, own=own).view("response").diamonds


@pytest.mark.parametrize("shared", ["some", "unknown"])
def test_without_the_switch_the_stronger_reason_is_told(shared: str, library: Library):
    """A series that may never be pooled is not said to wait for a switch."""
    session = with_own(library, answering(shared))
    first = next(own_series_out(session.studies["own-series-1"], Selection()))
    assert "never pooled" in first


def test_the_rule_does_not_touch_published_studies(library: Library):
    """The switch changes nothing where there is no own series."""
    published = library.studies["bhojwani-2019"]
    assert list(own_series_out(published, Selection())) == []
    pooled = [brief_of(library, own=own).view("response").diamonds for own in (False, True)]
    assert pooled[0] == pooled[1]


def test_the_switch_pools_it_with_its_footnote(library):
    """The pooled line says how many of its studies are unpublished, and who checked them."""
    rows, _, view = response_rows(with_own(library, own_file()), own=True)
    assert rows["own-series-1"].pooled_in
    (line,) = (line for line in view.diamonds if OURS in line.names)
    assert f"checked by nobody but its owner: {OURS}" in line.footnotes
    assert line.counted.count("1 own, unpublished") == 1


def test_of_two_own_series_the_larger_is_pooled(library):
    """The other says in whose place it would count, in whichever order they were added."""
    small, large = own_file(), larger("Theirs")
    for texts in ((small, large), (large, small)):
        made = with_own(library, *texts)
        rows, names, _ = response_rows(made, own=True)
        assert marked("Theirs") in names
        assert OURS not in names
        (left,) = (row for row in rows.values() if row.name == OURS)
        assert left.not_pooled == f"it may hold the same children as {marked('Theirs')}"


def test_rates_of_published_studies_stay_as_they_are(library):
    """A session with an own series pools the same published studies until it is asked otherwise."""
    lines = brief_of(library).view("response").pooled
    assert brief_of(with_own(library, own_file())).view("response").pooled == lines
