"""What a rate may be pooled with, decided before anything is fitted.

The rules stand as data in `outcomes.yaml`; the switches of the selection lift three of them. A
rate that may not be pooled carries the first reason that holds.
"""

from __future__ import annotations

from collections.abc import Iterator

from data.answers import Question
from data.cohorts import Chosen, marks_text
from data.overlap import patients_of
from data.rows import Guard
from data.schema import Study
from data.selection import Selection
from data.tables import Record
from data.verdicts import REGIMEN_WORDS
from data.vocabulary import PATIENTS, Pooling, Vocabulary
from data.words import listed

NO_CRITERIA = "SOS criteria not found"
# The switches that lift a rule, as they are called on screen.
ACROSS = "Pool across SOS criteria"
TOGETHER = "Pool single agent with combination"
SMALL = "Pool series under {n} patients"
OWN = "Pool own series"
SHARED = {
    "some": "some of its {patients} are in a listed study",
    "unknown": "whether its {patients} are in a listed study is unknown",
}


def guard(question: Question, chosen: Chosen, record: Record) -> Guard | None:
    """The group of rates that this one may join; None when the outcome is never pooled."""
    rule = question.outcome.pooling
    if rule is None:
        return None
    return Guard(
        kind=", ".join(kind_words(question, chosen, record, rule)),
        regimen="" if question.selection.together else REGIMEN_WORDS[chosen.study.regimen_kind],
        whom=whom(rule, record, chosen.study.population),
        titled=is_titled(question, record, rule),
        out=next(reasons_out(question, chosen, record, rule), ""),
        footnotes=tuple(footnotes(question, chosen, record, rule)),
    )


def kind_words(question: Question, chosen: Chosen, record: Record, rule: Pooling) -> Iterator[str]:
    """What must be the same besides the regimen: who, definition, denominator, criteria."""
    words, selection = question.library.vocabulary, question.selection
    if chosen.study.population == "adults":
        yield "adults"
    if record["definition"]:
        yield words.definition_groups[words.definitions[record["definition"]].group]
    if record["label"]:
        yield record["label"]
    yield from denominator_words(rule, record)
    if question.outcome.criteria_matter:
        yield criteria_words(record, words, selection)


def denominator_words(rule: Pooling, record: Record) -> Iterator[str]:
    for one in rule.sets:
        if one.label and record["denominator"] in one.denominators:
            yield one.label


def criteria_words(record: Record, words: Vocabulary, selection: Selection) -> str:
    if selection.across:
        return "SOS criteria unknown or different"
    return f"SOS by {words.sos_criteria[record['criteria']]}"


def whom(rule: Pooling, record: Record, population: str) -> str:
    """Whom the rate counts, for a reading at the bedside: "responding children"."""
    phrases = (one.whom for one in rule.sets if record["denominator"] in one.denominators)
    return next(phrases, "").replace(PATIENTS, population)


def is_titled(question: Question, record: Record, rule: Pooling) -> bool:
    """Whether the title says whom the rate counts, or pooling makes no difference between them."""
    of, asked = record["denominator"], question.selection.mrd
    sets = (one for one in rule.sets if of in one.denominators)
    return any(not one.label or (one.label, one.denominators[0]) == (asked, of) for one in sets)


def reasons_out(question: Question, chosen: Chosen, record: Record, rule: Pooling) -> Iterator[str]:
    """Every reason why this rate may not be pooled with any other."""
    words, selection = question.library.vocabulary, question.selection
    yield from own_series_out(chosen.study, selection)
    if record["percent"] is None:
        yield "only a percentage, no counts"
    if not whom(rule, record, chosen.study.population):
        yield f"{words.denominators[record['denominator']]}: such a rate is not pooled"
    threshold = record["threshold"]
    if rule.threshold is not None and threshold not in (None, rule.threshold):
        yield f"MRD threshold {threshold} %, not {rule.threshold} %"
    treated = chosen.cohort.n or record["n"] or 0
    if treated < words.small_series and not selection.small:
        least = words.small_series
        yield f"fewer than {least} treated; “{SMALL.format(n=least)}” may add it"
    if record["criteria"] == "not_found" and not selection.across:
        yield NO_CRITERIA


def own_series_out(study: Study, selection: Selection) -> Iterator[str]:
    """An own series is pooled only on request, and only if it counts no child again."""
    if study.own_series is None:
        return
    if study.own_series.shared_children in SHARED:
        shared = SHARED[study.own_series.shared_children].format(patients=patients_of(study))
        yield f"own series: {shared}, so it is never pooled"
    if not selection.own:
        yield f"own series; “{OWN}” may add it"


def footnotes(question: Question, chosen: Chosen, record: Record, rule: Pooling) -> Iterator[str]:
    """What must stand beside a pooled line that this rate joins."""
    words, across = question.library.vocabulary, question.selection.across
    definition = words.definitions.get(record["definition"])
    if definition and definition.footnote:
        yield definition.footnote
    regimen = chosen.study.regimen
    if regimen and regimen.kind == "alone" and regimen.basis == "derived":
        yield "no combination mentioned, taken as single agent"
    if record["basis"] == "derived":
        yield "x or N derived"
    if chosen.study.own_series:
        yield "checked by nobody but its owner"
    if rule.threshold is not None and record["threshold"] is None:
        yield "MRD threshold not found"
    if question.outcome.criteria_matter and across:
        found = record["criteria"] != "not_found"
        yield f"SOS by {words.sos_criteria[record['criteria']]}" if found else NO_CRITERIA
    if chosen.marks:
        marks = listed(marks_text(chosen, record["n"]))
        yield f"not wholly inside the filters ({marks})"
