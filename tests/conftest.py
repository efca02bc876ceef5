"""What all tests share: where the project is, and which Chromium to drive.

Without a Chromium the browser tests are skipped on a desk and fail in CI, so that a green CI
always means that a real browser has seen the dashboard.
"""

import os
import shutil
from pathlib import Path

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items):
    """Run the browser tests last: they are slow, and Playwright keeps an event loop running."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def project() -> Path:
    return Path(__file__).parent.parent


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found:
        return found
    missing = f"no Chromium on the path (looked for {', '.join(CHROMIUM_NAMES)})"
    if os.environ.get("CI") or os.environ.get("PEDINO_REQUIRE_BROWSER"):
        pytest.fail(missing)
    pytest.skip(missing)
