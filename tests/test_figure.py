"""A chart on the screen: the same picture as in files, with marks in place of notes."""

import copy

import pytest
from plotly.graph_objects import Figure

from components.chart import text
from components.figure import Unchecked, with_text_marks
from components.forest import forest
from components.look import INK


@pytest.fixture
def drawn(view):
    return forest(view("response", adults=True), background="dark")


def marks(figure) -> list[dict]:
    return [trace for trace in figure["data"] if trace.get("mode") == "text"]


def test_every_text_stays(drawn):
    """Each text of the chart is there once, and all other marks are as they were."""
    shown = with_text_marks(drawn)
    texts = [words for trace in marks(shown) for words in trace["text"]]
    assert sorted(texts) == sorted(note["text"] for note in drawn["layout"]["annotations"])
    assert len(texts) > 20
    assert shown["data"][: len(drawn["data"])] == drawn["data"]
    assert "annotations" not in shown["layout"]


def test_a_text_keeps_its_place_size_and_strength(drawn):
    """Left and right edge of the chart, as large as it was, lower by what Plotly writes higher."""
    shown = with_text_marks(drawn)
    found = sorted(
        (y - 0.25 * size, x, words, size, trace["opacity"])
        for trace in marks(shown)
        for words, x, y, size in zip(
            trace["text"], trace["x"], trace["y"], trace["textfont"]["size"], strict=True
        )
    )
    assert found == sorted(
        (note["y"], note["x"], note["text"], note["font"]["size"], note.get("opacity", 1))
        for note in drawn["layout"]["annotations"]
    )


@pytest.mark.parametrize(
    ("anchor", "side"), [("left", "right"), ("right", "left"), ("center", "center")]
)
def test_a_text_runs_from_its_place_to_the_same_side(anchor, side):
    """A text that began at its place still begins there; Plotly names the side where it stands."""
    note = text(20, "28/48", "left", 12) | {"xanchor": anchor}
    (mark,) = marks(with_text_marks({"data": [], "layout": {"annotations": [note]}}))
    assert mark["textposition"] == f"bottom {side}"


def test_texts_are_measured_on_the_whole_width(drawn):
    """Their axis runs from edge to edge and moves nothing; the color is that of the chart."""
    layout = with_text_marks(drawn)["layout"]
    assert (layout["xaxis2"]["domain"], layout["xaxis2"]["range"]) == ([0, 1], [0, 1])
    assert layout["xaxis"] == drawn["layout"]["xaxis"]
    assert layout["font"]["color"] == INK["dark"]


def test_the_chart_itself_is_not_changed(drawn):
    """Files are made from the same figure."""
    before = copy.deepcopy(drawn)
    with_text_marks(drawn)
    assert drawn == before


def test_a_figure_goes_to_the_screen_as_it_is(drawn):
    """Plotly takes it, and finds nothing to put right in it."""
    shown = with_text_marks(drawn)
    assert Unchecked(shown).to_dict() is shown
    checked = Figure(shown).to_plotly_json()
    assert len(checked["data"]) == len(shown["data"])
