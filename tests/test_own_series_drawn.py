"""An own series in every drawing: a triangle, and the words that nobody published it."""

from __future__ import annotations

import re
import sys
from base64 import b64decode
from dataclasses import replace
from math import sqrt

import pytest
from plotly.graph_objects import Figure

from components.blocks import PANEL, PAPER, SCREEN, STAGE, aligned_lines, blocks_of, even
from components.dose_chart import dose_chart, dose_legend
from components.escalation_chart import step_chart, step_legend
from components.exports.deck import deck_bytes
from components.exports.handout import handout
from components.exports.picture_files import Drawing, foot, png_bytes, svg_bytes
from components.exports.type_size import letter_width, text_width
from components.forest import forest
from components.legend import legend
from components.lines_chart import lines_chart
from components.look import ADULTS, OUTCOME_COLORS
from components.picture import svg
from components.stage import SIZES, sentences_height, stage, table_height
from data.dose import dose_views
from data.escalation import Escalation, Step
from data.prior_lines import lines_view
from data.results_by_lines import papers_to_open
from data.rows import Row
from data.selection import Selection
from data.story import PARTS, tell
from data.words import UNPUBLISHED
from tests.briefs import brief_of
from tests.decks import frames, opened, read_chart
from tests.own_sessions import with_own, without_mrd
from tests.svg_reader import assert_same, charts
from tests.svg_reader import read_chart as read_svg

ALL_SIZES = {"screen": SCREEN, "panel": PANEL, "paper": PAPER, "stage": STAGE}
WIDE, MARKUP = "W" * 40, "<b>x</b> =1+1 [link](x) $a$"
RIGHT_TO_LEFT = "\u05de\u05e8\u05db\u05d6 \u05e8\u05e4\u05d5\u05d0\u05d9 2024"
TWO_LINES = "University Hospital Zurich, InO 2019\u201321"
NAMES = [WIDE, MARKUP, RIGHT_TO_LEFT, TWO_LINES]
RATE = "9/14 \u00b7 64 % [35\u201387]"
# Far more than there are different letters in a deck.
LETTERS = 200
DRAWING = {
    *(f"components.{name}" for name in ("blocks", "chart", "forest", "picture", "stage")),
    *(f"components.{name}" for name in ("dose_chart", "lines_chart", "escalation_chart")),
    *(f"components.exports.{name}" for name in ("deck", "deck_forest", "deck_table", "deck_pages")),
    *(f"components.exports.{name}" for name in ("handout", "picture_files", "type_size", "fonts")),
}
BOX = re.compile(r'<polygon points="([\d.]+),([\d.]+) ([\d.]+),([\d.]+) ([\d.]+),([\d.]+)"')


@pytest.fixture(scope="module")
def brief(library):
    """One own series beside the published ones, and pooled with them."""
    return brief_of(with_own(library, without_mrd()), own=True)


@pytest.fixture(scope="module")
def many(library):
    """Four kinds of own series: counts and percentages, in children and in adults."""
    kinds = [(who, rate) for who in ("children", "adults") for rate in ("9/14", "67 %")]
    texts = [without_mrd(f"{who}, {rate}", rate, population=who) for who, rate in kinds]
    return brief_of(with_own(library, *texts), adults=True)


def symbols(figure) -> dict[str, list[str]]:
    """Symbol of the marks -> the keys of their rows."""
    traces = [one for one in figure["data"] if one.get("mode") == "markers"]
    return {one["marker"]["symbol"]: [d[0] for d in one["customdata"]] for one in traces}


def block_of(row: Row, sizes):
    (block,) = blocks_of([row], [], sizes)
    return block


