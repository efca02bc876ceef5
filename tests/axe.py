"""axe-core on a page as a browser shows it: what it finds against WCAG 2.2 A and AA.

Older releases of axe-core know no rule of WCAG 2.2: `rules` says which ones this one has. Contrasts
that it leaves open are computed here, but for the texts of drawings: those `tests/test_colors.py`
computes from the figures themselves.
"""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.contrast import TEXT, Color, contrast, over

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": LEVELS},
    "resultTypes": ["violations", "incomplete"],
    "preload": False,
}
WHITE: Color = (255, 255, 255)
# So much of an element is enough to find it.
SHOWN = 160
# The color of an element, and those of the grounds behind it, with the opacity of each.
PAINT = """selector => {
    const paint = [];
    for (let one = document.querySelector(selector); one; one = one.parentElement) {
        const style = getComputedStyle(one);
        paint.push([style.color, style.backgroundColor, parseFloat(style.opacity)]);
    }
    return paint;
}"""

LINE = "selector => getComputedStyle(document.querySelector(selector)).textDecorationLine"


def rules(page: Page) -> set[str]:
    """The names of the rules that are applied."""
    load(page)
    return set(page.evaluate("levels => axe.getRules(levels).map(rule => rule.ruleId)", LEVELS))


def load(page: Page) -> None:
    """Once for each document; the page must be opened with `bypass_csp`."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)


def findings(page: Page) -> list[str]:
    """What is wrong on the page as it stands, and what nobody could decide."""
    load(page)
    found = page.evaluate("options => axe.run(document, options)", OPTIONS)
    assert found["passes"], "axe-core looked at nothing"
    open_ones = [
        line_of(one["id"], node)
        for one in found["incomplete"]
        for node in one["nodes"]
        if not decided(page, one["id"], node)
    ]
    wrong = [line_of(one["id"], node) for one in found["violations"] for node in one["nodes"]]
    return wrong + [f"not decided, {line}" for line in open_ones]


def line_of(rule: str, node: dict) -> str:
    """The rule, the element and why, as far as axe-core says it."""
    checks = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
    return f"{rule}: {node['html'][:SHOWN]} ({'; '.join(checks)})"


def decided(page: Page, rule: str, node: dict) -> bool:
    """A label of a shortcut; a link with a line below it; a text of a drawing, or with contrast."""
    if rule == "aria-allowed-attr":
        return node["html"].startswith("<kbd aria-label=")
    if rule == "link-in-text-block":
        return "underline" in page.evaluate(LINE, node["target"][0])
    if rule != "color-contrast":
        return False
    return node["html"].startswith(("<text", "<tspan")) or text_contrast(page, node) >= TEXT


def text_contrast(page: Page, node: dict) -> float:
    """Of an element's text on all that is behind it, from the page upward."""
    behind = page.evaluate(PAINT, node["target"][0])
    ground = WHITE
    for _, own, opacity in reversed(behind):
        ground = over(own, ground, opacity)
    dense = 1.0
    for _, _, opacity in behind:
        dense *= opacity
    return contrast(over(behind[0][0], ground, dense), ground)
