"""Dose-limiting toxicity by dose level: the groups of each dose-finding study, in printed order.

A group is a row of one dose level with its exact interval. The order is that of the study's file,
which is that of its source; it is not claimed to be the order of treatment. No child stands in two
groups. Groups without a count are listed, and so are numbers of other children than those of a dose
level, the total of a level's groups, and what counts the children of a level again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import pandas as pd

from data.answers import Question
from data.cohorts import Chosen, Cohorts, is_chosen
from data.dose_groups import told_apart
from data.facts import fact_item
from data.items import NOT_FOUND, Item
from data.labels import bare_value
from data.library import Library
from data.rows import Listed, Row, View
from data.schema import Study
from data.selection import Selection
from data.tables import Record, records_of
from data.treatment import cohort_by_id
from data.verdicts import REGIMEN_WORDS
from data.views import make_row
from data.words import counted, listed, of_them_own

TOXICITY = "dose_limiting_toxicity"
ORDER = "The order printed need not be the order of treatment."
ORDER_UNKNOWN = (
    "Whether a second group at one dose was treated before or after the next dose was not found."
)


@dataclass(frozen=True)
class Step:
    """One group of an escalation: its place in the printed order, its cohort, and its row."""

    order: int
    cohort: str
    row: Row

    @property
    def dose(self) -> float | None:
        """The planned dose of cycle 1 in mg/m², when the group has one and no other."""
        return self.row.dose_low if self.row.dose_low == self.row.dose_high else None

    @property
    def level(self) -> str:
        """The name of the group, with its dose where the name does not say it."""
        name, dose = self.row.cohort, self.row.dose
        return name if dose in name else f"{name} ({dose})"

    @property
    def words(self) -> str:
        """The level, and which group it is where one dose had several."""
        return ", ".join(filter(None, [self.level, self.row.timepoint]))

    @property
    def count(self) -> str:
        """Patients with dose-limiting toxicity of those evaluable: "1/6"; else why not."""
        return f"{self.row.events}/{self.row.n}" if self.row.marker == "count" else self.row.why

    @property
    def sign(self) -> str:
        """An asterisk where a note must be read beside the count."""
        return "*" if self.row.note else ""


@dataclass(frozen=True)
class Escalation:
    """One study's groups. `hidden` are those that the filters leave out.

    `missing` lack a count, or are no dose level. `marks` say how far the study is known to lie
    inside the filters.
    """

    study: str
    name: str
    trial: str
    given: str
    version: str
    steps: tuple[Step, ...]
    hidden: tuple[Step, ...]
    missing: tuple[Listed, ...]
    recommended: tuple[Item, ...]
    marks: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.name} ({self.trial})" if self.trial else self.name

    @property
    def drawn(self) -> tuple[Step, ...]:
        """The groups with a count at one dose."""
        return tuple(s for s in self.steps if s.dose is not None and s.row.marker == "count")

    @property
    def not_drawn(self) -> tuple[Listed, ...]:
        """Groups without a place or a count, and why."""
        undrawn = [step for step in self.steps if step not in self.drawn]
        return (*(Listed(step.words, step.count) for step in undrawn), *self.missing)

    @property
    def order_words(self) -> str:
        """What the order of the groups means, and what of it is unknown."""
        again = any(one.cohort == two.cohort for one, two in pairwise(self.steps))
        several = len({step.dose for step in self.steps}) > 1
        return f"{ORDER} {ORDER_UNKNOWN}" if again and several else ORDER

    @property
    def hidden_words(self) -> str:
        """That the filters show only some of the groups, and which they leave out."""
        if not self.hidden:
            return ""
        every = len(self.hidden) + len(self.steps)
        shown = f"{len(self.steps)} of its {counted(every, 'group')} with a count"
        left_out = "; ".join(dict.fromkeys(step.level for step in self.hidden))
        return f"The filters show {shown}; left out: {left_out}."

    @property
    def marks_words(self) -> str:
        marks = "; ".join(self.marks)
        return f"Not known to lie wholly inside the filters: {marks}." if marks else ""

    @property
    def sentence(self) -> str:
        """All counts in the printed order, with their notes, and what the filters leave out."""
        by_level = groupby(self.steps, key=lambda step: step.level)
        levels = [f"{level}: {', then '.join(map(told, steps))}" for level, steps in by_level]
        said = f"Dose-limiting toxicity in {self.title}, in the order printed: {'; '.join(levels)}."
        return " ".join(filter(None, [said, self.hidden_words, self.marks_words]))

    @property
    def view(self) -> View:
        """The groups as the rows of a panel, for the table and the exports."""
        return View(
            outcome=f"{TOXICITY}_{self.study}",
            heading=f"Dose-limiting toxicity, {self.title}",
            counted="",
            rows=tuple(step.row for step in self.steps),
            not_specific=(),
            version=self.version,
            sentence=self.sentence,
        )


def found_for(found: Sequence[Escalation], studies: int, own: int) -> str:
    """How many of the studies shown gave such counts."""
    return f"Dose-limiting toxicity by dose level: {found_in(len(found), studies, own)}."


def found_in(found: int, all_shown: int, own: int = 0, one: str = "study") -> str:
    """2, 10 -> "found for 2 of the 10 studies shown"; `own` of them are own series."""
    several = "studies" if one == "study" else f"{one}s"
    if not all_shown:
        return f"no {one} is left with these filters"
    shown = f"shown{of_them_own(own)}"
    if not found:
        return f"no number was found for the {counted(all_shown, one, several)} {shown}"
    if found == all_shown:
        every = {1: f"the {one}", 2: f"both {several}"}.get(found, f"all {found} {several}")
        return f"found for {every} {shown}"
    return f"found for {found} of the {all_shown} {several} {shown}"


def told(step: Step) -> str:
    """The count with its note: "2/5 (later re-classified as not dose-limiting)"."""
    note = step.row.note.rstrip(".")
    return f"{step.count} ({note[:1].lower()}{note[1:]})" if note else step.count


def escalations(
    library: Library, results: pd.DataFrame, cohorts: Cohorts, selection: Selection
) -> tuple[Escalation, ...]:
    """The dose-finding studies among those chosen, in the order of every chart."""
    question = asked(library, results, selection)
    by_study = groupby(cohorts.chosen, key=lambda chosen: chosen.study.id)
    found = (escalation(library, question, list(chosen)) for _, chosen in by_study)
    return tuple(one for one in found if one and one.steps)


def asked(library: Library, results: pd.DataFrame, selection: Selection) -> Question:
    records = records_of(results[results["outcome"] == TOXICITY])
    return Question(library, TOXICITY, selection, records)


def not_by_level(
    library: Library, results: pd.DataFrame, cohorts: Cohorts, selection: Selection
) -> tuple[Listed, ...]:
    """Numbers of the studies shown that have no group at a dose level."""
    question = asked(library, results, selection)
    numbers = ((one, told_apart(one, question.of_study(one))) for one in cohorts.studies)
    return tuple(
        Listed(f"{study.name}, {cohort_by_id(study, record['cohort']).name}", bare_value(record))
        for study, found in numbers
        for record, _ in found
        if all(why for _, why in found) and is_chosen(study, record["cohort"], cohorts.chosen)
    )


def escalation(library: Library, question: Question, chosen: list[Chosen]) -> Escalation | None:
    """One study's groups, as far as the filters chose them; None for a study without any."""
    study = chosen[0].study
    numbers = told_apart(study, question.of_study(study))
    groups = (record for record, why in numbers if not why)
    steps = [
        Step(order, record["cohort"], step_row(library, question, study, record, order))
        for order, record in enumerate(groups, start=1)
    ]
    if not steps:
        return None
    shown = {one.id for one in study.cohorts if is_chosen(study, one.id, chosen)}
    facts = [fact for fact in study.facts if fact.topic == "recommended_dose"]
    return Escalation(
        study=study.id,
        name=study.name,
        trial=study.trial or "",
        given=given(study),
        version=library.version,
        steps=tuple(step for step in steps if step.cohort in shown),
        hidden=tuple(step for step in steps if step.cohort not in shown),
        missing=(*without_count(study, steps, shown), *of_others(study, numbers, shown)),
        recommended=tuple(fact_item(library, study, fact) for fact in facts),
        marks=tuple(dict.fromkeys(mark.says for one in chosen for mark in one.marks)),
    )


