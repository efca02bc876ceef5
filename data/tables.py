"""Studies -> tidy frames. One row is one study, one cohort, one number, or one source.

Our own percentages and exact 95 % intervals are computed here and nowhere else; what was typed
stays beside them under `published_…`. A rate of responders whose numerator covers all treated
patients gets a second, derived row of all treated.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from data.fields import Sourced
from data.intervals import clopper_pearson
from data.library import Library
from data.quantities import Result
from data.schema import Study

Record = dict[str, Any]

NO_NUMBER = "the number of all treated of this part was not found"

# The keys of `result_record`: a library without any number has these columns too.
COLUMNS = [
    *("study", "cohort", "population", "outcome", "definition", "denominator", "timepoint"),
    *("event", "grade", "primary", "events", "n", "percent", "low", "high", "events_at_least"),
    *("assumed", "median", "unit", "published_percent", "published_low", "published_high"),
    *("published_level", "published_plus_minus", "published_basis", "published_source"),
    *("published_place", "published_source_name", "possible_n", "possible_n_why", "threshold"),
    *("method", "criteria", "two_stage", "label", "not_of_treated", "basis", "source"),
    *("source_name", "source_url", "place", "derivation", "note"),
]


def results_table(library: Library) -> pd.DataFrame:
    """One row a number: columns of `result_record`, one row per result and conversion."""
    records = (
        record
        for study in library.studies.values()
        for result in study.results
        for record in result_records(library, study, result)
    )
    return frame(records, COLUMNS)


def frame(records: Iterator[Record], columns: list[str] | None = None) -> pd.DataFrame:
    """A frame of plain objects, so that a missing number stays None and a count stays whole."""
    return pd.DataFrame(list(records), columns=columns, dtype=object)


def records_of(table: pd.DataFrame) -> list[Record]:
    """The rows of a frame as plain records."""
    names = [str(column) for column in table.columns]
    rows = table.itertuples(index=False, name=None)
    return [dict(zip(names, row, strict=True)) for row in rows]


def result_records(library: Library, study: Study, result: Result) -> Iterator[Record]:
    yield result_record(library, study, result)
    treated = all_treated_count(study, result)
    if treated and result.events is not None and result.all_treated:
        yield (
            result_record(library, study, result)
            | rate(result.events, treated)
            | {
                "denominator": result.all_treated.denominator,
                "basis": "derived",
                "derivation": result.all_treated.derivation,
                "label": result.all_treated.label,
                "published_source_name": None,
                **{f"published_{key}": None for key in PUBLISHED},
            }
        )


def all_treated_count(study: Study, result: Result) -> int | None:
    """All treated patients behind a rate of responders; None when it cannot be converted.

    The number of a part is not that of the cohort around it.
    """
    conversion = result.all_treated
    if conversion is None or conversion.why_not:
        return None
    return conversion.n or next(c.n for c in study.cohorts if c.id == result.cohort)


def why_not_of_treated(study: Study, result: Result) -> str | None:
    """Why a rate cannot be given of all treated; None where it can, or nobody said anything."""
    conversion = result.all_treated
    if conversion is None or conversion.why_not:
        return conversion.why_not if conversion else None
    return None if all_treated_count(study, result) else NO_NUMBER


PUBLISHED = ("percent", "low", "high", "level", "plus_minus", "basis", "source", "place")


def result_record(library: Library, study: Study, result: Result) -> Record:
    """Everything known of one number, flat; `percent`, `low` and `high` are ours, in percent."""
    published = result.published
    return {
        "study": study.id,
        "cohort": result.cohort,
        "population": study.population,
        "outcome": result.outcome,
        "definition": result.definition,
        "denominator": result.denominator,
        "timepoint": result.timepoint,
        "event": result.event,
        "grade": result.grade,
        "primary": result.primary,
        **rate(result.events, result.n),
        "events_at_least": result.events_at_least,
        "assumed": result.assumed,
        "median": result.median,
        "unit": result.unit,
        **{f"published_{key}": getattr(published, key, None) for key in PUBLISHED},
        "published_source_name": published_source(library, study, result),
        "possible_n": list(result.possible_n),
        "possible_n_why": result.possible_n_why,
        "threshold": result.threshold,
        "method": result.method,
        "criteria": result.criteria,
        "two_stage": result.two_stage,
        "label": None,
        "not_of_treated": why_not_of_treated(study, result),
        **provenance(library, study, result),
    }


def published_source(library: Library, study: Study, result: Result) -> str | None:
    """The name of the printed value's source, where it is not that of the count."""
    key = result.published.source if result.published else None
    return library.source(study, key).name if key else None


def rate(events: int | None, n: int | None) -> Record:
    """x, N and our percentage with its exact 95 % interval; None where x/N is not known."""
    percent = low = high = None
    if events is not None and n is not None:
        percent = 100 * events / n
        low, high = (100 * end for end in clopper_pearson(events, n))
    return {"events": events, "n": n, "percent": percent, "low": low, "high": high}


def provenance(library: Library, study: Study, record: Sourced) -> Record:
    source = library.source(study, record.source)
    return {
        "basis": record.basis,
        "source": record.source,
        "source_name": source.name,
        "source_url": source_url(library, study, record.source),
        "place": record.place,
        "derivation": record.derivation,
        "note": record.note,
    }


def source_url(library: Library, study: Study, key: str) -> str | None:
    """The source's own address; for the study's publication its DOI, else its address."""
    source = library.source(study, key)
    return source.url or (publication_url(study) if key == "paper" else None)


def publication_url(study: Study) -> str | None:
    """Where the study's own publication is; an own series has none, whatever its file says."""
    if study.own_series:
        return None
    citation = study.citation
    if citation.doi:
        return f"https://doi.org/{citation.doi}"
    if citation.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{citation.pmid}/"
    return citation.url


def cohorts_table(library: Library) -> pd.DataFrame:
    """One row a cohort, with the planned dose of cycle 1 in mg/m²."""
    return frame(
        {
            "study": study.id,
            "cohort": cohort.id,
            "name": cohort.name,
            "parent": cohort.parent,
            "split_by": cohort.split_by,
            "patients": cohort.n,
            "dose_low": cohort.dose.low if cohort.dose else None,
            "dose_high": cohort.dose.high if cohort.dose else None,
            **provenance(library, study, cohort),
        }
        for study in library.studies.values()
        for cohort in study.cohorts
    )
