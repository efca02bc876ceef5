"""A part of the story in pages, each of which fits on a slide. Nothing is drawn here.

Sentences keep their order and their size; a page takes as many as it has room for, the next page
the others. What had to be shortened is kept in full for the notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from components.exports.deck_forest import (
    SMALLEST,
    TYPES,
    Forest,
    blocks_of,
    forest,
    needed,
    rates_fit,
    split,
)
from components.exports.deck_key import axis_room, key_lines
from components.exports.deck_layouts import ACROSS, BOTTOM, TOP
from components.exports.deck_table import Grid, grids_of
from components.exports.type_size import LINE, one_line, shortened, slide_text, text_height
from components.legend import legend
from data.rows import View
from data.sentences import not_drawn
from data.story_parts import Part

NOTHING = "Nothing in this selection."
# Sizes of sentences that stand alone, and of those beside a chart or a table, in points.
ALONE, BESIDE = (24, 20, 18), 18
GAP, BELOW_TEXT = 4, 6
# Of small type below a chart.
KEY_LINES = 3
# Numbers of a list stand left of its texts.
INDENT = 36
# A table begins below its sentences when they leave it at least this share of the slide.
TEXT_SHARE = 0.45


@dataclass(frozen=True)
class Page:
    """One slide: what it says, and at most one chart or table below it."""

    title: str
    sentences: tuple[str, ...] = ()
    size: float = BESIDE
    forest: Forest | None = None
    grid: Grid | None = None
    first_number: int = 0
    cut: tuple[str, ...] = ()
    below: str = ""

    @property
    def text_height(self) -> float:
        width = ACROSS - INDENT * bool(self.first_number)
        return height(self.sentences, self.size, width)

    @property
    def below_text(self) -> float:
        """Where a chart or a table begins."""
        return TOP + self.text_height + (BELOW_TEXT if self.sentences else 0)


def pages_of(part: Part) -> list[Page]:
    """The slides of a part, numbered when there are several."""
    pages = unnumbered(part)
    if len(pages) == 1:
        return pages
    return [
        replace(page, title=f"{page.title} ({i} of {len(pages)})")
        for i, page in enumerate(pages, 1)
    ]


def unnumbered(part: Part) -> list[Page]:
    title = one_line(part.title)
    if part.view and part.view.drawn:
        return forest_pages(title, part.view, part.sentences)
    if part.lines:
        return table_pages(title, part)
    numbered = part.key == "references" and bool(part.sources)
    return text_pages(title, part.sentences or (NOTHING,), numbered=numbered)


def height(sentences: Sequence[str], size: float, width: float = ACROSS) -> float:
    return text_height(map(slide_text, sentences), size, width, GAP)


def text_pages(
    title: str,
    sentences: Sequence[str],
    *,
    numbered: bool = False,
    sizes: Sequence[float] = ALONE,
) -> list[Page]:
    """Sentences alone, as large as they fit on one slide, else on several in the smallest size."""
    room, width = BOTTOM - TOP, ACROSS - INDENT * numbered
    sizes = sizes[-1:] if numbered else sizes
    size = next((s for s in sizes if height(sentences, s, width) <= room), sizes[-1])
    pages: list[Page] = []
    left = tuple(sentences)
    share = even_share(sentences, size, width, room)
    while left:
        kept = left[: max(1, fitting(left, size, width, share))]
        first = numbered * (len(sentences) - len(left) + 1)
        pages.append(shortened_page(Page(title, kept, size, first_number=first), width, room))
        left = left[len(kept) :]
    return pages


def even_share(sentences: Sequence[str], size: float, width: float, room: float) -> float:
    """The height of each page when as few as possible share a list: none ends with a lone line."""
    total = height(sentences, size, width)
    longest = max((height([one], size, width) for one in sentences), default=0)
    return min(room, total / max(1, ceil(total / room)) + longest)


def fitting(sentences: Sequence[str], size: float, width: float, room: float) -> int:
    """How many of the first sentences fit."""
    counts = range(len(sentences), 0, -1)
    return next((n for n in counts if height(sentences[:n], size, width) <= room), 0)


def shortened_page(page: Page, width: float, room: float) -> Page:
    """A single sentence that is longer than a slide ends with "…"; the notes have all of it."""
    if height(page.sentences, page.size, width) <= room:
        return page
    most = int(room // (page.size * LINE))
    shown = tuple(shortened(slide_text(s), page.size, width, most) for s in page.sentences)
    return replace(page, sentences=shown)


def table_pages(title: str, part: Part) -> list[Page]:
    """The table below its sentences, which get a slide of their own when they are many."""
    above = Page(title, part.sentences)
    share = above.text_height / (BOTTOM - TOP)
    alone = text_pages(title, part.sentences, sizes=[BESIDE]) if share > TEXT_SHARE else []
    first = Page(title) if alone else above
    grids = grids_of(part.lines, BOTTOM - first.below_text)
    pages = [replace(first, grid=grids[0], cut=grids[0].cut)]
    return [*alone, *pages, *(Page(title, grid=grid, cut=grid.cut) for grid in grids[1:])]


def forest_pages(title: str, view: View, sentences: tuple[str, ...]) -> list[Page]:
    """The chart with all its sentences in the largest type that fits, else over several slides.

    What is not drawn is said as large as the rest where there is room, else in small type.
    """
    below = small_type(view)
    page = Page(title, sentences)
    dense = replace(page, sentences=tuple(s for s in sentences if s != below), below=below)
    whole = one_slide(page, view) or one_slide(dense, view)
    return [whole] if whole else split_forest(dense, view, axis_room(key_of(view, below)))


def one_slide(page: Page, view: View) -> Page | None:
    """The page with its chart, or None where they do not fit."""
    axis = axis_room(key_of(view, page.below))
    for size in TYPES:
        blocks = blocks_of(view, size)
        room = BOTTOM - page.below_text
        if needed(blocks, size, axis) <= room and rates_fit(blocks, size):
            drawn = forest(view, blocks, size, room, axis)
            return replace(page, forest=drawn, cut=drawn.cut)
    return None


def small_type(view: View) -> str:
    """What is not drawn, as a line of the key; where that is too long it is said above."""
    said = " ".join(not_drawn(view))
    return said if len(key_lines(key_of(view, said))) <= KEY_LINES else ""


def key_of(view: View, below: str) -> str:
    return f"{legend(view)}\n{below}"


def split_forest(page: Page, view: View, axis: float) -> list[Page]:
    """Each chart takes as many of the next sentences as fit; what is left follows as text."""
    room = BOTTOM - Page(page.title, page.sentences[:1]).below_text
    pages: list[Page] = []
    left = page.sentences
    for blocks in split(blocks_of(view, SMALLEST), SMALLEST, room, axis):
        free = BOTTOM - TOP - BELOW_TEXT - needed(blocks, SMALLEST, axis)
        count = fitting(left, BESIDE, ACROSS, free)
        one = replace(page, sentences=left[:count])
        drawn = forest(view, blocks, SMALLEST, BOTTOM - one.below_text, axis)
        pages.append(replace(one, forest=drawn, cut=drawn.cut))
        left = left[count:]
    return [*pages, *text_pages(page.title, left, sizes=[BESIDE])]
