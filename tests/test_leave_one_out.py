"""The pooled rate without each study in turn, drawn."""

from dataclasses import replace

import pytest
from plotly.graph_objects import Figure

from components.leave_one_out import leave_one_out_chart
from components.look import INK
from data.how_sure import how_sure
from data.pooling import pool


@pytest.fixture(scope="module")
def sure(view):
    """Four studies: Bhojwani, Brivio, O'Brien, Pennesi."""
    return how_sure(view("response").pooled[0])


def texts(figure: dict, side: str) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"] if note["align"] == side]


def dashed(figure: dict) -> list[dict]:
    return [shape for shape in figure["layout"]["shapes"] if "dash" in shape["line"]]


def test_one_block_a_study_and_one_for_all(sure):
    """Each study left out has a line with the rate of the others; all of them come last."""
    figure = leave_one_out_chart(sure, "light")
    assert texts(figure, "left") == [
        "<b>without Bhojwani 2019</b>",
        "<b>without Brivio 2021</b>",
        "<b>without O'Brien 2022</b>",
        "<b>without Pennesi 2022</b>",
        "<b>all of them</b>",
    ]
    # metafor 3.8.1 without each: 72.6, 67.3, 74.5, 66.1
    shown = [text.partition(" %")[0] for text in texts(figure, "right")]
    assert shown == ["73", "67", "74", "66", "70"]


def test_each_diamond_is_its_interval(sure):
    """Ends and height of each diamond are those of the fit without that study."""
    drawn = [t for t in leave_one_out_chart(sure, "light")["data"] if t.get("fill") == "toself"]
    fits = [*sure.without, sure.line.pooled]
    assert [t["x"][:3] for t in drawn] == [
        [100 * fit.low, 100 * fit.estimate, 100 * fit.high] for fit in fits
    ]
    heights = [t["y"][0] for t in drawn]
    assert heights == sorted(heights)


def test_a_dashed_line_stands_at_the_rate_of_all(sure):
    """It runs through the whole chart, so that every shift can be seen."""
    figure = leave_one_out_chart(sure, "light")
    (line,) = dashed(figure)
    assert line["x0"] == line["x1"] == 100 * sure.line.pooled.estimate
    assert (line["y1"], line["y0"]) == tuple(figure["layout"]["yaxis"]["range"])


def test_where_a_rate_is_refused_the_reason_stands(sure):
    """Without the only study with an event there is nothing to draw, and the chart says so."""
    counts = (0, 0, 0, 3), (10, 12, 9, 10)
    line = replace(sure.line, events=counts[0], totals=counts[1], pooled=pool(*counts))
    figure = leave_one_out_chart(how_sure(line), "light")
    assert texts(figure, "right")[3] == "–"
    left = " ".join(texts(figure, "left"))
    assert "no patient of these studies had the event: the model has no finite estimate" in left
    assert sum(t.get("fill") == "toself" for t in figure["data"]) == 4
    Figure(figure)


@pytest.mark.parametrize(("background", "ink"), INK.items())
def test_plotly_accepts_the_chart(sure, background, ink):
    """A valid figure, with text for either background."""
    figure = leave_one_out_chart(sure, background)
    assert figure["layout"]["font"]["color"] == ink
    Figure(figure)
