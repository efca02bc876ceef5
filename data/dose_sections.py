"""The doses of a comparison: cycle 1 with how many had which, its schedule, and what follows.

A dose stands with the cohorts that are shown. Studies that mix the same doses are not called the
same unless it is known how many had which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from data.aspects import Agreement, Aspect, Cell, Column, compared
from data.cohorts import is_inside
from data.items import sourced_item
from data.library import Library
from data.of_parts import of_parts, own_dose
from data.schema import Band, Cohort, Dose, Study
from data.treatment import dose_of, upward, whole_or_part
from data.verdicts import dose_text, later_text, schedule_text
from data.words import counted, listed

# Doses, each with how many had it; None for what was not found.
Counts = list[tuple[float | None, int | None]]
# Lowest and highest dose of each cohort shown, and how many had which.
Plan = frozenset[tuple[float, float | None, str]]
NO_MIX = "how many had which dose was not found"


def doses(library: Library, columns: Sequence[Column]) -> Iterator[Aspect]:
    """The planned dose of cycle 1, its schedule, and what follows."""
    cells = [with_mix(column, dose_cell(library, column, cycle_1)) for column in columns]
    plans = list(map(planned, columns))
    cycle = compared(columns, "Dose, cycle 1", cells, plans, main=True)
    yield replace(cycle, agreement=unless_one_mixture(cycle.agreement, plans))
    for label, text in {
        "Schedule": schedule_text,
        "Later cycles": later_text,
        "Most cycles": most,
    }.items():
        found = [dose_cell(library, column, text) for column in columns]
        cells = [tuple(replace(one, note="") for one in cell) for cell in found]
        keys = [frozenset(one.text for one in cell) or None for cell in cells]
        aspect = compared(columns, label, cells, None if text is schedule_text else keys)
        if text is later_text:
            aspect = replace(aspect, agreement=unless_of_some(aspect.agreement, columns))
        yield aspect


def unless_of_some(agreement: Agreement, columns: Sequence[Column]) -> Agreement:
    """What is told of some patients of a study is not known to be the same for all."""
    own = {c.name: [dose_of(c.study, one) for one in c.cohorts] for c in columns}
    some = [name for name, doses in own.items() if any(d and d.later_cycles_of for d in doses)]
    if agreement.kind != "same" or not some:
        return agreement
    return Agreement("open", note=f"the same as far as it is told of {listed(some)}")


def planned(column: Column) -> Plan | None:
    """The doses of the cohorts shown, and how many had which; None where one is not known."""
    found = [(dose_of(column.study, one), mix(column.study, one)) for one in column.cohorts]
    ends = [(dose.low, dose.high, how) for dose, how in found if dose and dose.low is not None]
    return frozenset(ends) if len(ends) == len(found) else None


def unless_one_mixture(agreement: Agreement, plans: Sequence[Plan | None]) -> Agreement:
    """The same mixture is neither the same dose nor another until all are known to mix it alike."""
    known = [plan for plan in plans if plan is not None]
    one_mixture = len({frozenset((low, high) for low, high, _ in plan) for plan in known}) == 1
    unknown = any(low != high and not how for plan in known for low, high, how in plan)
    if agreement.kind == "open" or not (one_mixture and unknown):
        return agreement
    return Agreement("open", note="; ".join(filter(None, [NO_MIX, agreement.note])))


def with_mix(column: Column, cell: Cell) -> Cell:
    """The doses, each with how many had which: "1.4–1.8 mg/m² (12 at 1.4, 13 at 1.8)"."""
    if len(cell) != len(column.cohorts):
        return cell
    mixes = [mix(column.study, one) for one in column.cohorts]
    return tuple(
        replace(item, text=f"{item.text} ({how})") if how else item
        for item, how in zip(cell, mixes, strict=True)
    )


def mix(study: Study, cohort: Cohort) -> str:
    """How many had which dose, where all are known: "12 at 1.4, 13 at 1.8"."""
    for told in map(by_bands, (of_parts(study, cohort, own_dose), cohort.dose)):
        known = [(dose, n) for dose, n in told if dose is not None and n is not None]
        if sum(n for _, n in known) == cohort.n:
            return ", ".join(f"{n} at {dose:g}" for dose, n in sorted(known))
    return ""


def by_bands(dose: Dose | None) -> Counts:
    """The dose of each band, and how many patients had it; a lower bound tells of nobody else."""
    bands = dose.bands if dose else ()
    return [(single_dose(one), None if one.at_least else one.count) for one in bands]


def single_dose(band: Band) -> float | None:
    """The one dose that all had, mg/m²; None where it is a range."""
    return band.low if band.low == band.high else None


def dose_cell(library: Library, column: Column, text: Callable[[Dose], str | None]) -> Cell:
    """What the doses of the cohorts shown say, or else those of their parts or of others, named."""
    study = column.study
    whole = [(cohort, dose_of(study, cohort)) for cohort in column.cohorts]
    # Salvage lines have the schedule of their study, which may be told by arm alone.
    others = [(one, one.dose) for one in study.cohorts if text is schedule_text]
    for found in (whole, [(cohort, cohort.dose) for cohort in inside(column)], others):
        lines = [(cohort, dose, text(dose)) for cohort, dose in found if dose]
        if any(words for _, _, words in lines):
            items = (
                sourced_item(library, study, dose, told_of(study, cohort, dose, words), words)
                for cohort, dose, words in lines
                if words
            )
            return tuple(dict.fromkeys(items))
    return ()


def told_of(study: Study, cohort: Cohort, dose: Dose, words: str) -> str:
    """The part that a line tells of; the ends of a dose hold for each part, its words for all."""
    if dose.later_cycles_of and words == later_text(dose):
        return dose.later_cycles_of
    whose = next((one for one in upward(study, cohort) if own_dose(study, one)), cohort)
    own = whose == cohort or (dose.low is not None and words == dose_text(dose))
    return cohort.part if own else whole_or_part(whose).removeprefix("the ")


def inside(column: Column) -> list[Cohort]:
    """The cohorts shown, and their parts at any depth."""
    study = column.study
    return [
        cohort
        for cohort in study.cohorts
        if any(is_inside(study, cohort.id, whole.id) for whole in column.cohorts)
    ]


def cycle_1(dose: Dose) -> str | None:
    return dose.text if dose.low is None else dose_text(dose)


def most(dose: Dose) -> str | None:
    return f"at most {counted(dose.maximum_cycles, 'cycle')}" if dose.maximum_cycles else None
