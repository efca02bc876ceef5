"""Studies that randomized patients between doses: the only rates that compare doses fairly.

Found in the data: two parts of one study, each of a single dose, whose denominator is the patients
randomized. The difference has Newcombe's 95 % interval; what the filters leave out is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import pandas as pd

from data.cohorts import Chosen, Cohorts, cohort_by_id, dose_of
from data.intervals import newcombe_difference
from data.library import Library
from data.overview import THREE_RATES
from data.parts import only, unpooled_view
from data.rows import Listed, Row, View
from data.schema import Cohort, Study
from data.selection import Selection
from data.words import listed, rounded, signed

RANDOMIZED = "randomized"


@dataclass(frozen=True)
class DoseDifference:
    """Two arms, the lower dose first, and the difference in percentage points."""

    view: View
    points: float
    low: float
    high: float
    sentence: str


@dataclass(frozen=True)
class DoseTrial:
    """A study with randomized doses, and the sentence that stands above its numbers.

    Without `differences`, `why` says what hides them.
    """

    name: str
    population: str
    about: str
    doses: str
    sentence: str = ""
    differences: tuple[DoseDifference, ...] = ()
    missing: tuple[Listed, ...] = ()
    why: str = ""


def dose_trials(
    library: Library, results: pd.DataFrame, cohorts: Cohorts, selection: Selection
) -> tuple[DoseTrial, ...]:
    """Every study of the library that randomized doses, shown or with the reason why not."""
    trials = []
    whole_group = library.vocabulary.denominators[RANDOMIZED].removeprefix("all ")
    for study in library.studies.values():
        if found := arms(results, study):
            trial = not_yet_compared(cohorts, study, found)
            both = only(cohorts, [Chosen(study, cohort) for cohort in found])
            views = [unpooled_view(library, results, both, selection, key) for key in THREE_RATES]
            trials.append(trial if trial.why else compared(trial, views, whole_group))
    return tuple(replace(trial, sentence=introduced(trial, len(trials))) for trial in trials)


def introduced(trial: DoseTrial, trials: int) -> str:
    """Who was randomized between which doses, whether anybody else was, and what hides it."""
    said = [
        f"{trial.name} randomized {trial.population} between doses ({trial.doses}).",
        "It is the only randomized comparison of doses that was found." if trials == 1 else "",
        f"Not shown: {trial.why}." if trial.why else f"{trial.about}.",
    ]
    return " ".join(filter(None, said))


def arms(results: pd.DataFrame, study: Study) -> list[Cohort]:
    """The parts of a study that patients were randomized to, by dose; none unless doses differ."""
    of_study = results[results["study"] == study.id]
    keys = set(of_study[of_study["denominator"] == RANDOMIZED]["cohort"])
    found = [c for c in study.cohorts if c.id in keys and single_dose(study, c) is not None]
    found.sort(key=lambda cohort: single_dose(study, cohort) or 0)
    return found if len({single_dose(study, cohort) for cohort in found}) > 1 else []


def single_dose(study: Study, cohort: Cohort) -> float | None:
    dose = dose_of(study, cohort)
    return dose.low if dose and dose.low == dose.high else None


def not_yet_compared(cohorts: Cohorts, study: Study, found: Sequence[Cohort]) -> DoseTrial:
    doses = " vs ".join(f"{single_dose(study, cohort):g}" for cohort in found)
    return DoseTrial(
        name=study.name,
        population=study.population,
        about=study.summary,
        doses=f"{doses} mg/m²",
        why=why_hidden(cohorts, study, found),
    )


def compared(trial: DoseTrial, views: Sequence[View], whole_group: str) -> DoseTrial:
    """The trial with its differences, and the outcomes that cannot be compared with the reason."""
    found = [(view, differences_of(view, whole_group)) for view in views]
    return replace(
        trial,
        differences=tuple(one for _, differences in found for one in differences),
        missing=tuple(
            Listed(view.title, view.listed[0].reason if view.listed else "percentages only")
            for view, differences in found
            if not differences
        ),
    )


def why_hidden(cohorts: Cohorts, study: Study, found: Sequence[Cohort]) -> str:
    """Why the filters leave out the study, or one of its arms; "" when all are inside."""
    left_out = next((one.reason for one in cohorts.left_out if one.study == study.id), "")
    inside = {chosen.key for chosen in cohorts.chosen}
    lines = (set(line_of(study, cohort)) for cohort in found)
    if left_out or all(line & inside for line in lines):
        return left_out
    return "the filters leave out one of its doses"


def line_of(study: Study, cohort: Cohort) -> list[str]:
    """Keys of the cohort and of all that contain it."""
    above = line_of(study, cohort_by_id(study, cohort.parent)) if cohort.parent else []
    return [f"{study.id}/{cohort.id}", *above]


def differences_of(view: View, whole_group: str) -> list[DoseDifference]:
    """Each pair of arms that both have counts."""
    counts = [row for row in view.rows if row.marker == "count"]
    return [difference(view, pair, whole_group) for pair in combinations(counts, 2)]


def difference(view: View, pair: tuple[Row, Row], whole_group: str) -> DoseDifference:
    """Lower dose minus higher dose, in percentage points."""
    lower, higher = pair
    count = (lower.events or 0, lower.n or 0, higher.events or 0, higher.n or 0)
    points, low, high = (100 * value for value in newcombe_difference(*count))
    made = DoseDifference(replace(view, rows=pair), points, low, high, "")
    return replace(made, sentence=sentence(made, whole_group))


def sentence(made: DoseDifference, whole_group: str) -> str:
    """Both rates, their difference with its interval, and what the interval holds."""
    lower, higher = made.view.rows
    what = ", ".join(filter(None, [made.view.title, lower.definition]))
    said = [
        f"{what}: {lower.rate()} at {lower.dose} and {higher.rate()} at {higher.dose}.",
        difference_words(made),
        "The interval contains 0: neither a difference nor its absence was shown."
        if made.low <= 0 <= made.high
        else "The interval does not contain 0.",
        *selected_later((lower, higher), whole_group),
    ]
    return " ".join(said)


def difference_words(made: DoseDifference) -> str:
    lower, higher = made.view.rows
    return (
        f"That is {rounded(abs(made.points))} percentage points "
        f"{'more' if made.points >= 0 else 'fewer'} at {lower.dose} than at {higher.dose} (95 % "
        f"interval of the difference {signed(made.low)} to {signed(made.high)}, Newcombe)."
    )


def selected_later(rows: Sequence[Row], whole_group: str) -> list[str]:
    """A warning where N is not everybody randomized: chance no longer made the groups alike."""
    if all(whole_group in row.counted for row in rows):
        return []
    counted = listed([row.counted for row in rows])
    return [f"N counts a group formed after randomization ({counted}), not all randomized."]
