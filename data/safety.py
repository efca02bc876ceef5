"""What InO costs: SOS in three separate columns, and every adverse event that anybody counted.

The three SOS rates have different patients and are never added up. Events of several outcomes stand
in one `View`, one row for each study and event; a study without any is listed, never filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import pandas as pd

from data.also_found import also_found
from data.answers import FOUND_ONLY, Question
from data.brief import Brief
from data.characters import simple
from data.cohorts import Cohorts
from data.escalation import TOXICITY, escalations, found_in
from data.items import NOT_FOUND, Item
from data.labels import grade_text
from data.library import Library
from data.no_diamond import counts
from data.overview import rows_with_answers
from data.rows import Listed, Row, View
from data.schema import Study
from data.selection import Selection
from data.sentences import for_others_only, of_whom, only_mostly
from data.story_tables import TableLine, titled
from data.tables import Record, records_of
from data.views import listed_not_specific, make_row, with_shared_children
from data.vocabulary import Vocabulary
from data.words import capitalized, listed, rounded

THREE_TIMES = ("sos_during_ino", "sos_post_hsct", "sos_after_chemotherapy")
SEVERE = ("hepatic_grade3", "infection_grade34", "any_grade34")
NEVER_ADDED = (
    "SOS during InO, after HSCT and after later chemotherapy are three different questions, "
    "asked of different patients: the rates are never added up."
)
DASH = "A dash means not found, for the patients shown, in the sources read."
NOT_NONE = "Not found does not mean that none occurred."


@dataclass(frozen=True)
class Gathered:
    """Several outcomes that share one panel: its key, heading, and the outcomes in their order."""

    key: str
    heading: str
    outcomes: tuple[str, ...]
    criteria_matter: bool = False


def other_sos(vocabulary: Vocabulary) -> Gathered:
    """SOS at any time, and what the page's own SOS outcomes count beside the three columns."""
    known = vocabulary.outcomes
    own = [key for key in vocabulary.on_page("safety") if known[key].criteria_matter]
    outcomes = tuple(key for key in ("sos_any", *own) if key not in THREE_TIMES)
    return Gathered("sos_other", "SOS counted in other ways", outcomes, criteria_matter=True)


def adverse_events(vocabulary: Vocabulary) -> Gathered:
    """Every other outcome of the page but dose-limiting toxicity, which has its own charts."""
    known = vocabulary.outcomes
    page = [key for key in vocabulary.on_page("safety") if not known[key].criteria_matter]
    outcomes = tuple(key for key in page if key != TOXICITY)
    return Gathered("adverse_events", "Adverse events", outcomes)


def gathered_view(
    library: Library,
    results: pd.DataFrame,
    cohorts: Cohorts,
    selection: Selection,
    asked: Gathered,
) -> View:
    """One panel of several outcomes: rows with an answer by event, then studies without any."""
    questions = list(questions_of(library, results, selection, asked))
    rows = [row for question in questions for row in answers(library, question, cohorts)]
    found = tuple(row for row in rows if row.source)
    beside = (item for question in questions for item in also_found_of_event(question, cohorts))
    mixed = (event_not_specific(q, study) for q in questions for study in cohorts.not_specific)
    view = View(
        outcome=asked.key,
        heading=asked.heading,
        counted="",
        rows=(*found, *without_any(library, questions, cohorts, found)),
        not_specific=tuple(filter(None, mixed)),
        version=library.version,
        criteria_matter=asked.criteria_matter,
        also_found=tuple(beside),
    )
    said = gathered_sentence(view)
    return replace(view, sentence=said, headline=said)


def questions_of(
    library: Library, results: pd.DataFrame, selection: Selection, asked: Gathered
) -> Iterator[Question]:
    """One question for each outcome, and for each event and grade that a study names."""
    for outcome in asked.outcomes:
        by_event: dict[tuple[str, str], list[Record]] = {}
        for record in records_of(results[results["outcome"] == outcome]):
            by_event.setdefault(same_event(record), []).append(record)
        for own in by_event.values() or [[]]:
            yield Question(library, outcome, selection, own)


def same_event(record: Record) -> tuple[str, str]:
    """Event and grade, alike for all spellings that a reader takes for one."""
    event, grade = named_event(record)
    return simple(event), simple(grade)


def named_event(record: Record) -> tuple[str, str]:
    return record["event"] or "", record["grade"] or ""


def answers(library: Library, question: Question, cohorts: Cohorts) -> tuple[Row, ...]:
    """What the cohorts with a number of one event say; its name stands where a definition does."""
    words = event_words(question)
    key = "/".join(filter(None, [question.outcome_id, *event_of(question)]))

    def named(row: Row) -> Row:
        return replace(row, key=f"{row.key}/{key}", definition=words)

    own = (one for one in cohorts.chosen if (one.study.id, one.cohort.id) in question.by_cohort)
    rows = tuple(named(make_row(library, question, chosen)) for chosen in own)
    return with_shared_children(library, rows)


def event_of(question: Question) -> tuple[str, str]:
    return named_event(question.records[0]) if question.records else ("", "")


def event_words(question: Question) -> str:
    """The event and its grade, also where that was not stated: "Fever, grade not stated"."""
    event, grade = event_of(question)
    named = capitalized(event) or question.outcome.label
    return ", ".join(filter(None, [named, grade_text(grade)]))


def also_found_of_event(question: Question, cohorts: Cohorts) -> Iterator[Item]:
    """The numbers of one event that have no row, each named after the event and its study."""
    for item in also_found(question, cohorts.chosen):
        yield replace(item, label=f"{event_words(question)}, {item.label}")


