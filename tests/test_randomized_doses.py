"""Doses that were randomized: found in the data, compared with an interval, or said hidden."""

from dataclasses import replace

import pytest

from data.cohorts import resolve
from data.intervals import newcombe_difference
from data.randomized_doses import dose_trials
from data.selection import Selection
from data.tables import results_table
from tests.drawn import SAID, study


@pytest.fixture(scope="module")
def trials(library):
    """The studies that randomized doses: `trials(adults=True)`."""

    def make(shown=library, **asked):
        selection = replace(Selection(), **asked)
        return dose_trials(shown, results_table(shown), resolve(shown, selection), selection)

    return make


def test_the_only_one_is_found_by_its_denominators(trials):
    """INO-VATE randomized to InO, but not between doses."""
    (trial,) = trials(adults=True)
    assert (trial.name, trial.population) == ("Dose-reduction phase 4", "adults")
    assert trial.doses == "1.2 vs 1.8 mg/m²"
    assert "only randomized comparison of doses" in trial.sentence
    assert "higher SOS risk" in trial.sentence


def test_a_difference_needs_counts_that_are_sure(trials):
    """35/42 against 26/38, the lower dose first; 6/21 and 2/12 are one reading of several."""
    (trial,) = trials(adults=True)
    shown = [[(row.events, row.n) for row in one.view.rows] for one in trial.differences]
    assert shown == [[(35, 42), (26, 38)], [(6, 21), (2, 12)]]
    response, sos = trial.differences
    expected = [100 * value for value in newcombe_difference(35, 42, 26, 38)]
    assert [response.points, response.low, response.high] == pytest.approx(expected)
    assert sos.points is None
    assert [item.name for item in trial.missing] == ["MRD negativity of responders"]


def test_the_words_of_a_difference(trials):
    """Both rates, the difference with its interval, and that the interval contains none."""
    (trial,) = trials(adults=True)
    response, sos = (one.sentence for one in trial.differences)
    assert response == (
        "Response, CR/CRi: 35/42 · 83 % [69–93] at 1.2 mg/m² and 26/38 · 68 % [51–82] at 1.8 mg/m²."
        " That is 15 percentage points more at 1.2 mg/m² than at 1.8 mg/m² (95 % interval of the "
        "difference −4 to 33, Newcombe). The interval contains 0: neither a difference nor its "
        "absence was shown."
    )
    assert "one of several readings that fit them, so no difference is computed." in sos
    assert "percentage points" not in sos
    assert sos.endswith(
        "N counts a group formed after randomization (of 21 transplanted and of 12 transplanted), "
        "not all randomized."
    )


def test_how_the_sos_counts_were_obtained_stands_beside_them(trials):
    """Each derived count carries its derivation."""
    (trial,) = trials(adults=True)
    assert all("10 stated" in row.derivation for row in trial.differences[1].view.rows)


HIDDEN = {
    "adults off": ({}, "include adults"),
    "another study": ({"adults": True, "studies": ("obrien-2022",)}, "not among the studies"),
    "one dose only": ({"adults": True, "dose": (1.8, 1.8)}, "leave out one of its doses"),
    "combination only": ({"adults": True, "regimen": "combination"}, "single agent"),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_what_hides_it_is_said(trials, case):
    """It is named, without numbers, with the filter that hides it."""
    asked, why = HIDDEN[case]
    (trial,) = trials(**asked)
    assert why in trial.sentence
    assert not trial.differences
    assert "35/42" not in trial.sentence


def test_another_definition_is_not_compared(trials):
    """Asked for strict CR, the CR/CRi rates are not compared in its place."""
    (trial,) = trials(adults=True, definition="strict CR")
    assert [one.view.outcome for one in trial.differences] == ["sos_post_hsct"]
    assert trial.missing[0].reason == "reports CR/CRi, not strict CR"


def made_up(low: tuple[int, int], high: tuple[int, int], doses=(1.2, 1.8)):
    """A trial in children of two randomized doses."""
    arms = [
        {"id": f"arm-{i}", "name": f"arm {i}", "parent": "all", "split_by": "dose", "n": n}
        | {"dose": {"low": dose, "high": dose} | SAID}
        | SAID
        for i, (dose, (_, n)) in enumerate(zip(doses, (low, high), strict=True))
    ]
    rate = {"outcome": "response", "definition": "orr", "denominator": "randomized"}
    return study(
        "drawn",
        regimen={"kind": "alone"} | SAID,
        cohorts=[{"id": "all", "name": "all", "n": low[1] + high[1]} | SAID, *arms],
        results=[
            rate | {"cohort": arm["id"], "events": x, "n": n} | SAID
            for arm, (x, n) in zip(arms, (low, high), strict=True)
        ],
    )


def test_a_difference_that_is_shown(library, trials):
    """5/50 at 1.2 and 45/50 at 1.8: 80 points fewer, and the interval does not contain 0."""
    shown = replace(library, studies={"drawn": made_up((5, 50), (45, 50))})
    (trial,) = trials(shown)
    (one,) = trial.differences
    assert "80 percentage points fewer at 1.2 mg/m²" in one.sentence
    assert one.sentence.endswith("The interval does not contain 0.")


def test_the_same_dose_twice_is_no_comparison_of_doses(library, trials):
    """Two randomized arms of one dose differ in something else."""
    one = made_up((5, 50), (45, 50), doses=(1.8, 1.8))
    assert trials(replace(library, studies={"drawn": one})) == ()
