"""The charts as files: read back without the code that draws them, number by number."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageColor

from components.blocks import STAGE
from components.exports.fonts import font_files
from components.exports.picture_files import (
    WIDTH,
    ZOOM,
    foot,
    picture,
    picture_name,
    png_bytes,
    svg_bytes,
)
from components.forest import forest
from components.look import ADULTS, INK, OUTCOME_COLORS
from components.picture import svg
from data.rows import View
from tests.briefs import HOSTILE, brief_of, hostile_brief, hostile_study
from tests.svg_reader import SVG, assert_same, charts, read_chart, words

ASKED = {
    "default": {},
    "dose 1.8, single agent": {"dose": (1.8, 1.8), "regimen": "single agent"},
    "adults, across": {"adults": True, "across": True},
    "everything lifted": {"adults": True, "across": True, "together": True, "small": True},
    "one study": {"studies": ("bhojwani-2019",)},
    "MRD of all treated": {"mrd": "of all treated"},
    "four lines or more": {"lines": (4, 7)},
    "no rate": {"studies": ("calvo-2020",)},
    "nobody": {"min": 1000},
}
OUTCOMES = ("response", "mrd_negative", "sos_post_hsct", "sos_during_ino", "sos_any")
RIGHT_TO_LEFT = "\u05de\u05d7\u05e7\u05e8 2020"


def read(view: View):
    (chart,) = charts(svg_bytes(view).decode())
    return read_chart(chart)


def named(library, name: str) -> View:
    """The responses of one study of that name."""
    only = replace(library, studies={"a-2020": hostile_study("a-2020", name)})
    return brief_of(only).views[0]


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_the_picture_holds_the_numbers_of_its_view(view, outcome, asked):
    """Rates, marks, intervals, diamonds and bars are where the view's numbers say."""
    panel = view(outcome, **asked)
    assert_same(read(panel), panel, panel.drawn)


def test_the_selections_hold_everything_that_is_drawn(view):
    """Among the pictures compared are squares, circles, rings, diamonds, and one with nothing."""
    drawings = [read(view(outcome, **a)) for outcome in OUTCOMES for a in ASKED.values()]
    blocks = [block for drawing in drawings for block in drawing.blocks]
    assert {name for block in blocks for name, _ in block.marks} == {"square", "circle", "ring"}
    assert sum(bool(block.diamonds and block.bars) for block in blocks) > 10
    assert any(not drawing.blocks for drawing in drawings)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_stage_holds_the_same_numbers(view, outcome):
    """Where the rails stand beside the texts, numbers and rates are the view's too."""
    panel = view(outcome, adults=True, across=True)
    (chart,) = charts(svg(forest(panel, sizes=STAGE), 1560, panel.heading, panel.alt))
    assert_same(read_chart(chart), panel, panel.drawn)


def test_a_wrong_place_is_seen(view):
    """The reader is no rubber stamp: a rate, an end or a shape that is off is found."""
    panel = view("response", adults=True)
    drawing = read(panel)
    first, *others = panel.drawn
    for wrong in (
        {"percent": first.percent + 0.1},
        {"low": first.low - 0.1},
        {"events": first.events + 1},
        {"population": "adults"},
        {"marker": "percent"},
    ):
        with pytest.raises(AssertionError):
            assert_same(drawing, panel, [replace(first, **wrong), *others])
    assert_same(drawing, panel, panel.drawn)


def test_colour_and_area_say_what_the_legend_says(view):
    """One colour for the outcome, one for adults; the area of a mark grows with N."""
    panel = view("response", adults=True)
    blocks = read(panel).blocks
    for block, row in zip(blocks, panel.drawn, strict=False):
        adult = row.population == "adults"
        assert block.colors == {ADULTS if adult else OUTCOME_COLORS["response"]}
    large = [(r, b) for r, b in zip(panel.drawn, blocks, strict=False) if (r.n or 0) >= 20]
    per_patient = [block.areas[0] / row.n for row, block in large]
    assert per_patient == pytest.approx([per_patient[0]] * len(large), rel=0.02)


def test_small_type_is_complete(view):
    """Denominator, definition and marks of every row stand under its name, as in the chart."""
    panel = view("mrd_negative", lines=(4, 7))
    for block, row in zip(read(panel).blocks, panel.drawn, strict=False):
        said = " ".join(block.small)
        for part in (row.counted, row.method, *row.marks):
            assert part in said


def test_title_description_legend_and_origin(view):
    """A picture that travels alone says what it is, what it means and which data it shows."""
    panel = view("mrd_negative", mrd="of all treated")
    root = ET.fromstring(picture(panel))  # noqa: S314 our own drawing
    assert root.findtext(f"{SVG}title") == "MRD negativity of all treated"
    assert root.findtext(f"{SVG}desc") == panel.alt
    shown, *below = [words(text) for text in root.findall(f"{SVG}text")]
    assert shown == "MRD negativity of all treated"
    assert below == foot(panel)
    assert "square: children" in " ".join(below)
    assert "circle: adults" not in " ".join(below)
    assert f"data version {panel.version}" in below[-1]
    assert picture_name(panel, "svg") == f"pedino-mrd-negative-{panel.version}.svg"


