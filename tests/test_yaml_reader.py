"""The YAML that is accepted, the line of each value, and one clear problem for everything else."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data import yaml_reader
from data.library import data_files
from data.problems import Place, Problem
from data.yaml_reader import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_ITEMS,
    MAX_VALUES,
    Unreadable,
    file_bytes,
    parse_yaml,
    read_yaml,
)

# A file of the largest size is read in well under a second; ten times that on a slow machine.
SECONDS = 5.0
# An input of a fuzz test has at most a few hundred bytes; the first one also warms the parser up.
DEADLINE = timedelta(milliseconds=1000)

# What a Windows user finds in the menu of an editor.
WITHOUT_MARK = 'saved as UTF-8 without it ("UTF-8", not "UTF-8 with BOM")'


def value(text: str) -> object:
    """What a text means."""
    return parse_yaml(text.encode(), "f.yaml")[0]


def problem(raw: bytes) -> str:
    """The one problem of an unreadable file."""
    with pytest.raises(Unreadable) as caught:
        parse_yaml(raw, "f.yaml")
    return str(caught.value)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # whole numbers and decimal fractions
        ("28", 28),
        ("-1", -1),
        ("0", 0),
        ("58.3", 58.3),
        ("70.0", 70.0),
        ("0.01", 0.01),
        ("-0.0", 0.0),
        ("9" * 15, 999_999_999_999_999),
        # constants
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        # words that other readers turn into something else
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("True", "True"),
        ("1e-4", "1e-4"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("1,5", "1,5"),
        (".5", ".5"),
        ("5.", "5."),
        ("+5", "+5"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("2020-06-01", "2020-06-01"),
        ("٣", "٣"),
        # too long to be a count
        ("9" * 16, "9" * 16),
        ("0." + "1" * 20, "0." + "1" * 20),
    ],
)
def test_a_word_is_never_silently_something_else(typed: str, meant: object):
    """Only true, false, null, whole numbers and decimal fractions are not text."""
    read = value(f"key: {typed}")
    assert read == {"key": meant}
    assert repr(read["key"]) == repr(meant)  # neither 1 for true nor -0.0 for 0.0


@pytest.mark.parametrize("quoted", ["'28'", '"28"', "|-\n  28", ">-\n  28"])
def test_quotes_and_blocks_are_always_text(quoted: str):
    """A quoted number is text."""
    assert value(f"key: {quoted}") == {"key": "28"}


def test_lists_come_as_tuples():
    """What was read cannot be changed by accident."""
    assert value("key: [1, [2, 3]]") == {"key": (1, (2, 3))}


def test_each_value_knows_its_line():
    """The line of a value is the line of its key or of its dash, counted from 1."""
    text = """\
# a comment
id: a
results:
  - outcome: response
    n: 25
  # between
  -
    outcome: sos_any
names: [a,
  b]
text: |
  long
last: 1
"""
    lines = parse_yaml(text.encode(), "f.yaml")[1]
    assert lines == {
        (): 1,
        ("id",): 2,
        ("results",): 3,
        ("results", 0): 4,
        ("results", 0, "outcome"): 4,
        ("results", 0, "n"): 5,
        ("results", 1): 8,
        ("results", 1, "outcome"): 8,
        ("names",): 9,
        ("names", 0): 9,
        ("names", 1): 10,
        ("text",): 11,
        ("last",): 13,
    }


def lines_of_nodes(node: yaml.Node, place: Place = ()) -> Iterator[tuple[Place, int]]:
    """The line of each place by PyYAML's own tree."""
    if isinstance(node, yaml.MappingNode):
        steps = [(key.value, key.start_mark, item) for key, item in node.value]
    else:
        items = node.value if isinstance(node, yaml.SequenceNode) else []
        steps = [(i, item.start_mark, item) for i, item in enumerate(items)]
    for step, mark, item in steps:
        yield (*place, step), mark.line + 1
        yield from lines_of_nodes(item, (*place, step))


def lines_by_tree(text: str) -> dict[Place, int]:
    return {(): 1} | dict(lines_of_nodes(yaml.compose(text, yaml.SafeLoader)))