def test_a_triangle_in_the_forest(brief):
    """Only the own series is one; its colour is the outcome's."""
    figure = forest(brief.views[0])
    assert symbols(figure)["triangle-up"] == ["own-series-1/all"]
    assert "own-series-1/all" not in symbols(figure)["square"]
    (trace,) = (t for t in figure["data"] if t.get("marker", {}).get("symbol") == "triangle-up")
    assert trace["marker"]["color"] == OUTCOME_COLORS["response"]
    assert len(Figure(figure).data) == len(figure["data"])


def test_percentages_are_open_and_adults_have_their_colour(many):
    """Shape says whose it is, filled or open how sure it is, colour and words whom it counts."""
    found = {
        (t["marker"]["symbol"], t["marker"]["color"]): [d[0] for d in t["customdata"]]
        for t in forest(many.views[0])["data"]
        if t.get("mode") == "markers" and "triangle" in t["marker"]["symbol"]
    }
    blue = OUTCOME_COLORS["response"]
    assert found == {
        ("triangle-up", blue): ["own-series-1/all"],
        ("triangle-up-open", blue): ["own-series-2/all"],
        ("triangle-up", ADULTS): ["own-series-3/all"],
        ("triangle-up-open", ADULTS): ["own-series-4/all"],
    }
    rows = {row.study: row for row in many.views[0].rows if row.own}
    assert UNPUBLISHED in block_of(rows["own-series-1"], SCREEN).small
    assert f"{UNPUBLISHED}, adults" in block_of(rows["own-series-3"], SCREEN).small


@pytest.mark.parametrize("n", [40, 90, 160])
def test_a_triangle_is_as_large_as_the_square_in_its_place(brief, n):
    """The same number of children has the same area on paper, whoever counted them."""
    view = brief.views[0]
    (own,) = (replace(row, n=n) for row in view.rows if row.own)

    def area(row) -> float:
        one = replace(view, rows=(row,), pooled=())
        (block,) = read_svg(charts(svg(forest(one), 600, "", ""))[0]).blocks
        return block.areas[0]

    assert area(own) == pytest.approx(area(replace(own, own=False)), rel=0.02)


@pytest.mark.parametrize("sizes", ALL_SIZES.values(), ids=ALL_SIZES)
def test_marks_stay_visible_and_inside_their_rows(brief, sizes):
    """Two children or ten thousand: a triangle is seen on its line and leaves the words free."""
    (own,) = (row for row in brief.views[0].rows if row.own)
    heights = []
    for n in (2, 10_000):
        one = replace(brief.views[0], rows=(replace(own, n=n),), pooled=())
        (points,) = BOX.findall(svg(forest(one, sizes=sizes), 600, "", ""))
        heights.append(float(points[1]) - float(points[5]))
    assert heights[0] > 6
    assert heights[1] < 50


def test_the_picture_draws_what_plotly_draws(brief):
    """Its place is a third of its height above its foot; its foot 2/√3 of its size."""
    figure = forest(brief.views[0])
    (trace,) = (t for t in figure["data"] if t.get("marker", {}).get("symbol") == "triangle-up")
    (size,), (y,) = trace["marker"]["size"], trace["y"]
    (points,) = BOX.findall(svg_bytes(brief.views[0]).decode())
    left, foot_y, right, _, _, tip = map(float, points)
    assert right - left == pytest.approx(2 * size / sqrt(3), abs=0.15)
    assert (tip, foot_y) == pytest.approx((y - size / 2, y + size / 4), abs=0.1)


@pytest.mark.parametrize("sizes", ALL_SIZES.values(), ids=ALL_SIZES)
def test_every_drawing_says_that_nobody_published_it(brief, sizes):
    """Below the name as typed stands the mark, also where the series has no rate."""
    for view in brief.views:
        (own,) = (row for row in view.rows if row.own)
        block = block_of(own, sizes)
        assert block.name == "Our center"
        assert block.small[0].startswith(UNPUBLISHED)
    assert {row.marker for view in brief.views for row in view.rows if row.own} == {"count", "none"}


