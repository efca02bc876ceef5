"""On what terms a number was counted: definition, grade, denominator, criteria, time, MRD method.

Two numbers may be subtracted only on common terms; `difference` decides which must be known.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.characters import simple
from data.labels import (
    criteria_label,
    definition_label,
    denominator_label,
    grade_text,
    timepoint_label,
)
from data.quantities import GRADE_NOT_STATED
from data.schema import Study
from data.tables import Record
from data.vocabulary import Outcome, Vocabulary

RESPONSE = "definition of response"
MEASURED, STRICT = "responders_mrd_measured", "strict_cr_responders"
DENOMINATOR = "denominator"


@dataclass(frozen=True)
class Term:
    """One thing that two rates must have in common.

    `known` is an id or a number, None where it was not found; `vague` says why even two equal ids
    may not mean the same. Where one is `needed` and not known, nothing is compared.
    """

    name: str
    known: str | float | None
    words: str
    needed: bool = False
    vague: str = ""


def terms(study: Study, record: Record, outcome: Outcome, words: Vocabulary) -> tuple[Term, ...]:
    """On what terms a number was counted; for one outcome in the same order.

    Only a number counted of responders says who is one.
    """
    found = [definition_term(record, outcome, words), *grade_terms(record)]
    if record["denominator"] in words.denominator_groups["responders"].denominators:
        found.append(response_term(study, record, words))
    of = known(record["denominator"], "not_stated")
    found.append(Term(DENOMINATOR, of, denominator_label(record, words), needed=True))
    if outcome.criteria_matter:
        criteria = known(record["criteria"], "not_found")
        found.append(Term("SOS criteria", criteria, criteria_label(record, words), needed=True))
    if outcome.timepoints:
        time = timepoint_label(record, words) or "time point not found"
        found.append(Term("time point", known(record["timepoint"], "not_stated"), time))
    if outcome.pooling and outcome.pooling.threshold is not None:
        found += mrd_terms(record)
    return tuple(found)


def definition_term(record: Record, outcome: Outcome, words: Vocabulary) -> Term:
    """What was counted: the definition, the named event, or the outcome itself."""
    definition = words.definitions.get(record["definition"])
    vague = (definition.footnote or "") if definition else ""
    said = definition_label(record, words) or record["event"] or outcome.label
    return Term("definition", simple(said), said, vague=vague)


def event_words(record: Record) -> str:
    """The event that a number names, with its grade; empty where the outcome is all it counts."""
    return " ".join(event_parts(record))


def event_parts(record: Record) -> tuple[str, ...]:
    """The same apart: ("fever", "grade ≥3")."""
    return tuple(filter(None, [record["event"], grade_text(record["grade"])]))


def grade_terms(record: Record) -> list[Term]:
    """How severe a named event was; two grades that nobody stated are not the same."""
    if record["event"] is None:
        return []
    grade = record["grade"]
    return [Term("grade", known(grade, GRADE_NOT_STATED), grade, needed=True)]


def response_term(study: Study, record: Record, words: Vocabulary) -> Term:
    """Who counts as a responder; needed where responses were found and N may count others."""
    found = responders_of(study, record["cohort"], words)
    if not found:
        return Term(RESPONSE, None, f"{RESPONSE} not found")
    fitting = [key for key, xs in found.items() if may_be(record, key, xs, only=len(found) == 1)]
    if len(fitting) != 1:
        return Term(RESPONSE, None, "which responders is not said", needed=True)
    (key,) = fitting
    definition = words.definitions[key]
    return Term(RESPONSE, key, definition.label, vague=definition.footnote or "")


def responders_of(study: Study, cohort: str, words: Vocabulary) -> dict[str, set[int | None]]:
    """How many responded by each definition of a cohort, at any time; components are none."""
    found: dict[str, set[int | None]] = {}
    for one in study.results:
        whole = one.cohort == cohort and one.denominator not in words.subgroup_denominators
        if one.definition and whole and words.definitions[one.definition].group != "component":
            found.setdefault(one.definition, set()).add(one.events)
    return found


def may_be(record: Record, definition: str, xs: set[int | None], *, only: bool) -> bool:
    """Whether a number of responders may count those of one definition, of whom there are x.

    strict-CR responders      by that definition alone
    the only definition       no more than x, as far as both are known
    with MRD measured         no more than x
    one of several            exactly x, or one of the possible N
    """
    if record["denominator"] == STRICT:
        return definition == "strict_cr"
    of = {record["n"], *record["possible_n"]} - {None}
    if only or record["denominator"] == MEASURED:
        return None in xs or not of or min(of) <= max(x for x in xs if x is not None)
    return bool(of & xs)


def mrd_terms(record: Record) -> list[Term]:
    threshold, method = record["threshold"], record["method"]
    shown = "threshold not found" if threshold is None else f"<{threshold} %"
    return [
        Term("MRD threshold", threshold, shown),
        Term("MRD method", method, method or "method not found"),
    ]


def known(word: str | None, unknown: str) -> str | None:
    return None if word == unknown else word