@pytest.mark.parametrize("path", data_files(), ids=lambda path: path.stem)
def test_no_line_of_a_shipped_file_is_off(path: Path):
    """Every place of every data file has the line that PyYAML's own tree gives it."""
    assert read_yaml(path)[1] == lines_by_tree(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems_count_the_same(end: str):
    """A file saved on Windows has the same lines."""
    lines = parse_yaml(end.join(["a: 1", "b: 2", "c: 3"]).encode(), "f.yaml")[1]
    assert lines["c",] == 3


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("é: 1".encode("latin-1"), "f.yaml:1  not UTF-8; allowed: text saved as UTF-8"),
        (b"a: 1\nb: \xff", "f.yaml:2  not UTF-8; allowed: text saved as UTF-8"),
        (b"\nb: \xff", "f.yaml:2  not UTF-8; allowed: text saved as UTF-8"),
        ("a: 1".encode("utf-16"), "f.yaml:1  not UTF-8; allowed: text saved as UTF-8"),
        (
            "a: 1".encode("utf-16-le"),
            "f.yaml:1  character U+0000; allowed: UTF-8 text without control characters",
        ),
        (
            "a: 1".encode("utf-8-sig"),
            f"f.yaml:1  begins with a byte order mark; allowed: {WITHOUT_MARK}",
        ),
        (
            "a: 1\nb: \ufeff".encode(),
            "f.yaml:2  character U+FEFF; allowed: UTF-8 text without control characters",
        ),
        (
            b"a: 1\nb: \x1b[31m",
            "f.yaml:2  character U+001B; allowed: UTF-8 text without control characters",
        ),
        (
            b"\n\x1b[31m",
            "f.yaml:2  character U+001B; allowed: UTF-8 text without control characters",
        ),
        (
            "a: 1\u2028b: 2".encode(),
            "f.yaml:1  character U+2028; allowed: UTF-8 text without control characters",
        ),
        (b"a" * (MAX_BYTES + 1), "f.yaml:1  the file is too long; allowed: 256,000 bytes"),
    ],
    ids=[
        "latin-1",
        "broken",
        "broken-below-an-empty-line",
        "utf-16",
        "utf-16-le",
        "bom",
        "mark",
        "escape",
        "escape-below-an-empty-line",
        "line-separator",
        "long",
    ],
)
def test_bytes_that_are_not_plain_text_are_refused(raw: bytes, said: str):
    """Another encoding, a byte order mark, a control character and a huge file are refused."""
    assert problem(raw) == said


def test_a_file_of_the_largest_size_is_read():
    """The limit itself is allowed."""
    assert parse_yaml(b"a: 1\n".ljust(MAX_BYTES, b"#"), "f.yaml")[0] == {"a": 1}


def test_depth_is_bounded():
    """The deepest file that is allowed can be read; one level more cannot."""
    deepest = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert parse_yaml(deepest, "f.yaml")
    assert problem(b"[" + deepest + b"]") == "f.yaml:1  nested too deeply; allowed: 12 levels"


def test_a_list_is_bounded():
    """A thousand items can be read; the next one is refused, in its line."""
    longest = b"- 1\n" * MAX_ITEMS
    assert len(parse_yaml(longest, "f.yaml")[0]) == MAX_ITEMS
    said = "f.yaml:1001  the list is too long; allowed: 1,000 items"
    assert problem(longest + b"- 1\n- 1\n") == said


def test_the_values_of_a_file_are_bounded():
    """Lists count as what is in them: fifty thousand values in all, and the next one is refused."""
    fullest = b"- [1%s]\n" % (b",1" * 998) * 49 + b"- [1%s]\n" % (b",1" * 997)
    lines = parse_yaml(fullest, "f.yaml")[1]
    assert len(lines) == len(list(lines)) == MAX_VALUES
    said = "f.yaml:51  more values than a study has; allowed: 50,000 values"
    assert problem(fullest + b"- 1\n- 1\n") == said


