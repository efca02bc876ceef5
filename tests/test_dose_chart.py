"""The chart of rates against dose: marks at dose and rate, intervals, spans, nothing hidden."""

from dataclasses import replace
from itertools import combinations

import pytest

from components.dose_chart import dose_chart, dose_key, dose_legend
from components.dose_plan import APART, TOP, ZERO, apart, height, plan_of
from components.exports.picture_files import Drawing, picture, picture_name
from components.legend import legend
from components.look import ADULTS, INK, OUTCOME_COLORS
from data.cohorts import resolve
from data.dose import dose_views
from data.overview import THREE_RATES
from data.selection import Selection
from data.tables import results_table

CASES = [(outcome, adults) for outcome in THREE_RATES for adults in (False, True)]
# The plot of a phone: 390 pixels without the page's margins and the words of the axis.
PHONE, WIDEST = 300, 12


@pytest.fixture(scope="module")
def made(library):
    results = results_table(library)

    def make(outcome, **asked):
        selection = replace(Selection(), **asked)
        views = dose_views(library, results, resolve(library, selection), selection)
        return dict(zip(THREE_RATES, views, strict=True))[outcome]

    return make


def marks(figure):
    """Key of a row -> x, y, size, symbol, color of its mark."""
    found = {}
    for trace in figure["data"]:
        if trace.get("mode") == "markers":
            style, data = trace["marker"], trace["customdata"]
            sizes = (
                style["size"] if isinstance(style["size"], list) else [style["size"]] * len(data)
            )
            for (key, _), x, y, size in zip(data, trace["x"], trace["y"], sizes, strict=True):
                found[key] = (x, y, size, style["symbol"], style["color"])
    return found


def lines(figure):
    """Each stretch of each line as its points and width."""
    found = []
    for trace in figure["data"]:
        run = []
        for x, y in [*zip(trace["x"], trace["y"], strict=True), (None, None)]:
            if x is None:
                found += [(run, trace["line"]["width"])] if run and "line" in trace else []
                run = []
            else:
                run.append((x, y))
    return found


@pytest.mark.parametrize(("outcome", "adults"), CASES)
def test_each_point_has_one_mark_at_its_rate(made, outcome, adults):
    """Every point of the view and nothing else, as high as its rate."""
    view = made(outcome, adults=adults)
    drawn = marks(dose_chart(view))
    assert set(drawn) == {point.row.key for point in view.points}
    for point in view.points:
        expected = ZERO - (ZERO - TOP) * point.row.percent / 100
        assert drawn[point.row.key][1] == pytest.approx(expected)


@pytest.mark.parametrize(("outcome", "adults"), CASES)
def test_a_mark_stands_at_its_dose(made, outcome, adults):
    """One dose: inside its column. Mixed doses: between the ends of its span, in no column."""
    view = made(outcome, adults=adults)
    plan, drawn = plan_of(view.points), marks(dose_chart(view))
    columns = {column.dose: column for column in plan.columns}
    for point in view.points:
        x = drawn[point.row.key][0]
        inside = [d for d, c in columns.items() if c.points and c.left <= x <= c.right]
        assert inside == ([] if point.mixed else [point.low])
        if point.mixed:
            assert columns[point.low].center < x < columns[point.high].center


@pytest.mark.parametrize(("outcome", "adults"), CASES)
def test_doses_stand_in_order(made, outcome, adults):
    """A higher dose is always further right, and columns never overlap."""
    plan = plan_of(made(outcome, adults=adults).points)
    assert [c.dose for c in plan.columns] == sorted(c.dose for c in plan.columns)
    for left, right in zip(plan.columns, plan.columns[1:], strict=False):
        assert left.right <= right.left
    middles = sorted(plan.places, key=lambda place: place.x)
    doses = [place.point.middle for place in middles]
    assert doses == sorted(doses)


@pytest.mark.parametrize(("outcome", "adults"), CASES)
def test_no_mark_hides_another(made, outcome, adults):
    """On a phone two marks are at least as far apart as they are wide; labels too."""
    figure = dose_chart(made(outcome, adults=adults))
    pixel = PHONE / figure["layout"]["xaxis"]["range"][1]
    for (x, y, size, *_), (x2, y2, size2, *_) in combinations(marks(figure).values(), 2):
        touching = (min(size, WIDEST) + min(size2, WIDEST)) / 2
        assert abs(x - x2) * pixel >= touching or abs(y - y2) >= (size + size2) / 2


@pytest.mark.parametrize(("outcome", "adults"), CASES)
def test_intervals_are_exact(made, outcome, adults):
    """Each count has an upright line from the lower to the upper end; a percentage has none."""
    view = made(outcome, adults=adults)
    figure = dose_chart(view)
    upright = {run[0][0]: [y for _, y in run] for run, width in lines(figure) if width == 2.5}
    for point in view.points:
        x = marks(figure)[point.row.key][0]
        if point.row.marker == "count":
            ends = [height(point.row.low), height(point.row.high)]
            assert upright[x] == pytest.approx(ends)
        else:
            assert x not in upright


@pytest.mark.parametrize(("outcome", "adults"), CASES)
def test_spans_run_from_lowest_to_highest_dose(made, outcome, adults):
    """Each cohort that mixes doses has one level line, which passes its mark and hides none."""
    view = made(outcome, adults=adults)
    figure, plan = dose_chart(view), plan_of(view.points)
    level = [run for run, width in lines(figure) if width < 2 and run[0][1] == run[1][1]]
    mixed = [place for place in plan.places if place.point.mixed]
    assert len(level) == len(mixed)
    columns = {column.dose: column for column in plan.columns}
    for place, run in zip(mixed, level, strict=True):
        (left, y), (right, _) = run
        low, high = columns[place.point.low], columns[place.point.high]
        assert low.left <= left <= low.center
        assert high.center <= right <= high.right
        assert abs(y - height(place.point.row.percent)) <= 2 * APART
    for one, other in combinations(level, 2):
        assert abs(one[0][1] - other[0][1]) >= APART - 1e-9


