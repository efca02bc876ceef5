"""The states of the dashboard that a reader can meet, and how a browser gets there.

Every page of the menu, plain and with filters; and what stands on no page at first: things folded
out, nothing left, mistakes, an own series, the presentation, and what is taken along.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from playwright.sync_api import Page, expect

from components import store
from components.exports.handout import handout
from data.own_form_fields import LABELS
from data.own_template import template
from data.selection import Selection
from data.story import usual_parts
from tests.briefs import brief_of
from tests.browser.waiting import see, settled, titled
from tests.contrast import solid, themes
from tests.menu import address, menu

# What makes most of each page appear.
FULLEST = {
    "overview": "adults=true&own=true",
    "response": "adults=true&together=true&small=true",
    "mrd": "mrd=of+all+treated&lines=4&lines=7",
    "sos": "adults=true&across=true",
    "survival": "adults=true",
    "safety": "adults=true",
    "dose_and_lines": "adults=true",
    "compare": "compare=FDA+2024&compare=Brivio+2021&compare=Bhojwani+2019",
    "studies": "open=bhojwani-2019",
}
SIZES = {"wide": {"width": 1366, "height": 900}, "narrow": {"width": 390, "height": 844}}
# Between two doses that were given, so no study fits.
NOTHING = "/?dose=0.9&dose=0.9&nonsense=1"
BACKGROUND = "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
UNFOLD = "() => document.querySelectorAll('summary').forEach(one => one.click())"
MOVING = "() => document.getAnimations().length"
# So often a fifth of a second for Streamlit to follow the theme of the system.
TRIES = 50


@dataclass(frozen=True)
class Look:
    """How wide the window is, and which theme the reader's system asks for."""

    scheme: str
    size: str


ALL_LOOKS = tuple(Look(scheme, size) for scheme in themes() for size in SIZES)
# Each theme and each width once; where little differs only the one where most goes wrong.
TELLING_LOOKS = (Look("light", "wide"), Look("dark", "narrow"))
HARDEST_LOOK = (Look("dark", "narrow"),)


def states() -> dict[str, Callable[[Page], None]]:
    """What opens each state in a page that knows the server's address."""
    plain = {name: partial(see, path=address(name)) for name in menu()}
    full = {f"{name}, full": partial(unfolded, path=full_path(name)) for name in menu()}
    last = len(usual_parts(Selection()))  # a table, a chart, the references
    slides = {f"slide {n}": partial(see, path=slide_path(n)) for n in (3, 4, last)}
    return plain | full | slides | OTHERS


def full_path(name: str) -> str:
    return f"{address(name)}?{FULLEST.get(name, 'adults=true')}"


def slide_path(number: int) -> str:
    return f"/?present={number}&adults=true"


def unfolded(page: Page, path: str) -> None:
    """With every part that can be folded out, filters included."""
    see(page, path)
    page.evaluate(UNFOLD)
    settled(page)


def download_menu(page: Page) -> None:
    see(page, "/response")
    page.get_by_role("button", name="Download").first.click()
    expect(page.get_by_role("button", name="Chart (SVG)")).to_be_visible()


def main_menu(page: Page) -> None:
    """Streamlit's own, with its choice of a theme."""
    see(page, "/methods")
    page.get_by_role("button", name="Main menu").click()
    expect(page.get_by_text("Print", exact=True)).to_be_visible()


def filters_of_a_talk(page: Page) -> None:
    see(page, "/?present=4")
    page.get_by_role("button", name="Filters").click()
    expect(page.get_by_role("switch", name="Include adults")).to_be_visible()


def mistakes(page: Page) -> None:
    """The form of an own series with a wrong answer, after an attempt to add it."""
    see(page, "/own_series")
    box = page.get_by_role("textbox", name=LABELS["response"])
    box.fill("15/14")
    box.press("Tab")
    expect(page.get_by_text("more children with a response than counted")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Add to the dashboard").click()
    expect(page.get_by_text("Not added yet")).to_be_visible()
    settled(page)


def own_series(page: Page, word: str, title: str) -> None:
    """A page of the menu in a session that holds an own series."""
    see(page, "/own_series")
    page.get_by_text("Upload a file", exact=True).click()
    expect(page.locator("input[type=file]")).to_be_attached()
    settled(page)
    text = template("study.schema.json").encode()
    own = {"name": "own.yaml", "mimeType": "application/yaml", "buffer": text}
    page.locator("input[type=file]").set_input_files(own)
    expect(page.get_by_text("No mistake was found")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Add this file").click()
    expect(page.get_by_text(re.compile("now stands beside"))).to_be_visible()
    settled(page)
    page.get_by_role("link", name=word, exact=True).first.click()
    titled(page, title)


def no_study(page: Page) -> None:
    """A link to a study that does not exist."""
    see(page, "/studies?open=nobody-2020")


def no_such_page(page: Page) -> None:
    page.goto("/nothing")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def brief(page: Page, query: str) -> None:
    page.goto(f"/brief{query}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def handout_file(page: Page) -> None:
    """The handout as it lies on a disk."""
    page.set_content(handout(brief_of(store.library(), adults=True)))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


OTHERS: dict[str, Callable[[Page], None]] = {
    "nothing left": partial(see, path=NOTHING),
    "download menu": download_menu,
    "main menu": main_menu,
    "filters of a talk": filters_of_a_talk,
    "mistakes": mistakes,
    "own series in charts": partial(own_series, word="Overview", title=menu()["overview"][1]),
    "own series as a study": partial(own_series, word="Studies", title="Studies"),
    "no such study": no_study,
    "no such page": no_such_page,
    "brief": partial(brief, query="?adults=true&across=true&nonsense=1"),
    "handout": handout_file,
}


def look_at(page: Page, look: Look) -> None:
    """Changes theme and width of an open page, and waits until Streamlit has followed.

    The pointer rests where nothing is.
    """
    page.mouse.move(0, 0)
    page.emulate_media(color_scheme=look.scheme)
    page.set_viewport_size(SIZES[look.size])
    if not page.get_by_test_id("stApp").count():
        return
    page.wait_for_timeout(250)  # it follows the window in steps
    wanted = "rgb({}, {}, {})".format(*solid(themes()[look.scheme]["backgroundColor"]))
    for _ in range(TRIES):
        if page.evaluate(BACKGROUND) == wanted and not page.evaluate(MOVING):
            settled(page)
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"the page does not become {look.scheme}, or does not come to rest")
