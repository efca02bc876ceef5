"""Rows -> blocks: the texts of each row of a forest plot, and the room that they take.

Knows no Plotly and no Streamlit; heights are pixels, counted from the top of the chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from textwrap import wrap

from components.exports.type_size import lines_of, one_line, shortened, text_width
from components.row_words import counted_words, followed, full_lines, must_know, own_mark
from data.rows import PooledLine, Row, View
from data.sentences import below_dash

IN_DIAMOND = "◆ "
REFUSED = "–"
# From one line of a name to the next, in parts of its size, as Plotly writes them.
SPACING = 1.3
# The type of the screen is so much narrower than the one whose letters `type_size` knows.
NARROW = 0.94
# So many lines of a name that its owner typed; and the least room between it and its rate.
NAME_LINES, BETWEEN = 3, 10


@dataclass(frozen=True)
class Sizes:
    """How much room a block has: heights and type in pixels of the drawing, and characters.

    `characters` of small type fit on a line of `width` pixels, `beside` of a name and its rate. A
    compact panel says less of each row, unless it `says_how` SOS and MRD were judged. At least
    `pooled_lines` stand below the name of a diamond, so that panels side by side end at the
    same height.
    `left` and `right` are the parts of the width that the texts take beside the rail; where they
    are 0, the rail lies below the texts.
    """

    characters: int
    width: float
    name: float = 21
    small: float = 16
    lane: float = 24
    bar: float = 14
    axis: float = 34
    name_type: float = 14
    small_type: float = 12
    marks: float = 1
    compact: bool = False
    beside: int = 34
    pooled_lines: int = 0
    says_how: bool = False
    left: float = 0
    right: float = 0


# A chart of its own, which must also fit a screen 320 pixels wide; one in a frame, which takes its
# own margins; and one of three side by side.
SCREEN = Sizes(characters=54, width=256)
FRAMED = Sizes(characters=46, width=222)
PANEL = Sizes(characters=42, width=224, compact=True)
# One of three on a page: 256 pixels are then 64 mm, and the small type has 8 points.
PAPER = Sizes(
    characters=48,
    width=224,
    name=13,
    small=12,
    lane=11.5,
    bar=10,
    axis=20,
    name_type=11.6,
    small_type=11.3,
    marks=0.5,
    compact=True,
    beside=36,
    says_how=True,
)
# The whole wall: texts on the left, rails in the middle, rates on the right.
STAGE = Sizes(
    characters=92,
    width=600,
    name=29,
    small=19,
    lane=12,
    bar=10,
    axis=32,
    name_type=24,
    small_type=16,
    marks=1.3,
    compact=True,
    beside=200,
    says_how=True,
    left=0.41,
    right=0.17,
)


@dataclass(frozen=True)
class Block:
    """One line of a chart ready to draw: its texts, and its top edge in pixels.

    A name too long for its block goes on in `more` lines.
    """

    name: str
    right: str
    right_below: bool
    small: tuple[str, ...]
    top: float
    height: float
    on_rail: bool = True
    bar_height: float = 0
    sizes: Sizes = SCREEN
    more: tuple[str, ...] = ()

    @property
    def head(self) -> float:
        """The height of the name."""
        more = len(self.more) * SPACING * self.sizes.name_type
        return self.sizes.name + more if more else self.sizes.name

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def lane(self) -> float:
        """Where the mark stands: below the texts, or beside them."""
        if self.sizes.left:
            return self.top + (self.height - self.bar_height) / 2
        return self.bottom - self.bar_height - self.sizes.lane / 2 - 2

    @property
    def bar(self) -> float:
        """Where the prediction bar stands, below the mark."""
        if self.sizes.left:
            return self.lane + 2 * self.bar_height
        return self.bottom - self.bar_height / 2 - 2


@dataclass(frozen=True)
class RowBlock(Block):
    """The block of one row."""

    row: Row = field(kw_only=True)


def aligned_lines(panels: Sequence[Sequence[Row]], sizes: Sizes = PANEL) -> list[int]:
    """For each line of panels side by side the most small lines that it needs in any of them."""
    beside = zip(*panels, strict=True)
    return [max(len(small_lines(row, sizes)) for row in rows) for rows in beside]


def even(views: Sequence[View], sizes: Sizes) -> Sizes:
    """The sizes with room below each pooled rate for what the tallest of these views says there."""
    needed = (len(pooled_lines(line, sizes)) for view in views for line in view.diamonds)
    return replace(sizes, pooled_lines=max(needed, default=0))


def blocks_of(rows: Sequence[Row], lines: Sequence[int], sizes: Sizes = SCREEN) -> list[RowBlock]:
    """The blocks of the rows below each other; `lines` say how many small lines each must have."""
    blocks: list[RowBlock] = []
    for i, row in enumerate(rows):
        top = blocks[-1].bottom if blocks else 0
        blocks.append(row_block(row, top, lines[i] if lines else 0, sizes))
    return blocks


def row_block(row: Row, top: float, least: int, sizes: Sizes) -> RowBlock:
    """The block of one row, with room for at least so many small lines."""
    small = small_lines(row, sizes)
    name, *more = typed_lines(row.short_name, sizes) if row.own else [row.name]
    block = RowBlock(
        name=name,
        right=row.rate(),
        right_below=rate_below(row, sizes),
        small=small,
        top=top,
        height=0,
        on_rail=row.marker != "none",
        sizes=sizes,
        more=tuple(more),
        row=row,
    )
    height = block.head + sizes.small * max(least, len(small)) + sizes.lane
    return replace(block, height=height)


def typed_lines(name: str, sizes: Sizes) -> list[str]:
    """A name as long as whoever typed it liked, in as many lines as it needs, or the first few."""
    size, width = sizes.name_type, sizes.width
    shown = shortened(one_line(name), size, width, NAME_LINES, bold=True)
    return lines_of(shown, size, width, bold=True)


def fit_beside(name: str, right: str, sizes: Sizes) -> bool:
    """Whether a name and the text on its right leave room between them."""
    size = sizes.name_type
    texts = text_width(name, size, bold=True) + text_width(right, size)
    return bool(sizes.left) or texts + BETWEEN <= sizes.width


def pooled_blocks(view: View, above: Sequence[Block], sizes: Sizes = SCREEN) -> list[Block]:
    """The blocks of the view's diamonds, below all others; panels side by side all have one."""
    blocks: list[Block] = []
    top = above[-1].bottom if above else 0
    for line in view.diamonds:
        name = "Pooled" if line.population == "children" else f"Pooled, {line.population}"
        blocks.append(pooled_block(name, line.rate(), pooled_lines(line, sizes), top, sizes))
        top = blocks[-1].bottom
    may_pool = any(row.guard for row in view.rows)
    if sizes.compact and not blocks and may_pool and view.pooled_words:
        small = wrapped(below_dash(view), sizes)
        blocks.append(pooled_block("Pooled", REFUSED, small, top, sizes))
    return blocks


