"""Reads what is typed into the form of an own series: whole numbers, counts x/N, ranges, percent.

A decimal point may be a comma, a range may have any dash, x/N may be "x of N". What is not clear
is refused in the words of the form and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from math import inf
from typing import Any, NamedTuple

from data.own_form_fields import Form
from data.problems import one_line, shown
from data.schema import MOST_LINES

Number = int | float
MOST = 100_000  # what the schema takes as the largest number of anything
LONGEST = 40  # characters of a number or a range that somebody would type
DECIMALS = 6  # more would be written with an exponent in a file
WHOLE = re.compile(r"-?[0-9]+")
NUMBER = re.compile(r"-?[0-9]+(?:[.,]([0-9]+))?")
COUNT = re.compile(r"([^\s/]+?) ?(?:/|of) ?([^\s/]+)", re.IGNORECASE)
RANGE = re.compile(r"(\S+?) ?(?:[-–—]|to) ?(\S+)", re.IGNORECASE)


class Unclear(ValueError):
    """An answer that cannot be read; its text says why and what is allowed."""


class Count(NamedTuple):
    """x of N children."""

    events: int
    n: int


class Ends(NamedTuple):
    """A range with both its ends; they are equal for a single value."""

    low: Number
    high: Number


@dataclass(frozen=True)
class Answers:
    """The numbers of a form; None where nothing is typed, or nothing that can be read."""

    treated: int | None = None
    dose: Ends | None = None
    prior_lines: Ends | None = None
    response: Count | None = None
    mrd: Count | None = None
    threshold: Number | None = None
    transplanted: int | None = None
    sos: Count | None = None
    os: Number | None = None
    os_interval: Ends | None = None
    efs: Number | None = None
    efs_interval: Ends | None = None


def read_answers(form: Form) -> tuple[Answers, dict[str, str]]:
    """The numbers that can be read, and field -> why one cannot."""
    values: dict[str, Any] = {}
    unclear: dict[str, str] = {}
    for field, read in READERS.items():
        text = one_space(getattr(form, field))
        try:
            values[field] = read(not_too_long(text)) if text else None
        except Unclear as error:
            unclear[field] = str(error)
    return Answers(**values), unclear


def one_space(text: str) -> str:
    """A text without needless spaces, and with a minus sign that Python knows."""
    return " ".join(text.replace("−", "-").split()).replace(" %", "%")


def not_too_long(text: str) -> str:
    """The text; refuses one that nobody types as a number, before anything looks into it."""
    if len(text) > LONGEST:
        raise Unclear(f"{shown(text)} is too long; allowed: at most {LONGEST} characters")
    return text


def whole(text: str, least: int = 0, most: int = MOST, like: str = "14") -> int:
    """A whole number, "14" -> 14, between the smallest and the largest that make sense."""
    if not WHOLE.fullmatch(text):
        raise Unclear(f"{shown(text)} is not a whole number; allowed: like {like}")
    return int(number(text, least, most))


def number(text: str, least: float = 0, most: float = MOST, like: str = "54") -> Number:
    """A number, "1.8" or "1,8" -> 1.8; a whole number stays one."""
    found = NUMBER.fullmatch(text)
    if not found:
        raise Unclear(f"{shown(text)} is not a number; allowed: like {like}")
    if len(found[1] or "") > DECIMALS:
        raise Unclear(f"{one_line(text)} has too many decimals; allowed: at most {DECIMALS}")
    value = Decimal(text.replace(",", "."))
    if value < Decimal(str(least)):
        raise Unclear(f"{one_line(text)} is less than {least}; allowed: {least} to {most:,}")
    if value > Decimal(str(most)):
        raise Unclear(f"{one_line(text)} is more than {most:,}; allowed: {least} to {most:,}")
    return int(value) if value == int(value) else float(value)


def dose(text: str) -> Number:
    """A dose, "1.8" -> 1.8; which are possible, the listed studies say."""
    return number(text, -inf, inf, like="1.8")


def threshold(text: str) -> Number:
    """A percentage above 0, "0.01" -> 0.01."""
    value = number(text, most=100, like="0.01")
    if value == 0:
        raise Unclear(f"{one_line(text)} is too small; allowed: above 0")
    return value


def count(text: str, whom: str) -> Count:
    """A count, "9/14" or "9 of 14" -> (9, 14); `whom` says which children x counts."""
    parts = COUNT.fullmatch(text)
    if not parts:
        raise Unclear(f"{shown(text)} is not x/N; allowed: like 9/14")
    events, n = whole(parts[1]), whole(parts[2])
    if n == 0:
        raise Unclear(f"{shown(text)}: no child is counted; allowed: N of 1 or more")
    if events > n:
        raise Unclear(f"{shown(text)}: more children {whom} than counted; allowed: x ≤ N")
    return Count(events, n)


def ends(text: str, read: Callable[[str], Number]) -> Ends:
    """A range, "1.4–1.8" -> (1.4, 1.8); a single value is both ends."""
    parts = RANGE.fullmatch(text)
    low, high = (read(parts[1]), read(parts[2])) if parts else (read(text),) * 2
    if low > high:
        right = range_text(Ends(high, low))
        raise Unclear(f"{shown(text)}: the first number is larger; allowed: {right}")
    return Ends(low, high)


def percent(text: str) -> Number:
    """A percentage, "54" or "54 %" -> 54."""
    return number(text.removesuffix("%"), most=100)


def interval(text: str) -> Ends:
    """An interval in percent, "40–78" -> (40, 78); never a single value."""
    if not RANGE.fullmatch(text):
        raise Unclear(f"{shown(text)} is not an interval; allowed: like 40–78")
    return ends(text, percent)


def spelled(value: Number) -> str:
    """A number as a person types it and our reader reads it: never with an exponent."""
    return format(Decimal(repr(value)), "f")


def range_text(found: Ends) -> str:
    """(1.4, 1.8) -> "1.4–1.8"; one value where both ends are the same."""
    return spelled(found.low) if found.low == found.high else interval_as_typed(found)


def interval_as_typed(found: Ends) -> str:
    """(40, 78) -> "40–78"; always both ends."""
    return f"{spelled(found.low)}–{spelled(found.high)}"


READERS: Mapping[str, Callable[[str], Any]] = {
    "treated": partial(whole, least=1),
    "dose": partial(ends, read=dose),
    "prior_lines": partial(ends, read=partial(whole, least=1, most=MOST_LINES, like="2")),
    "response": partial(count, whom="with a response"),
    "mrd": partial(count, whom="MRD-negative"),
    "threshold": threshold,
    "transplanted": whole,
    "sos": partial(count, whom="with SOS"),
    "os": percent,
    "os_interval": interval,
    "efs": percent,
    "efs_interval": interval,
}
