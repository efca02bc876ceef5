"""The handout: one page of HTML that needs nothing else, for paper, phones and slow networks.

Three drawings, the table of studies, sentences and sources of a brief. No script, no request; what
is printed is what is on the screen, with type of at least 8 points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from importlib.resources import files

from components.blocks import PAPER, aligned_lines, even
from components.exports.fonts import font_faces
from components.forest import forest
from components.legend import legend
from components.picture import svg
from data.brief import Brief
from data.overview import common_rows, study_lines
from data.rows import View
from data.sentences import below_panel
from data.story_sources import short_sources
from data.story_words import NOT_ADVICE, left_out, nothing_left
from data.story_words import heading as title_of
from data.words import UNPUBLISHED, whole_rates

# Pixels of a drawing; three of them fill the width of a page at the sizes of `PAPER`.
WIDTH = 256
# Letters of a word that a column of the table holds; a longer one is broken, or nothing would fit.
LONGEST_WORD = 20


def handout_bytes(brief: Brief) -> bytes:
    """The page as a file."""
    return handout(brief).encode()


def handout(brief: Brief, notices: Sequence[str] = ()) -> str:
    """The whole page; `notices` say what of a link was ignored."""
    body = [
        heading(brief),
        *(f'<p class="notice">{escape(notice)}</p>' for notice in notices),
        *(content(brief) if brief.cohorts.chosen else empty(brief)),
        footer(brief),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>PedInO: {escape('; '.join(brief.asked))}</title>"
        f"<style>{font_faces()}{style()}</style></head><body>{''.join(body)}</body></html>"
    )


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet, which lies beside this file."""
    return (files("components.exports") / "handout.css").read_text(encoding="utf-8")


def heading(brief: Brief) -> str:
    return (
        f"<header><h1>{escape(title_of(brief))}</h1>"
        f"<p>Asked for: {escape('; '.join(brief.asked))}. Data version {brief.version}. "
        f"{anchor('Full dashboard', brief.link())}</p></header>"
    )


def content(brief: Brief) -> Iterable[str]:
    """Drawings with their sentences, then the table, then where the numbers were read."""
    yield f'<main><div class="panels">{"".join(panels(brief.views))}</div>'
    yield f'<p class="legend">{escape(whole_rates(legend(*brief.views)))}</p>'
    yield studies_table(brief)
    read = " ".join(map(escape, short_sources(brief)))
    yield f'<h2 class="run-in">Sources</h2> <p>{read}</p>'
    yield from (f"<p>{escape(said)}</p>" for said in left_out(brief))
    yield "</main>"


def empty(brief: Brief) -> Iterable[str]:
    """What stands in place of the charts when the filters leave nothing."""
    yield f"<main><p>{escape(nothing_left(brief.cohorts))} "
    everything = brief.base.rstrip("/") + "/brief"
    yield f"{anchor('All studies', everything)}</p></main>"


def panels(views: Sequence[View]) -> Iterable[str]:
    """The three rates side by side, the same study on the same line in each."""
    common = common_rows(views)
    beside = [[view.rows[i] for i in common] for view in views]
    lines, sizes = aligned_lines(beside, PAPER), even(views, PAPER)
    for view, rows in zip(views, beside, strict=True):
        figure = forest(view, rows, lines, sizes=sizes)
        said = escape(whole_rates(" ".join(below_panel(view))))
        drawn = svg(figure, WIDTH, view.title, view.alt)
        yield f"<section><h2>{escape(view.title)}</h2>{drawn}<p>{said}</p></section>"


def studies_table(brief: Brief) -> str:
    """The study table; the rates, which the drawings print, are there for screens only."""
    lines = [
        {name: text for name, text in line.items() if name != "id"}
        for line in study_lines(brief.cohorts, brief.views)
    ]
    classes = {view.heading: "screen" for view in brief.views} | {
        "Age": "whole",
        "Dose, cycle 1": "whole",
    }
    head = "".join(f'<th scope="col"{css(classes, name)}>{escape(name)}</th>' for name in lines[0])
    rows = "".join(f"<tr>{table_row(line, classes)}</tr>" for line in lines)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<h2 class="screen">The studies</h2>{table}'


def table_row(line: dict[str, str], classes: dict[str, str]) -> str:
    """The first cell names the row; the others say their column, for narrow screens."""
    (_, study), *others = line.items()
    cells = (
        f'<td data-name="{escape(name)}"{css(classes, name, text)}>{escape(whole_rates(text))}</td>'
        for name, text in others
    )
    own = {study: "own"} if UNPUBLISHED in study else {}
    return f'<th scope="row"{css(own, study, study)}>{escape(study)}</th>{"".join(cells)}'


def css(classes: dict[str, str], name: str, text: str = "") -> str:
    """The class of a column, and that of a cell whose text may be broken anywhere."""
    long = max(map(len, text.split()), default=0) > LONGEST_WORD
    kinds = [*filter(None, [classes.get(name)]), *(["long"] if long else [])]
    return f' class="{" ".join(kinds)}"' if kinds else ""


def footer(brief: Brief) -> str:
    return f"<footer><p>{NOT_ADVICE} Link: {anchor(brief.link(), brief.link())}</p></footer>"


def anchor(words: str, address: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>'
