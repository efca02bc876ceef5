"""The chart of prior lines: bars over their bands, brackets at floors, words for the rest."""

from dataclasses import replace
from itertools import pairwise

import pytest

from components.exports.picture_files import Drawing, picture
from components.lines_chart import FULL, blocks_of, lines_chart, lines_legend
from components.look import ADULTS, INK, NEUTRAL, RAIL
from data.cohorts import resolve
from data.prior_lines import lines_view
from data.selection import Selection
from tests.test_prior_lines import lines_of_a_study, own_view


@pytest.fixture(scope="module")
def known(library):
    def make(**asked):
        return lines_view(library, resolve(library, replace(Selection(), **asked)))

    return make


def outlines(figure, filled):
    """Each bar (filled) or bracket (not) as its points, with its color."""
    found = []
    for trace in figure["data"]:
        if trace["line"]["color"] != RAIL and ("fill" in trace) == filled:
            run = []
            for x, y in zip(trace["x"], trace["y"], strict=True):
                if x is None:
                    found.append((run, trace["line"]["color"]))
                    run = []
                else:
                    run.append((x, y))
    return found


def box(run):
    xs, ys = [x for x, _ in run], [y for _, y in run]
    return min(xs), max(xs), min(ys), max(ys)


def test_bars_stand_over_their_bands(known):
    """Bhojwani: over 2 to 3, 4 to 6, and from 7 to the end of the rail."""
    figure = lines_chart(known(studies=("bhojwani-2019",)))
    edges = [box(run)[:2] for run, _ in outlines(figure, filled=True)]
    assert edges == [
        pytest.approx((1.5, 3.5), abs=0.05),
        pytest.approx((3.5, 6.5), abs=0.05),
        pytest.approx((6.5, figure["layout"]["xaxis"]["range"][1]), abs=0.05),
    ]


def test_bars_are_as_high_as_their_share(known):
    """8, 28 and 15 of 51, all from the rail of the row."""
    view = known(studies=("bhojwani-2019",))
    (block,) = blocks_of(view.rows)
    for (run, _), count in zip(outlines(lines_chart(view), filled=True), (8, 28, 15), strict=True):
        *_, head, foot = box(run)
        assert foot == block.lane
        assert foot - head == pytest.approx(FULL * count / 51)


def test_each_bar_has_its_printed_number_above(known):
    """The count stands over the middle of its bar, inside its block."""
    view = known(adults=True)
    figure = lines_chart(view)
    end = figure["layout"]["xaxis"]["range"][1]
    numbers = [n for n in figure["layout"]["annotations"] if n["xanchor"] == "center"]
    bars = outlines(figure, filled=True)
    assert len(numbers) == len(bars) == sum(len(row.shares) for row in view.rows)
    for note, (run, _) in zip(numbers, bars, strict=True):
        left, right, head, _ = box(run)
        assert note["x"] * end == pytest.approx((left + right) / 2, abs=0.05)
        assert head - 20 <= note["y"] < head
    assert [note["text"] for note in numbers][:3] == ["8/51", "28/51", "15/51"]


def test_a_floor_is_an_open_bracket(known):
    """O'Brien and Pennesi 2024: from 1 line to the end of the rail, and no bar."""
    view = known()
    figure = lines_chart(view)
    brackets = outlines(figure, filled=False)
    assert len(brackets) == sum(row.floor is not None for row in view.rows) == 2
    for run, _ in brackets:
        left, right, *_ = box(run)
        assert (left, right) == (1, figure["layout"]["xaxis"]["range"][1])


def test_words_and_nothing_have_no_rail(known):
    """Where no number is known there is none to draw, but the row is there."""
    for block in blocks_of(known(adults=True).rows):
        assert block.on_rail == (block.row.kind in ("counted", "floor"))
    figure = lines_chart(known(studies=("calvo-2020",)))
    words = [note["text"] for note in figure["layout"]["annotations"]]
    assert words == ["<b>Calvo 2020</b>", "not found"]
    assert figure["layout"]["xaxis"]["ticktext"] == []


def test_every_row_says_what_is_known(known):
    """Name, status and the words of each row, adults named as such."""
    words = [note["text"] for note in lines_chart(known(adults=True))["layout"]["annotations"]]
    for text in ("<b>Bhojwani 2019</b>", "counted", "at least 1", "only in words", "not found"):
        assert text in words
    assert "<b>INO-VATE 2019 (adults)</b>" in words
    assert "percent only" in words
    assert "“multiple relapsed or refractory”" in words
    assert any(text.startswith("by eligibility: “≥2nd relapse") for text in words)


