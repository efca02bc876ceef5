"""The presentation's parts as HTML: everything that a part says is on the wall, as text."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import replace
from html import unescape

import pytest

from components.legend import legend
from components.look import INK, PAGE
from components.stage import (
    SIZES,
    column_widths,
    sentences_height,
    stage,
    table_height,
    text_lines,
    widest_type,
)
from data.story import PARTS, tell
from data.story_parts import Part
from data.words import whole_rates
from tests.briefs import HOSTILE, SELECTIONS, brief_of, hostile_brief
from tests.html_reader import Page
from tests.svg_reader import Drawing, assert_same, assert_says_how, charts, read_chart
from tests.visitor import read

ASKED = {name: asked for name, asked in SELECTIONS.items() if name != "nothing"}
ASKED |= {"widest": dict.fromkeys(("adults", "across", "keep", "small", "together"), True)}
ASKED |= {"compared": {"compare": ("bhojwani-2019", "brivio-2021", "fda-2024")}}
IMAGE = re.compile(r'<img alt="([^"]*)" style="([^"]*)" src="data:image/svg\+xml;base64,([^"]*)">')
HEIGHT = re.compile(r"max-height:max\((\d+)vh,calc\(100vh - (\d+)px - ([\d.]+) \* 1.6vw\)")
# What the controls above take of the screen, in pixels.
CONTROLS = re.compile(r"height:calc\(100vh - (\d+)px\);min-height:\d+px;overflow:auto")


@pytest.fixture(scope="module", params=ASKED.values(), ids=ASKED)
def brief(request, library):
    return brief_of(library, **request.param)


def parts_of(brief) -> dict[str, Part]:
    return {part.key: part for part in tell(brief, PARTS)}


def image(html: str) -> tuple[str, str, Drawing]:
    """Alternative text, drawing as text, and drawing as it was read."""
    ((alt, _, data),) = IMAGE.findall(html)
    text = b64decode(data).decode()
    (chart,) = charts(text)
    return unescape(alt), text, read_chart(chart)


def rows(html: str) -> list[list[str]]:
    """The cells of the table, the head first."""
    return [
        [read(unescape(cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)]
        for line in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    ]


def sizes(html: str) -> tuple[float, float]:
    """Smallest type of the table in pixels, and its size in parts of the screen's height."""
    ((least, part),) = re.findall(
        r"font-size:clamp\((\d+)px,min\(([\d.]+)vh,[\d.]+vw\),1em\)", html
    )
    return float(least), float(part)


@pytest.mark.parametrize("key", PARTS)
def test_a_part_is_whole(brief, key):
    """Title, sentences and table stand on the wall word by word and in their order."""
    part = parts_of(brief)[key]
    html = stage(part, "light")
    page = Page(html)
    assert page.open == []
    assert page.said("h1") == [read(part.title)]
    said = [unescape(text) for text in re.findall(r"<p [^>]*>(.*?)</p>", html, re.DOTALL)]
    assert said[: len(part.sentences)] == list(map(whole_rates, part.sentences))
    table = [*map(list, part.lines[:1]), *(list(line.values()) for line in part.lines)]
    assert rows(html) == [list(map(read, line)) for line in table]


@pytest.mark.parametrize("key", ["response", "mrd", "sos"])
@pytest.mark.parametrize("background", INK)
def test_the_chart_is_an_image_with_words(brief, key, background):
    """Its numbers and its alternative text are the view's; the ink fits the background."""
    part = parts_of(brief)[key]
    html = stage(part, background)
    if not part.view.drawn:
        assert "<img" not in html
        return
    alt, text, drawing = image(html)
    assert alt == part.view.alt
    assert_same(drawing, part.view, part.view.drawn)
    assert drawing.ink == INK[background]
    assert f"background:{PAGE[INK[background]]}" in html
    (other,) = set(INK.values()) - {INK[background]}
    assert other not in html + text
    assert read(unescape(html)).count(legend(part.view)) == 1


