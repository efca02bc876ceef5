"""Rows -> pooled lines: each group that the guard allows, each child once, then a fit or a refusal.

Every drawn row ends in a diamond or carries the reason why it is in none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from data.facts import age_text
from data.guard import TOGETHER
from data.library import Library
from data.overlap import each_child_once, linked, may_share_children_with, why_left_out
from data.pooling import pool
from data.rows import MAYBE_TWICE, Guard, PooledLine, Row
from data.schema import Study
from data.selection import Selection
from data.verdicts import REGIMEN_WORDS
from data.vocabulary import Outcome


@dataclass(frozen=True)
class Unit:
    """What one study brings to a pooled line: its disjoint cohorts added up."""

    study: Study
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        row = self.rows[0]
        return f"{row.name} ({row.cohort})" if row.cohort and len(self.rows) == 1 else row.name

    @property
    def events(self) -> int:
        return sum(row.events or 0 for row in self.rows)

    @property
    def n(self) -> int:
        return sum(row.n or 0 for row in self.rows)


def pool_rows(
    library: Library, rows: Sequence[Row], selection: Selection, outcome: Outcome
) -> tuple[tuple[Row, ...], tuple[PooledLine, ...]]:
    """The rows, each with its diamond or the reason for none, and the lines of two studies or more.

    Rows that are not drawn, and those of an outcome that is never pooled, stay as they are.
    """
    guarded = [row for row in rows if row.guard and row.marker != "none"]
    why = {row.key: row.guard.out for row in guarded if row.guard and row.guard.out}
    groups = groups_of([row for row in guarded if row.key not in why])
    lines = []
    pooled_in: dict[str, str] = {}
    for group in groups:
        units = units_of(library, group)
        once = counted_once(units, selection.prefer)
        line = pooled_line(once, outcome)
        other_regimen = any(differ_in_regimen(group[0], other[0]) for other in groups)
        why |= counted_elsewhere(units, once) | refused(once, line, other_regimen)
        lines.append(line)
        pooled_in |= {row.key: line.group for row in group}
    told = tuple(with_pooling(row, pooled_in.get(row.key, ""), why.get(row.key)) for row in rows)
    return told, tuple(line for line in lines if line.pooled.k > 1)


def differ_in_regimen(row: Row, other: Row) -> bool:
    """Whether only the regimen keeps two rows from sharing a line."""
    if row.guard is None or other.guard is None:
        return False
    return row.guard.kind == other.guard.kind and row.guard.regimen != other.guard.regimen


def with_pooling(row: Row, group: str, why_not: str | None) -> Row:
    return replace(row, pooled_in=group) if why_not is None else replace(row, not_pooled=why_not)


def groups_of(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows that may share a line, in the order of the rows."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if row.guard:
            groups.setdefault(row.guard.group, []).append(row)
    return list(groups.values())


def units_of(library: Library, rows: Sequence[Row]) -> list[Unit]:
    """One unit a study."""
    by_study: dict[str, list[Row]] = {}
    for row in rows:
        by_study.setdefault(row.study, []).append(row)
    return [Unit(library.studies[key], tuple(own)) for key, own in by_study.items()]


def counted_once(units: Sequence[Unit], preferred: Sequence[str]) -> list[Unit]:
    """The units that together count the most patients without counting any of them twice."""
    patients = {unit.study.id: unit.n for unit in units}
    kept = each_child_once([unit.study for unit in units], patients, preferred)
    return [unit for unit in units if unit.study.id in kept]


def counted_elsewhere(units: Sequence[Unit], once: Sequence[Unit]) -> dict[str, str]:
    """Why rows stay out whose children are counted in another row of the line."""
    others = linked([unit.study for unit in units])
    name = {unit.study.id: unit.name for unit in once}
    counted = {
        key: [(other, name[other.id]) for other in found if other.id in name]
        for key, found in others.items()
    }
    parts = {row.study for unit in units for row in unit.rows if row.cohort}
    return {
        row.key: why_left_out(unit.study, counted[unit.study.id], unit.n, parts)
        for unit in units
        if unit.study.id not in name
        for row in unit.rows
    }


def refused(once: Sequence[Unit], line: PooledLine, other_regimen: bool) -> dict[str, str]:
    """Why the rows of a line without an estimate are in no diamond, and which switch helps."""
    if line.pooled.estimable:
        return {}
    alone = f"pooled apart ({line.group}), and alone there"
    why = alone if line.pooled.k == 1 else f"{line.pooled.reason} ({line.group})"
    hint = f"; “{TOGETHER}” may join it with others" if other_regimen else ""
    return {row.key: why + hint for unit in once for row in unit.rows}


def pooled_line(units: Sequence[Unit], outcome: Outcome) -> PooledLine:
    """The line of studies that share a group and no child; its `pooled` may be a refusal."""
    first = units[0].rows[0]
    guard = first.guard
    events, totals = tuple(unit.events for unit in units), tuple(unit.n for unit in units)
    return PooledLine(
        outcome=first.outcome,
        heading=outcome.label,
        population=first.population,
        group=group_words(guard, units) if guard else "",
        whom=guard.whom if guard else "",
        would=outcome.pooling.would if outcome.pooling else "",
        names=tuple(unit.name for unit in units),
        events=events,
        totals=totals,
        footnotes=(
            *footnotes(units),
            *differing("denominators", units, denominator),
            *differing("time points", units, lambda row: row.timepoint or "not stated"),
            ages(units),
            *possible_overlaps(units),
        ),
        pooled=pool(events, totals),
        own=sum(unit.study.own_series is not None for unit in units),
    )


def group_words(guard: Guard, units: Sequence[Unit]) -> str:
    """What the rates of a line share: "strict CR, single agent", or both regimens."""
    regimens = {REGIMEN_WORDS[unit.study.regimen_kind] for unit in units}
    regimen = regimens.pop() if len(regimens) == 1 else "single agent and combination"
    return replace(guard, regimen=regimen).group


def footnotes(units: Sequence[Unit]) -> list[str]:
    """Each footnote once, with the names of the studies that it concerns."""
    names: dict[str, list[str]] = {}
    for unit in units:
        notes = (note for row in unit.rows if row.guard for note in row.guard.footnotes)
        for note in dict.fromkeys(notes):
            names.setdefault(note, []).append(unit.name)
    return [f"{note}: {', '.join(who)}" for note, who in names.items()]


def differing(what: str, units: Sequence[Unit], of_row: Callable[[Row], str]) -> list[str]:
    """Which study has which, where they are not all the same."""
    names: dict[str, list[str]] = {}
    for unit in units:
        for kind in dict.fromkeys(of_row(row) for row in unit.rows):
            names.setdefault(kind, []).append(unit.name)
    said = [f"{kind}: {', '.join(who)}" for kind, who in names.items()]
    return [f"{what} differ: {'; '.join(said)}"] if len(said) > 1 else []


def denominator(row: Row) -> str:
    return row.counted.removeprefix(f"of {row.n} ")


def ages(units: Sequence[Unit]) -> str:
    """How old the patients of each study were: some are older, or younger, than the word says."""
    return f"ages: {'; '.join(f'{unit.name} {age_of(unit)}' for unit in units)}"


def age_of(unit: Unit) -> str:
    """The age of its cohorts; each named, where they differ."""
    shown = {row.cohort for row in unit.rows}
    parts = [one for one in unit.study.cohorts if one.part in shown]
    ages = {one.name: lowered(age_text(unit.study, one)) for one in parts}
    each = [f"{part}: {age}" for part, age in ages.items()]
    return "; ".join(each if len(set(ages.values())) > 1 else list(ages.values())[:1])


def lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def possible_overlaps(units: Sequence[Unit]) -> list[str]:
    """Pairs in the line of which it is possible, but unproven, that they share patients."""
    name = {unit.study.id: unit.name for unit in units}
    others = linked([unit.study for unit in units])
    pairs = {
        tuple(sorted((unit.study.id, other)))
        for unit in units
        for other in may_share_children_with(unit.study, others[unit.study.id])
    }
    return [f"{MAYBE_TWICE}: {name[a]} and {name[b]}" for a, b in sorted(pairs)]
