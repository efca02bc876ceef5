"""The pooled lines of a brief as tables: the answer of every method, and the counts behind it.

A refusal keeps its line: no number, and the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from components.exports.table import Table
from data.brief import Brief
from data.how_sure import METHOD_NAMES, estimates_spread
from data.pooling import Pooled, pool
from data.pooling_methods import METHODS
from data.rows import PooledLine
from data.tables import Record
from data.words import in_percent

LINE = {"line": "name of the pooled line in these tables: outcome and number"}
ABOUT_LINE = {
    "outcome": "outcome in the data files",
    "heading": "what is pooled",
    "population": "children or adults",
    "group": "what the pooled studies have in common",
}
POOLED = {
    **LINE,
    "heading": ABOUT_LINE["heading"],
    "group": ABOUT_LINE["group"],
    "method": "method: glmm is the one of the diamond, the others are beside it",
    "method_name": "the method in words",
    "estimable": "whether the method gives a rate",
    "percent": "pooled rate, percent",
    "low_95": "lower end of its 95 % interval, percent",
    "high_95": "upper end of its 95 % interval, percent",
    "prediction_low_95": "lower end of the 95 % prediction interval, percent",
    "prediction_high_95": "upper end of the 95 % prediction interval, percent",
    "tau2": "τ², variance between the studies, log odds; empty: the method does not estimate it",
    "i2": "I², percent of the variation that is more than chance; empty like τ²",
    "studies_pooled": "how many studies",
    "own_series_pooled": "how many of them are own series, unpublished",
    "events": "sum of the events",
    "n": "sum of the denominators, each patient once",
    "total_percent": "100·sum of events / sum of denominators; no pooled rate",
    "total_low_95": "lower end of the exact 95 % interval of that total, percent",
    "total_high_95": "upper end of the exact 95 % interval of that total, percent",
    "reason": "why there is no rate",
    "names_pooled": "which studies",
    "counts_pooled": "x/N of each, in the same order",
    "footnotes": "what to know beside the line",
    "log_odds": "pooled rate as log odds",
    "se": "its standard error, log odds",
    "population": ABOUT_LINE["population"],
    "outcome": ABOUT_LINE["outcome"],
}
COUNTS = {
    **LINE,
    "study": "study, with its cohort where only one of several is counted",
    "events": "x of x/N",
    "n": "N of x/N",
    **ABOUT_LINE,
}


def named_lines(brief: Brief) -> Iterator[tuple[str, PooledLine]]:
    """Each pooled line with a name in plain letters: "response-1", "response-2"."""
    for view in brief.views:
        for number, line in enumerate(view.pooled, start=1):
            yield f"{view.outcome}-{number}", line


def pooled(brief: Brief) -> Table:
    """One line for each pooled line and method."""
    records = (
        pooled_record(name, line, pool(line.events, line.totals, method))
        for name, line in named_lines(brief)
        for method in METHODS
    )
    about = "Each pooled rate by every method, or the reason why there is none."
    return Table("pooled", "Pooled", about, POOLED, tuple(records), fixed=4)


def pooled_record(name: str, line: PooledLine, fit: Pooled) -> Record:
    pairs = zip(line.events, line.totals, strict=True)
    spread = estimates_spread(fit)
    return {
        **described(name, line),
        "method": fit.method,
        "method_name": METHOD_NAMES[fit.method],
        "estimable": fit.estimable,
        "percent": in_percent(fit.estimate),
        "low_95": in_percent(fit.low),
        "high_95": in_percent(fit.high),
        "prediction_low_95": in_percent(fit.prediction_low),
        "prediction_high_95": in_percent(fit.prediction_high),
        "tau2": fit.tau2 if spread else None,
        "i2": fit.i2 if spread else None,
        "studies_pooled": fit.k,
        "own_series_pooled": line.own,
        **total(fit),
        "reason": fit.reason,
        "names_pooled": line.names,
        "counts_pooled": [f"{events}/{n}" for events, n in pairs],
        "footnotes": " · ".join(line.footnotes),
        "log_odds": fit.log_odds,
        "se": fit.se,
    }


def total(fit: Pooled) -> Record:
    """The sum of the counts with its exact interval."""
    if fit.crude is None:
        return {}
    events, n, low, high = fit.crude
    return {
        "events": events,
        "n": n,
        "total_percent": 100 * events / n,
        "total_low_95": in_percent(low),
        "total_high_95": in_percent(high),
    }


def described(name: str, line: PooledLine) -> Record:
    return {"line": name} | {key: getattr(line, key) for key in ABOUT_LINE}


def pooled_counts(brief: Brief) -> Table:
    """What goes into each fit: one line a study."""
    records = (
        described(name, line) | {"study": study, "events": events, "n": n}
        for name, line in named_lines(brief)
        for study, events, n in zip(line.names, line.events, line.totals, strict=True)
    )
    about = "What goes into each pooled rate: x/N of each study, each patient once."
    return Table("pooled_counts", "Pooled counts", about, COUNTS, tuple(records), fixed=2)
