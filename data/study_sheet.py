"""One study on one screen: the checklist that every journal club asks, numbers, overlap, gaps.

Built from the same records as every chart. A checklist item without a fact says so; it is never
left out and never guessed.
"""

from __future__ import annotations

from data.checks import sourced_records
from data.facts import fact_item
from data.items import Item, joined, sourced_item, unanswered
from data.labels import (
    counted_text,
    criteria_label,
    definition_label,
    method_text,
    published_text,
    timepoint_label,
    without_rate,
)
from data.library import Library
from data.overlap import patients_of
from data.schema import Cohort, Dose, PriorLines, Study
from data.tables import Record, source_url
from data.terms import event_words
from data.treatment import cohort_by_id
from data.verdicts import NO_LINES, REGIMEN_WORDS, dose_text, later_text, lines_text, schedule_text
from data.words import counted, rate_text

TIMING_WORDS = {
    "prospective": "prospective",
    "retrospective": "retrospective",
    "not_found": "prospective or retrospective: not found",
}
RELATION_WORDS = {
    "contains": "contains all {who} of",
    "inside": "counts only {who} who are also in",
    "same": "has the same {who} as",
    "partly": "shares some {who} with",
    "possible": "may share {who} with",
    "unlikely": "is unlikely to share {who} with",
}


def checklist(library: Library, study: Study) -> list[Item]:
    """Every checklist topic in a fixed order, then the study's other facts."""
    topics = library.vocabulary.topics
    asked = [key for key, topic in topics.items() if topic.checklist]
    other = [key for key in topics if key not in asked]
    items = [*design_items(library, study), *prior_lines_items(library, study)]
    items += dose_items(library, study)
    for key in asked:
        facts = [fact_item(library, study, f) for f in study.facts if f.topic == key]
        items += facts or [Item(topics[key].label, unanswered(study))]
    items += [fact_item(library, study, f) for key in other for f in study.facts if f.topic == key]
    return items


def design_items(library: Library, study: Study) -> list[Item]:
    """How the study was done, and what was given with InO."""
    design = study.design
    said = [design.summary, TIMING_WORDS[design.timing], design.period]
    text = " · ".join(filter(None, said))
    items = [sourced_item(library, study, design, "Design", text)]
    if study.regimen:
        given = [REGIMEN_WORDS[study.regimen.kind], ", ".join(study.regimen.partners)]
        text = " with ".join(filter(None, given))
        items.append(sourced_item(library, study, study.regimen, "InO given", text))
    return items


def prior_lines_items(library: Library, study: Study) -> list[Item]:
    """The prior lines of each cohort that has some of its own."""
    own = [(one, one.prior_lines) for one in study.cohorts if one.prior_lines]
    found = [lines_item(library, study, cohort, lines) for cohort, lines in own]
    return found or [Item("Prior lines", unanswered(study))]


def lines_item(library: Library, study: Study, cohort: Cohort, lines: PriorLines) -> Item:
    label = "Prior lines" if cohort.parent is None else f"Prior lines, {cohort.name}"
    return sourced_item(library, study, lines, label, lines_words(lines) or unanswered(study))


def lines_words(lines: PriorLines) -> str:
    """All that is known of prior lines, then the median and the words; empty for nothing."""
    told = lines_text(lines)
    if told == NO_LINES:
        return ""
    median = f"median {lines.median:g}" if lines.median is not None else ""
    return " – ".join([told, *(one for one in (median, lines.text) if one and one not in told)])


def dose_items(library: Library, study: Study) -> list[Item]:
    """The dose of each cohort that has one of its own, with schedule and later cycles."""
    found = [dose_item(library, study, one, one.dose) for one in study.cohorts if one.dose]
    return found or [Item("Dose, cycle 1", unanswered(study))]


def dose_item(library: Library, study: Study, cohort: Cohort, dose: Dose) -> Item:
    whose = f" ({dose.later_cycles_of})" if dose.later_cycles_of else ""
    later = f"later {said}{whose}" if (said := later_text(dose)) else ""
    most = f"at most {counted(dose.maximum_cycles, 'cycle')}" if dose.maximum_cycles else ""
    total = "" if dose.low is None else dose_text(dose)
    said = "; ".join(filter(None, [total, dose.text, schedule_text(dose), later, most]))
    label = "Dose, cycle 1" if cohort.parent is None else f"Dose, {cohort.name}"
    return sourced_item(library, study, dose, label, said or unanswered(study))


def number_item(library: Library, study: Study, record: Record) -> Item:
    """One result of the results table as a line."""
    words = library.vocabulary
    cohort = cohort_by_id(study, record["cohort"])
    label = words.outcomes[record["outcome"]].label
    details = [
        cohort.part,
        definition_label(record, words),
        timepoint_label(record, words),
        method_text(record),
        criteria_label(record, words),
    ]
    derived = f"Derived: {record['derivation']}" if record["derivation"] else ""
    return Item(
        label=" – ".join(filter(None, [label, event_words(record)])),
        text=" · ".join(filter(None, [number_text(record), counted_text(record, words), *details])),
        basis=record["basis"],
        source=record["source_name"],
        source_url=record["source_url"],
        place=record["place"],
        note=joined(derived, record["note"]),
    )


def number_text(record: Record) -> str:
    """Our rate, then what is printed: "28/48 · 58.3 % [43.2–72.4], printed 58.3 % …"."""
    printed = published_text(record)
    if record["percent"] is not None:
        ours = rate_text(record["events"], record["n"], record["low"], record["high"], digits=1)
        return f"{ours}, printed {printed}" if printed else ours
    return without_rate(record)


def overlap_sentences(library: Library, study: Study) -> list[str]:
    """Whom the study shares children with, in words, with the reason where it was derived.

    Also which own series say so of it; an own series says too when there are none.
    """
    named = [(study, overlap) for overlap in study.overlaps]
    own = [library.studies[key] for key in library.own_files]
    named += [
        (one, overlap) for one in own for overlap in one.overlaps if overlap.study == study.id
    ]
    said = [
        f"{one.name} {relation_words(overlap.relation, one)} {library.studies[overlap.study].name}"
        + (f" ({overlap.derivation or overlap.note})" if overlap.derivation or overlap.note else "")
        for one, overlap in named
        if overlap.study in library.studies
    ]
    return [*answer_of_owner(study), *said]


def relation_words(relation: str, study: Study) -> str:
    """How a study stands to another: "contains all children of"."""
    return RELATION_WORDS[relation].format(who=patients_of(study))


def answer_of_owner(study: Study) -> list[str]:
    """What the owner of an own series says of its children, without the studies that it names."""
    if study.own_series is None:
        return []
    patients = patients_of(study)
    said = {
        "none": f"according to its owner, none of its {patients} is in a listed study",
        "some": f"according to its owner, some of its {patients} are in a listed study",
        "unknown": f"whether any of its {patients} is in a listed study is unknown",
    }
    return [f"{study.name}: {said[study.own_series.shared_children]}"]


def sources_read(library: Library, study: Study) -> list[Item]:
    """Every document that a number of the study was read in, with its date and notes."""
    keys = dict.fromkeys(record.source for _, record in sourced_records(study))
    return [source_item(library, study, key) for key in keys]


def source_item(library: Library, study: Study, key: str) -> Item:
    source = library.source(study, key)
    return Item(
        label=source.name,
        text=" · ".join(filter(None, [source.title, source.date])) or source.name,
        source=source.name,
        source_url=source_url(library, study, key),
        note=source.note or "",
    )
