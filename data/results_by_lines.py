"""Results by prior lines, as far as any were found, and where a reader should look for more.

The parts of a study that are told apart by their prior lines (salvage lines) stand beside each
other for every outcome that was found for them: those of one split, so no child stands there twice.
Who is in which part was never left to chance, so each sentence says that no effect can be read.
What the filters hide is named with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import pandas as pd

from data.cohorts import Chosen, Cohorts, is_chosen, is_inside, marks, no_worse, only
from data.dose import dose_levels, share_lines, what_differs
from data.items import Item, named
from data.library import Library
from data.randomized_doses import Rates, rates_of
from data.rows import Listed, View
from data.schema import Cohort, NotFound, Study
from data.selection import Selection, studies_in_order
from data.sentences import sentence
from data.study_sheet import number_item
from data.tables import Record, publication_url, records_of
from data.words import listed

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
    views = []
    lines = {study.id: line_cohorts(study) for study in cohorts.studies}
    by_line = [splits_by_line(one, lines[one.study.id], selection) for one in cohorts.chosen]
    for outcome in library.vocabulary.outcomes:
        found = keys_of(results[results["outcome"] == outcome])
        parts = [part for splits in by_line for part in most_told(splits, found)]
        if any(part.key in found for part in parts):
            rates = rates_of(library, results, only(cohorts, parts), selection, outcome)
            titled = replace(rates.view, heading=f"{rates.view.heading} by prior lines")
            said = " ".join([sentence(titled), *counted_differently(rates), CAUTION])
            views.append(replace(rates.view, sentence=said))
    return tuple(view for view in views if view.drawn)


def counted_differently(rates: Rates) -> Iterator[str]:
    """On which terms the parts of a study were not all counted."""
    for name, rows in groupby(rates.view.drawn, key=lambda row: row.name):
        unlike = what_differs([rates.terms[row.key] for row in rows])
        if unlike:
            yield f"{name}: its parts were counted differently ({listed(unlike)})."


def keys_of(results: pd.DataFrame) -> set[str]:
    """The cohorts that some numbers stand for."""
    return set(results["study"] + "/" + results["cohort"])


def splits_by_line(
    chosen: Chosen, lines: Sequence[Cohort], selection: Selection
) -> list[list[Chosen]]:
    """The parts of a cohort told apart by prior lines that lie inside the filters like it."""
    splits: dict[tuple[str | None, str | None], list[Chosen]] = {}
    for part in lines:
        inside = is_inside(chosen.study, part.id, chosen.cohort.id)
        if inside and no_worse(part, chosen, selection):
            one = Chosen(chosen.study, part, marks(chosen.study, part, selection))
            splits.setdefault((part.parent, part.split_by), []).append(one)
    return list(splits.values())


def most_told(splits: Sequence[list[Chosen]], found: set[str]) -> list[Chosen]:
    """The parts of one split: with most numbers found, then with most parts, then the first."""

    def numbers_and_parts(parts: list[Chosen]) -> tuple[int, int]:
        return sum(part.key in found for part in parts), len(parts)

    return max(splits, key=numbers_and_parts, default=[])


def line_cohorts(study: Study) -> list[Cohort]:
    """The parts of a study that have prior lines of their own, which no sibling shares."""
    levels = dose_levels(study)
    parts = [one for one in study.cohorts if one.parent and one.id not in levels]
    own = [(one, one.prior_lines) for one in parts if one.prior_lines]
    return [
        part
        for part, lines in own
        if not any(
            are_siblings(part, other) and share_lines(lines, others) for other, others in own
        )
    ]


def are_siblings(part: Cohort, other: Cohort) -> bool:
    """Whether two parts of a cohort are told apart by the same thing."""
    split = part.parent, part.split_by
    return part.id != other.id and split == (other.parent, other.split_by)


def hidden_by_line(library: Library, results: pd.DataFrame, cohorts: Cohorts) -> tuple[Listed, ...]:
    """Studies with results by prior lines that the filters leave out, and why."""
    reasons = {one.study: one.reason for one in cohorts.left_out}
    reasons |= {study.id: only_parts_shown(study, cohorts) for study in cohorts.studies}
    told = {
        study.id: [is_chosen(study, part, cohorts.chosen) for part in told_by_line(study, results)]
        for study in library.studies.values()
    }
    return tuple(
        Listed(study.name, reasons[study.id])
        for study in studies_in_order(library)
        if study.id in reasons and told[study.id] and not any(told[study.id])
    )


def only_parts_shown(study: Study, cohorts: Cohorts) -> str:
    names = [one.cohort.name for one in cohorts.chosen if one.study.id == study.id]
    return f"shown is only {listed(names)}"


def told_by_line(study: Study, results: pd.DataFrame) -> list[str]:
    """The parts by prior lines of which anything was found."""
    found = set(results[results["study"] == study.id]["cohort"])
    return [cohort.id for cohort in line_cohorts(study) if cohort.id in found]


def subgroup_items(library: Library, results: pd.DataFrame, cohorts: Cohorts) -> list[Item]:
    """Numbers of groups told apart by earlier treatment that no filter can ask for: prior HSCT.

    Where a part of their study is shown, they say that they count others too.
    """
    subgroups = library.vocabulary.subgroup_denominators
    records = records_of(results[results["denominator"].isin(subgroups)])
    shown = {chosen.study.id: chosen.study for chosen in cohorts.chosen}
    return [
        subgroup_item(library, shown[record["study"]], record, cohorts)
        for record in records
        if record["study"] in shown
    ]


def subgroup_item(library: Library, study: Study, record: Record, cohorts: Cohorts) -> Item:
    item = named(study, number_item(library, study, record))
    whole = not is_chosen(study, record["cohort"], cohorts.chosen)
    return replace(item, text=f"{item.text} (not just of the patients shown)") if whole else item


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
