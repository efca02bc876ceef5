"""Every page and everything that is no page, light and dark, wide and narrow: WCAG 2.2 A and AA.

Here the fifth of it that tells most; `python -m tests.accessibility` takes all of them. What
each check finds is spoilt once below, so that none of them can pass by looking at nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.accessibility import faults
from tests.axe import findings, rules
from tests.browser.waiting import see
from tests.contrast import MARK, TEXT, Color, contrast, over, parts, solid, themes
from tests.looks import HARDEST_LOOK, TELLING_LOOKS, Look, look_at, states
from tests.menu import address, menu
from tests.outline import outline_faults
from tests.reflow import reflow_faults

pytestmark = pytest.mark.browser

# Without charts one look tells enough; what few readers meet is left to the command.
TEXT_ONLY = ("studies", "own_series", "journal_club", "ledger", "methods")
RARE = ("own series as a study", "no such study", "main menu")
PAGES = [f"{name}, full" for name in menu()]
OTHERS = [name for name in states() if name not in (*PAGES, *menu(), *RARE)]
# The ink of a chart, and the ground that it brings along or lies on.
PAINTED = """() => [...document.querySelectorAll('[role=figure]')].map(figure => [
    getComputedStyle(figure.querySelector('.textpoint text')).fill,
    getComputedStyle(figure.querySelector('.main-svg')).backgroundColor,
    getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor,
])"""


@pytest.fixture(scope="module")
def context(browser: Browser, server: str) -> Iterator[BrowserContext]:
    """One for all tests here, so that the browser loads Streamlit once; the policy lets axe in."""
    context = browser.new_context(base_url=server, bypass_csp=True)
    yield context
    context.close()


@pytest.fixture
def page(context, server, watch) -> Iterator[Page]:
    """Return a new page, watched, that is a session of its own."""
    page = context.new_page()
    watch.follow(page, origin=server)
    yield page
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wrong_with_a_page(page, name):
    """As full as it gets, everything folded out: axe-core, outline, charts, reflow, spacing."""
    looks = HARDEST_LOOK if name.startswith(TEXT_ONLY) else TELLING_LOOKS
    assert faults(page, states()[name], looks) == []


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_is_wrong_beside_the_pages(page, watch, name):
    """Menus, mistakes, an own series, the presentation, `/brief`, the handout; nothing left."""
    assert faults(page, states()[name], HARDEST_LOOK) == []
    if name == "no such page":
        watch.complaints.clear()  # the browser says that it is not there


def test_each_page_has_a_title_of_its_own(page):
    """A tab and the history say which page it is, also after a change through the menu."""
    see(page, "/")
    for word, title in list(menu().values())[:3]:
        page.get_by_role("link", name=word, exact=True).first.click()
        see_title(page, f"{title} · PedInO")
    see(page, address("methods"))
    see_title(page, "Methods · PedInO")


def see_title(page: Page, title: str) -> None:
    for _ in range(100):
        if page.title() == title:
            return
        page.wait_for_timeout(100)
    assert page.title() == title


def test_charts_stay_readable_when_the_theme_changes(page):
    """A system that turns dark while the page is open: ink and ground of charts stay a pair."""
    page.emulate_media(color_scheme="light")
    see(page, "/")
    page.locator(".textpoint").first.wait_for()
    for look in (*HARDEST_LOOK, *TELLING_LOOKS):
        look_at(page, look)
        for ink, own, behind in page.evaluate(PAINTED):
            ground = own if parts(own)[1] == 1 else behind
            assert contrast(solid(ink), solid(ground)) >= TEXT


# Style, width and color of the ring around the stop, and its ground: the color behind it.
RING = """() => {
    const one = document.activeElement, ring = getComputedStyle(one);
    const grounds = [];
    for (let each = one.parentElement; each; each = each.parentElement)
        grounds.push(getComputedStyle(each).backgroundColor);
    return [ring.outlineStyle, parseFloat(ring.outlineWidth), ring.outlineColor, grounds];
}"""
# What would hide a ring: it lies inside the box of what cuts off.
INSIDE = "one => parseFloat(getComputedStyle(one).outlineOffset) < 0"


@pytest.mark.parametrize("scheme", list(themes()))
@pytest.mark.parametrize("path", ["/response", "/response?present=4"])
def test_the_place_of_the_keyboard_can_be_seen(page, path, scheme):
    """Links of the menu, buttons and the page itself have a ring of 3:1 in both themes."""
    page.emulate_media(color_scheme=scheme)
    see(page, path)
    look_at(page, Look(scheme, "wide"))
    for stop in stops_of(path):
        first = page.locator(f"{stop} >> visible=true").first
        page.keyboard.press("Shift")  # so that the browser takes what follows for the keyboard's
        first.focus()
        style, width, color, grounds = page.evaluate(RING)
        assert (style, width) == ("solid", 2), stop
        assert contrast(solid(color), ground(grounds)) >= MARK, stop
    assert page.get_by_test_id("stMain").evaluate(INSIDE)


def stops_of(path: str) -> list[str]:
    """A presentation hides the menu of pages."""
    menus = [] if "present" in path else ["[data-testid=stTopNavLink]"]
    return [*menus, "[data-testid=stMainMenuButton]", "main button", "main"]


def ground(layers: list[str]) -> Color:
    """What is seen where these colors lie above each other, the nearest first, on white."""
    seen = (255.0, 255.0, 255.0)
    for color in reversed(layers):
        seen = over(color, seen)
    return seen


# Ground of an element, width of its border, and its ink, as the system's colors leave them.
SHOWN = """one => {
    const style = getComputedStyle(one);
    return [style.backgroundColor, style.borderTopWidth, style.color];
}"""
BUTTONS = "[data-testid=stButtonGroup] button"
CHOSEN, OTHER = ":is([aria-checked=true], [aria-pressed=true])", "[aria-checked=false]"
TRACK = "[data-testid=stCheckbox] label:has({}) > span + div"
SWITCHED = {"on": "[role=switch]:checked", "off": "[role=switch]:not(:checked)"}


@pytest.mark.parametrize(
    "path",
    [
        "/response?together=true&small=true&studies=FDA+2024",
        "/sos?together=true&small=true&regimen=single+agent",
    ],
)
@pytest.mark.parametrize("scheme", list(themes()))
def test_what_is_chosen_shows_in_the_systems_colors(page, path, scheme):
    """Windows' high contrast: chosen buttons, switches and sliders do not lose their looks."""
    page.emulate_media(color_scheme=scheme, forced_colors="active")
    see(page, path)
    (on, _, ink), (off, _, _) = (shown(page, BUTTONS + kind) for kind in (CHOSEN, OTHER))
    assert on != off
    assert contrast(ground([on, off]), solid(ink)) >= TEXT
    on, off = (shown(page, TRACK.format(kind)) for kind in SWITCHED.values())
    assert on[0] != off[0]
    assert (on[1], off[1]) == ("1px", "1px")
    thumbs = (shown(page, f"{TRACK.format(kind)} > div") for kind in SWITCHED.values())
    for (thumb, border, _), track in zip(thumbs, (on[0], off[0]), strict=True):
        assert (border, thumb != track) == ("1px", True)
    for part in ("[role=group] > div > div:first-child", "div:has(> div > [type=range])"):
        assert shown(page, f"[data-testid=stSlider] {part}")[1] == "1px"


