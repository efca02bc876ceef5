"""An independent reader of our drawings: SVG text -> blocks of names, rates and percents.

Knows none of the code that draws. The scale is read from the words of the axis; a mark belongs to
the bold name above it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from data.rows import Row, View

SVG = "{http://www.w3.org/2000/svg}"
# Places are written to a tenth of a pixel; a square's edge and side are both rounded.
PIXELS = 0.15
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass
class Block:
    """What stands below one bold name; all numbers in percent."""

    name: str
    top: float
    rate: str = ""
    small: list[str] = field(default_factory=list)
    intervals: list[tuple[float, float]] = field(default_factory=list)
    marks: list[tuple[str, float]] = field(default_factory=list)
    colors: set[str] = field(default_factory=set)
    diamonds: list[tuple[float, float, float]] = field(default_factory=list)
    bars: list[tuple[float, float]] = field(default_factory=list)
    areas: list[float] = field(default_factory=list)


@dataclass
class Drawing:
    """A chart as it was read; `exact` is how far a percent may be off."""

    title: str
    description: str
    blocks: list[Block]
    exact: float
    ink: str


def charts(document: str) -> list[ET.Element]:
    """The charts of a document that is XML: those with a role, wherever they stand."""
    root = ET.fromstring(document)  # noqa: S314 we made the document ourselves
    return [one for one in root.iter(f"{SVG}svg") if one.get("role") == "img"]


def read_chart(chart: ET.Element) -> Drawing:
    """The one chart of an element."""
    texts = chart.findall(f"{SVG}text")
    places = {words(t): number(t, "x") for t in texts if t.get("text-anchor") == "middle"}
    assert list(places) == ["0 %", "25 %", "50 %", "75 %", "100 %"]
    zero, whole = places["0 %"], places["100 %"]
    blocks = [Block(words(t), number(t, "y")) for t in texts if t.get("font-weight") == "700"]

    def percent(x: float) -> float:
        return 100 * (x - zero) / (whole - zero)

    def block(y: float) -> Block:
        return max((b for b in blocks if b.top <= y + PIXELS), key=lambda b: b.top)

    read_texts(texts, block)
    read_paths(chart, percent, block)
    read_marks(chart, percent, block)
    said = {name: chart.findtext(f"{SVG}{name}", "") for name in ("title", "desc")}
    exact = 100 * PIXELS / (whole - zero)
    return Drawing(said["title"], said["desc"], blocks, exact, chart.get("fill", ""))


def read_texts(texts: Sequence[ET.Element], block) -> None:
    for text in texts:
        if text.get("text-anchor") == "end":
            block(number(text, "y")).rate += words(text)
        elif text.get("opacity"):
            block(number(text, "y")).small.append(words(text))


def read_paths(chart: ET.Element, percent, block) -> None:
    """Lines by their width: 2.5 an interval, 3 a prediction bar; a filled outline is a diamond."""
    bars: dict[float, tuple[Block, list[float]]] = {}
    for path in chart.findall(f"{SVG}path"):
        flat = list(map(float, NUMBER.findall(path.get("d", ""))))
        xs, ys = [percent(x) for x in flat[::2]], flat[1::2]
        inside = block(sum(ys) / len(ys))
        if path.get("fill") != "none":
            left, top, right, bottom, _ = xs
            assert top == bottom
            inside.diamonds.append((left, top, right))
        elif path.get("stroke-width") == "2.5":
            assert ys[0] == ys[1]
            inside.intervals.append((xs[0], xs[1]))
        elif path.get("stroke-width") == "3":
            bars.setdefault(inside.top, (inside, []))[1].extend(xs)
        else:
            assert path.get("stroke-width") == "1"
            continue
        inside.colors.add(path.get("stroke", ""))
    for inside, xs in bars.values():
        inside.bars.append((min(xs), max(xs)))


def read_marks(chart: ET.Element, percent, block) -> None:
    for mark in chart.findall(f"{SVG}rect"):
        if not mark.get("fill-opacity"):
            side, high = number(mark, "width"), number(mark, "height")
            assert side == high
            x, y = number(mark, "x") + side / 2, number(mark, "y") + side / 2
            add_mark(block(y), ("square", percent(x)), side**2, mark.get("fill", ""))
    for mark in chart.findall(f"{SVG}circle"):
        shape, paint = ("ring", "stroke") if mark.get("fill") == "none" else ("circle", "fill")
        x, area = percent(number(mark, "cx")), 4 * number(mark, "r") ** 2
        add_mark(block(number(mark, "cy")), (shape, x), area, mark.get(paint, ""))

    for mark in chart.findall(f"{SVG}polygon"):
        flat = list(map(float, NUMBER.findall(mark.get("points", ""))))
        (left, right, top), (foot, other, tip) = flat[::2], flat[1::2]
        assert foot == other > tip
        assert top == pytest.approx((left + right) / 2, abs=PIXELS)
        bare = mark.get("fill") == "none"
        shape, paint = ("open triangle", "stroke") if bare else ("triangle", "fill")
        y, area = tip + (foot - tip) * 2 / 3, (right - left) * (foot - tip) / 2
        add_mark(block(y), (shape, percent(top)), area, mark.get(paint, ""))


def add_mark(inside: Block, mark: tuple[str, float], area: float, color: str) -> None:
    inside.marks.append(mark)
    inside.areas.append(area)
    inside.colors.add(color)


def number(element: ET.Element, name: str) -> float:
    return float(element.attrib[name])


def words(element: ET.Element) -> str:
    return "".join(element.itertext())


def assert_same(drawing: Drawing, view: View, rows: Sequence[Row]) -> None:
    """The drawing holds these rows and the view's diamonds, and nothing else."""
    assert drawing.description == view.alt
    of_rows, of_lines = drawing.blocks[: len(rows)], drawing.blocks[len(rows) :]
    shown = [(row.short_name, row.rate()) for row in rows]
    assert [(b.name, b.rate) for b in of_rows] == shown
    for block, row in zip(of_rows, rows, strict=True):
        assert_row(block, row, drawing.exact)
    drawn = [block for block in of_lines if block.diamonds]
    assert [b.rate for b in drawn] == [line.rate() for line in view.diamonds]
    for block, line in zip(drawn, view.diamonds, strict=True):
        pooled = line.pooled
        (diamond,), (bar,) = block.diamonds, block.bars
        ends = (pooled.low, pooled.estimate, pooled.high)
        assert diamond == pytest.approx([100 * end for end in ends], abs=drawing.exact)
        prediction = (100 * pooled.prediction_low, 100 * pooled.prediction_high)
        assert bar == pytest.approx(prediction, abs=drawing.exact)
        assert not block.marks + block.intervals
    refused = [block for block in of_lines if not block.diamonds]
    assert not any(b.marks or b.intervals or b.bars for b in refused)
    assert len(refused) <= (not view.diamonds)


def assert_row(block: Block, row: Row, exact: float) -> None:
    """Shape by population and origin, mark at the rate, interval only where there is x/N."""
    assert not block.diamonds + block.bars
    shapes = {"children": "square", "adults": "circle"}
    filled, bare = ("triangle", "open triangle") if row.own else (shapes[row.population], "ring")
    shape = {"count": [filled], "percent": [bare], "none": []}[row.marker]
    assert [name for name, _ in block.marks] == shape
    assert [x for _, x in block.marks] == pytest.approx([row.percent] * len(shape), abs=exact)
    if row.marker == "count":
        (interval,) = block.intervals
        assert interval == pytest.approx((row.low, row.high), abs=exact)
    else:
        assert block.intervals == []


def assert_says_how(drawing: Drawing, rows: Sequence[Row]) -> None:
    """The small type of each row that is drawn names its SOS criteria and its MRD method."""
    for block, row in zip(drawing.blocks, rows, strict=False):
        small = " ".join(" ".join(block.small).split())
        if row.marker != "none":
            assert row.criteria in small
            assert row.method in small
