"""Where the numbers of a brief were read, where its sources disagree, what was not found or shown.

Only what belongs to the studies shown; what the selection left out is named with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from components.exports.table import Table
from data.brief import Brief
from data.checks import sourced_records
from data.schema import LedgerEntry, Study
from data.tables import Record, publication_url, source_url

STUDY = {"study": "name of the study"}
SOURCES = {
    "study": "study that was read in it; a shared document stands once for each",
    "source": "publisher, as shown on screen",
    "title": "title of the document",
    "date": "date as printed",
    "source_url": "address of the document; empty: not found",
    "note": "what to know about it",
    "source_id": "source in the data files",
    "study_id": "study in the data files",
}
LEDGER = STUDY | {
    "topic": "what the sources disagree about",
    "source": "one of the sources",
    "says": "what it says",
    "used": "what is used here",
    "why": "why",
    "also_concerns": "other studies that it concerns",
    "source_url": "address of the source; empty: not found",
    "entry": "name of the disagreement in the data files",
    "study_id": "study in the data files",
}
NOT_FOUND = STUDY | {
    "not_found": "what was looked for in the sources read and not found",
    "where": "where a reader should look",
    "publication_url": "address of the publication",
    "study_id": "study in the data files",
}
LEFT_OUT = STUDY | {
    "why": "why the selection does not show it, or shows it only in words",
    "outcome": "the outcome that it is listed under, in the data files; empty: all",
}


def sources(brief: Brief) -> Table:
    """Every document that the studies shown were read in."""
    records = (
        source_record(brief, study, key) for study in brief.studies for key in source_ids(study)
    )
    about = "Every document that the studies shown were read in."
    return Table("sources", "Sources", about, SOURCES, tuple(records))


def source_ids(study: Study) -> list[str]:
    """The sources of its numbers, of printed values and of disagreements, then its unused ones."""
    records = [record for _, record in sourced_records(study)]
    printed = [getattr(record, "published", None) for record in records]
    ids = [record.source for record in records]
    ids += [value.source for value in printed if value and value.source]
    ids += [saying.source for entry in study.ledger for saying in entry.says]
    return list(dict.fromkeys([*ids, *study.sources]))


def source_record(brief: Brief, study: Study, key: str) -> Record:
    source = brief.library.source(study, key)
    return {
        "study": study.name,
        "source": source.name,
        "title": source.title,
        "date": source.date,
        "source_url": source_url(brief.library, study, key),
        "note": source.note,
        "source_id": key,
        "study_id": study.id,
    }


def ledger(brief: Brief) -> Table:
    """One line for what one source says in one disagreement."""
    records = (
        record
        for study in brief.studies
        for entry in study.ledger
        for record in ledger_records(brief, study, entry)
    )
    about = "Where sources disagree, what is used here and why: one line a source."
    return Table("ledger", "Ledger", about, LEDGER, tuple(records), fixed=2)


def ledger_records(brief: Brief, study: Study, entry: LedgerEntry) -> Iterator[Record]:
    known = brief.library.studies
    for saying in entry.says:
        yield {
            "study": study.name,
            "topic": entry.topic,
            "source": brief.library.source(study, saying.source).name,
            "says": saying.text,
            "used": entry.used,
            "why": entry.why,
            "also_concerns": [known[key].name for key in entry.also if key in known],
            "source_url": source_url(brief.library, study, saying.source),
            "entry": entry.id,
            "study_id": study.id,
        }


def not_found(brief: Brief) -> Table:
    """The gaps of the studies shown."""
    records = (
        {
            "study": study.name,
            "not_found": gap.what,
            "where": gap.where,
            "publication_url": publication_url(study),
            "study_id": study.id,
        }
        for study in brief.studies
        for gap in study.not_found
    )
    about = "What was looked for and not found; mostly abstracts could be read."
    return Table("not_found", "Not found", about, NOT_FOUND, tuple(records))


def left_out(brief: Brief) -> Table:
    """Studies and parts that the filters leave out, and those that are listed and never drawn."""
    records: list[Record] = [
        {"study": left.name, "why": left.reason} for left in brief.cohorts.all_left_out
    ]
    records += [
        {"study": listed.name, "why": listed.reason, "outcome": view.outcome}
        for view in brief.views
        for listed in view.not_specific
    ]
    about = "Studies that the selection leaves out or only lists, and why."
    return Table("left_out", "Left out", about, LEFT_OUT, tuple(records))
