"""The benchmark of what a browser sees finds all that it promises; how fast is not judged here."""

import math

import pytest

from tests.benchmarks.browser import LINKS, WAITS, has_shiny, measure_in
from tests.benchmarks.in_browser import empty_cache, first_seen
from tests.benchmarks.measures import markdown_table

pytestmark = pytest.mark.browser

BYTES = 3
CLICKS = 2


@pytest.fixture(scope="module")
def measures(browser):
    """Everything, measured once: too little for a result, enough to see that it works."""
    with pytest.MonkeyPatch.context() as less:
        less.setattr("tests.benchmarks.browser.CLICKS", 2)
        return measure_in(browser, repeats=1)


def test_every_measure_is_there(measures):
    """Each wait on each link, the bytes and the clicks; without R's shiny, nothing beside it."""
    waits = [wait for wait in WAITS if has_shiny() or wait.theirs[0] != "shiny"]
    assert len(measures) == len(LINKS) * len(waits) + BYTES + CLICKS
    assert len({(one.what, one.reference) for one in measures}) == len(measures)


def test_every_value_is_a_positive_number(measures):
    """A wait of nothing would mean that the watch saw its mark before it was drawn."""
    for one in measures:
        assert math.isfinite(one.ours)
        assert one.ours > 0
        assert one.theirs is None or one.ratio > 0
        assert one.unit in ("s", "ms", "MB", "kB")


def test_a_value_without_reference_has_a_target(measures):
    """Otherwise a line of the table would say nothing about good or bad."""
    assert [one.what for one in measures if one.theirs is None and one.target is None] == []
    assert markdown_table(measures).count("\n") == len(measures) + 1


def test_what_is_never_shown_is_an_error(browser, server, monkeypatch):
    """A benchmark that waits for something that does not come says what it was."""
    monkeypatch.setattr("tests.benchmarks.in_browser.LIMIT", 0.2)
    with (
        empty_cache(browser) as (page, _),
        pytest.raises(Exception, match="never seen: unicorn"),
    ):
        first_seen(page, server, {"unicorn": "() => false"})
