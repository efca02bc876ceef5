"""The tables of the story: short texts for slides and screens, in the order of the charts."""

from __future__ import annotations

from math import inf

from data.brief import Brief
from data.cohorts import Chosen
from data.how_sure import FEWEST_TO_LEAVE_ONE_OUT, HowSure, ends_text, how_sure, widest_text
from data.overlap import counts_again, shares_children_with
from data.overview import study_lines
from data.prior_lines import counts_lines
from data.rows import PooledLine, Row
from data.sentences import of_whom
from data.treatment import dose_of, dose_words, lines_in_short, lines_of
from data.words import shared_with

TableLine = dict[str, str]


def study_table_lines(brief: Brief) -> tuple[TableLine, ...]:
    """Design, n, age, dose and prior lines of each cohort; the rates have charts of their own."""
    wanted = ("Study", "Design", "n", "Age", "Dose, cycle 1", "Prior lines")
    return tuple(
        {name: line[name] for name in wanted} | {"Study": study_words(brief, line)}
        for line in study_lines(brief.cohorts, ())
    )


def study_words(brief: Brief, line: TableLine) -> str:
    """The name, and the other studies shown whose children it counts too."""
    names = {study.id: study.name for study in brief.studies}
    study = brief.library.studies[line["id"]]
    parts = {one.study.id for one in brief.cohorts.chosen if one.cohort.parent is not None}
    same, _ = counts_again(study, brief.studies, parts)
    sharing = shares_children_with(study, brief.studies)
    unsure = [names[key] for key in sharing if key not in same]
    said = [
        shared_with(study.population, [names[key] for key in same]),
        shared_with(study.population, unsure, "may share"),
    ]
    return "; ".join(filter(None, [line["Study"], *said]))


def comparability_lines(brief: Brief) -> tuple[TableLine, ...]:
    """For each study that has a rate: what was counted, and of whom."""
    by_cohort = zip(*(view.rows for view in brief.views), strict=True)
    designs = [line["Design"] for line in study_lines(brief.cohorts, ())]
    headings = [view.heading for view in brief.views]
    return tuple(
        {"Study": titled(rows[0]), "Design": design}
        | dict(zip(headings, map(whom, rows), strict=True))
        for rows, design in zip(by_cohort, designs, strict=True)
        if any(row.marker != "none" for row in rows)
    )


def titled(row: Row) -> str:
    """A table without colours says who is an adult."""
    return f"{row.title} (adults)" if row.population == "adults" else row.title


def whom(row: Row) -> str:
    """Definition, denominator, criteria and method of a rate."""
    if row.marker == "none":
        return "–"
    said = [row.definition, row.timepoint, row.counted, row.criteria, row.method]
    return ", ".join(filter(None, said))


def pooled_table_lines(brief: Brief) -> tuple[TableLine, ...]:
    """One line for each diamond."""
    lines = [line for view in brief.views for line in view.diamonds]
    return tuple(pooled_table_line(line, how_sure(line)) for line in lines)


def pooled_table_line(line: PooledLine, sure: HowSure) -> TableLine:
    """The rate, where a new setting may lie, and how far other methods and leaving one out go."""
    fits = [fit for fit in sure.methods if fit.estimable]
    rates = [fit.estimate for fit in fits]
    without = [fit.estimate for fit in sure.without if fit.estimable]
    studies = f"{line.pooled.k}{line.unpublished}"
    return {
        "Pooled": f"{line.heading} ({line.group})",
        "Studies, patients": f"{studies}, {line.pooled.patients} {line.population}",
        "Rate [95 %]": line.rate(),
        "New setting (95 %)": line.prediction() + ("" if line.pooled.tau2 else ", too narrow?"),
        "All methods": f"{ends_text(rates)}, widest interval {widest_text(fits)}",
        "One study left out": ends_text(without)
        if without
        else f"needs at least {FEWEST_TO_LEAVE_ONE_OUT} studies",
    }


def dose_lines(brief: Brief) -> tuple[TableLine, ...]:
    """Children, then adults, by dose, those without one last, with what is known of prior lines."""
    rows = zip(brief.cohorts.chosen, *(view.rows for view in brief.views), strict=True)
    ordered = sorted(rows, key=lambda row: (row[1].population == "adults", *lowest_dose(row[0])))
    return tuple(dose_line(brief, chosen, rates) for chosen, *rates in ordered)


def lowest_dose(chosen: Chosen) -> tuple[float, float]:
    """The ends of the dose; one that is not known comes last."""
    dose = dose_of(chosen.study, chosen.cohort)
    if dose is None or dose.low is None or dose.high is None:
        return inf, inf
    return dose.low, dose.high


def dose_line(brief: Brief, chosen: Chosen, rates: list[Row]) -> TableLine:
    study, cohort = chosen.study, chosen.cohort
    return {
        "Study": titled(rates[0]),
        "Dose, cycle 1": dose_words(study, cohort),
        "Prior lines": lines_in_short(study, cohort),
    } | {view.heading: defined_rate(row) for view, row in zip(brief.views, rates, strict=True)}


def defined_rate(row: Row) -> str:
    """The rate with its definition, without which two of them cannot stand below each other."""
    return ", ".join(filter(None, [row.rate(), of_whom(row), row.definition]))


def reported_lines(brief: Brief) -> list[str]:
    """How many of the cohorts say how many prior lines their patients had."""
    chosen = [(one.study, one.cohort) for one in brief.cohorts.chosen]
    known = [(lines_of(study, cohort), cohort) for study, cohort in chosen]
    told = sum(1 for lines, cohort in known if lines and counts_lines(lines, cohort))
    if not known:
        return []
    who = f"{told} of {brief.how_many_cohorts}" if told else "No cohort here"
    say = "say" if told > 1 else "says"
    counts = "how many patients had how many prior lines, relapses or salvage lines"
    return [f"{who} {say} {counts}."]


def disagreement_lines(brief: Brief) -> tuple[TableLine, ...]:
    """What the sources of the studies shown disagree about, and what is used here."""
    return tuple(
        {"Study": study.name, "Disagreement": entry.topic, "Used here": entry.used}
        for study in brief.studies
        for entry in study.ledger
    )