def test_a_picture_is_light(view):
    """Whatever the screen: dark letters on white."""
    drawn = picture(view("response", adults=True))
    assert INK["dark"] not in drawn
    assert read(view("response")).ink == INK["light"]
    assert re.search(r'<rect width="760" height="\d+" fill="#ffffff"/>', drawn)


def test_office_can_read_the_colours(view):
    """No `rgba()`, which PowerPoint and Word draw black; nothing is fetched from elsewhere."""
    text = svg_bytes(view("response", adults=True)).decode()
    assert "rgba(" not in text
    assert set(re.findall(r"https?://[^\"' )]+", text)) == {"http://www.w3.org/2000/svg"}
    assert set(re.findall(r"url\((\w+:)", text)) == {"data:"}
    assert "<script" not in text


def test_hostile_names_are_only_text(library):
    """Markup, control characters and 200 letters are drawn as they are, or left out."""
    panel = hostile_brief(library).views[0]
    shown = [block.name for block in read(panel).blocks]
    assert len(shown) == len(HOSTILE) + len(panel.diamonds)
    for name in ("<b>bold</b> & <script>alert(1)</script>", "n" * 200, "bell  and  and "):
        assert name in shown
    assert png_bytes(panel)[1:4] == b"PNG"


@pytest.mark.parametrize("name", ["a<b & c>d", "'\"", RIGHT_TO_LEFT, "x" * 200])
def test_any_name_is_drawn_as_typed(library, name):
    """Names in any alphabet and of any length come back as they were, with their rate."""
    (block,) = read(named(library, name)).blocks
    assert (block.name, block.rate) == (name, "20/30 · 67 % [47–83]")


def test_signs_that_turn_the_text_around_are_left_out(library):
    """An invisible sign cannot swap the name with its rate."""
    (block,) = read(named(library, f"\u202e{RIGHT_TO_LEFT}\u202c")).blocks
    assert block.name == RIGHT_TO_LEFT


def test_an_unknown_mark_is_an_error(view):
    """A marker that the picture cannot draw is never left out silently."""
    figure = forest(view("response"))
    marks = next(trace for trace in figure["data"] if trace.get("mode") == "markers")
    marks["marker"]["symbol"] = "star"
    with pytest.raises(KeyError, match="star"):
        svg(figure, WIDTH, "", "")


@pytest.mark.parametrize("mode", ["lines+markers", "text", None])
def test_an_unknown_mode_of_a_trace_is_an_error(view, mode):
    """Lines or marks that the picture cannot draw are never left out silently either."""
    for drawn in ("lines", "markers"):
        figure = forest(view("response"))
        traces = [one for one in figure["data"] if one.get("mode") == drawn and one["x"]]
        traces[0]["mode"] = mode
        with pytest.raises(ValueError, match=re.escape(f"cannot draw the mode {mode}")):
            svg(figure, WIDTH, "", "")


def dots(view: View) -> Image.Image:
    return Image.open(BytesIO(png_bytes(view))).convert("RGB")


def dark_share(image: Image.Image, box: tuple[float, float, float, float]) -> float:
    """Part of a box, given in pixels of the drawing, that is as dark as letters."""
    grey = image.crop([round(ZOOM * edge) for edge in box]).convert("L").histogram()
    return sum(grey[:100]) / sum(grey)


def test_the_png_is_the_drawing_in_dots(view):
    """Its size is that of the drawing, and the outcome's colour is in it."""
    panel = view("sos_post_hsct")
    image = dots(panel)
    height = float(ET.fromstring(picture(panel)).get("height", ""))  # noqa: S314 our own drawing
    assert image.size == (round(ZOOM * WIDTH), round(ZOOM * height))
    colors = {color for _, color in image.getcolors(maxcolors=image.width * image.height)}
    assert ImageColor.getrgb(OUTCOME_COLORS["sos_post_hsct"]) in colors
    assert image.getpixel((0, 0)) == (255, 255, 255)


def test_the_png_has_its_letters(view, monkeypatch):
    """Title, names, rates, small type and footer are there: no font is silently missing."""
    panel = view("response")
    chart = read(panel)
    top = chart.blocks[0].top + 40  # the chart stands below the title
    height = float(ET.fromstring(picture(panel)).get("height", ""))  # noqa: S314 our own drawing
    boxes = {
        "title": (16, 10, 130, 30),
        "name": (16, top - 11, 106, top + 1),
        "rate": (640, top - 11, 744, top + 1),
        "small type": (16, top + 6, 290, top + 17),
        "origin": (16, height - 28, 300, height - 15),
    }
    shares = {name: dark_share(dots(panel), box) for name, box in boxes.items()}
    assert {name for name, share in shares.items() if share < 0.05} == set()
    drawing = re.sub("<text.*?</text>", "", picture(panel))
    monkeypatch.setattr("components.exports.picture_files.picture", lambda _: drawing)
    assert {dark_share(dots(panel), box) for box in boxes.values()} == {0}


def test_the_png_has_our_typeface(view, monkeypatch):
    """Its letters are those of our fonts, regular and bold, not of whatever is installed."""
    panel, files = view("response"), font_files()
    ours = dots(panel)
    for weight in files:
        others = {kept: path for kept, path in files.items() if kept != weight}
        monkeypatch.setattr("components.exports.picture_files.font_files", lambda o=others: o)
        assert ImageChops.difference(dots(panel), ours).getbbox()
