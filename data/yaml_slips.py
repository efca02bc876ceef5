"""What to type instead, where YAML's own parser only says that it did not find what it expected.

People who type a study know no YAML: they forget the quotes around a text that begins with a sign
of it, the space after a hyphen, or indent a line otherwise than those around it.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

# Where the parser stands when a text begins with a sign that opens something else.
OPENED = {
    "while scanning a block scalar",
    "while scanning an alias",
    "while scanning an anchor",
    "while scanning a tag",
    "while scanning for the next token",
}
QUOTES = "quotes around the whole text"
OTHER_QUOTES = f"{QUOTES}, of a kind that it does not hold"
COLON = "quotes around a text that holds a colon"
INDENTATION = "the same indentation as the lines around it"
HYPHEN = "a space after the hyphen"
WITHOUT_SPACE = re.compile(r"\s*-[^\s\d-]")


def hint(error: yaml.YAMLError, rows: list[str]) -> str:
    """What to do about the slips that people make most; `rows` are the lines of the file."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return ""
    before, _ = parted(rows, error.problem_mark)
    wrong = error.problem or ""
    if error.context in OPENED:
        return about_sign(parted(rows, error.context_mark)[1][:1])
    if wrong.startswith("mapping values"):
        return COLON if ": " in before else about_line(rows, error.problem_mark, COLON)
    if wrong.startswith("block sequence entries"):
        return f"{QUOTES}, or the list on lines of its own"
    if wrong.startswith(("did not find expected key", "did not find expected '-'")):
        return OTHER_QUOTES if before.strip() else about_line(rows, error.problem_mark)
    return ""


def about_sign(sign: str) -> str:
    """What to do about a text, or a line, that begins with a sign of YAML."""
    return "spaces instead of the tab" if sign == "\t" else f"{QUOTES}: it begins with {sign}"


def about_line(rows: list[str], mark: Any, otherwise: str = "") -> str:
    """What to do about a line that does not fit those above it: often an item lacks its space."""
    near = rows[max(0, mark.line - 1) : mark.line + 1]
    if any(map(WITHOUT_SPACE.match, near)):
        return HYPHEN
    return ", or ".join(filter(None, [INDENTATION, otherwise]))


def parted(rows: list[str], mark: Any) -> tuple[str, str]:
    """A line before and after the place of a mark."""
    row = "".join(rows[mark.line : mark.line + 1])
    return row[: mark.column], row[mark.column :]
