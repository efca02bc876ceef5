"""A comparison as CSV: every aspect and outcome with its sources, and every difference."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from components.exports.csv_file import harmless
from components.exports.file_name import file_name
from data.comparison import Comparison, differences, pairs
from data.difference import NOT_RANDOMIZED
from data.library import Library
from data.story_words import unchecked


def comparison_csv(library: Library, comparison: Comparison) -> bytes:
    """UTF-8 with a byte order mark; a line an aspect, two columns a study: what, and read where."""
    names = [column for name in comparison.names for column in (name, f"{name}: source")]
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(["section", "aspect", "compared", *map(harmless, names)])
    for line in (*on_top(comparison), *aspects(comparison), *all_differences(library, comparison)):
        lines.writerow([harmless(one) for one in line + [""] * (3 + len(names) - len(line))])
    return text.getvalue().encode("utf-8-sig")


def on_top(comparison: Comparison) -> Iterator[list[str]]:
    """What a reader of the columns must know first; the sentence stands in the third column."""
    for said in unchecked([column.study for column in comparison.columns]):
        yield ["Own series", "", said]
    for one in comparison.overlaps:
        yield ["Shared patients", "", one.sentence]
    for why in comparison.left_out:
        yield ["Without rates", "", why]


def aspects(comparison: Comparison) -> Iterator[list[str]]:
    for section in comparison.sections:
        for one in section.aspects:
            cells = (text for cell in zip(one.texts, one.sources, strict=True) for text in cell)
            yield [section.title, one.label, one.agreement.words, *cells]


def all_differences(library: Library, comparison: Comparison) -> Iterator[list[str]]:
    """Every pair and outcome, also where none is computed; what is beside comes after it."""
    for pair in pairs(comparison):
        for one in differences(library, comparison, *pair):
            said = " ".join([NOT_RANDOMIZED, one.sentence, *(f"{note}." for note in one.beside)])
            yield ["Differences", one.heading, said]


def comparison_name(comparison: Comparison) -> str:
    return file_name("comparison", comparison.version, "csv")
