"""View -> forest plot: places, shapes and texts of the marks and diamonds."""

import pytest
from plotly.graph_objects import Figure

from components.blocks import (
    FRAMED,
    NARROW,
    PANEL,
    SCREEN,
    aligned_lines,
    blocks_of,
    even,
    pooled_blocks,
)
from components.exports.type_size import text_width
from components.forest import forest, side_of
from components.look import ADULTS, INK, OUTCOME_COLORS


def markers(figure: dict) -> dict[str, dict]:
    """The marker traces by symbol."""
    return {t["marker"]["symbol"]: t for t in figure["data"] if t.get("mode") == "markers"}


def intervals(figure: dict) -> list[dict]:
    """The traces of exact intervals."""
    return [t for t in figure["data"] if t.get("mode") == "lines" and t["line"]["width"] == 2.5]


def diamonds(figure: dict) -> list[dict]:
    return [t for t in figure["data"] if t.get("fill") == "toself"]


def bars(figure: dict) -> list[dict]:
    """The traces of prediction intervals, each after its diamond."""
    data = figure["data"]
    return [data[i + 1] for i, t in enumerate(data) if t.get("fill") == "toself"]


def texts(figure: dict) -> list[str]:
    return [annotation["text"] for annotation in figure["layout"]["annotations"]]


def test_plotly_accepts_the_figure(view):
    """The plain dictionaries are a valid Plotly figure."""
    for outcome in ("response", "mrd_negative", "sos_post_hsct"):
        Figure(forest(view(outcome, adults=True)))


def test_marks_stand_at_the_rates(view):
    """Each mark and each interval is drawn at the numbers of its row, in the order of the view."""
    response = view("response")
    figure = forest(response)
    counts = [row for row in response.drawn if row.marker == "count"]
    squares = markers(figure)["square"]
    assert squares["x"] == [row.percent for row in counts]
    assert [data[0] for data in squares["customdata"]] == [row.key for row in counts]
    assert squares["y"] == sorted(squares["y"])
    (lines,) = intervals(figure)
    assert lines["x"] == [end for row in counts for end in (row.low, row.high, None)]
    assert lines["y"][::3] == squares["y"]


def test_shape_tells_what_colour_tells(view):
    """Children are squares, adults circles, bare percentages open circles without interval."""
    figure = forest(view("response", adults=True))
    assert set(markers(figure)) == {"square", "circle", "circle-open"}
    assert markers(figure)["circle-open"]["x"] == [75]
    assert markers(figure)["circle"]["marker"]["color"] != OUTCOME_COLORS["response"]
    ends = [x for t in intervals(figure) for x in t["x"] if x is not None]
    assert len(ends) == 2 * sum(len(markers(figure)[s]["x"]) for s in ("square", "circle"))


def test_area_grows_with_n():
    """Twice the patients, twice the area; the smallest series stays visible."""
    assert (side_of(100) / side_of(50)) ** 2 == pytest.approx(2)
    assert side_of(1) == side_of(4) == 6


def test_every_row_says_study_rate_and_denominator(view):
    """The chart can be read without its table."""
    shown = " ".join(texts(forest(view("response"))))
    assert "<b>O'Brien 2022</b>" in shown
    assert "28/48 · 58 % [43–72]" in shown
    assert "of 42 with overt marrow disease" in shown
    assert "3/4, 6/8, 9/12 and 12/16 fit" in shown
    assert "shares children with Brivio 2021 and Pennesi 2022" in shown


def test_criteria_and_threshold_stand_in_the_chart(view):
    """SOS rows name their criteria, MRD rows their threshold, also when it was not found."""
    assert "SOS: Seattle" in texts(forest(view("sos_post_hsct")))
    assert "SOS: criteria not found" in texts(forest(view("sos_post_hsct")))
    assert "MRD &lt;0.01 %, flow cytometry" in texts(forest(view("mrd_negative")))


def test_marks_of_the_filter_stand_in_both_charts(view):
    """A cohort that is only mostly inside says so on its own page and on the overview."""
    mostly = view("response", lines=(4, 7))
    lines = aligned_lines([mostly.rows])
    for figure in (forest(mostly), forest(mostly, mostly.rows, lines, sizes=PANEL)):
        assert "43 of 51 had ≥ 4 prior lines" in " ".join(texts(figure))


def test_panels_are_aligned(view):
    """Side by side, the same study has the same height in every panel, with or without a rate.

    The pooled line stands below the last common row; where there is none the panel says why.
    """
    panels = [view(outcome) for outcome in ("response", "mrd_negative", "sos_post_hsct")]
    lines = aligned_lines([panel.rows for panel in panels])
    sizes = even(panels, PANEL)
    figures = [forest(panel, panel.rows, lines, sizes=sizes) for panel in panels]
    tops = [
        {a["text"]: a["y"] for a in f["layout"]["annotations"] if a["text"].startswith("<b>")}
        for f in figures
    ]
    assert tops[0] == tops[1] == tops[2]
    assert tops[0]["<b>Pooled</b>"] == max(tops[0].values())
    assert len({figure["layout"]["height"] for figure in figures}) == 1
    assert [len(diamonds(figure)) for figure in figures] == [1, 1, 0]
    assert "SOS criteria are unknown or differ" in " ".join(texts(figures[2]))


