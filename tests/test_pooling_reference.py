"""Pooled rates against R's printed numbers, against the papers, and against brute force."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from data.likelihood import highest_peak
from data.pooling import leave_one_out, pool, rates
from data.pooling_methods import METHODS, logits, reml_tau2
from tests import brute_force
from tests.pooled_sets import (
    CASES,
    ESTIMATES,
    METAFOR_DEFAULT,
    METAFOR_DEFAULT_SPARSE,
    RATES,
    REFERENCE,
    SETS,
    SPARSE,
    TOLERANCE_FLOAT,
    assert_refused,
    interval,
)

COLUMNS = REFERENCE["_r"]["columns"]
# lme4 stops when its deviance no longer falls, which leaves μ and τ² good to about five digits.
R_CONVERGED = 1e-4
# metafor's REML stops when τ² moves by less than 1e-5.
R_REML = 1e-5
# A closed formula in double precision; R's numbers were written with 12 significant digits.
R_FORMULA = 1e-10
# glm, behind R's common-effect model, stops when the deviance moves by less than 1e-8 of itself.
R_GLM = 1e-5
BRUTE_FORCE_MU, BRUTE_FORCE_VALUE = 1e-6, 1e-9
# Second derivatives by differences lose half of the digits.
BRUTE_FORCE_SE = 1e-5
HALF_OF_FOURTH_DECIMAL = 0.5e-4


def pinned(method, sets=SETS):
    """The sets of three studies or more of which R printed this method's numbers."""
    return [
        pytest.param(one["x"], one["n"], one["fits"][method], id=name)
        for name, one in sets.items()
        if len(one["x"]) > 2 and one["fits"][method] and sum(one["x"]) < sum(one["n"])
        if sum(one["x"]) > 0
    ]


def in_columns(pooled):
    """A pooled rate in the order of R's columns."""
    named = dict(zip(("beta", "se", "tau2", "i2"), ESTIMATES[5:], strict=True))
    named |= dict(zip(("pred", "ci_lb", "ci_ub", "pi_lb", "pi_ub"), RATES, strict=True))
    return without_percent([getattr(pooled, named[column]) for column in COLUMNS])


def without_percent(numbers):
    """I² as a fraction, so that one tolerance serves all columns."""
    place = COLUMNS.index("i2")
    return [*numbers[:place], numbers[place] / 100, *numbers[place + 1 :]]


# Against R


@pytest.mark.parametrize(("x", "n", "row"), pinned("glmm100") + pinned("glmm100", CASES))
def test_the_main_model_is_that_of_r_with_100_nodes(x, n, row):
    """Every number of the data sets and of the project's own cases is R's, with t."""
    assert in_columns(pool(x, n)) == pytest.approx(without_percent(row), abs=R_CONVERGED)


@pytest.mark.parametrize(("x", "n", "row"), pinned("glmm7"))
def test_the_main_model_is_close_to_the_default_of_metafor(x, n, row, request):
    """With 7 nodes R gives nearly the same; further off where half of the studies are empty."""
    sparse = request.node.callspec.id in SPARSE
    near = METAFOR_DEFAULT_SPARSE if sparse else METAFOR_DEFAULT
    expected = pytest.approx(without_percent(row), rel=near if sparse else 0, abs=near)
    assert in_columns(pool(x, n)) == expected


@pytest.mark.parametrize(
    ("method", "near"), [("reml", R_REML), ("reml-adhoc", R_REML), ("dl", R_FORMULA)]
)
@pytest.mark.parametrize("name", [param.id for param in pinned("reml")])
def test_the_other_methods_are_those_of_metafor(method, near, name):
    """REML with Hartung–Knapp, its ad-hoc variant and DerSimonian–Laird give R's numbers."""
    one = SETS[name]
    expected = pytest.approx(without_percent(one["fits"][method]), abs=near)
    assert in_columns(pool(one["x"], one["n"], method)) == expected


@pytest.mark.parametrize(("x", "n", "row"), pinned("common"))
def test_the_common_rate_is_the_total_and_that_of_r(x, n, row):
    """The logistic model without spread gives x/N of all patients, z, and no prediction."""
    pooled = pool(x, n, "common")
    assert in_columns(pooled) == pytest.approx(without_percent(row), abs=R_GLM)
    assert pooled.estimate == pytest.approx(sum(x) / sum(n), abs=TOLERANCE_FLOAT)
    assert pooled.prediction_low is pooled.prediction_high is None


