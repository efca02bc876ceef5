"""A brief as a story in parts, the order in which a journal club reads it.

A part is a slide, or several, of the deck and a screen of the presentation: a title, a few
sentences, at most one chart and one table, and where it was all read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from data.brief import Brief
from data.rows import View
from data.selection import Params, ignored_text
from data.sentences import bottom_line, not_pooled_of, on_slide
from data.story_sources import ledger_sources, reference, source_line, study_sources
from data.story_tables import (
    TableLine,
    comparability_lines,
    disagreement_lines,
    dose_lines,
    pooled_table_lines,
    reported_lines,
    study_table_lines,
)
from data.story_words import (
    designs,
    heading,
    how_many,
    left_out,
    no_comparison,
    not_in_pool,
    not_specific,
    of_which,
    shared_children,
)

QUESTION = (
    "In relapsed or refractory B-cell leukemia: how often do patients respond, how often is the "
    "response MRD-negative, and how often does SOS follow a transplant?"
)
NOTHING_TO_POOL = "There are no two studies here whose rates could be pooled."
NOTHING_LEFT = "No study is left with these filters."
NOT_FOUND = "Not found is not the same as not reported: mostly abstracts could be read."


@dataclass(frozen=True)
class Part:
    """One step of the story. `lines` of the table share their columns.

    `sources` are its notes: where each number was read, and what to know beside it.
    """

    key: str
    title: str
    sentences: tuple[str, ...]
    link: str
    view: View | None = None
    lines: tuple[TableLine, ...] = ()
    sources: tuple[str, ...] = ()


def tell(brief: Brief, keys: Iterable[str] | None = None) -> tuple[Part, ...]:
    """The parts in their order, or only those named; unknown names are left out."""
    wanted = set(PARTS if keys is None else keys)
    return tuple(make(brief) for key, (_, make) in PARTS.items() if key in wanted)


def title(brief: Brief) -> Part:
    """What is asked, of which studies, with which data."""
    sentences = (
        QUESTION,
        f"Shown: {'; '.join(brief.asked)}.",
        how_many(brief),
        f"PedInO, data version {brief.version}.",
    )
    return Part("title", heading(brief), sentences, brief.link(), sources=left_out(brief))


def comparability(brief: Brief) -> Part:
    """Designs, definitions, denominators and criteria differ."""
    return Part(
        key="comparability",
        title="Why these studies are hard to compare",
        sentences=(*no_comparison(brief), *designs(brief), *shared_children(brief))
        or (NOTHING_LEFT,),
        link=brief.link(),
        lines=comparability_lines(brief),
        sources=study_sources(brief),
    )


def studies(brief: Brief) -> Part:
    """Who was treated, how and how many."""
    return Part(
        key="studies",
        title="The studies",
        sentences=() if brief.studies else (NOTHING_LEFT,),
        link=brief.link(),
        lines=study_table_lines(brief),
        sources=study_sources(brief),
    )


def outcome(brief: Brief, key: str, place: int) -> Part:
    """One forest with its denominator, its sentence and its pooled rate."""
    view = brief.views[place]
    return Part(
        key=key,
        title=of_which(brief, view),
        sentences=on_slide(view),
        link=brief.link(key),
        view=view,
        sources=tuple(source_line(row) for row in view.drawn),
    )


def response(brief: Brief) -> Part:
    return outcome(brief, "response", 0)


def mrd(brief: Brief) -> Part:
    return outcome(brief, "mrd", 1)


def sos(brief: Brief) -> Part:
    return outcome(brief, "sos", 2)


def pooled(brief: Brief) -> Part:
    """Each diamond with its prediction, by every method, and why others were not pooled."""
    refused = [said for view in brief.views for said in not_pooled_of(view)]
    apart = [said for view in brief.views for said in not_in_pool(view)]
    lines = pooled_table_lines(brief)
    notes = [
        f"{line.title}: {note}"
        for view in brief.views
        for line in view.diamonds
        for note in line.footnotes
    ]
    return Part(
        key="pooled",
        title="Pooled rates, and how sure anyone can be",
        sentences=(*refused, *apart) or (() if lines else (NOTHING_TO_POOL,)),
        link=brief.link(),
        lines=lines,
        sources=tuple(notes),
    )


def dose_and_lines(brief: Brief) -> Part:
    """The rates in the order of the dose, and how little is known of prior lines."""
    return Part(
        key="dose_and_lines",
        title="Dose and prior lines",
        sentences=(
            "Patients at different doses differ in other ways too: no effect of dose can be read.",
            *reported_lines(brief),
        ),
        link=brief.link(),
        lines=dose_lines(brief),
        sources=study_sources(brief),
    )


def limits(brief: Brief) -> Part:
    """What nobody can know from these studies, and where their sources disagree."""
    return Part(
        key="limits",
        title="Limits, and where the sources disagree",
        sentences=(NOT_FOUND, *no_comparison(brief), *not_specific(brief)),
        link=brief.link("ledger"),
        lines=disagreement_lines(brief),
        sources=(*left_out(brief), *ledger_sources(brief)),
    )


def bottom_lines(brief: Brief) -> Part:
    """One sentence for each of the three rates."""
    return Part(
        key="bottom_line",
        title="Bottom line",
        sentences=tuple(map(bottom_line, brief.views)),
        link=brief.link(),
    )


def references(brief: Brief) -> Part:
    """The publications of the studies shown."""
    cited = tuple(reference(brief, study) for study in brief.studies)
    return Part(
        key="references",
        title="References",
        sentences=cited or (NOTHING_LEFT,),
        link=brief.link("studies"),
        sources=study_sources(brief),
    )


# Every part in the order of the story: its key, its name in a menu, and what makes it.
PARTS: Mapping[str, tuple[str, Callable[[Brief], Part]]] = MappingProxyType(
    {
        "title": ("Title", title),
        "comparability": ("Why hard to compare", comparability),
        "studies": ("Study table", studies),
        "response": ("Response", response),
        "mrd": ("MRD negativity", mrd),
        "sos": ("SOS after HSCT", sos),
        "pooled": ("Pooled rates", pooled),
        "dose_and_lines": ("Dose and prior lines", dose_and_lines),
        "limits": ("Limits and disagreements", limits),
        "bottom_line": ("Bottom line", bottom_lines),
        "references": ("References", references),
    }
)


def ignored_in_presentation(params: Params) -> list[str]:
    """One sentence for each unknown part that a link names, and for a place that is no number."""
    names = [name for name, _ in PARTS.values()]
    parts = [part for part in params.get("parts", []) if part not in names]
    places = [place for place in params.get("present", []) if not place.isdecimal()]
    return [
        *(ignored_text("parts", [part]) for part in parts),
        *(ignored_text("present", [place]) for place in places),
    ]
