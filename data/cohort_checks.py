"""Rules on a study's cohorts: one tree, and no number of more patients than its cohort has.

Each check takes what it needs and yields (place, "what is wrong; allowed: …"); `checks.py` asks
them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from data.characters import simple
from data.problems import Finding, Place, shown, unknown_word
from data.quantities import Fact, Result
from data.rounding import printed_so
from data.schema import Band, Cohort, Dose, Spread, Study
from data.words import listed, range_text

ALL = 100.0 + 1e-9  # percent
HALF = 50.0 + 1e-9  # percent
# Levels of cohorts inside cohorts; every step to a parent asks Python for another call.
DEEPEST = 8


def cohort_findings(study: Study) -> Iterator[Finding]:
    """All mistakes of the tree, and all numbers that its cohorts are too small for."""
    yield from cohort_tree(study)
    yield from unknown_cohorts(study)
    yield from rates_above_cohort(study)
    yield from cells_above_study(study)
    yield from bands_above_cohort(study)
    yield from medians_outside_bands(study)


def cohort_tree(study: Study) -> Iterator[Finding]:
    """One root called `all`, known parents, no circles, no child above its parent."""
    ids = [cohort.id for cohort in study.cohorts]
    names = [simple(cohort.name) for cohort in study.cohorts]
    by_id = {cohort.id: cohort for cohort in study.cohorts}
    roots = [cohort.id for cohort in study.cohorts if cohort.parent is None]
    if study.kind == "study" and roots != ["all"]:
        said = f"without parent: {', '.join(roots) or 'none'}"
        yield ("cohorts",), f'{said}; allowed: exactly one, called "all"'
    elif ids[:1] not in ([], ["all"]):
        yield ("cohorts", 0), 'is a part; allowed: the cohort "all" before its parts'
    for i, cohort in enumerate(study.cohorts):
        if ids.count(cohort.id) > 1:
            yield ("cohorts", i, "id"), f'cohort "{cohort.id}" stands twice; allowed: once'
        elif names.count(names[i]) > 1:
            said = f"{shown(cohort.name)} is another cohort's name too; allowed: a name of its own"
            yield ("cohorts", i, "name"), said
        if spelled_otherwise(cohort, study.cohorts[:i]):
            said = f"{shown(cohort.split_by)} is spelled otherwise above"
            yield ("cohorts", i, "split_by"), f"{said}; allowed: one spelling of a split"
        if cohort.parent and cohort.parent not in by_id:
            yield ("cohorts", i, "parent"), unknown_word("cohort", cohort.parent, ids)
        elif circular(cohort, by_id):
            yield ("cohorts", i, "parent"), "is inside itself; allowed: a tree"
        elif sum(1 for _ in around(cohort, by_id)) > DEEPEST:
            yield ("cohorts", i, "parent"), f"nested too deeply; allowed: {DEEPEST} levels"
    yield from children_above_parent(study)
    yield from spreads_beyond_whole(study.cohorts)


def spelled_otherwise(cohort: Cohort, above: Iterable[Cohort]) -> bool:
    """Whether the same split has another spelling: its parts would stand apart."""
    beside = [one.split_by for one in above if one.split_by and one.parent == cohort.parent]
    others = {simple(split) for split in beside if split != cohort.split_by}
    return cohort.split_by is not None and simple(cohort.split_by) in others


def circular(cohort: Cohort, by_id: Mapping[str, Cohort]) -> bool:
    """Whether the way up from a cohort comes back to where it has been."""
    seen = {cohort.id}
    while cohort.parent in by_id:
        cohort = by_id[str(cohort.parent)]
        if cohort.id in seen:
            return True
        seen.add(cohort.id)
    return False


def around(cohort: Cohort, by_id: Mapping[str, Cohort]) -> Iterator[Cohort]:
    """The cohorts that contain this one, the nearest first; never more than one beyond allowed."""
    for _ in range(DEEPEST + 1):
        if cohort.parent not in by_id:
            return
        cohort = by_id[str(cohort.parent)]
        yield cohort


def children_above_parent(study: Study) -> Iterator[Finding]:
    """Children of one split are disjoint, so together they cannot exceed the parent."""
    sizes, least = most_patients(study.cohorts), fewest_patients(study)
    for i, parent in enumerate(study.cohorts):
        totals: Counter[str] = Counter()
        for child in study.cohorts:
            if child.parent == parent.id and child.split_by:
                totals[child.split_by] += least[child.id]
        size = sizes[parent.id]
        for split, total in totals.items():
            if size is not None and total > size:
                said = f"its cohorts by {split} add up to {total}; allowed: at most {size}"
                yield ("cohorts", i, "n"), said


def fewest_patients(study: Study) -> dict[str, int]:
    """Of each cohort its number; where that was not found, as many as any record counts in it."""
    counted = {cohort.id: cohort.n or 0 for cohort in study.cohorts}
    unknown = {cohort.id for cohort in study.cohorts if cohort.n is None}
    for _, record in counted_records(study):
        if record.cohort in unknown:
            numbers = {**patients_counted(record), "possible_n": None}
            counted[record.cohort] = max([counted[record.cohort], *filter(None, numbers.values())])
    return counted


def spreads_beyond_whole(cohorts: tuple[Cohort, ...]) -> Iterator[Finding]:
    """Dose and prior lines of a part lie within those of the nearest cohort around it.

    However the lines were counted: a filter takes salvage lines and relapses for prior lines.
    """
    by_id = {cohort.id: cohort for cohort in cohorts}
    for i, cohort in enumerate(cohorts):
        wholes = list(around(cohort, by_id))
        for field in ("dose", "prior_lines"):
            spread: Spread | None = getattr(cohort, field)
            whole: Spread | None = next(filter(None, (getattr(c, field) for c in wholes)), None)
            if spread and whole and tells_less(spread, whole):
                said = f"does not say what the whole does, {range_text(*whole.ends)}"
                yield ("cohorts", i, field), f"{said}; allowed: add `low` and `high`, or `text`"
            if spread and whole and not inside(spread, whole):
                said = f"{range_text(*spread.ends)} in a cohort of {range_text(*whole.ends)}"
                yield ("cohorts", i, field), f"{said}; allowed: within it"
            if isinstance(whole, Dose) and spread and (other := beside_levels(spread, whole)):
                said = f"{listed(other)} mg/m², which is no level of the whole"
                yield ("cohorts", i, field), f"{said}; allowed: one of its `levels`"


def beside_levels(spread: Spread, whole: Dose) -> list[str]:
    """The ends of a dose that are none of the only doses given to the whole."""
    told: tuple[Spread | Band, ...] = (spread, *spread.bands)
    ends = {end for one in told for end in (one.low, one.high) if end is not None}
    return [f"{end:g}" for end in sorted(ends - set(whole.levels))] if whole.levels else []


def tells_less(spread: Spread, whole: Spread) -> bool:
    """Whether a part has lost the range that holds for all: it goes by its own record alone."""
    told = (spread.low, spread.high, spread.text, getattr(spread, "median", None), *spread.bands)
    return all(one is None for one in told) and (whole.low is not None or whole.high is not None)


def inside(spread: Spread, whole: Spread) -> bool:
    """Whether no end that is known lies outside; "3 or more" of at most 5 is fine."""
    least, most = whole.ends
    return all(least <= end <= most for end in (spread.low, spread.high) if end is not None)


def unknown_cohorts(study: Study) -> Iterator[Finding]:
    """Every cohort that a record names is in the tree; a review has facts without one."""
    known = {cohort.id for cohort in study.cohorts} or {"all"}
    for field in ("facts", "results"):
        for i, record in enumerate(getattr(study, field)):
            if record.cohort not in known:
                yield (field, i, "cohort"), unknown_word("cohort", record.cohort, known)


def rates_above_cohort(study: Study) -> Iterator[Finding]:
    """A number counts no more patients than its cohort has, nor may its N be more."""
    sizes = most_patients(study.cohorts)
    for place, record in counted_records(study):
        size = sizes.get(record.cohort)
        for field, counted in patients_counted(record).items():
            if size is not None and counted is not None and counted > size:
                said = f"{counted} patients of a cohort of {size}; allowed: at most {size}"
                yield (*place, field), said


def cells_above_study(study: Study) -> Iterator[Finding]:
    """The groups of a comparison are patients of the study."""
    size = most_patients(study.cohorts).get("all")
    for i, comparison in enumerate(study.comparisons):
        for j, factor in enumerate(comparison.factors):
            total = sum(cell.n or 0 for cell in factor.cells)
            if size is not None and total > size:
                said = f"{total} patients of a study of {size}; allowed: at most {size}"
                yield ("comparisons", i, "factors", j), said


def counted_records(study: Study) -> Iterator[tuple[Place, Fact | Result]]:
    """Every record that counts patients of one cohort, with its place."""
    for i, fact in enumerate(study.facts):
        yield ("facts", i), fact
    for i, result in enumerate(study.results):
        yield ("results", i), result


def patients_counted(record: Fact | Result) -> dict[str, int | None]:
    """By field how many patients a record speaks of; x only where N is not known."""
    counted = {"n": record.n, "events": None if record.n else record.events}
    if isinstance(record, Fact):
        return counted
    return counted | {
        "events_at_least": record.events_at_least,
        "possible_n": max(record.possible_n, default=None),
    }


def most_patients(cohorts: Iterable[Cohort]) -> dict[str, int | None]:
    """Of each cohort its number, or that of the smallest cohort around it that has one."""
    by_id = {cohort.id: cohort for cohort in cohorts}
    return {
        key: next((one.n for one in (cohort, *around(cohort, by_id)) if one.n is not None), None)
        for key, cohort in by_id.items()
    }


def bands_above_cohort(study: Study) -> Iterator[Finding]:
    """Bands count patients of their cohort: its number is known, none counts more, each once."""
    for i, cohort in enumerate(study.cohorts):
        for field in ("dose", "prior_lines"):
            spread: Spread | None = getattr(cohort, field)
            found = list(band_mistakes(spread, cohort.n)) if spread else []
            yield from ((("cohorts", i, field, "bands", j), said) for j, said in found)
            if spread and not found and sum_of_bands(spread.bands, cohort.n) > ALL:
                yield ("cohorts", i, field), "bands of more than all patients; allowed: 100 %"


def band_mistakes(spread: Spread, n: int | None) -> Iterator[tuple[int, str]]:
    """Which band is not possible, and why."""
    for j, band in enumerate(spread.bands):
        if band.count is not None and n is None:
            yield j, "counts patients of a cohort without `n`; allowed: `percent`"
        elif band.count is not None and band.count > (n or 0):
            yield j, f"{band.count} patients of a cohort of {n}; allowed: at most {n}"
        elif any(overlap(band, other) for other in spread.bands[:j]):
            yield j, "overlaps a band above it; allowed: each patient in one band"
        elif not overlap(band, spread):
            yield j, "lies outside the range of all; allowed: between `low` and `high`"


def sum_of_bands(bands: Iterable[Band], n: int | None) -> float:
    """Percent of the patients that lie in all bands together, less what rounding may have added."""
    return sum(
        100 * band.count / (n or 1) if band.count is not None else printed_so(band.percent or 0)[0]
        for band in bands
    )


def medians_outside_bands(study: Study) -> Iterator[Finding]:
    """No more than half of the patients lie below a median, and no more above it."""
    for i, cohort in enumerate(study.cohorts):
        lines = cohort.prior_lines
        if lines and lines.median is not None and not list(band_mistakes(lines, cohort.n)):
            below = [band for band in lines.bands if band.ends[1] < lines.median]
            above = [band for band in lines.bands if band.ends[0] > lines.median]
            if max(sum_of_bands(below, cohort.n), sum_of_bands(above, cohort.n)) > HALF:
                said = f"more than half of the patients are below or above {lines.median:g}"
                yield ("cohorts", i, "prior_lines", "median"), f"{said}; allowed: their median"


def overlap(first: Band | Spread, second: Band | Spread) -> bool:
    """Whether a number can lie in both."""
    (low, high), (other_low, other_high) = first.ends, second.ends
    return max(low, other_low) <= min(high, other_high)
