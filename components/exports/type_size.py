"""How much room a text takes in Arial, in points, and how it is broken into lines.

Arial's own widths, a little rounded up and for any script; the font itself need not be installed.
What is said to fit does fit; a text may turn out shorter than measured, never longer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from data.words import whole_rates


def by_letter(widths: Mapping[int, str]) -> Mapping[str, int]:
    return {letter: width for width, letters in widths.items() for letter in letters}


# Advance widths of Arial in thousandths of the type size.
REGULAR = by_letter(
    {
        191: "'",
        223: "ijl‘’",
        260: "|",
        278: " !,./:;I[\\]ft\xa0\xb7",
        334: "()-`r{}²³“”",
        355: '"',
        390: "*",
        396: "τ",
        400: "°",
        470: "^",
        500: "Jcksvxyz",
        549: "±≤≥",
        557: "#$0123456789?L_abdeghnopqu–",
        584: "+<=>~×",
        611: "FTZ",
        667: "&ABEKPSVXY",
        723: "CDHNRUw",
        778: "GOQ",
        834: "Mm",
        890: "%",
        944: "W",
        1000: "—…",
        1016: "@",
    }
)
BOLD = by_letter(
    {
        238: "'",
        278: " ,./I\\ijl\xa0\xb7\u2018\u2019",
        280: "|",
        334: "!()-:;[]`ft²³",
        390: "*r{}",
        400: "°",
        447: "τ",
        475: '"',
        500: "z“”",
        549: "±≤≥",
        557: "#$0123456789J_aceksvxy–",
        584: "+<=>^~×",
        611: "?FLTZbdghnopqu",
        667: "EPSVXY",
        723: "&ABCDHKNRU",
        778: "GOQw",
        834: "M",
        890: "%m",
        944: "W",
        976: "@",
        1000: "—…",
    }
)
# The diamond comes from another font; an accent may stick out of a narrow letter.
OTHER_SCRIPT, WIDE_SCRIPT, ACCENTED = 800, 1050, 280
RESERVE = 1.01
LINE = 1.17
# Not allowed in XML, or turning the direction of the text after it.
UNPRINTABLE = re.compile(
    "[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|[\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)


def one_line(text: str) -> str:
    """The text without anything that could break a file or the order of its letters."""
    return re.sub(r"[ \t\n\r\f\v]+", " ", UNPRINTABLE.sub(" ", text)).strip()


def slide_text(text: str) -> str:
    """One line of text in which no rate is torn from its interval, nor a number from its %."""
    return whole_rates(one_line(text)).replace("\u2060", "")  # some fonts draw a joiner as a box


@lru_cache(maxsize=4096)
def letter_width(letter: str, bold: bool) -> int:
    """Thousandths of the type size."""
    widths = BOLD if bold else REGULAR
    plain = unicodedata.normalize("NFD", letter)[0]
    if plain not in widths:
        return WIDE_SCRIPT if unicodedata.east_asian_width(letter) in "WF" else OTHER_SCRIPT
    return widths[plain] if plain == letter else max(widths[plain], ACCENTED)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    return sum(letter_width(letter, bold) for letter in text) / 1000 * size * RESERVE


def lines_of(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """The lines of a text in a column of this width; a word too long for it is cut."""
    lines = [""]
    for word in pieces(text, size, width, bold):
        longer = f"{lines[-1]} {word}".lstrip(" ")
        if text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line] or [""]


def pieces(text: str, size: float, width: float, bold: bool) -> Iterable[str]:
    """The words, each cut into parts that fit."""
    for word in text.split(" "):
        if text_width(word, size, bold=bold) <= width:
            yield word
            continue
        start = 0
        for end in range(1, len(word) + 1):
            if text_width(word[start:end], size, bold=bold) > width and end - start > 1:
                yield word[start : end - 1]
                start = end - 1
        yield word[start:]


def shortened(text: str, size: float, width: float, most: int = 1, *, bold: bool = False) -> str:
    """The text as it is, or as much of it as fits into so many lines, with "…" at its end."""
    lines = lines_of(text, size, width, bold=bold)
    if len(lines) <= most:
        return text
    kept = " ".join(lines[:most])
    while kept and len(lines_of(f"{kept}…", size, width, bold=bold)) > most:
        kept = kept[:-1].rstrip(" ,;·")
    return f"{kept}…"


def text_height(texts: Iterable[str], size: float, width: float, gap: float = 0) -> float:
    """The height of paragraphs below each other, each with a gap after it."""
    return sum(len(lines_of(text, size, width)) * size * LINE + gap for text in texts)
