"""One study on one screen: the checklist that every journal club asks, numbers, overlap, gaps.

Built from the same records as every chart. A checklist item without a fact says so; it is never
left out and never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from data.checks import sourced_records
from data.cohorts import cohort_by_id, lines_of
from data.fields import Sourced
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
from data.quantities import Fact
from data.schema import Cohort, Dose, Study
from data.tables import Record, source_url
from data.verdicts import REGIMEN_WORDS, dose_text, lines_text
from data.words import counted, ends_text, interval_text, rate_text

NOT_FOUND = "not found in the sources read"
# Of an own series nothing was read: its owner gave it or not.
NOT_GIVEN = "not given"
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


@dataclass(frozen=True)
class Item:
    """One line with its provenance; `source` is empty where nothing was found."""

    label: str
    text: str
    basis: str = ""
    source: str = ""
    source_url: str | None = None
    place: str = ""
    note: str = ""


def checklist(library: Library, study: Study) -> list[Item]:
    """Every checklist topic in a fixed order, then the study's other facts."""
    topics = library.vocabulary.topics
    asked = [key for key, topic in topics.items() if topic.checklist]
    other = [key for key in topics if key not in asked]
    items = [*design_items(library, study), prior_lines_item(library, study)]
    items += dose_items(library, study)
    for key in asked:
        facts = [fact_item(library, study, f) for f in study.facts if f.topic == key]
        items += facts or [Item(topics[key].label, unanswered(study))]
    items += [fact_item(library, study, f) for key in other for f in study.facts if f.topic == key]
    return items


def unanswered(study: Study) -> str:
    """What stands where nothing is known."""
    return NOT_GIVEN if study.own_series else NOT_FOUND


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


def prior_lines_item(library: Library, study: Study) -> Item:
    lines = lines_of(study, cohort_by_id(study, "all")) if study.cohorts else None
    if lines is None:
        return Item("Prior lines", unanswered(study))
    told = lines_text(lines)
    median = f"median {lines.median:g}" if lines.median is not None else ""
    words = [told, *(one for one in (median, lines.text) if one and one not in told)]
    said = " – ".join(words)
    return sourced_item(library, study, lines, "Prior lines", said)


def dose_items(library: Library, study: Study) -> list[Item]:
    """The dose of each cohort that has one of its own, with schedule and later cycles."""
    found = [dose_item(library, study, one, one.dose) for one in study.cohorts if one.dose]
    return found or [Item("Dose, cycle 1", unanswered(study))]


def dose_item(library: Library, study: Study, cohort: Cohort, dose: Dose) -> Item:
    later = f"later {dose.later_cycles:g} mg/m² per cycle" if dose.later_cycles else ""
    most = f"at most {counted(dose.maximum_cycles, 'cycle')}" if dose.maximum_cycles else ""
    total = "" if dose.low is None else dose_text(dose)
    said = "; ".join(filter(None, [total, dose.text, dose.schedule, later, most]))
    label = "Dose, cycle 1" if cohort.parent is None else f"Dose, {cohort.name}"
    return sourced_item(library, study, dose, label, said or unanswered(study))


def fact_item(library: Library, study: Study, fact: Fact) -> Item:
    label = fact.label or library.vocabulary.topics[fact.topic].label
    of = library.vocabulary.denominators[fact.of] if fact.of else ""
    text = " · ".join(filter(None, [fact_text(fact), of]))
    label = ", ".join(filter(None, [label, part_of(study, fact)]))
    return sourced_item(library, study, fact, label, text)


def part_of(study: Study, fact: Fact) -> str:
    """The part that a fact tells of; empty for all."""
    named = {one.id: one.name for one in study.cohorts if one.parent is not None}
    return named.get(fact.cohort, "")


def fact_text(fact: Fact) -> str:
    """A count, a median or words: "22/51 (43 % printed)", "median 11.5 (range 2.2–21.3) years"."""
    return " ".join(filter(None, [count_text(fact), median_text(fact), fact.text]))


