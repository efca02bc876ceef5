"""What a file says of itself: what it is, what was asked, its version, license and citation."""

from __future__ import annotations

from data.brief import Brief
from data.sentences import bottom_line
from data.story_parts import NOT_FOUND
from data.story_words import NO_COMPARISON, populations, unchecked
from data.study_sheet import answer_of_owner
from data.words import UNPUBLISHED, capitalized

TITLE = "PedInO: pediatric inotuzumab ozogamicin evidence, side by side"
WHAT = "{studies} of inotuzumab ozogamicin (InO) in {whom}, with the source of every number."
MISSING = "An empty cell means not known or not applicable. It never means 0."
ROUNDING = "Numbers are stored in full and shown rounded. Rates and intervals are in percent."
LICENSE_TEXT = (
    "Code: MIT. Data, wording and arrangement: CC BY 4.0 "
    "(https://creativecommons.org/licenses/by/4.0/). "
    "The numbers belong to the studies that are cited."
)
NOT_FOR_ONE_CHILD = "For discussion among professionals; no advice for an individual patient."
NOTES = (NO_COMPARISON, NOT_FOUND, MISSING, ROUNDING, NOT_FOR_ONE_CHILD)
OF_PUBLISHED = (
    "The data version is that of the published studies; a link never holds an own series."
)


def which_studies(brief: Brief) -> str:
    """What is put side by side: own series are named only where some are shown."""
    return f"published studies{f' and {UNPUBLISHED},' if brief.own else ''}"


def what(brief: Brief) -> str:
    """What the file holds, in a sentence."""
    return WHAT.format(studies=capitalized(which_studies(brief)), whom=populations(brief))


def own_series_lines(brief: Brief) -> tuple[str, ...]:
    """Which of the studies are own series, and whose children these are; nothing without one."""
    answers = [f"{said}." for study in brief.own for said in answer_of_owner(study)]
    return (*unchecked(brief.own), *answers, OF_PUBLISHED) if brief.own else ()


def how_to_cite(brief: Brief) -> str:
    """The dashboard with its data version; each number belongs to its own study."""
    return (
        f"{TITLE}. Data version {brief.version}. {brief.link()} "
        "For any number cite the original study."
    )


def bottom_lines(brief: Brief) -> tuple[str, ...]:
    """One sentence for each of the three rates."""
    return tuple(map(bottom_line, brief.views))
