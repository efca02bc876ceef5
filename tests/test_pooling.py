"""How pooled rates are made: t or z, what is added, what is refused, and what is an error.

The numbers themselves are compared in test_pooling_reference.py.
"""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError, fields, replace

import numpy as np
import pytest
from scipy import stats

from data.intervals import clopper_pearson
from data.likelihood import Peak
from data.pooling import Pooled, leave_one_out, pool, predict_count
from data.pooling_methods import METHODS, common, logits
from tests import brute_force
from tests.pooled_sets import CASES, ESTIMATES, TOLERANCE_FLOAT, assert_refused, interval

HALF_OF_PERCENT, HALF_OF_TENTH_OF_PERCENT = 0.5, 0.05


@pytest.mark.parametrize(
    ("method", "critical"),
    [
        ("glmm", stats.t(3).ppf),
        ("reml", stats.t(3).ppf),
        ("reml-adhoc", stats.t(3).ppf),
        ("dl", stats.norm.ppf),
        ("common", stats.norm.ppf),
    ],
)
@pytest.mark.parametrize("level", [0.5, 0.8, 0.95, 0.99])
def test_t_or_z_at_every_level(method, critical, level):
    """Four studies: t with 3 degrees of freedom, or z; the prediction adds τ² to se²."""
    pooled = pool(CASES["response"]["x"], CASES["response"]["n"], method, level)
    at = critical((1 + level) / 2)
    assert [pooled.low, pooled.high] == pytest.approx(interval(pooled, at), abs=TOLERANCE_FLOAT)
    if method != "common":
        ahead = replace(pooled, se=math.sqrt(pooled.se**2 + pooled.tau2))
        prediction = [pooled.prediction_low, pooled.prediction_high]
        assert prediction == pytest.approx(interval(ahead, at), abs=TOLERANCE_FLOAT)


def test_hartung_and_knapps_factor():
    """The variance is q over the sum of weights; the ad-hoc one takes at least 1 for q."""
    x, n = np.array([11.0, 6, 5]), np.array([21.0, 21, 26])
    y, v = logits(x, n)
    plain, adhoc = (pool([11, 6, 5], [21, 21, 26], method) for method in ("reml", "reml-adhoc"))
    w = 1 / (v + plain.tau2)
    q = (w * (y - plain.log_odds) ** 2).sum() / 2
    assert plain.se == pytest.approx(math.sqrt(q / w.sum()), abs=TOLERANCE_FLOAT)
    assert adhoc.se == pytest.approx(math.sqrt(max(1, q) / w.sum()), abs=TOLERANCE_FLOAT)


def test_half_an_event_is_added_only_where_a_cell_is_empty():
    """5/5 and 0/8 become 5.5 : 0.5 and 0.5 : 8.5, and 11/12 stays 11 : 1."""
    y, v = logits(np.array([5.0, 0, 11]), np.array([5.0, 8, 12]))
    assert y == pytest.approx(np.log([11, 1 / 17, 11]))
    assert v == pytest.approx([1 / 5.5 + 2, 2 + 1 / 8.5, 1 / 11 + 1])


@pytest.mark.parametrize(
    ("method", "printed"),
    [("reml", [87.3, 95.6]), ("reml-adhoc", [34.2, 99.7]), ("glmm", [22.9, 99.9])],
)
def test_the_trap_of_nearly_everybody(method, printed):
    """5/5, 8/8, 11/12: Hartung and Knapp's interval alone is far too narrow."""
    pooled = pool([5, 8, 11], [5, 8, 12], method)
    percent = [100 * pooled.low, 100 * pooled.high]
    assert percent == pytest.approx(printed, abs=HALF_OF_TENTH_OF_PERCENT)


def test_the_trap_with_z():
    """5/5, 8/8, 11/12 would be 76–99 % in the main model, wider than Hartung and Knapp's."""
    low, high = interval(pool([5, 8, 11], [5, 8, 12]), stats.norm.ppf(0.975))
    assert [100 * low, 100 * high] == pytest.approx([76, 99], abs=HALF_OF_PERCENT)


# Refusals


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("x", "n", "reason"),
    [
        ([], [], "no study"),
        ([24], [30], "one study"),
        ([5, 116], [119, 170], "two studies"),
        ([5, 8, 12], [5, 8, 12], "every patient"),
        ([0, 0, 0], [5, 8, 12], "no patient"),
    ],
    ids=["k0", "k1", "k2", "all", "none"],
)
def test_every_method_refuses_where_there_is_nothing_to_estimate(method, x, n, reason):
    """The reason is said in words, and the exact total is offered wherever there is one."""
    pooled = pool(x, n, method)
    assert_refused(pooled)
    assert reason in pooled.reason
    assert (pooled.k, pooled.patients) == (len(n), sum(n))
    total = (sum(x), sum(n))
    assert pooled.crude == ((*total, *clopper_pearson(*total)) if n else None)


@pytest.mark.parametrize(
    ("x", "n"),
    [
        ([5, 0, 7, 0], [5, 6, 7, 8]),
        ([20, 0, 30], [20, 25, 30]),
        ([0, 60, 0, 60], [60, 60, 60, 60]),
    ],
)
def test_all_or_none_in_each_study_has_no_finite_maximum(x, n):
    """The likelihood rises for ever with τ; the main model says so and offers the total."""
    assert brute_force.highest(x, n) is None
    pooled = pool(x, n)
    assert_refused(pooled)
    assert pooled.crude[:2] == (sum(x), sum(n))


