"""Safe YAML: plain values with the line of each, or one clear problem.

After reading a file this way no key stands twice, nothing refers to anything else (no anchors,
aliases, merge keys, tags), sizes and depth are bounded, and a word is never silently a number, a
date or a boolean: only `true`, `false`, `null`, whole numbers and decimal fractions are not text.
Lists come as tuples, so that what was read cannot be changed.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from data.problems import Place, Problem, one_line, shown
from data.yaml_slips import QUOTES, hint

MAX_BYTES = 256_000
MAX_DEPTH = 12
MAX_DIGITS = 15
# No study comes near: beyond, a file could hold the server up with its mistakes alone.
MAX_VALUES = 50_000
MAX_ITEMS = 1_000
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
# Control characters except tab and line ends; the line ends that YAML counts and editors do not
# (NEL, LS, PS), so that line numbers are right; byte order marks.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
MARK = "\ufeff"
# In the words of the menus of Windows editors, which add the mark.
WITHOUT_MARK = 'saved as UTF-8 without it ("UTF-8", not "UTF-8 with BOM")'
CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}
# Of these PyYAML's own context has the line where they begin; the others are told where they end.
NOTICED_LATE = {"while scanning a simple key", "while scanning a quoted scalar"}
# What begins a block of lines of a given depth, and a comment without a space: rather a text that
# lacks its quotes, of which the reader would never see the rest.
BLOCK, COMMENT = re.compile(r"[|>][+-]?[0-9]"), re.compile(r"\s+#\w+")
OR_COMMENT = ", or a space after the # of a comment"
PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unreadable(Exception):
    """A file that is not the YAML we accept; carries one problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class LinesOf(Mapping[Place, int]):
    """The line of each place of a value; the places are named when somebody asks for one."""

    def __init__(self, value: Any, in_order: list[int]) -> None:
        self.value = value
        self.in_order = in_order

    @cached_property
    def by_place(self) -> dict[Place, int]:
        return dict(zip(places(self.value), self.in_order, strict=True))

    def __getitem__(self, place: Place) -> int:
        return self.by_place[place]

    def __iter__(self) -> Iterator[Place]:
        return iter(self.by_place)

    def __len__(self) -> int:
        return len(self.by_place)


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """The place of a value and of everything in it, in the order of the file."""
    yield place
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*place, key))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from places(item, (*place, i))


def read_yaml(path: Path) -> tuple[Any, Mapping[Place, int]]:
    """Value and lines (1-based, keyed by place) of a file; raises `Unreadable`."""
    return parse_yaml(file_bytes(path), path.name)


