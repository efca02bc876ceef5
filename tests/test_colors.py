"""Every color that a chart paints can be seen, on every page, in both themes, and on paper.

The colors are collected from the figures themselves, as the server sends them: a new one that
cannot be read fails here, wherever it comes from.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from io import BytesIO

import pytest
from streamlit.runtime.context import ContextProxy

from components import look, store
from components.exports.deck import deck_bytes
from components.exports.handout import handout
from components.exports.picture_files import svg_bytes
from components.exports.workbook_styles import BLUE, INK, PALE
from components.look import ADULTS, CHART_CONFIG, OUTCOME_COLORS
from components.stage import stage
from data.story import PARTS, tell
from tests.briefs import brief_of
from tests.contrast import EYES, MARK, TEXT, THEMES, contrast, difference, over, solid, themes
from tests.menu import menu
from tests.own_sessions import own_file
from tests.painted import (
    DECORATION,
    faults,
    grounds_of,
    hover_paints,
    paints,
    slide_paints,
    svg_grounds,
    svg_paints,
)
from tests.svg_reader import charts as drawings
from tests.visitor import charts, go

WHITE = (255.0, 255.0, 255.0)
SWITCHES = ("adults", "across", "together", "small", "keep")
COMPARED = ["FDA 2024", "Brivio 2021", "Bhojwani 2019", "DeAngelo 2017"]
SYMBOLS = {f"mark {shape}" for shape in ("square", "circle", "circle-open", "triangle-up")}
DECK_PARTS = re.compile(r"ppt/(slides|charts|slideLayouts|slideMasters)/\w+\.xml$")
# Far more than the 2 that can just be seen side by side (CIELAB).
APART = 10


@pytest.fixture(params=THEMES)
def theme(request, monkeypatch) -> str:
    """Return the theme that the visitor's browser says it has."""
    told = property(lambda _: type("Theme", (), {"type": request.param}))
    monkeypatch.setattr(ContextProxy, "theme", told)
    return request.param


@pytest.fixture
def all_charts(visit, theme):
    """Return every chart of every page with everything switched on and an own series, by page."""
    asked = {name: ["true"] for name in SWITCHES} | {"compare": COMPARED}
    app = visit("overview", **asked)
    app.session_state[store.OWN_FILES] = {"own-series-1": own_file()}
    found = {page: charts(go(app, page)) for page in menu()}
    inks = {figure["layout"]["font"]["color"] for figures in found.values() for figure in figures}
    assert inks == {look.INK[theme]}
    return found


def test_every_chart_of_every_page_can_be_seen(all_charts, theme):
    """Marks have 3:1 and texts 4.5:1 on the page, on the bands behind rows and on dose columns."""
    page = solid(themes()[theme]["backgroundColor"])
    found = {
        name: faults(paints(figure), grounds_of(figure, page))
        for name, figures in all_charts.items()
        for figure in figures
    }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert sum(map(len, all_charts.values())) > 25
    figures = [figure for figures in all_charts.values() for figure in figures]
    assert {paint.what for figure in figures for paint in paints(figure)} >= SYMBOLS


def test_what_a_pointer_shows_can_be_read(all_charts):
    """Its ink has 4.5:1 on its ground in each chart, whatever the color of the mark."""
    for figure in (one for figures in all_charts.values() for one in figures):
        ink, ground = hover_paints(figure)
        assert contrast(solid(ink), solid(ground)) >= TEXT


def test_nothing_in_a_chart_moves(all_charts):
    """No chart has frames, a transition or a zoom: a reader's wish for less motion is met."""
    for figure in (one for figures in all_charts.values() for one in figures):
        assert "frames" not in figure
        assert not {"transition", "updatemenus", "sliders"} & set(figure["layout"])
    assert not CHART_CONFIG["displayModeBar"]


PALE_CHANGES = {
    "a pale mark": ("markers", lambda one: one["marker"].update(color="#F0E442")),
    "a faint mark": ("markers", lambda one: one["marker"].update(opacity=0.3)),
    "a faint trace": ("markers", lambda one: one.update(opacity=0.3)),
    "a pale line": ("lines", lambda one: one["line"].update(color="rgba(0,114,178,0.3)")),
    "a faint text": ("text", lambda one: one.update(opacity=0.3)),
    "a text of its own color": ("text", lambda one: one["textfont"].update(color="#9AA5AD")),
    "ink like the page": ("layout", lambda one: one["font"].update(color="#EEEEEE")),
    "a dense band": ("layout", lambda one: one["shapes"][0].update(fillcolor="#333333")),
}


@pytest.mark.parametrize(("place", "spoil"), PALE_CHANGES.values(), ids=PALE_CHANGES)
def test_a_color_that_cannot_be_seen_is_found(visit, place, spoil):
    """The check can fail: one change of a real chart, of any kind, is named."""
    figure = charts(visit("mrd"))[0]
    assert faults(paints(figure), grounds_of(figure, WHITE)) == []
    own = [trace for trace in figure["data"] if trace["mode"] == place]
    spoil(figure["layout"] if place == "layout" else own[-1])
    assert faults(paints(figure), grounds_of(figure, WHITE)) != []


