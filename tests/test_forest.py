"""View -> forest plot: places, shapes and texts of the marks."""

import pytest
from plotly.graph_objects import Figure

from components.blocks import aligned_lines
from components.forest import forest, mark_size
from components.look import INK, OUTCOME_COLORS
from data.cohorts import resolve
from data.rows import View
from data.selection import Selection
from data.tables import results_table
from data.views import make_view


@pytest.fixture(scope="module")
def view(library):
    results = results_table(library)

    def make(outcome: str, **asked) -> View:
        selection = Selection(**asked)
        return make_view(library, results, resolve(library, selection), selection, outcome)

    return make


def markers(figure: dict) -> dict[str, dict]:
    """The marker traces by symbol."""
    return {t["marker"]["symbol"]: t for t in figure["data"] if t.get("mode") == "markers"}


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
    lines = next(t for t in figure["data"] if t.get("mode") == "lines")
    assert lines["x"] == [end for row in counts for end in (row.low, row.high, None)]
    assert lines["y"][::3] == squares["y"]


def test_shape_tells_what_colour_tells(view):
    """Children are squares, adults circles, bare percentages open circles without interval."""
    figure = forest(view("response", adults=True))
    assert set(markers(figure)) == {"square", "circle", "circle-open"}
    assert markers(figure)["circle-open"]["x"] == [75]
    assert markers(figure)["circle"]["marker"]["color"] != OUTCOME_COLORS["response"]
    ends = [x for t in figure["data"] if t.get("mode") == "lines" for x in t["x"] if x is not None]
    assert len(ends) == 2 * sum(len(markers(figure)[s]["x"]) for s in ("square", "circle"))


def test_area_grows_with_n():
    """Twice the patients, twice the area; the smallest series stays visible."""
    assert (mark_size(100) / mark_size(50)) ** 2 == pytest.approx(2)
    assert mark_size(1) == mark_size(4) == 6


def test_every_row_says_study_rate_and_denominator(view):
    """The chart can be read without its table."""
    shown = " | ".join(texts(forest(view("response"))))
    assert "<b>O'Brien 2022</b>" in shown
    assert "28/48 · 58 % [43–72]" in shown
    assert "of 42 with overt marrow disease" in shown
    assert "3/4, 6/8, 9/12 and 12/16 fit" in shown
    assert "shares children with Brivio 2021, Pennesi 2022" in shown


def test_criteria_and_threshold_stand_in_the_chart(view):
    """SOS rows name their criteria, MRD rows their threshold, also when it was not found."""
    assert "SOS: Seattle" in texts(forest(view("sos_post_hsct")))
    assert "SOS: criteria not found" in texts(forest(view("sos_post_hsct")))
    assert "MRD &lt;0.01 %, flow cytometry" in texts(forest(view("mrd_negative")))


def test_marks_of_the_filter_stand_in_both_charts(view):
    """A cohort that is only mostly inside says so on its own page and on the overview."""
    mostly = view("response", lines=(4, 7))
    lines = aligned_lines([mostly])
    for figure in (forest(mostly), forest(mostly, mostly.rows, lines)):
        assert "43 of 51 had ≥ 4 prior lines" in " ".join(texts(figure))


def test_panels_are_aligned(view):
    """Side by side, the same study has the same height in every panel, with or without a rate."""
    panels = [view(outcome) for outcome in ("response", "mrd_negative", "sos_post_hsct")]
    lines = aligned_lines(panels)
    figures = [forest(panel, panel.rows, lines) for panel in panels]
    tops = [
        {a["text"]: a["y"] for a in f["layout"]["annotations"] if a["text"].startswith("<b>")}
        for f in figures
    ]
    assert tops[0] == tops[1] == tops[2]
    assert len({figure["layout"]["height"] for figure in figures}) == 1


def test_no_text_is_longer_than_a_phone_is_wide(view):
    """Small type wraps, so that nothing is cut at 390 pixels."""
    for outcome in ("response", "mrd_negative", "sos_post_hsct", "sos_any"):
        for text in texts(forest(view(outcome, adults=True, lines=(2, 7), keep=True))):
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
    figure = forest(empty, empty.rows, aligned_lines([empty]))
    assert len(Figure(figure).data) == 1
    assert "<b>Brivio 2021</b>" in texts(figure)
