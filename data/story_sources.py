"""Where the story was read: what stands in the notes of a slide, and its references."""

from __future__ import annotations

from collections.abc import Sequence

from data.brief import Brief
from data.citations import NO_PUBLICATION, citation_text, journal_text
from data.rows import Row
from data.schema import Study
from data.story_words import left_open, unchecked
from data.study_sheet import sources_read


def reference(brief: Brief, study: Study) -> str:
    """The citation; where no publication was found, the documents that were read instead."""
    citation = study.citation
    if study.own_series or citation.journal or citation.title:
        return citation_text(study)
    return f"{study.name}: {documents(brief, study).rstrip('.')}."


def documents(brief: Brief, study: Study) -> str:
    """What was read for a study: "Leukemia: Bhojwani D, et al. Leukemia 2019 (abstract); …"."""
    items = sources_read(brief.library, study)
    return "; ".join(
        item.text if item.text == item.label else f"{item.label}: {item.text}" for item in items
    )


def source_line(row: Row) -> str:
    """Where a drawn number was read: "Bhojwani 2019: 28/42 · …, of 42 …; stated, Leukemia, …"."""
    said = [f"{row.title}: {row.rate(1)}", row.counted, row.definition, row.criteria, row.method]
    read = [row.basis, row.source, row.place]
    derived = f" (derived: {row.derivation})" if row.derivation else ""
    return f"{joined(said)}; {joined(read)}{derived}"


def short_sources(brief: Brief) -> list[str]:
    """For each study its publication, and where each rate was read, in one line.

    Then which of them are own series that nobody has checked.
    """
    by_cohort = zip(*(view.rows for view in brief.views), strict=True)
    drawn = [[row for row in rows if row.marker != "none"] for rows in by_cohort]
    lines = [short_source(brief, rows) for rows in drawn if rows]
    return [*lines, *unchecked(brief.studies), *left_open(brief.studies)]


def short_source(brief: Brief, rows: Sequence[Row]) -> str:
    study = brief.library.studies[rows[0].study]
    own, cited = study.own_series, study.citation
    journal = journal_text(cited) if cited.journal and not own else ""
    published = " ".join(filter(None, [journal, doi(study)]))
    headings = {view.outcome: view.heading for view in brief.views}
    read: dict[str, list[str]] = {}
    for row in rows:
        read.setdefault(f"{row.source} ({row.basis})", []).append(headings[row.outcome])
    where = "; ".join(f"{', '.join(what)}: {source}" for source, what in read.items())
    return f"{rows[0].title}{f', {published}' if published else ''}. {where}."


def doi(study: Study) -> str:
    if study.own_series:
        return NO_PUBLICATION
    return f"doi {study.citation.doi}" if study.citation.doi else ""


def joined(words: Sequence[str]) -> str:
    return ", ".join(filter(None, words))


def study_sources(brief: Brief) -> tuple[str, ...]:
    """The documents that were read for each study."""
    return tuple(f"{study.name}: {documents(brief, study)}" for study in brief.studies)


def ledger_sources(brief: Brief) -> tuple[str, ...]:
    """What each source says in each disagreement."""
    return tuple(
        f"{study.name}, {entry.topic}: "
        + "; ".join(
            f"{brief.library.source(study, says.source).name}: {says.text}" for says in entry.says
        )
        for study in brief.studies
        for entry in study.ledger
    )
