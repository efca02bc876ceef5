"""Doses that were randomized: found in the data, compared with an interval, or said hidden."""

from dataclasses import replace
from typing import Any

import pytest

from data.cohorts import resolve
from data.intervals import newcombe_difference
from data.randomized_arms import arms as randomized_arms
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
    assert "the only study here with rates of all whom it randomized" in trial.sentence
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
    assert sos.startswith("SOS after HSCT: 6/21 · 29 % [11–52] at 1.2 mg/m² and 2/12")
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
    assert trial.missing[0].reason == "reported as CR/CRi, not strict CR"


RATE = {"outcome": "response", "definition": "orr", "denominator": "randomized"} | SAID
MRD = {"outcome": "mrd_negative", "denominator": "randomized"} | SAID


def arm(i: int, n: int, **dose: float) -> dict[str, Any]:
    """Patients who were randomized, to one dose or to nothing that is known."""
    planned = {"dose": dose | SAID} if dose else {}
    of = {"id": f"arm-{i}", "name": f"arm {i}", "parent": "all", "split_by": "arm", "n": n}
    return of | planned | SAID


def rate(i: int, events: int, n: int, **told: Any) -> dict[str, Any]:
    """How many of an arm responded, unless another outcome is told."""
    return RATE | {"cohort": f"arm-{i}", "events": events, "n": n} | told


def trial_of(arms: list[dict[str, Any]], results: list[dict[str, Any]], name: str = "drawn"):
    """A trial in children with these arms."""
    whole = {"id": "all", "name": "all", "n": sum(one["n"] for one in arms)} | SAID
    regimen = {"kind": "alone"} | SAID
    design = {"summary": "drawn", "timing": "prospective", "arms": "randomized"} | SAID
    return study(name, regimen=regimen, design=design, cohorts=[whole, *arms], results=results)


def made_up(low: tuple[int, int], high: tuple[int, int], doses=(1.2, 1.8), name="drawn"):
    """A trial in children of two randomized doses."""
    counts = list(enumerate((low, high)))
    arms = [arm(i, n, low=doses[i], high=doses[i]) for i, (_, n) in counts]
    return trial_of(arms, [rate(i, x, n) for i, (x, n) in counts], name)


def only(library, *studies):
    return replace(library, studies={one.id: one for one in studies})


def test_a_difference_that_is_shown(library, trials):
    """5/50 at 1.2 and 45/50 at 1.8: 80 points fewer, and the interval does not contain 0."""
    (trial,) = trials(only(library, made_up((5, 50), (45, 50))))
    (one,) = trial.differences
    assert "80 percentage points fewer at 1.2 mg/m²" in one.sentence
    assert one.sentence.endswith("The interval does not contain 0.")


def test_the_same_dose_twice_is_no_comparison_of_doses(library, trials):
    """Two randomized arms of one dose differ in something else."""
    one = made_up((5, 50), (45, 50), doses=(1.8, 1.8))
    assert trials(only(library, one)) == ()


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ((24, 40), (15, 40), "more at 1.2 mg/m²"),
        ((15, 40), (24, 40), "fewer at 1.2 mg/m²"),
        ((5, 50), (0, 50), "more at 1.2 mg/m²"),
        ((0, 50), (5, 50), "fewer at 1.2 mg/m²"),
        ((250, 500), (253, 500), "fewer at 1.2 mg/m²"),
        ((253, 500), (250, 500), "more at 1.2 mg/m²"),
        ((10, 20), (10, 20), "0 percentage points more at 1.2 mg/m²"),
    ],
)
def test_a_difference_is_told_with_what_its_interval_holds(library, trials, low, high, words):
    """60 % against 38 %: the interval ends only 0.7 points from 0, and does not contain it."""
    (trial,) = trials(only(library, made_up(low, high)))
    (one,) = trial.differences
    expected = [100 * value for value in newcombe_difference(*low, *high)]
    assert [one.points, one.low, one.high] == pytest.approx(expected)
    assert words in one.sentence
    outside = one.low > 0 or one.high < 0
    assert ("The interval does not contain 0." in one.sentence) == outside
    assert ("The interval contains 0:" in one.sentence) != outside


def test_two_trials_are_not_the_only_one(library, trials):
    pair = [made_up((5, 50), (45, 50), name=name) for name in ("one", "two")]
    assert [trial.sentence for trial in trials(only(library, *pair))] == [
        f"{name} randomized children between doses (1.2 vs 1.8 mg/m²). drawn."
        for name in ("one", "two")
    ]


@pytest.mark.parametrize("doses", [(1.2, 1.8), (1.8, 1.2), (0.8, 0), (0, 0.8)])
def test_the_lower_dose_comes_first_wherever_it_stands_in_the_file(library, trials, doses):
    (trial,) = trials(only(library, made_up((20, 40), (10, 40), doses=doses)))
    assert trial.doses == f"{min(doses)} vs {max(doses)} mg/m²"
    (one,) = trial.differences
    assert [row.dose for row in one.view.rows] == [f"{dose} mg/m²" for dose in sorted(doses)]