@pytest.mark.parametrize("method", METHODS)
def test_two_studies_are_fitted_but_not_pooled(method):
    """The fits give R's numbers for k = 2, where `pool` makes no claim."""
    one = SETS["meta_issue35"]
    counts = np.array(one["x"], dtype=float), np.array(one["n"], dtype=float)
    fit = METHODS[method](*counts, 0.95)
    expected = dict(zip(COLUMNS, one["fits"][{"glmm": "glmm100"}.get(method, method)], strict=True))
    ours = rates(fit)
    assert [ours["log_odds"], ours["se"], ours["tau2"]] == pytest.approx(
        [expected["beta"], expected["se"], expected["tau2"]], abs=R_CONVERGED
    )
    assert [ours["low"], ours["high"]] == pytest.approx(
        [expected["ci_lb"], expected["ci_ub"]], abs=R_CONVERGED
    )
    assert_refused(pool(one["x"], one["n"], method))


@pytest.mark.parametrize(
    ("case", "printed"),
    [
        ("response", [70.3, 51.7, 83.9, 41.9, 88.6]),
        ("response_with_combination", [72.3, 57.8, 83.2, 47.5, 88.2]),
        ("mrd_negative", [78.3, 50.6, 92.7, 50.6, 92.7]),
        # R's lower end is 3.447 %; rounded twice it would read 3.5.
        ("sos_any_criteria", [32.1, 8.5, 70.7, 3.4, 86.3]),
        ("sos_any_criteria_with_combination", [31.0, 8.1, 69.7, 2.9, 87.1]),
    ],
)
def test_the_projects_own_cases(case, printed):
    """Estimate, interval and prediction interval in percent, as they stand on the screen."""
    pooled = pool(CASES[case]["x"], CASES[case]["n"])
    percent = [round(100 * getattr(pooled, field), 1) for field in RATES]
    assert percent == printed


# Against the papers


@pytest.mark.parametrize("name", ["stijnen2010_control_GLMM", "stijnen2010_treat_GLMM"])
def test_stijnens_example_of_the_main_model(name):
    """The rates of Stijnen 2010, Table II, to every printed digit.

    They are printed with z, which is computed here from μ and its standard error. Log odds and τ²
    were printed from 7 nodes and agree as far as these do.
    """
    published = REFERENCE["published"][name]
    printed = published["printed"]
    pooled = pool(SETS[published["set"]]["x"], SETS[published["set"]]["n"])
    ours = [pooled.estimate, *interval(pooled, stats.norm.ppf(0.975))]
    assert ours == pytest.approx(
        [printed[c] for c in ("pred", "ci_lb", "ci_ub")], abs=HALF_OF_FOURTH_DECIMAL
    )
    scale = [printed[column] for column in ("beta", "se", "tau2")]
    assert [pooled.log_odds, pooled.se, pooled.tau2] == pytest.approx(scale, abs=METAFOR_DEFAULT)


@pytest.mark.parametrize("name", ["stijnen2010_control_NN", "stijnen2010_treat_NN"])
def test_stijnens_example_of_the_normal_model(name):
    """Every printed digit; with z, and with the classic standard error.

    That is the one of the ad-hoc method here, because Hartung and Knapp's factor is below 1.
    """
    published = REFERENCE["published"][name]
    pooled = pool(SETS[published["set"]]["x"], SETS[published["set"]]["n"], "reml-adhoc")
    ours = [pooled.log_odds, pooled.se, pooled.tau2]
    ours += [pooled.estimate, *interval(pooled, stats.norm.ppf(0.975))]
    assert ours == pytest.approx(list(published["printed"].values()), abs=HALF_OF_FOURTH_DECIMAL)


def test_the_example_of_metafors_documentation():
    """Rate, interval and prediction interval of the help page, to every printed digit, with z."""
    published = REFERENCE["published"]["metafor_documentation"]
    pooled = pool(SETS["debruin2009"]["x"], SETS["debruin2009"]["n"])
    z = stats.norm.ppf(0.975)
    ahead = replace(pooled, se=math.hypot(pooled.se, math.sqrt(pooled.tau2)))
    ours = [pooled.estimate, *interval(pooled, z), *interval(ahead, z)]
    assert ours == pytest.approx(list(published["printed"].values()), abs=HALF_OF_FOURTH_DECIMAL)


