"""A visitor's own series in a real browser: typed, uploaded, taken along, and nowhere left."""

from __future__ import annotations

import hashlib
import re
import tempfile
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation

from data.own_form_fields import LABELS
from data.own_template import template
from data.words import UNPUBLISHED, marked
from tests.browser.waiting import see, settled, titled

pytestmark = pytest.mark.browser

NAME = "Zephyr ward"
TEMPLATE = template("study.schema.json")
TEXTS = {
    "name": NAME,
    "treated": "14",
    "response": "9/14",
    "mrd": "6/9",
    "sos": "2/7",
}
CHOICES = {
    "regimen": "single agent",
    "design": "retrospective",
    "definition": "CR/CRi",
    "response_of": "all treated",
    "mrd_of": "responders",
    "criteria": "not recorded",
}
RATES = ("9/14", "6/9", "2/7")


@pytest.fixture
def page(new_page) -> Page:
    """A window wide enough for the whole menu."""
    return new_page(color_scheme="light", viewport={"width": 1440, "height": 900})


def write(page: Page, field: str, words: str) -> None:
    box = page.get_by_role("textbox", name=LABELS[field])
    box.fill(words)
    box.press("Tab")
    settled(page)


def choose(page: Page, field: str, words: str) -> None:
    """By keyboard: typing opens the list."""
    box = page.get_by_role("combobox", name=LABELS[field])
    box.fill(words)
    page.get_by_role("option", name=words, exact=True).wait_for()
    box.press("Enter")
    expect(box).to_have_value(words)
    settled(page)


def fill_in(page: Page, **other: str) -> None:
    """In the open form: 9/14 responded, 6/9 MRD-negative, SOS in 2/7."""
    if not page.get_by_role("textbox", name=LABELS["name"]).count():
        page.get_by_text("Type it in", exact=True).click()
    for field, words in (TEXTS | other).items():
        write(page, field, words)
    for field, words in CHOICES.items():
        choose(page, field, words)
    page.get_by_text("no", exact=True).first.click()
    settled(page)


def add(page: Page, **other: str) -> None:
    """Filled in, added, and said so."""
    fill_in(page, **other)
    page.get_by_role("button", name="Add to the dashboard").click()
    expect(page.get_by_text("now stands beside the published studies")).to_be_visible()
    settled(page)


def upload(page: Page, name: str, raw: bytes) -> None:
    if not page.locator("input[type=file]").count():
        page.get_by_text("Upload a file", exact=True).click()
    expect(page.get_by_role("textbox", name=LABELS["name"])).to_have_count(0)
    expect(page.locator("input[type=file]")).to_be_attached()
    settled(page)
    file = {"name": name, "mimeType": "application/yaml", "buffer": raw}
    page.locator("input[type=file]").set_input_files(file)


def add_file(page: Page, text: str, name: str) -> None:
    """Uploaded, found without mistake, added, and said so."""
    upload(page, "own.yaml", text.encode())
    expect(page.get_by_text("No mistake was found")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Add this file").click()
    expect(page.get_by_text(loose(f"{name} now stands beside"))).to_be_visible()
    settled(page)


def loose(words: str) -> re.Pattern[str]:
    """The words as they stand on screen, where an invisible joiner may keep letters apart."""
    return re.compile("\u2060?".join(map(re.escape, words)))


def go(page: Page, name: str, title: str) -> None:
    """Through the menu: a typed address would be another session."""
    page.get_by_role("link", name=name, exact=True).first.click()
    titled(page, title)


def test_typed_in_seen_and_taken_along(page):
    """A new visitor types three counts, sees them in every panel, and finds them in the deck."""
    see(page, "/own_series")
    add(page)
    page.get_by_role("link", name="See it on the overview").click()
    titled(page, "Inotuzumab ozogamicin in children")
    for i, rate in enumerate(RATES):
        figure = page.get_by_role("figure").nth(i)
        expect(figure).to_be_visible()
        expect(figure.get_by_text(NAME)).to_be_visible()
        expect(figure.get_by_text(UNPUBLISHED)).to_be_visible()
        expect(figure.get_by_text(re.compile(f"^{rate} "))).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile(re.escape(marked(NAME))))).to_be_visible()
    go(page, "Journal club", "Journal club")
    with page.expect_download() as download:
        page.get_by_role("button", name="PowerPoint deck").click()
    deck = Presentation(BytesIO(Path(download.value.path()).read_bytes()))
    words = " ".join(text.text_frame.text for slide in deck.slides for text in texts_of(slide))
    assert marked(NAME) in words


