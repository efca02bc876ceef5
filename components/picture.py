"""Plotly figure -> SVG: the same chart as a vector drawing, without a browser.

Draws what `chart.py` puts into a figure and nothing else, so that picture, handout and screen
cannot differ: lines, filled outlines, markers, texts, rails and bands. Knows no Streamlit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt
from xml.sax.saxutils import quoteattr

from components.blocks import SPACING
from components.chart import Figure
from components.look import FONT

Point = tuple[float, float]

# How far below its upper edge the baseline of a text lies, as a part of its size.
ASCENT = 0.93


@dataclass(frozen=True)
class Scale:
    """From the figure's units to pixels of a picture that is `width` wide."""

    figure: Figure
    width: float

    @property
    def layout(self) -> Figure:
        layout: Figure = self.figure["layout"]
        return layout

    @property
    def left(self) -> float:
        return float(self.layout["margin"]["l"])

    @property
    def inside(self) -> float:
        return self.width - self.left - float(self.layout["margin"]["r"])

    def x(self, value: float) -> float:
        low, high = map(float, self.layout["xaxis"]["range"])
        start, end = self.layout["xaxis"]["domain"]
        return self.on_paper(start + (end - start) * (value - low) / (high - low))

    def on_paper(self, share: float) -> float:
        """A place given as a part of the plot's width."""
        return self.left + self.inside * share


def svg(figure: Figure, width: int, title: str, description: str, style: str = "") -> str:
    """The figure as a standalone SVG of `width` pixels, with title and description to be read."""
    scale = Scale(figure, width)
    height = figure["layout"]["height"]
    color = figure["layout"]["font"]["color"]
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" ',
            f"font-family={quoteattr(FONT)} fill={quoteattr(color)}>",
            f"<title>{text_of(title)}</title><desc>{text_of(description)}</desc>{style}",
            *shapes(scale),
            *ticks(scale),
            *(part for trace in figure["data"] for part in drawn_trace(scale, trace)),
            *(written(scale, one) for one in figure["layout"]["annotations"] if one["text"]),
            "</svg>",
        ]
    )


def text_of(words: str) -> str:
    """Plain words as XML."""
    return printable(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def printable(words: str) -> str:
    """The words without the control characters that XML forbids."""
    return "".join(c for c in words if c.isprintable() or c == " ")


def shapes(scale: Scale) -> Iterator[str]:
    """Bands behind every other row, rails and their ticks."""
    for shape in scale.layout["shapes"]:
        if shape["type"] == "rect":
            x0, x1 = scale.on_paper(shape["x0"]), scale.on_paper(shape["x1"])
            yield (
                f'<rect x="{x0:.1f}" y="{shape["y0"]:.1f}" width="{x1 - x0:.1f}" '
                f'height="{shape["y1"] - shape["y0"]:.1f}" {paint("fill", shape["fillcolor"])}/>'
            )
        else:
            ends = [(scale.x(shape[f"x{i}"]), shape[f"y{i}"]) for i in (0, 1)]
            yield path(ends, shape["line"]["color"], shape["line"]["width"])


def ticks(scale: Scale) -> Iterator[str]:
    """The words of the axis, below everything."""
    axis, size = scale.layout["xaxis"], scale.layout["font"]["size"]
    y = scale.layout["yaxis"]["range"][0] + scale.layout["margin"]["b"] / 2
    for value, words in zip(axis["tickvals"], axis["ticktext"], strict=True):
        yield (
            f'<text x="{scale.x(value):.1f}" y="{y:.1f}" text-anchor="middle" '
            f'font-size="{size}">{text_of(words)}</text>'
        )


def drawn_trace(scale: Scale, trace: Figure) -> Iterator[str]:
    """One trace: lines with gaps, a filled outline, or markers."""
    points = [
        None if x is None or y is None else (scale.x(x), float(y))
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    if trace.get("mode") == "markers":
        yield from markers([point for point in points if point], trace["marker"])
    elif trace["x"] and trace.get("mode") != "lines":
        raise ValueError(f"a picture cannot draw the mode {trace.get('mode')}")
    elif trace["x"]:
        fill = trace.get("fillcolor", "none")
        line = trace["line"]
        yield from (path(run, line["color"], line["width"], fill) for run in runs(points))


def runs(points: Iterable[Point | None]) -> Iterator[list[Point]]:
    """The stretches of a line between its gaps."""
    for there, stretch in groupby(points, key=lambda point: point is not None):
        if there:
            yield [point for point in stretch if point]


def path(points: Iterable[Point], color: str, width: float, fill: str = "none") -> str:
    steps = " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{steps}" {paint("stroke", color)} stroke-width="{width:g}" fill="{fill}"/>'


def paint(what: str, color: str) -> str:
    """A colour with its opacity apart: Office does not read `rgba()` in a drawing."""
    if not color.startswith("rgba"):
        return f'{what}="{color}"'
    *rgb, opacity = color.removeprefix("rgba(").removesuffix(")").split(",")
    return f'{what}="rgb({",".join(rgb)})" {what}-opacity="{opacity}"'


def markers(points: list[Point], style: Figure) -> Iterator[str]:
    sizes = style["size"] if isinstance(style["size"], list) else [style["size"]] * len(points)
    for (x, y), size in zip(points, sizes, strict=True):
        yield MARKS[style["symbol"]](x, y, size, style)


def square(x: float, y: float, size: float, style: Figure) -> str:
    corner = f'x="{x - size / 2:.1f}" y="{y - size / 2:.1f}"'
    return f'<rect {corner} width="{size:.1f}" height="{size:.1f}" fill="{style["color"]}"/>'


def circle(x: float, y: float, size: float, style: Figure) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size / 2:.1f}" fill="{style["color"]}"/>'


def ring(x: float, y: float, size: float, style: Figure) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size / 2:.1f}" fill="none" '
        f'stroke="{style["color"]}" stroke-width="{style["line"]["width"]}"/>'
    )


