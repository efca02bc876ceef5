"""One record of the results table in words."""

from __future__ import annotations

from typing import Any

from data.rounding import counts_that_fit
from data.tables import Record
from data.vocabulary import Vocabulary
from data.words import counted, interval_text, listed, of_number


def denominator_label(record: Record, vocabulary: Vocabulary) -> str:
    return vocabulary.denominators[record["denominator"]]


def counted_text(record: Record, vocabulary: Vocabulary) -> str:
    """Whom N counts: "of 42 with overt marrow disease"."""
    label = denominator_label(record, vocabulary)
    if record["denominator"] == "not_stated":
        return label
    if record["n"] is None:
        return f"of {label}"
    return f"of {of_number(record['n'], label.removeprefix('all ').removeprefix('the '))}"


def definition_label(record: Record, vocabulary: Vocabulary) -> str:
    key = record["definition"]
    return vocabulary.definitions[key].label if key else record["label"] or ""


def grade_text(grade: str | None) -> str:
    """From "≥3" "grade ≥3"; "any grade" stays as it is."""
    return f"grade {grade}" if grade and "grade" not in grade else grade or ""


def timepoint_label(record: Record, vocabulary: Vocabulary) -> str:
    key = record["timepoint"]
    return "" if key == "not_stated" else vocabulary.timepoints[key]


def criteria_label(record: Record, vocabulary: Vocabulary) -> str:
    key = record["criteria"]
    return vocabulary.sos_criteria[key] if key else ""


def estimate(record: Record) -> dict[str, Any]:
    """A Kaplan–Meier percentage or a median with the interval that its source prints."""
    high = record["published_high"]
    return {
        "percent": record["published_percent"],
        "months": record["median"],
        "low": record["published_low"],
        "high": None if isinstance(high, str) else high,
        "not_estimable": isinstance(high, str),
    }


def published_level_text(record: Record) -> str:
    """What the drawn interval of an estimate is: "published 95 % interval"."""
    if record["published_low"] is None:
        return ""
    level = record["published_level"]
    return (
        "published interval, level not found" if level is None else f"published {level} % interval"
    )


def marker_and_why(record: Record, denominator: str) -> tuple[str, str]:
    """How the row can be drawn, and why it is not a plain x/N."""
    if record["percent"] is not None:
        return "count", ""
    if record["published_percent"] is not None:
        return "percent", f"percentage only, {fits_text(record)}"
    if record["events"] is not None:
        return "none", f"{counted(record['events'], 'case')}, number {denominator} not found"
    if record["events_at_least"] is not None:
        return "none", f"at least {record['events_at_least']}; the exact count was not found"
    return "none", "no rate was found"


def fits_text(record: Record) -> str:
    """The x/N that print as the percentage: "19/27 and 21/30 fit"."""
    fits = counts_that_fit(record["published_percent"], record["possible_n"])
    if not fits:
        return "x/N not found"
    shown = listed([f"{events}/{n}" for events, n in fits], last="and")
    return f"{shown} fit{'s' if len(fits) == 1 else ''}"


def published_text(record: Record) -> str:
    """The percentage and interval as printed, with the interval's own level."""
    percent = record["published_percent"]
    interval = interval_text(
        record["published_low"], record["published_high"], record["published_level"]
    )
    spread = record["published_plus_minus"]
    parts = [
        f"{percent} %" if percent is not None else "",
        f"± {spread}" if spread is not None else "",
    ]
    where = [record["published_basis"], record["published_source_name"], record["published_place"]]
    shown = ", ".join(filter(None, [" ".join(filter(None, parts)), interval]))
    read = ", ".join(filter(None, where))
    return f"{shown} ({read})" if shown and read else shown


def bare_value(record: Record) -> str:
    """A number without the rate that we make of it: "4/13"."""
    if record["events"] is not None and record["n"] is not None:
        return f"{record['events']}/{record['n']}"
    return without_rate(record)


def without_rate(record: Record) -> str:
    """A number that is no x/N: "5 cases, N not found, printed 40 %", "median 9.2 months"."""
    printed = published_text(record)
    if record["events"] is not None or record["events_at_least"] is not None:
        return ", ".join(filter(None, [cases_text(record), printed and f"printed {printed}"]))
    median = f"median {record['median']} {record['unit']}" if record["median"] is not None else ""
    return ", ".join(filter(None, [median, printed]))


def cases_text(record: Record) -> str:
    """Cases of which N was not found."""
    if record["events"] is None:
        return f"at least {record['events_at_least']}"
    return f"{counted(record['events'], 'case')}, N not found"


def method_text(record: Record) -> str:
    """MRD threshold and method: "<0.01 %, flow cytometry"."""
    if record["outcome"] != "mrd_negative":
        return ""
    threshold = record["threshold"]
    shown = "threshold not found" if threshold is None else f"<{threshold} %"
    return ", ".join(filter(None, [shown, record["method"]]))
