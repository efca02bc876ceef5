"""The typeface that files carry inside: both weights, small, and whole for our texts."""

from __future__ import annotations

import base64
import re
from html import unescape
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from components.exports.fonts import CHARACTERS, FAMILY, font_faces, font_files
from components.exports.handout import handout
from components.exports.picture_files import picture
from data.story import tell
from tests.briefs import SELECTIONS, brief_of

FACE = re.compile(
    r"@font-face\{font-family:'([^']+)';font-weight:(\d+);"
    r"src:url\(data:font/woff;base64,([^)]+)\) format\('woff'\)\}"
)
WIDEST = {"adults": True, "across": True, "keep": True, "small": True, "together": True}
# Signs that draw nothing: they only say where a line may not break.
INVISIBLE = {"\u2060"}


@pytest.fixture(scope="module")
def faces() -> dict[int, TTFont]:
    """The embedded fonts by weight, opened."""
    found = FACE.findall(font_faces())
    assert {family for family, _, _ in found} == {FAMILY}
    return {int(weight): TTFont(BytesIO(base64.b64decode(data))) for _, weight, data in found}


def shown_texts(library) -> str:
    """All texts of the files, for several selections."""
    asked = [*SELECTIONS.values(), WIDEST, {"lines": (2, 7), "keep": True}, {"lines": (4, 7)}]
    briefs = [brief_of(library, **one) for one in asked]
    documents = [handout(brief) for brief in briefs]
    documents += [picture(view) for brief in briefs for view in brief.views]
    parts = [part for brief in briefs for part in tell(brief)]
    told = [text for part in parts for text in (part.title, *part.sentences, *part.sources)]
    cells = [text for part in parts for line in part.lines for text in (*line, *line.values())]
    stripped = [re.sub(r"<style>.*?</style>|<[^>]*>", "", text) for text in documents]
    return unescape("".join(stripped)) + "".join([*told, *cells])


def test_both_weights_are_inside(faces):
    """Regular and bold, in half of what a handout may weigh."""
    assert set(faces) == set(font_files()) == {400, 700}
    assert [font["OS/2"].usWeightClass for font in faces.values()] == [400, 700]
    assert len(font_faces()) < 45_000


def test_every_character_of_our_texts_is_inside(library, faces):
    """No text of a file falls back to another typeface."""
    used = {c for c in shown_texts(library) if c not in "\n\r"} - INVISIBLE
    assert len(used) > 80
    for font in faces.values():
        assert {c for c in used if ord(c) not in font.getBestCmap()} == set()


def test_the_list_of_characters_is_honest(faces):
    """What the list names is in both fonts, and nothing else is carried."""
    for font in faces.values():
        assert {c for c in CHARACTERS if ord(c) not in font.getBestCmap()} == set()
        assert {chr(code) for code in font.getBestCmap()} <= set(CHARACTERS)


def test_letters_keep_their_shapes(faces):
    """Leaving characters out changes none of those that stay."""
    for weight, font in faces.items():
        whole = TTFont(font_files()[weight])
        for letter in "A0µ◆²":
            code = ord(letter)
            glyph, original = font.getBestCmap().get(code), whole.getBestCmap()[code]
            assert font["hmtx"][glyph][0] == whole["hmtx"][original][0]
        whole.close()
