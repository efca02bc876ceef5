"""What is known of prior lines as a table to take along: one record for each band of a cohort."""

from __future__ import annotations

from collections.abc import Iterator

from components.exports.table import Table
from data.columns import STATUS, status
from data.prior_lines import LinesRow, LinesView, Share
from data.tables import Record

MEANS = {
    "data_version": "version of the data",
    "key": "study and cohort in the data files",
    "study": "name of the study",
    "cohort": "part of the study that is counted",
    "status": STATUS,
    "population": "children or adults",
    "patients": "patients in the cohort",
    "kind": "counted, range (of all), floor (by eligibility), median, words or none",
    "known_as": "what the number is: prior lines, relapse number, salvage line, eligibility floor",
    "low": "fewest prior lines of the band, or of all by eligibility",
    "high": "most prior lines of the band; empty means or more",
    "patients_in_band": "as printed: a count of all, or a percentage",
    "percent_in_band": "percent of the patients in the band",
    "says": "all that is known in words",
    "quoted": "the source's own words",
    "basis": "stated, secondary or derived",
    "source": "where it was read",
    "source_url": "address of the source",
    "place": "where in the source",
    "notes": "how a derived value was obtained, and what to know beside it",
    "beside_the_filter": "how the cohort stands to the filters",
    "same_children_as": "rows that count the same children",
    "may_share_children_with": "rows that may count the same children",
}


def lines_table(view: LinesView) -> Table:
    """Every row, also those of which nothing was found."""
    records = tuple(
        record(view, row, share) for row in view.rows for share in (row.shares or (None,))
    )
    return Table("prior-lines", "Prior lines", "What is known of prior lines.", MEANS, records)


def record(view: LinesView, row: LinesRow, share: Share | None) -> Record:
    band = {"low": row.floor, "high": None} if share is None else vars(share)
    return {
        **vars(row),
        **dict(shown(view, row)),
        "low": band["low"],
        "high": band["high"],
        "patients_in_band": share.words if share else None,
        "percent_in_band": share.percent if share else None,
    }


def shown(view: LinesView, row: LinesRow) -> Iterator[tuple[str, object]]:
    """What the table names otherwise than the row."""
    yield "data_version", view.version
    yield "study", row.name
    yield "status", status(row.own)
    yield "cohort", row.cohort or "whole study"
    yield "beside_the_filter", row.marks
    yield "same_children_as", row.same_children
    yield "may_share_children_with", row.maybe_same_children
