"""The deck, reopened with python-pptx and openpyxl as independent readers.

Room is measured with the font itself, not with the widths that the deck was laid out by.
"""

import os
import re
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import ImageFont
from pptx.enum.shapes import MSO_SHAPE_TYPE

from components.exports.deck import deck_bytes
from components.exports.deck_forest import BAR_BELOW, TYPES, blocks_of
from components.exports.deck_table import pages
from components.exports.type_size import (
    lines_of,
    one_line,
    shortened,
    slide_text,
    text_width,
)
from data.overview import THREE_RATES
from data.story import PARTS, tell
from data.words import in_percent
from tests.decks import MADE_UP, SELECTIONS, brief_of, frames, made_up, opened, read_chart

FONTS = Path("/usr/share/fonts/truetype/liberation")
POINT = 12700
# Lines of Arial and Liberation Sans stand 1.15 type sizes apart.
LEADING = 1.15
CASES = (*SELECTIONS, *MADE_UP)
CHARTS = ("response", "mrd", "sos")


@pytest.fixture(scope="module")
def made(library):
    """Brief, story and reopened deck of a case, made once."""

    @cache
    def make(case):
        asked = SELECTIONS.get(case)
        brief = made_up(case) if asked is None else brief_of(library, **asked)
        return brief, tell(brief), opened(deck_bytes(brief))

    return make


@cache
def font(bold: bool):
    name = f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf"
    if (FONTS / name).exists():
        return ImageFont.truetype(str(FONTS / name), 1000)
    missing = f"no {name} in {FONTS}"
    if os.environ.get("CI") or os.environ.get("PEDINO_REQUIRE_ALL"):
        pytest.fail(missing)
    return pytest.skip(missing)


def real_width(text: str, size: float, bold: bool = False) -> float:
    return font(bold).getlength(text) * size / 1000


def real_lines(text: str, size: float, width: float, bold: bool = False) -> int:
    """How many lines a program makes of a text that breaks only at spaces."""
    count, line = 1, ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if real_width(longer, size, bold) <= width or not line:
            line = longer
        else:
            count, line = count + 1, word
    return count


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\v", " ")


def texts(slide) -> list[str]:
    """Everything that is written on a slide, in shapes, tables and charts."""
    said = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    said += [cell.text for f in frames(slide, "table") for cell in f.table.iter_cells()]
    for frame in frames(slide, "chart"):
        said += [text for group in read_chart(frame.chart).labels.values() for text in group]
    return [plain(text) for text in said]


