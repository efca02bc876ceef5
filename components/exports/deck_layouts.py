"""The empty deck: 16:9, our colours, Arial, and four layouts with real placeholders.

All places on a slide are written here, in points from its upper left corner. Nothing here knows
what a slide says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from components.look import ADULTS, INK, OUTCOME_COLORS

WIDTH, HEIGHT, MARGIN = 960, 540, 36
EMU = 12700
# Where the content of a slide may stand, between the title and the footer.
TOP, BOTTOM = 66, 508
ACROSS = WIDTH - 2 * MARGIN
DARK, QUIET = INK["light"], "#5B6B78"
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
THEME_COLORS = {
    "dk2": DARK,
    "accent1": OUTCOME_COLORS["response"],
    "accent2": OUTCOME_COLORS["mrd_negative"],
    "accent3": OUTCOME_COLORS["sos_post_hsct"],
    "accent4": ADULTS,
    "hlink": OUTCOME_COLORS["response"],
    "folHlink": ADULTS,
}


@dataclass(frozen=True)
class Box:
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[int, int, int, int]:
        return tuple(round(value * EMU) for value in self.parts)  # type: ignore[return-value] # four

    @property
    def parts(self) -> tuple[float, float, float, float]:
        return (self.left, self.top, self.width, self.height)


@dataclass(frozen=True)
class Place:
    """A placeholder of a layout; its number ties the slide's shape to it."""

    kind: str
    number: int
    name: str
    box: Box
    size: float
    style: str = ""
    anchor: str = "t"
    bold: bool = False
    color: str = DARK


TITLE = Place("title", 0, "Title", Box(50, 18, 874, 46), 28, anchor="ctr", bold=True)
BODY = Place("body", 1, "Text", Box(MARGIN, TOP, ACROSS, BOTTOM - TOP), 18)
CHART = Place("chart", 13, "Chart", BODY.box, 18)
TABLE = Place("tbl", 13, "Table", BODY.box, 18)
FOOTER = Place("ftr", 11, "Footer", Box(MARGIN, 513, 780, 16), 11, color=QUIET)
NUMBER = Place("sldNum", 12, "Slide number", Box(844, 513, 80, 16), 11, 'algn="r"', color=QUIET)
OPENING = Place("ctrTitle", 0, "Title", Box(72, 120, 816, 100), 40, anchor="b", bold=True)
OPENING_TEXT = Place("subTitle", 1, "Subtitle", Box(72, 248, 816, 240), 20)
ACCENT = Box(MARGIN, 23, 6, 36)
OPENING_ACCENT = Box(72, 230, 160, 5)

# Name -> place in python-pptx's own template, kind of layout, and its placeholders.
LAYOUTS = {
    "Title": (0, "title", (OPENING, OPENING_TEXT)),
    "Text": (1, "tx", (TITLE, BODY)),
    "Text and chart": (3, "txAndChart", (TITLE, BODY, CHART)),
    "Text and table": (8, "tbl", (TITLE, BODY, TABLE)),
}


def empty_deck() -> Any:
    """A presentation without slides that knows our layouts and no others."""
    from pptx import Presentation
    from pptx.util import Emu

    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(WIDTH * EMU), Emu(HEIGHT * EMU)
    own_theme(deck)
    own_master(deck.slide_master)
    for name, (index, kind, places) in LAYOUTS.items():
        own_layout(deck.slide_layouts[index], name, kind, places)
    for layout in [layout for layout in deck.slide_layouts if layout.name not in LAYOUTS]:
        deck.slide_layouts.remove(layout)
    drop_leftovers(deck)
    return deck


def own_theme(deck: Any) -> None:
    """Our colours and Arial instead of the template's."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    xml = part.blob.decode("utf-8").replace('<a:latin typeface="Calibri"/>', latin())
    for name, color in THEME_COLORS.items():
        own = f'<a:{name}><a:srgbClr val="{color[1:]}"/></a:{name}>'
        xml = re.sub(f"<a:{name}>.*?</a:{name}>", own, xml)
    part._blob = xml.encode("utf-8")  # noqa: SLF001 # python-pptx reads a theme, but cannot write it


def latin() -> str:
    return '<a:latin typeface="Arial"/>'


def own_master(master: Any) -> None:
    """Places, sizes and alignment for whoever adds a slide by hand."""
    from pptx.oxml.ns import qn

    replace_shapes(master, (TITLE, BODY, FOOTER, NUMBER))
    styles = master.element.find(qn("p:txStyles"))
    set_style(styles.find(qn("p:titleStyle")), TITLE.size, bold=True)
    set_style(styles.find(qn("p:bodyStyle")), BODY.size, bold=False)


def set_style(style: Any, size: float, *, bold: bool) -> None:
    """The first level: left, without bullet, in our size and ink."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    level = style.find(qn("a:lvl1pPr"))
    own = parse_xml(level_xml("", size, DARK, bold=bold))
    style.replace(level, own)


def level_xml(style: str, size: float, color: str, *, bold: bool) -> str:
    font = '<a:latin typeface="Arial"/><a:cs typeface="Arial"/>'
    fill = f'<a:solidFill><a:srgbClr val="{color[1:]}"/></a:solidFill>'
    return (
        f'<a:lvl1pPr {NAMESPACES} marL="0" indent="0" {style}><a:spcBef><a:spcPts val="0"/>'
        f'</a:spcBef><a:buNone/><a:defRPr sz="{round(size * 100)}" b="{int(bold)}">{fill}{font}'
        "</a:defRPr></a:lvl1pPr>"
    )


def own_layout(layout: Any, name: str, kind: str, places: tuple[Place, ...]) -> None:
    layout.name = name
    layout.element.set("type", kind)
    replace_shapes(layout, (*places, FOOTER, NUMBER))


def replace_shapes(page: Any, places: tuple[Place, ...]) -> None:
    """A master or layout with exactly these placeholders."""
    from pptx.oxml import parse_xml

    tree = page.shapes._spTree  # noqa: SLF001 # layouts have no public way to add a placeholder
    for shape in list(page.shapes):
        tree.remove(shape.element)
    for i, place in enumerate(places):
        tree.append(parse_xml(place_xml(place, i + 2)))


def place_xml(place: Place, number: int, text: str = "") -> str:
    """The shape of a placeholder with its place, insets and type."""
    x, y, width, height = place.box.emu
    level = level_xml(place.style, place.size, place.color, bold=place.bold)
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{place.name}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{place.kind}" '
        f'idx="{place.number}"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f'</a:prstGeom></p:spPr><p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" '
        f'bIns="0" anchor="{place.anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle>{level}'
        f"</a:lstStyle>{text or sample(place)}</p:txBody></p:sp>"
    )


def sample(place: Place) -> str:
    """What an empty placeholder shows to whoever edits the layout."""
    if place.kind == "sldNum":
        return number_xml()
    return f'<a:p><a:r><a:rPr lang="en-US"/><a:t>{place.name}</a:t></a:r></a:p>'


def number_xml() -> str:
    field = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
    text = '<a:rPr lang="en-US"/><a:t>‹#›</a:t>'
    return f'<a:p><a:fld id="{field}" type="slidenum">{text}</a:fld></a:p>'


def drop_leftovers(deck: Any) -> None:
    """The template's thumbnail and printer settings belong to another deck."""
    for owner in (deck.part.package, deck.part):
        rels = owner._rels  # noqa: SLF001 # parts without a public name
        for key in [
            k for k, rel in rels.items() if rel.reltype.endswith(("thumbnail", "Settings"))
        ]:
            rels.pop(key)