def test_an_arm_without_a_single_dose_is_not_compared(library, trials):
    """A range of doses was chosen by somebody, and a dose that is not known is no dose."""
    arms = [
        arm(0, 40, low=0.8, high=1.8),
        arm(1, 40, low=1.2, high=1.2),
        arm(2, 40, low=1.8, high=1.8),
        arm(3, 40),
    ]
    one = trial_of(arms, [rate(i, 20 + i, 40) for i in range(4)])
    (trial,) = trials(only(library, one))
    assert trial.doses == "1.2 vs 1.8 mg/m²"
    (made,) = trial.differences
    assert [row.events for row in made.view.rows] == [21, 22]


TWO = [arm(0, 40, low=1.2, high=1.2), arm(1, 40, low=1.8, high=1.8)]
COUNTED = [rate(0, 30, 40), rate(1, 20, 40)]


def missing(trial) -> dict[str, str]:
    return {item.name: item.reason for item in trial.missing}


def test_percentages_are_not_compared(library, trials):
    rates = [
        RATE | {"cohort": f"arm-{i}", "published": {"percent": percent}}
        for i, percent in enumerate((75, 50))
    ]
    (trial,) = trials(only(library, trial_of(TWO, rates)))
    assert not trial.differences
    assert missing(trial)["Response"] == "x/N not found for two doses"


def test_an_outcome_of_one_arm_alone_is_not_compared(library, trials):
    mrd = MRD | {"cohort": "arm-0", "events": 10, "n": 40}
    (trial,) = trials(only(library, trial_of(TWO, [*COUNTED, mrd])), mrd="of all treated")
    assert [one.view.outcome for one in trial.differences] == ["response"]
    assert missing(trial) == {
        "MRD negativity of all treated": "not found by arm; found only for arm 0",
        "SOS after HSCT": "not found in the sources read",
    }


def test_of_two_reasons_that_of_the_lower_dose_is_told(library, trials):
    rates = [COUNTED[0], COUNTED[1] | {"definition": "cr_cri"}]
    (trial,) = trials(only(library, trial_of(TWO, rates)), definition="strict CR")
    assert missing(trial)["Response"] == "reported as ORR, not strict CR"


READING = {"basis": "derived", "derivation": "one that fits", "assumed": True}


@pytest.mark.parametrize("assumed", [(0,), (1,), (0, 1)])
def test_one_count_that_is_not_sure_is_enough_for_no_difference(library, trials, assumed):
    rates = [one | (READING if i in assumed else {}) for i, one in enumerate(COUNTED)]
    (trial,) = trials(only(library, trial_of(TWO, rates)))
    (one,) = trial.differences
    assert one.points is None
    assert "no difference is computed" in one.sentence


SOS = {"outcome": "sos_post_hsct", "denominator": "transplanted"} | SAID
UNLIKE = {
    "definition": (RATE, {"definition": "cr_cri"}, "definition: ORR and CR/CRi"),
    "denominator": (RATE, {"denominator": "evaluable"}, "denominator: all randomized to InO and"),
    "time": (RATE | {"timepoint": "after_cycle_1"}, {"timepoint": "after_cycle_2"}, "time point: "),
    "threshold": (MRD | {"threshold": 0.01}, {"threshold": 0.1}, "MRD threshold: <0.01 % and <0.1"),
    "criteria": (SOS | {"criteria": "seattle"}, {"criteria": "baltimore"}, "SOS criteria: Seattle"),
}


@pytest.mark.parametrize("case", UNLIKE)
def test_arms_that_were_counted_differently_are_not_subtracted(library, trials, case):
    """Both rates are shown, with what is not the same in them."""
    told, other, words = UNLIKE[case]
    counts = [{"cohort": f"arm-{i}", "events": 20, "n": 40} for i in range(2)]
    randomized = [(MRD if told["outcome"] == "response" else RATE) | one for one in counts]
    rates = [told | counts[0], told | counts[1] | other, *randomized]
    (trial,) = trials(only(library, trial_of(TWO, rates)), mrd="of all treated")
    (one,) = (one for one in trial.differences if one.view.outcome == told["outcome"])
    assert one.points is None
    assert f"Counted differently ({words}" in one.sentence
    assert ("Response, ORR: 20/40" in one.sentence) == (case in ("denominator", "time"))


