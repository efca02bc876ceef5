"""What each part of the story says: one function makes one part from a brief.

A part is a slide, or several, of the deck and a screen of the presentation: a title, a few
sentences, at most one chart and one table, and where it was all read.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.brief import Brief
from data.comparison import FEWEST, compare, comparison_lines, comparison_sentences
from data.dose import dose_views, within_trials
from data.escalation import ORDER, not_by_level
from data.no_diamond import counts
from data.rows import View
from data.safety import safety_sentences, safety_table_lines, toxicity_lines
from data.sentences import bottom_line, by_reason, criteria, not_pooled_of, on_slide
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
    nothing_left,
    of_which,
    shared_children,
    unchecked,
)
from data.survival import lasting, survival_lines, survival_sentences
from data.words import listed

QUESTION = (
    "In relapsed or refractory B-cell leukemia: how often do patients respond, how often is the "
    "response MRD-negative, and how often does SOS follow a transplant?"
)
NO_TOXICITY = "No counts by dose level were found for these cohorts."
NOTHING_TO_COMPARE = "Choose two to four studies on the page Compare."
NOTHING_TO_POOL = "No rate of this selection is pooled with another."
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


def title(brief: Brief) -> Part:
    """What is asked, of which studies, with which data."""
    sentences = (
        QUESTION,
        f"Asked for: {'; '.join(brief.asked)}.",
        how_many(brief),
        f"PedInO, data version {brief.version}.",
    )
    gone = (*left_out(brief), *not_specific(brief.cohorts))
    return Part("title", heading(brief), sentences, brief.link(), sources=gone)


def comparability(brief: Brief) -> Part:
    """Designs, definitions, denominators and criteria differ."""
    return Part(
        key="comparability",
        title="Why these studies are hard to compare",
        sentences=(*no_comparison(brief), *designs(brief), *shared_children(brief))
        or (nothing_left(brief.cohorts),),
        link=brief.link(),
        lines=comparability_lines(brief),
        sources=study_sources(brief),
    )


def studies(brief: Brief) -> Part:
    """Who was treated, how and how many."""
    return Part(
        key="studies",
        title="The studies",
        sentences=() if brief.studies else (nothing_left(brief.cohorts),),
        link=brief.link(),
        lines=study_table_lines(brief),
        sources=study_sources(brief),
    )


def outcome(brief: Brief, key: str, outcome_id: str) -> Part:
    """One forest with its denominator, its sentence and its pooled rate."""
    view = brief.view(outcome_id)
    return Part(
        key=key,
        title=of_which(brief, view),
        sentences=on_slide(view),
        link=brief.link(key),
        view=view,
        sources=tuple(source_line(row) for row in view.drawn),
    )


def response(brief: Brief) -> Part:
    return outcome(brief, "response", "response")


def mrd(brief: Brief) -> Part:
    return outcome(brief, "mrd", "mrd_negative")


def sos(brief: Brief) -> Part:
    return outcome(brief, "sos", "sos_post_hsct")


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


def survival(brief: Brief) -> Part:
    """Does it last? Published intervals only, with the follow-up."""
    views, lines = lasting(brief), survival_lines(brief)
    return Part(
        key="survival",
        title="Survival and duration of remission",
        sentences=survival_sentences(brief, lines),
        link=brief.link("survival"),
        lines=lines,
        sources=tuple(source_line(row) for view in views for row in view.drawn),
    )


def safety(brief: Brief) -> Part:
    """What does it cost? Three kinds of SOS apart, and severe events."""
    return Part(
        key="safety",
        title="Safety",
        sentences=(*safety_sentences(brief), *shared_children(brief)),
        link=brief.link("safety"),
        lines=safety_table_lines(brief),
        sources=study_sources(brief),
    )


def toxicity(brief: Brief) -> Part:
    """Dose-limiting toxicity by dose level."""
    lines = toxicity_lines(brief)
    other = not_by_level(brief.library, brief.results, brief.cohorts, brief.selection)
    others = [f"Not by dose level: {by_reason(other)}."] if other else []
    return Part(
        key="toxicity",
        title="Dose-limiting toxicity",
        sentences=(ORDER if lines else NO_TOXICITY, *others),
        link=brief.link("safety"),
        lines=lines,
        sources=study_sources(brief),
    )


def comparison(brief: Brief) -> Part:
    """The studies that were chosen to be compared, column by column."""
    made = compare(brief.library, brief.results, brief.selection)
    enough = len(made.columns) >= FEWEST
    rows = [row for view in made.views for row in view.drawn]
    return Part(
        key="compare",
        title=f"{listed(made.names)}, side by side" if enough else "Study against study",
        sentences=comparison_sentences(brief.library, made) if enough else (NOTHING_TO_COMPARE,),
        link=brief.link("compare"),
        lines=comparison_lines(made) if enough else (),
        sources=tuple(map(source_line, rows)),
    )


def dose_and_lines(brief: Brief) -> Part:
    """The rates in the order of the dose, and how little is known of prior lines."""
    views = dose_views(brief.library, brief.results, brief.cohorts, brief.selection)
    sos_view = brief.view("sos_post_hsct")
    return Part(
        key="dose_and_lines",
        title="Dose and prior lines",
        sentences=(
            "Patients at different doses differ in other ways too: no effect of dose can be read.",
            *within_trials(views),
            *shared_children(brief),
            *criteria(sos_view, counts(sos_view)),
            *reported_lines(brief),
        ),
        link=brief.link("dose_and_lines"),
        lines=dose_lines(brief),
        sources=study_sources(brief),
    )


def limits(brief: Brief) -> Part:
    """What nobody can know from these studies, and where their sources disagree."""
    return Part(
        key="limits",
        title="Limits, and where the sources disagree",
        sentences=(
            *unchecked(brief.studies),
            NOT_FOUND,
            *no_comparison(brief),
            *not_specific(brief.cohorts),
        ),
        link=brief.link("ledger"),
        lines=disagreement_lines(brief),
        sources=(*left_out(brief), *ledger_sources(brief)),
    )


def bottom_lines(brief: Brief) -> Part:
    """One sentence for each of the three rates, and what they rest on."""
    return Part(
        key="bottom_line",
        title="Bottom line",
        sentences=(*map(bottom_line, brief.views), how_many(brief)),
        link=brief.link(),
    )


def references(brief: Brief) -> Part:
    """The publications of the studies shown."""
    cited = tuple(reference(brief, study) for study in brief.studies)
    return Part(
        key="references",
        title="References",
        sentences=cited or (nothing_left(brief.cohorts),),
        link=brief.link("studies"),
        sources=study_sources(brief),
    )
