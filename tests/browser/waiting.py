"""Waiting for a page of the dashboard: what a test may rely on after it opened or changed one.

While Streamlit runs its script, what stood on the page before may still stand beside what is new.
So a heading is waited for as the only one, and a page counts as drawn when nothing is stale.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect


def see(page: Page, path: str, title: str | None = None) -> None:
    """Open a path and wait until its page has been drawn to the end."""
    page.goto(path)
    settled(page)
    if title is not None:
        titled(page, title)


def titled(page: Page, title: str) -> None:
    """The page has this title and no other, and is drawn."""
    expect(page.get_by_role("heading", level=1)).to_have_text([title])
    settled(page)


def settled(page: Page) -> None:
    """One title; no script is running; nothing is left of an earlier run, or still a skeleton."""
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator("[data-test-script-state='notRunning']")).to_be_attached()
    expect(page.locator("[data-stale='true']")).to_have_count(0)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
