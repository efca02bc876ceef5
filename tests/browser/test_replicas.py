"""A replica dies while a visitor reads: what `tests/benchmarks/replicas.py` says of it holds."""

import os

import pytest

from tests.benchmarks.behind_nginx import nginx
from tests.benchmarks.replicas import run

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def found(browser):
    """Everything that the command sees, seen once."""
    if nginx() is None:
        missing = "no nginx was found"
        if os.environ.get("CI") or os.environ.get("PEDINO_REQUIRE_ALL"):
            pytest.fail(missing)
        pytest.skip(missing)
    return run(browser)


def test_a_visitor_hardly_notices(found):
    """Link, view, clicks and downloads survive the end of a replica, and its return."""
    assert [str(one) for one in found if not one.held] == []


@pytest.mark.parametrize(
    "said", ["comes back by itself", "without a reload", "a download works", "8 new visitors"]
)
def test_the_story_is_told_to_its_end(found, said):
    """No observation is missing because an earlier one ended the story."""
    assert sum(said in one.said for one in found) == 1
