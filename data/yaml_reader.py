"""Safe YAML: plain values with the line of each, or one clear problem.

After reading a file this way no key stands twice, nothing refers to anything else (no anchors,
aliases, merge keys, tags), sizes and depth are bounded, and a word is never silently a number, a
date or a boolean: only `true`, `false`, `null`, whole numbers and decimal fractions are not text.
Lists come as tuples, so that what was read cannot be changed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from data.problems import Place, Problem, one_line, shown

MAX_BYTES = 256_000
MAX_DEPTH = 12
MAX_DIGITS = 15
WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
# Control characters except tab and line ends; the line ends that YAML counts and editors do not
# (NEL, LS, PS), so that line numbers are right; byte order marks.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
MARK = "\ufeff"
# In the words of the menus of Windows editors, which add the mark.
WITHOUT_MARK = 'saved as UTF-8 without it ("UTF-8", not "UTF-8 with BOM")'
CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}
PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unreadable(Exception):
    """A file that is not the YAML we accept; carries one problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_yaml(path: Path) -> tuple[Any, dict[Place, int]]:
    """Value and lines (1-based, keyed by place) of a file; raises `Unreadable`."""
    return parse_yaml(file_bytes(path), path.name)


def file_bytes(path: Path) -> bytes:
    """At most one byte more than is allowed, so that a huge file is never held."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(
            Problem(path.name, 1, "", f"cannot be read: {error.strerror}", "a readable file")
        ) from error


def parse_yaml(raw: bytes, file: str) -> tuple[Any, dict[Place, int]]:
    """As `read_yaml`, from bytes; `file` is the name that messages carry."""
    reader = _Reader(file)
    try:
        for event in yaml.parse(decoded(raw, file), Loader=PARSER):
            reader.take(event)
    except yaml.YAMLError as error:
        line = line_at(getattr(error, "problem_mark", None))
        wrong = one_line(getattr(error, "problem", None) or str(error))
        raise Unreadable(Problem(file, line, "", f"not YAML: {wrong}", hint(wrong))) from error
    return reader.root, reader.lines


def hint(wrong: str) -> str:
    """What to do about the slips that people make most."""
    if "mapping values are not allowed" in wrong:
        return "quotes around a text that holds a colon"
    return ""


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
    if len(text) <= MAX_DIGITS and WHOLE.fullmatch(text):
        return int(text)
    if len(text) <= MAX_DIGITS and DECIMAL.fullmatch(text):
        return float(text)
    return text


class _Reader:
    """Builds the value from YAML events with a stack of open lists and mappings."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Any = None
        self.lines: dict[Place, int] = {(): 1}
        self.documents = 0
        self.open: list[tuple[Place, list[Any] | dict[str, Any]]] = []
        self.keys: list[str | None] = []

    def take(self, event: yaml.Event) -> None:
        self.refuse_references(event)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self.wrong(event, "a second document", "one document a file")
        elif isinstance(event, yaml.ScalarEvent):
            self.take_scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self.open_collection(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.close_collection()

    def refuse_references(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.wrong(event, "an anchor or alias (& or *)", "the value, written out")
        if getattr(event, "tag", None):
            raise self.wrong(event, "a tag (!)", "plain or quoted values")

    def take_scalar(self, event: yaml.ScalarEvent) -> None:
        if self.open and isinstance(self.open[-1][1], dict) and self.keys[-1] is None:
            self.take_key(event)
        else:
            plain = event.style is None or event.style == ""
            self.put(event, scalar_value(event.value) if plain else event.value)

    def take_key(self, event: yaml.ScalarEvent) -> None:
        place, mapping = self.open[-1]
        if event.value == "<<":
            raise self.wrong(event, "a merge key (<<)", "the keys, written out")
        if event.value in mapping:
            raise self.wrong(event, f"key {shown(event.value)} stands twice", "each key once")
        self.keys[-1] = event.value
        self.lines[(*place, event.value)] = line_at(event.start_mark)

    def open_collection(self, event: yaml.CollectionStartEvent) -> None:
        if self.open and isinstance(self.open[-1][1], dict) and self.keys[-1] is None:
            raise self.wrong(event, "a list or mapping as a key", "a word as key")
        if len(self.open) >= MAX_DEPTH:
            raise self.wrong(event, "nested too deeply", f"{MAX_DEPTH} levels")
        value: list[Any] | dict[str, Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.open.append((self.next_place(event), value))
        self.keys.append(None)

    def close_collection(self) -> None:
        _, value = self.open.pop()
        self.keys.pop()
        self.store(tuple(value) if isinstance(value, list) else value)

    def put(self, event: yaml.Event, value: Any) -> None:
        self.next_place(event)
        self.store(value)

    def next_place(self, event: yaml.Event) -> Place:
        if not self.open:
            return ()
        place, value = self.open[-1]
        step = len(value) if isinstance(value, list) else self.keys[-1] or ""
        self.lines.setdefault((*place, step), line_at(event.start_mark))
        return (*place, step)

    def store(self, value: Any) -> None:
        if not self.open:
            self.root = value
            return
        parent, key = self.open[-1][1], self.keys[-1]
        if isinstance(parent, list):
            parent.append(value)
        elif key is not None:
            parent[key] = value
            self.keys[-1] = None

    def wrong(self, event: yaml.Event, wrong: str, allowed: str) -> Unreadable:
        return Unreadable(Problem(self.file, line_at(event.start_mark), "", wrong, allowed))
