"""The bedside readings of a pooled rate, integrated a second time in another way."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import betainc, expit, logit

from data.pooling import pool, predict_count, probability_above
from tests.pooled_sets import CASES, TOLERANCE_FLOAT

# What both integrations promise.
QUADRATURE = 1e-6
BEDSIDE = {name: pool(one["x"], one["n"]) for name, one in CASES.items()}
BEDSIDE["heavy_tails"] = pool([0, 0, 10, 10], [100] * 4)
BEDSIDE["nearly_all"] = pool([5, 8, 11], [5, 8, 12])


def student_density(t, df):
    """Gosset's formula."""
    constant = math.gamma((df + 1) / 2) / math.gamma(df / 2) / math.sqrt(df * math.pi)
    return constant * (1 + t * t / df) ** (-(df + 1) / 2)


def at_most(pooled, y, of):
    """P(Y ≤ y) by adaptive integration over the density of Student's t."""
    if not 0 <= y < of:
        return float(y >= of)
    spread = math.sqrt(pooled.se**2 + pooled.tau2)

    def density(t):
        above = betainc(y + 1, of - y, expit(pooled.log_odds + spread * t))
        return (1 - above) * student_density(t, pooled.k - 1)

    return sum(quad(density, *half, limit=200)[0] for half in ((-np.inf, 0), (0, np.inf)))


@pytest.mark.parametrize("name", BEDSIDE)
@pytest.mark.parametrize(("of", "level"), [(10, 0.8), (1, 0.8), (7, 0.5), (40, 0.95), (300, 0.9)])
def test_the_next_patients_are_the_quantiles_of_the_predictive_counts(name, of, level):
    """Each end is the smallest count at which its tail is reached."""
    pooled = BEDSIDE[name]
    tails = (1 - level) / 2, (1 + level) / 2
    for y, tail in zip(predict_count(pooled, of, level), tails, strict=True):
        assert at_most(pooled, y - 1, of) < tail + QUADRATURE
        assert at_most(pooled, y, of) >= tail - QUADRATURE


def test_ten_patients_at_80_percent_are_the_usual_question():
    """What is asked for when nothing is said; nine or eleven patients have another answer."""
    pooled = BEDSIDE["nearly_all"]
    assert predict_count(pooled) == predict_count(pooled, 10, 0.8)
    highest = [predict_count(pooled, of)[1] for of in (9, 10, 11)]
    assert highest == [9, 10, 11]


@pytest.mark.parametrize("name", BEDSIDE)
@pytest.mark.parametrize("threshold", [0.01, 0.3, 0.5, 0.7, 0.99])
def test_the_probability_is_the_area_above_the_threshold(name, threshold):
    """Student's density, integrated from where the rate reaches the threshold."""
    pooled = BEDSIDE[name]
    spread = math.sqrt(pooled.se**2 + pooled.tau2)
    start = (logit(threshold) - pooled.log_odds) / spread
    middle = max(start, 0)
    ranges = (start, middle), (middle, np.inf)
    area = sum(quad(student_density, *ends, args=(pooled.k - 1,))[0] for ends in ranges)
    assert probability_above(pooled, threshold) == pytest.approx(area, abs=QUADRATURE)


def test_every_rate_is_above_zero_and_none_above_one():
    """The ends of the scale need no limit."""
    for pooled in BEDSIDE.values():
        assert probability_above(pooled, 0) == 1
        assert probability_above(pooled, 1) == 0


def test_the_pooled_rate_is_the_median_of_new_settings():
    """Half of the new comparable settings lie above it."""
    for pooled in BEDSIDE.values():
        half = probability_above(pooled, pooled.estimate)
        assert half == pytest.approx(0.5, abs=TOLERANCE_FLOAT)


def test_the_prediction_interval_holds_95_percent_of_new_settings():
    """2.5 % lie below its lower end and 2.5 % above its upper one."""
    for name in ("response", "sos_any_criteria"):
        pooled = BEDSIDE[name]
        ends = pooled.prediction_low, pooled.prediction_high
        above = [probability_above(pooled, end) for end in ends]
        assert above == pytest.approx([0.975, 0.025], abs=TOLERANCE_FLOAT)


@pytest.mark.parametrize(("x", "n"), [([], []), ([24], [30]), ([5, 8, 12], [5, 8, 12])])
def test_no_bedside_reading_without_a_pooled_rate(x, n):
    """The error repeats the reason."""
    refused = pool(x, n)
    for reading in (lambda: predict_count(refused), lambda: probability_above(refused, 0.5)):
        with pytest.raises(ValueError, match=refused.reason):
            reading()


@pytest.mark.parametrize("of", [0, -1, 2.5, True, math.nan])
def test_the_next_no_patients_are_an_error(of):
    with pytest.raises(ValueError, match="is not a count"):
        predict_count(BEDSIDE["response"], of)


@pytest.mark.parametrize("level", [0, 1, 80, math.nan])
def test_an_impossible_level_of_the_next_patients_is_an_error(level):
    with pytest.raises(ValueError, match="allowed: between 0 and 1"):
        predict_count(BEDSIDE["response"], 10, level)


@pytest.mark.parametrize("threshold", [-0.1, 1.1, 50, math.nan])
def test_an_impossible_threshold_is_an_error(threshold):
    with pytest.raises(ValueError, match="allowed: between 0 and 1"):
        probability_above(BEDSIDE["response"], threshold)
