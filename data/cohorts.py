"""Filters -> cohorts: which part of each study answers the question, and why the rest does not.

A study is a tree of cohorts. It is resolved to the largest cohorts without common patients that
lie wholly inside the filters; only where there is none, to cohorts of which at least half lie
inside (marked), and only if the reader keeps them, to cohorts that do not report what is asked:
first those that leave fewest filters open, so a part with the right dose goes before a whole whose
doses are mixed. A parent and its child are never chosen together. What is left out is named with
its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from data.library import Library
from data.of_parts import split_name
from data.schema import Cohort, Study
from data.selection import Selection, studies_in_order
from data.treatment import cohort_by_id, dose_of, dose_words, lines_in_short, lines_of
from data.verdicts import REGIMEN_WORDS, Verdict, judge_dose, judge_lines, judge_size
from data.words import counted

ADULTS_OFF = "adults; switch on “include adults” to see them"
REGIMENS = {"single agent": "alone", "combination": "combined"}


@dataclass(frozen=True)
class Chosen:
    """A cohort that answers the filters, with the verdicts that must stand beside it."""

    study: Study
    cohort: Cohort
    marks: tuple[Verdict, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.study.id}/{self.cohort.id}"


@dataclass(frozen=True)
class LeftOut:
    """A study, or one of its parts, that the filters left out, and why."""

    study: str
    name: str
    reason: str


@dataclass(frozen=True)
class Cohorts:
    """What the filters chose, in the order of every chart, and what they left out."""

    chosen: tuple[Chosen, ...]
    left_out: tuple[LeftOut, ...]
    not_specific: tuple[Study, ...]
    # beside other parts of the same study that are shown
    parts_left_out: tuple[LeftOut, ...] = ()

    @property
    def studies(self) -> tuple[Study, ...]:
        """The studies that are shown, each once, in the order of the charts."""
        return tuple({one.study.id: one.study for one in self.chosen}.values())

    @property
    def filtered(self) -> tuple[LeftOut, ...]:
        """What is left out by a filter that a reader set; adults are off from the start."""
        whole = (one for one in self.left_out if one.reason != ADULTS_OFF)
        return (*whole, *self.parts_left_out)

    @property
    def how_many_filtered(self) -> str:
        """As words: "9 studies and 1 part of a study"; nothing without any."""
        parts = len(self.parts_left_out)
        whole = len(self.filtered) - parts
        said = [counted(whole, "study", "studies")] if whole else []
        said += [counted(parts, "part of a study", "parts of studies")] if parts else []
        return " and ".join(said)

    @property
    def not_shown(self) -> str:
        """How many are not: "9 studies left out by the filters, 4 studies in adults"."""
        adults = sum(one.reason == ADULTS_OFF for one in self.left_out)
        said = [f"{self.how_many_filtered} left out by the filters"] if self.filtered else []
        said += [counted(adults, "study in adults", "studies in adults")] if adults else []
        return ", ".join(said)

    @property
    def all_left_out(self) -> tuple[LeftOut, ...]:
        """Whatever is not shown: whole studies, then parts of those that are."""
        return (*self.left_out, *self.parts_left_out)

    @property
    def own(self) -> tuple[Study, ...]:
        """Which of the studies shown are own series."""
        return tuple(study for study in self.studies if study.own_series)


def resolve(library: Library, selection: Selection) -> Cohorts:
    """Applies all filters to all studies; reviews have no cohorts and never appear."""
    chosen: list[Chosen] = []
    left_out: list[LeftOut] = []
    not_specific: list[Study] = []
    parts: list[LeftOut] = []
    for study in studies_in_order(library):
        if study.kind != "study":
            continue
        reason = study_reason(study, selection)
        if reason:
            left_out.append(LeftOut(study.id, study.name, reason))
        elif study.regimen_kind == "not_inotuzumab_specific":
            not_specific.append(study)
        else:
            found, too_small = by_size(of_any_size(study, selection), selection)
            chosen += found
            if found:
                parts += (part_left_out(one, selection) for one in too_small)
            else:
                reason = cohort_reason(study, selection)
                left_out.append(LeftOut(study.id, study.name, reason))
    return Cohorts(tuple(chosen), tuple(left_out), tuple(not_specific), tuple(parts))


def study_reason(study: Study, selection: Selection) -> str | None:
    """Why the whole study stays out, whatever its cohorts; None when it may come in."""
    if selection.studies and study.id not in selection.studies:
        return "not among the studies chosen"
    if study.population == "adults" and not selection.adults:
        return ADULTS_OFF
    if selection.design not in ("any", study.design.timing):
        timing = study.design.timing
        return "timing not found" if timing == "not_found" else f"{timing}, not {selection.design}"
    kind = study.regimen_kind
    wanted = REGIMENS.get(selection.regimen)
    if wanted and kind not in (wanted, "not_inotuzumab_specific"):
        return REGIMEN_WORDS[kind]
    return None


def by_size(found: list[Chosen], selection: Selection) -> tuple[list[Chosen], list[Chosen]]:
    """The cohorts of a study's answer that are large enough, and the others.

    Size is asked last: where the part with the dose asked for is too small, the whole is no answer.
    """
    large: list[Chosen] = []
    small: list[Chosen] = []
    for one in found:
        (large if is_large_enough(one.cohort, selection) else small).append(one)
    return large, small


def part_left_out(one: Chosen, selection: Selection) -> LeftOut:
    """A part that is too small, beside others of its study that are not."""
    said = judge_size(one.cohort, selection.min).says
    return LeftOut(one.study.id, f"{one.study.name}, {one.cohort.name}", said)


def is_large_enough(cohort: Cohort, selection: Selection) -> bool:
    kinds = ("inside", "unknown") if selection.keep else ("inside",)
    return not selection.min or judge_size(cohort, selection.min).kind in kinds


def of_any_size(study: Study, selection: Selection) -> list[Chosen]:
    """Wholly inside, else mostly inside, else unknown if those are kept."""
    for kinds, unknown in readings(selection):
        accepted = partial(accepts, study, selection, kinds, unknown)
        found = largest_cohorts(study, "all", accepted, partial(may_hold, study, selection))
        if found:
            return [Chosen(study, cohort, marks(study, cohort, selection)) for cohort in found]
    return []


def readings(selection: Selection) -> Iterator[tuple[set[str], int]]:
    """From the strictest reading of the filters to the widest that the reader allows.

    Each is the verdicts that it accepts, and at how many filters a cohort may be unknown.
    """
    asked = sum(map(bool, (selection.dose, selection.lines)))
    for unknown in range(asked + 1 if selection.keep else 1):
        yield {"inside"}, unknown
        if selection.strict == "mostly":
            yield {"inside", "mostly"}, unknown


def accepts(
    study: Study, selection: Selection, kinds: set[str], unknown: int, cohort: Cohort
) -> bool:
    """Whether dose and prior lines of a cohort are within a reading of the filters."""
    found = [verdict.kind for verdict in dose_and_lines(study, cohort, selection)]
    return kinds.issuperset({*found} - {"unknown"}) and found.count("unknown") <= unknown


def may_hold(study: Study, selection: Selection, cohort: Cohort) -> bool:
    """Whether any patient of a cohort may be inside; if none is, none of a part is."""
    return not any(verdict.nobody for verdict in dose_and_lines(study, cohort, selection))


def no_worse(part: Cohort, whole: Chosen, selection: Selection) -> bool:
    """Whether a part stands to the filters no worse than the cohort that was chosen."""
    found = [mark.kind for mark in marks(whole.study, part, selection)]
    allowed = [mark.kind for mark in whole.marks]
    return {*found} <= {*allowed} and found.count("unknown") <= allowed.count("unknown")


def largest_cohorts(
    study: Study,
    cohort_id: str,
    accepted: Callable[[Cohort], bool],
    divisible: Callable[[Cohort], bool] = bool,
) -> list[Cohort]:
    """The cohort itself if accepted; else the best split of it, by patients, then by cohorts.

    Parts of a cohort that is not `divisible` are no answer.
    """
    cohort = cohort_by_id(study, cohort_id)
    if accepted(cohort):
        return [cohort]
    if not divisible(cohort):
        return []
    children = [c for c in study.cohorts if c.parent == cohort_id]
    by_split = groupby(sorted(children, key=split_name), key=split_name)
    answers = [
        [
            found
            for child in siblings
            for found in largest_cohorts(study, child.id, accepted, divisible)
        ]
        for _, siblings in by_split
    ]
    return max(answers, key=patients_and_cohorts, default=[])


def patients_and_cohorts(cohorts: list[Cohort]) -> tuple[int, int]:
    return sum(cohort.n or 0 for cohort in cohorts), len(cohorts)


def is_inside(study: Study, cohort_id: str, whole: str) -> bool:
    """Whether a cohort is the whole or one of its parts, at any depth."""
    if cohort_id == whole:
        return True
    parent = cohort_by_id(study, cohort_id).parent
    return parent is not None and is_inside(study, parent, whole)


def is_chosen(study: Study, cohort_id: str, chosen: Iterable[Chosen]) -> bool:
    """Whether a cohort, or one that it is part of, was chosen."""
    own = (one.cohort.id for one in chosen if one.study.id == study.id)
    return any(is_inside(study, cohort_id, whole) for whole in own)


def only(cohorts: Cohorts, chosen: Iterable[Chosen]) -> Cohorts:
    """Just these cohorts, in place of all that the filters chose."""
    return replace(cohorts, chosen=tuple(chosen), not_specific=())


def verdicts(study: Study, cohort: Cohort, selection: Selection) -> Iterator[Verdict]:
    """One verdict for each filter that is on."""
    yield from dose_and_lines(study, cohort, selection)
    if selection.min:
        yield judge_size(cohort, selection.min)


def dose_and_lines(study: Study, cohort: Cohort, selection: Selection) -> Iterator[Verdict]:
    """The verdicts on what the patients of a cohort had."""
    if selection.dose:
        dose, words = dose_of(study, cohort), dose_words(study, cohort)
        yield judge_dose(dose, cohort.n, selection.dose, words)
    if selection.lines:
        lines, words = lines_of(study, cohort), lines_in_short(study, cohort)
        yield judge_lines(lines, cohort.n, selection.lines, words)


def marks(study: Study, cohort: Cohort, selection: Selection) -> tuple[Verdict, ...]:
    return tuple(v for v in verdicts(study, cohort, selection) if v.kind != "inside")


def marks_text(chosen: Chosen, n: int | None) -> tuple[str, ...]:
    """What must stand beside a cohort that is not wholly inside the filters.

    Of n patients, where these are not all, how many are inside for sure is derived.
    """

    def text(verdict: Verdict) -> str:
        bound = verdict.guaranteed(n) if n is not None and n != verdict.total else None
        if bound is None:
            return verdict.says
        sure = f"at least {bound}" if bound else "it may be none"
        return f"{verdict.says}; of these {n} {sure} (derived)"

    return tuple(map(text, chosen.marks))


def cohort_reason(study: Study, selection: Selection) -> str:
    """Why no cohort came in: too small, or what those nearest to the filters do not say."""
    too_small = of_any_size(study, selection)
    if too_small:
        sizes = ((c.cohort.name, judge_size(c.cohort, selection.min).says) for c in too_small)
        return "; ".join(f"{name}: {says}" for name, says in sizes)
    root = cohort_by_id(study, "all")
    nearest = of_any_size(study, replace(selection, keep=True))
    cohorts = [one.cohort for one in nearest] or [root]
    return "; ".join(
        verdict.says if cohort == root else f"{cohort.name}: {verdict.says}"
        for cohort in cohorts
        for verdict in marks(study, cohort, selection)
    )
