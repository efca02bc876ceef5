"""Rules that need the whole file, the vocabulary, or the sources that all files share.

Each check takes what it needs and yields (place, "what is wrong; allowed: …"). Nothing here reads a
file or knows a line; `library.py` turns places into lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from data.cohort_checks import cohort_findings
from data.fields import Source, Sourced
from data.problems import Finding, Place, shown, unknown_word
from data.quantities import Quantity
from data.result_checks import result_findings
from data.schema import Context, Study
from data.vocabulary import Vocabulary

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
# What links and menus call it.
OWN_NAME = re.compile(r"own series \d+", re.IGNORECASE)


def study_findings(
    study: Study, vocabulary: Vocabulary, shared_sources: Mapping[str, Source]
) -> Iterator[Finding]:
    """All mistakes that one valid record can hold."""
    yield from name_findings(study)
    yield from unknown_sources(study, shared_sources)
    yield from cohort_findings(study)
    yield from unknown_words(study, vocabulary)
    yield from result_findings(study, vocabulary)
    yield from unknown_ledger_entries(study)
    yield from overlap_findings(study)
    yield from own_series_findings(study)
    if study.kind == "study" and study.regimen is None:
        yield ("regimen",), "is missing; allowed: what was given with InO (kind, source)"
    for field in ("cohorts", "results"):
        if study.kind == "review" and getattr(study, field):
            yield (field,), "stand in a review; allowed: facts alone, or kind: study"


def name_findings(study: Study) -> Iterator[Finding]:
    """A published study is a choice in menus."""
    own, name = study.own_series is not None, study.name
    if not own and not (len(name) <= LONGEST_NAME and NAME.fullmatch(name)):
        yield ("name",), f"{shown(name)} is no name for a menu; allowed: {NAME_RULE}"
    if not own and OWN_NAME.fullmatch(name):
        yield ("name",), f"{shown(name)} is kept for own series; allowed: another name"


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
        if re.fullmatch(rf"{OWN_ID}-\d+", study.id):
            yield ("id",), f"{shown(study.id)} is kept for own series; allowed: another id"
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