def count_text(fact: Fact) -> str:
    """x/N with what is printed beside it; a percentage alone, with N where it is known."""
    printed = fact.published
    percent = f"{printed.percent} %" if printed and printed.percent is not None else ""
    interval = interval_text(printed.low, printed.high, printed.level) if printed else ""
    said = ", ".join(filter(None, [percent, interval]))
    if fact.events is None:
        return f"{said} of {fact.n}" if said and fact.n else said
    count = f"{fact.events}/{fact.n}" if fact.n is not None else f"{fact.events}"
    return f"{count} ({said} printed)" if said else count


def median_text(fact: Fact) -> str:
    ends = ends_text(fact.low, fact.high)
    if fact.median is None:
        kind = "IQR" if fact.spread == "IQR" else ""
        return " ".join(filter(None, [kind, ends, fact.unit if ends else ""]))
    around = f" ({' '.join(filter(None, [fact.spread, ends]))})" if ends else ""
    return f"median {fact.median}{around} {fact.unit or ''}".strip()


def sourced_item(library: Library, study: Study, record: Sourced, label: str, text: str) -> Item:
    source = library.source(study, record.source)
    derived = f"Derived: {record.derivation}" if record.derivation else ""
    return Item(
        label=label,
        text=text,
        basis=record.basis,
        source=source.name,
        source_url=source_url(library, study, record.source),
        place=record.place,
        note=" · ".join(filter(None, [derived, record.note])),
    )


def number_item(library: Library, study: Study, record: Record) -> Item:
    """One result of the results table as a line."""
    words = library.vocabulary
    cohort = cohort_by_id(study, record["cohort"])
    label = words.outcomes[record["outcome"]].label
    event = " ".join(
        filter(None, [record["event"], record["grade"] and f"grade {record['grade']}"])
    )
    details = [
        "" if cohort.parent is None else cohort.name,
        definition_label(record, words),
        timepoint_label(record, words),
        method_text(record),
        criteria_label(record, words),
    ]
    derived = f"Derived: {record['derivation']}" if record["derivation"] else ""
    return Item(
        label=" – ".join(filter(None, [label, event])),
        text=" · ".join(filter(None, [number_text(record), counted_text(record, words), *details])),
        basis=record["basis"],
        source=record["source_name"],
        source_url=record["source_url"],
        place=record["place"],
        note=" · ".join(filter(None, [derived, record["note"]])),
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


def age_text(study: Study) -> str:
    """The study's first fact about age; its label tells ages observed from ages eligible."""
    return next(iter(told_of(study, "age")), "not found")


def told_of(study: Study, topic: str) -> list[str]:
    """Facts of all patients with their labels; only where there is none those of some, named."""
    facts = [fact for fact in study.facts if fact.topic == topic]
    of_all = [fact for fact in facts if not part_of(study, fact) and fact.of is None]
    return [
        ": ".join(filter(None, [*of_some(study, fact), fact.label, fact_text(fact)]))
        for fact in of_all or facts
    ]


def of_some(study: Study, fact: Fact) -> tuple[str, str]:
    """The part and the patients that a fact tells of, where these are not all."""
    return part_of(study, fact), (fact.of or "").replace("_", " ")


def follow_up_text(study: Study) -> str:
    """How long the patients were followed: "median 16 months"."""
    return "; ".join(told_of(study, "follow_up")) or "not found"


def facts_about(library: Library, topics: tuple[str, ...]) -> list[Item]:
    """All facts of some topics, whatever study they stand in, each with its study's name."""
    return [
        named(study, fact_item(library, study, fact))
        for study in library.studies.values()
        for fact in study.facts
        if fact.topic in topics
    ]


def named(study: Study, item: Item) -> Item:
    return replace(item, label=f"{name_and_who(study)}: {item.label}")


def name_and_who(study: Study) -> str:
    """The name; of a study in adults with that word, where children are read of."""
    return f"{study.name} (adults)" if study.population == "adults" else study.name


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
