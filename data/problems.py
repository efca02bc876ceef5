"""Mistakes in the data files, in words: file, line, place, what is wrong, what is allowed.

Every message that a person who types data can meet is made here or raised as a `ValueError` by
`schema.py` in the form "what is wrong; allowed: …". A message is one printable line of bounded
length, whatever was typed, and of a file so many are told as a person would correct at once.
"""

from __future__ import annotations

import re
import typing
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Place = tuple[str | int, ...]
Lines = Mapping[Place, int]
Finding = tuple[Place, str]  # where, and "what is wrong; allowed: …"

# The patterns of `fields.py`, `quantities.py` and `schema.py` in words.
PATTERNS = {
    r"^[a-z0-9]+([-_.][a-z0-9]+)*$": "small letters and digits, joined by - _ or .",
    r"^10\.\S+$": "a DOI that begins with 10., not its address",
    r"^\d+$": "digits only",
    r"^PMC\d+$": "PMC and digits",
    r"^([≥≤]?[1-5]|[1-5]–[1-5]|any grade|not stated)$": "≥3, 3–4, 3, any grade, not stated",
    r"^https://[^\s<>\"']+$": "an address that begins with https://",
}
PLAIN_WORDS = {
    "int_type": "a whole number",
    "float_type": "a number",
    "string_type": "a text; put it in quotes",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
}
SHAPES: dict[type, str] = {dict: "a group of keys", tuple: "a list"}
ALLOWED = "; allowed: "
LONGEST = 58  # characters of a typed value that a message repeats
LONGEST_NAME = 80  # of a file's name
LONGEST_PLACE = 120
LONGEST_PART = 250  # of what is wrong
LONGEST_LIST = 480  # of what is allowed: all topics have room
MOST = 100  # mistakes of one file that are told
MORE = f"and more mistakes: these are the first {MOST}"
SHOULD = re.compile(r"^\w+ should (be )?")  # how pydantic begins: "Input should be greater than …"


@dataclass(frozen=True)
class Problem:
    """One mistake; `line` counts from 1 and is 1 when the whole file is meant."""

    file: str
    line: int
    place: str
    wrong: str
    allowed: str = ""

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        allowed = f"{ALLOWED}{self.allowed}" if self.allowed else ""
        return f"{self.named}:{self.line}  {place}{self.wrong}{allowed}"

    @property
    def named(self) -> str:
        """The file's name as it can be printed: a name may hold line ends, or be very long."""
        name, half = printable(self.file), LONGEST_NAME // 2
        return name if len(name) <= LONGEST_NAME else f"{name[: half - 1]}…{name[-half:]}"


def problem_at(file: str, lines: Lines, place: Place, message: str) -> Problem:
    """A problem at a place inside a file; `message` is "what is wrong; allowed: …"."""
    wrong, _, allowed = message.partition(ALLOWED)
    wrong, allowed = one_line(wrong, LONGEST_PART), one_line(allowed, LONGEST_LIST)
    return Problem(file, line_of(lines, place), dotted(place), wrong, allowed)


