"""The tables of the deck: native ones in 18 points, split where a slide is full.

Heights are estimated from the widths of the words, so that no row ever reaches the footer. Every
part of a split table repeats the header.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components.exports.deck_layouts import ACROSS, BOTTOM, EMU, MARGIN, NAMESPACES, TOP, Box
from components.exports.type_size import LINE, lines_of, one_line, shortened, slide_text, text_width
from data.story_tables import TableLine

SIZE = 18
SIDE, ABOVE = 7, 4
# A cell longer than this is shortened; its full text stands in the notes.
MOST_LINES = 7
# No column is made so wide for one long text that the others have no room.
WIDEST = 320
# The first column holds a name on one line, if it is no longer than this.
WIDEST_NAME = 190
HEADER_RULE, ROW_RULE = ("#5B6B78", 1.5), ("#C9D1D8", 0.75)


@dataclass(frozen=True)
class Grid:
    """A part of a table that fits on its slide; `cut` are the full texts of shortened cells."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    cut: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        return sum(self.heights)


def grids_of(lines: Sequence[TableLine], first_room: float) -> list[Grid]:
    """The table in parts: the first one has the room below the sentences, all others a slide."""
    names = tuple(map(slide_text, lines[0]))
    texts = [tuple(map(cell_words, line.values())) for line in lines]
    widths = column_widths(names, texts)
    rows = [tuple(map(cell_text, row, widths)) for row in texts]
    header = row_height(names, widths, bold=True)
    heights = [row_height(row, widths) for row in rows]
    return [
        Grid(
            names,
            tuple(rows[a:b]),
            widths,
            (header, *heights[a:b]),
            cut_texts(rows[a:b], texts[a:b]),
        )
        for a, b in pages(heights, first_room - header, BOTTOM - TOP - header)
    ]


def cell_words(text: str) -> str:
    """A rate may stand above its interval, so that three columns of rates leave room for words."""
    return slide_text(text).replace("\u00a0[", " [").replace(" mg/m²", "\u00a0mg/m²")


def cell_text(text: str, width: float) -> str:
    return shortened(text, SIZE, width - 2 * SIDE, MOST_LINES)


def cut_texts(shown: Sequence[tuple[str, ...]], full: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What was shortened, in full."""
    pairs = zip(shown, full, strict=True)
    return tuple(
        one_line(text)
        for kept, texts in pairs
        for short, text in zip(kept, texts, strict=True)
        if short != text
    )


def column_widths(names: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Each column holds its longest word; what is left goes where it saves the most lines."""
    columns = list(zip(*rows, strict=True))
    widths = [least_width(name, texts) for name, texts in zip(names, columns, strict=True)]
    widths[0] = max(widths[0], min(widest(names[0], columns[0]), WIDEST_NAME))
    if sum(widths) > ACROSS:
        return tuple(width * ACROSS / sum(widths) for width in widths)
    wanted = [widest(name, texts) for name, texts in zip(names, columns, strict=True)]
    spare = [max(want - width, 0) for want, width in zip(wanted, widths, strict=True)]
    share = min(1, (ACROSS - sum(widths)) / (sum(spare) or 1))
    filled = [width + share * more for width, more in zip(widths, spare, strict=True)]
    return tuple(width * ACROSS / sum(filled) for width in filled)


def least_width(name: str, texts: Sequence[str]) -> float:
    words = [text_width(word, SIZE) for text in texts for word in text.split(" ")]
    heads = [text_width(word, SIZE, bold=True) for word in name.split(" ")]
    return min(max(*words, *heads), WIDEST) + 2 * SIDE + 1


def widest(name: str, texts: Sequence[str]) -> float:
    """The width that a column would like, so that none of its texts has to break."""
    natural = [text_width(name, SIZE, bold=True), *(text_width(text, SIZE) for text in texts)]
    return max(natural) + 2 * SIDE + 1


def row_height(cells: Sequence[str], widths: Sequence[float], *, bold: bool = False) -> float:
    lines = (
        len(lines_of(cell, SIZE, width - 2 * SIDE, bold=bold))
        for cell, width in zip(cells, widths, strict=True)
    )
    return max(lines) * SIZE * LINE + 2 * ABOVE


def pages(heights: Sequence[float], first: float, later: float) -> list[tuple[int, int]]:
    """From which row to which each slide goes: [(0, 5), (5, 9)]; a slide has at least one row."""
    starts, room = [0], first
    for i, height in enumerate(heights):
        if height > room and i > starts[-1]:
            starts.append(i)
            room = later
        room -= height
    while len(starts) > 1 and uneven(heights, starts, later):
        starts[-1] -= 1
    return list(zip(starts, [*starts[1:], len(heights)], strict=True))


def uneven(heights: Sequence[float], starts: Sequence[int], room: float) -> bool:
    """Whether the last slide has room for a row of a fuller one before it."""
    last, before = len(heights) - starts[-1], starts[-1] - starts[-2]
    return before - last > 1 and sum(heights[starts[-1] - 1 :]) <= room


def draw_grid(placeholder: Any, grid: Grid, top: float, alt: str) -> None:
    """Put the table into its placeholder, below `top`."""
    frame = placeholder.insert_table(len(grid.heights), len(grid.names))
    box = Box(MARGIN, top, ACROSS, grid.height)
    frame.left, frame.top, frame.width, frame.height = box.emu
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)  # noqa: SLF001 # no public name
    style_table(frame.table, grid)


def style_table(table: Any, grid: Grid) -> None:
    from pptx.oxml.ns import qn

    table.horz_banding = False
    style = table._tbl.tblPr.find(qn("a:tableStyleId"))  # noqa: SLF001 # no public name
    style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = round(width * EMU)
    for row, height in zip(table.rows, grid.heights, strict=True):
        row.height = round(height * EMU)
    for i, cells in enumerate((grid.names, *grid.rows)):
        for j, text in enumerate(cells):
            fill_cell(table.cell(i, j), text, grid.widths[j], header=i == 0)


def fill_cell(cell: Any, text: str, width: float, *, header: bool) -> None:
    from pptx.oxml import parse_xml
    from pptx.util import Pt

    cell.margin_left = cell.margin_right = Pt(SIDE)
    cell.margin_top = cell.margin_bottom = Pt(ABOVE)
    paragraph = cell.text_frame.paragraphs[0]
    for i, line in enumerate(rate_lines(text, width - 2 * SIDE)):
        if i:
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = line, Pt(SIZE), header
    color, rule = HEADER_RULE if header else ROW_RULE
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 # borders have no public name
    properties.append(parse_xml(rule_xml(color, rule)))


def rate_lines(text: str, width: float) -> list[str]:
    """A rate too wide for its cell stands above its interval; else an app would tear "[8–" off."""
    rate, bracket, rest = text.partition(" [")
    lone = bracket and rest.endswith("]") and "\u00a0%" in rate
    return [rate, f"[{rest}"] if lone and text_width(text, SIZE) > width else [text]


def rule_xml(color: str, width: float) -> str:
    fill = f'<a:solidFill><a:srgbClr val="{color[1:]}"/></a:solidFill>'
    return f'<a:lnB {NAMESPACES} w="{round(width * EMU)}">{fill}</a:lnB>'
