"""Rules on a study's results: what an outcome demands of them, and which of them answers first.

Each check takes what it needs and yields (place, "what is wrong; allowed: …"); `checks.py` asks
them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.characters import simple
from data.cohort_checks import ALL, most_patients
from data.problems import Finding, shown, unknown_word
from data.quantities import Result
from data.rounding import printed_so
from data.schema import Study
from data.vocabulary import Outcome, Vocabulary

ADVERSE_EVENT = "adverse_event"
WORD = re.compile(r"[^\W_]+")
MRD_PAGE = "mrd"
# Longer than anybody was followed after InO: more is another unit.
MOST_MONTHS = 240
# Denominators that leave out no patient of a cohort.
EVERYBODY = ("treated", "randomized")


def result_findings(study: Study, vocabulary: Vocabulary) -> Iterator[Finding]:
    """What results lack or may not say, and questions with no first answer or several."""
    yield from missing_words(study, vocabulary)
    yield from primary_rows(study, vocabulary)


def missing_words(study: Study, vocabulary: Vocabulary) -> Iterator[Finding]:
    """What an outcome demands of its results."""
    for i, result in enumerate(study.results):
        outcome = vocabulary.outcomes.get(result.outcome)
        if outcome is not None:
            for said in demands(result, study, outcome, vocabulary):
                yield ("results", i), said


def demands(
    result: Result, study: Study, outcome: Outcome, vocabulary: Vocabulary
) -> Iterator[str]:
    """A definition, SOS criteria, the switch to all treated, the name of an adverse event."""
    yield from other_measure(result, outcome)
    yield from not_asked(result, outcome)
    yield from below_its_bound(result)
    definitions = ", ".join(outcome.definitions)
    if outcome.definitions and result.definition is None:
        yield f"{result.outcome} without its definition; allowed: {definitions}"
    elif outcome.definitions and misplaced(result, outcome, vocabulary):
        yield f"{result.outcome} is not defined by {result.definition}; allowed: {definitions}"
    if outcome.criteria_matter and result.criteria is None:
        criteria = ", ".join(vocabulary.sos_criteria)
        yield f"{result.outcome} without SOS criteria; allowed: {criteria}"
    if outcome.counted_of and needs_conversion(result, vocabulary):
        yield (
            "not counted of all treated, and not said whether it can be; "
            "allowed: add `all_treated` with `derivation` or `why_not`"
        )
    yield from treated_number(result, study, vocabulary)
    if result.denominator in outcome.never_of:
        yield f"{result.outcome} counted of {result.denominator}; allowed: of whom it may happen to"
    yield from not_all_of_them(result, study)
    told = result.event is not None, result.grade is not None
    if result.outcome == ADVERSE_EVENT and not all(told):
        yield "an adverse event without name or grade; allowed: add `event` and `grade`"
    if result.outcome != ADVERSE_EVENT and any(told):
        yield f"{result.outcome} has no `event` or `grade`; allowed: outcome: {ADVERSE_EVENT}"
    if called_sos(result.event or "", vocabulary):
        asked = [key for key, one in vocabulary.outcomes.items() if one.criteria_matter]
        yield f"{shown(result.event)} has criteria; allowed: outcome: {', '.join(asked)}"


def called_sos(event: str, vocabulary: Vocabulary) -> bool:
    """Whether an adverse event is SOS, which is told by its criteria and not by its grade."""
    words = in_words(event)
    return any(in_words(name) in words for name in vocabulary.sos_names)


def in_words(text: str) -> str:
    """Its words between single spaces, to find whole words in it: " hepatic vod "."""
    return f" {' '.join(WORD.findall(text.casefold()))} "


def misplaced(result: Result, outcome: Outcome, vocabulary: Vocabulary) -> bool:
    """Whether its definition is a known one, but of other outcomes."""
    known = result.definition in vocabulary.definitions
    return known and result.definition not in outcome.definitions


def other_measure(result: Result, outcome: Outcome) -> Iterator[str]:
    """A Kaplan–Meier percentage is no count, and a median is neither."""
    printed = result.published.percent if result.published else None
    no_rate = result.events is None and printed is None and result.events_at_least is None
    if outcome.measure == "months" and not (no_rate and result.unit == "months"):
        said = f"{result.outcome} is a median in months"
        yield f"{said}; allowed: `median`, `unit: months`, no `events` or `published.percent`"
    if outcome.measure == "months" and (result.median or 0) > MOST_MONTHS:
        yield f"{result.median:g} months; allowed: at most {MOST_MONTHS}, or is it in days?"
    counted = (result.events, result.events_at_least, result.median, *result.possible_n)
    no_other = all(one is None for one in counted)
    if outcome.measure == "survival" and not no_other:
        yield f"{result.outcome} is a Kaplan–Meier percentage; allowed: `published.percent` alone"
    if outcome.measure != "months":
        yield from beyond_all(result)
    if outcome.measure == "rate" and result.median is not None:
        yield f"{result.outcome} is a rate; allowed: no `median`"


def beyond_all(result: Result) -> Iterator[str]:
    """An interval of a percentage ends at 100."""
    printed = result.published
    ends = (printed.high, printed.plus_minus) if printed else ()
    for end in ends:
        if isinstance(end, int | float) and end > ALL:
            yield f"a percentage with an interval up to {end:g}; allowed: at most 100"


def not_all_of_them(result: Result, study: Study) -> Iterator[str]:
    """All treated, or all randomized, are all patients of the cohort; one arm randomizes nobody."""
    size = most_patients(study.cohorts).get(result.cohort)
    conversion = result.all_treated
    counted = [(result.denominator, result.n)]
    counted += [(conversion.denominator, conversion.n)] if conversion else []
    for denominator, n in counted:
        if denominator in EVERYBODY and n is not None and size is not None and n < size:
            said = f"{n} {denominator} of a cohort of {size}"
            yield f"{said}; allowed: {size}, another denominator, or a part as `cohort`"
    if result.denominator == "randomized" and study.design.arms == "single":
        yield "randomized patients of a study of one arm; allowed: treated"


def not_asked(result: Result, outcome: Outcome) -> Iterator[str]:
    """Words that no page would show beside this outcome."""
    asked = {
        "definition": bool(outcome.definitions),
        "criteria": outcome.criteria_matter,
        "threshold": outcome.page == MRD_PAGE,
        "method": outcome.page == MRD_PAGE,
        "all_treated": bool(outcome.counted_of),
    }
    for field, fits in asked.items():
        if not fits and getattr(result, field) is not None:
            yield f"{result.outcome} has no `{field}`; allowed: leave it out, or `note`"


def below_its_bound(result: Result) -> Iterator[str]:
    """A percentage is no less than what is known of its x."""
    percent = result.published.percent if result.published else None
    least, n = result.events_at_least, result.n
    if percent is None or least is None or n is None:
        return
    if 100 * least / n > printed_so(percent)[1]:
        yield f"at least {least}/{n}, but {percent} %; allowed: at least that much"


def needs_conversion(result: Result, vocabulary: Vocabulary) -> bool:
    """Whether a reader who asks for rates of all treated would find no answer in this row."""
    treated = vocabulary.denominator_groups["treated"].denominators
    answers = {*treated, *vocabulary.subgroup_denominators}
    return result.primary and result.denominator not in answers and result.all_treated is None


def treated_number(result: Result, study: Study, vocabulary: Vocabulary) -> Iterator[str]:
    """A conversion to all treated needs their N, which lies between the rate's and the cohort's."""
    conversion = result.all_treated
    if conversion is None or conversion.derivation is None:
        return
    known = vocabulary.denominator_groups["treated"].denominators
    if result.denominator in vocabulary.subgroup_denominators:
        yield f"{result.denominator} are a part of all treated; allowed: no `all_treated`"
    if conversion.denominator not in known:
        yield unknown_word("denominator of all treated", conversion.denominator, known)
    size = most_patients(study.cohorts).get(result.cohort)
    treated, counted = conversion.n or size, result.n or result.events
    if treated is None:
        yield "counted of all treated, but their number is not known; allowed: add `all_treated.n`"
    elif size is not None and treated > size:
        yield f"{treated} all treated of a cohort of {size}; allowed: `all_treated.n` up to {size}"
    elif counted is not None and counted > treated:
        yield f"{counted} patients of {treated} all treated; allowed: at least {counted} of them"


def primary_rows(study: Study, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Of the rows that answer the same question exactly one is primary."""
    rows: dict[tuple[str | None, ...], list[int]] = {}
    for i, result in enumerate(study.results):
        rows.setdefault(primary_key(result, vocabulary), []).append(i)
    for same in rows.values():
        primary = [i for i in same if study.results[i].primary]
        if len(primary) != 1:
            last = (primary or same)[-1]
            result = study.results[last]
            said = (
                f"{len(primary)} primary rows for {result.outcome} of cohort {result.cohort}; "
                "allowed: exactly one per cohort, outcome and definition"
            )
            yield ("results", last, "primary"), said


def primary_key(result: Result, vocabulary: Vocabulary) -> tuple[str | None, ...]:
    """Rows with the same key answer the same question; exactly one of them is primary."""
    in_subgroup = result.denominator in vocabulary.subgroup_denominators
    subgroup = result.denominator if in_subgroup else None
    event, grade = simple(result.event or ""), simple(result.grade or "")
    return (result.cohort, result.outcome, result.definition, event, grade, subgroup)
