"""A table that a reader takes along: what each column means, and its records.

Workbook and bundle are written from the same tables, so a sheet and the file of the same name hold
the same numbers. A value that is not known is None; nothing is rounded, and no 0 is put in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from components.exports.csv_file import harmless
from data.tables import Record


@dataclass(frozen=True)
class Table:
    """Records under columns; `means` explains each column, in their order.

    `name` is the file's, `title` the sheet's; the first `fixed` columns stay in sight.
    """

    name: str
    title: str
    about: str
    means: Mapping[str, str]
    records: tuple[Record, ...]
    fixed: int = 1

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.means)

    @cached_property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        """Texts, numbers and None, one tuple a record."""
        return tuple(
            tuple(cell(record.get(name)) for name in self.columns) for record in self.records
        )


def cell(value: Any) -> Any:
    """One value for one cell: lists become text, true and false become words, "" is missing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value)) or None
    return None if value == "" else value


def table_csv(table: Table) -> bytes:
    """Like every CSV here: UTF-8 with a byte order mark, and no formula for a spreadsheet."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(table.columns)
    lines.writerows([harmless(value) for value in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def dictionary(tables: Mapping[str, Table], where: str) -> Table:
    """Every column of every table, and its own; `where` is "sheet" or "file", the keys name it."""
    means = {
        where: f"the {where} that has the column",
        "column": "name of the column",
        "means": "what it holds",
    }
    title = "Data dictionary"
    own = Table("dictionary", title, "What each column means.", means, (), fixed=2)
    home = title if where == "sheet" else "dictionary.csv"
    records = tuple(
        {where: name, "column": column, "means": said}
        for name, table in {**tables, home: own}.items()
        for column, said in table.means.items()
    )
    return Table(own.name, title, own.about, means, records, own.fixed)
