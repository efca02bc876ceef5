"""Dose escalation -> step chart: places of lines, dots, counts and words."""

import re
from dataclasses import replace

import pytest
from plotly.graph_objects import Figure

from components.escalation_chart import PER_MG, frame_of, step_chart, step_legend
from components.look import INK, OUTCOME_COLORS, row_color
from components.picture import svg
from data.escalation import Escalation, escalations
from tests.briefs import brief_of
from tests.drawn import cells_of

# Of each group: its place from the left, its dose, and its dots.
BRIVIO = """
place | dose | filled | open
1     | 1.4  | 1      | 5
2     | 1.4  | 0      | 6
3     | 1.8  | 2      | 3
4     | 1.8  | 1      | 5
"""
PENNESI = """
place | dose | filled | open
1     | 1.1  | 2      | 2
2     | 0.8  | 0      | 6
3     | 1.1  | 1      | 5
4     | 1.4  | 0      | 3
5     | 1.8  | 1      | 6
"""


@pytest.fixture(scope="module")
def shown(library):
    """The escalations of a selection: `shown(dose=(1.8, 1.8))`."""

    def make(**asked) -> tuple[Escalation, ...]:
        brief = brief_of(library, **asked)
        return escalations(library, brief.results, brief.cohorts, brief.selection)

    return make


def line_of(figure: dict) -> dict:
    (line,) = [t for t in figure["data"] if t.get("mode") == "lines"]
    return line


def dots_of(figure: dict, symbol: str) -> list[tuple[float, float]]:
    """The places of the filled dots, or of the open ones."""
    return [
        place
        for t in figure["data"]
        if t.get("mode") == "markers" and t["marker"]["symbol"] == symbol
        for place in zip(t["x"], t["y"], strict=True)
    ]


def texts(figure: dict) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


def doses_by_height(figure: dict) -> dict[float, float]:
    """The dose that stands above each rail, by the height of the rail."""
    rails = sorted({shape["y0"] for shape in figure["layout"]["shapes"]})
    words = [t for t in texts(figure) if re.fullmatch(r"\d\.\d", t)]
    return dict(zip(rails, sorted(map(float, words), reverse=True), strict=True))


def steps_of(figure: dict) -> list[list[str]]:
    """The chart read back: each group's place, the dose of its line, and its dots."""
    line, doses, lines = line_of(figure), doses_by_height(figure), []
    pairs = [(x, y) for x, y in zip(line["x"], line["y"], strict=True) if x is not None]
    for (left, y), (right, _) in zip(pairs[::2], pairs[1::2], strict=True):
        above = [
            sum(left < x < right and place_y < y for x, place_y in dots_of(figure, symbol))
            for symbol in ("circle", "circle-open")
        ]
        lines.append([f"{(left + right) / 2:g}", f"{doses[y]:g}", *map(str, above)])
    return lines


@pytest.mark.parametrize(("place", "table"), [(0, BRIVIO), (1, PENNESI)])
def test_lines_and_dots_are_the_counts(shown, place, table):
    """Each group stands at its dose, in the printed order, with one dot for each patient."""
    both = shown()
    for frame in (None, frame_of(both)):
        assert steps_of(step_chart(both[place], frame)) == cells_of(table)[1:]


def test_the_dose_axis_is_real(shown):
    """Equal steps of dose have equal heights, and the highest dose is on top."""
    doses = doses_by_height(step_chart(shown()[1]))
    heights = {dose: height for height, dose in doses.items()}
    assert heights[1.1] - heights[1.4] == pytest.approx(0.3 * PER_MG)
    assert heights[1.4] - heights[1.8] == pytest.approx(0.4 * PER_MG)
    assert min(heights, key=heights.get) == 1.8


def test_charts_beside_each_other_share_their_doses(shown):
    """The same dose has the same height in both, so that they can be read across."""
    both = shown()
    one, two = (step_chart(each, frame_of(both)) for each in both)
    assert doses_by_height(one) == doses_by_height(two)
    assert set(doses_by_height(one).values()) == {0.8, 1.1, 1.4, 1.8}
    assert set(doses_by_height(step_chart(both[0])).values()) == {1.4, 1.8}


def test_no_dot_touches_another_group(shown):
    """The dots of a group stay above its own line, apart from those beside it, below its count."""
    for one in shown():
        figure = step_chart(one)
        for x, y in dots_of(figure, "circle") + dots_of(figure, "circle-open"):
            assert abs(x - round(x)) <= 0.25
            assert 0 < y < figure["layout"]["height"]
        places = dots_of(figure, "circle") + dots_of(figure, "circle-open")
        assert len(set(places)) == sum(step.row.n for step in one.drawn)


def test_counts_numbers_and_key(shown):
    """Each group has its count, its number, and a line that says what it is."""
    for one in shown():
        said = texts(step_chart(one))
        for step in one.steps:
            assert f"<b>{step.count}{step.sign}</b>" in said
            assert f"{step.order}" in said
            assert f"{step.order}: {step.words}" in said