@pytest.mark.parametrize("sizes", ALL_SIZES.values(), ids=ALL_SIZES)
def test_the_drawing_holds_the_numbers_of_its_view(many, sizes):
    """Each mark and interval stands at its numbers: read back without the code that draws."""
    view = many.views[0]
    drawn = svg(forest(view, sizes=sizes), 1560, view.title, view.alt)
    assert_same(read_svg(charts(drawn)[0]), view, view.drawn)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sizes", ALL_SIZES.values(), ids=ALL_SIZES)
def test_a_long_name_stays_in_its_block(library, sizes, name):
    """It takes several lines of the width, whole, and never runs into its rate."""
    view = brief_of(with_own(library, without_mrd(name))).views[0]
    (own,) = (row for row in view.rows if row.own)
    block = block_of(own, sizes)
    lines = [block.name, *block.more]
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
    widths = [text_width(line, sizes.name_type, bold=True) for line in lines]
    assert max(widths) <= sizes.width
    beside = widths[0] + text_width(RATE, sizes.name_type) < sizes.width
    assert sizes.left or block.right_below or (beside and len(lines) == 1)
    assert block.height >= block.head + sizes.small * len(block.small) + sizes.lane
    assert UNPUBLISHED in " ".join(block.small)


def test_a_name_without_end_is_shortened(brief):
    """Two hundred letters take three lines; the table below has them all."""
    (own,) = (row for row in brief.views[0].rows if row.own)
    block = block_of(replace(own, name=f"{'W' * 200} ({UNPUBLISHED})"), PANEL)
    assert len(block.more) == 2
    assert block.more[-1].endswith("\u2026")


def test_the_lines_of_a_name_are_one_text(library):
    """On screen and in a picture it is broken in the same places, and markup is only text."""
    view = brief_of(with_own(library, without_mrd(TWO_LINES), without_mrd(MARKUP))).views[0]
    figure = forest(view, sizes=PANEL)
    shown = [one["text"] for one in figure["layout"]["annotations"]]
    assert "<b>University Hospital Zurich, InO<br>2019\u201321</b>" in shown
    assert "<b>&lt;b&gt;x&lt;/b&gt; =1+1 [link](x) $a$</b>" in shown
    top = next(a["y"] for a in figure["layout"]["annotations"] if "University" in a["text"])
    below = [a["y"] for a in figure["layout"]["annotations"] if a["text"] == UNPUBLISHED]
    assert min(y for y in below if y > top) >= top + 2 * 1.3 * PANEL.name_type
    drawn = svg(figure, 256, "", "")
    assert re.search(r'InO<tspan x="16\.0" dy="1\.3em">2019\u201321</tspan></text>', drawn)


def test_panels_stay_aligned(library):
    """Names of any length, with a rate or without: the same row, the same height everywhere."""
    library = with_own(library, *map(without_mrd, NAMES))
    views = brief_of(library, own=True).views
    for sizes in (PANEL, PAPER):
        lines, same = aligned_lines([view.rows for view in views], sizes), even(views, sizes)
        figures = [forest(view, view.rows, lines, sizes=same) for view in views]
        tops = [
            {a["text"]: a["y"] for a in one["layout"]["annotations"] if a["text"][:3] == "<b>"}
            for one in figures
        ]
        assert tops[0] == tops[1] == tops[2]
        assert len({one["layout"]["height"] for one in figures}) == 1


def test_the_legend_tells_of_triangles_only_where_there_are_any(brief, many, view):
    """In the words of the mark; an open one is apart, and squares are still children."""
    said = legend(*brief.views)
    assert f"square: children, area by N · triangle: {UNPUBLISHED}" in said
    assert "open triangle" not in said
    assert "open triangle: % without x/N" in legend(*many.views)
    assert "triangle" not in legend(view("response", adults=True))
    alone = replace(brief.views[0], rows=tuple(r for r in brief.views[0].rows if r.own), pooled=())
    assert legend(alone).startswith(f"triangle: {UNPUBLISHED}, area by N · line")


