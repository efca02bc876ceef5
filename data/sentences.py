"""A view in words: the caption of its chart and the text that a screen reader speaks."""

from __future__ import annotations

from data.rows import Row, View
from data.words import counted, listed, rounded


def sentence(view: View) -> str:
    """Everything a reader of the chart should know, in a few short sentences."""
    rest = [*percentages(view), *shared(view)]
    return " ".join([headline(view), *rest])


def headline(view: View) -> str:
    """The range of the rates; for SOS also whether they can be compared."""
    return " ".join([children(view), *adults(view), *only_mostly(view), *criteria(view)])


def children(view: View) -> str:
    """The range of the rates in children, or that there is none."""
    subject = f"{view.heading} {view.counted}".strip()
    rows = [row for row in counts(view) if row.population == "children"]
    if not rows and counts(view):
        return f"{subject}: no study in children in this selection gives counts."
    return f"{subject}: {span(rows)}"


def adults(view: View) -> list[str]:
    """The adults apart: their rates are context, never one range with the children's."""
    rows = [row for row in counts(view) if row.population == "adults"]
    return [f"Adults, for context: {span(rows)}"] if rows else []


def span(rows: list[Row]) -> str:
    """From the lowest rate to the highest."""
    rows = sorted(rows, key=lambda row: row.percent or 0)
    if not rows:
        return "no study in this selection gives counts."
    if len(rows) == 1:
        return f"{rate_of(rows[0])}, the only study with counts here."
    ends = f"from {rate_of(rows[0])} to {rate_of(rows[-1])}"
    return f"{ends}, in {counted(len(rows), 'cohort')} with counts."


def counts(view: View) -> list[Row]:
    return [row for row in view.drawn if row.marker == "count"]


def rate_of(row: Row) -> str:
    return f"{rounded(row.percent or 0)} % ({row.events}/{row.n}, {row.title})"


def only_mostly(view: View) -> list[str]:
    """Rows whose patients do not all lie inside the filters: no rate may be quoted without it."""
    rows = [f"{row.title} ({'; '.join(row.marks)})" for row in view.drawn if row.marks]
    return [f"Not known to lie wholly inside the filters: {', '.join(rows)}."] if rows else []


def percentages(view: View) -> list[str]:
    rows = [row for row in view.drawn if row.marker == "percent"]
    shown = listed([f"{row.title} ({row.percent:g} %)" for row in rows])
    return [f"Only a percentage, without counts: {shown}."] if rows else []


def criteria(view: View) -> list[str]:
    """SOS rates cannot be compared unless their criteria are the same and known."""
    rows = counts(view)
    if not view.criteria_matter or not rows:
        return []
    known = [row for row in rows if row.criteria_known]
    found = f"The SOS criteria were found for {len(known)} of {len(rows)}"
    return [f"{found}; rates by different or unknown criteria cannot be compared."]


def shared(view: View) -> list[str]:
    names = [row.title for row in view.drawn if row.same_children]
    return [f"Some children are counted in more than one row: {listed(names)}."] if names else []
