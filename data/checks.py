"""Rules that need the whole file, the vocabulary, or all files.

Each check takes what it needs and yields (place, "what is wrong; allowed: …"). Nothing here reads a
file or knows a line; `library.py` turns places into lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from data.fields import Source, Sourced
from data.problems import Finding, Place, shown, unknown_word
from data.quantities import Quantity, Result
from data.schema import Band, Cohort, Context, Spread, Study
from data.vocabulary import Outcome, Vocabulary

# Characters; beside it must stand, in every chart and table, that it is unpublished.
LONGEST_NAME = 40
# Streamlit reads a choice in a menu as Markdown, and its words are the value in a link. An own
# series goes by a number there.
NAME = re.compile(r"[^\W\d_](?:[^\W_]|[,'’()/–]|-(?!-)|\.(?![^\W_])| (?! |$))*")
NAME_RULE = (
    f"at most {LONGEST_NAME} letters, digits, spaces and . , ' ’ ( ) / - –; a letter first, "
    "one space or hyphen at a time, no letter after a point"
)
# Of every own series: in a session it goes by a number, whatever else it may be called.
OWN_ID = "own-series"
ALL = 100.0 + 1e-9  # percent
ROUNDED = 0.5  # a percentage without decimals may be so much more than what it was made of
# Levels of cohorts inside cohorts; every step to a parent asks Python for another call.
DEEPEST = 8
MIRROR = {
    "contains": "inside",
    "inside": "contains",
    "same": "same",
    "partly": "partly",
    "possible": "possible",
    "unlikely": "unlikely",
}


def study_findings(
    study: Study, vocabulary: Vocabulary, shared_sources: Mapping[str, Source]
) -> Iterator[Finding]:
    """All mistakes that one valid record can hold."""
    yield from name_findings(study)
    yield from unknown_sources(study, shared_sources)
    yield from cohort_tree(study)
    yield from unknown_cohorts(study)
    yield from rates_above_cohort(study)
    yield from bands_above_cohort(study)
    yield from unknown_words(study, vocabulary)
    yield from missing_words(study, vocabulary)
    yield from primary_rows(study, vocabulary)
    yield from unknown_ledger_entries(study)
    yield from overlap_findings(study)
    yield from own_series_findings(study)
    if study.kind == "study" and study.regimen is None:
        yield ("regimen",), "is missing; allowed: what was given with InO (kind, source)"


def name_findings(study: Study) -> Iterator[Finding]:
    """A published study is a choice in menus."""
    own, name = study.own_series is not None, study.name
    if not own and not (len(name) <= LONGEST_NAME and NAME.fullmatch(name)):
        yield ("name",), f"{shown(name)} is no name for a menu; allowed: {NAME_RULE}"


def context_findings(context: Context, shared_sources: Mapping[str, Source]) -> Iterator[Finding]:
    """Sources that the context names and nobody describes."""
    known = {*context.sources, *shared_sources}
    for field in ("ongoing", "notes"):
        for i, record in enumerate(getattr(context, field)):
            if record.source not in known:
                yield (field, i, "source"), unknown_word("source", record.source, known)


def sourced_records(study: Study) -> Iterator[tuple[Place, Sourced]]:
    """Every record of a study that names a source, with its place."""
    yield ("design",), study.design
    if study.regimen:
        yield ("regimen",), study.regimen
    for i, cohort in enumerate(study.cohorts):
        yield ("cohorts", i), cohort
        for field in ("dose", "prior_lines"):
            if spread := getattr(cohort, field):
                yield ("cohorts", i, field), spread
    for field in ("facts", "results", "comparisons", "overlaps"):
        for i, record in enumerate(getattr(study, field)):
            yield (field, i), record


def unknown_sources(study: Study, shared: Mapping[str, Source]) -> Iterator[Finding]:
    """Every source that a record names is described once: in this file or for all."""
    known = {*study.sources, *shared}
    for key in study.sources:
        if key in shared:
            yield ("sources", key), "stands in data/sources.yaml too; allowed: one of the two"
    for place, record in sourced_records(study):
        if record.source not in known:
            yield (*place, "source"), unknown_word("source", record.source, known)
        published = record.published if isinstance(record, Quantity) else None
        if published and published.source and published.source not in known:
            found = unknown_word("source", published.source, known)
            yield (*place, "published", "source"), found
    for i, entry in enumerate(study.ledger):
        for j, saying in enumerate(entry.says):
            if saying.source not in known:
                found = unknown_word("source", saying.source, known)
                yield ("ledger", i, "says", j, "source"), found


def cohort_tree(study: Study) -> Iterator[Finding]:
    """One root called `all`, known parents, no circles, no child above its parent."""
    ids = [cohort.id for cohort in study.cohorts]
    by_id = {cohort.id: cohort for cohort in study.cohorts}
    roots = [cohort.id for cohort in study.cohorts if cohort.parent is None]
    if study.kind == "study" and roots != ["all"]:
        said = f"without parent: {', '.join(roots) or 'none'}"
        yield ("cohorts",), f'{said}; allowed: exactly one, called "all"'
    for i, cohort in enumerate(study.cohorts):
        if ids.count(cohort.id) > 1:
            yield ("cohorts", i, "id"), f'cohort "{cohort.id}" stands twice; allowed: once'
        if cohort.parent and cohort.parent not in by_id:
            yield ("cohorts", i, "parent"), unknown_word("cohort", cohort.parent, ids)
        elif circular(cohort, by_id):
            yield ("cohorts", i, "parent"), "is inside itself; allowed: a tree"
        elif depth(cohort, by_id) > DEEPEST:
            yield ("cohorts", i, "parent"), f"nested too deeply; allowed: {DEEPEST} levels"
    yield from children_above_parent(study.cohorts)
    yield from doses_beyond_parent(study.cohorts)


def circular(cohort: Cohort, by_id: Mapping[str, Cohort]) -> bool:
    """Whether the way up from a cohort comes back to where it has been."""
    seen = {cohort.id}
    while cohort.parent in by_id:
        cohort = by_id[str(cohort.parent)]
        if cohort.id in seen:
            return True
        seen.add(cohort.id)
    return False


def depth(cohort: Cohort, by_id: Mapping[str, Cohort]) -> int:
    """How many cohorts contain this one; only for a cohort that is not inside itself."""
    levels = 0
    while cohort.parent in by_id and levels <= DEEPEST:
        cohort = by_id[str(cohort.parent)]
        levels += 1
    return levels


def children_above_parent(cohorts: tuple[Cohort, ...]) -> Iterator[Finding]:
    """Children of one split are disjoint, so together they cannot exceed the parent."""
    for i, parent in enumerate(cohorts):
        totals: Counter[str] = Counter()
        for child in cohorts:
            if child.parent == parent.id and child.split_by:
                totals[child.split_by] += child.n or 0
        for split, total in totals.items():
            if parent.n is not None and total > parent.n:
                yield (
                    ("cohorts", i, "n"),
                    f"its cohorts by {split} add up to {total}; allowed: at most {parent.n}",
                )


def doses_beyond_parent(cohorts: tuple[Cohort, ...]) -> Iterator[Finding]:
    """The dose of a part lies within that of the cohort that contains it."""
    by_id = {cohort.id: cohort for cohort in cohorts}
    for i, cohort in enumerate(cohorts):
        around = by_id.get(cohort.parent or "")
        if around and around.dose and cohort.dose and cohort.dose.low is not None:
            (low, high), (least, most) = cohort.dose.ends, around.dose.ends
            if low < least or high > most:
                said = f"{low:g}–{high:g} mg/m² in a cohort of {least:g}–{most:g}"
                yield ("cohorts", i, "dose"), f"{said}; allowed: within it"


def unknown_cohorts(study: Study) -> Iterator[Finding]:
    """Every cohort that a record names is in the tree; a review has facts without one."""
    known = {cohort.id for cohort in study.cohorts} or {"all"}
    for field in ("facts", "results"):
        for i, record in enumerate(getattr(study, field)):
            if record.cohort not in known:
                yield (field, i, "cohort"), unknown_word("cohort", record.cohort, known)


def rates_above_cohort(study: Study) -> Iterator[Finding]:
    """A number counts no more patients than its cohort has, nor may its N be more."""
    sizes = most_patients(study.cohorts)
    for i, result in enumerate(study.results):
        size = sizes.get(result.cohort)
        for field, counted in {
            "n": result.n,
            "events": None if result.n else result.events,
            "events_at_least": result.events_at_least,
            "possible_n": max(result.possible_n, default=None),
        }.items():
            if size is not None and counted is not None and counted > size:
                said = f"{counted} patients of a cohort of {size}; allowed: at most {size}"
                yield ("results", i, field), said


def most_patients(cohorts: Iterable[Cohort]) -> dict[str, int | None]:
    """Of each cohort its number, or that of the smallest cohort around it that has one."""
    by_id = {cohort.id: cohort for cohort in cohorts}
    found = {}
    for key, cohort in by_id.items():
        around = [cohort]
        while around[-1].n is None and around[-1].parent in by_id and len(around) <= DEEPEST:
            around.append(by_id[str(around[-1].parent)])
        found[key] = around[-1].n
    return found


def bands_above_cohort(study: Study) -> Iterator[Finding]:
    """Bands count patients of their cohort: its number is known, none counts more, each once."""
    for i, cohort in enumerate(study.cohorts):
        for field in ("dose", "prior_lines"):
            spread: Spread | None = getattr(cohort, field)
            found = list(band_mistakes(spread, cohort.n)) if spread else []
            yield from ((("cohorts", i, field, "bands", j), said) for j, said in found)
            if spread and not found and sum_of_bands(spread.bands, cohort.n) > ALL:
                yield ("cohorts", i, field), "bands of more than all patients; allowed: 100 %"


def band_mistakes(spread: Spread, n: int | None) -> Iterator[tuple[int, str]]:
    """Which band is not possible, and why."""
    for j, band in enumerate(spread.bands):
        if band.count is not None and n is None:
            yield j, "counts patients of a cohort without `n`; allowed: `percent`"
        elif band.count is not None and band.count > (n or 0):
            yield j, f"{band.count} patients of a cohort of {n}; allowed: at most {n}"
        elif any(overlap(band, other) for other in spread.bands[:j]):
            yield j, "overlaps a band above it; allowed: each patient in one band"
        elif not overlap(band, spread):
            yield j, "lies outside the range of all; allowed: between `low` and `high`"


def sum_of_bands(bands: Iterable[Band], n: int | None) -> float:
    """Percent of the patients that lie in all bands together, less what rounding may have added."""
    return sum(
        100 * band.count / (n or 1) if band.count is not None else (band.percent or 0) - ROUNDED
        for band in bands
    )


def overlap(first: Band | Spread, second: Band | Spread) -> bool:
    """Whether a number can lie in both."""
    (low, high), (other_low, other_high) = first.ends, second.ends
    return max(low, other_low) <= min(high, other_high)


def unknown_words(study: Study, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Outcomes, definitions, denominators, time points, criteria and topics must be known."""
    fields: tuple[tuple[str, str, str, Mapping[str, object]], ...] = (
        ("results", "outcome", "outcome", vocabulary.outcomes),
        ("results", "definition", "definition", vocabulary.definitions),
        ("results", "denominator", "denominator", vocabulary.denominators),
        ("results", "timepoint", "timepoint", vocabulary.timepoints),
        ("results", "criteria", "criteria", vocabulary.sos_criteria),
        ("facts", "topic", "topic", vocabulary.topics),
        ("facts", "of", "denominator", vocabulary.denominators),
    )
    for records, field, what, known in fields:
        for i, record in enumerate(getattr(study, records)):
            word = getattr(record, field)
            if word is not None and word not in known:
                yield (records, i, field), unknown_word(what, word, known)


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
    if result.outcome == "adverse_event" and (result.event is None or result.grade is None):
        yield "an adverse event without name or grade; allowed: add `event` and `grade`"


