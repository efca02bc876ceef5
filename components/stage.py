"""One part of the story as it stands on the wall: large type that fits the screen it is shown on.

Plain HTML, in which every text is escaped; the chart is a drawing that grows with the screen.
Knows no Streamlit.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from math import ceil
from textwrap import wrap

from components.blocks import STAGE
from components.exports.fonts import font_faces
from components.forest import forest
from components.legend import legend
from components.look import INK, PAGE
from components.picture import svg
from data.rows import View
from data.story_parts import Part
from data.story_tables import TableLine
from data.words import whole_rates

# Pixels of the drawing, which is then as wide as the screen or as high as the room that is left.
WIDTH = 1560
# A chart takes the height that controls, title and sentences leave, but at least 44 % of all.
CHART_STYLE = (
    "width:100%;object-fit:contain;object-position:left top;"
    "max-height:max(44vh,calc(100vh - 235px - {above:.1f} * 1.6vw))"
)
TITLE_AND_LEGEND, SENTENCE_LINE, LETTERS = 3.4, 1.1, 120
# From a phone to a projector.
TEXT_SIZE = "clamp(17px,1.6vw,32px)"
# The room below the controls scrolls by itself, so that each part begins at its top.
ROOM_STYLE = "height:calc(100vh - 190px);min-height:420px;overflow:auto"
# Streamlit keeps 160 pixels free below a page; the foot lies in them, so that nothing scrolls but
# the room: a page that could would keep its place, and hide the controls, when a part begins.
WHOLE_STYLE = "margin-bottom:-10rem"
FOOT_STYLE = "font-size:13px;line-height:16px;margin:8px 0 0"
# Long tables get smaller type before they need scrolling. All in hundredths of the screen's height,
# for a screen of 16:9: its width, what controls and title take, the text, and type sizes of tables.
ACROSS, ABOVE, TEXT = 165, 34, 2.85
# Of a sentence: letters on a line in full size; a line, and the gap below, in parts of the size.
LETTERS_ALONE, SENTENCE_LINE_HEIGHT, BETWEEN = 115, 1.35, 0.4
SIZES = (2.8, 2.6, 2.4, 2.2, 2.0, 1.9, 1.8, 1.7, 1.6, 1.5, 1.4)
# Of a letter, in parts of the type size.
LETTER = 0.46
LINE, BETWEEN_ROWS = 1.25, 0.5
FEW_SENTENCES = 4
# Room between the margins, in hundredths of the screen's width.
BESIDE = 86
CELL_STYLE = "padding:0.25em 1em 0.25em 0;vertical-align:top;text-align:left"


def with_foot(room: str, words: str) -> str:
    """The room of a part, and below it what stands at the foot of each page."""
    return f'<div style="{WHOLE_STYLE}">{room}<p style="{FOOT_STYLE}">{text(words)}</p></div>'


def stage(part: Part, background: str) -> str:
    """Title, sentences, chart with its legend, and table of one part."""
    shown = [
        f'<h1 style="font-size:1.7em;margin:0 0 0.3em;padding:0">{text(part.title)}</h1>',
        *sentences(part),
        *([chart(part.view, part.sentences, background)] if part.view and part.view.drawn else []),
        *([table(part)] if part.lines else []),
    ]
    style = f"font-size:{TEXT_SIZE};line-height:1.35;{ROOM_STYLE}"
    name = f'tabindex="0" role="region" aria-label="{escape(part.title)}"'
    return f'<div {name} style="{style}">{"".join(shown)}</div>'


def text(words: str) -> str:
    return escape(whole_rates(words))


def sentences(part: Part) -> list[str]:
    """Large where they stand alone, smaller as the caption of a chart or as a long list."""
    style = f"font-size:{sentence_size(part)}em;margin:0 0 0.4em"
    return [f'<p style="{style}">{text(said)}</p>' for said in part.sentences]


def sentence_size(part: Part) -> float:
    if part.view or len(part.sentences) > FEW_SENTENCES:
        return 0.8
    return 1 if part.lines else 1.25


def chart(view: View, sentences: Sequence[str], background: str) -> str:
    """The forest as an image with its alternative text; it carries its own font."""
    figure = forest(view, background=background, sizes=STAGE)
    style = f"<style>{font_faces()}</style>"
    drawn = svg(figure, WIDTH, view.heading, view.alt, style)
    image = f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"
    small = f'<p style="font-size:0.6em;margin:0">{text(legend(view))}</p>'
    lines = sum(ceil(len(said) / LETTERS) for said in sentences)
    fits = CHART_STYLE.format(above=TITLE_AND_LEGEND + SENTENCE_LINE * lines)
    # Its own page behind it: a theme that changes is known here at the next click only.
    fits += f";background:{PAGE[INK[background]]}"
    return f'<img alt="{escape(view.alt)}" style="{fits}" src="{image}">{small}'


def table(part: Part) -> str:
    """A table in type with which it fits below the sentences."""
    size = f"clamp(12px,min({table_type(part)}vh,{widest_type(part.lines):.2f}vw),1em)"
    names = part.lines[0]
    head = "".join(f'<th scope="col" style="{CELL_STYLE}">{text(name)}</th>' for name in names)
    rows = "".join(f"<tr>{row(line)}</tr>" for line in part.lines)
    style = f"font-size:{size};line-height:1.25;border-collapse:collapse;width:100%"
    body = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
    return f'<table style="{style}">{body}</table>'


def table_type(part: Part) -> float:
    """The largest size with which the table fits on the screen, in hundredths of its height."""
    room = 100 - ABOVE - sentences_height(part)
    return next((size for size in SIZES if table_height(part.lines, size) <= room), SIZES[-1])


def widest_type(lines: tuple[TableLine, ...]) -> float:
    """The largest size, in hundredths of the screen's width, in which no rate has to break."""
    columns = [[name, *(line[name] for line in lines)] for name in lines[0]]
    letters = sum(max(map(longest_word, texts)) for texts in columns)
    return BESIDE / (LETTER * letters + len(columns))


