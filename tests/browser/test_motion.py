"""Little moves, and nothing goes on moving, for a reader whose system asks for less motion.

Streamlit stops its pulsing placeholders then; what it draws anew still fades in, for at most a
second, and the sidebar slides. Our charts never move.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import see, settled

pytestmark = pytest.mark.browser

# Milliseconds of Streamlit's longest fade.
LONGEST = 1000
# Writes down what begins to move, and for how long: "opacity 1000 1", "pulse 750 Infinity".
WATCHED = """() => {
    window.moved = [];
    for (const kind of ['transitionrun', 'animationstart'])
        document.addEventListener(kind, event => {
            for (const one of event.target.getAnimations()) {
                const timing = one.effect.getTiming();
                const name = one.transitionProperty || one.animationName;
                window.moved.push([name, timing.duration, String(timing.iterations)]);
            }
        }, true);
}"""
GOING_ON = "() => document.getAnimations().map(one => one.transitionProperty || one.animationName)"
SMOOTH = """() => [...document.querySelectorAll('*')].filter(
    one => getComputedStyle(one).scrollBehavior === 'smooth').length"""
TRANSITIONS = """() => [...document.querySelectorAll('.js-plotly-plot')].map(plot =>
    ((plot._fullLayout || {}).transition || {}).duration || 0)"""


@pytest.fixture
def page(new_page) -> Page:
    """Return a page of a reader who asks for less motion, in which every move is written down."""
    calm = new_page(reduced_motion="reduce", viewport={"width": 1366, "height": 900})
    calm.add_init_script(f"({WATCHED})()")
    return calm


def moved(page: Page) -> list[tuple[str, float, str]]:
    return [tuple(one) for one in page.evaluate("() => window.moved")]


def at_rest(page: Page) -> None:
    """Drawn to the end, and the last fade is over."""
    settled(page)
    page.wait_for_timeout(1.5 * LONGEST)
    assert page.evaluate(GOING_ON) == []


def test_a_page_comes_to_rest(page):
    """Opened and filtered, nothing moves without end or for long, and no chart in between."""
    see(page, "/")
    page.locator(".textpoint").first.wait_for()
    at_rest(page)
    page.get_by_role("switch", name="Include adults").check(force=True)
    settled(page)
    at_rest(page)
    assert {times for _, _, times in moved(page)} <= {"1"}
    assert max((lasts for _, lasts, _ in moved(page)), default=0) <= LONGEST
    assert page.evaluate(TRANSITIONS) == [0, 0, 0]
    assert page.evaluate(SMOOTH) == 0


def test_a_presentation_comes_to_rest(page):
    """From part to part nothing slides: the next one stands there."""
    see(page, "/?present=4")
    at_rest(page)
    page.evaluate("() => { window.moved = []; }")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("5 of ")).to_be_visible()
    at_rest(page)
    assert {name for name, _, _ in moved(page)} <= {"opacity", "color", "background-color"}


def test_the_watch_sees_what_moves(page):
    """The check can fail: an endless pulse and a smooth scroll are seen."""
    page.goto("/brief")
    page.add_style_tag(
        content="@keyframes pulse { to { opacity: 0.5 } }"
        "h1 { animation: pulse 0.1s infinite } main { scroll-behavior: smooth }"
    )
    page.wait_for_timeout(500)
    assert ("pulse", 100, "Infinity") in moved(page)
    assert page.evaluate(GOING_ON) == ["pulse"]
    assert page.evaluate(SMOOTH) == 1