@pytest.mark.parametrize(
    ("lines", "label"),
    [
        ({"low": 1, "high": 5}, "only a range"),
        ({"low": 2, "high": 2}, "all patients"),
        ({"low": 1, "bands": [{"low": 1, "percent": 70}]}, "percent only"),
        ({"low": 1, "bands": [{"low": 1, "high": 2, "count": 10}]}, "counted"),
        ({}, "not given"),
    ],
)
def test_what_an_own_series_says_of_all_is_no_percentage(library, lines, label):
    """A range over all patients is drawn as a bar, and called neither counted nor a percentage."""
    view = own_view(library, **lines)
    figure = lines_chart(view)
    words = [note["text"] for note in figure["layout"]["annotations"]]
    assert label in words
    (block,) = blocks_of(view.rows)
    assert block.on_rail == bool(lines) == bool(outlines(figure, filled=True))
    assert ("rail" in lines_legend(view)) == bool(lines)
    if label == "only a range":
        assert "1–5, all patients lie inside" in words
        left, right, *_ = box(outlines(figure, filled=True)[0][0])
        assert (left, right) == pytest.approx((0.5, 5.5), abs=0.05)


@pytest.mark.parametrize(
    ("lines", "status", "small"),
    [
        ({"median": 3}, "only a median", ["only the median: 3 prior lines"]),
        (
            {"median": 3, "text": "many"},
            "only a median",
            ["only the median: 3 prior lines", "“many”"],
        ),
        (
            {"low": 2, "high": 5, "median": 3, "text": "many"},
            "only a range",
            ["2–5, all patients lie inside; median 3", "“many”"],
        ),
        (
            {"bands": [{"low": 3, "count": 40}], "text": "many"},
            "counted",
            ["≥ 3: 40/40 (100 %)", "“many”"],
        ),
        (
            {"low": 1, "known_as": "eligibility floor", "text": "relapse", "median": 2},
            "at least 1",
            ["by eligibility: “relapse”", "median 2"],
        ),
        ({"text": "many"}, "only in words", ["“many”"]),
    ],
    ids=str,
)
def test_a_median_and_words_stand_beside_the_numbers(library, lines, status, small):
    """What is known in a word or two, then all of it; a median alone is drawn on no rail."""
    only = replace(library, studies={"drawn": lines_of_a_study(**lines)})
    view = lines_view(only, resolve(only, Selection()))
    (block,) = blocks_of(view.rows)
    assert (block.right, list(filter(None, block.small))) == (status, small)
    assert block.on_rail == (status not in ("only a median", "only in words"))


def test_blocks_never_overlap(known):
    """Each row begins where the one above ends, and its bars stay below its words."""
    blocks = blocks_of(known(adults=True, lines=(1, 7), keep=True).rows)
    for above, below in pairwise(blocks):
        assert below.top == above.bottom
    for block in blocks:
        texts = block.top + block.sizes.name + block.sizes.small * len(block.small)
        highest = max((FULL * share.percent / 100 for share in block.row.shares), default=0)
        assert not block.on_rail or block.lane - highest >= texts


def test_lines_fit_a_phone(known):
    """No small line is longer than a phone shows, with every filter mark."""
    for asked in ({"adults": True}, {"adults": True, "dose": (1.8, 1.8)}, {"lines": (4, 7)}):
        for block in blocks_of(known(**asked).rows):
            assert all(len(line) <= 60 for line in block.small)
            assert block.right_below or len(block.name) + len(block.right) <= 42


def test_adults_have_their_own_colour(known):
    """Grey for children, because prior lines are no outcome; adults as everywhere."""
    colors = [color for _, color in outlines(lines_chart(known(adults=True)), filled=True)]
    assert set(colors) == {NEUTRAL, ADULTS}
    assert {color for _, color in outlines(lines_chart(known()), filled=True)} == {NEUTRAL}


@pytest.mark.parametrize("background", INK)
def test_text_fits_the_background(known, background):
    """Dark ink on light, light ink on dark."""
    figure = lines_chart(known(), background)
    assert figure["layout"]["font"]["color"] == INK[background]


def test_legend_tells_what_occurs(known):
    """Only marks that are drawn are explained."""
    assert "bracket" not in lines_legend(known(studies=("bhojwani-2019",)))
    assert "bar:" not in lines_legend(known(studies=("obrien-2022",)))
    assert lines_legend(known(studies=("calvo-2020",))) == ""


