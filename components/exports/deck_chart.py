"""A forest as a native chart that can be edited: an XY chart whose texts are labels of its points.

The scale runs beyond the rail on both sides, where the texts are labels of two series without
marks: they move with their rows. Only what PowerPoint and LibreOffice draw alike is used: lines
with gaps instead of error bars, and no vertical axis.
"""

from __future__ import annotations

from math import sqrt
from typing import Any
from xml.sax.saxutils import escape

from components.exports.deck_forest import Forest, Label
from components.exports.deck_layouts import ACROSS, DARK, EMU, MARGIN, QUIET, Box
from components.exports.deck_series import Column, Kind, Series, Sheets, Value, sheets_of
from components.exports.deck_workbook import workbook_bytes
from components.look import row_color

NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
# The scale in percent: texts left of 0, rates right of 100.
SCALE_LOW, SCALE_HIGH = -165, 176
SYMBOLS = {"children": "square", "adults": "circle"}
# A triangle has half the area of its box, a square all of it.
OWN_SYMBOL, OWN_ZOOM = "triangle", sqrt(2)
RAIL_COLOR = "#B9C3CB"
LINE_WIDTHS = {"rail": 0.75, "interval": 2.25, "prediction": 4.5, "diamond": 2.25, "ring": 2}
# Widths of marks in points; the area of a filled one grows with N.
SMALLEST_MARK, LARGEST_MARK = 6, 22
POOLED_MARK = 12
# The plot takes all of the chart.
LAYOUT = (
    '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
    '<c:yMode val="edge"/><c:x val="0"/><c:y val="0"/><c:w val="1"/><c:h val="1"/>'
    "</c:manualLayout></c:layout>"
)
NO_LINE = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
PARTS_OF_A_LABEL = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")


class ForestData:
    """What python-pptx needs to make a chart: its XML and its workbook."""

    def __init__(self, forest: Forest, key: str) -> None:
        self.sheets = sheets_of(forest, key)

    def xml_bytes(self, _chart_type: object) -> bytes:
        return chart_xml(self.sheets).encode("utf-8")

    @property
    def xlsx_blob(self) -> bytes:
        return workbook_bytes(self.sheets)


def draw_forest(placeholder: Any, forest: Forest, top: float, key: str, alt: str) -> None:
    """Put the chart into its placeholder, below `top`; `key` says what the marks mean."""
    from pptx.enum.chart import XL_CHART_TYPE

    frame = placeholder.insert_chart(XL_CHART_TYPE.XY_SCATTER, ForestData(forest, key))
    box = Box(MARGIN, top, ACROSS, forest.height)
    frame.left, frame.top, frame.width, frame.height = box.emu
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)  # noqa: SLF001 # no public name


def chart_xml(sheets: Sheets) -> str:
    """The whole chart: the plot, the series and the axes."""
    forest = sheets.forest
    series = "".join(series_xml(sheets, one, i) for i, one in enumerate(sheets.series))
    axes = axis_xml(1, 2, "b", SCALE_LOW, SCALE_HIGH) + axis_xml(2, 1, "l", 0, forest.height)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><c:chartSpace {NAMESPACES}>'
        '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f'<c:plotArea>{LAYOUT}<c:scatterChart><c:scatterStyle val="lineMarker"/>'
        f'<c:varyColors val="0"/>{series}<c:axId val="1"/><c:axId val="2"/></c:scatterChart>'
        f"{axes}</c:plotArea>"
        '<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart>'
        '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200"><a:latin typeface="Arial"/></a:defRPr>'
        '</a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr></c:chartSpace>'
    )


def axis_xml(number: int, other: int, side: str, low: float, high: float) -> str:
    """An axis that is not shown: its numbers are labels, as the texts are."""
    return (
        f'<c:valAx><c:axId val="{number}"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{high:g}"/><c:min val="{low:g}"/></c:scaling><c:delete val="1"/>'
        f'<c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="none"/>'
        f'<c:crossAx val="{other}"/><c:crosses val="min"/><c:crossBetween val="midCat"/></c:valAx>'
    )


def series_xml(sheets: Sheets, series: Series, order: int) -> str:
    color = series_color(sheets.forest, series)
    return (
        f'<c:ser><c:idx val="{order}"/><c:order val="{order}"/><c:tx>{name_xml(series)}</c:tx>'
        f"{line_xml(series.kind.role, color)}{marker_xml(series.kind, color)}"
        f"{sizes_xml(sheets.forest, series, color)}{labels_xml(sheets.forest, series)}"
        f"<c:xVal>{numbers_xml(series.x)}</c:xVal><c:yVal>{numbers_xml(series.y)}</c:yVal>"
        '<c:smooth val="0"/></c:ser>'
    )


def series_color(forest: Forest, series: Series) -> str:
    if series.kind.role == "rail":
        return RAIL_COLOR
    return row_color(forest.view.outcome, series.kind.population)


def name_xml(series: Series) -> str:
    """A series is called after the header of its heights."""
    cell = f"{series.y.sheet}!${series.y.letter}$1"
    return (
        f'<c:strRef><c:f>{cell}</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0">'
        f"<c:v>{escape(series.y.header)}</c:v></c:pt></c:strCache></c:strRef>"
    )


