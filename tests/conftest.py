"""What all tests share: where the project is, and which Chromium to drive.

Without a Chromium the browser tests are skipped on a desk and fail in CI, so that a green CI
always means that a real browser has seen the dashboard.
"""

import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from data.cohorts import resolve
from data.library import Library, load_library
from data.rows import View
from data.selection import Selection
from data.tables import results_table
from data.views import make_view
from tests.chromium import NAMES, chromium


def pytest_collection_modifyitems(items):
    """Run the browser tests last: they are slow, and Playwright keeps an event loop running."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def project() -> Path:
    return Path(__file__).parent.parent


@pytest.fixture(scope="session")
def library(project: Path) -> Library:
    """The shipped library, as far as it was checked against the evidence sheet.

    A study that is added later changes none of the expectations that were typed for these.
    """
    lines = (project / "tests/reference/facts.tsv").read_text(encoding="utf-8").splitlines()
    checked = {line.partition("\t")[0] for line in lines}
    shipped = load_library()
    return replace(shipped, studies={k: s for k, s in shipped.studies.items() if k in checked})


@pytest.fixture(scope="session")
def view(library: Library):
    """A panel of the shipped library: `view("response", adults=True)`."""
    results = results_table(library)

    def make(outcome: str, **asked) -> View:
        selection = replace(Selection(), **asked)
        return make_view(library, results, resolve(library, selection), selection, outcome)

    return make


@pytest.fixture
def visit(project: Path):
    """Open a page with a link's parameters and run it once: `visit("sos", across=["true"])`."""
    from tests.visitor import open_page

    return partial(open_page, project)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    if found := chromium():
        return found
    missing = f"no Chromium on the path (looked for {', '.join(NAMES)})"
    if os.environ.get("CI") or os.environ.get("PEDINO_REQUIRE_ALL"):
        pytest.fail(missing)
    pytest.skip(missing)