def test_who_leaves_right_after_typing_loses_nothing(new_page):
    """A tap on the menu meets the check of what was just typed: the fields stay as they were."""
    touch = {"width": 1440, "height": 900}
    page = new_page(color_scheme="light", viewport=touch, has_touch=True)
    see(page, "/own_series")
    write(page, "name", NAME)
    write(page, "treated", "60")
    response = page.get_by_role("textbox", name=LABELS["response"])
    response.press_sequentially("11/60")
    page.get_by_role("link", name="Response", exact=True).first.tap()
    settled(page)
    page.wait_for_timeout(2000)  # two runs, of which the first may be that of either page
    settled(page)
    if page.get_by_role("heading", level=1).inner_text() == "Response":
        go(page, "Own series", "Your own series")
    for field, words in {"name": NAME, "treated": "60", "response": "11/60"}.items():
        expect(page.get_by_role("textbox", name=LABELS[field])).to_have_value(words)


def texts_of(slide):
    return [shape for shape in slide.shapes if shape.has_text_frame]


def test_the_link_holds_nothing_of_it(page, new_page):
    """Pooled and opened, the address has only a number; elsewhere it says what is missing."""
    see(page, "/own_series")
    add(page)
    go(page, "Response", "Response")
    page.get_by_text("Pool own series", exact=True).click()
    expect(page).to_have_url(re.compile("own=true"))
    settled(page)
    go(page, "Studies", "Studies")
    expect(page.get_by_test_id("stMain").get_by_role("heading", level=2).first).to_have_text(
        marked(NAME)
    )
    expect(page).to_have_url(re.compile(r"open=own-series-1"))
    expect(page).to_have_url(re.compile(r"own_series=1"))
    assert "phyr" not in page.url
    assert not set(RATES) & set(page.url.split("="))
    elsewhere = new_page()
    see(elsewhere, page.url.replace("/studies", "/response"))
    expect(elsewhere.get_by_text("An own series was part of this view")).to_be_visible()
    expect(elsewhere.get_by_text(NAME)).to_have_count(0)
    expect(elsewhere).not_to_have_url(re.compile("own=|own_series="))


BAD_ANSWERS = [
    ("response", "15/14", "more children with a response than counted"),
    ("response", "nine", "is not x/N"),
    ("response", "-1/14", "less than 0"),
    ("treated", "-3", "less than 1"),
    ("treated", "1e9", "not a whole number"),
    ("treated", "1000000000", "more than 100,000"),
    ("name", "Brivio 2021", "is already here"),
    ("name", "x" * 200, "200 characters; allowed: at most 40"),
    ("name", "a\u202eb", "odd character U+202E"),
]


def test_a_bad_answer_is_told_beside_its_field_and_stays(page):
    """While typing, in the words of the form; nothing that was typed is lost, here or elsewhere."""
    see(page, "/own_series")
    for field, words, message in BAD_ANSWERS:
        write(page, field, words)
        expect(page.get_by_text(message)).to_be_visible()
        expect(page.get_by_role("textbox", name=LABELS[field])).to_have_value(words)
    page.get_by_role("button", name="Add to the dashboard").click()
    expect(page.get_by_text("Not added yet: ")).to_be_visible()
    settled(page)
    go(page, "Response", "Response")
    go(page, "Own series", "Your own series")
    expect(page.get_by_role("textbox", name=LABELS["response"])).to_have_value("-1/14")
    expect(page.get_by_role("textbox", name=LABELS["treated"])).to_have_value("1000000000")


BAD_FILES = {
    "no YAML": (b"id: [", "not YAML"),
    "binary": (bytes(range(256)), "not UTF-8"),
    "another encoding": ("id: own-series".encode("utf-16"), "not UTF-8"),
    "too long": (b"# " * 200_000, "the file is too long"),
    "empty": (b"", "keys with values"),
    "a key twice": (b"id: a\nid: b\n", 'bad.yaml:2  key "id" stands twice'),
    "x above N": (TEMPLATE.replace("events: 9", "events: 15").encode(), "15/14: more events"),
    "a name that is taken": (
        TEMPLATE.replace("Example series", "Brivio 2021").encode(),
        "Brivio 2021 is already here",
    ),
}


def test_a_bad_file_is_told_by_line_and_the_next_one_may_be_right(page):
    """Each mistake with file and line; what is 5 MB never leaves the browser; nothing is added."""
    see(page, "/own_series")
    for raw, message in BAD_FILES.values():
        upload(page, "bad.yaml", raw)
        expect(page.get_by_text(message)).to_be_visible()
        settled(page)
    upload(page, "bad.yaml", b"#" * 5_000_000)
    expect(page.get_by_text(re.compile("must be 1(.0)? ?MB or smaller"))).to_be_visible()
    settled(page)
    add_file(page, TEMPLATE, "Example series")


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "**bold** [link](https://x.y) $a$ :red[r]",
    "=HYPERLINK(1)",
    "מרכז שלנו",
    "https://x.example, www.x.example",
    "- item :material/home:",
]