def test_what_was_re_classified_is_marked(shown):
    """The count has an asterisk, and the key says what was printed about it."""
    said = texts(step_chart(shown()[0]))
    assert "<b>2/5*</b>" in said
    assert "* Later re-classified as not dose-limiting." in said
    assert sum("*" in text for text in said) == 2
    assert not any("*" in text for text in texts(step_chart(shown()[1])))


def test_the_count_stands_above_the_dots(shown):
    """Count, dots, line and number stand below each other and do not overlap."""
    figure = step_chart(shown()[1])
    width = figure["layout"]["xaxis"]["range"][1]
    line = line_of(figure)
    for note in figure["layout"]["annotations"]:
        if note["xanchor"] == "center" and note["text"].startswith("<b>"):
            place = round(note["x"] * width)
            dots = dots_of(figure, "circle") + dots_of(figure, "circle-open")
            highest = min(y for x, y in dots if round(x) == place)
            assert note["y"] + note["font"]["size"] * 1.2 < highest
            assert highest < line["y"][line["x"].index(place + 0.5)]


def test_the_line_breaks_where_groups_are_hidden(shown):
    """At 1.1 to 1.4 mg/m² group 2 is left out: no line leads from 1 to 3 as if it were next."""
    assert None in line_of(step_chart(shown(dose=(1.1, 1.4))[1]))["x"]
    assert None not in line_of(step_chart(shown()[1]))["x"]


def test_a_single_group(shown):
    """One group is drawn as narrow as one of several, and keeps its number."""
    figure = step_chart(shown(dose=(1.8, 1.8))[1])
    assert steps_of(figure) == [["1", "1.8", "1", "6"]]
    assert figure["layout"]["xaxis"]["range"] == [0, 4.5]
    assert "5: dose level 1.8 mg/m²" in texts(figure)


def test_no_text_is_longer_than_a_phone_is_wide(shown):
    """The key wraps, so that nothing is cut at 390 pixels; the chart grows with its lines."""
    brivio, pennesi = shown()
    first, *others = brivio.steps
    noted = replace(first, row=replace(first.row, note="A long remark. " * 12))
    long = replace(brivio, steps=(noted, *others))
    for one in (brivio, pennesi, long):
        figure = step_chart(one)
        assert max(map(len, texts(figure))) <= 60
        lowest = max(note["y"] for note in figure["layout"]["annotations"])
        assert lowest + 16 <= figure["layout"]["height"]


def test_no_type_is_too_small(shown):
    """Every text has at least 12 pixels."""
    notes = step_chart(shown()[0])["layout"]["annotations"]
    assert min(note["font"]["size"] for note in notes) >= 12


def test_plotly_accepts_the_figure(shown):
    """The plain dictionaries are a valid Plotly figure, with ink for either background."""
    for one in shown():
        for background, ink in INK.items():
            figure = step_chart(one, background=background)
            Figure(figure)
            assert figure["layout"]["font"]["color"] == ink


def test_one_calm_colour(shown):
    """Toxicity has the colour of harm, not that of response; shape says what was limiting."""
    figure = step_chart(shown()[0])
    colour = row_color("dose_limiting_toxicity", "children")
    assert colour not in (OUTCOME_COLORS["response"], OUTCOME_COLORS["sos_any"])
    assert line_of(figure)["line"]["color"] == colour
    dots = [t["marker"] for t in figure["data"] if t.get("mode") == "markers"]
    assert {(dot["symbol"], dot["color"]) for dot in dots} == {
        ("circle", colour),
        ("circle-open", colour),
    }


def test_a_pointer_shows_rate_and_note(shown):
    """Over a dot stand its group, the rate with its interval, whom it counts, and the note."""
    hover = [
        data[0]
        for t in step_chart(shown()[0])["data"]
        if t.get("mode") == "markers"
        for data in t["customdata"]
    ]
    assert any(
        "2/5 · 40.0 % [5.3–85.3]" in text and "Later re-classified" in text for text in hover
    )
    assert all("evaluable for dose-limiting toxicity" in text for text in hover)


def test_the_legend_names_what_occurs(shown):
    """A chart without a note has no asterisk to explain."""
    brivio, pennesi = shown()
    assert "one dot: one patient evaluable" in step_legend([brivio])
    assert "*: see its note" in step_legend([brivio, pennesi])
    assert "*" not in step_legend([pennesi])


def test_the_picture_is_the_same_chart(shown):
    """As a drawing it has the same counts and as many dots."""
    for one in shown():
        drawing = svg(step_chart(one), 760, one.title, one.sentence)
        assert drawing.count("<circle") == sum(step.row.n for step in one.drawn)
        for step in one.drawn:
            assert f">{step.count}{step.sign}</text>" in drawing