def few(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first problems of each file, and that there are more."""
    told: Counter[str] = Counter()
    for problem in problems:
        told[problem.file] += 1
        if told[problem.file] <= MOST:
            yield problem
        elif told[problem.file] == MOST + 1:
            yield Problem(problem.file, problem.line, "", MORE)


def line_of(lines: Lines, place: Place) -> int:
    """The line of a place, or of the nearest thing around it that stands in the file."""
    return lines.get(nearest(lines, place), 1)


def nearest(lines: Lines, place: Place) -> Place:
    """The place, or the nearest thing around it that stands in the file."""
    while place and place not in lines:
        place = place[:-1]
    return place


def dotted(place: Place) -> str:
    """('results', 2, 'n') -> 'results[3].n'; items count from 1, as people do."""
    text = ""
    for step in place:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{one_line(step)}"
    return shortened(text.removeprefix("."), LONGEST_PLACE)


def schema_problems(
    file: str, lines: Lines, model: type[BaseModel], error: ValidationError
) -> list[Problem]:
    """The mistakes of one file that the schema found, in the order of the lines."""
    said: dict[tuple[Place, str], list[str]] = {}
    for detail in details(error):
        value = typed_place(lines, detail), shown(detail["input"])
        said.setdefault(value, []).append(message(model, detail))
    problems = [
        problem_at(file, lines, place, merged(messages)) for (place, _), messages in said.items()
    ]
    return sorted(problems, key=lambda problem: problem.line)


def details(error: ValidationError) -> list[ErrorDetails]:
    """What pydantic found, as far as it can matter: a value that is none of three has three."""
    return error.errors(include_url=False)[: 3 * (MOST + 1)]


def typed_place(lines: Lines, detail: ErrorDetails) -> Place:
    """Where a mistake stands, without the steps that pydantic adds for unions and for keys."""
    loc: Place = detail["loc"]
    if detail["type"] == "missing":
        return (*nearest(lines, loc), loc[-1])
    return nearest(lines, loc)


def merged(messages: list[str]) -> str:
    """One message for a value that is none of several types."""
    wrong = messages[0].rpartition(ALLOWED)[0]
    allowed = dict.fromkeys(message.rpartition(ALLOWED)[2] for message in messages)
    return f"{wrong}{ALLOWED}{' or '.join(allowed)}"


def message(model: type[BaseModel], detail: ErrorDetails) -> str:
    """One mistake in words."""
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "string_too_short" and detail["loc"][-1] == "name":
        return "is empty; allowed: a name"
    if kind == "missing":
        return "is missing; allowed: " + expected_here(model, detail["loc"])
    if kind == "extra_forbidden":
        return unknown_word(
            "key", str(detail["loc"][-1]), record_at(model, detail["loc"]).model_fields
        )
    if kind == "literal_error":
        wrong, allowed = f"{shown(given)} is not known", context["expected"].replace("'", "")
    elif kind == "string_pattern_mismatch":
        wrong, allowed = f"{shown(given)} is not possible", PATTERNS[context["pattern"]]
    elif kind == "string_too_short":
        wrong, allowed = f"{shown(given)} is not possible", "a text"
    elif kind in PLAIN_WORDS:
        wrong, allowed = f"{shown(given)} has the wrong type", type_in_words(detail)
    else:
        wrong, allowed = f"{shown(given)} is not possible", SHOULD.sub("", detail["msg"])
    return f"{'is empty' if given is None else wrong}; allowed: {allowed}"


def type_in_words(detail: ErrorDetails) -> str:
    """The type that was asked for; the whole number of "whole number or fraction" is a number."""
    either = detail["loc"][-1:] == ("int",)
    return PLAIN_WORDS["float_type" if either else detail["type"]]


def unknown_word(what: str, word: str, known: Iterable[str]) -> str:
    """'unknown key "plcae", did you mean "place"?; allowed: …'."""
    known = sorted(known)
    # among thousands nobody slipped, and each would be looked at
    close = get_close_matches(word, known) if len(known) <= MOST else []
    hint = f', did you mean "{close[0]}"?' if close else ""
    return f"unknown {what} {shown(word)}{hint}; allowed: {listed(known) or 'none here'}"


def listed(words: Sequence[str]) -> str:
    """The words, or as many as a person would read."""
    text = ", ".join(words)
    cut = text[: LONGEST_LIST - 2].rpartition(", ")[0]
    return text if len(text) <= LONGEST_LIST else f"{cut}, …"


def shown(value: object) -> str:
    """A value as it was typed, or its shape when it is not one word or number."""
    if type(value) in SHAPES:
        return SHAPES[type(value)]
    typed = str(value).lower() if isinstance(value, bool) else str(value)
    return f'"{one_line(typed)}"'


def one_line(text: str, longest: int = LONGEST) -> str:
    """A text without line breaks and control characters, shortened so that a message is a line."""
    return shortened(printable(" ".join(text[: 4 * longest].split())), longest)


def printable(text: str) -> str:
    """A text with what cannot be printed in words."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)


def shortened(text: str, longest: int) -> str:
    return f"{text[: longest - 1]}…" if len(text) > longest else text


def expected_here(model: type[BaseModel], loc: Place) -> str:
    """What the schema says of the field at `loc`: its description, or the words it may hold."""
    field = record_at(model, loc[:-1]).model_fields[str(loc[-1])]
    if field.description:
        return field.description
    if typing.get_origin(field.annotation) is typing.Literal:
        return " or ".join(typing.get_args(field.annotation))
    return "a value"


def record_at(model: type[BaseModel], loc: Place) -> type[BaseModel]:
    """The model that describes the record at `loc`, or the one around it."""
    here, steps = model, iter(loc)
    for step in steps:
        field = here.model_fields.get(str(step))
        if field is not None:
            here = record_in(field.annotation) or here
            if typing.get_origin(field.annotation) is dict:
                next(steps, None)  # a key that somebody chose, which may be called like a field
    return here


def record_in(annotation: object) -> type[BaseModel] | None:
    """The record inside `tuple[Record, ...]`, `dict[str, Record]` or `Record | None`."""
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, BaseModel) else None
    inside = (record_in(part) for part in typing.get_args(annotation))
    return next((record for record in inside if record is not None), None)
