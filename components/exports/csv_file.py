"""A view as CSV: every column, numbers as numbers, no formula for a spreadsheet to run."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from components.exports.file_name import file_name
from data.columns import view_table
from data.rows import View

# A spreadsheet would run a text that begins like this as a formula. Where commas are decimal signs
# it parts the lines of a CSV at each semicolon and line end, also in the middle of our texts, and
# a quotation mark there is none of the text.
FORMULA_START = re.compile(r'(?:^|(?<=[;\t\r\n]))(?="*[=+@-])|^(?=[\t\r\n])')


def csv_bytes(view: View) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read m² and names right."""
    table = view_table(view)
    rows = [[harmless(value) for value in row] for row in table.itertuples(index=False)]
    # dtype=object keeps a count whole beside a missing one: 11 never becomes 11.0
    safe = pd.DataFrame(rows, columns=table.columns, dtype=object)
    return safe.to_csv(index=False).encode("utf-8-sig")


def csv_name(view: View) -> str:
    """What it is and which data: "pedino-response-1a2b3c4d.csv"."""
    return file_name(view.outcome, view.version, "csv")


def harmless(value: Any) -> Any:
    """A text gets an apostrophe before what looks like a formula; numbers stay numbers."""
    return FORMULA_START.sub("'", value) if isinstance(value, str) else value