def of_others(
    study: Study, others: Sequence[tuple[Record, str]], shown: set[str]
) -> Iterator[Listed]:
    """Numbers that are no group of their own, each with why not."""
    for record, why in others:
        if why and record["cohort"] in shown:
            name = cohort_by_id(study, record["cohort"]).name
            yield Listed(name, f"{bare_value(record)}, {why}")


def step_row(library: Library, question: Question, study: Study, record: Record, order: int) -> Row:
    """The row of one group; every group is shown, whichever of a dose is the main one."""
    alone = replace(question, records=[record | {"primary": True}])
    chosen = Chosen(study, cohort_by_id(study, record["cohort"]))
    row = make_row(library, alone, chosen)
    return replace(row, key=f"{row.key}#{order}")


def without_count(study: Study, steps: list[Step], shown: set[str]) -> Iterator[Listed]:
    """Groups beside those counted whose own count was not found."""
    counted_ones = {step.cohort for step in steps}
    kinds = {cohort_by_id(study, key).split_by for key in counted_ones}
    for cohort in study.cohorts:
        beside = cohort.split_by in kinds and cohort.id not in counted_ones
        if beside and cohort.id in shown:
            yield Listed(cohort.name, cohort.note or NOT_FOUND)


def given(study: Study) -> str:
    """What was given: "single agent", "combination with vincristine and dexamethasone"."""
    partners = listed(study.regimen.partners) if study.regimen else ""
    return " with ".join(filter(None, [REGIMEN_WORDS[study.regimen_kind], partners]))
