"""Results by prior lines, as far as any were found, and where a reader should look for more.

The parts of a study that are told apart by their prior lines (salvage lines) stand beside each
other for every outcome that was found for them. Who is in which part was never left to chance, so
each sentence says that no effect can be read. What the filters hide is named with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from data.cohorts import Chosen, Cohorts, is_inside, marks, no_worse, only
from data.library import Library
from data.rows import Listed, View
from data.schema import Cohort, NotFound, Study
from data.selection import Selection, studies_in_order
from data.study_sheet import Item, named, number_item
from data.tables import publication_url, records_of
from data.views import unpooled_view

CAUTION = (
    "The groups differ in more than their prior lines, and nobody was randomized between them: "
    "no effect of prior lines can be read from this."
)
# A gap of a study file has words and no topic, so these are searched in them.
WORDS_OF_THE_GAP = "prior lines"


@dataclass(frozen=True)
class Paper:
    """A publication to open, and what was looked for in vain."""

    study: str
    name: str
    what: str
    url: str | None


def by_line_views(
    library: Library, results: pd.DataFrame, cohorts: Cohorts, selection: Selection
) -> tuple[View, ...]:
    """A view for each outcome that was found by prior lines in the cohorts shown."""
    parts = only(cohorts, (part for one in cohorts.chosen for part in by_line(one, selection)))
    keys = {part.key for part in parts.chosen}
    found = set(results[(results["study"] + "/" + results["cohort"]).isin(keys)]["outcome"])
    views = []
    for outcome in (key for key in library.vocabulary.outcomes if key in found):
        view = unpooled_view(library, results, parts, selection, outcome)
        views.append(replace(view, sentence=f"{view.sentence} {CAUTION}"))
    return tuple(view for view in views if view.drawn)


def by_line(chosen: Chosen, selection: Selection) -> Iterator[Chosen]:
    """The parts of a cohort told apart by prior lines that lie inside the filters like it."""
    for part in line_cohorts(chosen.study):
        inside = is_inside(chosen.study, part.id, chosen.cohort.id)
        if inside and no_worse(part, chosen, selection):
            yield Chosen(chosen.study, part, marks(chosen.study, part, selection))


def line_cohorts(study: Study) -> list[Cohort]:
    """The parts of a study that have prior lines of their own."""
    return [cohort for cohort in study.cohorts if cohort.parent and cohort.prior_lines]


def hidden_by_line(library: Library, results: pd.DataFrame, cohorts: Cohorts) -> tuple[Listed, ...]:
    """Studies with results by prior lines that the filters leave out, and why."""
    reasons = {one.study: one.reason for one in cohorts.left_out}
    return tuple(
        Listed(study.name, reasons[study.id])
        for study in studies_in_order(library)
        if study.id in reasons and has_results_by_line(study, results)
    )


def has_results_by_line(study: Study, results: pd.DataFrame) -> bool:
    found = set(results[results["study"] == study.id]["cohort"])
    return any(cohort.id in found for cohort in line_cohorts(study))


def subgroup_items(library: Library, results: pd.DataFrame, cohorts: Cohorts) -> list[Item]:
    """Numbers of groups told apart by earlier treatment that no filter can ask for: prior HSCT."""
    subgroups = library.vocabulary.subgroup_denominators
    records = records_of(results[results["denominator"].isin(subgroups)])
    shown = {chosen.study.id: chosen.study for chosen in cohorts.chosen}
    return [
        named(shown[record["study"]], number_item(library, shown[record["study"]], record))
        for record in records
        if record["study"] in shown
    ]


def papers_to_open(library: Library, selection: Selection) -> list[Paper]:
    """The published studies of InO whose prior lines, or results by them, were not found."""
    return [
        Paper(study.id, study.name, "; ".join(gaps), publication_url(study))
        for study in studies_in_order(library)
        if study.population == "children" or selection.adults
        if study.regimen_kind != "not_inotuzumab_specific"
        if study.own_series is None
        if (gaps := [gap.what for gap in study.not_found if names_prior_lines(gap)])
    ]


def names_prior_lines(gap: NotFound) -> bool:
    return WORDS_OF_THE_GAP in gap.what