def triangle(x: float, y: float, size: float, style: Figure) -> str:
    return f'<polygon points="{corners(x, y, size)}" fill="{style["color"]}"/>'


def open_triangle(x: float, y: float, size: float, style: Figure) -> str:
    return (
        f'<polygon points="{corners(x, y, size)}" fill="none" '
        f'stroke="{style["color"]}" stroke-width="{style["line"]["width"]}"/>'
    )


def corners(x: float, y: float, size: float) -> str:
    """Of a triangle as Plotly draws it: its top is as far from its place as a circle's edge."""
    radius = size / 2
    half, foot = radius * 2 / sqrt(3), y + radius / 2
    return f"{x - half:.1f},{foot:.1f} {x + half:.1f},{foot:.1f} {x:.1f},{y - radius:.1f}"


# Plotly's names of the markers that our charts use; another one is an error, never left out.
MARKS = {
    "square": square,
    "circle": circle,
    "circle-open": ring,
    "triangle-up": triangle,
    "triangle-up-open": open_triangle,
}


def written(scale: Scale, note: Figure) -> str:
    """One text; Plotly's own markup in ours is a bold name, which may take several lines."""
    words, size = printable(str(note["text"])), note["font"]["size"]
    bold = words.startswith("<b>")
    plain = words.removeprefix("<b>").removesuffix("</b>") if bold else words
    anchor = {"left": "start", "center": "middle", "right": "end"}[note["xanchor"]]
    attributes = {
        "x": f"{scale.on_paper(note['x']):.1f}",
        "y": f"{note['y'] + ASCENT * size:.1f}",
        "font-size": size,
        "text-anchor": anchor if anchor != "start" else None,
        "font-weight": 700 if bold else None,
        "opacity": note.get("opacity"),
    }
    said = " ".join(f'{name}="{value}"' for name, value in attributes.items() if value is not None)
    return f"<text {said}>{below_each_other(plain.split('<br>'), attributes['x'])}</text>"


def below_each_other(lines: Sequence[str], x: object) -> str:
    """The lines of one text, as far apart as Plotly writes them."""
    first, *others = lines
    return first + "".join(f'<tspan x="{x}" dy="{SPACING}em">{line}</tspan>' for line in others)
