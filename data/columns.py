"""A view as a table: the columns of every export, and what each of them means.

First the rows of the studies, then those of the pooled lines, which fill fewer columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.rows import PooledLine, Row, View
from data.words import UNPUBLISHED, in_percent

PUBLISHED = "published"
STATUS = f"{PUBLISHED}, or {UNPUBLISHED}: checked by nobody but its owner"
POOLING_METHOD = "random-effects logistic model (GLMM), t with k − 1 degrees of freedom"


@dataclass(frozen=True)
class Column:
    """A column of the exported table: its name, what it means, and how a row fills it."""

    name: str
    means: str
    value: Callable[[Row], Any] = lambda _: None


COLUMNS = (
    Column("data_version", "version of the data", lambda row: row.version),
    Column("kind", "study, pooled or not pooled", lambda _: "study"),
    Column("key", "study and cohort in the data files", lambda row: row.key),
    Column("outcome", "outcome in the data files", lambda row: row.outcome),
    Column("study", "name of the study", lambda row: row.name),
    Column("cohort", "part of the study that is counted", lambda row: row.cohort or "whole study"),
    Column(
        "status",
        f"{STATUS}; in a pooled row only where it counts own series, how many",
        lambda row: status(row.own),
    ),
    Column("population", "children or adults", lambda row: row.population),
    Column("dose_cycle_1", "planned total InO dose of cycle 1", lambda row: row.dose),
    Column("patients", "patients in the cohort", lambda row: row.patients),
    Column("events", "x of x/N; in a pooled row the sum", lambda row: row.events),
    Column("n", "N of x/N; in a pooled row the sum", lambda row: row.n),
    Column(
        "percent",
        "100·x/N, or the printed percentage without x/N; in a pooled row the model's estimate",
        lambda row: row.percent,
    ),
    Column("months", "a median in months, as printed", lambda row: row.months),
    Column(
        "low_95",
        "lower end of our exact 95 % interval, percent; in a pooled row of the model's",
        lambda row: row.low if row.marker == "count" else None,
    ),
    Column(
        "high_95",
        "upper end of our exact 95 % interval, percent; in a pooled row of the model's",
        lambda row: row.high if row.marker == "count" else None,
    ),
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
    Column(
        "interval_note",
        "limits of our interval, or which published one is drawn",
        lambda row: row.interval_note,
    ),
    Column(
        "follow_up",
        "follow-up, beside survival; of a part, or said that it is of all",
        lambda row: row.follow_up,
    ),
    Column("why_no_count", "why there is no x/N", lambda row: row.why),
    Column(
        "beside_the_filter",
        "how the cohort stands to the filters",
        lambda row: "; ".join(row.marks),
    ),
    Column("pooled_in", "the pooled rate that counts this row", lambda row: row.pooled_in),
    Column("not_pooled", "why no pooled rate counts it", lambda row: row.not_pooled),
    Column("pooling_method", "how a pooled row was computed"),
    Column("studies_pooled", "how many studies a pooled row counts"),
    Column("names_pooled", "which studies a pooled row counts"),
    Column("prediction_low_95", "lower end of the prediction interval, percent"),
    Column("prediction_high_95", "upper end of the prediction interval, percent"),
    Column("tau2", "τ², variance between the studies, log odds"),
    Column("i2", "I², percent of the variation that is more than chance"),
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


def status(own: bool) -> str:
    """Whether anybody has published a study: what every table says beside its name."""
    return UNPUBLISHED if own else PUBLISHED


def view_table(view: View) -> pd.DataFrame:
    """The view's rows and pooled lines with every column, unformatted: what the CSV holds."""
    records = [{column.name: column.value(row) for column in COLUMNS} for row in view.rows]
    records += [pooled_record(view, line) for line in view.pooled]
    return pd.DataFrame(records, columns=[column.name for column in COLUMNS], dtype=object)


def pooled_record(view: View, line: PooledLine) -> dict[str, Any]:
    """A pooled line under the same columns; a refusal gives the total and the reason."""
    pooled = line.pooled
    return {
        "data_version": view.version,
        "kind": "pooled" if pooled.estimable else "not pooled",
        "key": f"pooled/{line.population}/{line.group}",
        "outcome": line.outcome,
        "study": line.title,
        "status": f"{line.own} of {pooled.k}: {UNPUBLISHED}" if line.own else None,
        "population": line.population,
        "events": sum(line.events),
        "n": sum(line.totals),
        "percent": in_percent(pooled.estimate),
        "low_95": in_percent(pooled.low),
        "high_95": in_percent(pooled.high),
        "counted": line.counted,
        "definition": line.group,
        "basis": "derived",
        "source": "PedInO",
        "note": " · ".join(line.footnotes),
        "not_pooled": pooled.reason,
        "pooling_method": POOLING_METHOD if pooled.estimable else None,
        "studies_pooled": pooled.k,
        "names_pooled": "; ".join(line.names),
        "prediction_low_95": in_percent(pooled.prediction_low),
        "prediction_high_95": in_percent(pooled.prediction_high),
        "tau2": pooled.tau2,
        "i2": pooled.i2,
    }