def longest_word(words: str) -> int:
    """Letters of the longest piece that stays on one line."""
    return max(map(len, whole_rates(words).split(" ")))


def sentences_height(part: Part) -> float:
    """In hundredths of the screen's height; a long sentence takes several lines."""
    size = sentence_size(part)
    lines = sum(ceil(len(said) * size / LETTERS_ALONE) for said in part.sentences)
    return TEXT * size * (SENTENCE_LINE_HEIGHT * lines + BETWEEN * len(part.sentences))


def table_height(lines: tuple[TableLine, ...], size: float) -> float:
    """In hundredths of the screen's height, with columns as wide as a browser makes them."""
    rows = [list(lines[0]), *(list(line.values()) for line in lines)]
    widths = column_widths(rows, ACROSS / (LETTER * size) - len(rows[0]) / LETTER)
    heights = [max(map(text_lines, row, widths)) for row in rows]
    return size * (LINE * sum(heights) + BETWEEN_ROWS * len(rows))


def column_widths(rows: Sequence[Sequence[str]], letters: float) -> list[float]:
    """Each column its longest word, and of what is left as much as its longest text asks for."""
    columns = list(zip(*rows, strict=True))
    least = [max(map(longest_word, texts)) for texts in columns]
    asked = [max(map(len, texts)) for texts in columns]
    more = sum(asked) - sum(least)
    share = min(1, max(0, letters - sum(least)) / more) if more else 0
    return [low + (high - low) * share for low, high in zip(least, asked, strict=True)]


def text_lines(words: str, width: float) -> int:
    """On how many lines a text stands in a column of so many letters."""
    return max(1, len(wrap(whole_rates(words), max(1, int(width)), break_long_words=False)))


def row(line: TableLine) -> str:
    first, *others = map(text, line.values())
    cells = "".join(f'<td style="{CELL_STYLE}">{words}</td>' for words in others)
    return f'<th scope="row" style="{CELL_STYLE}">{first}</th>{cells}'