@pytest.mark.parametrize("later", [0, 1])
def test_a_group_that_was_formed_later_is_named_if_only_one_arm_has_one(library, trials, later):
    """Both arms were randomized, as their MRD tells, but of one only the evaluable were counted."""
    mrd = [MRD | {"cohort": f"arm-{i}", "events": 10, "n": 40} for i in range(2)]
    rates = list(COUNTED)
    rates[later] = rate(later, 20, 35, denominator="evaluable")
    (trial,) = trials(only(library, trial_of(TWO, [*rates, *mrd])))
    (one,) = trial.differences
    assert "N counts a group formed after randomization" in one.sentence
    assert "of 35 evaluable for response" in one.sentence


def test_everybody_randomized_needs_no_warning(library, trials):
    (trial,) = trials(only(library, trial_of(TWO, COUNTED)))
    assert "after randomization" not in trial.differences[0].sentence


def test_a_part_of_an_arm_is_no_arm(library, trials):
    """Its patients would stand on both sides."""
    young = arm(2, 20, low=1.2, high=1.2) | {"parent": "arm-0", "split_by": "age"}
    made = trial_of([*TWO, young], [*COUNTED, rate(2, 18, 20)])
    (trial,) = trials(only(library, made))
    assert (trial.doses, len(trial.differences)) == ("1.2 vs 1.8 mg/m²", 1)


REGION = arm(2, 15, low=1.8, high=1.8) | {"split_by": "region"}
BY_REGION = rate(2, 8, 15)


@pytest.mark.parametrize("parts", [[*TWO, REGION], [REGION, *TWO]], ids=["last", "first"])
def test_a_part_by_something_else_is_no_arm(library, trials, parts):
    """Children of one region stand in the arms already."""
    (trial,) = trials(only(library, trial_of(parts, [*COUNTED, BY_REGION])))
    assert trial.doses == "1.2 vs 1.8 mg/m²"
    (one,) = trial.differences
    assert [row.events for row in one.view.rows] == [30, 20]


def test_arms_of_each_region_are_not_taken_for_the_arms(library, trials):
    """Four parts of two doses count the children of the two arms again."""
    four = [
        arm(i, 20, low=dose, high=dose) | {"split_by": "arm and region"}
        for i, dose in enumerate((1.2, 1.2, 1.8, 1.8), start=2)
    ]
    rates = [*COUNTED, *(rate(i, 10, 20) for i in range(2, 6))]
    (trial,) = trials(only(library, trial_of([*four, *TWO], rates)))
    assert (trial.doses, len(trial.differences)) == ("1.2 vs 1.8 mg/m²", 1)


def test_parts_of_two_splits_are_no_arms(library, trials):
    """Nobody was randomized between 1.2 mg/m² and a region."""
    made = trial_of([TWO[0], REGION], [COUNTED[0], BY_REGION])
    assert trials(only(library, made)) == ()


def test_a_review_is_never_looked_at(library, trials):
    """It has no cohorts to choose and no regimen, whatever its file holds."""
    made = trial_of(TWO, COUNTED).model_copy(update={"kind": "review", "regimen": None})
    assert trials(only(library, made), adults=True) == ()


def test_two_arms_of_one_dose_are_not_subtracted(library, trials):
    arms = [*TWO, arm(2, 40, low=1.8, high=1.8)]
    made = trial_of(arms, [*COUNTED, rate(2, 25, 40)])
    (trial,) = trials(only(library, made))
    pairs = [tuple(row.dose for row in one.view.rows) for one in trial.differences]
    assert pairs == [("1.2 mg/m²", "1.8 mg/m²")] * 2


def test_an_end_that_is_not_zero_is_not_rounded_to_zero(library, trials):
    """41/42 against 32/38: from 0.4 to 28."""
    (trial,) = trials(only(library, made_up((41, 42), (32, 38))))
    said = trial.differences[0].sentence
    assert "(95 % interval of the difference 0.4 to 28." in said
    assert said.endswith("The interval does not contain 0.")


@pytest.mark.parametrize("arms", ["single", "not_found"])
def test_a_study_that_does_not_say_randomized_has_no_arms(library, arms):
    """Whatever its denominator is called: its parts were not made alike by chance."""
    study = library.studies["dose-reduction-ph4"]
    results = results_table(library)
    design = study.design.model_copy(update={"arms": arms})
    (found,) = randomized_arms(results, study).values()
    assert [one.id for one in found] == ["randomized-1.2", "randomized-1.8"]
    assert randomized_arms(results, study.model_copy(update={"design": design})) == {}


@pytest.mark.parametrize(
    ("split", "found"),
    [
        ("dose", 0),
        ("Arm", 1),
        ("treatment arm", 1),
        ("randomization", 1),
        ("amendment", 0),
        ("before or after the amendment", 0),
        ("pharmacokinetics", 0),
        ("alarm", 0),
    ],
)
def test_only_what_is_called_so_was_randomized(library, trials, split, found):
    """All were randomized to InO, and an amendment lowered its dose: chance had no part in that."""
    parts = [one | {"split_by": split, "name": f"group {i}"} for i, one in enumerate(TWO)]
    assert len(trials(only(library, trial_of(parts, COUNTED)))) == found