def misplaced(result: Result, outcome: Outcome, vocabulary: Vocabulary) -> bool:
    """Whether its definition is a known one, but of other outcomes."""
    known = result.definition in vocabulary.definitions
    return known and result.definition not in outcome.definitions


def other_measure(result: Result, outcome: Outcome) -> Iterator[str]:
    """A Kaplan–Meier percentage is no count, and a median is neither."""
    printed = result.published.percent if result.published else None
    in_months = result.median is not None and result.unit == "months" and result.events is None
    if outcome.measure == "months" and not in_months:
        said = f"{result.outcome} is a median in months"
        yield f"{said}; allowed: `median`, `unit: months`, no `events`"
    if outcome.measure == "survival" and (printed is None or result.events is not None):
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


def needs_conversion(result: Result, vocabulary: Vocabulary) -> bool:
    """Whether a reader who asks for rates of all treated would find no answer in this row."""
    treated = vocabulary.denominator_groups["treated"].denominators
    return result.primary and result.denominator not in treated and result.all_treated is None


def treated_number(result: Result, study: Study, vocabulary: Vocabulary) -> Iterator[str]:
    """A conversion to all treated needs their N, which lies between the rate's and the cohort's."""
    conversion = result.all_treated
    if conversion is None or conversion.derivation is None:
        return
    known = vocabulary.denominator_groups["treated"].denominators
    if conversion.denominator not in known:
        yield unknown_word("denominator of all treated", conversion.denominator, known)
    size = most_patients(study.cohorts).get(result.cohort)
    treated, counted = conversion.n or size, max(result.events or 0, result.n or 0)
    if treated is None:
        yield "counted of all treated, but their number is not known; allowed: add `all_treated.n`"
    elif size is not None and treated > size:
        yield f"{treated} all treated of a cohort of {size}; allowed: `all_treated.n` up to {size}"
    elif counted > treated:
        yield f"{counted} patients of {treated} all treated; allowed: at least {counted} of them"


