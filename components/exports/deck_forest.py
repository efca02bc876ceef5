"""A view as blocks of a forest for slides: the texts of each row, and where they stand.

Heights are points, counted from the bottom of the plot as a chart does. Nothing is drawn here and
no number is made: rates are the texts that every other place shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from components.blocks import IN_DIAMOND
from components.exports.type_size import LINE, lines_of, one_line, shortened, text_width
from components.row_words import full_lines, own_mark
from data.rows import PooledLine, Row, View

# Left and right of the rail, in points, as the chart's scale divides the slide.
LEFT_ROOM, RIGHT_ROOM = 422, 182
MOST_SMALL_LINES = 4
LEAST_GAP, WIDEST_GAP = 1, 26
BETWEEN = "  "
# From the middle of a diamond to the bar below it.
BAR_BELOW = 17


@dataclass(frozen=True)
class Type:
    """The sizes of the main and the secondary labels, in points."""

    name: float
    small: float


TYPES = (Type(18, 15), Type(16, 13), Type(14, 12))
SMALLEST = TYPES[-1]


@dataclass(frozen=True)
class Label:
    """One line of text: a bold name, a rate, small type, or a name and small type after it.

    `y` is the middle of the line; `size` is that of small type apart from the rows.
    """

    name: str = ""
    small: str = ""
    rate: str = ""
    y: float = 0
    size: float = 0

    @property
    def gap(self) -> str:
        return BETWEEN if self.name else ""

    @property
    def text(self) -> str:
        return f"{self.name}{self.rate}{self.gap}{self.small}".rstrip()


@dataclass(frozen=True)
class Block:
    """One row or pooled line: texts on the left, its mark at `y`, its rate on the right."""

    line: Row | PooledLine
    labels: tuple[Label, ...]
    cut: bool
    y: float = 0

    @property
    def pooled(self) -> bool:
        return isinstance(self.line, PooledLine)

    @property
    def own(self) -> bool:
        """Whether it is one own series; a pooled line of some is none."""
        return isinstance(self.line, Row) and self.line.own

    @property
    def population(self) -> str:
        return self.line.population

    @property
    def patients(self) -> int:
        return (self.line.n or 0) if isinstance(self.line, Row) else self.line.pooled.patients

    @property
    def bar(self) -> float:
        """Where the prediction interval stands, below the diamond."""
        return self.y - BAR_BELOW


@dataclass(frozen=True)
class Forest:
    """The blocks of one slide in their places."""

    view: View
    blocks: tuple[Block, ...]
    type: Type
    height: float
    axis: float

    @property
    def cut(self) -> tuple[str, ...]:
        """The full texts of all that was shortened."""
        return tuple(full_text(block.line) for block in self.blocks if block.cut)


def blocks_of(view: View, size: Type) -> list[Block]:
    """The drawn rows in the order of the view, then its diamonds."""
    rows = [block_of(row, row.short_name, row_pieces(row), size) for row in view.drawn]
    pooled = [
        block_of(line, pooled_name(line), [line.group, line.counted], size)
        for line in view.diamonds
    ]
    return [*rows, *pooled]


def pooled_name(line: PooledLine) -> str:
    return "Pooled" if line.population == "children" else f"Pooled, {line.population}"


def row_pieces(row: Row) -> list[str]:
    """That nobody published it, whom the rate counts, then what a reader must know about it."""
    first, *rest = full_lines(row)
    pieces = [own_mark(row), f"{IN_DIAMOND}{first}" if row.pooled_in else first, *rest]
    return list(filter(None, pieces))


def full_text(line: Row | PooledLine) -> str:
    if isinstance(line, PooledLine):
        return one_line(f"{line.title}: {line.counted}")
    return one_line(f"{line.title}: {' · '.join(full_lines(line))}")


def block_of(line: Row | PooledLine, name: str, pieces: Sequence[str], size: Type) -> Block:
    """The name and what fits beside it, then the small lines; the rest is cut."""
    names = lines_of(one_line(name), size.name, LEFT_ROOM, bold=True)
    shown = shortened(one_line(name), size.name, LEFT_ROOM, 2, bold=True)
    named = lines_of(shown, size.name, LEFT_ROOM, bold=True)
    room = LEFT_ROOM - text_width(named[-1] + BETWEEN, size.name, bold=True)
    beside, small = small_lines([one_line(piece) for piece in pieces], size.small, room)
    labels = [*(Label(name=name) for name in named[:-1]), Label(named[-1], beside)]
    labels += [Label(small=text) for text in small[:MOST_SMALL_LINES]]
    if len(small) > MOST_SMALL_LINES:
        last = shortened(" ".join(small[MOST_SMALL_LINES - 1 :]), size.small, LEFT_ROOM)
        labels[-1] = Label(small=last)
    return Block(line, tuple(labels), len(names) > len(named) or len(small) > MOST_SMALL_LINES)


def small_lines(pieces: Sequence[str], size: float, room: float) -> tuple[str, list[str]]:
    """What stands beside the name, and the lines below it; each line takes whole pieces."""
    rows: list[str] = []
    for piece in pieces:
        longer = f"{rows[-1]} · {piece}" if rows else piece
        if rows and text_width(longer, size) <= LEFT_ROOM:
            rows[-1] = longer
        else:
            rows.append(piece)
    beside = next((row for row in rows[:0:-1] if text_width(row, size) <= room), "")
    below = [row for row in rows if row != beside]
    return beside, [line for row in below for line in lines_of(row, size, LEFT_ROOM)]


def block_height(block: Block, size: Type) -> float:
    """Without the gap to the next one; a diamond has room for its bar."""
    lines = sum(label_height(label, size) for label in block.labels)
    return max(lines, 2 * BAR_BELOW + 4) if block.pooled else lines


def label_height(label: Label, size: Type) -> float:
    return (size.name if label.name else size.small) * LINE


def needed(blocks: Sequence[Block], size: Type, axis: float) -> float:
    """The least height of a chart with these blocks; `axis` is that of scale and key."""
    return sum(block_height(block, size) + LEAST_GAP for block in blocks) + axis


def rates_fit(blocks: Sequence[Block], size: Type) -> bool:
    return all(text_width(block.line.rate(), size.name) <= RIGHT_ROOM for block in blocks)


def forest(view: View, blocks: Sequence[Block], size: Type, room: float, axis: float) -> Forest:
    """The blocks spread over the room, but never far apart."""
    spare = (room - needed(blocks, size, axis)) / (len(blocks) or 1)
    gap = min(LEAST_GAP + max(spare, 0), WIDEST_GAP)
    height = axis + sum(block_height(block, size) + gap for block in blocks)
    return Forest(view, tuple(placed(blocks, size, gap, height)), size, height, axis)


def placed(blocks: Sequence[Block], size: Type, gap: float, top: float) -> Iterator[Block]:
    for block in blocks:
        height = block_height(block, size) + gap
        middle = top - height / 2
        y = middle + BAR_BELOW / 2 if block.pooled else middle
        yield replace(block, y=y, labels=tuple(label_places(block.labels, size, middle)))
        top -= height


def label_places(labels: Sequence[Label], size: Type, middle: float) -> Iterator[Label]:
    """The lines of a block below each other, centred on the middle of the block."""
    top = middle + sum(label_height(label, size) for label in labels) / 2
    for label in labels:
        height = label_height(label, size)
        yield replace(label, y=top - height / 2)
        top -= height


def split(blocks: Sequence[Block], size: Type, room: float, axis: float) -> list[list[Block]]:
    """Blocks for one slide each: children, then adults, each with their diamonds, if need be."""
    if needed(blocks, size, axis) <= room:
        return [list(blocks)]
    populations = dict.fromkeys(block.population for block in blocks)
    groups = [[block for block in blocks if block.population == one] for one in populations]
    return [part for group in groups for part in halves(group, size, room, axis)]


def halves(blocks: list[Block], size: Type, room: float, axis: float) -> list[list[Block]]:
    """Equal parts, as few as fit."""
    if needed(blocks, size, axis) <= room or len(blocks) == 1:
        return [blocks]
    parts = next(
        n
        for n in range(2, len(blocks) + 1)
        if n == len(blocks) or all(needed(part, size, axis) <= room for part in equal(blocks, n))
    )
    return equal(blocks, parts)


def equal(blocks: list[Block], parts: int) -> list[list[Block]]:
    ends = [round(i * len(blocks) / parts) for i in range(parts + 1)]
    return [blocks[a:b] for a, b in pairwise(ends)]