def test_a_pooled_line_says_that_it_counts_an_own_series(brief):
    """Beside the number of studies, in every size."""
    for sizes in ALL_SIZES.values():
        shown = [
            one["text"] for one in forest(brief.views[0], sizes=sizes)["layout"]["annotations"]
        ]
        assert "5 studies (1 own, unpublished), 156 children" in " ".join(shown)


def test_a_triangle_against_dose(many):
    """The dose chart has the same shapes, its legend the same words, its key the mark."""
    made, *_ = dose_views(many.library, many.results, many.cohorts, many.selection)
    found = symbols(dose_chart(made))
    assert {"triangle-up", "triangle-up-open", "square", "circle"} <= found.keys()
    assert f"triangle: {UNPUBLISHED}" in dose_legend(made)
    own = [point for point in made.points if point.row.own]
    assert own
    assert all(UNPUBLISHED in point.says for point in own)
    drawing = Drawing(dose_chart(made), "t", "t", f"{'W' * 200} {dose_legend(made)}", "t", "t")
    assert max(text_width(line, 12) for line in foot(drawing)) <= 728


def test_prior_lines_are_marked(library):
    """Its name as typed, then the mark; the words name it with the mark."""
    made = brief_of(with_own(library, *map(without_mrd, NAMES)))
    view = lines_view(made.library, made.cohorts)
    shown = [one["text"] for one in lines_chart(view)["layout"]["annotations"]]
    assert shown.count(UNPUBLISHED) == len(NAMES)
    assert "<b>&lt;b&gt;x&lt;/b&gt; =1+1 [link](x) $a$</b>" in shown
    assert f"<b>{'W' * 19}<br>{'W' * 19}<br>WW</b>" in shown
    assert f"{MARKUP} ({UNPUBLISHED}): at least 2" in view.sentence


def test_no_publication_of_an_own_series_is_to_be_opened(library):
    """What its owner did not find is in no paper."""
    gap = {"what": "prior lines of each child", "where": "own records"}
    text = without_mrd(not_found=[gap])
    papers = papers_to_open(with_own(library, text), Selection())
    assert papers
    assert not any(UNPUBLISHED in paper.name for paper in papers)


def test_patients_of_an_own_escalation_are_triangles(brief):
    """Dose-limiting toxicity: one triangle a patient, and the title has the mark."""
    (row,) = (row for row in brief.views[0].rows if row.own)
    of_level = replace(row, events=1, n=3, cohort="level 1", dose_low=1.8, dose_high=1.8)
    own = Escalation(row.study, row.name, "", "", "v", (Step(1, "a", of_level),), (), (), ())
    published = replace(own, steps=(Step(1, "a", replace(of_level, own=False)),))
    shapes = {
        one["marker"]["symbol"] for one in step_chart(own)["data"] if one.get("mode") == "markers"
    }
    assert shapes == {"triangle-up", "triangle-up-open"}
    assert f"one triangle: one patient evaluable, {UNPUBLISHED}" in step_legend([own])
    assert f"one triangle: the same, {UNPUBLISHED}" in step_legend([own, published])
    assert "triangle" not in step_legend([published])
    assert UNPUBLISHED in own.view.title
    assert png_bytes(Drawing(step_chart(own), own.view.title, "", "", "", ""))[1:4] == b"PNG"


def test_the_handout_has_triangles(brief):
    """Its drawings, its legend and its table."""
    page = handout(brief)
    first, second, third = page.split("<section>")[1:]
    assert [part.count("<polygon") for part in (first, second, third)] == [1, 0, 1]
    assert page.count(f">{UNPUBLISHED}</text>") == 3
    assert f"triangle: {UNPUBLISHED}" in page
    assert f'<th scope="row" class="own">Our center ({UNPUBLISHED})</th>' in page


