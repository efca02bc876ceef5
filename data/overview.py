"""The overview's table: one line a cohort, design beside dose, prior lines and the three rates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.cohorts import Chosen, Cohorts
from data.facts import age_text
from data.rows import Row, View
from data.treatment import dose_words, lines_in_short
from data.verdicts import REGIMEN_WORDS

THREE_RATES = ("response", "mrd_negative", "sos_post_hsct")


def common_rows(views: Sequence[View]) -> list[int]:
    """Positions of the rows that have a mark in at least one of the views."""
    columns = zip(*(view.rows for view in views), strict=True)
    return [i for i, rows in enumerate(columns) if any(row.marker != "none" for row in rows)]


def rows_with_answers(views: Sequence[View]) -> list[int]:
    """Positions of the rows of which any view found something, be it only a count or a bound."""
    columns = zip(*(view.rows for view in views), strict=True)
    return [i for i, rows in enumerate(columns) if any(row.source for row in rows)]


def study_lines(cohorts: Cohorts, views: Sequence[View]) -> Iterator[dict[str, str]]:
    """Lines of the study table, in the order of the charts; texts, not yet Markdown."""
    headings = [view.heading for view in views]
    for chosen, *rows in zip(cohorts.chosen, *(view.rows for view in views), strict=True):
        yield study_line(chosen) | dict(zip(headings, map(short_rate, rows), strict=True))


def study_line(chosen: Chosen) -> dict[str, str]:
    study, cohort = chosen.study, chosen.cohort
    name = study.name if cohort.parent is None else f"{study.name}, {cohort.name}"
    name += " (adults)" if study.population == "adults" else ""
    regimen = REGIMEN_WORDS[study.regimen_kind]
    if study.regimen_kind == "alone" and study.regimen and study.regimen.basis == "derived":
        regimen += " (no combination mentioned)"
    timing = study.design.timing if study.design.timing != "not_found" else "timing not found"
    return {
        "id": study.id,
        "Study": "; ".join([name, *(mark.says for mark in chosen.marks)]),
        "Design": f"{timing}, {regimen}",
        "n": str(cohort.n) if cohort.n is not None else "not found",
        "Age": age_text(study, cohort),
        "Dose, cycle 1": dose_words(study, cohort),
        "Prior lines": lines_in_short(study, cohort),
    }


def short_rate(row: Row) -> str:
    """The rate and whom it counts, or the reason why there is none."""
    if row.marker == "none":
        return row.why
    return f"{row.rate()} {row.counted}" if row.marker == "count" else row.rate()
