"""Cohorts -> rates against the planned dose of cycle 1, decided once and frozen.

Every rate stands at the dose of the smallest cohort that has it; a cohort that mixes doses keeps
its range. Dose goes with the trial, so the sentence says what was found at each dose and that no
effect of dose can be read from it; nothing is fitted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby
from math import inf

import pandas as pd

from data.cohort_checks import overlap
from data.cohorts import Cohorts
from data.library import Library
from data.overview import THREE_RATES
from data.randomized_doses import Rates, rates_of
from data.rows import Listed, Row, View
from data.schema import Cohort, PriorLines, Study
from data.selection import Selection
from data.sentences import criteria, of_whom, only_mostly, percentages, rate_of
from data.smallest_cohorts import smallest_cohorts
from data.terms import Term
from data.words import counted, counted_again, listed, shared_with

WARNING = (
    "Dose is confounded with trial: who got which dose depends on the trial, and so do patients, "
    "definitions and follow-up. No line is drawn, because no effect of dose can be read across "
    "trials, or between groups that were not randomized."
)
# Without those that look like a line or a zero.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
OPENINGS = {"children": "", "adults": "Adults, for context: "}


@dataclass(frozen=True)
class Point:
    """A rate at a dose, or at a range of doses; `label` names it in chart, key and table.

    `terms` are those on which it was counted.
    """

    label: str
    row: Row
    low: float
    high: float
    terms: tuple[Term, ...] = ()

    @property
    def mixed(self) -> bool:
        return self.low < self.high

    @property
    def says(self) -> str:
        """Beside the label: who, the rate by which definition, and whose children it counts."""
        row = self.row
        rate = f"{row.title}: {row.rate()}"
        said = ", ".join(filter(None, [rate, of_whom(row), row.definition]))
        shares = shared_with(row.population, row.same_children)
        may_share = shared_with(row.population, row.maybe_same_children, "may share")
        return "; ".join(filter(None, [said, shares, may_share]))

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class DoseView:
    """One outcome against dose. `view` holds every part, `points` those with a rate and a dose."""

    view: View
    points: tuple[Point, ...]
    listed: tuple[Listed, ...]
    sentence: str

    @property
    def shown(self) -> View:
        """The view of the points only, with the sentence that belongs to them."""
        rows = tuple(point.row for point in self.points)
        return replace(self.view, rows=rows, sentence=self.sentence)


def dose_views(
    library: Library, results: pd.DataFrame, cohorts: Cohorts, selection: Selection
) -> tuple[DoseView, ...]:
    """Each of the three rates against dose; a study has the same letter in all of them."""
    found = []
    for outcome in THREE_RATES:
        parts = smallest_cohorts(library, results, cohorts, selection, outcome)
        found.append(rates_of(library, results, parts, selection, outcome))
    place = {chosen.study.id: i for i, chosen in enumerate(cohorts.chosen)}
    rows = [row for rates in found for row in rates.view.drawn if dose_ends(row)]
    labels = label_rows(sorted(rows, key=lambda row: place[row.study]))
    return tuple(dose_view(rates, labels) for rates in found)


def dose_view(rates: Rates, labels: dict[str, str]) -> DoseView:
    points = tuple(
        Point(labels[row.key], row, *ends, rates.terms[row.key])
        for row in rates.view.drawn
        if (ends := dose_ends(row))
    )
    made = DoseView(rates.view, points, not_drawn(rates.view), "")
    return replace(made, sentence=sentence(made))


def dose_ends(row: Row) -> tuple[float, float] | None:
    """The lowest and the highest dose of a row, as far as both are known."""
    if row.dose_low is None or row.dose_high is None:
        return None
    return row.dose_low, row.dose_high


def label_rows(rows: Iterable[Row]) -> dict[str, str]:
    """Key of a row -> its label: A, B, … for the studies, C1 and C2 for the parts of one."""
    keys: dict[str, dict[str, bool]] = {}
    for row in rows:
        keys.setdefault(row.study, {})[row.key] = bool(row.cohort)
    labels = {}
    for i, study in enumerate(keys):
        parts = [key for key, is_part in keys[study].items() if is_part]
        for key in keys[study]:
            number = parts.index(key) + 1 if key in parts and len(keys[study]) > 1 else ""
            labels[key] = f"{letter(i)}{number}"
    return labels


def dose_levels(study: Study) -> set[str]:
    """Ids of the parts by dose: of a split that says so, or whose parts differ in dose alone."""
    return {part.id for split in splits_of(study) if is_by_dose(split) for part in split}


def splits_of(study: Study) -> Iterable[list[Cohort]]:
    """The siblings that are told apart by the same thing, each set in the order of the file."""
    found: dict[tuple[str | None, str | None], list[Cohort]] = {}
    for part in study.cohorts:
        found.setdefault((part.parent, part.split_by), []).append(part)
    return found.values()


def is_by_dose(split: Sequence[Cohort]) -> bool:
    """Whether dose tells the parts apart; salvage lines that had different doses stay lines."""
    doses = {part.dose.ends for part in split if part.dose}
    named = "dose" in (split[0].split_by or "").casefold()
    return named or (len(doses) > 1 and not is_by_lines(split))


def is_by_lines(split: Sequence[Cohort]) -> bool:
    """Whether several parts have prior lines of their own, and no two of them the same."""
    own = [part.prior_lines for part in split if part.prior_lines]
    return len(own) > 1 and not any(share_lines(*pair) for pair in combinations(own, 2))


def share_lines(lines: PriorLines, others: PriorLines) -> bool:
    """Whether patients of both may have the same prior lines; words are compared as they are."""
    if lines.ends == others.ends == (-inf, inf):
        return lines.text == others.text
    return overlap(lines, others)


def letter(i: int) -> str:
    """0 -> "A", 23 -> "Z", 24 -> "AA"."""
    more, last = divmod(i, len(LETTERS))
    return (letter(more - 1) if more else "") + LETTERS[last]


def within_trials(views: Iterable[DoseView]) -> list[str]:
    """The rates of studies with several parts, each at its dose."""
    found = []
    for made in views:
        parts = [point for point in made.points if point.row.cohort]
        for name, own in groupby(parts, key=lambda point: point.row.name):
            found.append(f"{made.view.title} within {name}: {rates_at_doses(list(own))}")
    return found


def rates_at_doses(parts: Sequence[Point]) -> str:
    """The rates of one study; where they were counted differently, each with what it counts."""
    unlike = what_differs([point.terms for point in parts])
    said = []
    for point in parts:
        counts = ", ".join(term.words for term in point.terms if term.name in unlike)
        rate = f"{point.row.rate()} ({counts})" if counts else point.row.rate()
        said.append(f"{rate} {where(point.row, parts)}")
    rates = f"{', '.join(said)}."
    return f"{rates} Counted differently: {listed(unlike)}." if unlike else rates


def where(row: Row, parts: Sequence[Point]) -> str:
    """At which dose; where several parts had it, in which of them."""
    if sum(one.row.dose == row.dose for one in parts) == 1:
        return f"at {row.dose}"
    return f"in {row.cohort}" if row.dose in row.cohort else f"in {row.cohort} at {row.dose}"


def what_differs(rates: Iterable[Sequence[Term]]) -> list[str]:
    """On which terms not all of these rates were counted."""
    known: dict[str, set[str | float | None]] = {}
    for term in (term for terms in rates for term in terms):
        known.setdefault(term.name, set()).add(term.known)
    return [name for name, values in known.items() if len(values) > 1]


def not_drawn(view: View) -> tuple[Listed, ...]:
    """What has no mark: no rate, no dose, or not specific to InO."""
    undosed = (
        Listed(row.title, f"{row.rate()}, {row.dose}") for row in view.drawn if not dose_ends(row)
    )
    return (*undosed, *view.listed)


def sentence(made: DoseView) -> str:
    """The rates at each dose, what must be known beside them, and the warning."""
    view, rows = made.shown, [point.row for point in made.points]
    if not made.points:
        return f"{made.view.title} by dose: no rate of this selection can be placed at a dose."
    counts = [row for row in rows if row.marker == "count"]
    said = [
        *(at_doses(made, population, opening) for population, opening in OPENINGS.items()),
        *percentages(view),
        *criteria(view, counts),
        *shared(rows),
        *only_mostly(view),
        WARNING,
    ]
    return " ".join(filter(None, said))


def at_doses(made: DoseView, population: str, opening: str) -> str:
    """What was found at each single dose, then where doses are mixed; "" if nobody is counted."""
    own = [p for p in made.points if p.row.population == population and p.row.marker == "count"]
    said = [
        f"at {dose:g} mg/m², {span(list(points))}" for dose, points in groupby(single(own), low_end)
    ]
    mixed = [point for point in own if point.mixed]
    said += [f"doses mixed, {span(mixed)}"] if mixed else []
    title = f"{made.view.title} by planned dose of cycle 1: "
    start = opening or title
    if not said:
        return "" if opening else f"{title}no rate of children with counts and a dose."
    return f"{start}{'; '.join(said)}."


def shared(rows: Sequence[Row]) -> list[str]:
    """Studies that count the same children; the parts of one study never do."""
    return counted_again(((r.population, r.name) for r in rows if r.same_children), "study")


def single(points: Sequence[Point]) -> list[Point]:
    return sorted((point for point in points if not point.mixed), key=low_end)


def low_end(point: Point) -> float:
    return point.low


def span(points: list[Point]) -> str:
    """The only rate, or from the lowest to the highest and of how many cohorts."""
    rows = sorted((point.row for point in points), key=lambda row: row.percent or 0)
    if len(rows) == 1:
        return rate_of(rows[0])
    ends = f"from {rate_of(rows[0])} to {rate_of(rows[-1])}"
    return f"{ends}, {counted(len(rows), 'cohort')}"
