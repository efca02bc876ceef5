"""An independent reader of printed pages: the type sizes that the paper has, and the texts.

Follows scaling through groups, in which pypdf's own visitor loses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import hypot
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

Matrix = tuple[float, ...]
UNIT: Matrix = (1, 0, 0, 1, 0, 0)
SHOWING = (b"Tj", b"TJ", b"'", b'"')


def pages(path: Path) -> list[PageObject]:
    return list(PdfReader(path).pages)


def words(page: PageObject) -> str:
    """The text of a page without its spaces, which a printer places as it likes."""
    return squeezed(page.extract_text())


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u2060\u00a0]", "", text)


def type_sizes(page: PageObject) -> set[float]:
    """All sizes of letters on a page, in points on paper."""
    return {round(size, 2) for size in sizes_in(page, page.get_contents(), UNIT)}


def sizes_in(owner: Any, stream: Any, matrix: Matrix) -> Iterator[float]:  # noqa: C901 one branch a command
    """The sizes in one stream of drawing commands, and in the groups that it draws."""
    kept, text, size = [], UNIT, 0.0
    for operands, operator in ContentStream(stream, None).operations:
        if operator == b"q":
            kept.append((matrix, size))
        elif operator == b"Q":
            matrix, size = kept.pop()
        elif operator == b"cm":
            matrix = times(tuple(map(float, operands)), matrix)
        elif operator == b"BT":
            text = UNIT
        elif operator == b"Tf":
            size = float(operands[1])
        elif operator == b"Tm":
            text = tuple(map(float, operands))
        elif operator in SHOWING:
            _, _, across, up, _, _ = times(text, matrix)
            yield size * hypot(across, up)
        elif operator == b"Do":
            group = owner["/Resources"]["/XObject"][operands[0]].get_object()
            if group["/Subtype"] == "/Form":
                own = tuple(map(float, group.get("/Matrix", UNIT)))
                yield from sizes_in(group, group, times(own, matrix))


def times(first: Matrix, then: Matrix) -> Matrix:
    """Both changes of scale and place, one after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )
