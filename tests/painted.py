"""What a chart paints, and on what: from a figure, a drawing or a deck, whoever made them.

Each color comes with its opacity and with what it must be told from. What is only decoration is
named here with its reason, by its color: any other color must be readable.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from components.dose_chart import FAINT
from components.exports.deck_chart import RAIL_COLOR
from components.exports.deck_table import ROW_RULE
from components.look import RAIL
from tests.contrast import MARK, TEXT, Color, contrast, over

DECORATION = {
    RAIL: "a rail and its ticks: each rate stands in words on its row",
    FAINT["line"]["color"]: "lines across at 0 to 100 %: each is named in words at its end",
    RAIL_COLOR: "the rails of a slide: each rate stands in words on its row",
    ROW_RULE[0]: "the rule below a row of a table, which its distance tells too",
}
SVG = "{http://www.w3.org/2000/svg}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@dataclass(frozen=True)
class Paint:
    """One color, how dense it is, and the contrast that it needs."""

    what: str
    color: str
    opacity: float
    needs: float


def faults(paints: Iterable[Paint], grounds: Iterable[Color]) -> list[str]:
    """Those that cannot be told from one of the grounds."""
    found = []
    for paint, ground in product(sorted(set(paints), key=repr), grounds):
        reached = contrast(over(paint.color, ground, paint.opacity), ground)
        if paint.color not in DECORATION and reached < paint.needs:
            found.append(f"{paint.what} {paint.color} × {paint.opacity}: {reached:.2f} on {ground}")
    return found


def grounds_of(figure: dict[str, Any], page: Color) -> list[Color]:
    """The page, and what the chart lays on it: bands behind rows, columns behind doses."""
    shapes = figure["layout"].get("shapes", [])
    fills = {shape["fillcolor"] for shape in shapes if "fillcolor" in shape}
    return [page, *(over(fill, page) for fill in sorted(fills))]


def paints(figure: dict[str, Any]) -> Iterator[Paint]:
    """Everything that a figure draws: marks, lines, fills, texts, the words of its axis."""
    layout = figure["layout"]
    for trace in figure["data"]:
        if trace.get("type") != "scatter":
            raise ValueError(f"no test knows how a {trace.get('type')} is painted")
        if trace["x"]:
            yield from trace_paints(trace, layout)
    yield Paint("words of the axis", layout["font"]["color"], 1, TEXT)
    for note in layout.get("annotations", []):
        color = note["font"].get("color", layout["font"]["color"])
        yield Paint("note", color, note.get("opacity", 1), TEXT)
    for shape in layout.get("shapes", []):
        if shape.get("line", {}).get("width", 2) and "fillcolor" not in shape:
            yield Paint("line of a shape", shape["line"]["color"], shape.get("opacity", 1), MARK)


def trace_paints(trace: dict[str, Any], layout: dict[str, Any]) -> Iterator[Paint]:
    """A color that is missing is an error: the browser would choose one."""
    opacity, modes = trace.get("opacity", 1), trace["mode"].split("+")
    if "text" in modes:
        color = trace.get("textfont", {}).get("color", layout["font"]["color"])
        yield Paint("text", color, opacity, TEXT)
    if "lines" in modes and trace["line"]["width"]:
        yield Paint("line", trace["line"]["color"], opacity, MARK)
    if trace.get("fill", "none") != "none":
        yield Paint("fill", trace["fillcolor"], opacity, MARK)
    if "markers" in modes:
        marker = trace["marker"]
        dense = opacity * marker.get("opacity", 1)
        yield Paint(f"mark {marker['symbol']}", marker["color"], dense, MARK)
        if marker["line"]["width"]:
            yield Paint("edge of a mark", marker["line"]["color"], dense, MARK)


def hover_paints(figure: dict[str, Any]) -> tuple[str, str]:
    """The text of what a pointer shows, and its ground; unset, Plotly would take the mark's."""
    own = figure["layout"]["template"]["layout"]["hoverlabel"]
    return own["font"]["color"], own["bgcolor"]


def svg_paints(drawing: ET.Element) -> Iterator[Paint]:
    """Everything that one of our drawings paints; `fill` and `font` come from around a text."""
    ink = drawing.get("fill", "#000000")
    for one in drawing.iter():
        if one.tag == f"{SVG}text":
            yield Paint("text", one.get("fill", ink), float(one.get("opacity", 1)), TEXT)
        elif one.tag in (f"{SVG}path", f"{SVG}circle", f"{SVG}polygon", f"{SVG}rect"):
            yield from (shape_paint(one, side) for side in ("fill", "stroke") if painted(one, side))


def painted(shape: ET.Element, side: str) -> bool:
    """Whether an outline or its inside is drawn; a band or a ground is no mark."""
    ground = shape.tag == f"{SVG}rect" and shape.get("width") != shape.get("height")
    return shape.get(side, "none") != "none" and not ground


def shape_paint(shape: ET.Element, side: str) -> Paint:
    color, opacity = shape.get(side, ""), shape.get(f"{side}-opacity", "1")
    if opacity != "1":
        color = f"rgba{color[3:-1]},{opacity})"
    return Paint(f"{side} of a {shape.tag.removeprefix(SVG)}", color, 1, MARK)


def svg_grounds(drawing: ET.Element, page: Color) -> list[Color]:
    """The page, and the bands that a drawing lays on it."""
    bands = [one for one in drawing.iter(f"{SVG}rect") if one.get("fill-opacity")]
    fills = {shape_paint(one, "fill").color for one in bands}
    return [page, *(over(fill, page) for fill in sorted(fills))]


def slide_paints(xml: ET.Element) -> Iterator[Paint]:
    """Every color of a slide, layout or chart of the deck: of a text, or of anything else."""
    texts = {f"{DRAWING}{name}" for name in ("rPr", "defRPr", "endParaRPr")}
    for parent in xml.iter():
        for color in parent.findall(f"{DRAWING}solidFill/{DRAWING}srgbClr"):
            text = parent.tag in texts
            what = parent.tag.rpartition("}")[2]
            yield Paint(what, f"#{color.get('val')}", 1, TEXT if text else MARK)
