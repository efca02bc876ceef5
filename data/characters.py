"""Characters that come with text pasted from a PDF or a web page.

After this no text of the library holds anything that is invisible or looks like something else:
ligatures, wide or unbreakable spaces, soft hyphens, direction marks, letters of another alphabet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from data.problems import Finding, Place, shown

# Superscripts are right in m² and 10⁹; NFKC would turn them into plain digits.
RIGHT_AS_TYPED = set("²³⁰¹⁴⁵⁶⁷⁸⁹⁻")
WORD = re.compile(r"[^\W\d_]+")
ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK"})
# Greek letters of medicine, as in TNFα, NFκB or μL; those that pass for a Latin letter are not.
BESIDE_LATIN = frozenset("αβγδεζθκλμπστφψΓΔΘΛΠΣΦΨΩ")
# A letter or digit, a sign that changes what a name says, and what stands between two digits.
TELLS_APART = re.compile(r"[^\W_]|[<>≥≤=+%/±↑↓→←]|(?<=\d)[-.,](?=\d)|(?<=\w)-(?=\s|$)")
DASHES = str.maketrans("–—−", "---")
# Texts of nothing but these, which are most, need no second look.
PLAIN = re.compile("[\\n -~²³⁰¹⁴⁵⁶⁷⁸⁹⁻≤≥±×–—“”]*")
INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
# What Unicode files under letters, marks and signs, and draws as nothing, as a space, as a line
# through the character before it, or as the trace of a character that was lost.
TRACELESS = re.compile(
    "[\u034f\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\ufffc\ufffd\U000e0100-\U000e01ef\u0334-\u0338\u20d2-\u20e6]"
)


def odd_characters(value: object, place: Place = ()) -> Iterator[Finding]:
    """Characters that come with text pasted from a PDF or a web page."""
    if isinstance(value, str):
        found = odd_character(value)
        if found:
            yield place, found
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from odd_characters(item, (*place, key))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from odd_characters(item, (*place, i))


def odd_character(text: str) -> str | None:
    """The first thing in a text that is not what it looks like, in words."""
    return None if PLAIN.fullmatch(text) else first_odd(text)


def first_odd(text: str) -> str | None:
    """As `odd_character`, looking at each character, each accent and each word."""
    for character in text:
        if is_odd(character):
            plain = plainer(character)
            visible = plain != character and not TRACELESS.match(plain)
            allowed = f"{named(plain)} instead" if visible else "leave it out"
            return f"odd character U+{ord(character):04X}; allowed: {allowed}"
    if not unicodedata.is_normalized("NFC", text):
        return "an accent apart from its letter; allowed: one character for both"
    for word in WORD.findall(text):
        if not ALIKE.intersection(*map(alphabets, word)):
            return f"{shown(word)} mixes letters that look alike; allowed: one alphabet a word"
    return None


def simple(name: str) -> str:
    """What a reader tells names apart by: without case, accents, spaces and apostrophes."""
    plain = unicodedata.normalize("NFKD", name.casefold()).translate(DASHES)
    return "".join(TELLS_APART.findall(plain)) or name


def named(plain: str) -> str:
    """What to type; with its code where it looks like what was typed, as μ for the micro sign."""
    alike = len(plain) == 1 and not plain.isascii()
    return f'"{plain}" (U+{ord(plain):04X})' if alike else f'"{plain}"'


def alphabets(letter: str) -> frozenset[str]:
    """The alphabets among whose letters this one may stand in a word."""
    if letter in BESIDE_LATIN:
        return frozenset({"LATIN", "GREEK"})
    script = unicodedata.name(letter, "?").split()[0]
    return ALIKE & {script} or ALIKE


def is_odd(character: str) -> bool:
    """Invisible, or a variant (ligature, wide space, digit …) of plainer characters."""
    if character == "\n" or character in RIGHT_AS_TYPED:
        return False
    invisible = unicodedata.category(character) in INVISIBLE or TRACELESS.match(character)
    return bool(invisible) or plainer(character) != character


def plainer(character: str) -> str:
    """What to type instead of a variant; of a digit of any alphabet, 0 to 9."""
    digit = unicodedata.decimal(character, None)
    return unicodedata.normalize("NFKC", character) if digit is None else str(digit)
