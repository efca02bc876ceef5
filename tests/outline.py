"""What a page tells those who do not see it, beyond what axe-core checks.

Language and title of the document, one main heading and no level left out below it, the main
landmark, and for each chart a name and its numbers in a table.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

# A name of a chart is a sentence.
SENTENCE = 30
# A rate of a row, or the count of a group, with the sign of its note.
COUNT = re.compile(r"^(\d+/\d+)(?:\*| ·|$)")
READ = """() => {
    const shown = one => one.getClientRects().length > 0;
    const all = selector => [...document.querySelectorAll(selector)].filter(shown);
    const figures = all('[role=figure]').map(one => [
        one.getAttribute('aria-label') || '',
        [...one.querySelectorAll('text')].map(text => text.textContent),
        one.querySelectorAll('a[href], button, input, [tabindex="0"]').length,
    ]);
    const cells = [...document.querySelectorAll('th, td')];
    return {
        language: document.documentElement.lang,
        title: document.title,
        headings: all('h1, h2, h3, h4, h5, h6').map(h => [+h.tagName[1], h.textContent.trim()]),
        mains: all('main, [role=main]').length,
        figures: figures,
        tables: cells.map(one => one.textContent).join('\\n'),
    };
}"""


def outline_faults(page: Page) -> list[str]:
    """What a page lacks of all this."""
    said = page.evaluate(READ)
    faults = {
        f"the language is {said['language']!r}": said["language"] != "en",
        f"the title is {said['title']!r}": not names_a_page(said["title"]),
        f"{said['mains']} main landmarks": said["mains"] != 1,
    }
    wrong = [fault for fault, holds in faults.items() if holds]
    return [*wrong, *heading_faults(said["headings"]), *figure_faults(said)]


def names_a_page(title: str) -> bool:
    """Not only the dashboard: ten tabs are ten pages."""
    return "PedInO" in title and title.replace("PedInO", "").strip(" ·:") != ""


def heading_faults(headings: list[tuple[int, str]]) -> list[str]:
    """One main heading, and from there on no level left out."""
    levels = [level for level, _ in headings]
    if levels.count(1) != 1:
        return [f"{levels.count(1)} main headings"]
    below = headings[levels.index(1) :]
    return [
        f"level {level} after {before}: {words}"
        for (before, _), (level, words) in pairwise(below)
        if level > before + 1
    ]


def figure_faults(said: dict[str, Any]) -> list[str]:
    """A chart has a sentence as its name, no stop for the keyboard, and its counts in a table.

    In any table of the page, shown or folded.
    """
    found = []
    for name, texts, stops in said["figures"]:
        counts = {count for text in texts for count in COUNT.findall(text)}
        missing = {count for count in counts if not stands_in(said["tables"], count)}
        found += [f"a chart is called {name!r}"] if len(name) < SENTENCE else []
        found += [f"{stops} stops in a chart"] if stops else []
        found += [f"not in a table: {sorted(missing)} of {name[:60]}"] if missing else []
    return found


def stands_in(cells: str, count: str) -> bool:
    """Whether a count stands there as such: 1/2 is not in 11/21."""
    return re.search(rf"(?<![\d/]){count}(?![\d/])", cells) is not None