def primary_key(result: Result, vocabulary: Vocabulary) -> tuple[str | None, ...]:
    """Rows with the same key answer the same question; exactly one of them is primary."""
    in_subgroup = result.denominator in vocabulary.subgroup_denominators
    subgroup = result.denominator if in_subgroup else None
    key = (result.cohort, result.outcome, result.definition, result.event, result.grade)
    return (*key, subgroup)


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


def unknown_ledger_entries(study: Study) -> Iterator[Finding]:
    """Every ledger entry that excuses a percentage is written down."""
    known = {entry.id for entry in study.ledger}
    for field in ("facts", "results"):
        for i, record in enumerate(getattr(study, field)):
            if record.ledger is not None and record.ledger not in known:
                yield (field, i, "ledger"), unknown_word("ledger entry", record.ledger, known)


def overlap_findings(study: Study) -> Iterator[Finding]:
    """To each other study it stands in one way."""
    named: set[str] = set()
    for i, overlap in enumerate(study.overlaps):
        place = ("overlaps", i, "study")
        if overlap.study == study.id:
            yield place, "is the study itself; allowed: another study"
        elif overlap.study in named:
            yield place, f"{shown(overlap.study)} stands twice; allowed: once"
        named.add(overlap.study)


def own_series_findings(study: Study) -> Iterator[Finding]:
    """Its id is that of all, its name leaves room for its mark, and it says whom it shares."""
    if study.own_series is None:
        return
    if study.id != OWN_ID:
        yield ("id",), f"{shown(study.id)} is not possible; allowed: {OWN_ID}"
    if len(study.name) > LONGEST_NAME:
        said = f"{len(study.name)} characters; allowed: at most {LONGEST_NAME}"
        yield ("name",), said
    shared, place = study.own_series.shared_children, ("own_series", "shared_children")
    if shared == "some" and not study.overlaps:
        yield place, "no study is named; allowed: `overlaps` with each study that shares children"
    if shared == "none" and study.overlaps:
        yield place, "`overlaps` names a study; allowed: some, or no `overlaps`"


