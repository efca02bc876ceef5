"""The key below a forest slide: what its marks mean, and what is not drawn, in small type."""

from __future__ import annotations

from collections.abc import Iterator

from components.blocks import IN_DIAMOND
from components.exports.deck_forest import SMALLEST, Label
from components.exports.deck_layouts import ACROSS
from components.exports.type_size import lines_of, one_line

# Of the numbers of the scale, and of each line of the key, in points.
SCALE_HEIGHT, KEY_HEIGHT, KEY_WIDTH = 16, 14.5, ACROSS - 24


def axis_room(key: str) -> float:
    """The height that scale and key take."""
    return SCALE_HEIGHT + KEY_HEIGHT * len(key_lines(key)) + 1


def key_lines(key: str) -> list[str]:
    """The key as lines that fit; each of its own lines begins a new one."""
    texts = [one_line(line) for line in key.splitlines()]
    whole = [text.replace(IN_DIAMOND, IN_DIAMOND.replace(" ", "\u00a0")) for text in texts]
    return [line for text in whole for line in lines_of(text, SMALLEST.small, KEY_WIDTH)]


def key_labels(key: str, axis: float) -> Iterator[Label]:
    """What the marks mean, and what is not drawn, below the scale."""
    top = axis - SCALE_HEIGHT
    for i, line in enumerate(key_lines(key)):
        yield Label(small=line, size=SMALLEST.small, y=top - (i + 0.5) * KEY_HEIGHT)