@pytest.mark.parametrize(
    "raw",
    [
        b"a: &x 1",
        b"a: *x",
        b"a: !!int 1",
        b"a: ! 1",
        b"<<: {a: 1}",
        b"a: {<<: 1}",
        b"a: 1\na: 2",
        b"{a: 1, a: 2}",
        b"? [a]\n: 1",
        b"{? {a: 1} : 1}",
        b"---\na: 1\n---\nb: 2",
        b"a: [1",
        b"a:\n\tb: [",
        b"%YAML 9.0\n---\na: 1",
    ],
)
def test_what_refers_repeats_or_breaks_off_is_refused(raw: bytes):
    """Anchors, aliases, tags, merge keys, repeated keys and half-written files are one problem."""
    assert problem(raw).startswith("f.yaml:")


# How a key refers to something, or names its type, and what is said of it.
KEYS_THAT_REFER = [
    ("&x a: 1", "an anchor or alias (& or *); allowed: the value, written out"),
    ("{*x : 1}", "an anchor or alias (& or *); allowed: the value, written out"),
    ("!!str a: 1", "a tag (!); allowed: plain or quoted values"),
    ("&x !!str a: 1", "an anchor or alias (& or *); allowed: the value, written out"),
]


@pytest.mark.parametrize(("text", "said"), KEYS_THAT_REFER)
def test_a_key_refers_to_nothing(text: str, said: str):
    """A key is a word: what is refused of values is refused of keys, in the same words."""
    assert problem(text.encode()) == f"f.yaml:1  {said}"


def test_who_forgot_quotes_is_told_so():
    """The parser's own words do not say what to do about a colon inside a text."""
    said = "f.yaml:2  not YAML: mapping values are not allowed in this context; allowed: quotes "
    assert problem(b"id: a\nname: ITCC-059: phase 2").startswith(said)
    assert "allowed" not in problem(b"a: [1")


@pytest.mark.parametrize(
    ("typed", "lost"),
    [
        (">3", ">3"),
        (">-3", ">-3"),
        ("|2\n  x", "|2"),
        ("cohort #2 only", "#2"),
        ("two\n  lines #2 only", "#2"),
        ("[cohort #2\n]", "#2"),
    ],
)
def test_no_part_of_a_text_is_lost_in_silence(typed: str, lost: str):
    """What would be taken for the depth of a block, or for a comment, is told instead."""
    said = problem(f"a: 1\nb: {typed}".encode())
    assert said.startswith(f'f.yaml:2  "{lost}" is not read as text; allowed: quotes around')


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("word # of a comment", "word"),
        ("word  #", "word"),
        ("word #-----", "word"),
        ("25 #2", 25),
        ("#2", None),
        ("number#2", "number#2"),
        ("'cohort #2'  #2", "cohort #2"),
        ("\n  ? a\n", {"a": None}),  # the place of this nothing is beyond the last line
        ('">3"', ">3"),
        (">-\n  3", "3"),
        ("|  # of a comment\n  #2", "#2"),
    ],
)
def test_a_comment_is_a_comment(typed: str, meant: object):
    """One with a space after its sign, or behind a number or a quoted text, loses nothing."""
    assert value(f"b: {typed}") == {"b": meant}


def test_a_message_is_one_printable_line():
    """What was typed cannot break a message into lines or colour a terminal."""
    said = problem(b'"a\\nb\\e[31m": 1\n"a\\nb\\e[31m": 2')
    assert said == 'f.yaml:2  key "a b<U+001B>[31m" stands twice; allowed: each key once'


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path):
    """A missing file, a folder and a device are told like any other mistake."""
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "device.yaml").symlink_to(os.devnull)
    for name in ("missing.yaml", "folder.yaml", "device.yaml"):
        with pytest.raises(Unreadable, match=rf"^{name}:1  cannot be read: .*allowed: a readable"):
            read_yaml(tmp_path / name)