def test_the_image_needs_nothing_else(library):
    """An image may not fetch anything, so the drawing carries its own font."""
    html = stage(parts_of(brief_of(library))["response"], "dark")
    _, text, _ = image(html)
    assert text.count("@font-face") == 2
    assert set(re.findall(r"url\((.{5})", text)) == {"data:"}
    assert not re.search(r"<script|<link|\son\w+=|https?://(?!www\.w3\.org/2000/svg)", html + text)


def test_only_parts_with_a_rate_have_a_chart(library):
    """Three charts in the whole story, each beside its own view."""
    with_chart = [part.key for part in tell(brief_of(library)) if "<img" in stage(part, "light")]
    assert with_chart == ["response", "mrd", "sos"]


def test_a_longer_table_has_smaller_type(library):
    """Type shrinks with the number of lines, but never below what can be read on a phone."""
    part = parts_of(brief_of(library, adults=True))["studies"]
    shown = [replace(part, lines=part.lines[:1] * count) for count in (6, 9, 14, 200)]
    least, shares = zip(*(sizes(stage(one, "light")) for one in shown), strict=True)
    assert set(least) == {12}
    assert list(shares) == sorted(shares, reverse=True)
    assert len(set(shares)) >= 3
    assert (shares[0], shares[-1]) == (max(SIZES), min(SIZES))


def test_sentences_above_a_table_make_its_type_smaller(library):
    """The same table below more sentences has less room."""
    part = parts_of(brief_of(library))["studies"]
    part = replace(part, lines=part.lines[:1] * 6)
    shown = [replace(part, sentences=("said",) * count) for count in (0, 3, 6, 9)]
    shares = [sizes(stage(one, "light"))[1] for one in shown]
    assert shares == sorted(shares, reverse=True)
    assert len(set(shares)) >= 3


def test_words_in_its_cells_make_the_type_of_a_table_smaller(library):
    """Not only lines count: long cells are broken and take height too."""
    part = parts_of(brief_of(library))["studies"]
    lines = tuple({name: cell * 5 for name, cell in line.items()} for line in part.lines[:5])
    short, long = (replace(part, lines=one) for one in (part.lines[:5], lines))
    assert sizes(stage(long, "light"))[1] < sizes(stage(short, "light"))[1]


def test_a_table_fits_into_the_room_that_is_left(brief):
    """In the smallest type, or in the largest with which it ends above the edge of the screen."""
    for part in parts_of(brief).values():
        if part.lines:
            _, size = sizes(stage(part, "light"))
            room = 100 - 34 - sentences_height(part)
            fitting = [one for one in SIZES if table_height(part.lines, one) <= room]
            assert size == max(fitting, default=min(SIZES))


def test_many_wide_columns_get_smaller_type(library):
    """Rates stay whole, so a table of seven columns of rates must not be wider than the screen."""
    (safety,) = tell(brief_of(library), ["safety"])
    size = float(re.search(r"([\d.]+)vw\),1em", stage(safety, "light"))[1])
    assert size < 86 / (0.47 * 7 * 8)
    assert size == pytest.approx(widest_type(safety.lines), abs=0.01)
    assert widest_type(({"a": "x"},)) > widest_type(({"a": "x" * 9},))
    assert widest_type(({"a": "x x x x"},)) == widest_type(({"a": "x"},))


def test_columns_are_as_wide_as_a_browser_makes_them():
    """All texts on one line where they fit; else no column is narrower than its longest word."""
    rows = [["ab", "cd"], ["a long text", "short"]]
    assert column_widths(rows, 100) == [11, 5]
    narrow = column_widths(rows, 12)
    assert narrow[0] >= 4
    assert narrow[1] == 5
    assert sum(narrow) == pytest.approx(12)
    assert [text_lines("a long text", width) for width in (11, 6, 4)] == [1, 2, 3]


def test_sentences_take_the_room_of_their_lines():
    """A long sentence takes several lines; small type on many sentences takes less for each."""

    def height(*lengths):
        return sentences_height(Part("x", "x", tuple("a" * n for n in lengths), "x"))

    assert height() == 0
    assert height(100) < height(200) < height(400)
    assert height(10, 10) == pytest.approx(2 * height(10))