def file_bytes(path: Path) -> bytes:
    """At most one byte more than is allowed, so that a huge file is never held."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for its writer
            raise cannot_be_read(path, "a folder or a device")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise cannot_be_read(path, error.strerror) from error


def cannot_be_read(path: Path, why: str | None) -> Unreadable:
    return Unreadable(Problem(path.name, 1, "", f"cannot be read: {why}", "a readable file"))


def parse_yaml(raw: bytes, file: str) -> tuple[Any, Mapping[Place, int]]:
    """As `read_yaml`, from bytes; `file` is the name that messages carry."""
    text = decoded(raw, file)
    reader = _Reader(file, text)
    try:
        value = reader.document()
    except yaml.YAMLError as error:
        line = line_of_error(error, text)
        wrong = one_line(getattr(error, "problem", None) or str(error))
        allowed = hint(error, reader.rows)
        raise Unreadable(Problem(file, line, "", f"not YAML: {wrong}", allowed)) from error
    return value, LinesOf(value, reader.lines)


def line_of_error(error: yaml.YAMLError, text: str) -> int:
    """Where to look: a key without its colon, and an open quote, are noticed only later."""
    late = getattr(error, "context", None) in NOTICED_LATE
    mark = getattr(error, "context_mark" if late else "problem_mark", None)
    return min(line_at(mark), len(f"{text}.".splitlines()))


def line_at(mark: Any) -> int:
    """The line of a mark of PyYAML, counted from 1."""
    return mark.line + 1 if mark else 1


def decoded(raw: bytes, file: str) -> str:
    """The text of a file; refuses what is too long, not UTF-8, or holds control characters."""
    if len(raw) > MAX_BYTES:
        raise Unreadable(Problem(file, 1, "", "the file is too long", f"{MAX_BYTES:,} bytes"))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Unreadable(Problem(file, line, "", "not UTF-8", "text saved as UTF-8")) from error
    if text.startswith(MARK):
        raise Unreadable(Problem(file, 1, "", "begins with a byte order mark", WITHOUT_MARK))
    bad = FORBIDDEN.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        wrong = f"character U+{ord(bad.group()):04X}"
        raise Unreadable(Problem(file, line, "", wrong, "UTF-8 text without control characters"))
    return text


def scalar_value(text: str) -> Any:
    """What an unquoted word means: a constant, a whole number, a decimal fraction, or itself."""
    if text in CONSTANTS:
        return CONSTANTS[text]
    if len(text) <= MAX_DIGITS and (number := NUMBER.fullmatch(text)):
        return float(text) + 0.0 if number[2] else int(text)  # + 0.0 makes a plain 0 of -0.0
    return text


class _Reader:
    """Builds the value from YAML events, each read once; `lines` in the order of `places`."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.rows = text.splitlines()
        self.events: Iterator[Any] = yaml.parse(text, Loader=PARSER)
        self.lines = [1]

    def document(self) -> Any:
        """The value of the only document; None when there is none."""
        documents, root = 0, None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.wrong(event, "a second document", "one document a file")
            elif isinstance(event, yaml.NodeEvent):
                root = self.value(event, 0)
        return root

    def value(self, event: Any, depth: int) -> Any:
        """The value that begins with this event, inside so many lists and mappings."""
        if event.anchor or event.tag:
            raise self.reference(event)
        if len(self.lines) > MAX_VALUES:
            raise self.wrong(event, "more values than a study has", f"{MAX_VALUES:,} values")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if depth == MAX_DEPTH:
            raise self.wrong(event, "nested too deeply", f"{MAX_DEPTH} levels")
        inside = self.entries if isinstance(event, yaml.MappingStartEvent) else self.items
        return inside(depth + 1)

    def scalar(self, event: Any) -> Any:
        """A word, number or text; refuses one of which a part would be lost in silence."""
        value = event.value if event.style else scalar_value(event.value)
        mark, lost = (event.start_mark, BLOCK) if event.style else (event.end_mark, COMMENT)
        found = (
            lost.match(self.rows[mark.line], mark.column) if mark.line < len(self.rows) else None
        )
        if found and isinstance(value, str):
            allowed = QUOTES + ("" if event.style else OR_COMMENT)
            raise self.wrong(event, f"{shown(found.group())} is not read as text", allowed)
        return value

    def entries(self, depth: int) -> dict[str, Any]:
        """The keys and values up to the end of an open mapping."""
        found: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self.refuse_as_key(event, found)
            self.lines.append(event.start_mark.line + 1)
            found[event.value] = self.value(next(self.events), depth)
        return found

    def items(self, depth: int) -> tuple[Any, ...]:
        """The items up to the end of an open list."""
        found: list[Any] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            if len(found) == MAX_ITEMS:
                raise self.wrong(event, "the list is too long", f"{MAX_ITEMS:,} items")
            self.lines.append(event.start_mark.line + 1)
            found.append(self.value(event, depth))
        return tuple(found)

    def refuse_as_key(self, event: Any, known: Collection[str]) -> None:
        if event.anchor or event.tag:
            raise self.reference(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise self.wrong(event, "a list or mapping as a key", "a word as key")
        if event.value == "<<":
            raise self.wrong(event, "a merge key (<<)", "the keys, written out")
        if event.value in known:
            raise self.wrong(event, f"key {shown(event.value)} stands twice", "each key once")

    def reference(self, event: Any) -> Unreadable:
        """What is wrong with something that refers to, or names the type of, a value."""
        if event.anchor:
            return self.wrong(event, "an anchor or alias (& or *)", "the value, written out")
        return self.wrong(event, "a tag (!)", "plain or quoted values")

    def wrong(self, event: yaml.Event, wrong: str, allowed: str) -> Unreadable:
        return Unreadable(Problem(self.file, line_at(event.start_mark), "", wrong, allowed))
