"""Which numbers of dose-limiting toxicity are groups of their own: no child stands in two.

A level may have several groups, treated one after another. What may count some of their children
again is no group, and has a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.cohorts import is_inside
from data.dose import dose_levels
from data.schema import Study
from data.tables import Record
from data.treatment import cohort_by_id, dose_of

NO_LEVEL = "not by dose level"
TOTAL = "all groups at this dose together"
AGAIN = "counts children of this dose again"
MAYBE_AGAIN = "may count children of this dose again"
NAMED_GROUPS = ("first_group", "second_group")


def told_apart(study: Study, numbers: Sequence[Record]) -> list[tuple[Record, str]]:
    """Each number, and why it is no group; "" for the groups, which share no children."""
    levels = levels_told(study, {one["cohort"] for one in numbers})
    return [(one, why_no_group(study, one, numbers, levels)) for one in numbers]


def levels_told(study: Study, cohorts: set[str]) -> set[str]:
    """The dose levels among these cohorts; one of several doses gives way to the levels in it."""
    levels = dose_levels(study) & cohorts
    return {key for key in levels if not (mixes_doses(study, key) and inside(study, key, levels))}


def mixes_doses(study: Study, key: str) -> bool:
    dose = dose_of(study, cohort_by_id(study, key))
    return dose is not None and dose.low != dose.high


def inside(study: Study, whole: str, levels: Iterable[str]) -> list[str]:
    """The levels that are parts of another."""
    return [key for key in levels if key != whole and is_inside(study, key, whole)]


def why_no_group(study: Study, record: Record, numbers: Sequence[Record], levels: set[str]) -> str:
    """Why a number is not that of one group of its level; "" if it is."""
    key = record["cohort"]
    if key not in levels:
        return NO_LEVEL
    if any(key in inside(study, level, levels) for level in levels):
        return AGAIN
    own = [one for one in numbers if one["cohort"] == key]
    return TOTAL if is_total(record, own) else why_again(record, own, cohort_by_id(study, key).n)


def why_again(record: Record, own: list[Record], n: int | None) -> str:
    """Whether it counts, or may count, children of another group of its level; "" if neither."""
    if any(record is one for one in disjoint(own, n)):
        return ""
    return AGAIN if exceed(own, n) else MAYBE_AGAIN


def disjoint(own: list[Record], n: int | None) -> list[Record]:
    """Those of a level that share no children: all, or those with names, or the main one alone.

    A total says that all others share none.
    """
    parts = [one for one in own if not is_total(one, own)]
    main = next((one for one in parts if one["primary"]), parts[0])
    named = [one for one in parts if one["timepoint"] in NAMED_GROUPS]
    if len(parts) < len(own) or share_none(parts, n):
        return parts
    return named if main in named and share_none(named, n) else [main]


def share_none(groups: Sequence[Record], n: int | None) -> bool:
    """Whether each has a name of its own, or all fit into the n patients of their level."""
    names = [one["timepoint"] for one in groups if one["timepoint"] in NAMED_GROUPS]
    fit = n is not None and all(one["n"] for one in groups)
    return (len({*names}) == len(groups) or fit) and not exceed(groups, n)


def exceed(groups: Sequence[Record], n: int | None) -> bool:
    return n is not None and sum(one["n"] or 0 for one in groups) > n


def is_total(record: Record, own: Sequence[Record]) -> bool:
    """Whether x and N are the sums of several other groups at its dose; no named group is."""
    others = [(one["events"], one["n"]) for one in own if one is not record]
    if record["timepoint"] in NAMED_GROUPS or any(None in one for one in others):
        return False
    counted = record["events"], record["n"]
    return len(others) > 1 and counted == tuple(map(sum, zip(*others, strict=True)))