@pytest.mark.parametrize(
    ("names", "found"), [(("Arm 1", "Arm 2"), 1), (("Arm 1", "expansion"), 0), (("low", "high"), 0)]
)
def test_each_part_must_be_called_an_arm_where_the_split_is_not(library, trials, names, found):
    parts = [one | {"name": name} for one, name in zip(TWO, names, strict=True)]
    parts = [one | {"split_by": "dose"} for one in parts]
    assert len(trials(only(library, trial_of(parts, COUNTED)))) == found


def test_a_split_by_chance_is_found_beside_another(library, trials):
    """The amendment has three doses and stands first."""
    doses = (1.0, 1.4, 1.6)
    amended = [
        arm(i, 20, low=dose, high=dose) | {"split_by": "amendment", "name": f"stage {i}"}
        for i, dose in enumerate(doses, start=2)
    ]
    rates = [*(rate(i, 10, 20) for i in (2, 3, 4)), *COUNTED]
    (trial,) = trials(only(library, trial_of([*amended, *TWO], rates)))
    assert trial.doses == "1.2 vs 1.8 mg/m²"


def stratum(key: str) -> dict[str, Any]:
    return {"id": key, "name": key, "parent": "all", "split_by": "stratum", "n": 40} | SAID


def of_stratum(key: str, first: int, doses=(1.2, 1.8)) -> list[dict[str, Any]]:
    """The arms of a stratum, numbered from the first."""
    return [
        arm(first + i, 20, low=dose, high=dose) | {"parent": key} for i, dose in enumerate(doses)
    ]


STRATA = [stratum("infants"), *of_stratum("infants", 0), stratum("teens"), *of_stratum("teens", 2)]
BY_STRATUM = [rate(i, 2 + i, 20) for i in range(4)]


def test_the_arms_of_each_stratum_are_compared_for_themselves(library, trials):
    """Infants never with teens; each sentence and title names whom it is of."""
    infants, teens = trials(only(library, trial_of(STRATA, BY_STRATUM)))
    assert infants.sentence == (
        "drawn randomized children (infants) between doses (1.2 vs 1.8 mg/m²). drawn."
    )
    assert "children (teens) between doses (1.2 vs 1.8 mg/m²)" in teens.sentence
    for trial, counts in ((infants, [2, 3]), (teens, [4, 5])):
        (made,) = trial.differences
        assert [row.events for row in made.view.rows] == counts
        assert made.view.title == f"Response ({trial.group})"
        assert made.sentence.startswith(f"Response ({trial.group}), ORR: {counts[0]}/20")
        assert f"MRD negativity of responders ({trial.group})" in missing(trial)


def test_a_stratum_of_one_dose_is_not_compared(library, trials):
    """Of two ways to split them the one with most comparisons is told."""
    regions = [stratum("north") | {"split_by": "region"}, *of_stratum("north", 4)]
    one_dose = [stratum("adolescents"), *of_stratum("adolescents", 6, doses=(1.2, 1.2))]
    rates = [rate(i, 2 + i, 20) for i in range(8)]
    found = trials(only(library, trial_of([*regions, *STRATA, *one_dose], rates)))
    assert [trial.group for trial in found] == ["infants", "teens"]


def test_strata_of_one_arm_stand_for_no_arm(library, trials):
    """Infants at 1.2 mg/m² are compared neither with teens nor with all at 1.8."""
    arms = [arm(i, 40, low=dose, high=dose) for i, dose in enumerate((1.2, 1.8))]
    parts = [
        arm(i, 20) | {"parent": f"arm-{i // 4}", "split_by": "stratum", "name": name}
        for i, name in ((2, "infants"), (3, "teens"), (4, "infants"), (5, "teens"))
    ]
    for shown in ([2, 3, 4, 5], [2, 5], [2, 3, 1]):
        rates = [rate(i, 10, 40 if i == 1 else 20) for i in shown]
        assert trials(only(library, trial_of([*arms, *parts], rates))) == ()


def test_of_an_arm_with_others_in_it_those_randomized_count(library, trials):
    """A run-in of the dose stands in the same cohort; two such groups are no arm."""
    within = {"parent": "arm-0", "split_by": "part", "n": 20}
    called = [
        arm(i, 20) | within | {"name": name}
        for i, name in ((2, "Randomised to 1.2"), (3, "run-in"), (4, "randomized later"))
    ]
    for last, found in ((3, ["1.2 vs 1.8 mg/m²"]), (4, [])):
        rates = [rate(2, 10, 20), rate(last, 5, 20), COUNTED[1]]
        made = trials(only(library, trial_of([*TWO, *called], rates)))
        assert [trial.doses for trial in made] == found
