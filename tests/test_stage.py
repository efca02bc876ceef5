"""The presentation's parts as HTML: everything that a part says is on the wall, as text."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import replace
from html import unescape

import pytest

from components.legend import legend
from components.look import INK
from components.stage import stage
from data.story import PARTS, Part, tell
from data.words import whole_rates
from tests.briefs import HOSTILE, SELECTIONS, brief_of, hostile_brief
from tests.html_reader import Page
from tests.svg_reader import Drawing, assert_same, charts, read_chart
from tests.visitor import read

ASKED = {name: asked for name, asked in SELECTIONS.items() if name != "nothing"}
ASKED |= {"widest": dict.fromkeys(("adults", "across", "keep", "small", "together"), True)}
IMAGE = re.compile(r'<img alt="([^"]*)" style="([^"]*)" src="data:image/svg\+xml;base64,([^"]*)">')
HEIGHT = re.compile(r"max-height:max\((\d+)vh,calc\(100vh - 200px - ([\d.]+) \* 1.6vw\)")


@pytest.fixture(scope="module", params=ASKED.values(), ids=ASKED)
def brief(request, library):
    return brief_of(library, **request.param)


def parts_of(brief) -> dict[str, Part]:
    return {part.key: part for part in tell(brief)}


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
    ((least, part),) = re.findall(r"font-size:clamp\((\d+)px,([\d.]+)vh,1em\)", html)
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
    assert f"color:{INK[background]}" in html
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
    shown = [replace(part, lines=part.lines[:1] * count) for count in (1, 5, 10, 20, 200)]
    least, shares = zip(*(sizes(stage(one, "light")) for one in shown), strict=True)
    assert set(least) == {15}
    assert list(shares) == sorted(shares, reverse=True)
    assert len(set(shares)) == len(shares)


def test_a_table_fills_at_most_the_room_that_is_left(library):
    """So many lines of that type, with their head, fit into 60 % of the screen's height."""
    part = parts_of(brief_of(library, adults=True))["studies"]
    for count in (3, 8, 14):
        _, size = sizes(stage(replace(part, lines=part.lines[:1] * count), "light"))
        assert size * (2.4 * count + 4) == pytest.approx(60, abs=0.3)


def test_sentences_beside_a_chart_are_smaller_than_alone(library):
    """The bottom line is large; a caption is smaller, and so is a long list."""
    parts = parts_of(brief_of(library))
    size = {
        key: float(re.findall(r"<p style=\"font-size:([\d.]+)em", stage(parts[key], "light"))[0])
        for key in ("bottom_line", "limits", "response", "references")
    }
    assert size["bottom_line"] > size["limits"] > size["response"] == size["references"]


def test_more_sentences_leave_less_height_to_the_chart(library):
    """The chart gets what the words above it leave, never less than half of the screen."""
    part = parts_of(brief_of(library))["response"]
    heights = []
    for sentences in ((), part.sentences, part.sentences * 3):
        html = stage(replace(part, sentences=sentences), "light")
        ((_, style, _),) = IMAGE.findall(html)
        least, lines = re.findall(r"max\((\d+)vh,calc\(100vh - 200px - ([\d.]+) \* 1.6vw\)", style)[
            0
        ]
        assert int(least) >= 50
        heights.append(float(lines))
    assert heights == sorted(set(heights))


@pytest.mark.parametrize("key", PARTS)
def test_hostile_names_are_only_text(library, key):
    """Names that look like markup are words on the wall, in titles, tables and drawings."""
    part = parts_of(hostile_brief(library))[key]
    html = stage(part, "light")
    page = Page(html)
    assert page.tags <= {
        *("div", "h1", "p", "img", "table", "thead", "tbody", "tr", "th", "td"),
    }
    assert {name for _, name, _ in page.attributes} <= {"style", "alt", "src", "scope"}
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
