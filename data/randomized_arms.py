"""The arms of studies that randomized patients between doses, as far as their files say so.

They are parts of a randomized study, called arms or randomized, each of a single dose, whose
denominator is the patients randomized; a review is no study. Only arms of one cohort stand
beside each other: those of infants never beside those of teenagers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from data.of_parts import split_name
from data.schema import Cohort, Study
from data.treatment import cohort_by_id, single_dose

RANDOMIZED = "randomized"
# In what a file says separates arms, or in the name of each: a dose alone may be an amendment's.
BY_CHANCE = re.compile(r"\b(arm|(?<!not )(?<!non-)random)", re.IGNORECASE)


def arms(results: pd.DataFrame, study: Study) -> dict[str, list[Cohort]]:
    """The cohorts that were randomized between doses, each with its arms by dose.

    The file must say so: by its design, by what separates the arms, and by whom their rates count.
    """
    if study.kind != "study" or study.design.arms != RANDOMIZED:
        return {}
    of_study = results[results["study"] == study.id]
    keys = set(of_study[of_study["denominator"] == RANDOMIZED]["cohort"])
    known = {one.id: single_dose(study, one) for one in study.cohorts if one.id in keys}
    doses = {key: dose for key, dose in known.items() if dose is not None}
    return {
        whole: [cohort_by_id(study, key) for key in sorted(found, key=doses.__getitem__)]
        for whole, found in arms_inside(study, "all", doses).items()
    }


def arms_inside(study: Study, whole: str, doses: Mapping[str, float]) -> dict[str, list[str]]:
    """The arms of a cohort; if it has none, those of each of its parts by one split.

    Of several splits those with most doses, then with fewest parts, then the first in the file.
    """

    def doses_and_parts(keys: list[str]) -> tuple[int, int]:
        return len({doses[key] for key in keys}), -len(keys)

    splits: dict[str, list[Cohort]] = {}
    for part in parts_of(study, whole):
        splits.setdefault(split_name(part), []).append(part)
    found = [(by, arms_among(study, parts, doses)) for by, parts in splits.items()]
    own = [keys for by, keys in found if by_chance(study, by, keys)]
    best = max(own, key=doses_and_parts, default=[])
    if len({doses[key] for key in best}) > 1:
        return {whole: best}
    nested = [arms_of_each(study, parts, doses) for parts in splits.values()]
    return max(nested, key=len, default={})


def by_chance(study: Study, split: str, keys: Sequence[str]) -> bool:
    """Whether the file calls these parts arms or randomized, together or each."""
    names = [cohort_by_id(study, key).name for key in keys]
    return bool(BY_CHANCE.search(split)) or all(map(BY_CHANCE.search, names))


def arms_of_each(
    study: Study, parts: Sequence[Cohort], doses: Mapping[str, float]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in parts:
        found |= arms_inside(study, part.id, doses)
    return found


def arms_among(study: Study, parts: Sequence[Cohort], doses: Mapping[str, float]) -> list[str]:
    """The parts with a dose; in place of another the only one in it that is called randomized."""
    found = []
    for part in parts:
        inside = [one for one in parts_of(study, part.id) if BY_CHANCE.search(one.name)]
        known = [one.id for one in ([part] if part.id in doses else inside) if one.id in doses]
        found += known if len(known) == 1 else []
    return found


def parts_of(study: Study, whole: str) -> list[Cohort]:
    return [part for part in study.cohorts if part.parent == whole]
