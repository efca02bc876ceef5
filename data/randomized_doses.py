"""Studies that randomized patients between doses: the only rates that compare doses fairly.

The arms are found in `data/randomized_arms.py`. The difference between two has Newcombe's 95 %
interval, unless they were counted on different terms; what the filters leave out is said. Whether
rates of two studies may be compared is decided in `data/difference.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import pandas as pd

from data.answers import Question
from data.cohorts import Chosen, Cohorts, is_chosen, only
from data.intervals import newcombe_difference
from data.library import Library
from data.overview import THREE_RATES
from data.randomized_arms import RANDOMIZED, arms
from data.rows import Listed, Row, View
from data.schema import Cohort, Study
from data.selection import Selection
from data.tables import records_of
from data.terms import DENOMINATOR, Term, terms
from data.treatment import cohort_by_id, single_dose
from data.views import unpooled_view
from data.words import listed, rounded, signed

ONLY = "It is the only study here with rates of all whom it randomized to each dose."
NO_COUNTS = "x/N not found for two doses"
SEVERAL_READINGS = (
    "Only percentages are printed; these x/N are one of several readings that fit them, so no "
    "difference is computed."
)


@dataclass(frozen=True)
class DoseDifference:
    """Two arms, the lower dose first, and the difference in percentage points, if there is one."""

    view: View
    points: float | None = None
    low: float = 0
    high: float = 0
    sentence: str = ""


@dataclass(frozen=True)
class DoseTrial:
    """A study with randomized doses, and the sentence that stands above its numbers.

    `group` is the part of its patients that was randomized; a study may have several, each for
    itself. Without `differences`, `why` says what hides them.
    """

    name: str
    population: str
    group: str
    about: str
    doses: str
    sentence: str = ""
    differences: tuple[DoseDifference, ...] = ()
    missing: tuple[Listed, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Rates:
    """One outcome of some cohorts, and by the key of its row on what terms each counts."""

    view: View
    terms: Mapping[str, tuple[Term, ...]]


def dose_trials(
    library: Library, results: pd.DataFrame, cohorts: Cohorts, selection: Selection
) -> tuple[DoseTrial, ...]:
    """Every study of the library that randomized doses, shown or with the reason why not."""
    trials = []
    for study in library.studies.values():
        for whole, found in arms(results, study).items():
            trial = trial_without_rates(cohorts, study, whole, found)
            both = only(cohorts, [Chosen(study, cohort) for cohort in found])
            rates = [rates_of(library, results, both, selection, key) for key in THREE_RATES]
            trials.append(trial if trial.why else with_differences(trial, rates))
    return tuple(replace(trial, sentence=introduced(trial, len(trials))) for trial in trials)


def introduced(trial: DoseTrial, trials: int) -> str:
    """Who was randomized between which doses, whether anybody else was, and what hides it."""
    whom = f"{trial.population}{in_brackets(trial.group)}"
    said = [
        f"{trial.name} randomized {whom} between doses ({trial.doses}).",
        ONLY if trials == 1 else "",
        f"Not shown: {trial.why}." if trial.why else f"{trial.about}.",
    ]
    return " ".join(filter(None, said))


def in_brackets(group: str) -> str:
    return f" ({group})" if group else ""


def trial_without_rates(
    cohorts: Cohorts, study: Study, whole: str, found: Sequence[Cohort]
) -> DoseTrial:
    doses = " vs ".join(f"{single_dose(study, cohort):g}" for cohort in found)
    return DoseTrial(
        name=study.name,
        population=study.population,
        group="" if whole == "all" else cohort_by_id(study, whole).name,
        about=study.summary,
        doses=f"{doses} mg/m²",
        why=why_hidden(cohorts, study, found),
    )


def why_hidden(cohorts: Cohorts, study: Study, found: Sequence[Cohort]) -> str:
    """Why the filters leave out the study, or one of its arms; "" when all are inside."""
    left_out = next((one.reason for one in cohorts.left_out if one.study == study.id), "")
    if left_out or all(is_chosen(study, cohort.id, cohorts.chosen) for cohort in found):
        return left_out
    return "the filters leave out one of its doses"


def rates_of(
    library: Library, results: pd.DataFrame, cohorts: Cohorts, selection: Selection, outcome: str
) -> Rates:
    """The rates of these cohorts, as the selection asks for them."""
    view = unpooled_view(library, results, cohorts, selection, outcome)
    records = records_of(results[results["outcome"] == outcome])
    question = Question(library, outcome, selection, records)
    answers = ((one, question.answer(one.study, one.cohort.id)[0]) for one in cohorts.chosen)
    return Rates(
        view,
        {
            one.key: terms(one.study, record, question.outcome, library.vocabulary)
            for one, record in answers
            if record
        },
    )


def with_differences(trial: DoseTrial, rates: Sequence[Rates]) -> DoseTrial:
    """The trial with its differences, and the outcomes that cannot be compared with the reason."""
    named = [of_group(one, trial.group) for one in rates]
    found = [(one.view, list(arm_differences(one))) for one in named]
    return replace(
        trial,
        differences=tuple(one for _, differences in found for one in differences),
        missing=tuple(
            Listed(view.title, view.listed[0].reason if view.listed else NO_COUNTS)
            for view, differences in found
            if not differences
        ),
    )


def of_group(rates: Rates, group: str) -> Rates:
    """The same rates with the cohort that was randomized in their title: "Response (infants)"."""
    counted = f"{rates.view.counted}{in_brackets(group)}".strip()
    return replace(rates, view=replace(rates.view, counted=counted))


def arm_differences(rates: Rates) -> Iterator[DoseDifference]:
    """Each pair of arms of two doses that both have counts."""
    counts = [row for row in rates.view.rows if row.marker == "count"]
    for pair in combinations(counts, 2):
        if pair[0].dose != pair[1].dose:
            yield arm_difference(rates, pair)


def arm_difference(rates: Rates, pair: tuple[Row, Row]) -> DoseDifference:
    """Lower dose minus higher dose, in percentage points."""
    lower, higher = pair
    made = DoseDifference(replace(rates.view, rows=pair))
    why = why_none(rates, pair)
    if not why:
        count = (lower.events or 0, lower.n or 0, higher.events or 0, higher.n or 0)
        points, low, high = (100 * value for value in newcombe_difference(*count))
        made = replace(made, points=points, low=low, high=high)
    of = [term.known for row in pair for term in rates.terms[row.key] if term.name == DENOMINATOR]
    return replace(made, sentence=sentence(made, why, everybody={*of} == {RANDOMIZED}))


def why_none(rates: Rates, pair: tuple[Row, Row]) -> str:
    """Why two arms are not subtracted; "" when they may be."""
    if any(row.assumed for row in pair):
        return SEVERAL_READINGS
    unlike = "; ".join(counted_differently(*(rates.terms[row.key] for row in pair)))
    return f"Counted differently ({unlike}): no difference is computed." if unlike else ""


def counted_differently(lower: Sequence[Term], higher: Sequence[Term]) -> list[str]:
    """In what: one trial counts alike what it leaves open of both, not what it says of one."""
    named = {term.name: term for term in higher}
    pairs = [(term, named[term.name]) for term in lower if term.name in named]
    return [f"{a.name}: {a.words} and {b.words}" for a, b in pairs if a.known != b.known]


def sentence(made: DoseDifference, why: str, *, everybody: bool) -> str:
    """Both rates, their difference with its interval, or why there is none.

    A warning follows unless N is everybody randomized: chance no longer made the groups alike.
    """
    lower, higher = made.view.rows
    alike = lower.definition == higher.definition
    what = ", ".join(filter(None, [made.view.title, lower.definition if alike else ""]))
    said = [
        f"{what}: {lower.rate()} at {lower.dose} and {higher.rate()} at {higher.dose}.",
        why if made.points is None else difference_words(made, made.points),
        "" if everybody else selected_later(made.view.rows),
    ]
    return " ".join(filter(None, said))


def difference_words(made: DoseDifference, points: float) -> str:
    """How many more or fewer at the lower dose, and whether the interval holds none."""
    lower, higher = made.view.rows
    shown = (
        "The interval contains 0: neither a difference nor its absence was shown."
        if made.low <= 0 <= made.high
        else "The interval does not contain 0."
    )
    ends = made.low, made.high
    # an end that is not 0 is not rounded to 0
    digits = 1 if any(not float(rounded(end)) for end in ends) else 0
    low, high = (signed(end, digits) for end in ends)
    return (
        f"That is {rounded(abs(points))} percentage points "
        f"{'more' if points >= 0 else 'fewer'} at {lower.dose} than at {higher.dose} (95 % "
        f"interval of the difference {low} to {high}, Newcombe). {shown}"
    )


def selected_later(rows: Sequence[Row]) -> str:
    counted = listed([row.counted for row in rows])
    return f"N counts a group formed after randomization ({counted}), not all randomized."
