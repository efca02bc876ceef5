"""Study files as a tired person, a broken editor or a spiteful visitor would leave them.

Hypothesis strategies: the text of a shipped file with lines, values and characters changed, or its
content with values moved, replaced and dropped and written down again. Most are refused; enough of
them are not, since many values come from the same field of another study.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import yaml
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from data.problems import Place
from data.yaml_reader import parse_yaml
from tests.hostile_texts import CHARACTERS, PATIENTS

TRAPS = (
    *PATIENTS, "~", "null", "''", '" "', "[]", "{}", "-0", "-0.0", "0", "1", "100", "0.01", "1.10",
    "99999", "100000", "not estimable", "not_found", "&a x", "*a", "!x y", "<<", "|", ">", "- a",
    "'", '"', "@", "#", "a: b", "../../etc/passwd", "<script>", "$x$", "=1+1", "x" * 1300,
    *(text for text, _ in CHARACTERS.values()),
)  # fmt: skip
# Letters, signs and everything that is invisible, combining, private or of another alphabet.
CHARACTER = st.characters(codec="utf-8") | st.sampled_from("\t\r\u0085\u2028\ufeff\u00ad\u202e\0")
Lines = list[str]


def edited(texts: Sequence[str]) -> SearchStrategy[tuple[str, bytes]]:
    """(the text that it began as, the file): one to four changes of lines and characters."""

    @st.composite
    def change(draw: DrawFn) -> tuple[str, bytes]:
        text = draw(st.sampled_from(texts))
        lines = text.splitlines(keepends=True)
        for kind in draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=4)):
            lines = kind(draw, lines or ["a: 1\n"], texts)
        return text, "".join(lines).encode("utf-8", "surrogatepass")

    return change()


def line_of(draw: DrawFn, lines: Lines) -> int:
    return draw(st.integers(0, len(lines) - 1))


def delete(draw: DrawFn, lines: Lines, _: Sequence[str]) -> Lines:
    at = line_of(draw, lines)
    return lines[:at] + lines[at + draw(st.integers(1, 3)) :]


def double(draw: DrawFn, lines: Lines, _: Sequence[str]) -> Lines:
    at = line_of(draw, lines)
    return [*lines[: at + 1], *lines[at:]]


def swap(draw: DrawFn, lines: Lines, _: Sequence[str]) -> Lines:
    one, other = line_of(draw, lines), line_of(draw, lines)
    lines[one], lines[other] = lines[other], lines[one]
    return lines


def indent(draw: DrawFn, lines: Lines, _: Sequence[str]) -> Lines:
    at = line_of(draw, lines)
    lines[at] = draw(st.sampled_from((f"  {lines[at]}", lines[at][2:], f"\t{lines[at]}")))
    return lines


def retype(draw: DrawFn, lines: Lines, _: Sequence[str]) -> Lines:
    """What stands after a colon, up to the next comma or the end, is typed anew."""
    at = line_of(draw, lines)
    pieces = lines[at].split(": ")
    if len(pieces) > 1:
        which = draw(st.integers(1, len(pieces) - 1))
        rest = pieces[which].lstrip("0123456789abcdefghijklmnopqrstuvwxyz_.-")
        pieces[which] = draw(st.sampled_from(TRAPS)) + rest
    lines[at] = ": ".join(pieces)
    return lines


def redigit(draw: DrawFn, lines: Lines, _: Sequence[str]) -> Lines:
    """Another digit: the slip of the pen that nobody sees."""
    at = line_of(draw, lines)
    places = [i for i, c in enumerate(lines[at]) if c.isdigit()]
    if places:
        i = draw(st.sampled_from(places))
        lines[at] = f"{lines[at][:i]}{draw(st.sampled_from('0123456789'))}{lines[at][i + 1 :]}"
    return lines


def insert(draw: DrawFn, lines: Lines, _: Sequence[str]) -> Lines:
    at = line_of(draw, lines)
    i = draw(st.integers(0, len(lines[at])))
    lines[at] = lines[at][:i] + draw(st.text(CHARACTER, min_size=1, max_size=3)) + lines[at][i:]
    return lines


def cut(draw: DrawFn, lines: Lines, _: Sequence[str]) -> Lines:
    at = line_of(draw, lines)
    return [*lines[:at], lines[at][: draw(st.integers(0, len(lines[at])))]]


def splice(draw: DrawFn, lines: Lines, texts: Sequence[str]) -> Lines:
    """The beginning of one file and the end of another."""
    other = draw(st.sampled_from(texts)).splitlines(keepends=True)
    return lines[: line_of(draw, lines)] + other[line_of(draw, other) :]


EDITS: tuple[Callable[[DrawFn, Lines, Sequence[str]], Lines], ...] = (
    *(delete, double, swap, indent, retype, retype, redigit, redigit, insert, cut, splice),
)


def rewritten(texts: Sequence[str]) -> SearchStrategy[tuple[str, bytes]]:
    """(the text that it began as, the file): one to four values changed, then written anew."""
    known = values_by_key(texts)

    @st.composite
    def change(draw: DrawFn) -> tuple[str, bytes]:
        text = draw(st.sampled_from(texts))
        value = thawed(parse_yaml(text.encode(), "f.yaml")[0])
        for _ in range(draw(st.integers(1, 4))):
            change_one(draw, value, known)
        dumped = yaml.dump(value, Dumper=Plain, sort_keys=False, allow_unicode=True, width=100)
        return text, dumped.encode("utf-8", "surrogatepass")

    return change()


class Plain(yaml.SafeDumper):
    """Study files refer to nothing: a value that stands twice is written twice."""

    def ignore_aliases(self, _: Any) -> bool:
        return True


def change_one(draw: DrawFn, value: Any, known: Mapping[str, Sequence[Any]]) -> None:
    """One entry of one record or list: dropped, doubled, or with another value."""
    holders = list(records(value, ()))
    if not holders:
        return
    place, record = draw(st.sampled_from(holders))
    where = draw(st.sampled_from(list(record) if isinstance(record, dict) else range(len(record))))
    key = where if isinstance(record, dict) else place[-1]
    other = st.sampled_from(known.get(key) or [None])
    kind = draw(st.sampled_from(("drop", "double", "anew", "other", "other", "other", "near")))
    if kind == "drop":
        del record[where]
    elif kind == "double" and isinstance(record, list):
        record.insert(where, thawed(record[where]))
    elif kind == "near" and isinstance(record[where], int | float):
        record[where] = record[where] + draw(st.sampled_from((-1, 1, 0.1, -record[where])))
    else:
        record[where] = thawed(draw(ANYTHING if kind == "anew" else other))


def records(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    """Every record and list that holds something, with its place."""
    if isinstance(value, dict | list) and value:
        yield place, value
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from records(item, (*place, key) if isinstance(value, dict) else place)


def values_by_key(texts: Sequence[str]) -> dict[str, list[Any]]:
    """Every value that the files have under a key, each once; items of a list under its key."""
    found: dict[str, dict[str, Any]] = {}
    for text in texts:
        for place, record in records(thawed(parse_yaml(text.encode(), "f.yaml")[0]), ()):
            for key, item in record.items() if isinstance(record, dict) else enumerate(record):
                name = key if isinstance(record, dict) else place[-1]
                found.setdefault(name, {})[repr(item)] = item
    return {name: list(items.values()) for name, items in found.items()}


def thawed(value: Any) -> Any:
    """A copy that can be changed."""
    if isinstance(value, dict):
        return {key: thawed(item) for key, item in value.items()}
    return [thawed(item) for item in value] if isinstance(value, tuple | list) else value


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 120)
    | st.integers()
    | st.floats()
    | st.sampled_from(TRAPS)
    | st.text(CHARACTER, max_size=8)
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3)
    ),
    max_leaves=5,
)
