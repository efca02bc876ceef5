"""What visitors take along, in a real browser: the handout on paper, `/brief`, and the files."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from components import store
from components.exports.handout import handout_bytes
from components.exports.picture_files import WIDTH, ZOOM
from data.overview import common_rows, study_lines
from data.sentences import below_panel
from tests.briefs import brief_of
from tests.pdf_reader import pages, squeezed, type_sizes, words

pytestmark = pytest.mark.browser

ASKED = {
    "default": {},
    "adults": {"adults": True},
    "widest": dict.fromkeys(("adults", "across", "keep", "small", "together"), True),
    "MRD of all treated": {"mrd": "of all treated"},
}
A4 = (595.3, 841.9)
SMALLEST = 8
PHONE = {"width": 390, "height": 844}
FILTERS = "dose=1.4&dose=1.8&adults=true"


@pytest.fixture(scope="module")
def handout_file(tmp_path_factory):
    """Return `handout_file(**asked)`: the brief and where its handout lies as a file."""
    folder = tmp_path_factory.mktemp("handout")

    def write(**asked):
        # all studies that the dashboard has, so that a new one cannot push type off the page
        brief = brief_of(store.library(), **asked)
        path = folder / "handout.html"
        path.write_bytes(handout_bytes(brief))
        return brief, path

    return write


def printed(page: Page, path: Path) -> Path:
    """The file as a browser prints it on A4, with the margins that the page asks for."""
    page.goto(path.as_uri())
    paper = path.with_suffix(".pdf")
    page.pdf(path=paper, format="A4")
    return paper


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_the_file_asks_for_nothing(new_page, handout_file, asked):
    """Opened from a disk, the handout makes no request but that for itself."""
    _, path = handout_file(**asked)
    page = new_page(base_url=path.as_uri())
    asked_for = []
    page.on("request", lambda request: asked_for.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_load_state("networkidle")
    assert [url for url in asked_for if not url.startswith("data:")] == [path.as_uri()]
    assert page.evaluate("document.fonts.check('12px \"Source Sans Pro\"')")
    assert page.evaluate("[...document.fonts].every(font => font.status === 'loaded')")


def test_the_default_prints_on_one_page(new_page, handout_file):
    """All studies in children: one A4 page that holds every study, rate and source."""
    brief, path = handout_file()
    (paper,) = pages(printed(new_page(base_url=path.as_uri()), path))
    assert tuple(map(float, paper.mediabox[2:])) == pytest.approx(A4, abs=1.5)
    said = words(paper)
    for view in brief.views:
        assert squeezed(" ".join(below_panel(view))) in said
        assert all(squeezed(row.rate()) in said for row in view.drawn)
    assert all(squeezed(study.name) in said for study in brief.studies)
    assert squeezed(f"Link: {brief.link()}") in said


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_type_on_paper_can_be_read(new_page, handout_file, asked):
    """No letter on paper is smaller than 8 points, those in the drawings included."""
    _, path = handout_file(**asked)
    found = [type_sizes(one) for one in pages(printed(new_page(base_url=path.as_uri()), path))]
    assert found[0]
    assert [size for sizes in found for size in sizes if size < SMALLEST] == []


@pytest.mark.parametrize("lower", range(0, 64, 9))
def test_a_longer_one_flows_without_cutting_a_row(new_page, handout_file, lower):
    """With adults it takes two pages; wherever the first one ends, drawings and rows stay whole."""
    brief, path = handout_file(adults=True)
    push = f"<style>@media print {{ header {{ margin-bottom: {lower}px }} }}</style></head>"
    path.write_text(path.read_text(encoding="utf-8").replace("</head>", push), encoding="utf-8")
    papers = [words(one) for one in pages(printed(new_page(base_url=path.as_uri()), path))]
    assert len(papers) == 2
    for line in study_lines(brief.cohorts, ()):
        row = squeezed("".join(text for key, text in line.items() if key != "id"))
        assert sum(row in paper for paper in papers) == 1, row
    for view in brief.views:
        rates = [view.rows[i].rate() for i in common_rows(brief.views)]
        assert any(all(squeezed(rate) in paper for rate in rates) for paper in papers)


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_no_text_leaves_its_drawing(new_page, handout_file, asked):
    """On paper no line of a drawing is wider than the drawing, and no name runs into its rate."""
    _, path = handout_file(**asked)
    page = new_page(base_url=path.as_uri(), viewport={"width": 726, "height": 1000})
    page.emulate_media(media="print")
    page.goto(path.as_uri())
    boxes = page.locator("svg[role=img]").evaluate_all(
        "drawings => drawings.map(d => [d.getBoundingClientRect().right,"
        "[...d.querySelectorAll('text')].map(t => [t.getBoundingClientRect(), t.textContent])"
        ".map(([b, words]) => [b.left, b.right, b.top, b.bottom, words])])"
    )
    assert len(boxes) == 3
    for edge, texts in boxes:
        assert [text for text in texts if text[1] > edge] == []
        for i, (left, right, top, bottom, said) in enumerate(texts):
            for l2, r2, t2, b2, other in texts[i + 1 :]:
                beside = right <= l2 or r2 <= left
                above = min(bottom, b2) - max(top, t2) < 0.45 * (bottom - top)
                assert beside or above, (said, other)


def test_brief_on_a_phone(new_page):
    """`/brief` fits 390 pixels and 320, in type that needs no zoom."""
    for width in (320, PHONE["width"]):
        page = new_page(viewport={"width": width, "height": 844})
        page.goto(f"/brief?{FILTERS}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        content, frame = page.locator("html").evaluate("e => [e.scrollWidth, e.clientWidth]")
        assert content <= frame
        size = page.locator("main p").first.evaluate(
            "e => parseFloat(getComputedStyle(e).fontSize)"
        )
        assert size >= 16


def test_brief_and_dashboard_lead_to_each_other(new_page):
    """From the plain page to the dashboard and back, with the same filters."""
    page = new_page()
    page.goto(f"/brief?{FILTERS}")
    page.get_by_role("link", name="Full dashboard").click()
    expect(page.get_by_role("figure").first).to_be_visible()
    expect(page.get_by_role("switch", name="Include adults")).to_be_checked()
    expect(page).to_have_url(re.compile(re.escape(f"/?{FILTERS}")))
    page.get_by_text("Link to this view").click()
    link = page.get_by_role("link", name="On one page")
    expect(link).to_have_attribute("href", re.compile(re.escape(f"/brief?{FILTERS}&v=")))
    page.goto(link.get_attribute("href"))
    expect(page.get_by_text("adults too, for context")).to_be_visible()
    expect(page.locator(".notice")).to_have_count(0)


def test_brief_says_what_a_link_got_wrong(new_page):
    """Markup in a link is a sentence on the page; nothing runs."""
    page = new_page()
    page.goto("/brief?dose=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    expect(page.get_by_text('"><script>alert(1)</script>" was ignored')).to_be_visible()


def test_the_dashboards_link_and_paper_are_the_same(new_page, server, handout_file):
    """The address and the downloaded file hold the same page."""
    page = new_page()
    page.goto(f"{server}/brief")
    _, path = handout_file()
    shown = page.locator("main").inner_text()
    page = new_page(base_url=path.as_uri())
    page.goto(path.as_uri())
    assert page.locator("main").inner_text() == shown


def test_the_files_of_the_journal_club(new_page, tmp_path):
    """Each button gives a file of its kind, named after its data."""
    page = new_page()
    page.goto("/journal_club")
    version = store.library().version
    wanted = {
        "PowerPoint deck": ("deck", "pptx", "ppt/presentation.xml"),
        "Handout (HTML)": ("handout", "html", ""),
        "Excel workbook": ("workbook", "xlsx", "xl/workbook.xml"),
        "Bundle (ZIP)": ("bundle", "zip", ""),
    }
    for button, (what, ending, inside) in wanted.items():
        path = downloaded(page, button, tmp_path, f"pedino-{what}-{version}.{ending}")
        if ending == "html":
            assert path.read_text(encoding="utf-8").startswith("<!doctype html>")
        else:
            assert zipfile.is_zipfile(path)
            assert inside in ["", *zipfile.ZipFile(path).namelist()]


def test_the_download_menu_of_a_chart(new_page, tmp_path):
    """The chart can be taken away as SVG and PNG, both of this outcome and these data."""
    page = new_page()
    page.goto("/response?dose=1.4&dose=1.4")
    page.get_by_role("button", name="Download").first.click()
    name = f"pedino-response-{store.library().version}"
    drawing = downloaded(page, "Chart (SVG)", tmp_path, f"{name}.svg").read_text(encoding="utf-8")
    assert "9/12 · 75 %" in "".join(ET.fromstring(drawing).itertext())  # noqa: S314 our own
    with Image.open(downloaded(page, "Chart (PNG)", tmp_path, f"{name}.png")) as picture:
        assert picture.width == round(ZOOM * WIDTH)


def downloaded(page: Page, button: str, folder: Path, name: str) -> Path:
    """The file that a button gives, under the name that it has."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    assert download.value.suggested_filename == name
    download.value.save_as(folder / name)
    return folder / name