def test_an_issue_of_meta_with_two_studies():
    """5/119 and 116/170 give 0.2355 [0.0191, 0.8297] with z, as the issue prints."""
    published = REFERENCE["published"]["meta_issue35"]
    fit = METHODS["glmm"](np.array([5.0, 116.0]), np.array([119.0, 170.0]), 0.95)
    ours = rates(replace(fit, reach=stats.norm.ppf(0.975)))
    printed = list(published["printed"].values())
    assert [ours[field] for field in RATES[:3]] == pytest.approx(
        printed, abs=HALF_OF_FOURTH_DECIMAL
    )


# Against brute force


@pytest.mark.parametrize(("x", "n", "row"), pinned("glmm100") + pinned("glmm100", CASES))
def test_no_other_place_is_more_likely(x, n, row):
    """μ is where a plain sum over the likelihood is highest, and so is its standard error."""
    pooled, best = pool(x, n), brute_force.highest(x, n)
    tau = math.sqrt(pooled.tau2)
    assert row
    assert pooled.log_odds == pytest.approx(best.mu, abs=BRUTE_FORCE_MU)
    value = brute_force.log_likelihood(pooled.log_odds, tau, x, n)
    assert value >= best.value - BRUTE_FORCE_VALUE
    se = brute_force.standard_error(pooled.log_odds, tau, x, n)
    assert pooled.se == pytest.approx(se, rel=BRUTE_FORCE_SE)


@pytest.mark.parametrize(
    ("x", "n"),
    [
        # 100 adaptive Gauss–Hermite nodes miss the first two and cannot confirm the third.
        ([0, 19, 0], [44, 56, 46]),
        ([15, 5, 0, 29, 30, 0, 40, 32, 44], [21, 18, 36, 29, 41, 32, 51, 32, 44]),
        ([0, 6, 0, 0, 2, 0, 0, 0, 0], [33, 49, 53, 29, 26, 49, 32, 39, 12]),
        ([39, 21, 11, 23], [39, 55, 46, 23]),
        ([0, 60, 0, 60, 0, 60, 30], [60] * 7),
        ([0, 300, 2, 290], [300] * 4),
    ],
    ids=str,
)
def test_a_wide_spread_is_found_as_exactly(x, n):
    """Studies without events beside others with many: τ is 2.6 to 26, and μ is still exact."""
    pooled, best = pool(x, n), brute_force.highest(x, n)
    assert pooled.estimable
    assert best.tau > 2.5
    assert pooled.log_odds == pytest.approx(best.mu, abs=BRUTE_FORCE_MU)
    assert pooled.tau2 == pytest.approx(best.tau**2, rel=BRUTE_FORCE_MU)
    se = brute_force.standard_error(pooled.log_odds, math.sqrt(pooled.tau2), x, n)
    assert pooled.se == pytest.approx(se, rel=BRUTE_FORCE_SE)


def test_the_higher_of_two_tops_is_found():
    """The likelihood of these has one top at τ = 0 and a higher one far from it."""
    x, n = [34, 7, 3], [49, 7, 3]
    pooled, best = pool(x, n), brute_force.highest(x, n)
    assert best.tau > 1
    assert pooled.log_odds == pytest.approx(best.mu, abs=BRUTE_FORCE_MU)
    assert pooled.tau2 == pytest.approx(best.tau**2, rel=BRUTE_FORCE_MU)


# Sets on which a shorter or a careless climb ends elsewhere, or nowhere.
STEEP = {
    "two tops, a low one at 0": ([20, 3, 5], [30, 3, 5]),
    "steps within rounding": ([44, 3, 26, 25, 50, 12, 20], [60, 6, 35, 48, 82, 17, 23]),
    "all of two studies": ([52, 9, 5], [80, 9, 5]),
    "thousands": ([737, 125, 121, 6557, 921, 9538], [11588, 129, 6585, 6565, 936, 9562]),
}


@pytest.mark.parametrize(("x", "n"), STEEP.values(), ids=STEEP)
def test_the_climb_ends_at_the_top(x, n):
    """Beside others that the likelihood has, and where a step gains less than rounding loses."""
    peak = highest_peak(np.array(x, dtype=float), np.array(n, dtype=float))
    top = brute_force.highest(x, n)
    assert (peak.mu, peak.tau) == pytest.approx((top.mu, top.tau), abs=BRUTE_FORCE_MU)