def test_a_kind_of_chart_that_nobody_knows_is_an_error():
    """A chart of another kind, or a trace without a color of its own, is never passed over."""
    layout = {"font": {"color": "#000000"}}
    with pytest.raises(ValueError, match="bar"):
        list(paints({"data": [{"type": "bar"}], "layout": layout}))
    with pytest.raises(KeyError):
        list(paints({"data": [{"type": "scatter", "x": [1], "mode": "markers"}], "layout": layout}))


def test_decoration_is_faint_and_says_why():
    """What needs no contrast is fainter than any mark, and its reason is written down."""
    for color, why in DECORATION.items():
        assert contrast(over(color, WHITE), WHITE) < MARK
        assert len(why) > 20


@pytest.fixture(scope="module")
def brief():
    return brief_of(store.library(), adults=True, across=True, together=True)


def test_the_handout_can_be_read(brief):
    """Its drawings, and the colors of its style sheet, on white."""
    page = handout(brief)
    for drawing in drawings_of(page):
        assert faults(svg_paints(drawing), svg_grounds(drawing, WHITE)) == []
    named = dict(re.findall(r"--(ink|quiet|link): (#[0-9a-f]{6})", page))
    assert len(named) == 3
    assert min(contrast(solid(color), WHITE) for color in named.values()) >= TEXT


def drawings_of(page: str) -> list[ET.Element]:
    """The drawings in a page of HTML, each as XML."""
    found = re.findall(r"<svg .*?</svg>", page, re.DOTALL)
    assert len(found) == 3
    return [ET.fromstring(one) for one in found]  # noqa: S314 we made the page ourselves


def test_a_picture_can_be_read(brief):
    """A chart taken along as SVG, on the white that it brings along."""
    for view in brief.views:
        (drawing,) = drawings(svg_bytes(view).decode())
        assert list(svg_paints(drawing))
        assert faults(svg_paints(drawing), svg_grounds(drawing, WHITE)) == []


@pytest.mark.parametrize("name", THEMES)
def test_a_chart_on_the_wall_can_be_read(brief, name):
    """The drawing of a presentation, on the page of its theme, which it lets through."""
    from base64 import b64decode

    ground = solid(themes()[name]["backgroundColor"])
    parts = tell(brief, [key for key in PARTS if key in ("response", "mrd", "sos")])
    for part in parts:
        shown = stage(part, name)
        (image,) = re.findall(r"base64,([A-Za-z0-9+/=]+)", shown)
        drawing = ET.fromstring(b64decode(image))  # noqa: S314 we made the drawing ourselves
        assert faults(svg_paints(drawing), svg_grounds(drawing, ground)) == []
        for ink in re.findall(r"[^-]color:(#[0-9A-Fa-f]{6})", shown):
            assert contrast(solid(ink), ground) >= TEXT


def test_the_deck_can_be_read(brief):
    """Every color of every slide and native chart, on white; its rules and rails are decoration."""
    with zipfile.ZipFile(BytesIO(deck_bytes(brief, list(PARTS)))) as deck:
        names = [
            n
            for n in deck.namelist()
            if re.match(r"ppt/(slides|charts|slideLayouts|slideMasters)/\w+\.xml", n)
        ]
        for name in names:
            xml = ET.fromstring(deck.read(name))  # noqa: S314 we made the deck ourselves
            assert faults(slide_paints(xml), [WHITE]) == [], name
    assert len(names) > 10


def test_the_workbook_can_be_read():
    """Its ink, its blue and white on its blue."""
    grounds = (WHITE, solid(PALE))
    assert min(contrast(solid(INK), ground) for ground in grounds) >= TEXT
    assert contrast(solid(BLUE), WHITE) >= TEXT


def outcome_colors() -> list[str]:
    return sorted(set(OUTCOME_COLORS.values()))


def test_no_chart_tells_outcomes_apart_by_color(all_charts):
    """Each chart has the color of one outcome only; which one it is, its heading says."""
    for figure in (one for figures in all_charts.values() for one in figures):
        used = {paint.color for paint in paints(figure)} & set(outcome_colors())
        assert len(used) <= 1


@pytest.mark.parametrize("eyes", ["", *[name for name in EYES if name != "achromatopsia"]])
def test_the_outcomes_keep_their_distance(eyes):
    """With any two kinds of cones the three colors stay apart; in gray only words tell them."""
    first, second, third = map(solid, outcome_colors())
    pairs = ((first, second), (second, third), (first, third))
    assert min(difference(one, other, eyes) for one, other in pairs) > APART


def test_children_and_adults_are_not_told_apart_by_color():
    """For eyes without red cones both look alike: so the shape of the mark has to say it."""
    assert difference(solid(OUTCOME_COLORS["response"]), solid(ADULTS), "protanopia") < APART