def fill_xml(color: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{color[1:]}"/></a:solidFill>'


def line_xml(role: str, color: str) -> str:
    """A line for rails, intervals and the edges of a diamond; nothing between marks and texts."""
    if role not in LINE_WIDTHS:
        return NO_LINE
    width = round(LINE_WIDTHS[role] * EMU)
    return (
        f'<c:spPr><a:ln w="{width}" cap="flat">{fill_xml(color)}<a:miter lim="800000"/></a:ln>'
        "</c:spPr>"
    )


def marker_xml(kind: Kind, color: str, size: int = 0) -> str:
    """Square for children, circle for adults, triangle for own series, diamond for a pooled rate.

    Lines have none.
    """
    if kind.role not in ("count", "pooled"):
        return '<c:marker><c:symbol val="none"/></c:marker>'
    symbol = symbol_of(kind) if kind.role == "count" else "diamond"
    size = size or (SMALLEST_MARK if kind.role == "count" else POOLED_MARK)
    return (
        f'<c:marker><c:symbol val="{symbol}"/><c:size val="{size}"/><c:spPr>{fill_xml(color)}'
        f'<a:ln w="6350">{fill_xml(color)}</a:ln></c:spPr></c:marker>'
    )


def symbol_of(kind: Kind) -> str:
    return OWN_SYMBOL if kind.own else SYMBOLS[kind.population]


def sizes_xml(forest: Forest, series: Series, color: str) -> str:
    """Each filled mark in its own size, all in one series."""
    kind = series.kind
    if kind.role != "count":
        return ""
    return "".join(
        f'<c:dPt><c:idx val="{i}"/>'
        f"{marker_xml(kind, color, mark_size(forest.blocks[i].patients, own=kind.own))}"
        '<c:bubble3D val="0"/></c:dPt>'
        for i, _, _ in series.points
    )


def mark_size(patients: int, *, own: bool) -> int:
    """The side of a mark's box in points."""
    side = min(max(SMALLEST_MARK, 1.5 * sqrt(patients)), LARGEST_MARK)
    return round(side * OWN_ZOOM if own else side)


def labels_xml(forest: Forest, series: Series) -> str:
    """The texts at the points of the series that have no marks."""
    if not series.labels:
        return ""
    place = "ctr" if series.kind.role == "scale" else "r"
    runs = (label_runs(label, forest) for label in series.labels)
    labels = "".join(label_xml(i, run, place) for i, run in enumerate(runs))
    return f"<c:dLbls>{labels}{shows_xml(0)}</c:dLbls>"


def label_runs(label: Label, forest: Forest) -> str:
    """A bold name, a rate, small type, or a name and small type on one line."""
    size = forest.type
    return "".join(
        [
            run_xml(label.name, size.name, DARK, bold=True) if label.name else "",
            run_xml(label.rate, size.name, DARK) if label.rate else "",
            run_xml(label.gap + label.small, label.size or size.small, QUIET)
            if label.small
            else "",
        ]
    )


def run_xml(text: str, size: float, color: str, *, bold: bool = False) -> str:
    return (
        f'<a:r><a:rPr lang="en-US" sz="{round(size * 100)}" b="{int(bold)}">{fill_xml(color)}'
        '<a:latin typeface="Arial"/><a:cs typeface="Arial"/></a:rPr>'
        f"<a:t>{escape(text)}</a:t></a:r>"
    )


def rich_xml(runs: str) -> str:
    """Text on one line: a label that wraps would leave its row."""
    return (
        '<c:rich><a:bodyPr rot="0" wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr">'
        f'<a:spAutoFit/></a:bodyPr><a:p><a:pPr algn="l"><a:defRPr b="0"/></a:pPr>{runs}</a:p>'
        "</c:rich>"
    )


def label_xml(i: int, runs: str, place: str) -> str:
    return (
        f'<c:dLbl><c:idx val="{i}"/><c:layout/><c:tx>{rich_xml(runs)}</c:tx>'
        f'<c:dLblPos val="{place}"/>{shows_xml(1)}</c:dLbl>'
    )


def shows_xml(value: int) -> str:
    """A label shows its own text where `value` is 1, and nothing where it is 0."""
    parts = {part: value if part == "Val" else 0 for part in PARTS_OF_A_LABEL}
    return "".join(f'<c:show{part} val="{shown}"/>' for part, shown in parts.items())


def numbers_xml(column: Column) -> str:
    """The cells of a column with their values; an empty cell is a gap."""
    cells = f"{column.sheet}!${column.letter}$2:${column.letter}${len(column.cells) + 1}"
    points = "".join(point_xml(i, value) for i, value in enumerate(column.values))
    return (
        f"<c:numRef><c:f>{cells}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(column.cells)}"/>{points}</c:numCache></c:numRef>'
    )


def point_xml(i: int, value: Value) -> str:
    return "" if value is None else f'<c:pt idx="{i}"><c:v>{float(value)!r}</c:v></c:pt>'
