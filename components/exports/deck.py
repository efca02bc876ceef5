"""The deck: the story of a brief as slides that can be projected, edited and checked.

One slide or several for each part: a real title, its sentences, a native chart or table, and in the
notes everything that was said, its sources and the link that restores it. Computes no number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from components.exports.about import which_studies
from components.exports.deck_chart import draw_forest
from components.exports.deck_layouts import (
    ACCENT,
    ACROSS,
    CHART,
    EMU,
    FOOTER,
    MARGIN,
    NUMBER,
    OPENING,
    OPENING_ACCENT,
    OPENING_TEXT,
    QUIET,
    TABLE,
    TITLE,
    TOP,
    Box,
    empty_deck,
    number_xml,
    place_xml,
)
from components.exports.deck_pages import GAP, INDENT, Page, key_of, pages_of
from components.exports.deck_table import Grid, draw_grid
from components.exports.type_size import lines_of, one_line, shortened, slide_text, text_width
from components.look import row_color
from data.brief import Brief
from data.story import tell
from data.story_parts import Part
from data.story_words import heading

FOOTER_TEXT = "data version {} · cross-study comparison, not medical advice"
FOOTER_SIZE = 11
OPEN = "Open this selection in PedInO"
SMALLER_TITLE = 20


def deck_bytes(brief: Brief, keys: Iterable[str] | None = None) -> bytes:
    """The presentation as a file: all parts of the story, or those named, in its order."""
    deck = empty_deck()
    for part in tell(brief, keys):
        for page in [Page(one_line(part.title))] if part.key == "title" else pages_of(part):
            slide = add_slide(deck, part, page)
            add_footer(slide, brief, part)
            add_notes(slide, part, page)
    describe(deck, brief)
    return saved(deck)


def add_slide(deck: Any, part: Part, page: Page) -> Any:
    """A slide in the layout of its content."""
    if part.key == "title":
        return opening_slide(deck, part)
    name = "Text and chart" if page.forest else "Text and table" if page.grid else "Text"
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name(name))
    set_title(slide, page.title, TITLE.box.width, TITLE.size, 1)
    color = row_color(part.view.outcome, "children") if part.view else QUIET
    add_accent(slide, ACCENT, color)
    set_sentences(slide.placeholders[1], page)
    draw_content(slide, part, page)
    return slide


def opening_slide(deck: Any, part: Part) -> Any:
    """The question, the selection in words, and the link to it."""
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title"))
    set_title(slide, one_line(part.title), OPENING.box.width, OPENING.size, 2)
    add_accent(slide, OPENING_ACCENT, row_color("response", "children"))
    texts = [shortened(one_line(text), 20, OPENING_TEXT.box.width, 3) for text in part.sentences]
    frame = slide.placeholders[1].text_frame
    add_paragraphs(frame, texts, OPENING_TEXT.size)
    run = add_paragraph(frame, OPEN, 18).runs[0]
    run.hyperlink.address = part.link
    return slide


def set_title(slide: Any, title: str, width: float, size: float, most: int) -> None:
    """The title in its size, or smaller on two lines; a longer one ends with "…"."""
    from pptx.util import Pt

    run = slide.shapes.title.text_frame.paragraphs[0].add_run()
    if len(lines_of(title, size, width, bold=True)) <= most:
        run.text = title
        return
    name, count = numbered_title(title)
    room = width - text_width(count, SMALLER_TITLE, bold=True) / 2
    run.text = f"{shortened(name, SMALLER_TITLE, room, 2, bold=True)}{count}"
    run.font.size = Pt(SMALLER_TITLE)


def numbered_title(title: str) -> tuple[str, str]:
    """The title, and its " (2 of 3)", which is never shortened."""
    name, bracket, rest = title.rpartition(" (")
    is_count = bracket and " of " in rest and rest.endswith(")")
    return (name, bracket + rest) if is_count else (title, "")


def add_accent(slide: Any, box: Box, color: str) -> None:
    """A small bar in the colour of the outcome; decoration without a text."""
    from pptx.dml.color import RGBColor
    from pptx.enum.shapes import MSO_SHAPE

    bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu)
    bar.name = "Accent"
    bar.fill.solid()
    bar.fill.fore_color.rgb = RGBColor.from_string(color[1:])  # type: ignore[no-untyped-call] # theirs
    bar.line.fill.background()
    bar.shadow.inherit = False


def set_sentences(placeholder: Any, page: Page) -> None:
    """The sentences in their placeholder, which goes when there are none."""
    if not page.sentences:
        placeholder.element.getparent().remove(placeholder.element)
        return
    box = Box(MARGIN, TOP, ACROSS, page.text_height)
    placeholder.left, placeholder.top, placeholder.width, placeholder.height = box.emu
    texts = [slide_text(sentence) for sentence in page.sentences]
    add_paragraphs(placeholder.text_frame, texts, page.size)
    if page.first_number:
        number_paragraphs(placeholder.text_frame, page.first_number)


def add_paragraphs(frame: Any, texts: Sequence[str], size: float) -> None:
    for text in texts:
        add_paragraph(frame, text, size)


def add_paragraph(frame: Any, text: str, size: float) -> Any:
    """One more paragraph; a new frame has an empty one to begin with."""
    from pptx.util import Pt

    first = frame.paragraphs[0]
    paragraph = frame.add_paragraph() if first.runs else first
    paragraph.space_after = Pt(GAP)
    run = paragraph.add_run()
    run.text, run.font.size = text, Pt(size)
    return paragraph


def number_paragraphs(frame: Any, first: int) -> None:
    """A native list, which goes on counting on the next slide."""
    from pptx.oxml import parse_xml

    for paragraph in frame.paragraphs:
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 # lists have no public name
        properties.set("marL", str(INDENT * EMU))
        properties.set("indent", str(-INDENT * EMU))
        properties.append(
            parse_xml(
                '<a:buAutoNum xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
                f'type="arabicPeriod" startAt="{first}"/>'
            )
        )


def draw_content(slide: Any, part: Part, page: Page) -> None:
    """The chart or the table of the page."""
    placeholders = {one.placeholder_format.idx: one for one in slide.placeholders}
    if page.forest and part.view:
        alt = one_line(part.view.alt)
        key = key_of(part.view, page.below)
        draw_forest(placeholders[CHART.number], page.forest, page.below_text, key, alt)
    if page.grid:
        draw_grid(
            placeholders[TABLE.number], page.grid, page.below_text, table_alt(page.title, page.grid)
        )


def table_alt(title: str, grid: Grid) -> str:
    """What a screen reader speaks before it reads the table."""
    rows = ", ".join(dict.fromkeys(row[0] for row in grid.rows))
    return one_line(
        f"Table “{title}”: {len(grid.rows)} rows and {len(grid.names)} columns. "
        f"Columns: {', '.join(grid.names)}. Rows: {rows}."
    )


def add_footer(slide: Any, brief: Brief, part: Part) -> None:
    """Quiet: whose data, of which version, no advice; its first word opens the selection."""
    from pptx.oxml import parse_xml

    tree = slide.shapes._spTree  # noqa: SLF001 # python-pptx leaves footers out
    number = max(shape.shape_id for shape in slide.shapes) + 1
    tree.append(parse_xml(place_xml(FOOTER, number, "<a:p/>")))
    tree.append(parse_xml(place_xml(NUMBER, number + 1, number_xml())))
    paragraph = next(
        shape for shape in slide.placeholders if shape.placeholder_format.idx == FOOTER.number
    ).text_frame.paragraphs[0]
    link = paragraph.add_run()
    link.text, link.hyperlink.address = "PedInO", part.link
    said = one_line(f"· {FOOTER_TEXT.format(brief.version)} · asked for: {'; '.join(brief.asked)}")
    paragraph.add_run().text = f" {shortened(said, FOOTER_SIZE, FOOTER.box.width - 60)}"


def add_notes(slide: Any, part: Part, page: Page) -> None:
    """What is said, in full; where it was read; and the link that restores it."""
    frame = slide.notes_slide.notes_text_frame
    texts = [one_line(text) for text in (*part.sentences, *page.cut, *part.sources)]
    frame.text = "\n".join([*texts, ""])
    link = frame.paragraphs[-1].add_run()
    link.text, link.hyperlink.address = part.link, part.link


def describe(deck: Any, brief: Brief) -> None:
    """Title, author and version; no dates, so that the same brief gives the same file."""
    said = deck.core_properties
    said.title = f"{heading(brief)}: {which_studies(brief)} side by side"
    said.subject = one_line("; ".join(brief.asked))[:255]
    said.author = said.last_modified_by = "PedInO"
    said.comments = FOOTER_TEXT.format(brief.version).capitalize()
    said.keywords = ""
    said.revision = 1
    element = said._element  # noqa: SLF001 # dates can only be set, not left out
    for date in [child for child in element if child.tag.endswith(("}created", "}modified"))]:
        element.remove(date)


def saved(deck: Any) -> bytes:
    """The file; its archive carries no time of day."""
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    written, settled = BytesIO(), BytesIO()
    deck.save(written)
    with ZipFile(written) as source, ZipFile(settled, "w") as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name), source.read(name), ZIP_DEFLATED)
    return settled.getvalue()
