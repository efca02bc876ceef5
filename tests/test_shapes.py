"""Shape says the same as color: nothing in a chart is told by its color alone.

Whoever sees no colors, or prints in black and white, must still know whom a mark counts.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

from components import store
from components.blocks import PANEL, PAPER, SCREEN, STAGE
from components.forest import forest
from components.legend import legend
from components.look import ADULTS, NEUTRAL
from tests.drawn import drawn_view
from tests.menu import menu
from tests.own_sessions import own_file
from tests.visitor import charts, go

SWITCHES = ("adults", "across", "together", "small", "keep")
COMPARED = ["FDA 2024", "Brivio 2021", "DeAngelo 2017"]
# What the legend calls each of Plotly's symbols.
CALLED = {
    "square": "square",
    "circle": "circle",
    "triangle-up": "triangle",
    "circle-open": "open circle",
    "triangle-up-open": "open triangle",
}


@pytest.fixture
def all_charts(visit):
    """Return every chart of every page with adults and an own series, by page."""
    asked = {name: ["true"] for name in SWITCHES}
    app = visit("overview", compare=COMPARED, **asked)
    app.session_state[store.OWN_FILES] = {"own-series-1": own_file()}
    return {page: charts(go(app, page)) for page in menu()}


def colors_by_symbol(figure) -> dict[str, set[str]]:
    """In which colors each shape of a mark occurs."""
    found = defaultdict(set)
    for trace in figure["data"]:
        if trace.get("mode") == "markers":
            found[trace["marker"]["symbol"]].add(trace["marker"]["color"])
    return found


def test_no_shape_has_two_colors_in_one_chart(all_charts):
    """Two meanings never share a shape and differ in color only, on any page."""
    figures = [(page, one) for page, found in all_charts.items() for one in found]
    seen = [(page, colors_by_symbol(figure)) for page, figure in figures]
    twice = [(page, found) for page, found in seen if any(len(c) > 1 for c in found.values())]
    assert twice == []
    assert len({symbol for _, found in seen for symbol in found}) == len(CALLED) - 1


def test_a_second_color_of_a_shape_is_found(all_charts):
    """The check can fail: adults drawn as squares too, told by their color only."""
    figure = all_charts["response"][0]
    for trace in figure["data"]:
        if trace.get("marker", {}).get("color") == ADULTS:
            trace["marker"]["symbol"] = "square"
    assert len(colors_by_symbol(figure)["square"]) == 2


@pytest.mark.parametrize("adults", [False, True])
def test_the_legend_names_the_shapes_that_are_drawn(library, view, adults):
    """All of them and no other, in every chart of rates."""
    seen = set()
    for outcome in library.vocabulary.outcomes:
        made = view(outcome, adults=adults, across=True)
        heads = {words.partition(":")[0] for words in legend(made).split(" · ")}
        drawn = {CALLED[symbol] for symbol in colors_by_symbol(forest(made))}
        assert heads & set(CALLED.values()) == drawn
        seen |= drawn
    assert seen >= {"square", "open circle"}


def test_pooled_rates_of_children_and_adults_are_told_in_words(all_charts):
    """Both are diamonds: the line of the adults says so."""
    for page in ("response", "sos"):
        words = [text for trace in all_charts[page][0]["data"] for text in texts_of(trace)]
        assert words.count("<b>Pooled</b>") == 1
        assert words.count("<b>Pooled, adults</b>") == 1


HOLLOW = """
study  | who      | counts
young  | children | 70 %
grown  | adults   | 60 %
mature | adults   | 20/30
"""


@pytest.mark.parametrize("sizes", [SCREEN, PANEL, PAPER, STAGE])
def test_an_open_circle_of_adults_is_told_in_words(library, sizes):
    """Open circles of children and of adults differ in color only; a filled one needs no words."""
    made = drawn_view(library, HOLLOW, "response", adults=True)
    notes = [note["text"] for note in forest(made, sizes=sizes)["layout"]["annotations"]]
    young, grown, mature = (notes.index(f"<b>{name}</b>") for name in ("young", "grown", "mature"))
    assert "adults" in " ".join(notes[grown:mature])
    assert "adults" not in " ".join(notes[young:grown])


def texts_of(trace) -> list[str]:
    return trace["text"] if trace.get("mode") == "text" else []


def test_prior_lines_of_adults_are_told_in_words(all_charts):
    """Their bars differ in color only, so their names say whom they count."""
    figures = [figure["data"] for figure in all_charts["dose_and_lines"]]
    fills = [{trace.get("fillcolor") for trace in traces} for traces in figures]
    (chart,) = (
        traces for traces, own in zip(figures, fills, strict=True) if {ADULTS, NEUTRAL} <= own
    )
    assert any("(adults)</b>" in text for trace in chart for text in texts_of(trace))


def test_the_rate_of_all_is_told_from_the_rails_by_its_dots(all_charts):
    """Where each study is left out in turn, the line through all rows is dotted, no other is."""
    chart = all_charts["response"][1]
    lines = [shape["line"] for shape in chart["layout"]["shapes"] if shape["type"] == "line"]
    assert [line["dash"] for line in lines] == ["dot"]
