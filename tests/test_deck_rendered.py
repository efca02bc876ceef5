"""The deck as LibreOffice draws it: nothing leaves its page, no table reaches the footer."""

import os
import re
import shutil
import subprocess
from xml.etree import ElementTree as ET

import pytest

from components.exports.deck import deck_bytes
from tests.decks import SELECTIONS, brief_of, frames, made_up, opened
from tests.own_sessions import with_own, without_mrd

XHTML = "{http://www.w3.org/1999/xhtml}"
PROGRAMS = ("soffice", "pdftotext")
# Tops of the footer and of the content, in points.
FOOTER, WIDTH, HEIGHT = 513, 960, 540
OWN = "own series"


def need_programs():
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    if missing and (os.environ.get("CI") or os.environ.get("PEDINO_REQUIRE_ALL")):
        pytest.fail(f"not on the path: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not on the path: {', '.join(missing)}")


@pytest.fixture(scope="module", params=["adults", "one study", "many", "long names", OWN])
def rendered(request, library, tmp_path_factory):
    """A brief, its deck, and the words of each page with their places."""
    need_programs()
    asked = SELECTIONS.get(request.param)
    if request.param == OWN:
        library = with_own(library, without_mrd("W" * 40), without_mrd())
        asked = {"own": True}
    brief = made_up(request.param) if asked is None else brief_of(library, **asked)
    folder = tmp_path_factory.mktemp("deck")
    (folder / "deck.pptx").write_bytes(deck_bytes(brief))
    return brief, opened((folder / "deck.pptx").read_bytes()), words_of(folder)


def words_of(folder) -> list[list[tuple[str, float, float, float, float]]]:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(
        [*convert, str(folder / "deck.pptx")], check=True, capture_output=True, timeout=180
    )
    places = ["pdftotext", "-bbox", str(folder / "deck.pdf"), str(folder / "deck.html")]
    subprocess.run(places, check=True, capture_output=True)
    pages = ET.parse(folder / "deck.html").iter(f"{XHTML}page")  # noqa: S314 # our own file
    return [[word(one) for one in page.iter(f"{XHTML}word")] for page in pages]


def word(element) -> tuple[str, float, float, float, float]:
    ends = (float(element.get(name)) for name in ("xMin", "yMin", "xMax", "yMax"))
    return (element.text or "", *ends)


def test_each_slide_is_a_page(rendered):
    """LibreOffice opens the deck and draws every slide."""
    _, deck, pages = rendered
    assert len(pages) == len(deck.slides)
    assert all(pages)


def test_all_words_lie_inside_their_page(rendered):
    """No word is cut by the edge of a slide."""
    _, _, pages = rendered
    for page in pages:
        for text, left, top, right, bottom in page:
            assert left >= 0, text
            assert top >= 0, text
            assert right <= WIDTH, text
            assert bottom <= HEIGHT, text


def test_nothing_reaches_the_footer(rendered):
    """The last line of a table, a text or a chart stands above the footer."""
    _, _, pages = rendered
    for page in pages:
        footer = [place for place in page if place[2] > FOOTER - 4]
        assert {text for text, *_ in footer} >= {"PedInO", "data", "version", "advice"}
        others = [place for place in page if place[2] <= FOOTER - 4]
        assert max(bottom for *_, bottom in others) <= FOOTER + 2


def test_rates_stand_beside_their_names(rendered):
    """Each rate is drawn, at the height of the study's name and right of the rail."""
    brief, deck, pages = rendered
    for slide, page in zip(deck.slides, pages, strict=True):
        if frames(slide, "chart"):
            shown = " ".join(text for text, *_ in page)
            (view,) = [v for v in brief.views if v.heading in slide.shapes.title.text_frame.text]
            rates = [row.rate() for row in view.drawn]
            drawn = [rate for rate in rates if rate in shown]
            assert drawn
            for rate in drawn:
                count = rate.split()[0]
                lefts = [left for text, left, *_ in page if text == count]
                assert max(lefts) > WIDTH * 0.7


def test_scale_is_drawn(rendered):
    """Below each chart stand 0 % and 100 %, in the right order and on one line."""
    _, deck, pages = rendered
    for slide, page in zip(deck.slides, pages, strict=True):
        if frames(slide, "chart"):
            line = [place for place in page if place[0] in ("0", "25", "50", "75", "100")]
            tops = {round(top) for _, _, top, *_ in line}
            rows = [[p for p in line if round(p[2]) == top] for top in tops]
            assert ["0", "25", "50", "75", "100"] in [
                [text for text, *_ in sorted(row, key=lambda place: place[1])] for row in rows
            ]


def test_text_is_text(rendered):
    """Titles can be read back from the page as they were written."""
    _, deck, pages = rendered
    for slide, page in zip(deck.slides, pages, strict=True):
        title = slide.shapes.title.text_frame.text
        shown = re.sub(r"\s+", " ", " ".join(text for text, *_ in page))
        assert title in shown
