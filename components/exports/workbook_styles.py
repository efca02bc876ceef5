"""How cells of the workbook look: colours, number formats, widths, heights.

Shown digits are chosen by the name of the column, which means the same on every sheet; the stored
value is never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, sqrt
from textwrap import wrap
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

INK, BLUE, PALE, RULE = "#0F1A22", "#1A5F96", "#E3EDF5", "#D3DDE5"
BASE = {"font_name": "Arial", "font_size": 9, "font_color": INK, "valign": "top"}
BODY = BASE | {"text_wrap": True, "align": "left", "indent": 1, "bottom": 1, "bottom_color": RULE}
NUMERIC = {"align": "right", "indent": 1, "text_wrap": False}
OVER_NUMBERS = {"align": "right", "indent": 2}  # left of the filter's button
HEADER = {
    "bold": True,
    "align": "left",
    "indent": 1,
    "valign": "vcenter",
    "bg_color": PALE,
    "bottom": 2,
    "bottom_color": BLUE,
}
COUNT, PERCENT, LOG_ODDS, DOSE = "0", "0.0", "0.000", "0.0#"
NUMBER_FORMATS = {
    **dict.fromkeys(("patients", "events", "n", "events_at_least", "studies_pooled"), COUNT),
    "year": COUNT,
    **dict.fromkeys(("percent", "low_95", "high_95", "i2"), PERCENT),
    **dict.fromkeys(("prediction_low_95", "prediction_high_95"), PERCENT),
    **dict.fromkeys(("total_percent", "total_low_95", "total_high_95"), PERCENT),
    **dict.fromkeys(("tau2", "log_odds", "se"), LOG_ODDS),
    **dict.fromkeys(("dose_low", "dose_high"), DOSE),
}
AS_TYPED = "General"
# Characters: a filter button beside the header, the narrowest text and the widest, a number.
BUTTON, TEXT, WIDEST, NUMBER = 5, 18, 90, 8
SHAPE = 12  # a long text becomes a block so many times as wide, in characters, as high in lines
PAGE = 150  # characters that stay readable on one landscape A4 page
# Points. Heights are set, because not every program finds them by itself when it opens a file.
LINE_HEIGHT, ROOM, HEADER_HEIGHT = 12, 4, 22
MOST_LINES = 30
LETTERS = 1.2  # of our font for each character of Excel's, in which it counts a width


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.header = book.add_format(BASE | HEADER)
        self.header_of_numbers = book.add_format(BASE | HEADER | OVER_NUMBERS)
        self.text = book.add_format(BODY)
        self.link = book.add_format(BODY | {"font_color": BLUE, "underline": 1})
        self.label = book.add_format(BASE | {"bold": True, "font_color": BLUE})
        self.title = book.add_format(BASE | {"bold": True, "font_size": 16, "font_color": BLUE})
        self.numbers: dict[str, Format] = {}

    def number(self, column: str) -> Format:
        """The format of a column's numbers; those that were typed stay as they are."""
        shown = NUMBER_FORMATS.get(column, AS_TYPED)
        if shown not in self.numbers:
            self.numbers[shown] = self.book.add_format(BODY | NUMERIC | {"num_format": shown})
        return self.numbers[shown]


def width(column: str, values: Iterable[Any]) -> int:
    """Characters: the header whole, numbers narrow, long texts in blocks, no word torn."""
    texts = [value for value in values if isinstance(value, str)]
    longest = max(map(len, texts), default=0)
    word = max((len(word) for text in texts for word in text.split()), default=0)
    wrapped = longest if longest <= TEXT else max(TEXT, ceil(sqrt(SHAPE * longest)))
    return max(len(column) + BUTTON, NUMBER, min(max(wrapped, word) + 2, WIDEST))


def height(widths: Sequence[int], row: Sequence[Any]) -> int:
    """Points: as many lines as the longest text of the row needs."""
    pairs = zip(widths, row, strict=True)
    lines = (lines_of(value, width) for width, value in pairs if isinstance(value, str))
    return LINE_HEIGHT * min(max(lines, default=1), MOST_LINES) + ROOM


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column of so many characters."""
    letters = int(LETTERS * width) - 1
    return 1 if len(text) <= letters and "\n" not in text else len(wrap(text, letters))


def pages_wide(widths: Sequence[int], fixed: int) -> int:
    """How many pages a sheet is printed across; its fixed columns stand on each of them."""
    repeated = sum(widths[:fixed])
    return max(1, ceil((sum(widths) - repeated) / max(PAGE - repeated, PAGE // 2)))