def test_spans_at_the_same_height_are_moved_apart(made):
    """Two cohorts of the same rate keep two lines; their marks stay where they are."""
    place = next(p for p in plan_of(made("response").points).places if p.point.mixed)
    twin = replace(place, point=replace(place.point, row=replace(place.point.row, key="twin")))
    one, two = apart([place, twin])
    assert abs(one.span - two.span) == APART
    assert (one.x, one.point.row.percent) == (two.x, two.point.row.percent)


def test_nothing_joins_two_cohorts(made):
    """No line goes up or down from one cohort to another: none can be taken for a trend."""
    for outcome, adults in CASES:
        for run, _ in lines(dose_chart(made(outcome, adults=adults))):
            assert len({x for x, _ in run}) == 1 or len({y for _, y in run}) == 1


def test_shape_says_what_colour_says(made):
    """Squares are children, circles adults, an open circle has no x/N."""
    view = made("mrd_negative", adults=True)
    drawn = marks(dose_chart(view))
    for point in view.points:
        *_, symbol, color = drawn[point.row.key]
        adult = point.row.population == "adults"
        bare = point.row.marker == "percent"
        assert symbol == ("circle-open" if bare else "circle" if adult else "square")
        assert color == (ADULTS if adult else OUTCOME_COLORS["mrd_negative"])


def test_area_grows_with_n(made):
    """The 164 of INO-VATE have the largest mark, and its area is by N as in the other charts."""
    drawn = marks(dose_chart(made("response", adults=True)))
    sizes = {key: size for key, (_, _, size, *_) in drawn.items()}
    assert max(sizes, key=sizes.get) == "inovate-2019/all"
    ratio = sizes["inovate-2019/all"] ** 2 / sizes["deangelo-2017/all"] ** 2
    assert ratio == pytest.approx(164 / 72)


@pytest.mark.parametrize(("outcome", "adults"), CASES)
def test_each_label_stands_above_its_mark(made, outcome, adults):
    """Every label once, above the interval, inside the chart, and in the key."""
    view = made(outcome, adults=adults)
    figure = dose_chart(view)
    end = figure["layout"]["xaxis"]["range"][1]
    texts = {note["text"]: note for note in figure["layout"]["annotations"]}
    for point in view.points:
        note = texts[f"<b>{point.label}</b>"]
        x, y, *_ = marks(figure)[point.row.key]
        assert note["x"] * end == pytest.approx(x)
        assert 0 <= note["y"] < y
        assert f"{point.label} {point.row.title}" in dose_key(view)


def test_axes_say_what_they_count(made):
    """0 to 100 %, every dose that occurs, and what dose means."""
    figure = dose_chart(made("response", adults=True))
    words = [note["text"] for note in figure["layout"]["annotations"]]
    for text in ("0 %", "100 %", "0.8", "1.2", "1.3", "1.4", "1.8"):
        assert words.count(text) == 1
    assert "Planned dose of cycle 1, mg/m²" in words


@pytest.mark.parametrize("background", INK)
def test_text_fits_the_background(made, background):
    """Dark ink on light, light ink on dark; no text is smaller than 12 pixels."""
    layout = dose_chart(made("response"), background)["layout"]
    assert layout["font"]["color"] == INK[background]
    assert min(note["font"]["size"] for note in layout["annotations"]) >= 12


def test_legend_tells_what_occurs(made):
    """Adults, open circles and mixed doses are explained only where they are drawn."""
    assert "circle: adults" not in dose_legend(made("response"))
    assert "circle: adults" in dose_legend(made("response", adults=True))
    assert "open circle" in dose_legend(made("mrd_negative"))
    assert "level line" not in dose_legend(made("response", dose=(1.8, 1.8)))


@pytest.mark.parametrize(("outcome", "adults"), CASES)
def test_the_legend_has_the_words_of_the_other_charts(made, outcome, adults):
    """Only the interval is named otherwise: here a line that is level means something else."""
    view = made(outcome, adults=adults)
    here, elsewhere = dose_legend(view).split(" · "), legend(view.shown).split(" · ")
    assert [mark for mark in elsewhere if mark not in here] == ["line: exact 95 % interval"]
    assert "upright line: exact 95 % interval" in here


def test_the_picture_shows_the_same(made):
    """The SVG has title, key, every label and the sentence."""
    view = made("response", adults=True)
    drawing = Drawing(dose_chart(view), "By dose", view.sentence, dose_key(view), "x_by_dose", "1")
    text = picture(drawing)
    for point in view.points:
        assert f">{point.label}</text>" in text
    assert "<title>By dose</title>" in text
    assert 'text-anchor="middle"' in text
    assert picture_name(drawing, "svg") == "pedino-x-by-dose-1.svg"


def test_names_cannot_become_markup(made):
    """A name with a tag stays text in label and pointer."""
    view = made("response")
    row = replace(view.points[0].row, name="<b>x</b>")
    point = replace(view.points[0], row=row, label="<i>A")
    figure = dose_chart(replace(view, points=(point,)))
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert "<b>&lt;i&gt;A</b>" in texts
    (data,) = [t["customdata"] for t in figure["data"] if t.get("mode") == "markers"]
    assert "&lt;b&gt;x" in data[0][1]