def test_a_refusal_takes_no_room_for_diamonds_that_nobody_draws(view):
    """Beside panels that pool nothing, the line that says why is as high as its words."""
    refused, without = view("sos_post_hsct"), view("sos_during_ino")
    pooled = view("response")
    alone, beside = even([refused, without], PANEL), even([refused, pooled], PANEL)
    heights = [forest(refused, sizes=sizes)["layout"]["height"] for sizes in (alone, beside)]
    assert heights[0] == heights[1] - (beside.pooled_lines - 1) * PANEL.small


def test_no_text_is_longer_than_a_phone_is_wide(view):
    """Small type wraps, so that nothing is cut at 390 pixels."""
    for outcome in ("response", "mrd_negative", "sos_post_hsct", "sos_any"):
        for asked in ({"lines": (2, 7), "keep": True}, {"across": True, "together": True}):
            for text in texts(forest(view(outcome, adults=True, **asked))):
                assert len(text.replace("&lt;", "<").replace("&gt;", ">")) <= 60


def test_text_can_be_read_on_either_background(view):
    """The figure carries its own ink, so a dark screen and a light one both read well."""
    for background, ink in INK.items():
        assert forest(view("response"), background=background)["layout"]["font"]["color"] == ink


def test_markup_in_data_is_text(view):
    """`<5 % blasts` and `&` are shown as typed, never read as markup."""
    assert not any("< " in text or "<0" in text for text in texts(forest(view("mrd_negative"))))


def test_a_panel_of_rows_without_a_rate(view):
    """At 1.4 mg/m² no SOS rate is known: the panel says so and is still a chart for Plotly."""
    empty = view("sos_post_hsct", dose=(1.4, 1.4))
    figure = forest(empty, empty.rows, aligned_lines([empty.rows]), sizes=PANEL)
    assert len(Figure(figure).data) == 1
    assert "<b>Brivio 2021</b>" in texts(figure)


def test_a_diamond_is_its_interval(view):
    """Its ends are those of the 95 % interval, its height is at the estimate."""
    response = view("response", adults=True)
    drawn = diamonds(forest(response))
    assert len(drawn) == len(response.diamonds) == 2
    for trace, line in zip(drawn, response.diamonds, strict=True):
        low, peak, high, foot, back = trace["x"]
        pooled = line.pooled
        assert (low, high) == (back, 100 * pooled.high) == (100 * pooled.low, 100 * pooled.high)
        assert peak == foot == 100 * pooled.estimate
        left, top, right, bottom, _ = trace["y"]
        assert left == right == (top + bottom) / 2
        assert line.rate(1) in trace["text"]


def test_the_bar_is_the_prediction_interval(view):
    """Below the diamond a bar with ends from the lower to the upper end for a new setting."""
    sos = view("sos_post_hsct", across=True)
    figure = forest(sos)
    (diamond,), (bar,) = diamonds(figure), bars(figure)
    pooled = sos.diamonds[0].pooled
    ends = {100 * pooled.prediction_low, 100 * pooled.prediction_high}
    assert {x for x in bar["x"] if x is not None} == ends
    assert min(y for y in bar["y"] if y is not None) > max(diamond["y"])
    assert max(y for y in bar["y"] if y is not None) < figure["layout"]["yaxis"]["range"][0]


@pytest.mark.parametrize("sizes", [SCREEN, PANEL], ids=["page", "overview"])
def test_a_diamond_beside_a_row_says_that_it_is_pooled(view, sizes):
    """◆ stands in the rows of the diamond and in no other."""
    for outcome in ("response", "mrd_negative", "sos_post_hsct"):
        panel = view(outcome, across=True)
        blocks = blocks_of(panel.rows, (), sizes)
        marked = [b.row.key for b in blocks if "◆" in " ".join([b.name, *b.small])]
        assert marked == [row.key for row in panel.rows if row.pooled_in]
        assert len(marked) >= 3


@pytest.mark.parametrize("sizes", [SCREEN, FRAMED, PANEL])
@pytest.mark.parametrize("asked", [{}, {"across": True, "adults": True}, {"lines": (4, 7)}])
def test_no_line_of_small_type_runs_out_of_its_block(view, asked, sizes):
    """As wide as its letters are in the type of the screen, not as many as usual."""
    for outcome in ("response", "mrd_negative", "sos_post_hsct"):
        panel = view(outcome, **asked)
        blocks = blocks_of(panel.rows, (), sizes)
        for block in (*blocks, *pooled_blocks(panel, blocks, sizes)):
            for line in block.small:
                assert text_width(line, sizes.small_type) * NARROW <= sizes.width, line


def test_diamonds_have_names_and_colours(view):
    """Adults have a diamond of their own in their own colour, below the children's."""
    figure = forest(view("response", adults=True))
    shown = texts(figure)
    assert shown.index("<b>Pooled</b>") < shown.index("<b>Pooled, adults</b>")
    assert [d["fillcolor"] for d in diamonds(figure)] == [OUTCOME_COLORS["response"], ADULTS]
    assert "4 studies, 142 children" in " ".join(shown).replace("<br>", " ")


def test_no_diamond_where_nothing_is_pooled(view):
    """Two studies, or unknown criteria: no diamond, no bar, no word of one."""
    for panel in (view("response", definition="strict CR"), view("sos_post_hsct")):
        figure = forest(panel)
        assert diamonds(figure) == []
        assert not any("Pooled" in text or "◆" in text for text in texts(figure))
