"""What holds for any counts at all: no crash, no invented number, and no preferred direction."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data.intervals import clopper_pearson
from data.pooling import leave_one_out, pool, predict_count, probability_above
from data.pooling_methods import METHODS, logits, reml_tau2
from tests import brute_force
from tests.pooled_sets import ESTIMATES, RATES, TOLERANCE_FLOAT

# Another order of the same sums ends the climb a little elsewhere on a flat top.
SAME_RATE = 1e-6
# Events by which observed and expected may differ at the top.
SLOPE = 1e-4
HIGHEST = 1e-6

# A count of few or many patients, quite often of none or all of them.
COUNT = st.one_of(st.integers(1, 12), st.integers(1, 300)).flatmap(
    lambda n: st.tuples(st.one_of(st.integers(0, n), st.sampled_from([0, n])), st.just(n))
)
ANY_STUDIES = st.lists(COUNT, max_size=8)
STUDIES = st.lists(COUNT, min_size=3, max_size=8)
METHOD = st.sampled_from(list(METHODS))
LEVEL = st.floats(0.5, 0.999)

# The same examples come in every run; the differential command is there to look for others.
bounded = settings(max_examples=60, deadline=None, derandomize=True)


def fit(studies, method="glmm", level=0.95):
    return pool([x for x, _ in studies], [n for _, n in studies], method, level)


def fitted(studies, method="glmm", level=0.95):
    """A pooled rate; examples that are refused are not counted."""
    pooled = fit(studies, method, level)
    assume(pooled.estimable)
    return pooled


def numbers(pooled):
    return [getattr(pooled, field) for field in ESTIMATES]


def expected_total(studies, level):
    """The exact interval of the total; None without a study."""
    total = sum(x for x, _ in studies), sum(n for _, n in studies)
    return (*total, *clopper_pearson(*total, level)) if studies else None


@bounded
@given(ANY_STUDIES, METHOD, LEVEL)
def test_any_counts_are_pooled_or_refused(studies, method, level):
    """Either every number is finite, or none is there and a reason is; the total is always true."""
    pooled = fit(studies, method, level)
    assert (pooled.method, pooled.k) == (method, len(studies))
    assert pooled.crude == expected_total(studies, level)
    assert pooled.estimable == (not pooled.reason)
    if pooled.estimable:
        there = [number for number in numbers(pooled) if number is not None]
        assert len(there) == len(ESTIMATES) - 2 * (method == "common")
        assert all(math.isfinite(number) for number in there)
    else:
        assert set(numbers(pooled)) == {None}


@bounded
@given(STUDIES, METHOD, LEVEL)
def test_intervals_hold_the_estimate_and_predictions_the_interval(studies, method, level):
    """0 ≤ prediction ≤ low ≤ estimate ≤ high ≤ prediction ≤ 1; variances are not negative."""
    pooled = fitted(studies, method, level)
    assert 0 <= pooled.low <= pooled.estimate <= pooled.high <= 1
    if method != "common":
        assert 0 <= pooled.prediction_low <= pooled.low
        assert pooled.high <= pooled.prediction_high <= 1
    assert pooled.se > 0
    assert pooled.tau2 >= 0
    assert 0 <= pooled.i2 <= 100


@bounded
@given(STUDIES, METHOD, st.randoms(use_true_random=False))
def test_the_order_of_the_studies_does_not_matter(studies, method, chance):
    """Shuffled studies give the same rates."""
    shuffled = chance.sample(studies, len(studies))
    pooled, again = fitted(studies, method), fit(shuffled, method)
    assert_same_rates([getattr(again, field) for field in RATES], pooled)


@bounded
@given(STUDIES, METHOD)
def test_counting_the_others_mirrors_the_rates(studies, method):
    """The rates of N − x are one minus the rates of x, low for high."""
    pooled, mirror = fitted(studies, method), fit([(n - x, n) for x, n in studies], method)
    assert mirror.estimable
    turned = ("estimate", "high", "low", "prediction_high", "prediction_low")
    rates = [getattr(mirror, field) for field in turned]
    assert_same_rates([None if rate is None else 1 - rate for rate in rates], pooled)


def assert_same_rates(rates, pooled):
    for rate, field in zip(rates, RATES, strict=True):
        same = getattr(pooled, field)
        assert rate is same is None or math.isclose(rate, same, abs_tol=SAME_RATE)


@bounded
@given(STUDIES)
def test_the_likelihood_is_level_at_the_estimate(studies):
    """Brute force finds no slope in μ and none in τ; at τ = 0 it falls towards larger τ."""
    pooled = fitted(studies)
    x, n = zip(*studies, strict=True)
    tau = math.sqrt(pooled.tau2)
    here = brute_force.look(pooled.log_odds, tau, x, n)
    assert abs(here.by_mu) < SLOPE
    assert abs(here.by_tau) < SLOPE
    if tau == 0:
        nearby = brute_force.log_likelihood(pooled.log_odds, 0.01, x, n)
        assert nearby < here.value + HIGHEST


@bounded
@given(STUDIES)
def test_the_restricted_likelihood_is_nowhere_higher(studies):
    """REML finds the highest of several tops."""
    x, n = np.array(studies, dtype=float).T
    y, v = logits(x, n)
    ours = brute_force.restricted(reml_tau2(y, v), y, v)[0]
    assert ours >= brute_force.highest_restricted(y, v) - HIGHEST


@bounded
@given(COUNT, st.integers(3, 8), METHOD)
def test_equal_studies_do_not_differ(count, k, method):
    """The same study several times has its rate, and no spread."""
    pooled = fitted([count] * k, method)
    x, n = count
    corrected = method in ("reml", "reml-adhoc", "dl") and x in (0, n)
    rate = (x + 0.5) / (n + 1) if corrected else x / n
    assert math.isclose(pooled.estimate, rate, abs_tol=TOLERANCE_FLOAT)
    assert math.isclose(pooled.tau2, 0, abs_tol=TOLERANCE_FLOAT)


@bounded
@given(STUDIES, METHOD, LEVEL, LEVEL)
def test_a_higher_level_never_narrows(studies, method, one, other):
    """The interval at the lower level lies inside the one at the higher level."""
    pooled = fitted(studies, method, min(one, other))
    wider = fit(studies, method, max(one, other))
    assert wider.low <= pooled.low + TOLERANCE_FLOAT
    assert wider.high >= pooled.high - TOLERANCE_FLOAT
    assert wider.estimate == pooled.estimate


@bounded
@given(STUDIES)
def test_the_ad_hoc_interval_is_never_the_narrower_one(studies):
    """It holds Hartung and Knapp's, around the same estimate."""
    plain, adhoc = fitted(studies, "reml"), fit(studies, "reml-adhoc")
    assert (adhoc.estimate, adhoc.tau2) == (plain.estimate, plain.tau2)
    assert adhoc.low <= plain.low
    assert adhoc.high >= plain.high


