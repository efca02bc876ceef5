"""Characters that come with text pasted from a PDF or a web page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.characters import PLAIN, first_odd, odd_character, odd_characters, simple


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("O'Brien 2016", "o’brien  2016", True),
        ("Brivio 2021", "Brivió-2021", True),
        ("1–2 lines", "1-2 lines", True),
        ("1–2 lines", "12 lines", False),
        ("dose 1.4", "dose 14", False),
        ("≥3", "≥ 3", True),
        ("≥3", "<3", False),
        ("?", "!", False),
        ("potassium ↑", "potassium ↓", False),
        ("CD22− relapse", "CD22 relapse", False),
        ("CD22−", "CD22-", True),
        ("graft-versus-host", "graft versus host", True),
    ],
)
def test_names_are_told_apart_by_what_a_reader_sees(one: str, other: str, alike: bool):
    assert (simple(one) == simple(other)) is alike


@pytest.mark.parametrize(
    "text",
    [
        "1.8 mg/m², fractionated",
        "counts of 10⁹/l and 10⁻²",
        "≥1 to <18 years; 95 % CI 51.7–83.9",
        "x ≤ N — “quoted” × ± τ ²",
        "Princess Máxima Center, Évstratov, Łódź, Århus",
        "B-клеточный",  # two words of one alphabet each
        "β-blocker",
        "500/μL, 20 μg, TNFα, IFNγ, Fcγ, CD3ζ, NFκB, TGFβ1, ΔF508",
        "two\nlines",
        "",
    ],
)
def test_the_signs_of_the_field_are_right_as_typed(text: str):
    """Superscripts, dashes, accents and whole words in another alphabet are welcome."""
    assert odd_character(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("36\u00a0%", 'odd character U+00A0; allowed: " " instead'),
        ("36\u2009%", 'odd character U+2009; allowed: " " instead'),
        ("con\ufb01rmed", 'odd character U+FB01; allowed: "fi" instead'),
        ("500/\u00b5L", 'odd character U+00B5; allowed: "\u03bc" (U+03BC) instead'),
        ("a\u2026", 'odd character U+2026; allowed: "..." instead'),
        ("\uff11\uff12", 'odd character U+FF11; allowed: "1" instead'),
        ("ino\u00adtuzumab", "odd character U+00AD; allowed: leave it out"),
        ("a\u200bb", "odd character U+200B; allowed: leave it out"),
        ("a\u200db", "odd character U+200D; allowed: leave it out"),
        ("a\u202eb", "odd character U+202E; allowed: leave it out"),
        ("a\uffa0b", "odd character U+FFA0; allowed: leave it out"),  # plainer: also invisible
        ("a\tb", "odd character U+0009; allowed: leave it out"),
        ("a\ue000b", "odd character U+E000; allowed: leave it out"),
        ("a\ufdd0b", "odd character U+FDD0; allowed: leave it out"),  # never a character
        ("a\u2028b", "odd character U+2028; allowed: leave it out"),
        ("a\u2029b", "odd character U+2029; allowed: leave it out"),
        ("a\ud800b", "odd character U+D800; allowed: leave it out"),
        ("Ma\u0301xima", "an accent apart from its letter; allowed: one character for both"),
        ("\u0441hildren", '"\u0441hildren" mixes letters that look alike; allowed: one alphabet'),
        ("ORR\u0391", '"ORR\u0391" mixes letters that look alike; allowed: one alphabet'),
        ("c\u03bfhort", '"c\u03bfhort" mixes letters that look alike; allowed: one alphabet'),
        ("\u03a1atient", '"\u03a1atient" mixes letters that look alike; allowed: one alphabet'),
        ("TNF\u03b1\u0430", '"TNF\u03b1\u0430" mixes letters that look alike; allowed: one'),
        ("\u03b1\u0430", '"\u03b1\u0430" mixes letters that look alike; allowed: one alphabet'),
    ],
)
def test_what_is_invisible_or_looks_like_something_else_is_named(text: str, said: str):
    """The message names the character and says what to type instead."""
    assert str(odd_character(text)).startswith(said)


def test_what_is_said_of_a_micro_sign_is_right():
    """Who follows the message is not refused again."""
    said = str(odd_character("500/\u00b5L"))
    assert odd_character("500/\u00b5L".replace("\u00b5", said.split('"')[1])) is None


def test_every_text_of_a_record_is_looked_at():
    """Texts inside lists and mappings are found with their place."""
    value = {"a": ("fine", "36\u00a0%"), "b": {"c": "a\u00adb", "d": 3}}
    assert [place for place, _ in odd_characters(value)] == [("a", 1), ("b", "c")]


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_no_text_makes_the_check_fail(text: str):
    """Any text, also one with letters that have no name, is fine or gets a message."""
    said = odd_character(text)
    assert said is None or "; allowed: " in said


def test_a_plain_character_needs_no_second_look():
    """Each sign by which most texts pass at once is right by itself, and beside any other."""
    plain = [character for character in map(chr, range(0x110000)) if PLAIN.fullmatch(character)]
    assert {*map(chr, range(ord(" "), 127)), "\n", "²", "≥", "–"} <= {*plain}
    assert [pair for one in plain for other in plain if first_odd(pair := one + other)] == []


@given(
    st.text(st.sampled_from("aZ 9%²≥–é\n"), max_size=20),
    st.sampled_from("\u00a0\ufb01\u00ad\u200b\t\u0301\u0441\u0391\ud800ö8. ") | st.characters(),
    st.integers(0, 20),
)
def test_the_quick_look_misses_nothing(text: str, character: str, place: int):
    """Whatever stands wherever in a text, the quick answer is that of the slow look."""
    whole = text[:place] + character + text[place:]
    assert odd_character(whole) == first_odd(whole)


def test_a_letter_without_a_name_is_no_crash():
    """Unicode grows faster than Python: a letter may have no name yet."""
    assert odd_character("a\U00017000") is None
