"""What is said of the slips of people who know no YAML."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import yaml

from data.yaml_reader import Unreadable, parse_yaml
from data.yaml_slips import about_line, hint, parted

QUOTES = "quotes around the whole text"
COLON = "quotes around a text that holds a colon"
INDENTATION = "the same indentation as the lines around it"
HYPHEN = "a space after the hyphen"


def allowed(text: str) -> str:
    """What the message of an unreadable text says is allowed."""
    with pytest.raises(Unreadable) as caught:
        parse_yaml(text.encode(), "f.yaml")
    return caught.value.problem.allowed


@pytest.mark.parametrize(
    "typed",
    [">=3", ">25 %", "> 3", "| alone", "*early*", "* two", "& two", "@home", "`x`", "%x", "!<x"],
)
def test_a_text_that_begins_with_a_sign_needs_quotes(typed: str):
    """What a sign opens in YAML nobody meant to open; the sign is named."""
    assert allowed(f"note: {typed}") == f"{QUOTES}: it begins with {typed[0]}"


@pytest.mark.parametrize("typed", ['"InO" alone', "'the children's hospital'", "[1] as cited"])
@pytest.mark.parametrize("key", ["note: ", "- "])
def test_what_stands_behind_closing_quotes_is_part_of_the_text(key: str, typed: str):
    """Quotes around a part of a text end it too early."""
    assert allowed(key + typed) == f"{QUOTES}, of a kind that it does not hold"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: x: y", COLON),
        ("- a: x: y", COLON),
        ("a: two\n  lines: here", f"{INDENTATION}, or {COLON}"),
        ("a: 1\n b: 2", f"{INDENTATION}, or {COLON}"),
        ("a:\n  b: 1\n c: 2", INDENTATION),
        ("a:\n  - b: 1\n   c: 2", INDENTATION),
        ("- a\nb: 1", INDENTATION),
        ("a: 1\n- b", INDENTATION),
        ("a:\n  - b: 1\n  -b: 2", HYPHEN),
        ("a:\n  -b: 1\n    c: 2", HYPHEN),
        ("a: 1\n -1: 2", f"{INDENTATION}, or {COLON}"),
        ("a: 1\n b: 2\n  -c: 3", f"{INDENTATION}, or {COLON}"),
        ("- -c: 2\n\n\n b: 2", INDENTATION),
        ("a: - b", f"{QUOTES}, or the list on lines of its own"),
        ("a:\n\tb: 1", "spaces instead of the tab"),
    ],
)
def test_a_line_that_does_not_fit_is_told_why(text: str, said: str):
    """Indentation, the space after a hyphen and a colon inside a text are different slips."""
    assert allowed(text) == said


@pytest.mark.parametrize("text", ["a: [1", "a: {b: 1", 'a: "open', "a: 1\nb\nc: 2", 'a: "\\q"'])
def test_nothing_is_guessed(text: str):
    """Of another slip the parser's own words are all that is said."""
    assert allowed(text) == ""


@pytest.mark.parametrize("error", [yaml.YAMLError("x"), yaml.MarkedYAMLError(problem="x")])
def test_an_error_without_a_place_has_no_hint(error: yaml.YAMLError):
    """What the parser cannot place nobody can explain."""
    assert hint(error, ["a: 1"]) == ""


@pytest.mark.parametrize(
    ("rows", "line", "hyphen"),
    [
        (["-a", "b", "c"], 0, True),
        (["-a", "b", "c"], 1, True),
        (["-a", "b", "c"], 2, False),
        (["a", "b", "-c"], 1, False),
    ],
)
def test_only_the_line_and_the_one_above_it_are_looked_at(rows, line, hyphen):
    mark = SimpleNamespace(line=line, column=0)
    assert about_line(rows, mark) == (HYPHEN if hyphen else INDENTATION)


def test_a_line_is_parted_at_the_mark_and_no_other_is_in_it():
    assert parted(["ab", "cd"], SimpleNamespace(line=0, column=1)) == ("a", "b")
    assert parted(["ab"], SimpleNamespace(line=1, column=0)) == ("", "")
