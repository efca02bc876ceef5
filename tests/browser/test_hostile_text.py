"""A library of payloads in a real browser: every page and every file shows them as they were typed.

One visitor, with two own series of payloads, goes through everything. Nothing may run, be fetched,
open or be saved unasked; no element comes from a text; no text is torn; the layout holds.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from components.evidence import Evidence
from data.library import load_library
from data.own_form_fields import LABELS, Form, choices
from data.own_form_file import form_file
from data.selection import Selection
from data.words import UNPUBLISHED
from tests.browser.acting import Alarm, harmless, read
from tests.browser.waiting import see, settled, titled
from tests.hostile_library import hostile, hostile_library, hostile_project, seen
from tests.menu import menu
from tests.own_sessions import with_own
from tests.payloads import NAMES, PAYLOADS
from tests.servers import streamlit_server

pytestmark = pytest.mark.browser

PAGE_LIMIT = 30_000
WIDE, NORMAL, PHONE = 1440, 1280, 390
START, *OTHERS = menu().values()
TITLES = dict([*OTHERS, START])
TYPED = next(name for name in NAMES if name.startswith("![x]"))
KEY = "<img src=x onerror=alert(1)>"
FILE = f"{KEY}.yaml"
# What is typed into the form of the first series, and chosen.
ANSWERS = {"name": TYPED, "treated": "14", "sos": "2/7"}
CHOSEN = {"regimen": "alone", "design": "retrospective", "criteria": "not_found"}
LOOK = """() => ['html', 'body', 'h1'].map(name => {
  const {display, color, backgroundColor, fontFamily, fontSize, visibility, direction, position} =
    getComputedStyle(document.querySelector(name));
  return {display, color, backgroundColor, fontFamily, fontSize, visibility, direction, position};
})"""
# Sheets that say most.
SHEETS = ("fda-2024", "evstratov-2023", "brivio-2021", "itcc-059-sos")
# What no page shows, or only a sheet that is not opened here.
NOT_ON_A_PAGE = {
    *("Cohort.derivation", "Design.note", "Dose.derivation", "Overlap.place"),
    *("Comparison.derivation", "Comparison.place", "ContextNote.derivation", "ContextNote.note"),
    *("OngoingTrial.derivation", "OngoingTrial.note", "OngoingTrial.place"),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """A server of payloads, which nothing may trouble either."""
    project = hostile_project(tmp_path_factory.mktemp("project"))
    with tempfile.TemporaryFile("w+") as log:
        with streamlit_server(cwd=project, log=log) as server:
            yield server.url
        log.seek(0)
        assert "Traceback" not in log.read()


@pytest.fixture(scope="module")
def evidence(tmp_path_factory) -> Evidence:
    """The same library and own series, asked without a browser."""
    library = hostile_library(tmp_path_factory.mktemp("data"))
    typed = Form(**ANSWERS, **CHOSEN, shared="none")
    return Evidence(with_own(library, form_file(typed), hostile().own))


@pytest.fixture(scope="module")
def alarm(address) -> Alarm:
    return Alarm(address)


@pytest.fixture(scope="module")
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=address, color_scheme="light", accept_downloads=True)
    opened.set_default_timeout(PAGE_LIMIT)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def visitor(context, alarm) -> Page:
    """Somebody who typed one series and uploaded another."""
    page = context.new_page()
    alarm.follow(page)
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.goto("/")
    titled(page, TITLES["Overview"])
    go(page, "Own series")
    type_in(page)
    upload(page)
    widen(page)
    return page


@pytest.fixture(autouse=True)
def nothing_happened(alarm) -> Iterator[None]:
    yield
    assert alarm.silence() == []


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    titled(page, TITLES[name])


def type_in(page: Page) -> None:
    """A name that would be a picture, and one rate."""
    for field, words in ANSWERS.items():
        box = page.get_by_role("textbox", name=LABELS[field])
        box.fill(words)
        box.press("Tab")
        settled(page)
    library = load_library()
    for field, choice in CHOSEN.items():
        words = choices(field, library)[choice]
        box = page.get_by_role("combobox", name=LABELS[field])
        box.fill(words)
        page.get_by_role("option", name=words, exact=True).wait_for()
        box.press("Enter")
        settled(page)
    page.get_by_text("no", exact=True).first.click()
    settled(page)
    page.get_by_role("button", name="Add to the dashboard").click()
    expect(page.get_by_text("now stands beside the published studies")).to_be_visible()
    settled(page)


def upload(page: Page) -> None:
    """First a file with a mistake, whose name and key are tags; then the series."""
    page.get_by_text("Upload a file", exact=True).click()
    settled(page)
    send(page, f'"{KEY}": 1'.encode())
    expect(page.get_by_text(f"{FILE}:1  {KEY}")).to_be_visible()
    settled(page)
    send(page, hostile().own.encode())
    expect(page.get_by_text("No mistake was found")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Add this file").click()
    expect(page.get_by_text("now stands beside the published studies")).to_be_visible()
    settled(page)


def widen(page: Page) -> None:
    """With adults, and of all treated: so most fields of the files are on some page."""
    go(page, "Overview")
    page.get_by_role("switch", name="Include adults").check(force=True)
    settled(page)
    page.get_by_role("radio", name="of all treated").click()
    expect(page).to_have_url(re.compile("mrd=of"))
    settled(page)


def send(page: Page, raw: bytes) -> None:
    file = {"name": FILE, "mimeType": "application/yaml", "buffer": raw}
    page.locator("input[type=file]").set_input_files(file)


def check(page: Page) -> set[str]:
    """Nothing of a text acts on what is shown now, and none is torn; the marks that are shown."""
    found = read(page)
    assert found.handlers == []
    assert found.acting == []
    assert [one for one in found.addresses if not harmless(one, page.url)] == []
    assert hostile().torn(found.text) == []
    return seen(found.text)


def holds(page: Page, width: int) -> None:
    """At this width the page does not scroll sideways."""
    page.set_viewport_size({"width": width, "height": 900})
    for box in (*page.locator("html").all(), *page.get_by_role("main").all()):
        content, frame = box.evaluate("box => [box.scrollWidth, box.clientWidth]")
        assert content <= frame


def holds_on_every_screen(page: Page) -> None:
    """On a laptop and on a phone; then the whole menu is there again."""
    for width in (NORMAL, PHONE):
        holds(page, width)
    page.set_viewport_size({"width": WIDE, "height": 900})
    expect(page.get_by_role("link", name="Methods", exact=True)).to_be_visible()


@pytest.fixture(scope="module")
def shown() -> dict[str, set[str]]:
    """The marks of all texts that each page has shown."""
    return {}


@pytest.mark.parametrize("name", TITLES)
def test_a_page_shows_texts_only(visitor, shown, name):
    """Each page with both own series: nothing acts, no text is torn, nothing is too wide."""
    go(visitor, name)
    shown[name] = check(visitor)
    holds_on_every_screen(visitor)


def test_charts_have_the_rows_that_they_should(visitor, evidence):
    """A mark for each row with a rate, and nothing of the words that a pointer shows is a link."""
    go(visitor, "SOS")
    rows = evidence.view(Selection(adults=True), "sos_post_hsct").drawn
    chart = visitor.get_by_role("figure").first
    marks = chart.locator(".points path")
    expect(marks).to_have_count(len([row for row in rows if row.marker != "none"]))
    for mark in marks.all():
        point_at(mark, chart)
        check(visitor)
        assert chart.locator(".hovertext a, .hovertext [style*='99px']").count() == 0


def point_at(mark: Locator, chart: Locator) -> None:
    """Moves the pointer to a mark until the chart, which may just have been drawn, has seen it."""
    mark.evaluate("mark => mark.scrollIntoView({block: 'center'})")  # not below the menu
    for _ in range(30):
        mark.hover(force=True)
        mark.page.wait_for_timeout(200)
        if chart.locator(".hovertext").count():
            return
        mark.hover(force=True, position={"x": 1, "y": 1})
    pytest.fail("the chart shows nothing below the pointer")


def test_columns_side_by_side(visitor, alarm, shown):
    """An own series beside a published study, with the table of this comparison."""
    go(visitor, "Compare")
    choices = visitor.get_by_role("main")
    choices.get_by_role("button", name=re.compile(r" and .*: ")).first.click()
    expect(visitor.get_by_role("heading", name="Difference between two rates")).to_be_visible()
    settled(visitor)
    choices.get_by_role("button", name="Own series 2").click()
    expect(visitor.get_by_role("columnheader", name=re.compile(UNPUBLISHED)).first).to_be_visible()
    settled(visitor)
    shown["columns"] = check(visitor)
    alarm.saved_as(visitor, "This comparison (CSV)")


def test_a_study_after_the_other(visitor, alarm, evidence, shown):
    """The sheets of some published studies, with their citations as files."""
    go(visitor, "Studies")
    for key in SHEETS:
        (mark,) = seen(evidence.library.studies[key].name)
        open_sheet(visitor, mark)
        expect(
            visitor.get_by_test_id("stMain").get_by_role("heading", level=2).first
        ).to_contain_text(mark)
        settled(visitor)
        shown[key] = check(visitor)
    for button in ("RIS", "BibTeX"):
        alarm.saved_as(visitor, button)


def open_sheet(page: Page, mark: str) -> None:
    """Typing shortens the list; a page that is being drawn forgets what was typed."""
    option = page.get_by_role("option").filter(has_text=mark)
    for _ in range(20):
        page.get_by_role("combobox", name="Study").fill(mark)
        page.wait_for_timeout(300)
        if option.count():
            break
        page.keyboard.press("Escape")
    option.click()


def test_the_presentation_shows_texts_only(visitor, shown):
    """Every part of it, by keys."""
    go(visitor, "Overview")
    visitor.get_by_role("button", name="Present").click()
    said = visitor.get_by_text(re.compile(r"^1 of \d+: ")).inner_text()
    last = int(said.split()[2].removesuffix(":"))
    for number in range(1, last + 1):
        expect(visitor.get_by_text(re.compile(rf"^{number} of {last}: "))).to_be_visible()
        settled(visitor)
        shown[f"part {number}"] = check(visitor)
        visitor.keyboard.press("ArrowRight")
    visitor.keyboard.press("Escape")
    titled(visitor, TITLES["Overview"])


def test_the_files_hold_texts_only(visitor, context, alarm, tmp_path):
    """Saved under safe names; handout and chart, opened from a disk, do nothing either."""
    go(visitor, "Journal club")
    buttons = ("PowerPoint deck", "Handout (HTML)", "Excel workbook", "Bundle (ZIP)")
    handout = [alarm.saved_as(visitor, button) for button in buttons][1]
    go(visitor, "Response")
    visitor.get_by_role("button", name="Download").first.click()
    chart, *_ = [
        alarm.saved_as(visitor, f"{one}") for one in ("Chart (SVG)", "Chart (PNG)", "Table (CSV)")
    ]
    visitor.keyboard.press("Escape")
    go(visitor, "Own series")
    own = alarm.saved_as(visitor, "Download (YAML)")
    assert TYPED in own.read_text(encoding="utf-8")
    for saved, ending in ((handout, "html"), (chart, "svg")):
        (tmp_path / f"x.{ending}").write_bytes(saved.read_bytes())
        page = context.new_page()
        alarm.follow(page)
        page.goto((tmp_path / f"x.{ending}").as_uri())
        page.wait_for_load_state("networkidle")
        page.close()


@pytest.mark.parametrize("width", [NORMAL, PHONE])
def test_the_plain_page_shows_texts_only(context, alarm, shown, width):
    """`/brief` too, which has no own series, on a laptop and on a phone."""
    page = context.new_page()
    alarm.follow(page)
    page.goto("/brief?adults=true")
    shown["brief"] = check(page)
    holds(page, width)
    page.close()


def test_it_looks_as_with_other_words(visitor, new_page):
    """Colors, type and direction of page and title are those of the shipped library."""
    go(visitor, "Methods")
    shipped = new_page(color_scheme="light")
    see(shipped, "/methods", TITLES["Methods"])
    assert visitor.evaluate(LOOK) == shipped.evaluate(LOOK)


def test_every_payload_was_shown(shown):
    """And every field of the data files, but for those that no page shows."""
    if {*TITLES, *SHEETS, "columns"} - shown.keys():
        pytest.skip("not all pages were opened before")
    places, marks = hostile().places, set.union(*shown.values())
    unseen = {name for name, own in places.by_field.items() if marks.isdisjoint(own)}
    assert unseen <= NOT_ON_A_PAGE
    texts = [text for mark, text in hostile().texts.items() if mark in marks]
    assert [name for name, text in PAYLOADS.items() if not any(text in one for one in texts)] == []


def test_a_name_to_choose_is_only_a_name(visitor):
    """In the filters and on the page that compares, a study is called what it is called."""
    go(visitor, "Compare")
    groups = visitor.get_by_test_id("stButtonGroup")
    texts = "\n".join(groups.all_text_contents())
    assert len(seen(texts)) > 10
    assert hostile().torn(texts) == []
    assert groups.locator(".katex, img, a").count() == 0
