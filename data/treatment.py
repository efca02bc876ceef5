"""What a cohort was given: its dose of cycle 1 and its prior lines, as far as anything tells them.

Its file goes first, then its parts, then what it is part of: a range of all holds for each part,
counts and words do not, so these are told as those of the whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from data.of_parts import own_dose, own_lines, stated_ends
from data.schema import Cohort, Dose, PriorLines, Study
from data.verdicts import dose_text, lines_text


def dose_of(study: Study, cohort: Cohort) -> Dose | None:
    """Of the cohort, or its parts, or its parent: a range holds for every part, a band does not."""
    known = own_dose(study, cohort)
    if known or cohort.parent is None:
        return known
    parent = cohort_by_id(study, cohort.parent)
    inherited = stated_ends(parent.dose) or dose_of(study, parent)
    return inherited and inherited.model_copy(update={"bands": ()})


def single_dose(study: Study, cohort: Cohort) -> float | None:
    """The one dose that all of a cohort had, mg/m²; None where it is a range or was not found."""
    dose = dose_of(study, cohort)
    return dose.low if dose and dose.low == dose.high else None


def dose_words(study: Study, cohort: Cohort) -> str:
    """The dose in words; those of a whole stand with its parts as such."""
    dose = dose_of(study, cohort)
    quoted = dose is not None and dose.low is None and bool(dose.text)
    return f"{dose_text(dose)}{whose_words(study, cohort, 'dose') if quoted else ''}"


def lines_of(study: Study, cohort: Cohort) -> PriorLines | None:
    """Of the cohort, or its parts, or the range of its parent."""
    known = own_lines(study, cohort)
    if known or cohort.parent is None:
        return known
    parent = cohort_by_id(study, cohort.parent)
    inherited = stated_ends(parent.prior_lines) or lines_of(study, parent)
    return inherited and inherited.model_copy(update={"bands": (), "median": None})


def lines_in_short(study: Study, cohort: Cohort) -> str:
    """What is known in a few words; words of the whole study stand with a part as such."""
    lines = lines_of(study, cohort)
    said = lines_text(lines)
    quoted = lines and lines.text and lines.text in said
    return f"{said}{whose_words(study, cohort, 'prior_lines')}" if quoted else said


def whose_words(study: Study, cohort: Cohort, told: Literal["dose", "prior_lines"]) -> str:
    """Whom words tell about where a cohort has none of its own: " (of the whole study)"."""
    own = own_dose if told == "dose" else own_lines
    whose = next((one for one in upward(study, cohort) if own(study, one)), cohort)
    return "" if whose == cohort else f" (of {whole_or_part(whose)})"


def upward(study: Study, cohort: Cohort) -> Iterator[Cohort]:
    """A cohort, then what contains it, up to the whole study."""
    yield cohort
    if cohort.parent is not None:
        yield from upward(study, cohort_by_id(study, cohort.parent))


def whole_or_part(cohort: Cohort) -> str:
    return "the whole study" if cohort.parent is None else cohort.name


def cohort_by_id(study: Study, cohort_id: str) -> Cohort:
    return next(cohort for cohort in study.cohorts if cohort.id == cohort_id)