@pytest.mark.parametrize(
    ("peak", "reason"), [(None, "differ too much"), (Peak(0.3, 0.2, 0.1), "not trustworthy")]
)
def test_a_fit_that_failed_is_refused(monkeypatch, peak, reason):
    """No maximum, or a standard error below that of the common rate, gives no number."""
    monkeypatch.setattr("data.pooling_methods.highest_peak", lambda *_: peak)
    pooled = pool([3, 6, 10], [11, 17, 21])
    assert_refused(pooled)
    assert reason in pooled.reason


@pytest.mark.parametrize(("part", "estimable"), [(0.98, False), (1.0, True)])
def test_a_fit_loses_no_standard_error(monkeypatch, part, estimable):
    """Below 0.99 of that of the common rate it is a failed fit."""
    x, n = [3, 6, 10], [11, 17, 21]
    se = part * common(np.array(x), np.array(n), 0.95).se
    monkeypatch.setattr("data.pooling_methods.highest_peak", lambda *_: Peak(-0.4, 0.2, se))
    assert pool(x, n).estimable is estimable


def test_three_equal_rates_have_no_hartung_knapp_interval():
    """Its width would be 0; the ad-hoc one has a width."""
    assert_refused(pool([5, 5, 5], [10, 10, 10], "reml"))
    assert pool([5, 5, 5], [10, 10, 10], "reml-adhoc").estimable


@pytest.mark.parametrize("level", [0.5, 0.9])
def test_the_exact_total_is_at_the_level_asked_for(level):
    """Also beside an estimate."""
    pooled = pool([3, 6, 10], [11, 17, 21], level=level)
    assert pooled.estimable
    assert pooled.crude == (19, 49, *clopper_pearson(19, 49, level))


def test_an_unknown_method_names_the_allowed_ones():
    with pytest.raises(ValueError, match="allowed: glmm, reml, reml-adhoc, dl, common"):
        pool([3, 6, 10], [11, 17, 21], "freeman-tukey")


@pytest.mark.parametrize(
    ("x", "n", "says"),
    [
        ([1, 2], [3, 4, 5], "2 events but 3 totals"),
        ([1, 2, 6], [3, 4, 5], "6/5 is not a count"),
        ([1, -2, 3], [3, 4, 5], "-2/4 is not a count"),
        ([1, 2, 0], [3, 4, 0], "0/0 is not a count"),
        ([1.0, 2, 3], [3, 4, 5], "is not a count"),
        ([1, 2, 3], [3, 4.5, 5], "is not a count"),
        ([True, 2, 3], [3, 4, 5], "is not a count"),
        ([math.nan, 2, 3], [3, 4, 5], "is not a count"),
        ([None, 2, 3], [3, 4, 5], "is not a count"),
        (["1", 2, 3], [3, 4, 5], "is not a count"),
        ([6], [5], "6/5 is not a count"),
    ],
    ids=repr,
)
@pytest.mark.parametrize("method", METHODS)
def test_an_impossible_count_is_an_error(x, n, says, method):
    """Not a refusal: such numbers must never come so far, whatever the method."""
    with pytest.raises(ValueError, match=says):
        pool(x, n, method)


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, math.nan])
def test_an_impossible_level_is_an_error(level):
    """A level is a fraction; 95 is not meant as 0.95 in silence."""
    with pytest.raises(ValueError, match=r"level .* allowed: between 0 and 1"):
        pool([3, 6, 10], [11, 17, 21], level=level)


def test_numpy_integers_count_like_others():
    """The integers of a data frame give the same numbers, and those are Python's."""
    x, n = np.array([28, 28, 20, 22], dtype=np.uint8), np.array([42, 48, 25, 27], dtype=np.int16)
    pooled = pool(x, n)
    assert pooled == pool(x.tolist(), n.tolist())
    assert {type(getattr(pooled, field)) for field in ESTIMATES} == {float}
    assert type(pooled.patients) is int
    assert leave_one_out(x, n) == leave_one_out(x.tolist(), n.tolist())
    assert predict_count(pooled, np.int64(20)) == predict_count(pooled, 20)
    assert {type(count) for count in predict_count(pooled, np.int64(20))} == {int}


def test_a_pooled_rate_cannot_be_changed():
    """What is drawn, printed and exported stays what was computed."""
    pooled = pool([3, 6, 10], [11, 17, 21])
    for field in fields(Pooled):
        with pytest.raises(FrozenInstanceError):
            setattr(pooled, field.name, None)


# Leaving one out


@pytest.mark.parametrize("method", METHODS)
def test_leaving_one_out_pools_the_rest(method):
    """One answer a study, in order, each as if that study did not exist."""
    x, n = [28, 28, 20, 22, 24], [42, 48, 25, 27, 30]
    without = leave_one_out(x, n, method)
    assert without == [pool(x[:i] + x[i + 1 :], n[:i] + n[i + 1 :], method) for i in range(5)]
    assert {one.k for one in without} == {4}


@pytest.mark.parametrize("k", [1, 2, 3])
def test_leaving_one_out_of_too_few_is_refused(k):
    """With fewer than four studies every answer is a reason."""
    without = leave_one_out([11, 6, 5][:k], [21, 21, 26][:k])
    assert len(without) == k
    for one in without:
        assert_refused(one)


def test_leaving_one_out_of_none_is_nothing():
    assert leave_one_out([], []) == []