def shown(page: Page, selector: str) -> list[str]:
    return page.locator(selector).first.evaluate(SHOWN)


BAD = """<!doctype html><title>PedInO</title>
<h1>Response</h1><h3>Pooled</h3><img src="data:,"><p style="color:#999">faint</p>
<button style="width:9px;height:9px">x</button><button style="width:9px;height:9px">y</button>
<div style="width:900px">wide</div>
<div style="width:200px;height:20px;overflow:hidden">cut off, as it is longer than its box is</div>
<div style="width:100px;overflow:auto"><table><tr><td style="min-width:600px">cell 13/4</table>
</div>
<div role="figure" aria-label="chart"><svg><text>3/4 · 75 %</text></svg><a href="/">x</a></div>
"""


def test_axe_core_can_fail(page):
    """It knows WCAG 2.2 and names an image without words, faint text and a small target."""
    page.set_content(BAD)
    assert "target-size" in rules(page)
    found = {line.partition(":")[0] for line in findings(page)}
    wanted = {"image-alt", "color-contrast", "target-size", "html-has-lang"}
    assert found >= wanted


def test_the_outline_can_fail(page):
    """Language, title, landmark, a level left out, a chart without a sentence, table or rest."""
    page.set_content(BAD)
    assert outline_faults(page) == [
        "the language is ''",
        "the title is 'PedInO'",
        "0 main landmarks",
        "level 3 after 1: Pooled",
        "a chart is called 'chart'",
        "1 stops in a chart",
        "not in a table: ['3/4'] of chart",
    ]
    page.set_content("<html lang=en><title>Response · PedInO</title><main>no heading</main>")
    assert outline_faults(page) == ["0 main headings"]


def test_reflow_can_fail(page):
    """What is too wide at 320 pixels, a table that no keyboard can scroll, a text cut off."""
    page.set_content(f"<main>{BAD}</main>")
    found = reflow_faults(page)
    assert "at 320 pixels, too wide: DIV wide" in found
    assert any(line.startswith("at 320 pixels, a frame: DIV cell") for line in found)
    assert any(line.startswith("at 640 pixels, cut off: DIV cut off") for line in found)
    page.set_content(
        '<main><p style="height:1.2em;line-height:1.2;overflow:hidden">short</p>'
        '<p style="width:5em;white-space:nowrap;overflow:hidden">just fits in</p></main>'
    )
    assert any(line.startswith("spaced out, cut off: P short") for line in reflow_faults(page))