@pytest.mark.parametrize(("x", "n"), [([1, 39, 39], [40] * 3), ([0, 3000, 3000], [3000] * 3)])
def test_a_large_tau2_is_found_by_reml(x, n):
    """Its top lies far beyond the spread of usual sets."""
    y, v = logits(np.array(x, dtype=float), np.array(n, dtype=float))
    found = brute_force.restricted(reml_tau2(y, v), y, v)[0]
    assert found >= brute_force.highest_restricted(y, v) - BRUTE_FORCE_MU


def test_the_standard_error_is_that_of_both_parameters():
    """The default response panel has 0.2484; with τ taken as known it would be 0.2330."""
    x, n = CASES["response"]["x"], CASES["response"]["n"]
    pooled = pool(x, n)
    alone = brute_force.look(pooled.log_odds, math.sqrt(pooled.tau2), x, n).by_mu_twice
    assert pooled.se == pytest.approx(0.2484, abs=HALF_OF_FOURTH_DECIMAL)
    assert 1 / math.sqrt(-alone) == pytest.approx(0.2330, abs=HALF_OF_FOURTH_DECIMAL)


@pytest.mark.parametrize("name", [param.id for param in pinned("reml")])
def test_no_other_spread_has_a_higher_restricted_likelihood(name):
    """REML finds the highest top: 0/100, 0/100, 10/100, 10/100 has another one at τ² = 0."""
    x, n = (np.array(SETS[name][key], dtype=float) for key in ("x", "n"))
    y, v = logits(x, n)
    ours = brute_force.restricted(reml_tau2(y, v), y, v)[0]
    assert ours >= brute_force.highest_restricted(y, v) - BRUTE_FORCE_VALUE


@pytest.mark.parametrize(
    ("x", "n"),
    [
        ([0, 6, 5, 5, 0], [11, 20, 6, 16, 2]),  # the top at τ² = 0 is the higher one
        ([13, 7, 26, 10], [24, 18, 26, 25]),  # the top far from 0 is
    ],
    ids=str,
)
def test_the_higher_of_two_restricted_tops_is_found(x, n):
    """Made-up counts whose restricted likelihood has two tops; brute force knows the higher."""
    y, v = logits(np.array(x, dtype=float), np.array(n, dtype=float))
    tau2 = reml_tau2(y, v)
    ends = np.geomspace(v.min() / 1e4, 2 * np.ptp(y) ** 2 + v.max(), 200)
    values = [brute_force.restricted(end, y, v)[0] for end in (0.0, *ends)]
    turns = np.diff(np.sign(np.diff(values)))
    assert (turns < 0).sum() + (values[0] > values[1]) == 2
    assert brute_force.restricted(tau2, y, v)[0] >= max(values) - BRUTE_FORCE_VALUE
    assert (tau2 == 0) == (values[0] == max(values))


# Leaving one out


@pytest.mark.parametrize(
    "name", [name for name, one in SETS.items() if len(one["x"]) > 3 and name not in SPARSE]
)
def test_leaving_one_out_is_close_to_metafors_default(name):
    """Rates, z intervals and τ² without each study are near those of 7 nodes."""
    one, z = SETS[name], stats.norm.ppf(0.975)
    printed = one["leave_one_out_glmm7_z"]
    without = leave_one_out(one["x"], one["n"])
    ours = [[p.estimate, *interval(p, z)] for p in without]
    theirs = list(zip(printed["pred"], printed["ci_lb"], printed["ci_ub"], strict=True))
    assert np.array(ours) == pytest.approx(np.array(theirs), abs=METAFOR_DEFAULT)
    tau2 = pytest.approx(printed["tau2"], rel=METAFOR_DEFAULT_SPARSE, abs=METAFOR_DEFAULT)
    assert [p.tau2 for p in without] == tau2


def test_the_references_say_where_they_come_from():
    """Tool, versions and calls stand above the numbers, a source beside every set."""
    assert REFERENCE["_r"]["tool"] == "R 4.2.2"
    assert REFERENCE["_r"]["packages"].startswith("metafor 3.8.1, lme4")
    for one in (*SETS.values(), *CASES.values()):
        assert one["source"]
        assert set(one["fits"]) <= set(REFERENCE["_r"]["calls"])
    for one in REFERENCE["published"].values():
        assert {"source", "call", "printed"} <= set(one)