@pytest.mark.parametrize("size", SIZES)
def test_the_height_of_a_table_is_never_less_than_its_letters_need(brief, size):
    """Set without any waste, 2.1 letters as wide as the type is high, the cells need less."""
    for part in parts_of(brief).values():
        if part.lines:
            letters = sum(len(cell) for line in part.lines for cell in line.values())
            least = max(letters / (165 * 2.1 / size), len(part.lines)) * 1.25 * size
            assert table_height(part.lines, size) > least


@pytest.mark.parametrize("key", PARTS)
def test_a_part_scrolls_by_itself(brief, key):
    """The keyboard reaches the room of a part, which has a name and keeps the controls in sight."""
    part = parts_of(brief)[key]
    html = stage(part, "light")
    assert len(CONTROLS.findall(html.partition(">")[0])) == 1
    said = {name: value for tag, name, value in Page(html).attributes if tag == "div"}
    assert (said["tabindex"], said["role"]) == ("0", "region")
    assert said["aria-label"] == part.title


def test_sentences_beside_a_chart_are_smaller_than_alone(library):
    """The bottom line is large; a caption is smaller, and so is a long list."""
    parts = parts_of(brief_of(library))
    size = {
        key: float(re.findall(r"<p style=\"font-size:([\d.]+)em", stage(parts[key], "light"))[0])
        for key in ("bottom_line", "limits", "response", "references")
    }
    assert size["bottom_line"] > size["limits"] > size["response"] == size["references"]


def test_more_sentences_leave_less_height_to_the_chart(library):
    """The chart gets what the words above it leave, never less than two fifths of the screen."""
    part = parts_of(brief_of(library))["response"]
    heights = []
    for sentences in ((), part.sentences, part.sentences * 3):
        html = stage(replace(part, sentences=sentences), "light")
        ((_, style, _),) = IMAGE.findall(html)
        ((least, controls, lines),) = HEIGHT.findall(style)
        assert int(least) >= 40
        assert int(controls) > int(CONTROLS.findall(html)[0])
        heights.append(float(lines))
    assert heights == sorted(set(heights))


def test_the_chart_says_how_sos_and_mrd_were_judged(brief):
    """Criteria and thresholds stand below the names; no drawing tells which switch to use."""
    for key in ("mrd", "sos"):
        view = parts_of(brief)[key].view
        if view.drawn:
            _, text, drawing = image(stage(parts_of(brief)[key], "light"))
            assert_says_how(drawing, view.drawn)
            assert "lifts this rule" not in re.sub("<desc>.*?</desc>", "", text)


@pytest.mark.parametrize("key", PARTS)
def test_hostile_names_are_only_text(library, key):
    """Names that look like markup are words on the wall, in titles, tables and drawings."""
    part = parts_of(hostile_brief(library))[key]
    html = stage(part, "light")
    page = Page(html)
    assert page.tags <= {
        *("div", "h1", "p", "img", "table", "thead", "tbody", "tr", "th", "td"),
    }
    known = {"style", "alt", "src", "scope", "tabindex", "role", "aria-label"}
    assert {name for _, name, _ in page.attributes} <= known
    if key == "studies":
        shown = sorted(" ".join(line[0].split()) for line in rows(html)[1:])
        assert shown == sorted(" ".join(name.split()) for name in HOSTILE)
    if key == "response":
        alt, _, drawing = image(html)
        assert alt == part.view.alt
        assert len(drawing.blocks) >= len(HOSTILE)


def test_a_hostile_title_is_only_text():
    """The title is escaped like everything else."""
    html = stage(Part("x", "<img src=x onerror=alert(1)>", ("a & <b>",), ""), "light")
    assert Page(html).tags == {"div", "h1", "p"}
    assert Page(html).said("p") == ["a & <b>"]
    assert ("div", "aria-label", "<img src=x onerror=alert(1)>") in Page(html).attributes
