"""A brief as an Excel workbook: one table a sheet, numbers as numbers, every column explained.

After reading this you know how a cell is written. A text is always written as text: nothing that
stands in a study file becomes a formula, and only what was typed as an address becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from components.exports.about import (
    LICENSE_TEXT,
    NOTES,
    TITLE,
    bottom_lines,
    how_to_cite,
    own_series_lines,
    what,
)
from components.exports.pooled_tables import pooled
from components.exports.source_tables import ledger, left_out, not_found, sources
from components.exports.study_tables import numbers, results, studies
from components.exports.table import Table, dictionary
from components.exports.workbook_styles import HEADER_HEIGHT, Styles, height, pages_wide, width
from data.brief import Brief

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
CREATED = datetime(2026, 1, 1, tzinfo=UTC)  # always the same: the same brief, the same bytes
ABOUT, LINK = "About", "Link"
ABOUT_WIDTHS = (18, 118)
A4 = 9
LONGEST_LINK = 2_000  # characters that Excel takes; a longer one stays text
NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ADDRESS = re.compile(r"https?://\S+")


def workbook_bytes(brief: Brief) -> bytes:
    """The whole workbook, ready to be saved."""
    stream = BytesIO()
    tables = workbook_tables(brief)
    with Workbook(stream, OPTIONS) as book:
        book.set_properties({"title": TITLE, "comments": LICENSE_TEXT, "created": CREATED})
        styles = Styles(book)
        draw_about(book.add_worksheet(ABOUT), styles, brief, tables)
        for table in tables:
            draw_table(book.add_worksheet(table.title), styles, table, brief.version)
    return stream.getvalue()


def workbook_tables(brief: Brief) -> tuple[Table, ...]:
    """The sheets in their order; the last one explains the columns of all."""
    makers = (studies, results, numbers, pooled, sources, ledger, not_found, left_out)
    tables = tuple(make(brief) for make in makers)
    return (*tables, dictionary({table.title: table for table in tables}, where="sheet"))


def draw_table(sheet: Worksheet, styles: Styles, table: Table, version: str) -> None:
    """A header that stays in sight, one row a record, filters, and pages to print."""
    rows = table.rows
    widths = draw_header(sheet, styles, table)
    for line, row in enumerate(rows, start=1):
        sheet.set_row(line, height(widths, row))
        for place, (name, value) in enumerate(zip(table.columns, row, strict=True)):
            write(sheet, (line, place), value, styles, name)
    sheet.freeze_panes(1, table.fixed)
    sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)
    set_up_pages(sheet, pages_wide(widths, table.fixed), version)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, table.fixed - 1)


def draw_header(sheet: Worksheet, styles: Styles, table: Table) -> list[int]:
    """The names of the columns; returns how wide each column was made."""
    widths = []
    for place, name in enumerate(table.columns):
        values = [row[place] for row in table.rows]
        numeric = any(isinstance(value, int | float) for value in values)
        look = styles.header_of_numbers if numeric else styles.header
        sheet.write_string(0, place, name, look)
        widths.append(width(name, values))
        sheet.set_column(place, place, widths[-1])
    sheet.set_row(0, HEADER_HEIGHT)
    return widths


def set_up_pages(sheet: Worksheet, across: int, version: str) -> None:
    """Landscape, all columns on as few pages as stay readable."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(across, 0)
    sheet.print_across()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L&8PedInO, data version {version}&C&8&A&R&8&P / &N")


def write(
    sheet: Worksheet, at: tuple[int, int], value: Any, styles: Styles, column: str = ""
) -> None:
    """A number as number, a text as text; what is missing stays empty.

    In a column of addresses each is a link: a name or a note that looks like one is none.
    """
    if value is None:
        sheet.write_blank(*at, None, styles.text)
    elif isinstance(value, int | float):
        sheet.write_number(*at, value, styles.number(column))
    else:
        write_text(sheet, at, str(value), styles, is_address=column.endswith("_url"))


def write_text(
    sheet: Worksheet, at: tuple[int, int], text: str, styles: Styles, *, is_address: bool
) -> None:
    """A text without the characters that XML forbids, as a link if it is meant as an address.

    XlsxWriter cuts a text after the 32 767 characters that Excel holds in a cell.
    """
    safe = NOT_XML.sub("\ufffd", text)
    if is_address and len(safe) <= LONGEST_LINK and ADDRESS.fullmatch(safe):
        sheet.write_url(*at, safe, styles.link, string=safe)
    else:
        sheet.write_string(*at, safe, styles.text)


def draw_about(sheet: Worksheet, styles: Styles, brief: Brief, tables: Sequence[Table]) -> None:
    """What the workbook is, what was asked, and where what stands."""
    for place, characters in enumerate(ABOUT_WIDTHS):
        sheet.set_column(place, place, characters)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 2 * HEADER_HEIGHT)
    sheet.write_string(0, 0, TITLE, styles.title)
    line = 1
    for label, texts in about_lines(brief):
        sheet.write_string(line, 0, label, styles.label)
        for text in texts:
            sheet.set_row(line, height(ABOUT_WIDTHS, ("", text)))
            write_text(sheet, (line, 1), text, styles, is_address=label == LINK)
            line += 1
    draw_contents(sheet, styles, line, tables)
    set_up_pages(sheet, 1, brief.version)


def draw_contents(sheet: Worksheet, styles: Styles, line: int, tables: Sequence[Table]) -> None:
    """The sheets, each as a link to it."""
    sheet.write_string(line, 0, "Sheets", styles.label)
    for place, table in enumerate(tables, start=line):
        said = f"{table.title}: {table.about} Rows: {len(table.records)}."
        sheet.write_url(place, 1, f"internal:'{table.title}'!A1", styles.link, string=said)


def about_lines(brief: Brief) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Labels with one line or more beside each."""
    own = own_series_lines(brief)
    return (
        *((("Own series", own),) if own else ()),
        ("What it is", (what(brief),)),
        ("Asked for", brief.asked),
        ("Bottom line", bottom_lines(brief)),
        ("Read with care", NOTES),
        ("Data version", (brief.version,)),
        (LINK, (brief.link(),)),
        ("How to cite", (how_to_cite(brief),)),
        ("License", (LICENSE_TEXT,)),
    )