def box(shape) -> tuple[float, float, float, float]:
    return tuple(
        value / POINT
        for value in (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
    )


def title_of(slide) -> str:
    return slide.shapes.title.text_frame.text


def slides_of(deck, part) -> list:
    """The slides of a part, in order."""
    start = shortened(one_line(part.title), 20, 700, 2)[:30]
    return [slide for slide in deck.slides if title_of(slide).startswith(start)]


@pytest.mark.parametrize("case", CASES)
class TestEverySlide:
    """What holds for each slide of every deck."""

    def test_has_a_title_of_its_own(self, made, case):
        """Each slide has a title in the title placeholder, and no two are the same."""
        _, _, deck = made(case)
        titles = [title_of(slide) for slide in deck.slides]
        assert all(titles)
        assert len(set(titles)) == len(titles)

    def test_leaves_no_placeholder_empty(self, made, case):
        """Every placeholder on a slide says or shows something."""
        _, _, deck = made(case)
        for slide in deck.slides:
            for shape in slide.placeholders:
                assert not shape.has_text_frame or shape.text_frame.text.strip()

    def test_has_no_picture(self, made, case):
        """Charts and tables are native; nothing is a picture of text."""
        _, _, deck = made(case)
        kinds = {shape.shape_type for slide in deck.slides for shape in slide.shapes}
        assert MSO_SHAPE_TYPE.PICTURE not in kinds

    def test_keeps_its_shapes_apart_and_inside(self, made, case):
        """No shape leaves the slide, and no two of them overlap."""
        _, _, deck = made(case)
        for slide in deck.slides:
            boxes = [box(shape) for shape in slide.shapes]
            for i, (left, top, right, bottom) in enumerate(boxes):
                assert left >= 0
                assert top >= 0
                assert right <= 960.01
                assert bottom <= 540.01
                for a, b, c, d in boxes[:i]:
                    assert (
                        right <= a + 0.01
                        or c <= left + 0.01
                        or bottom <= b + 0.01
                        or d <= top + 0.01
                    )

    def test_has_room_for_its_texts(self, made, case):
        """Measured with the font, every text fits its frame and every cell its row."""
        _, _, deck = made(case)
        for slide in deck.slides:
            for shape in slide.shapes:
                if shape.has_text_frame and shape.text_frame.text:
                    assert frame_height(shape) <= shape.height / POINT + 0.5, shape.text_frame.text
            for frame in frames(slide, "table"):
                assert_cells_fit(frame.table)

    def test_is_readable_from_the_last_row(self, made, case):
        """Sentences and tables have 18 points or more, the footer at least 10."""
        _, _, deck = made(case)
        for slide in deck.slides:
            body = [s for s in slide.placeholders if s.placeholder_format.idx == 1]
            sizes = [r.font.size.pt for s in body for p in s.text_frame.paragraphs for r in p.runs]
            cells = [c for f in frames(slide, "table") for c in f.table.iter_cells()]
            sizes += [
                r.font.size.pt for c in cells for p in c.text_frame.paragraphs for r in p.runs
            ]
            assert min(sizes, default=18) >= 18
            for frame in frames(slide, "chart"):
                assert min(label_sizes(frame.chart)) >= 12
            footers = [p for p in slide.slide_layout.placeholders if p.name == "Footer"]
            assert 'sz="1100"' in footers[0].element.xml

    def test_describes_charts_and_tables(self, made, case):
        """A screen reader hears the sentence of a chart, or what a table holds."""
        _, story, deck = made(case)
        alts = {one_line(part.view.alt) for part in story if part.view}
        for slide in deck.slides:
            for frame in frames(slide, "chart"):
                assert alt_of(frame) in alts
            for frame in frames(slide, "table"):
                rows, columns = len(frame.table.rows) - 1, len(frame.table.columns)
                assert f"{rows} rows and {columns} columns" in alt_of(frame)

    def test_has_notes_with_sources_and_link(self, made, case):
        """The notes hold the sentences, where they were read, and the link, which works."""
        _, story, deck = made(case)
        for part in story:
            slides = slides_of(deck, part)
            assert slides
            for slide in slides:
                frame = slide.notes_slide.notes_text_frame
                said = frame.text.split("\n")
                expected = [*map(one_line, part.sentences), *map(one_line, part.sources), part.link]
                assert [text for text in expected if text not in said] == []
                assert frame.paragraphs[-1].runs[0].hyperlink.address == part.link

    def test_shows_every_sentence(self, made, case):
        """What the story says stands on a slide, or is shortened there and whole in the notes."""
        _, story, deck = made(case)
        for part in story:
            shown = " ".join(text for slide in slides_of(deck, part) for text in texts(slide))
            for sentence in part.sentences:
                assert one_line(sentence) in shown or "…" in shown

    def test_ends_with_a_quiet_footer(self, made, case):
        """On one line: which data of which selection, that it is no advice, and the number."""
        brief, _, deck = made(case)
        for slide in deck.slides:
            (footer,) = [s for s in slide.placeholders if s.placeholder_format.idx == 11]
            always = (
                f"PedInO · data version {brief.version} · "
                "cross-study comparison, not medical advice · asked for: "
            )
            said = footer.text_frame.text
            assert said.startswith(always)
            assert same_or_shorter(said, one_line(f"{always}{'; '.join(brief.asked)}"))
            assert real_lines(said, 11, footer.width / POINT) == 1
            assert 'type="slidenum"' in slide.shapes._spTree.xml

    def test_draws_the_numbers_of_its_view(self, made, case):
        """Marks, intervals, diamonds, labels and workbook hold the view's numbers, no others."""
        _, story, deck = made(case)
        for part in story:
            if part.view:
                drawn = [
                    read_chart(frame.chart)
                    for slide in slides_of(deck, part)
                    for frame in frames(slide, "chart")
                ]
                assert_marks(part.view, drawn)
                assert_labels(part.view, drawn)
                assert_workbooks(part.view, drawn)

    def test_tables_hold_the_story(self, made, case):
        """Each table repeats its header, and its rows are those of the story in their order."""
        _, story, deck = made(case)
        for part in story:
            tables = [f.table for s in slides_of(deck, part) for f in frames(s, "table")]
            assert bool(tables) == bool(part.lines)
            rows = []
            for table in tables:
                header, *others = [[plain(c.text) for c in row.cells] for row in table.rows]
                assert header == list(part.lines[0])
                assert table.first_row
                rows += others
            expected = [[one_line(text) for text in line.values()] for line in part.lines]
            assert len(rows) == len(expected)
            for cells, wanted in zip(rows, expected, strict=True):
                assert all(map(same_or_shorter, cells, wanted))


def same_or_shorter(shown: str, full: str) -> bool:
    return shown == full or (shown.endswith("…") and full.startswith(shown[:-1]))


def alt_of(frame) -> str:
    return frame._element.nvGraphicFramePr.cNvPr.get("descr")


def label_sizes(chart) -> list[float]:
    labels = re.findall(r"<c:dLbl>.*?</c:dLbl>", chart._chartSpace.xml, re.DOTALL)
    return [int(size) / 100 for label in labels for size in re.findall(r'sz="(\d+)"', label)]


def frame_height(shape) -> float:
    """The height that a program needs for a text frame."""
    numbered = "buAutoNum" in shape.element.xml
    width = shape.width / POINT - 36 * numbered
    height = 0.0
    for paragraph in shape.text_frame.paragraphs:
        size, bold = type_of(shape, paragraph)
        text = "".join(run.text for run in paragraph.runs)
        after = paragraph.space_after.pt if paragraph.space_after is not None else 0
        height += real_lines(text, size, width, bold) * size * LEADING + after
    return height


def type_of(shape, paragraph) -> tuple[float, bool]:
    sizes = [run.font.size.pt for run in paragraph.runs if run.font.size]
    usual = {0: 28, 11: 11, 12: 11}.get(shape.placeholder_format.idx, 20)
    opening = shape.placeholder_format.type is not None and "CENTER" in str(
        shape.placeholder_format.type
    )
    return (max(sizes) if sizes else 40 if opening else usual), shape.placeholder_format.idx == 0


def assert_cells_fit(table) -> None:
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            width = (column.width - cell.margin_left - cell.margin_right) / POINT
            bold = cell.text_frame.paragraphs[0].runs[0].font.bold
            lines = sum(real_lines(line, 18, width, bold) for line in cell.text.split("\v"))
            room = (row.height - cell.margin_top - cell.margin_bottom) / POINT
            assert lines * 18 * LEADING <= room + 0.5, cell.text


def collected(drawn, *starts: str) -> list[tuple[float, float]]:
    """Points of the series whose names start so, top to bottom, slide after slide."""
    found = []
    for chart in drawn:
        own = [p for name, ps in chart.points.items() if name.startswith(starts) for p in ps]
        found += sorted([p for p in own if None not in p], key=lambda point: -point[1])
    return found


def ordered(view, populations) -> list:
    """The drawn lines as slides show them: adults apart when the chart is split."""
    lines = [*view.drawn, *view.diamonds]
    if populations:
        return [line for one in populations for line in lines if line.population == one]
    return lines


def order_of(view, drawn) -> list:
    populations = dict.fromkeys(row.population for row in view.drawn)
    return ordered(view, populations if len(drawn) > 1 else ())


def assert_marks(view, drawn) -> None:
    lines = order_of(view, drawn)
    rows = [line for line in lines if line in view.drawn]
    pooled = [line.pooled for line in lines if line in view.diamonds]
    counts = [row for row in rows if row.marker == "count"]
    marks = ("Height: count", "Height: percent", "Height: pooled")
    rates = [r.percent if r in rows else in_percent(r.pooled.estimate) for r in lines]
    assert [x for x, _ in collected(drawn, *marks)] == rates
    ends = [end for row in counts for end in (row.low, row.high)]
    assert [x for x, _ in collected(drawn, "Height: interval")] == ends
    bars = [in_percent(end) for p in pooled for end in (p.prediction_low, p.prediction_high)]
    assert [x for x, _ in collected(drawn, "Height: prediction")] == bars
    corners = [x for x, _ in collected(drawn, "Height: diamond")]
    wanted = [in_percent(v) for p in pooled for v in (p.estimate, p.low, p.high, p.low, p.estimate)]
    assert sorted(corners) == sorted(wanted)


def assert_labels(view, drawn) -> None:
    lines = order_of(view, drawn)
    right = [text for chart in drawn for text in chart.labels["Height, right"]]
    expected = []
    for line in lines:
        expected.append(line.rate())
        if line in view.diamonds:
            expected.append(f"{line.prediction()}, new setting")
    assert right == expected
    for chart in drawn:
        marks = collected([chart], "Height: count", "Height: percent", "Height: pooled")
        beside = [y for _, y in chart.points["Height, right"]]
        heights = [y for _, y in marks]
        bars = {y for _, y in collected([chart], "Height: prediction")}
        assert [y for y in beside if y not in bars] == heights
        assert chart.labels["Height, scale"] == ["0 %", "25 %", "50 %", "75 %", "100 %"]
        assert [x for x, _ in chart.points["Height, scale"]] == [0, 25, 50, 75, 100]


def assert_workbooks(view, drawn) -> None:
    lines = order_of(view, drawn)
    rows = [row for chart in drawn for row in chart.sheets["Rates"][1:]]
    assert [row[0] for row in rows] == [one_line(line.title) for line in lines]
    assert [row[2] for row in rows] == [line.rate() for line in lines]
    assert [tuple(row[3:10]) for row in rows] == [
        pytest.approx(cells(line, view)) for line in lines
    ]
    for chart in drawn:
        for name, (x, y) in chart.references.items():
            for reference, place in ((x, 0), (y, 1)):
                values = [point[place] for point in chart.points[name]]
                assert column(chart.sheets, reference) == pytest.approx(values), name


def cells(line, view) -> tuple:
    """x, N, rate, interval, prediction as the workbook must hold them."""
    if line in view.drawn:
        return (line.events, line.n, line.percent, line.low, line.high, None, None)
    p = line.pooled
    ends = (p.estimate, p.low, p.high, p.prediction_low, p.prediction_high)
    return (None, None, *map(in_percent, ends))


def column(sheets, reference: str) -> list:
    """The cells that a chart's reference points at: "Rates!$F$2:$F$9"."""
    sheet, letter, first, last = re.fullmatch(
        r"(\w+)!\$([A-Z])\$(\d+):\$\2\$(\d+)", reference
    ).groups()
    rows = sheets[sheet][int(first) - 1 : int(last)]
    found = [row[ord(letter) - ord("A")] for row in rows]
    return found + [None] * (int(last) - int(first) + 1 - len(found))  # empty cells at the end


def test_texts_of_a_row_stand_at_its_mark(made):
    """The lines of a label are centred on their mark; a diamond's on mark and bar together."""
    _, story, deck = made("default")
    (part,) = [part for part in story if part.key == "response"]
    (frame,) = [f for slide in slides_of(deck, part) for f in frames(slide, "chart")]
    chart = read_chart(frame.chart)
    left = list(zip(chart.labels["Height, left"], chart.points["Height, left"], strict=True))
    heights = dict(
        zip(
            [line.title for line in (*part.view.drawn, *part.view.diamonds)],
            [
                y
                for _, y in collected([chart], "Height: count", "Height: percent", "Height: pooled")
            ],
            strict=True,
        )
    )
    y = {text: point[1] for text, point in left}
    middle = (
        y["Evstratov 2023"]
        + y["dose not found · ORR, denominator not stated · 3/4, 6/8, 9/12 and 12/16 fit"]
    ) / 2
    assert middle == pytest.approx(heights["Evstratov 2023"], abs=1.5)
    bars = [y for _, y in collected([chart], "Height: prediction")]
    assert bars == [heights[part.view.diamonds[0].title] - BAR_BELOW] * 2


def test_a_long_selection_does_not_break_the_footer(library):
    """What of the selection has no room on the line ends with "…"; a short one is whole."""
    asked = {"dose": (0.8, 1.8), "lines": (2, 7), "regimen": "single agent", "min": 5}
    many = {"adults": True, "across": True, "keep": True, "small": True, "together": True}
    for brief, whole in (
        (brief_of(library, **asked, **many), False),
        (brief_of(library, studies=("obrien-2022",)), True),
    ):
        for slide in opened(deck_bytes(brief)).slides:
            (footer,) = [s for s in slide.placeholders if s.placeholder_format.idx == 11]
            said, width = footer.text_frame.text, footer.width / POINT
            assert real_width(said, 11) <= width
            assert said.endswith("; ".join(brief.asked) if whole else "…")
            assert whole or real_width(said, 11) > width * 0.8


def test_text_that_follows_a_chart_or_table_keeps_its_size(made):
    """Sentences of one part have one size, on whichever of its slides they stand."""
    for case in CASES:
        _, story, deck = made(case)
        for part in story:
            slides = slides_of(deck, part)
            if any(frames(slide, "chart") or frames(slide, "table") for slide in slides):
                body = [s for slide in slides for s in slide.placeholders]
                texts = [s.text_frame for s in body if s.placeholder_format.idx == 1]
                runs = [run for text in texts for p in text.paragraphs for run in p.runs]
                assert {run.font.size.pt for run in runs} <= {18}


def test_marks_say_what_a_reader_must_know(made):
    """A row says on the slide whose children it counts again, and which rows are in the diamond."""
    _, story, deck = made("default")
    (part,) = [part for part in story if part.key == "response"]
    said = texts(slides_of(deck, part)[0])
    assert "FDA 2024  shares children with Brivio 2021 and Pennesi 2022" in said
    assert sum(text.startswith("◆ ") for text in said) == 4
    assert any("open circle: % without x/N" in text for text in said)


def test_shape_says_whom_a_row_counts(made):
    """Squares are children, circles adults, diamonds pooled rates; adults have their own colour."""
    _, story, deck = made("adults")
    (part,) = [part for part in story if part.key == "sos"]
    xml = "".join(
        f.chart._chartSpace.xml for s in slides_of(deck, part) for f in frames(s, "chart")
    )
    assert set(re.findall(r'<c:symbol val="(\w+)"', xml)) == {"none", "square", "circle", "diamond"}
    assert {"D55E00", "8C6BB1"} <= set(re.findall(r'<a:srgbClr val="(\w+)"', xml))


def test_editing_a_rate_moves_its_lines(made):
    """Lines and outlines are formulas on the table of rates, with their values beside them."""
    _, story, deck = made("default")
    (part,) = [part for part in story if part.key == "response"]
    chart = read_chart(frames(slides_of(deck, part)[0], "chart")[0].chart)
    header, first, *_ = chart.formulas["Lines"]
    interval = header.index("Interval %, children")
    assert first[interval] == "=Rates!$G2"
    assert (
        chart.sheets["Lines"][1][interval] == chart.sheets["Rates"][1][6] == part.view.drawn[0].low
    )
    assert chart.formulas["Outlines"]


def test_series_come_longest_first(made):
    """LibreOffice leaves out a series that stands before a longer one."""
    for case in CASES:
        _, _, deck = made(case)
        for slide in deck.slides:
            for frame in frames(slide, "chart"):
                lengths = [len(points) for points in read_chart(frame.chart).points.values()]
                assert lengths == sorted(lengths, reverse=True)


def test_seventeen_rows_stay_readable(made):
    """Many rows go on several slides with the same scale instead of into small type."""
    _, story, deck = made("many")
    (part,) = [part for part in story if part.key == "response"]
    charts = [f.chart for s in slides_of(deck, part) for f in frames(s, "chart")]
    assert len(part.view.drawn) == 17
    assert len(charts) == 2
    names = [text for c in charts for text in read_chart(c).labels["Height, left"]]
    assert [n.split("  ")[0] for n in names if n.startswith("study-")] == [
        row.name for row in part.view.drawn
    ]


def test_long_names_are_whole_in_the_notes(made):
    """A name that is cut on the slide ends with … there and is complete in the notes."""
    brief, story, deck = made("long names")
    (part,) = [part for part in story if part.key == "response"]
    slide = slides_of(deck, part)[0]
    assert any(text.endswith("…") for text in texts(slide))
    for row in part.view.drawn:
        assert one_line(row.name) in slide.notes_slide.notes_text_frame.text
    assert brief.studies[0].name.startswith("A very long name")


def test_labels_fit_beside_the_rail():
    """Measured with the font, no line of a label reaches the rail, whatever its size."""
    for kind in MADE_UP:
        for view in made_up(kind).views:
            for size in TYPES:
                for block in blocks_of(view, size):
                    for label in block.labels:
                        width = real_width(label.name, size.name, bold=True)
                        width += real_width(label.gap + label.small, size.small)
                        assert width <= 425


def test_only_the_parts_that_were_asked_for(library):
    """Keys choose parts in the order of the story; unknown ones are left out, none is a deck."""
    brief = brief_of(library)
    deck = opened(deck_bytes(brief, ["sos", "title", "nonsense"]))
    assert [title_of(slide) for slide in deck.slides] == [
        "Inotuzumab ozogamicin in children",
        "SOS after HSCT",
    ]
    assert len(opened(deck_bytes(brief, [])).slides) == 0
    assert len(opened(deck_bytes(brief)).slides) >= len(PARTS)


def test_a_part_without_rates_says_so(made):
    """Where nothing can be drawn there is a sentence and no chart."""
    _, story, deck = made("many")
    (part,) = [part for part in story if part.key == "sos"]
    (slide,) = slides_of(deck, part)
    assert frames(slide, "chart") == []
    assert "nothing in this selection answers with counts" in " ".join(texts(slide))


def test_says_who_made_it_and_of_which_data(library):
    """Title, author and version are in the properties, and nothing of python-pptx's template."""
    brief = brief_of(library)
    blob = deck_bytes(brief, ["title"])
    said = opened(blob).core_properties
    assert (said.author, said.last_modified_by) == ("PedInO", "PedInO")
    assert brief.version in said.comments
    assert "Inotuzumab" in said.title
    assert said.subject
    names = ZipFile(BytesIO(blob)).namelist()
    assert [n for n in names if "thumbnail" in n or "printer" in n] == []
    assert [layout.name for layout in opened(blob).slide_layouts] == [
        "Title",
        "Text",
        "Text and chart",
        "Text and table",
    ]


def test_the_same_brief_gives_the_same_file(library):
    """Two builds do not differ, so a deck can be compared with an older one."""
    brief = brief_of(library)
    assert deck_bytes(brief) == deck_bytes(brief)


def test_no_slide_is_4_to_3(made):
    """The deck is 13.333 by 7.5 inches."""
    _, _, deck = made("default")
    assert (deck.slide_width, deck.slide_height) == (960 * POINT, 540 * POINT)


@pytest.mark.parametrize("key", CHARTS)
def test_charts_follow_the_order_of_the_views(made, key):
    """Response, MRD and SOS slides show the views of the brief, in its order."""
    brief, story, _ = made("default")
    (part,) = [part for part in story if part.key == key]
    assert part.view is brief.views[CHARTS.index(key)]
    assert part.view.outcome == THREE_RATES[CHARTS.index(key)]


@pytest.mark.parametrize(
    ("heights", "first", "later", "expected"),
    [
        ([10, 10, 10], 30, 30, [(0, 3)]),
        ([10, 10, 10], 20, 30, [(0, 2), (2, 3)]),
        ([10] * 5, 40, 40, [(0, 3), (3, 5)]),  # never four and a lonely one
        ([99, 10], 20, 20, [(0, 1), (1, 2)]),  # a row too high still gets a slide
        ([10] * 6, 20, 30, [(0, 2), (2, 4), (4, 6)]),
    ],
)
def test_rows_are_shared_out_among_slides(heights, first, later, expected):
    """A slide takes the rows that fit, and the last one takes some of a fuller one before it."""
    assert pages(heights, first, later) == expected


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "28/42 · 67 % [50–80]",
        "shares children with FDA 2024",
        "iiiiilllljjj.,:;",
        "MWmw@%",
        "Ünïcödé",
    ],
)
def test_widths_are_never_too_small(text, bold):
    """What the deck measures is at least what the font takes."""
    assert text_width(text, 18, bold=bold) >= real_width(text, 18, bold)


