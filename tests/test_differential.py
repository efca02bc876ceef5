"""A small sample of the long comparison with brute force, and whether brute force is to be trusted.

The long one is a command: `python -m tests.differential`.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit

from data.pooling import Pooled
from tests.brute_force import Peak, gradient, highest, log_likelihood, look, standard_error
from tests.differential import (
    AGREE,
    BOTH,
    DISAGREE,
    WE,
    compare,
    compare_all,
    judge,
    main,
    report,
    simulate,
)

# What adaptive integration promises, and what differences of a function leave of its slope.
QUADRATURE, SLOPE = 1e-9, 1e-6
X, N = [0, 14, 26, 3], [40, 30, 26, 12]


def by_quad(mu, tau, x, n):
    """The log-likelihood by adaptive integration over each study's own log odds."""
    value = 0.0
    for a, b in zip(x, n, strict=True):

        def density(theta, a=a, b=b):
            p, z = expit(theta), (theta - mu) / tau
            rate = p**a * expit(-theta) ** (b - a)
            return rate * math.exp(-z * z / 2) / (tau * math.sqrt(2 * math.pi))

        breaks = np.linspace(mu - 10 * tau, mu + 10 * tau, 200)
        value += math.log(sum(quad(density, *ends, epsabs=0)[0] for ends in pairwise(breaks)))
    return value


@pytest.mark.parametrize(("mu", "tau"), [(0.3, 0.05), (-1.2, 0.7), (1.0, 2.5), (-2.0, 20.0)])
def test_brute_force_integrates_like_another_quadrature(mu, tau):
    """The plain sum over an even grid gives what adaptive integration gives, also for large τ."""
    assert log_likelihood(mu, tau, X, N) == pytest.approx(by_quad(mu, tau, X, N), abs=QUADRATURE)


def test_brute_force_without_spread_is_the_binomial():
    """For τ = 0 it is x·log p + (n − x)·log(1 − p), without coefficients."""
    p = np.full(4, expit(0.4))
    exact = np.array(X) @ np.log(p) + (np.array(N) - X) @ np.log1p(-p)
    assert log_likelihood(0.4, 0.0, X, N) == pytest.approx(exact, abs=QUADRATURE)


@pytest.mark.parametrize(("mu", "tau"), [(0.3, 0.05), (1.0, 2.5), (-2.0, 8.0)])
def test_the_slopes_of_brute_force_are_those_of_its_value(mu, tau):
    """Both slopes, and the second derivative in μ, by differences."""
    h = 1e-4
    by_mu = (log_likelihood(mu + h, tau, X, N) - log_likelihood(mu - h, tau, X, N)) / (2 * h)
    by_tau = (log_likelihood(mu, tau + h, X, N) - log_likelihood(mu, tau - h, X, N)) / (2 * h)
    twice = (gradient(mu + h, tau, X, N) - gradient(mu - h, tau, X, N))[0] / (2 * h)
    assert gradient(mu, tau, X, N) == pytest.approx([by_mu, by_tau], rel=SLOPE, abs=SLOPE)
    assert look(mu, tau, X, N).by_mu_twice == pytest.approx(twice, rel=SLOPE)


def test_brute_force_finds_no_maximum_of_separated_studies():
    """All or none in each study: the likelihood rises with τ for ever."""
    assert highest([5, 0, 7, 0], [5, 6, 7, 8]) is None


def test_no_peak_of_brute_force_is_lower_than_its_surroundings():
    """Not even far away: a coarse net over μ and τ finds nothing higher."""
    for number in (1, 2, 3, 5, 6):
        x, n = simulate(3, number)
        best = highest(x, n)
        net = [log_likelihood(mu, tau, x, n) for mu in range(-6, 7) for tau in (0, 0.3, 1, 3, 9)]
        assert best.value >= max(net)


def test_a_sample_agrees_with_brute_force():
    """Forty simulated sets: no disagreement, most of them pooled, and the same each time."""
    results = list(compare_all(40, seed=1))
    verdicts = [one.verdict for one in results]
    assert [one for one in results if one.verdict == DISAGREE] == []
    assert verdicts.count(AGREE) >= 30
    assert results[7] == compare((1, 7))


def test_the_simulated_sets_are_small_and_hard():
    """3–10 studies of 3–60 patients; some without events, some with nothing else."""
    sets = [simulate(1, number) for number in range(200)]
    assert {len(n) for _, n in sets} == set(range(3, 11))
    pairs = [pair for one in sets for pair in zip(*one, strict=True)]
    assert all(0 <= x <= n and 3 <= n <= 60 for x, n in pairs)
    assert sum(x == 0 for x, _ in pairs) > 50
    assert sum(x == n for x, n in pairs) > 50


def pooled_at(mu, tau, se):
    return Pooled("glmm", 4, 108, log_odds=mu, tau2=tau**2, se=se, estimable=True)


def test_a_wrong_place_a_wrong_error_and_a_missing_maximum_are_noticed():
    """Each mistake of ours is a disagreement; a refusal is counted apart."""
    best = highest(X, N)
    se = standard_error(best.mu, best.tau, X, N)
    refused = Pooled("glmm", 4, 108, reason="because")
    assert judge(X, N, pooled_at(best.mu, best.tau, se), best).verdict == AGREE
    assert judge(X, N, pooled_at(best.mu + 0.01, best.tau, se), best).verdict == DISAGREE
    assert judge(X, N, pooled_at(best.mu, best.tau, 0.95 * se), best).verdict == DISAGREE
    assert judge([5, 0, 7], [5, 6, 7], pooled_at(0.0, 3.0, 1.0), None).verdict == DISAGREE
    assert judge(X, N, refused, best).verdict == WE
    assert judge(X, N, refused, None).verdict == BOTH


def test_the_report_counts_and_names_the_worst():
    """Every verdict has its line, and a disagreement is printed in full."""
    best = highest(X, N)
    wrong = judge(X, N, pooled_at(best.mu + 0.01, best.tau, 1.0), best)
    refused = judge(X, N, Pooled("glmm", 4, 108, reason="because"), Peak(0.0, 7.5, -1.0))
    lines = report([wrong, refused]).splitlines()
    assert f"{AGREE:<20}{0:>7}" in lines
    assert f"{DISAGREE:<20}{1:>7}" in lines
    assert any("mu" in line and "1.0e-02" in line for line in lines)
    assert any("tau 7.50" in line for line in lines)
    assert any(line.startswith("DISAGREE: ") for line in lines)


def test_the_command_ends_well_when_all_agree(capsys, monkeypatch):
    """Exit code 0 and a table; 1 as soon as one set disagrees."""
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert main(["--sets", "3", "--seed", "1"]) == 0
    assert "3 sets, seed 1" in capsys.readouterr().out
    monkeypatch.setattr("tests.differential.pool", lambda *_: pooled_at(9.0, 1.0, 1.0))
    assert main(["--sets", "1"]) == 1
    assert "DISAGREE: Compared(" in capsys.readouterr().out
