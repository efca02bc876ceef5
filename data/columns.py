"""A view as a table: the columns of every export, and what each of them means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.rows import Row, View


@dataclass(frozen=True)
class Column:
    """A column of the exported table: its name, what it means, and how a row fills it."""

    name: str
    means: str
    value: Callable[[Row], Any]


COLUMNS = (
    Column("data_version", "version of the data", lambda row: row.version),
    Column("key", "study and cohort in the data files", lambda row: row.key),
    Column("outcome", "outcome in the data files", lambda row: row.outcome),
    Column("study", "name of the study", lambda row: row.name),
    Column("cohort", "part of the study that is counted", lambda row: row.cohort or "whole study"),
    Column("population", "children or adults", lambda row: row.population),
    Column("dose_cycle_1", "planned total InO dose of cycle 1", lambda row: row.dose),
    Column("patients", "patients in the cohort", lambda row: row.patients),
    Column("events", "x of x/N", lambda row: row.events),
    Column("n", "N of x/N", lambda row: row.n),
    Column("percent", "100·x/N, or the printed percentage without x/N", lambda row: row.percent),
    Column("low_95", "lower end of our exact 95 % interval, percent", lambda row: row.low),
    Column("high_95", "upper end of our exact 95 % interval, percent", lambda row: row.high),
    Column("as_published", "what the source prints, with its level", lambda row: row.published),
    Column("counted", "whom N counts", lambda row: row.counted),
    Column("definition", "definition of the outcome", lambda row: row.definition),
    Column("timepoint", "when it was counted", lambda row: row.timepoint),
    Column("sos_criteria", "criteria for SOS", lambda row: row.criteria),
    Column("mrd_method", "MRD threshold and method", lambda row: row.method),
    Column("basis", "stated, secondary or derived", lambda row: row.basis),
    Column("source", "where it was read", lambda row: row.source),
    Column("source_url", "address of the source", lambda row: row.source_url),
    Column("place", "where in the source", lambda row: row.place),
    Column("derivation", "how a derived value was obtained", lambda row: row.derivation),
    Column("note", "what to know beside it", lambda row: row.note),
    Column("interval_note", "limits of our interval", lambda row: row.interval_note),
    Column("why_no_count", "why there is no x/N", lambda row: row.why),
    Column(
        "beside_the_filter",
        "how the cohort stands to the filters",
        lambda row: "; ".join(row.marks),
    ),
    Column(
        "same_children_as",
        "rows that count the same children",
        lambda row: "; ".join(row.same_children),
    ),
    Column(
        "may_share_children_with",
        "rows that may count the same children",
        lambda row: "; ".join(row.maybe_same_children),
    ),
)


def view_table(view: View) -> pd.DataFrame:
    """Every row of the view with every column, plain and unformatted: what the CSV holds."""
    records = [{column.name: column.value(row) for column in COLUMNS} for row in view.rows]
    return pd.DataFrame(records, columns=[column.name for column in COLUMNS], dtype=object)
