"""Which Chromium to drive, and how to start it: for the browser tests and the benchmarks."""

from __future__ import annotations

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str | None:
    """The path of the first Chromium found, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)
