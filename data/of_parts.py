"""What the parts of a cohort make of it: its dose and prior lines, as far as its file says nothing.

Only parts that together are the whole cohort tell of it; what they make is marked as derived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from math import isfinite
from typing import Any, TypeVar

from data.schema import Band, Cohort, Dose, PriorLines, Spread, Study
from data.selection import Range
from data.verdicts import within
from data.words import listed

Told = TypeVar("Told", Dose, PriorLines)


def own_dose(study: Study, cohort: Cohort) -> Dose | None:
    """What its file says of its dose, or else what its parts make of it."""
    return filled(cohort.dose, of_parts(study, cohort, own_dose))


def own_lines(study: Study, cohort: Cohort) -> PriorLines | None:
    """What its file says of its prior lines, or else what its parts make of them."""
    return filled(cohort.prior_lines, of_parts(study, cohort, own_lines))


def filled(said: Told | None, made: Told | None) -> Told | None:
    """What the file says of a cohort; where it has no number, what its parts make of it.

    A median is of all, so nothing of the parts stands beside it; nor do counts of another thing.
    """
    if said is None or made is None:
        return said or made
    if not has_an_end(said):
        return said if getattr(said, "median", None) is not None else made
    if said.bands or not made.bands or known_as(said) != known_as(made):
        return said
    counted = {"bands": made.bands, "basis": "derived"}
    return said.model_copy(update=counted | {"derivation": f"how many had which {made.derivation}"})


def known_as(told: Spread) -> str:
    """What its ends count; a dose is one of cycle 1 always."""
    return told.known_as if isinstance(told, PriorLines) else ""


def of_parts(
    study: Study, cohort: Cohort, own: Callable[[Study, Cohort], Told | None]
) -> Told | None:
    """What all parts of a cohort have is known of it too; by the split that tells it best."""
    made = []
    for split in whole_splits(study, cohort):
        known = [one for one in (own(study, part) for part in split) if one and has_an_end(one)]
        if len(known) == len(split):
            made.append(put_together(split, known))
    return max(made, key=lambda one: len(one.bands), default=None)


def whole_splits(study: Study, cohort: Cohort) -> Iterator[list[Cohort]]:
    """Each set of siblings that together are the whole cohort."""
    parts = (part for part in study.cohorts if part.parent == cohort.id)
    for _, siblings in groupby(sorted(parts, key=split_name), key=split_name):
        split = list(siblings)
        if all(part.n for part in split) and sum(part.n or 0 for part in split) == cohort.n:
            yield split


def has_an_end(spread: Spread) -> bool:
    return spread.low is not None or spread.high is not None


def stated_ends(said: Told | None) -> Told | None:
    """What a file says, if it gives an end: that of all holds for each part, whoever counted."""
    return said if said and has_an_end(said) else None


def put_together(split: Sequence[Cohort], known: Sequence[Told]) -> Told:
    """From the lowest to the highest of the parts, and how many lie where.

    Source and place are those of the first part; whatever else is not alike in all is left out.
    """
    first, lows, highs = known[0], *zip(*(one.ends for one in known), strict=True)
    unlike = {key for key, value in first if any(getattr(one, key) != value for one in known)}
    kept = {"source": first.source, "place": first.place, "known_as": "prior lines", "levels": ()}
    made: dict[str, Any] = {key: kept.get(key) for key in unlike}
    made |= {"low": known_end(min(lows)), "high": known_end(max(highs))}
    made |= {"bands": bands_of(split, known), "basis": "derived"}
    names = listed([part.name for part in split])
    return first.model_copy(update=made | {"derivation": f"from the parts {names}"})


def bands_of(split: Sequence[Cohort], known: Sequence[Spread]) -> tuple[Band, ...]:
    """How many lie where; nothing where parts overlap, or all have the same ends."""
    sizes: dict[Range, int] = {}
    for part, one in zip(split, known, strict=True):
        for ends, n in pieces(part, one):
            sizes[ends] = sizes.get(ends, 0) + n
    found = sorted(sizes)
    overlap = any(below[1] >= above[0] for below, above in pairwise(found))
    if overlap or len(found) == 1:
        return ()
    return tuple(
        Band(low=known_end(low), high=known_end(high), count=sizes[low, high])
        for low, high in found
    )


def pieces(part: Cohort, one: Spread) -> list[tuple[Range, int]]:
    """How many of a part lie where; all between its ends unless its bands count each of them."""
    counts = [band.count for band in one.bands if band.count is not None and not band.at_least]
    if len(counts) == len(one.bands) and sum(counts) == part.n:
        return list(zip((within(band, one) for band in one.bands), counts, strict=True))
    return [(one.ends, part.n or 0)]


def known_end(value: float) -> float | None:
    """What a file says of an end: nothing of one that is open."""
    return value if isfinite(value) else None


def split_name(cohort: Cohort) -> str:
    return cohort.split_by or ""
