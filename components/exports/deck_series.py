"""The numbers of a forest slide as columns of a small workbook, and the series drawn from them.

The sheet "Rates" is the table that a person edits; the ends of all lines and the corners of
all outlines follow it by formulas. Heights are points, counted from the bottom of the plot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from components.exports.deck_forest import (
    BAR_BELOW,
    SMALLEST,
    Block,
    Forest,
    Label,
    full_text,
)
from components.exports.deck_key import SCALE_HEIGHT, key_labels
from components.exports.deck_outlines import DIAMOND, RING, RING_WIDTH, TRIANGLE, Corner
from components.exports.type_size import one_line
from data.rows import PooledLine, Row
from data.words import in_percent

Value = str | float | int | None
# A value, and the formula that gives it; an empty cell is a gap in a line.
Cell = tuple[Value, str]
GAP: Cell = (None, "")
RATES, LINES, OUTLINES, LABELS = "Rates", "Lines", "Outlines", "Labels"
NUMBERS = ("x", "N", "Rate %", "Low %", "High %", "New setting low %", "New setting high %")
# Where texts begin on the scale of the rail, in percent.
LEFT_TEXT, RIGHT_TEXT = -164, 106
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class Column:
    """One column of a sheet, with its header in the first row."""

    sheet: str
    place: int
    header: str
    cells: tuple[Cell, ...]

    @property
    def values(self) -> tuple[Value, ...]:
        return tuple(value for value, _ in self.cells)

    @property
    def letter(self) -> str:
        return chr(ord("A") + self.place)

    def below(self, i: int, shift: float = 0) -> Cell:
        """A cell elsewhere that holds the value at this place, moved up or down."""
        value = self.values[i]
        moved = value + shift if isinstance(value, int | float) else value
        return (moved, f"={self.sheet}!${self.letter}{i + 2}" + (f"{shift:+g}" if shift else ""))


@dataclass(frozen=True)
class Kind:
    """What is drawn, and of whom: blocks with marks of one shape, or what belongs to them."""

    role: str
    population: str = ""
    own: bool = False

    @property
    def whose(self) -> str:
        return f"{self.population}, own series" if self.own else self.population


@dataclass(frozen=True)
class Series:
    """What is drawn as one, and where its points stand."""

    kind: Kind
    x: Column
    y: Column
    labels: tuple[Label, ...] = ()

    @property
    def points(self) -> Iterator[tuple[int, float, float]]:
        """Number, x and y of each point that is drawn."""
        for i, (x, y) in enumerate(zip(self.x.values, self.y.values, strict=True)):
            if isinstance(x, int | float) and isinstance(y, int | float):
                yield i, x, y


@dataclass
class Sheets:
    """The workbook behind one chart, and the series that are drawn from it."""

    forest: Forest
    columns: list[Column] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)

    def add(self, sheet: str, header: str, cells: Sequence[Cell]) -> Column:
        place = sum(1 for column in self.columns if column.sheet == sheet)
        self.columns.append(Column(sheet, place, header, tuple(cells)))
        return self.columns[-1]

    def draw(self, kind: Kind, x: Column, y: Column, labels: Sequence[Label] = ()) -> None:
        self.series.append(Series(kind, x, y, tuple(labels)))

    def write(self, role: str, xs: Sequence[float], labels: Sequence[Label]) -> None:
        """Texts as labels of points without marks."""
        self.add(LABELS, f"Text, {role}", typed([label.text for label in labels]))
        x = self.add(LABELS, f"Place, {role}", typed(xs))
        y = self.add(LABELS, f"Height, {role}", typed([label.y for label in labels]))
        self.draw(Kind(role), x, y, labels)

    def rates(self, header: str) -> Column:
        """A column of the table that a person edits."""
        return next(one for one in self.columns if (one.sheet, one.header) == (RATES, header))

    def of(self, kind: Kind) -> list[bool]:
        """For each block whether it is of this kind."""
        return [kind_of(block) == kind for block in self.forest.blocks]


def sheets_of(forest: Forest, key: str) -> Sheets:
    """Everything that is drawn, the longest series first: LibreOffice drops one before a longer."""
    sheets = Sheets(forest)
    add_rates(sheets)
    add_rails(sheets)
    for kind in dict.fromkeys(map(kind_of, forest.blocks)):
        add_marks(sheets, kind)
        if kind.role == "count":
            add_lines(sheets, "interval", kind)
        if kind.role == "percent":
            add_outlines(sheets, "ring", kind, TRIANGLE if kind.own else RING)
        if kind.role == "pooled":
            add_lines(sheets, "prediction", kind)
            add_outlines(sheets, "diamond", kind, DIAMOND)
    add_labels(sheets, key)
    sheets.series.sort(key=lambda series: -len(series.x.cells))
    return sheets


def kind_of(block: Block) -> Kind:
    return Kind(role_of(block), block.population, block.own)


def role_of(block: Block) -> str:
    return block.line.marker if isinstance(block.line, Row) else "pooled"


def typed(values: Sequence[Value]) -> list[Cell]:
    return [(value, "") for value in values]


def numbers(line: Row | PooledLine) -> tuple[Value, ...]:
    """x, N, rate, its interval, and the interval of a new setting; in percent."""
    if isinstance(line, Row):
        return (line.events, line.n, line.percent, line.low, line.high, None, None)
    pooled = line.pooled
    ends = (pooled.estimate, pooled.low, pooled.high, pooled.prediction_low, pooled.prediction_high)
    return (None, None, *map(in_percent, ends))


def add_rates(sheets: Sheets) -> None:
    """The table of the slide."""
    blocks = sheets.forest.blocks
    sheets.add(RATES, "Study", typed([one_line(block.line.title) for block in blocks]))
    sheets.add(RATES, "Whom it counts", typed([about(block.line) for block in blocks]))
    sheets.add(RATES, "As shown", typed([block.line.rate() for block in blocks]))
    columns = zip(*(numbers(block.line) for block in blocks), strict=True)
    for header, values in zip(NUMBERS, columns, strict=True):
        sheets.add(RATES, header, typed(values))
    sheets.add(RATES, "Height", typed([block.y for block in blocks]))


def about(line: Row | PooledLine) -> str:
    return full_text(line).removeprefix(f"{one_line(line.title)}: ")


def add_marks(sheets: Sheets, kind: Kind) -> None:
    """The marks of one kind at their rates; all others leave their heights empty."""
    height = sheets.rates("Height")
    cells = [height.below(i) if mine else GAP for i, mine in enumerate(sheets.of(kind))]
    y = sheets.add(RATES, f"Height: {kind.role}, {kind.whose}", cells)
    sheets.draw(kind, sheets.rates("Rate %"), y)


def add_rails(sheets: Sheets) -> None:
    """From 0 % to each interval and from there to 100 %: programs differ in what covers what."""
    rate, low, high = map(sheets.rates, NUMBERS[2:5])
    height = sheets.rates("Height")
    xs: list[Cell] = []
    ys: list[Cell] = []
    for i, block in enumerate(sheets.forest.blocks):
        ring = role_of(block) == "percent"
        left = rate.below(i, -RING_WIDTH) if ring else low.below(i)
        right = rate.below(i, RING_WIDTH) if ring else high.below(i)
        xs += [(0, ""), left, GAP, right, (100, ""), GAP]
        ys += [height.below(i)] * 2 + [GAP] + [height.below(i)] * 2 + [GAP]
    x = sheets.add(LINES, "Rail %", xs)
    sheets.draw(Kind("rail"), x, sheets.add(LINES, "Height: rail", ys))


def add_lines(sheets: Sheets, role: str, kind: Kind) -> None:
    """Exact intervals at their rows, or below each diamond where a new setting may lie."""
    names, shift = (NUMBERS[3:5], 0) if role == "interval" else (NUMBERS[5:7], -BAR_BELOW)
    low, high = map(sheets.rates, names)
    height = sheets.rates("Height")
    xs: list[Cell] = []
    ys: list[Cell] = []
    for i, mine in enumerate(sheets.of(kind)):
        xs += [low.below(i), high.below(i), GAP] if mine else [GAP] * 3
        ys += [height.below(i, shift)] * 2 + [GAP] if mine else [GAP] * 3
    x = sheets.add(LINES, f"{role.capitalize()} %, {kind.whose}", xs)
    y = sheets.add(LINES, f"Height: {role}, {kind.whose}", ys)
    sheets.draw(replace(kind, role=role), x, y)


def add_outlines(sheets: Sheets, role: str, kind: Kind, corners: Sequence[Corner]) -> None:
    """Closed lines around a rate: each corner beside the value of its column, at its height."""
    height = sheets.rates("Height")
    xs: list[Cell] = []
    ys: list[Cell] = []
    for i in (i for i, mine in enumerate(sheets.of(kind)) if mine):
        xs += [*(sheets.rates(header).below(i, right) for header, right, _ in corners), GAP]
        ys += [*(height.below(i, up) for _, _, up in corners), GAP]
    x = sheets.add(OUTLINES, f"{role.capitalize()} %, {kind.whose}", xs)
    y = sheets.add(OUTLINES, f"Height: {role}, {kind.whose}", ys)
    sheets.draw(replace(kind, role=role), x, y)


def add_labels(sheets: Sheets, key: str) -> None:
    """The texts beside the rail, each line at its own height, and below them scale and key."""
    blocks, axis = sheets.forest.blocks, sheets.forest.axis
    left = [
        *(label for block in blocks for label in block.labels),
        *key_labels(key, axis),
    ]
    right = [label for block in blocks for label in rate_labels(block)]
    scale = [
        Label(small=f"{tick} %", size=SMALLEST.small, y=axis - SCALE_HEIGHT / 2) for tick in TICKS
    ]
    sheets.write("left", [LEFT_TEXT] * len(left), left)
    sheets.write("right", [RIGHT_TEXT] * len(right), right)
    sheets.write("scale", TICKS, scale)


def rate_labels(block: Block) -> Iterator[Label]:
    """The rate beside its mark, and beside a bar where a new setting may lie."""
    yield Label(rate=block.line.rate(), y=block.y)
    if isinstance(block.line, PooledLine):
        yield Label(small=f"{block.line.prediction()}, new setting", y=block.bar)