def test_the_wall_has_triangles(brief):
    """The presentation draws them too, and its tables fit the screen as before."""
    parts = {part.key: part for part in tell(brief, PARTS)}
    html = stage(parts["response"], "light")
    drawn = b64decode(re.search(r"base64,([^\"]+)", html)[1]).decode()
    assert drawn.count("<polygon") == 1
    assert f">{UNPUBLISHED} \u00b7 \u25c6" in drawn
    assert f"triangle: {UNPUBLISHED}" in html.replace("\u00a0", " ")
    usual = [part for part in parts.values() if part.lines and part.key != "compare"]
    for part in usual:
        assert table_height(part.lines, SIZES[-1]) <= 100 - 34 - sentences_height(part), part.key


def deck_charts(made):
    """Part by part the charts of the deck and the notes of their slides."""
    for slide in opened(deck_bytes(made, ["response", "sos"])).slides:
        for frame in frames(slide, "chart"):
            yield frame.chart, slide.notes_slide.notes_text_frame.text


def test_the_deck_has_native_triangles(many):
    """A symbol of PowerPoint at the rate; a bare percentage is an outline of three corners."""
    symbols_of, corners, labels = set(), set(), []
    for chart, _ in deck_charts(many):
        drawn = read_chart(chart)
        labels += drawn.labels["Height, left"]
        for series in chart.plots[0]._element.iter("{*}ser"):
            name = series.find(".//{*}tx//{*}v").text
            symbol = series.find(".//{*}marker/{*}symbol").get("val")
            if "own series" in name:
                symbols_of.add((name, symbol))
            if "ring" in name:
                ends = [i for i, (x, _) in enumerate(drawn.points[name]) if x is None]
                corners.add((name, ends[0]))
    assert {
        ("Height: count, children, own series", "triangle"),
        ("Height: count, adults, own series", "triangle"),
    } <= symbols_of
    assert {count for name, count in corners if "own series" in name} == {4}
    assert {count for name, count in corners if "own series" not in name} == {25}
    assert sum(text.startswith("children, 9/14") for text in labels) == 2
    assert sum(text.startswith(UNPUBLISHED) for text in labels) >= 6
    assert any(text.startswith(f"{UNPUBLISHED}, adults") for text in labels)


def test_the_notes_name_the_own_series_as_its_source(brief):
    """Who reads the notes sees where the number is from, and the mark."""
    notes = " ".join(text for _, text in deck_charts(brief))
    assert f"Our center ({UNPUBLISHED}): 9/14" in notes
    assert "stated, Own records, own records" in notes


def test_a_quoted_rate_of_an_own_series_carries_the_mark(library):
    """Wherever the name stands in a sentence, the mark stands behind it."""
    made = brief_of(with_own(library, without_mrd(response="1/14")), own=True)
    doses = dose_views(made.library, made.results, made.cohorts, made.selection)
    said = [part for one in tell(made) for part in one.sentences]
    said += [text for view in made.views for text in (view.alt, view.headline)]
    said += [one.sentence for one in doses]
    quoting = [text for text in said if "Our center" in text and "1/14" in text]
    assert len(quoting) >= len(made.views)
    for text in quoting:
        assert text.count("Our center") == text.count(f"Our center ({UNPUBLISHED})")


def test_no_text_stays_in_the_memory_of_the_server(library):
    """Files keep widths letter by letter and nothing else: what was typed ends with its session."""
    made = brief_of(with_own(library, without_mrd("A name that nobody else may ever see")))
    letter_width.cache_clear()
    deck_bytes(made)
    handout(made)
    assert letter_width.cache_info().currsize < 2 * LETTERS
    exports = [module for name, module in sys.modules.items() if name in DRAWING]
    assert len(exports) == len(DRAWING)
    caches = {
        name
        for module in exports
        for name, one in vars(module).items()
        if hasattr(one, "cache_info")
    }
    assert caches == {"letter_width", "font_faces", "style"}