@bounded
@given(STUDIES, METHOD, st.integers(1, 60), LEVEL, LEVEL)
def test_the_next_patients_are_a_range_of_counts(studies, method, of, one, other):
    """0 ≤ low ≤ high ≤ of; a higher level never narrows it."""
    pooled = fitted(studies, method)
    low, high = predict_count(pooled, of, min(one, other))
    wider_low, wider_high = predict_count(pooled, of, max(one, other))
    assert 0 <= wider_low <= low <= high <= wider_high <= of


@bounded
@given(STUDIES, METHOD, st.floats(0, 1), st.floats(0, 1))
def test_a_higher_threshold_is_never_more_likely_passed(studies, method, one, other):
    """A probability, and falling."""
    pooled = fitted(studies, method)
    low, high = min(one, other), max(one, other)
    assert 0 <= probability_above(pooled, high) <= probability_above(pooled, low) <= 1


@settings(bounded, max_examples=20)
@given(st.lists(COUNT, max_size=5), METHOD)
def test_leaving_one_out_answers_once_a_study(studies, method):
    """As many answers as studies, each one study shorter, each a rate or a reason."""
    without = leave_one_out([x for x, _ in studies], [n for _, n in studies], method)
    assert [one.k for one in without] == [len(studies) - 1] * len(studies)
    assert all(one.estimable == (not one.reason) for one in without)