def event_not_specific(question: Question, study: Study) -> Listed | None:
    """A number of a study that mixes drugs, after the name of its event."""
    found = listed_not_specific(question, study)
    return found and replace(found, reason=f"{event_words(question)}: {found.reason}")


def without_any(
    library: Library, questions: Sequence[Question], cohorts: Cohorts, found: Sequence[Row]
) -> Iterator[Row]:
    """One row per cohort without any event; a specific reason beats "not found"."""
    told = {(row.study, row.cohort) for row in found}
    for chosen in cohorts.chosen:
        if (chosen.study.id, chosen.cohort.part) not in told:
            own = [one for one in questions if chosen.study.id in one.by_study] or questions[:1]
            rows = [make_row(library, question, chosen) for question in own]
            telling = max(rows, key=lambda row: row.why != NOT_FOUND)
            yield replace(telling, key=chosen.key, definition="", outcome="")


def led_by_event(view: View) -> View:
    """The same view for a chart: each row is named after its event, and its study comes second."""
    rows = (
        replace(row, name=row.definition, cohort=row.title, definition="")
        if row.definition
        else row
        for row in view.rows
    )
    return replace(view, rows=tuple(rows))


def gathered_sentence(view: View) -> str:
    """For how many cohorts anything was found, each event with its rates, and the warning."""
    cohorts = {cohort_of(row) for row in view.rows}
    own = {cohort_of(row) for row in view.rows if row.own}
    told = {cohort_of(row) for row in view.rows if row.source}
    found = groupby((row for row in view.rows if row.source), key=lambda row: row.definition)
    opening = f"{view.heading}: {found_in(len(told), len(cohorts), len(own), 'cohort')}."
    events = [f"{event}: {'; '.join(map(event_rate, rows))}." for event, rows in found]
    beside = [*only_mostly(led_by_event(view)), *counted_twice(view), *for_others_only(view.rows)]
    return " ".join([opening, *events, *beside, *([NOT_NONE] if told != cohorts else [])])


def cohort_of(row: Row) -> tuple[str, str]:
    return row.study, row.cohort


def counted_twice(view: View) -> Iterator[str]:
    """Which rows of one event count some of the same children."""
    same_event = groupby(view.drawn, key=lambda row: (row.definition, row.population))
    for (event, who), rows in same_event:
        names = [row.title for row in rows if row.same_children]
        if names:
            yield f"{event}: {listed(names)} share {who}."


def event_rate(row: Row) -> str:
    """12 % (6/51, Bhojwani 2019); without counts, why."""
    who = f"{row.title}, adults" if row.population == "adults" else row.title
    if row.marker == "none":
        return f"{row.why} ({who})"
    shown = rounded(row.percent or 0) if row.events is not None else f"{row.percent:g}"
    count = f"{row.events}/{row.n} {row.whom}".rstrip()
    said = [count] if row.events is not None else ["x/N not found", row.whom]
    return f"{shown} % ({', '.join(filter(None, [*said, who]))})"


def three_sos_views(brief: Brief) -> tuple[View, ...]:
    """The three columns, with the same cohorts in the same order."""
    return tuple(map(brief.view, THREE_TIMES))


def safety_table_lines(brief: Brief) -> tuple[TableLine, ...]:
    """One line for each cohort of which any of these rates was found, or a count without a rate."""
    views = safety_views(brief)
    return tuple(
        {"Study": titled(views[0].rows[i])}
        | {view.heading: in_short(view.rows[i]) for view in views}
        for i in rows_with_answers(views)
    )


def safety_views(brief: Brief) -> list[View]:
    """What the table of a slide shows: SOS at three times, and the gravest events."""
    return [brief.view(outcome) for outcome in (*THREE_TIMES, *SEVERE)]


def in_short(row: Row) -> str:
    """The rate, a count that is no rate, a dash, or why a number is not shown."""
    if row.marker == "none" and row.why != NOT_FOUND and FOUND_ONLY not in row.why:
        return row.why
    rate = ", ".join(filter(None, [row.rate(), of_whom(row)]))
    return f"{rate} (derived)" if row.basis == "derived" else rate


def safety_sentences(brief: Brief) -> tuple[str, ...]:
    """What a slide says beside the table: three times never added up, criteria, other events."""
    asked = brief.library, brief.results, brief.cohorts, brief.selection
    every = adverse_events(brief.library.vocabulary)
    others = tuple(key for key in every.outcomes if key not in SEVERE)
    events = gathered_view(*asked, replace(every, heading="Other adverse events", outcomes=others))
    rows = [row for view in three_sos_views(brief) for row in counts(view)]
    known = sum(row.criteria_known for row in rows)
    criteria = f"Rates with known SOS criteria: {known} of {len(rows)}."
    shown = [row for view in safety_views(brief) for row in view.rows]
    more = for_others_only(shown)
    return (NEVER_ADDED, DASH, *more, *([criteria] if rows else []), events.sentence)


def toxicity_lines(brief: Brief) -> tuple[TableLine, ...]:
    """Dose-limiting toxicity of each group, in the order printed."""
    asked = brief.library, brief.results, brief.cohorts, brief.selection
    return tuple(
        {
            "Study": one.name,
            "Group": f"{step.order}",
            "Dose level": step.words,
            "Dose-limiting toxicity": step.row.rate(),
            "Note": step.row.note or "–",
        }
        for one in escalations(*asked)
        for step in one.steps
    )