def test_any_name_is_only_a_name(page):
    """Markup, formulas and right-to-left letters stand as typed, and nothing runs or is fetched."""
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    see(page, "/own_series")
    for name in HOSTILE:
        text = TEMPLATE.replace("name: Example series", f"name: '{name}'")
        add_file(page, text, name)
    for menu, title in (
        ("Overview", "Inotuzumab ozogamicin in children"),
        ("Response", "Response"),
        ("Survival", "Survival"),
        ("Dose", "Dose and prior lines"),
        ("Compare", "Study against study"),
        ("Studies", "Studies"),
        ("Journal club", "Journal club"),
    ):
        go(page, menu, title)
        content, frame = page.locator("html").evaluate("e => [e.scrollWidth, e.clientWidth]")
        assert content <= frame
    go(page, "Overview", "Inotuzumab ozogamicin in children")
    for name in HOSTILE:
        cell = page.get_by_role("cell").filter(has_text=loose(marked(name)))
        expect(cell).to_be_visible()
        expect(cell.get_by_role("link")).to_have_count(0)
    assert dialogs == []


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)], ids=["laptop", "projector"])
def test_a_talk_with_an_own_series_fits_the_wall(new_page, size):
    """With one row more each chart of the talk is still whole, without scrolling."""
    page = new_page(viewport=dict(zip(("width", "height"), size, strict=True)))
    see(page, "/own_series")
    add_file(page, TEMPLATE, "Example series")
    go(page, "Response", "Response")
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    page.keyboard.press("p")
    for title in ("Response", "MRD negativity of responders", "SOS after HSCT"):
        titled(page, title)
        expect(page.get_by_role("img", name=re.compile("from"))).to_be_in_viewport(ratio=1)
        page.keyboard.press("ArrowRight")
    titled(page, "Pooled rates, and how sure anyone can be")


def test_two_series_edit_and_remove(page):
    """A second one of the same name is refused; one is edited, one removed, nothing of it stays."""
    see(page, "/own_series")
    add(page)
    fill_in(page, name=NAME.upper())
    expect(page.get_by_text("is already here")).to_be_visible()
    write(page, "name", "Second ward")
    page.get_by_role("button", name="Add to the dashboard").click()
    expect(page.get_by_text("Second ward now stands beside")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Edit").first.click()
    expect(page.get_by_role("textbox", name=LABELS["name"])).to_have_value(NAME)
    write(page, "response", "10/14")
    expect(page.get_by_text("N is 9, but 10 responded")).to_be_visible()
    write(page, "mrd", "6/10")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.get_by_text("Response: 10/14")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Remove").first.click()
    expect(page.get_by_text(NAME)).to_have_count(0)
    settled(page)
    go(page, "Overview", "Inotuzumab ozogamicin in children")
    expect(page.get_by_role("cell", name=re.compile("Second ward"))).to_be_visible()
    expect(page.get_by_text(NAME)).to_have_count(0)


def test_it_is_in_one_session_only(start_server, new_page, project, tmp_path):
    """Not in another browser, not in the server's log, not on its disk, gone after a reload."""
    before = fingerprints(project)
    with tempfile.TemporaryFile("w+") as log:
        with start_server(log=log, TMPDIR=str(tmp_path)) as url:
            mine, other = new_page(base_url=url), new_page(base_url=url)
            see(mine, "/own_series")
            add(mine)
            add_file(mine, TEMPLATE.replace("Example series", "Uploaded ward"), "Uploaded ward")
            go(mine, "Overview", "Inotuzumab ozogamicin in children")
            expect(mine.get_by_role("cell", name=re.compile(NAME))).to_be_visible()
            for path in ("/", "/own_series", "/brief", "/studies?open=own-series-1"):
                other.goto(path)
                expect(other.get_by_role("heading", level=1)).to_have_count(1)
                expect(other.get_by_text("ward")).to_have_count(0)
            mine.reload()
            expect(mine.get_by_text("An own series was part of this view")).to_be_visible()
            expect(mine.get_by_text("ward")).to_have_count(0)
            mine.close()
            other.close()
        log.seek(0)
        assert "ward" not in log.read()
    assert fingerprints(project) == before
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def fingerprints(folder: Path) -> dict[str, str]:
    """Every file below a folder with what it holds, but those that tools keep for themselves."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not any(re.match(r"\.|__pycache__", part) for part in path.parts)
    }