def test_the_picture_shows_the_same(known):
    """The SVG can draw every mark of the chart."""
    view = known(adults=True)
    drawing = Drawing(lines_chart(view), "Prior lines", view.sentence, lines_legend(view), "x", "1")
    text = picture(drawing)
    assert ">28/51</text>" in text
    assert f'fill="{NEUTRAL}"' in text
    assert ">≥ 7</text>" in text


def test_a_band_without_a_lower_end_begins_with_the_rail(library):
    """Nobody said that a patient with 2 lines or fewer may have had none."""
    bands = [{"high": 2, "count": 10}, {"low": 3, "count": 30}]
    only = replace(library, studies={"drawn": lines_of_a_study(bands=bands)})
    figure = lines_chart(lines_view(only, resolve(only, Selection())))
    (first, _), (second, _) = outlines(figure, filled=True)
    assert min(x for x, _ in first) == pytest.approx(0.54)  # half a line before 1, and a gap
    assert max(x for x, _ in first) < min(x for x, _ in second)


def drawn_on_rail(library, **lines):
    """The chart of a made-up study of 40, and the ends of its bars."""
    only = replace(library, studies={"drawn": lines_of_a_study(**lines)})
    figure = lines_chart(lines_view(only, resolve(only, Selection())))
    return figure, [box(run)[:2] for run, _ in outlines(figure, filled=True)]


# Bands as low–high with 10 patients each; where their bars begin and end, and the first tick.
PLACES = {
    "0–0 1–2": ([(0, 0.5), (0.5, 2.5)], "0"),
    "0–1 2–3": ([(0, 1.5), (1.5, 3.5)], "0"),
    "–0 1–2": ([(0, 0.5), (0.5, 2.5)], "0"),
    "–2 3–": ([(0.5, 2.5), (2.5, 7.75)], "1 line"),
    "1–2 3–7": ([(0.5, 2.5), (2.5, 7.75)], "1 line"),
    "7–7 8–": ([(6.5, 7.125), (7.125, 7.75)], "1 line"),
    "10–12": ([(7.125, 7.75)], "1 line"),
    "6–8 9–12": ([(5.5, 7.125), (7.125, 7.75)], "1 line"),
    "0–6 7–9 12–": ([(0, 6.5), (6.5, 6.917), (7.333, 7.75)], "0"),
}


@pytest.mark.parametrize("told", PLACES)
def test_every_bar_stands_on_the_rail(library, told):
    """0 stands at its beginning, what lies beyond its last tick side by side at its end."""
    expected, first = PLACES[told]
    pairs = [band.split("–") for band in told.split()]
    ends = [{"low": low, "high": high} for low, high in pairs]
    bands = [{key: int(end) for key, end in one.items() if end} | {"count": 10} for one in ends]
    figure, bars = drawn_on_rail(library, bands=bands)
    for (left, right), edges in zip(bars, expected, strict=True):
        assert (left - 0.04, right + 0.04) == pytest.approx(edges, abs=0.001)
    axis = figure["layout"]["xaxis"]
    assert (axis["range"], axis["ticktext"][0], axis["ticktext"][-1]) == ([0, 7.75], first, "≥ 7")


def test_many_bands_beyond_the_rail_are_narrow_and_not_reversed(library):
    """Thirteen of them stand side by side, each with half its place at least."""
    bands = [{"low": i, "high": i, "count": 1} for i in range(8, 21)]
    _, bars = drawn_on_rail(library, bands=bands)
    assert all(left < right for left, right in bars)
    assert all(one[1] < two[0] for one, two in pairwise(bars))
    assert bars[0][1] - bars[0][0] == pytest.approx(1.25 / 14 / 2)


@pytest.mark.parametrize(
    ("floor", "place", "first"), [(0, 0, "0"), (7, 7, "1 line"), (9, 7, "1 line")]
)
def test_a_floor_begins_on_the_rail(library, floor, place, first):
    """At least 9 begins where the last tick says ≥ 7; the words keep the number."""
    figure, _ = drawn_on_rail(library, low=floor, known_as="eligibility floor")
    ((run, _),) = outlines(figure, filled=False)
    assert box(run)[:2] == (place, 7.75)
    words = [note["text"] for note in figure["layout"]["annotations"]]
    assert words[1:] == [f"at least {floor}", "by eligibility"]
    assert figure["layout"]["xaxis"]["ticktext"][0] == first
