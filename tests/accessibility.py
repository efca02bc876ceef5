"""Every state of the dashboard, light and dark, wide and narrow, against WCAG 2.2 AA.

`python -m tests.accessibility` starts a server and a browser, looks at all of it, prints what it
finds and ends with 1 if that is anything; words after it choose the states whose names hold one of
them. The default test run takes the fifth that tells most.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence

from playwright.sync_api import Page, expect, sync_playwright

from tests.axe import findings
from tests.chromium import ARGUMENTS, chromium
from tests.looks import ALL_LOOKS, Look, look_at, states
from tests.outline import outline_faults
from tests.reflow import reflow_faults
from tests.servers import streamlit_server

# Seconds for a page, on a busy machine.
PATIENCE = 60


def faults(page: Page, way: Callable[[Page], None], looks: Sequence[Look]) -> list[str]:
    """What is wrong with a state in each of these looks; its outline and reflow once.

    It is opened wide, where the whole menu is in reach.
    """
    look_at(page, Look(looks[0].scheme, "wide"))
    way(page)
    found = []
    for look in looks:
        look_at(page, look)
        found += [f"{look.scheme}, {look.size}: {line}" for line in findings(page)]
    return [*found, *outline_faults(page), *reflow_faults(page)]


def main() -> int:
    expect.set_options(timeout=PATIENCE * 1000)
    start, wrong = time.perf_counter(), 0
    with streamlit_server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        context = browser.new_context(base_url=server.url, bypass_csp=True)
        for name, way in chosen(sys.argv[1:]).items():
            page = context.new_page()
            found = faults(page, way, ALL_LOOKS)
            page.close()
            wrong += len(found)
            tell(f"{name}: {len(found) or 'nothing'}", *found)
        browser.close()
    tell(f"{wrong} findings, {time.perf_counter() - start:.0f} s")
    return min(wrong, 1)


def chosen(words: Sequence[str]) -> dict[str, Callable[[Page], None]]:
    """All states, or those that are asked for."""
    known = states()
    if unknown := [word for word in words if not any(word in name for name in known)]:
        raise SystemExit(f"no such state: {', '.join(unknown)}; there are: {', '.join(known)}")
    return {name: way for name, way in known.items() if not words or any(w in name for w in words)}


def tell(*lines: str) -> None:
    sys.stdout.write("\n  ".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
