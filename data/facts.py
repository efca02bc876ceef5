"""Facts about the patients of a study in words: of all of them, or of a part that is named.

A fact is told with whatever is printed beside it; one of some patients never as that of all.
"""

from __future__ import annotations

from dataclasses import replace

from data.items import Item, joined, named, sourced_item
from data.library import Library
from data.quantities import Fact
from data.schema import Cohort, Study
from data.treatment import upward, whole_or_part
from data.words import ends_text, interval_text


def fact_item(library: Library, study: Study, fact: Fact) -> Item:
    label = fact.label or library.vocabulary.topics[fact.topic].label
    of = library.vocabulary.denominators[fact.of] if fact.of else ""
    text = " · ".join(filter(None, [fact_text(fact), of]))
    label = ", ".join(filter(None, [label, part_of(study, fact)]))
    item = sourced_item(library, study, fact, label, text)
    return replace(item, note=joined(item.note, printed_note(library, study, fact)))


def printed_note(library: Library, study: Study, fact: Fact) -> str:
    """A printed ±, and where the printed value was read if not where the fact was."""
    printed = fact.published
    if printed is None:
        return ""
    spread = f"± {printed.plus_minus}" if printed.plus_minus is not None else ""
    source = library.source(study, printed.source).name if printed.source else ""
    said = ", ".join(filter(None, [spread, printed.basis, source, printed.place]))
    return f"Printed value: {said}" if said else ""


def part_of(study: Study, fact: Fact) -> str:
    """The part that a fact tells of; empty for all."""
    named = {one.id: one.name for one in study.cohorts if one.parent is not None}
    return named.get(fact.cohort, "")


def fact_text(fact: Fact) -> str:
    """A count, a median or words: "22/51 (43 % printed)", "median 11 (range 2–21) years"."""
    count = count_text(fact)
    said = " ".join(filter(None, [count, median_text(fact), fact.text]))
    return said if count or fact.n is None else f"{said}, N = {fact.n}"


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


def age_text(study: Study, cohort: Cohort) -> str:
    """The first fact about age; its label tells ages observed from ages eligible.

    Where only parts of a study have one, that of each.
    """
    told = told_of(study, cohort, "age")
    of_parts = cohort.parent is None and not any(map(is_of_all, facts_of(study, "age")))
    return "; ".join(told if of_parts else told[:1]) or "not found"


def facts_of(study: Study, topic: str) -> list[Fact]:
    return [fact for fact in study.facts if fact.topic == topic]


def is_of_all(fact: Fact) -> bool:
    """Whether a fact counts all patients of the study."""
    return fact.cohort == "all" and fact.of is None


def told_of(study: Study, cohort: Cohort, topic: str) -> list[str]:
    """Facts of all patients with their labels; only where there is none those of some, named.

    Of a part see `nearest_told`.
    """
    if cohort.parent is not None:
        return nearest_told(study, cohort, topic)
    facts = facts_of(study, topic)
    of_all = list(filter(is_of_all, facts))
    return [told_text(fact, part_of(study, fact)) for fact in of_all or facts]


def told_text(fact: Fact, part: str = "") -> str:
    """A fact after the part and the patients that it tells of, where these are not all."""
    of = (fact.of or "").replace("_", " ")
    return ": ".join(filter(None, [part, of, fact.label, fact_text(fact)]))


def follow_up_text(study: Study, cohort: Cohort) -> str:
    """How long the patients were followed: "median 16 months"."""
    return "; ".join(told_of(study, cohort, "follow_up")) or "not found"


def nearest_told(study: Study, cohort: Cohort, topic: str) -> list[str]:
    """Facts of a part; else of what it is a part of, which say so: "… (of the whole study)"."""
    for one in upward(study, cohort):
        facts = [fact for fact in facts_of(study, topic) if fact.cohort == one.id]
        of_all = [fact for fact in facts if fact.of is None]
        if facts:
            whom = "" if one == cohort else f" (of {whole_or_part(one)})"
            return [f"{told_text(fact)}{whom}" for fact in of_all or facts]
    return []


def facts_about(library: Library, topics: tuple[str, ...]) -> list[Item]:
    """All facts of some topics, whatever study they stand in, each with its study's name."""
    return [
        named(study, fact_item(library, study, fact))
        for study in library.studies.values()
        for fact in study.facts
        if fact.topic in topics
    ]
