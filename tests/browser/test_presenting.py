"""The presentation in a real browser, moved by keys alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from data.selection import Selection
from data.story import usual_parts
from tests.browser.waiting import see, settled, titled

pytestmark = pytest.mark.browser

LAST = len(usual_parts(Selection()))


def at(page: Page, number: int, title: str) -> None:
    """The link and the screen are at this part, drawn to the end."""
    expect(page).to_have_url(re.compile(rf"[?&]present={number}(&|$)"))
    titled(page, title)
    expect(page.get_by_text(re.compile(rf"^{number} of {LAST}: "))).to_be_visible()


def present(page: Page) -> None:
    """Press P once the page is drawn: before that nobody listens to it."""
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    expect(page.get_by_role("button", name="Present")).to_be_enabled()
    settled(page)
    page.keyboard.press("p")


def test_a_talk_by_keys_alone(page):
    """P begins at the page's part; arrows and a clicker move; reload stays; Escape leaves."""
    see(page, "/mrd?dose=1.4&dose=1.8&adults=true")
    present(page)
    at(page, 5, "MRD negativity of responders")
    for key, number, title in (
        ("ArrowRight", 6, "SOS after HSCT"),
        ("PageDown", 7, "Pooled rates, and how sure anyone can be"),
        ("PageUp", 6, "SOS after HSCT"),
        ("ArrowLeft", 5, "MRD negativity of responders"),
        ("ArrowLeft", 4, "Response"),
    ):
        page.keyboard.press(key)
        at(page, number, title)
    page.reload()
    at(page, 4, "Response")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/mrd\?dose=1\.4&dose=1\.8&adults=true$"))
    titled(page, "MRD negativity")
    expect(page.get_by_role("switch", name="Include adults")).to_be_checked()


def test_keys_stop_at_the_ends(page):
    """Before the first and after the last part nothing moves."""
    see(page, "/?present=1")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("PageUp")
    at(page, 1, "Inotuzumab ozogamicin in children")
    see(page, f"/?present={LAST}")
    page.keyboard.press("PageDown")
    at(page, LAST, "References")


def test_the_chart_on_the_wall_speaks(page):
    """The drawing has its sentence as alternative text, is loaded, and can be read."""
    see(page, "/response?present=4&dose=1.4&dose=1.4")
    at(page, 4, "Response")
    image = page.get_by_role("img", name=re.compile(r"75 %.*Brivio 2021"))
    expect(image).to_be_visible()
    assert image.evaluate("image => image.complete && image.naturalWidth") > 0


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)], ids=["720p", "1080p"])
@pytest.mark.parametrize("number", [4, 5, 6])
def test_a_chart_fits_the_wall(new_page, size, number):
    """The default charts are whole on a projector, without scrolling."""
    page = new_page(viewport=dict(zip(("width", "height"), size, strict=True)))
    see(page, f"/?present={number}")
    settled(page)
    image = page.get_by_role("img", name=re.compile("from|only study"))
    expect(image).to_be_in_viewport(ratio=1)


def test_a_part_begins_at_its_top(page):
    """Also where the page before it was scrolled down: only the room of the part scrolls."""
    see(page, "/response")
    settled(page)
    main = page.get_by_test_id("stMain")
    main.evaluate("one => one.scrollTo(0, 900)")
    page.keyboard.press("p")
    at(page, 4, "Response")
    expect(page.get_by_role("heading", name="Response", level=1)).to_be_in_viewport()
    expect(page.get_by_role("button", name="Leave")).to_be_in_viewport()
    expect(page.get_by_text("Not medical advice.")).to_be_in_viewport()
    assert main.evaluate("one => one.scrollHeight <= one.clientHeight")


def test_a_phone_shows_a_part(new_page):
    """At 390 pixels a part fits the width."""
    page = new_page(viewport={"width": 390, "height": 844})
    for number in (3, 4):
        see(page, f"/?present={number}")
        for box in (page.locator("html"), page.get_by_role("main")):
            content, frame = box.evaluate("box => [box.scrollWidth, box.clientWidth]")
            assert content <= frame


def test_filters_are_in_reach(page):
    """A filter set in the presentation's menu changes the part, and stays after leaving."""
    see(page, "/?present=4")
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("switch", name="Include adults").check(force=True)
    expect(page).to_have_url(re.compile("adults=true"))
    expect(page.get_by_role("img", name=re.compile("INO-VATE 2019"))).to_be_attached()
    page.keyboard.press("Escape")
    at(page, 4, "Response")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/\?adults=true$"))


def test_parts_chosen_on_the_journal_club_page_are_presented(page):
    """Chosen there, only those are steps."""
    see(page, "/journal_club")
    for name in ("MRD negativity", "Bottom line"):
        settled(page)
        page.get_by_role("button", name=name, exact=True).click()
        expect(page).to_have_url(re.compile("parts=" + name.replace(" ", r"\+")))
    settled(page)
    page.get_by_role("button", name="Present").click()
    expect(page.get_by_text("1 of 2: MRD negativity")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("2 of 2: Bottom line")).to_be_visible()


def settles_at(page: Page, least: float, most: float) -> bool:
    """Whether what is beside the sidebar becomes so wide, in pixels, within the time of a page."""
    main = page.get_by_test_id("stMain")
    for _ in range(50):
        if least <= main.bounding_box()["width"] <= most:
            return True
        page.wait_for_timeout(200)
    return False


def test_no_sidebar_takes_room_from_a_talk(new_page):
    """From P on the whole width is the presentation's; leaving brings the filters back."""
    page = new_page(viewport={"width": 1366, "height": 768})
    see(page, "/response")
    present(page)
    at(page, 4, "Response")
    assert settles_at(page, 1366, 1366)
    page.keyboard.press("Escape")
    expect(page.get_by_role("switch", name="Include adults")).to_be_visible()
    assert settles_at(page, 900, 1100)


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)], ids=["laptop", "projector"])
@pytest.mark.parametrize("part", [2, 3, 8, 9, 10, 11, 12])
def test_a_table_fits_the_screen(new_page, size, part):
    """With all studies in children no table of the talk has to be scrolled."""
    page = new_page(viewport={"width": size[0], "height": size[1]})
    see(page, f"/?present={part}")
    room = page.get_by_role("region", name=re.compile("."))
    expect(room.get_by_role("table")).to_be_visible()
    assert room.evaluate("one => one.scrollHeight <= one.clientHeight")