def pooled_block(name: str, right: str, small: tuple[str, ...], top: float, sizes: Sizes) -> Block:
    """A refusal has a dash on the right and no rail."""
    lines = max(len(small), sizes.pooled_lines if sizes.compact else 0)
    height = sizes.name + sizes.small * lines + sizes.lane + sizes.bar
    return Block(name, right, False, small, top, height, right != REFUSED, sizes.bar, sizes)


def pooled_lines(line: PooledLine, sizes: Sizes) -> tuple[str, ...]:
    """What was pooled, how many, and what the bar means."""
    said = (
        f"{line.group} · {line.counted}",
        f"bar: new comparable setting {line.prediction()}",
    )
    return tuple(part for text in said for part in wrapped(text, sizes))


def small_lines(row: Row, sizes: Sizes) -> tuple[str, ...]:
    """What stands under the name; a compact panel says whom the rate counts, and its marks."""
    if row.marker == "none":
        said = [", ".join(filter(None, [row.cohort, row.why]))]
    elif sizes.compact:
        how = [row.criteria, row.method] if sizes.says_how else []
        counted = [row.cohort, counted_words(row), *how]
        said = [", ".join(filter(None, counted)), followed(row), *must_know(row)]
    else:
        said = full_lines(row)
    said[0] = IN_DIAMOND + said[0] if row.pooled_in else said[0]
    said = [own_mark(row), *said]
    said = [" · ".join(filter(None, said))] if sizes.left else said
    lines = (line for text in said for line in wrapped(text, sizes))
    return ("", *lines) if rate_below(row, sizes) else tuple(lines)


def wrapped(text: str, sizes: Sizes) -> tuple[str, ...]:
    """The text in lines of small type; fewer characters stand in them where letters are wide."""
    size = sizes.small_type * NARROW
    for characters in range(sizes.characters, 1, -1):
        lines = wrap(text, characters)
        if sizes.left or all(text_width(line, size) <= sizes.width for line in lines):
            break
    return tuple(lines)


def rate_below(row: Row, sizes: Sizes) -> bool:
    """Whether there is no room for the rate beside a long name."""
    if row.own or not sizes.compact:
        return not fit_beside(row.short_name, row.rate(), sizes)
    return len(row.name) + len(row.rate()) > sizes.beside