def between_studies(
    studies: Mapping[str, Study], broken: Collection[str] = ()
) -> Iterator[tuple[str, Place, str]]:
    """(study id, place, message): overlaps declared on both sides, studies that exist.

    `broken` names the studies with mistakes of their own; what others say of them is not judged.
    """
    for study in studies.values():
        for place, other, mirror in references(study):
            if other in broken:
                continue
            if other not in studies:
                yield study.id, place, unknown_word("study", other, studies)
            elif mirror and not declares(studies[other], study.id, mirror):
                need = f"{other} must declare {study.id} as {mirror}"
                yield study.id, place, f"one-sided overlap; allowed: {need}"
    yield from names_used_twice(sorted(studies.values(), key=lambda study: study.id in broken))


def references(study: Study) -> Iterator[tuple[Place, str, str | None]]:
    """(place, other study, relation that the other must declare or None)."""
    for i, overlap in enumerate(study.overlaps):
        yield ("overlaps", i, "study"), overlap.study, MIRROR[overlap.relation]
    for i, entry in enumerate(study.ledger):
        for j, other in enumerate(entry.also):
            yield ("ledger", i, "also", j), other, None


def declares(study: Study, other: str, relation: str) -> bool:
    """Whether a study says that it has this relation to the other."""
    return any(o.study == other and o.relation == relation for o in study.overlaps)


def names_used_twice(studies: Iterable[Study]) -> Iterator[tuple[str, Place, str]]:
    """The filter and the link know a study by its name."""
    first: dict[str, str] = {}
    for study in studies:
        owner = first.setdefault(study.name.casefold(), study.id)
        if owner != study.id:
            yield study.id, ("name",), f"{owner} has this name; allowed: a name of its own"
