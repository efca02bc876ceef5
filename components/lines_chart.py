"""Prior lines -> chart, as plain Plotly dictionaries. Knows no Streamlit.

Each cohort is a block with what is known in words. Counts stand as bars over their band of a rail
that counts prior lines, as high as their share of the patients; a floor by eligibility is a bracket
that is open to the right. Bars beyond the last tick stand side by side at the end of the rail, and
0 stands at its beginning. Where only words were found, or nothing, there is no rail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import inf

from components.blocks import SCREEN, Block, fit_beside, typed_lines, wrapped
from components.chart import Figure, as_text, chart, text, trace
from components.look import ADULTS, NEUTRAL
from components.scale import Scale
from data.items import NOT_GIVEN
from data.prior_lines import ALL_OF_THEM, LinesRow, LinesView, Share
from data.selection import LINES
from data.words import UNPUBLISHED, shared_with, unmarked

# Height of a bar of all patients, of the number above a bar, and of a bracket, in pixels.
FULL, NUMBER, BRACKET = 56, 18, 7
# Below a block without a rail, in pixels.
GAP = 8
# From a number of lines to the edge of its bar; the rail ends a little later.
HALF, REST = 0.5, 0.75
ARROW = 0.12
# From the edge of a band to its bar, where the band is not narrower.
APART = 0.04
# So many characters of a name and what is known fit beside each other on a phone.
BESIDE = 42
STATUS = {
    "alike": "all patients",
    "range": "only a range",
    "median": "only a median",
    "words": "only in words",
    "none": "not found",
}
# Rows with numbers to draw on a rail.
ON_RAIL = ("counted", "alike", "range", "floor")


@dataclass(frozen=True)
class LinesScale(Scale):
    """Ticks at 1, 2, … and a last one for so many or more; one at 0 where somebody had none."""

    @property
    def top(self) -> float:
        return LINES[1] + REST

    @property
    def labels(self) -> list[str]:
        words = {LINES[0]: f"{LINES[0]:g} line", LINES[1]: f"≥ {LINES[1]:g}"}
        return [words.get(tick, f"{tick:g}") for tick in self.ticks]


@dataclass(frozen=True)
class LinesBlock(Block):
    """The block of one cohort."""

    row: LinesRow = field(kw_only=True)


def lines_chart(view: LinesView, background: str = "light") -> Figure:
    """The chart of all rows, with text for a light or a dark background."""
    blocks = blocks_of(view.rows)
    traces = [one for population in ("children", "adults") for one in marks(blocks, population)]
    figure = chart(traces, blocks, background, LinesScale(ticks(blocks), ""))
    figure["layout"]["annotations"] += [
        number(block, share) for block in blocks for share in block.row.shares
    ]
    return figure


def ticks(blocks: Sequence[LinesBlock]) -> tuple[int, ...]:
    """From 1 on, or from 0 where a bar or a bracket begins before 1; none without a rail."""
    if not any(block.on_rail for block in blocks):
        return ()
    starts = [edges(share)[0] + HALF for block in blocks for share in block.row.shares]
    starts += [block.row.floor for block in blocks if block.row.floor is not None]
    first = 0 if min(starts) < LINES[0] else LINES[0]
    return tuple(range(int(first), int(LINES[1]) + 1))


def blocks_of(rows: Sequence[LinesRow]) -> list[LinesBlock]:
    """The cohorts below each other, each as high as it needs."""
    blocks: list[LinesBlock] = []
    for row in rows:
        top = blocks[-1].bottom if blocks else 0
        blocks.append(replace(block_of(row), top=top))
    return blocks


def block_of(row: LinesRow) -> LinesBlock:
    small, on_rail = small_lines(row), row.kind in ON_RAIL
    bars = FULL * max(share.percent for share in row.shares) / 100 + NUMBER if row.shares else 0
    name, *more = typed_lines(named(row), SCREEN) if row.own else [named(row)]
    below = status_below(row)
    small = ("", *small) if below else small
    block = LinesBlock(name, status(row), below, small, 0, 0, on_rail, more=tuple(more), row=row)
    texts = block.head + SCREEN.small * len(small)
    return replace(block, height=texts + bars + (SCREEN.lane if on_rail else GAP))


def named(row: LinesRow) -> str:
    name = unmarked(row.name)
    return name if row.population == "children" else f"{name} ({row.population})"


def status_below(row: LinesRow) -> bool:
    """Whether there is no room for what is known beside a long name."""
    if row.own:
        return not fit_beside(named(row), status(row), SCREEN)
    return len(named(row)) + len(status(row)) > BESIDE


def status(row: LinesRow) -> str:
    """What is known, in a word or two."""
    if row.floor is not None:
        return f"at least {row.floor:g}"
    if row.kind == "counted":
        return how_counted(row)
    return NOT_GIVEN if row.own and row.kind == "none" else STATUS[row.kind]


def how_counted(row: LinesRow) -> str:
    """Whether patients were counted; the owner of a series needs no percentage for all of them."""
    if row.own and [share.words for share in row.shares] == [ALL_OF_THEM]:
        return "all patients"
    return "counted" if any(share.counted for share in row.shares) else "percent only"


def small_lines(row: LinesRow) -> tuple[str, ...]:
    """What is known in words; then how the cohort stands to the filters, and whose children."""
    shared = shared_with(row.population, row.same_children)
    may_share = shared_with(row.population, row.maybe_same_children, "may share")
    quoted = f"“{row.quoted}”" if row.quoted else ""
    words = f"{quoted}{row.of_whom}"
    floor = f"by eligibility: {quoted}" if quoted else "by eligibility"
    told = {"floor": floor, "words": words, "none": ""}
    beside = {"floor": row.median_words, "words": ""}.get(row.kind, words)
    mark = UNPUBLISHED if row.own else ""
    said = [mark, row.cohort, told.get(row.kind, row.says), beside, *row.marks, shared, may_share]
    return tuple(line for text in said if text for line in wrapped(text, SCREEN))


def marks(blocks: Sequence[LinesBlock], population: str) -> list[Figure]:
    """The bars, and the brackets, of one population."""
    own = [block for block in blocks if block.row.population == population]
    color = ADULTS if population == "adults" else NEUTRAL
    line = {"color": color, "width": 2}
    outlines = [bar(block, share) for block in own for share in block.row.shares]
    brackets = [bracket(block, block.row.floor) for block in own if block.row.floor is not None]
    bars = joined(outlines) | {"fill": "toself", "fillcolor": color, "line": line | {"width": 0}}
    found = [(outlines, bars), (brackets, joined(brackets) | {"line": line})]
    return [one for lines, one in found if lines]


def joined(outlines: Sequence[tuple[list[float], list[float]]]) -> Figure:
    """One trace with a gap after each outline."""
    x = [value for xs, _ in outlines for value in (*xs, None)]
    y = [value for _, ys in outlines for value in (*ys, None)]
    return trace(x, y, mode="lines", hoverinfo="skip")


def edges(share: Share) -> tuple[float, float]:
    """Half a line before the band and after it; what has no lower end begins with one line."""
    low = min(LINES[0], share.high) if share.low == -inf else share.low
    return low - HALF, share.high + HALF


def ends(block: LinesBlock, share: Share) -> tuple[float, float]:
    """Where a bar begins and ends on the rail: edges beyond the last tick share what is left."""
    last = LINES[1] - HALF
    beyond = sorted({edge for one in block.row.shares for edge in edges(one) if edge > last})

    def place(edge: float) -> float:
        if edge <= last:
            return max(edge, 0)
        return last + (HALF + REST) * (beyond.index(edge) + 1) / len(beyond)

    left, right = edges(share)
    return place(left), place(right)


def bar(block: LinesBlock, share: Share) -> tuple[list[float], list[float]]:
    """Over the band, as high as its share; a little apart from the next."""
    left, right = ends(block, share)
    apart = min(APART, (right - left) / 4)
    left, right, foot = left + apart, right - apart, block.lane
    head = foot - FULL * share.percent / 100
    return [left, left, right, right, left], [foot, head, head, foot, foot]


def bracket(block: LinesBlock, low: float) -> tuple[list[float], list[float]]:
    """From the fewest lines possible to an arrow at the end of the rail."""
    low, end = min(low, LINES[1]), LINES[1] + REST
    y, up, down = block.lane, block.lane - BRACKET, block.lane + BRACKET
    back = end - ARROW
    return [low, low, low, end, back, end, back], [up, down, y, y, up + 3, y, down - 3]


def number(block: LinesBlock, share: Share) -> Figure:
    """The printed count above its bar."""
    left, right = ends(block, share)
    top = block.lane - FULL * share.percent / 100 - NUMBER + 2
    share_of_width = (left + right) / 2 / (LINES[1] + REST)
    words = text(top, as_text(share.words), "left", SCREEN.small_type)
    return words | {"x": share_of_width, "xanchor": "center"}


def lines_legend(view: LinesView) -> str:
    """What the marks mean, as far as they occur."""
    marks = {
        "rail: number of prior lines": any(row.kind in ON_RAIL for row in view.rows),
        "bar: patients in that band, height by their share": any(r.shares for r in view.rows),
        "bracket with arrow: at least so many, by eligibility": any(
            row.floor is not None for row in view.rows
        ),
    }
    return " · ".join(words for words, occurs in marks.items() if occurs)
