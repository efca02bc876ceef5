"""One chart as a picture: the light template with its title, legend and data version.

The SVG holds the view's numbers as text; the PNG is that SVG in dots, made without a browser.
"""

from __future__ import annotations

from dataclasses import dataclass

from components.chart import Figure
from components.exports.file_name import file_name
from components.exports.fonts import FAMILY, font_faces, font_files
from components.exports.type_size import lines_of, one_line, shortened
from components.forest import forest
from components.legend import legend
from components.look import INK
from components.picture import svg, text_of
from data.rows import View

WIDTH = 760
# Heights in pixels: of the title, and of a line below the chart.
HEAD, LINE = 40, 17
# At both edges, and type below and above the chart, in pixels.
EDGE, SMALL, LARGE = 16, 12, 20
# Dots of a PNG for each pixel of the drawing: sharp on a slide as wide as a screen.
ZOOM = 2


@dataclass(frozen=True)
class Drawing:
    """A figure for a light background, and all that a picture of it says; `name` is the file's."""

    figure: Figure
    title: str
    alt: str
    legend: str
    name: str
    version: str


def drawing_of(view: View | Drawing) -> Drawing:
    """The forest plot of a view; a drawing is one already."""
    if isinstance(view, Drawing):
        return view
    return Drawing(
        forest(view), view.title, view.alt, legend(view), view.outcome, version=view.version
    )


def svg_bytes(view: View | Drawing) -> bytes:
    """A standalone SVG; it embeds the font, so that it looks the same in every browser."""
    return picture(view, f"<style>{font_faces()}</style>").encode()


def png_bytes(view: View | Drawing) -> bytes:
    """The same picture in dots."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=picture(view),
            zoom=ZOOM,
            font_files=list(font_files().values()),
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    )


def picture(view: View | Drawing, style: str = "") -> str:
    """Title, chart, legend and footer below each other on white."""
    drawing = drawing_of(view)
    title, figure = drawing.title, drawing.figure
    below = foot(drawing)
    shown = shortened(title, LARGE, WIDTH - 2 * EDGE, bold=True)
    chart_height = figure["layout"]["height"]
    height = HEAD + chart_height + LINE * (len(below) + 1)
    chart = svg(figure, WIDTH, title, drawing.alt)
    inner = chart.replace("<svg ", f'<svg y="{HEAD}" width="{WIDTH}" height="{chart_height}" ', 1)
    lines = [
        f'<text x="{EDGE}" y="{HEAD + chart_height + LINE * (i + 1)}" font-size="{SMALL}">'
        f"{text_of(line)}</text>"
        for i, line in enumerate(below)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="{FAMILY}, sans-serif" fill="{INK["light"]}">'
        f"<title>{text_of(title)}</title><desc>{text_of(drawing.alt)}</desc>{style}"
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
        f'<text x="{EDGE}" y="27" font-size="{LARGE}" font-weight="700">{text_of(shown)}</text>'
        f"{inner}{''.join(lines)}</svg>"
    )


def foot(view: View | Drawing) -> list[str]:
    """Legend and origin, as lines that fit."""
    drawing = drawing_of(view)
    origin = (
        f"PedInO, data version {drawing.version}. A comparison across studies, not medical advice."
    )
    return [*lines_of(one_line(drawing.legend), SMALL, WIDTH - 2 * EDGE), origin]


def picture_name(view: View | Drawing, ending: str) -> str:
    """What it is and which data: "pedino-response-1a2b3c4d.svg"."""
    name = view.name if isinstance(view, Drawing) else view.outcome
    return file_name(name, view.version, ending)
