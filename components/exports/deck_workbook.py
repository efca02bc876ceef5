"""The workbook behind a chart of the deck: what opens when someone presses "Edit data"."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from components.exports.deck_series import Column, Sheets

# A fixed day: the same brief gives the same file.
NO_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 # a workbook's dates have no time zone
NOTE = "Edit the sheet Rates; the chart's lines follow it. Heights are points above the axis."


def workbook_bytes(sheets: Sheets) -> bytes:
    """One sheet for the table, and sheets for what is drawn from it."""
    from xlsxwriter import Workbook

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        book.set_properties({"author": "PedInO", "comments": NOTE, "created": NO_DAY})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        number = book.add_format({"num_format": "0.0"})
        for name in dict.fromkeys(column.sheet for column in sheets.columns):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            for column in (one for one in sheets.columns if one.sheet == name):
                write_column(sheet, column, head, number)
    return file.getvalue()


def write_column(sheet: Any, column: Column, head: Any, number: Any) -> None:
    """Header and cells; a formula carries its value for readers that do not calculate."""
    texts = [value for value in column.values if isinstance(value, str)]
    width = min(max(map(len, texts), default=9) + 2, 60)
    sheet.set_column(column.place, column.place, max(width, 11))
    sheet.write_string(0, column.place, column.header, head)
    for i, (value, formula) in enumerate(column.cells, start=1):
        style = number if isinstance(value, float) else None
        if formula:
            sheet.write_formula(i, column.place, formula, style, value)
        elif value is not None:
            sheet.write(i, column.place, value, style)
