"""The main job without a pointer: every key here is pressed on the keyboard, nothing is clicked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keys import MOST, THE_PAGE, Keyboard
from tests.browser.waiting import see, settled, titled

pytestmark = pytest.mark.browser

SOURCE = "https://www.cancer.gov/"


@pytest.fixture
def page(new_page) -> Page:
    return new_page(color_scheme="light", viewport={"width": 1440, "height": 900})


@pytest.fixture
def keys(page) -> Keyboard:
    return Keyboard(page)


def press(page: Page, *names: str) -> None:
    for name in names:
        page.keyboard.press(name)


def test_the_main_job_by_keyboard_alone(page, keys, tmp_path):
    """Filter, go to MRD, hear the chart, count otherwise, open a source, take the deck, present."""
    see(page, "/")
    filter_by_keys(page, keys)
    read_mrd_by_keys(page, keys)
    open_source_by_keys(page, keys)
    take_deck_by_keys(page, keys, tmp_path / "deck.pptx")
    present_by_keys(page, keys)


def filter_by_keys(page: Page, keys: Keyboard) -> None:
    """From the first stop, which leads past the filters, to a slider and a switch."""
    press(page, "Tab")
    assert keys.stop() == ("link", "Skip to main content")
    keys.go_to("slider", "Dose per cycle.*start")
    press(page, *["ArrowRight"] * 6)
    expect(page).to_have_url(re.compile(r"dose=1\.4&dose=1\.8"))
    settled(page)
    keys.go_to("switch", "Include adults", key="Shift+Tab")
    press(page, "Space")
    expect(page).to_have_url(re.compile("adults=true"))
    settled(page)


def read_mrd_by_keys(page: Page, keys: Keyboard) -> None:
    """Through the menu; what the chart is called follows the switch of the denominator."""
    keys.go_to("link", "^MRD$")
    press(page, "Enter")
    titled(page, "MRD negativity")
    hear(page, keys, "MRD negativity of responders: from")
    keys.go_to("radio", "^of responders$")
    press(page, "ArrowRight", "Space")
    expect(page).to_have_url(re.compile(r"mrd=of\+all\+treated"))
    hear(page, keys, "MRD negativity of all treated: from")


def hear(page: Page, keys: Keyboard, words: str) -> None:
    """What a screen reader says of the first chart begins so, once the page has followed."""
    for _ in range(100):
        settled(page)
        if (said := chart_names(keys)[:1]) and said[0].startswith(words):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{words!r} is not how {chart_names(keys)} begin")


def chart_names(keys: Keyboard) -> list[str]:
    nodes = keys.tree.send("Accessibility.getFullAXTree")["nodes"]
    return [node["name"]["value"] for node in nodes if role_of(node) == "figure"]


def role_of(node: dict) -> str:
    return node.get("role", {}).get("value", "")


def open_source_by_keys(page: Page, keys: Keyboard) -> None:
    """Enter on a source opens its address in a tab of its own; this page stays where it is."""
    asked = []

    def stop(route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.context.route(re.compile("^https://"), stop)
    keys.go_to("link", "^NCI PDQ$")
    before = page.url
    with page.context.expect_page() as opened:
        press(page, "Enter")
    opened.value.close()
    assert asked
    assert asked[0].startswith(SOURCE)
    assert page.url == before


def take_deck_by_keys(page: Page, keys: Keyboard, path) -> None:
    """To the journal club, and the file arrives."""
    keys.go_to("link", "^Journal club$")
    press(page, "Enter")
    titled(page, "Journal club")
    keys.go_to("button", "^PowerPoint deck$")
    with page.expect_download() as download:
        press(page, "Enter")
    assert download.value.suggested_filename.endswith(".pptx")
    download.value.save_as(path)
    assert path.read_bytes().startswith(b"PK")


def present_by_keys(page: Page, keys: Keyboard) -> None:
    """By its button, one part on, and out again; the filters hold."""
    keys.go_to("button", "^Present", key="Shift+Tab")
    press(page, "Enter")
    expect(page).to_have_url(re.compile(r"present=1"))
    expect(page.get_by_text(re.compile("^1 of "))).to_be_visible()
    settled(page)
    press(page, "ArrowRight")
    expect(page.get_by_text(re.compile("^2 of "))).to_be_visible()
    settled(page)
    press(page, "Escape")
    titled(page, "Journal club")
    expect(page).to_have_url(re.compile("adults=true"))
    assert "present" not in page.url


@pytest.mark.parametrize("path", ["/response?adults=true", "/own_series", "/response?present=4"])
def test_no_stop_holds_the_keyboard(page, keys, path):
    """Tab goes on from every stop until it comes round, each has a name; back it goes as well."""
    see(page, path)
    stops = round_of(page, keys)
    assert stops[0] == ("link", "Skip to main content")
    assert [stop for stop in stops if not stop[1] and stop[0] != "main"] == []
    back = set()
    for _ in range(len(stops) + 1):
        page.keyboard.press("Shift+Tab")
        back.add(keys.stop())
    assert back >= set(stops)


def round_of(page: Page, keys: Keyboard) -> list[tuple[str, str]]:
    """All stops from the page itself until the page itself again."""
    met = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        met.append(keys.stop())
        if met[-1] == THE_PAGE:
            return met[:-1]
    raise AssertionError(f"the keyboard does not come round: {met[-10:]}")


def test_a_walk_that_does_not_arrive_names_what_it_met(page, keys, monkeypatch):
    """The helper can fail: by a stop that is not there, and by one that does not show."""
    page.set_content(
        "<style>a:focus { outline: none } a { color: red }</style>"
        "<button>One</button><a href='#'>Two</a>"
    )
    monkeypatch.setattr("tests.browser.keys.MOST", 4)
    with pytest.raises(AssertionError, match=r"no button 'Three' among .*'One'.*'Two'"):
        keys.go_to("button", "Three")
    keys.go_to("button", "One")
    with pytest.raises(AssertionError, match="nothing shows that the focus is on"):
        keys.go_to("link", "Two")


def test_no_stop_lies_beside_a_narrow_screen(new_page):
    """A folded sidebar has no stops; unfolded by its button it has those of the filters."""
    page = new_page(color_scheme="light", viewport={"width": 390, "height": 844})
    keys = Keyboard(page)
    see(page, "/response")
    press(page, "Tab")
    assert keys.stop() == ("link", "Skip to main content")
    for _ in range(6):
        press(page, "Tab")
        assert page.evaluate("document.activeElement.getBoundingClientRect().right") > 0
    keys.go_to("button", "sidebar", key="Shift+Tab")
    press(page, "Enter")
    keys.go_to("slider", "Dose per cycle.*start")
    assert page.evaluate("document.activeElement.getBoundingClientRect().right") > 0
