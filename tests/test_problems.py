"""Messages: file, line, place, what is wrong, what is allowed — on one printable line."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from data.fields import Id, Number, Percent, Strict, Text
from data.problems import (
    MOST,
    Problem,
    dotted,
    few,
    line_of,
    one_line,
    problem_at,
    schema_problems,
    shown,
    unknown_word,
)
from data.yaml_reader import parse_yaml

# What an id may be made of.
ID = "small letters and digits, joined by - _ or ."


class Part(Strict):
    """A record inside another."""

    name: Text
    count: Annotated[int, Field(ge=1)] | None = None


class Box(Strict):
    """A record with a record in it."""

    part: Part
    size: Percent | None = None


class Whole(Strict):
    """A small record with every shape that a study has."""

    id: Id = "a"
    kind: Literal["red", "blue"] = "red"
    percent: Percent | None = None
    high: Number | Literal["not estimable"] | None = None
    sure: bool = True
    note: Annotated[str, Field(description="what to know")] | None = None
    words: tuple[Text, ...] = ()
    parts: tuple[Part, ...] = ()
    named: dict[Id, Part] = Field(default_factory=dict)
    one: Part | None = None
    outer: Box | None = None
    stored: dict[Id, Box] = Field(default_factory=dict)
    uppers: tuple[Number | Literal["not estimable"], ...] = ()


def problems(text: str) -> list[Problem]:
    """The mistakes of a file that the schema refuses."""
    value, lines = parse_yaml(text.encode(), "f.yaml")
    with pytest.raises(ValidationError) as caught:
        Whole.model_validate(value)
    return schema_problems("f.yaml", lines, Whole, caught.value)


def messages(text: str) -> list[str]:
    """What is said about a file that the schema refuses."""
    return [str(problem) for problem in problems(text)]


def test_a_problem_is_one_line_that_editors_can_open():
    """file:line, place, what is wrong and what is allowed, each only when it is known."""
    assert str(Problem("a.yaml", 3, "results[1].n", "is wrong", "x ≤ N")) == (
        "a.yaml:3  results[1].n: is wrong; allowed: x ≤ N"
    )
    assert str(Problem("a.yaml", 1, "", "not YAML")) == "a.yaml:1  not YAML"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (f"{'a' * 40}{'b' * 35}.yaml", f"{'a' * 40}{'b' * 35}.yaml"),
        (f"{'a' * 41}{'b' * 35}.yaml", f"{'a' * 39}…{'b' * 35}.yaml"),
    ],
)
def test_of_a_long_file_name_both_ends_are_told(name: str, said: str):
    """A name of up to 80 characters is told whole."""
    assert str(Problem(name, 3, "", "is wrong")) == f"{said}:3  is wrong"


def test_a_problem_finds_its_line():
    """A place without a line of its own takes the line of what is around it."""
    lines = {(): 1, ("results",): 3, ("results", 0): 4, ("results", 0, "n"): 6}
    table = [
        (("results", 0, "n"), 6),
        (("results", 0, "events"), 4),
        (("results", 7, "n"), 3),
        (("facts", 0), 1),
        ((), 1),
    ]
    assert [(place, line_of(lines, place)) for place, _ in table] == table
    assert line_of({}, ("a",)) == 1
    assert problem_at("f.yaml", lines, ("results", 0, "n"), "bad; allowed: good") == Problem(
        "f.yaml", 6, "results[1].n", "bad", "good"
    )


def test_a_file_name_is_repeated_as_it_is_whatever_words_it_has():
    """The words that join the two halves of a message may be part of a name."""
    said = 'file name and id differ; allowed: "a ; allowed: b"'
    assert str(problem_at("f.yaml", {}, ("id",), said)) == f"f.yaml:1  id: {said}"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ((), ""),
        (("id",), "id"),
        (("results", 0), "results[1]"),
        (("results", 2, "published", "percent"), "results[3].published.percent"),
        (("ledger", 0, "also", 1), "ledger[1].also[2]"),
        (("a\nb",), "a b"),
    ],
)
def test_places_read_as_people_count(place, text):
    """Items count from 1."""
    assert dotted(place) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # numbers and words of the wrong kind
        ("percent: '80'", 'percent: "80" has the wrong type; allowed: a number'),
        ("percent: true", 'percent: "true" has the wrong type; allowed: a number'),
        ("percent: 150", 'percent: "150" is not possible; allowed: less than or equal to 100'),
        ("percent: [1]", "percent: a list has the wrong type; allowed: a number"),
        (
            "high: 'x; allowed: y'",
            'high: "x; allowed: y" has the wrong type; allowed: a number or not estimable',
        ),
        ("high: x", 'high: "x" has the wrong type; allowed: a number or not estimable'),
        (
            "one: {name: a, count: 2.0}",
            'one.count: "2.0" has the wrong type; allowed: a whole number',
        ),
        ("sure: yes", 'sure: "yes" has the wrong type; allowed: true or false'),
        ("note: 2020", 'note: "2020" has the wrong type; allowed: a text; put it in quotes'),
        ("words: a", 'words: "a" has the wrong type; allowed: a list'),
        ("words: {a: b}", "words: a group of keys has the wrong type; allowed: a list"),
        ("words: ['']", 'words[1]: "" is not possible; allowed: a text'),
        ("kind: green", 'kind: "green" is not known; allowed: red or blue'),
        ("one: {name: ''}", "one.name: is empty; allowed: a name"),
        # nothing at all
        ("kind:", "kind: is empty; allowed: red or blue"),
        ("words:", "words: is empty; allowed: a list"),
        ("", "is empty; allowed: keys with values"),
        # missing and unknown keys, at every depth
        ("one: {}", "one.name: is missing; allowed: a value"),
        ("outer: {}", "outer.part: is missing; allowed: a value"),
        ("outer: {part: {}}", "outer.part.name: is missing; allowed: a value"),
        ("parts: [{count: 1}]", "parts[1].name: is missing; allowed: a value"),
        (
            "nte: x",
            'nte: unknown key "nte", did you mean "note"?; allowed: high, id, kind, named, ',
        ),
        (
            "one: {name: a, cout: 1}",
            'one.cout: unknown key "cout", did you mean "count"?; allowed: ',
        ),
        ("named: {b: {name: a, x: 1}}", 'named.b.x: unknown key "x"; allowed: count, name'),
        ("outer: {part: {name: a, x: 1}}", 'outer.part.x: unknown key "x"; allowed: count, name'),
        # a key that somebody chose may be called like a field
        ("named: {name: {}}", "named.name.name: is missing; allowed: a value"),
        ("named: {name: {name: a, x: 1}}", 'named.name.x: unknown key "x"; allowed: count, name'),
        (
            "stored: {size: {part: {name: a, x: 1}}}",
            'stored.size.part.x: unknown key "x"; allowed: count, name',
        ),
        (
            "stored: {part: {part: {name: a}, x: 1}}",
            'stored.part.x: unknown key "x"; allowed: part, size',
        ),
        ("named: {B: {name: a}}", f'named.B: "B" is not possible; allowed: {ID}'),
        ("named: {int: {name: 1}}", 'named.int.name: "1" has the wrong type; allowed: a text'),
        (
            "named: {B: B}",
            f'named.B: "B" is not possible; allowed: {ID} or keys with values',
        ),
        # shapes
        ("- a", "a list has the wrong type; allowed: keys with values"),
        ("one: [a]", "one: a list has the wrong type; allowed: keys with values"),
    ],
)
def test_each_mistake_is_said_once_in_plain_words(text, said):
    """One mistake is one message without a word of Python."""
    found = messages(text)
    assert len(found) == 1
    assert found[0].startswith(f"f.yaml:1  {said}")


def test_all_mistakes_come_in_the_order_of_the_file():
    """The list can be worked through from top to bottom."""
    found = messages("note: 1\nx: 1\npercent: a\nparts:\n  - {}\n  - {name: 2}\n")
    assert [line.split("  ")[0] for line in found] == [f"f.yaml:{n}" for n in (1, 2, 3, 5, 6)]


@pytest.mark.parametrize(("mistakes", "told"), [(100, 100), (101, 101), (1000, 101)])
def test_as_many_mistakes_are_put_in_words_as_are_told(mistakes: int, told: int):
    """A hundred, and one that shows that there are more, also of values that are none of three."""
    assert len(problems(f"uppers: [{', '.join(['x'] * mistakes)}]")) == told


@pytest.mark.parametrize(
    ("mistakes", "last"),
    [
        (99, "long.yaml:99  is wrong"),
        (100, "long.yaml:100  is wrong"),
        (101, "long.yaml:101  and more mistakes: these are the first 100"),
        (250, "long.yaml:101  and more mistakes: these are the first 100"),
    ],
)
def test_after_a_hundred_mistakes_of_a_file_it_says_that_there_are_more(mistakes: int, last: str):
    """The first hundred are told and that there are more, once; another file is told as ever."""
    long = [Problem("long.yaml", line, "", "is wrong") for line in range(1, mistakes + 1)]
    short = Problem("short.yaml", 1, "", "is wrong")
    *first, end, beside = few([*long, short])
    assert first == long[: min(mistakes - 1, 100)]
    assert (str(end), beside) == (last, short)


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        (
            "respons",
            ["sos", "response"],
            '"respons", did you mean "response"?; allowed: response, sos',
        ),
        (
            "respons",
            ["response", "respond"],
            '"respons", did you mean "response"?; allowed: respond, response',
        ),
        ("xyz", ["sos", "response"], '"xyz"; allowed: response, sos'),
        ("xyz", [], '"xyz"; allowed: none here'),
    ],
)
def test_an_unknown_word_comes_with_the_known_ones(word, known, said):
    """The nearest known word is offered, all known words are listed in order."""
    assert unknown_word("outcome", word, known) == f"unknown outcome {said}"


@pytest.mark.parametrize(
    ("letters", "words", "named"), [(10, 48, 48), (11, 48, 47), (6, 100, 48), (7, 100, 47)]
)
def test_a_long_list_of_known_words_ends_between_two(letters: int, words: int, named: int):
    """Up to 480 characters are told; a last sign says that there are more words."""
    known = ["a" * letters, *(f"b{number:07}" for number in range(1, words))]
    more = ", …" if named < words else ""
    said = f'unknown outcome "xyz"; allowed: {", ".join(known[:named])}{more}'
    assert unknown_word("outcome", "xyz", known) == said


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", '"a"'),
        (1.5, '"1.5"'),
        (True, '"true"'),
        ((1, 2), "a list"),
        ({"a": 1}, "a group of keys"),
        ("a\n  b\tc", '"a b c"'),
        ("a\x1b[31m\u202e", '"a<U+001B>[31m<U+202E>"'),
        # of a text with a wide gap only the beginning is looked at
        (f"a{' ' * 230}b", '"a b"'),
        (f"a{' ' * 231}b", '"a"'),
        ("x" * 58, f'"{"x" * 58}"'),
        ("x" * 59, f'"{"x" * 57}…"'),
    ],
)
def test_a_value_is_shown_as_typed_on_one_line(value, text):
    """Control characters are spelled out and long texts shortened."""
    assert shown(value) == text


@given(st.text(max_size=300))
def test_nothing_typed_can_break_a_message(text):
    """Whatever was typed, what is repeated is short and printable."""
    assert one_line(text).isprintable()
    assert len(one_line(text)) <= 58


@pytest.mark.parametrize(("others", "hint"), [(MOST - 1, ', did you mean "response"?'), (MOST, "")])
def test_among_very_many_words_no_hint_is_looked_for(others, hint):
    """A file with thousands of names would be compared with each of them for each mistake."""
    known = ["response", *(f"{i}" for i in range(others))]
    said = unknown_word("outcome", "respons", known)
    assert said.startswith(f'unknown outcome "respons"{hint}; allowed: ')


@pytest.mark.parametrize(("more", "cut"), [(0, False), (1, True)])
def test_a_long_message_and_a_long_place_are_cut(more: int, cut: bool):
    """What fits is told in full; one character more, and a sign stands at the end."""
    place, wrong = ("p" * 58, "p" * 58, "x" * (2 + more)), "w" * (250 + more)
    told, dots = problem_at("f.yaml", {}, place, wrong), ".".join(place)
    assert told.place == (f"{dots[:119]}…" if cut else dots)
    assert told.wrong == (f"{wrong[:249]}…" if cut else wrong)