def test_a_huge_file_is_never_held(tmp_path: Path):
    """Of a file that is too long no more is read than is needed to know it."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(10**10)
    assert len(file_bytes(path)) == MAX_BYTES + 1
    with pytest.raises(Unreadable, match="too long"):
        read_yaml(path)


def pieces(drawn: str) -> list[str]:
    """Pieces of YAML, drawn with · for a space, → for a tab and ⏎ for a line end."""
    return [text.translate({0xB7: " ", 0x2192: "\t", 0x23CE: "\n"}) for text in drawn.split()]


REPEATED = r"""
[ { -· ?· a:· {a:· [a, [{a:·1}, & * ! % # · → ⏎ |⏎ a⏎ ---⏎ ...⏎ %YAML·1.1⏎ " "\x41 '
"""


@pytest.mark.parametrize("piece", pieces(REPEATED), ids=repr)
def test_a_piece_repeated_to_the_limit_is_read_or_refused_in_time(piece: str):
    """No short pattern makes the reader slow or lets it overflow."""
    began = time.perf_counter()
    read_or_refused((piece.encode() * MAX_BYTES)[:MAX_BYTES])
    assert time.perf_counter() - began < SECONDS


def test_the_largest_flat_file_is_read_in_time():
    """Many keys and long lists cost no more than their size."""
    keys = b"".join(b"k%05d: [1, 2.5, x]\n" % number for number in range(12_000))
    began = time.perf_counter()
    assert len(parse_yaml(keys[:MAX_BYTES].rpartition(b"\n")[0], "f.yaml")[0]) > 11_000
    assert time.perf_counter() - began < SECONDS


TOKENS = r"""
a b:· :· -· ?· ⏎ ·· ···· → [ ] { } ,· &a· *a· ! !!x· <<:· |⏎ > " ' # ---⏎ ...⏎ %YAML·1.2⏎ ~
1.5 \ @ ` é
"""
ODD = ["\u0085", "\u00a0", "\u2028", "\ufeff", "\x00", "\U0001f600", "\ue000", "\x1b"]


@settings(deadline=DEADLINE, max_examples=400)
@given(st.lists(st.sampled_from([*pieces(TOKENS), *ODD]), max_size=60).map("".join))
def test_anything_that_looks_like_yaml_is_read_or_refused(text: str):
    """Pieces of YAML in any order give a value with the line of each place, or one problem."""
    read_or_refused(text.encode())


@settings(deadline=DEADLINE, max_examples=400)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes):
    """No bytes make the reader fail in another way than with a problem."""
    read_or_refused(raw)


def read_or_refused(raw: bytes) -> None:
    """Holds what must be true of every input."""
    lines, problem = lines_or_problem(raw)
    if problem:
        assert str(problem).isprintable()
        lines = {(): problem.line}
    assert all(1 <= line <= len(raw) + 1 for line in lines.values())


def lines_or_problem(raw: bytes) -> tuple[dict[Place, int], Problem | None]:
    """The lines of what can be read, or why it cannot."""
    try:
        return parse_yaml(raw, "f.yaml")[1], None
    except Unreadable as error:
        return {}, error.problem


PLAIN = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=12)
KEYS = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
NUMBERS = st.integers(-(10**9), 10**9) | st.decimals(0, 999, places=2).map(float)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | PLAIN,
    lambda inside: (
        st.lists(inside, max_size=4).map(tuple) | st.dictionaries(KEYS, inside, max_size=4)
    ),
    max_leaves=12,
)


def typed(value: object) -> str:
    """A value as a careful person would type it: text in quotes, collections in brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {typed(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(typed, value)) + "]"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return "null" if value is None else str(value).lower()


@settings(deadline=DEADLINE)
@given(VALUES)
def test_what_was_typed_comes_back(meant: object):
    """Reading gives exactly the value that was written down."""
    assume(typed(meant).count("[") + typed(meant).count("{") <= MAX_DEPTH)
    assert value(typed(meant)) == meant


@settings(deadline=DEADLINE)
@given(VALUES, st.booleans())
def test_each_place_has_its_line_however_it_was_typed(meant: object, flow: bool):
    """Nested lists and mappings, written in blocks or in brackets, with long texts folded."""
    plain = json.loads(json.dumps(meant))
    text = yaml.safe_dump(plain, default_flow_style=flow, width=20, allow_unicode=True)
    assert parse_yaml(text.encode(), "f.yaml")[1] == lines_by_tree(text)


def test_a_file_may_hold_so_many_values(monkeypatch):
    """One more, and its mistakes alone could hold the server up."""
    monkeypatch.setattr(yaml_reader, "MAX_VALUES", 4)
    assert parse_yaml(b"a: 1\nb: 2\nc: 3\n", "x.yaml")
    with pytest.raises(Unreadable, match="more values than a study has"):
        parse_yaml(b"a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\n", "x.yaml")