def test_texts_are_broken_and_shortened_to_fit():
    """Lines break at spaces, a word too long is cut, and … says that something is missing."""
    assert lines_of("one two", 18, 1000) == ["one two"]
    assert lines_of("one two", 18, 40) == ["one", "two"]
    assert "".join(lines_of("x" * 50, 18, 100)) == "x" * 50
    assert shortened("one two", 18, 1000) == "one two"
    short = shortened("one two three four five", 18, 100)
    assert short.endswith("…")
    assert len(lines_of(short, 18, 100)) == 1


def test_nothing_invisible_reaches_a_slide():
    """Control characters and direction marks become spaces; no number leaves its %."""
    assert one_line("a\u0007b\u202ec\nd\ud800e\ufffff") == "a b c d e f"
    assert slide_text("28/42 · 67 % [50–80]") == "28/42\u00a0·\u00a067\u00a0%\u00a0[50–80]"


@pytest.mark.parametrize("name", SELECTIONS)
def test_every_text_lies_inside_its_chart(made, name):
    """Scale and key stand between the last row and the lower edge: below it nothing is drawn."""
    _, story, deck = made(name)
    for part in (part for part in story if part.view):
        for frame in (f for slide in slides_of(deck, part) for f in frames(slide, "chart")):
            chart = read_chart(frame.chart)
            ys = [y for key, ends in chart.points.items() for _, y in ends if y is not None]
            assert min(ys) > 6, part.key  # half the height of small type, in points
            key = [y for _, y in chart.points["Height, left"] if y is not None]
            scale = chart.points["Height, scale"][0][1]
            assert any(scale - 20 < y < scale for y in key)
