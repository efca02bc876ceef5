"""What is said of a row beside its name and its rate, in every drawing. Knows no sizes."""

from __future__ import annotations

from data.rows import Row
from data.words import UNPUBLISHED, shared_with


def own_mark(row: Row) -> str:
    """That nobody published this, and whom it counts: the shape of its mark does not say it.

    The row of a single event names the study, with its mark, where others name the cohort.
    """
    if not row.own or UNPUBLISHED in row.cohort:
        return ""
    return UNPUBLISHED if row.population == "children" else f"{UNPUBLISHED}, {row.population}"


def full_lines(row: Row) -> list[str]:
    """Dose, definition and denominator; then criteria or method; then what a reader must know."""
    first = " · ".join(filter(None, [row.cohort, row.dose, counted_words(row)]))
    second = " · ".join(filter(None, [row.criteria and f"SOS: {row.criteria}", method_words(row)]))
    why = row.why.removeprefix("percentage only, ") if row.marker == "percent" else ""
    said = [first, second, why, row.interval_note, followed(row), *must_know(row)]
    return list(filter(None, said))


def followed(row: Row) -> str:
    return f"follow-up: {row.follow_up}" if row.follow_up else ""


def must_know(row: Row) -> list[str]:
    """How the row stands to the filters, and whose children it counts again.

    An open circle does not say that it counts adults, so words do.
    """
    hollow = row.population != "children" and row.low is None and not row.own
    said = [
        row.population if hollow else "",
        *row.marks,
        shared_with(row.population, row.same_children),
        shared_with(row.population, row.maybe_same_children, "may share"),
    ]
    return list(filter(None, said))


def counted_words(row: Row) -> str:
    """What was counted, of whom: "CR/CRi after cycle 1, of 48 evaluable for response"."""
    what = " ".join(filter(None, [row.definition, row.timepoint]))
    derived = "(derived)" if row.basis == "derived" else ""
    return " ".join(filter(None, [", ".join(filter(None, [what, row.counted])), derived]))


def method_words(row: Row) -> str:
    return f"MRD {row.method}" if row.method else ""
