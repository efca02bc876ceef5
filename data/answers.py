"""Which number of a cohort answers the question that the selection asks, and why if none does.

Three choices narrow a cohort's numbers: whom the denominator counts, the definition, the time
point. A number that fails one of them is never replaced by another; the reason is given instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from data.items import NOT_FOUND
from data.labels import definition_label, denominator_label
from data.library import Library
from data.schema import Study
from data.selection import DEFINITION, MRD, Selection
from data.tables import Record
from data.treatment import cohort_by_id
from data.vocabulary import Outcome
from data.words import listed

# How the reason begins for which a study has no rate, but its parts have.
FOUND_ONLY = "found only for "
ONLY_PARTS = f"not found for all together; {FOUND_ONLY}"
SEVERAL = "several numbers were found, none of them the main result"


@dataclass(frozen=True)
class Question:
    """One outcome asked of every cohort, the way the selection asks it."""

    library: Library
    outcome_id: str
    selection: Selection
    records: list[Record]

    @property
    def outcome(self) -> Outcome:
        return self.library.vocabulary.outcomes[self.outcome_id]

    def answer(self, study: Study, cohort: str) -> tuple[Record | None, str]:
        """The record that answers the question, or None and why there is none."""
        found = without_subgroups(self.by_cohort.get((study.id, cohort), []), self.library)
        if not found:
            return None, self.why_not_this_cohort(study, cohort)
        for keep, why in (
            (self.counts_patients_asked, self.why_other_patients),
            (self.has_right_definition, self.why_other_definition),
            (self.has_right_time, self.why_other_time),
        ):
            right = [record for record in found if keep(record)]
            if not right:
                return None, why(found)
            found = right
        return self.best_of(found)

    def best_of(self, found: list[Record]) -> tuple[Record | None, str]:
        """Of several answers one that the study puts first; none by its place in the file."""
        first = min(map(self.definition_rank, found))
        found = [record for record in found if self.definition_rank(record) == first]
        primary = [record for record in found if record["primary"]]
        if primary or len(found) == 1:
            return (primary or found)[0], ""
        alike = [record for record in found if self.is_measured_like_main(record)]
        if len(alike) != 1:
            return None, SEVERAL
        (only,) = alike
        return only, ""

    def is_measured_like_main(self, record: Record) -> bool:
        """Whether a main result of the same cohort has the same MRD threshold and method."""
        of_cohort = self.by_cohort[record["study"], record["cohort"]]
        main = [(one["threshold"], one["method"]) for one in of_cohort if one["primary"]]
        return (record["threshold"], record["method"]) in main

    def of_study(self, study: Study) -> list[Record]:
        return without_subgroups(self.by_study.get(study.id, []), self.library)

    @cached_property
    def by_study(self) -> Mapping[str, list[Record]]:
        """The records of each study, those of subgroups too."""
        found: dict[str, list[Record]] = {}
        for record in self.records:
            found.setdefault(record["study"], []).append(record)
        return found

    @cached_property
    def by_cohort(self) -> Mapping[tuple[str, str], list[Record]]:
        """The records of each cohort of a study, those of subgroups too."""
        found: dict[tuple[str, str], list[Record]] = {}
        for record in self.records:
            found.setdefault((record["study"], record["cohort"]), []).append(record)
        return found

    def why_not_this_cohort(self, study: Study, cohort: str) -> str:
        """Not found at all, or what was found for other cohorts of the study, which are named."""
        keys = dict.fromkeys(record["cohort"] for record in self.of_study(study))
        if not keys:
            return NOT_FOUND
        split = cohort_by_id(study, cohort).split_by
        answers = {key: self.answer(study, key) for key in keys}
        found = [key for key, (record, _) in answers.items() if record is not None]
        names = listed([cohort_by_id(study, key).name for key in found or keys])
        if found:
            return f"not found by {split}; {FOUND_ONLY}{names}" if split else f"{ONLY_PARTS}{names}"
        why = "; ".join(dict.fromkeys(reason for _, reason in answers.values()))
        return f"not found {f'by {split}' if split else 'for all together'}; of {names}: {why}"

    def counts_patients_asked(self, record: Record) -> bool:
        return not self.outcome.counted_of or self.position(record) == self.selection.mrd

    def counts_right_patients(self, record: Record) -> bool:
        """Whether it counts the patients asked for, or such as no reader can ask for."""
        return self.counts_patients_asked(record) or not self.position(record)

    def position(self, record: Record) -> str:
        """At which position of the switch a reader finds the patients counted; "" at none."""
        groups = self.library.vocabulary.denominator_groups
        asked = zip(MRD, self.outcome.counted_of, strict=False)
        of = record["denominator"]
        return next((word for word, group in asked if of in groups[group].denominators), "")

    def why_other_patients(self, found: list[Record]) -> str:
        if self.selection.mrd == MRD[0]:
            return f"{self.counted_of(found)}; the number of responders measured was not found"
        reasons = [r["not_of_treated"] for r in found if r["not_of_treated"]]
        if reasons:
            return f"cannot be counted of all treated: {reasons[0]}"
        return "no count that could be taken of all treated"

    def counted_of(self, found: list[Record]) -> str:
        """Whom numbers that are not of responders count, as far as their sources say."""
        if all(self.position(record) for record in found):
            return "counted of all treated only"
        labels = dict.fromkeys(denominator_label(r, self.library.vocabulary) for r in found)
        return f"not given of responders ({listed(list(labels))})"

    def has_right_definition(self, record: Record) -> bool:
        group = self.definition_group(record)
        if group is None or self.selection.definition == "as reported":
            return group != "component"
        return self.library.vocabulary.definition_groups[group] == self.selection.definition

    def why_other_definition(self, found: list[Record]) -> str:
        known = sorted({definition_label(r, self.library.vocabulary) for r in found})
        if self.selection.definition == DEFINITION[0]:
            return f"reported as {listed(known)}: a component, not the response"
        return f"reported as {listed(known)}, not {self.selection.definition}"

    def has_right_time(self, record: Record) -> bool:
        wanted = self.selection.time
        if not self.outcome.timepoints or wanted == "main result":
            return self.is_main(record)
        return self.library.vocabulary.timepoints[record["timepoint"]] == wanted

    def is_main(self, record: Record) -> bool:
        """Whether it is the main result of the patients that it counts.

        A file has one for responders and all treated together; where that counts the others, the
        number of these patients is their main result: the only one, or the one at the same time.
        """
        if not self.outcome.counted_of:
            return bool(record["primary"])
        of_cohort = self.by_cohort[record["study"], record["cohort"]]
        same = [r for r in of_cohort if r["definition"] == record["definition"]]
        own = [r for r in same if self.counts_patients_asked(r)]
        times = {r["timepoint"] for r in same if r["primary"]}
        return len(own) == 1 or record["timepoint"] in times

    def why_other_time(self, found: list[Record]) -> str:
        if self.selection.time == "main result":
            return "only a secondary analysis was found"
        known = sorted({self.library.vocabulary.timepoints[r["timepoint"]] for r in found})
        return f"no {self.kind_of_result} {self.selection.time}; found: {listed(known)}"

    @property
    def kind_of_result(self) -> str:
        """What is asked at a time: others may have been found then."""
        narrow = self.outcome.definitions and self.selection.definition != DEFINITION[0]
        what = f"{self.selection.definition} result" if narrow else "result"
        return f"{what} {self.selection.mrd}" if self.outcome.counted_of else what

    def definition_rank(self, record: Record) -> int:
        """Of several answers the one in the first group of definitions is the study's own."""
        groups = list(self.library.vocabulary.definition_groups)
        group = self.definition_group(record)
        return groups.index(group) if group else 0

    def definition_group(self, record: Record) -> str | None:
        key = record["definition"]
        return self.library.vocabulary.definitions[key].group if key else None


def without_subgroups(records: list[Record], library: Library) -> list[Record]:
    """A rate of children with a prior transplant answers for no cohort."""
    subgroups = library.vocabulary.subgroup_denominators
    return [record for record in records if record["denominator"] not in subgroups]
