"""The highest likelihood of the random-intercept logistic model, found the long way round.

Nothing is shared with data/: each study's integral over z ~ N(0, 1) is a plain sum over an even
grid from −12 to 12, and τ is scanned from 0 upwards. For a given τ the log-likelihood is concave
in μ (Prékopa), so that no peak can hide. Binomial coefficients are left out. The restricted
likelihood of the normal–normal model is scanned in the same way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit

REACH = 12.0  # beyond it a normal density is below 1e-31
# The error of the sum falls as exp(-2π²(width/step)²); half a width leaves 1e-34.
STEP_PER_WIDTH, WIDEST_STEP = 0.5, 0.1
# τ at which the profile is looked at: a first one that is nearly 0, then 30 % apart up to 140.
SCAN = np.concatenate([[1e-4], 0.02 * 1.3 ** np.arange(35)])
HOPELESS = 20.0  # a profile this far below its best is not followed further
FLAT = 1e-9  # a rise of the log-likelihood that counts as none
NOISE = 1e-10  # a slope this small is rounding
NEWTON, NEARLY, CLOSE = 60, 1e-5, 1e-12
DIFFERENCE = 1e-4  # of μ and τ, for second derivatives


@dataclass(frozen=True)
class Peak:
    """μ and τ of the highest likelihood and its logarithm."""

    mu: float
    tau: float
    value: float


@dataclass(frozen=True)
class Point:
    """The log-likelihood at one (μ, τ), its two slopes and its second derivative in μ."""

    mu: float
    value: float
    by_mu: float
    by_tau: float
    by_mu_twice: float


def look(mu: float, tau: float, x, n) -> Point:
    """The log-likelihood of counts x of n, both of shape (k,), at one point."""
    x, n = np.asarray(x, dtype=float)[:, None], np.asarray(n, dtype=float)[:, None]
    width = 1 / math.sqrt(1 + tau**2 * n.max() / 4)
    points = math.ceil(2 * REACH / min(WIDEST_STEP, STEP_PER_WIDTH * width)) + 1
    z, step = np.linspace(-REACH, REACH, points, retstep=True)
    theta = mu + tau * z
    logs = x * theta - n * np.logaddexp(0, theta) - z**2 / 2
    top = logs.max(axis=1, keepdims=True)
    weight = np.exp(logs - top)
    total = weight.sum(axis=1, keepdims=True)
    weight /= total
    p = expit(theta)
    score = x - n * p
    mean = (weight * score).sum(axis=1)
    bend = (weight * (score**2 - n * (p * (1 - p)))).sum(axis=1) - mean**2
    value = (top + np.log(total)).sum() + len(x) * math.log(step / math.sqrt(2 * math.pi))
    by_tau = (weight * score * z).sum()
    return Point(mu, float(value), float(mean.sum()), float(by_tau), float(bend.sum()))


def log_likelihood(mu: float, tau: float, x, n) -> float:
    return look(mu, tau, x, n).value


def gradient(mu: float, tau: float, x, n) -> np.ndarray:
    here = look(mu, tau, x, n)
    return np.array([here.by_mu, here.by_tau])


def standard_error(mu: float, tau: float, x, n) -> float:
    """Of μ, from the observed information of (μ, τ), or of μ alone where τ is 0.

    Infinite where the place is no maximum.
    """
    if tau == 0:
        return 1 / math.sqrt(-look(mu, tau, x, n).by_mu_twice)
    steps = DIFFERENCE * np.eye(2)
    rises = [gradient(mu + a, tau + b, x, n) - gradient(mu - a, tau - b, x, n) for a, b in steps]
    information = -np.array(rises) / (2 * DIFFERENCE)
    information = (information + information.T) / 2
    if np.linalg.eigvalsh(information)[0] <= 0:
        return math.inf
    return math.sqrt(np.linalg.inv(information)[0, 0])


def best_at(tau: float, x, n, mu: float, close: float = CLOSE) -> Point:
    """The highest point for one τ: Newton's way up a concave curve, halved where it overshoots."""
    here = look(mu, tau, x, n)
    for _ in range(NEWTON):
        step = -here.by_mu / here.by_mu_twice
        there = look(here.mu + max(-2.0, min(2.0, step)), tau, x, n)
        while there.value < here.value - FLAT:
            there = look((here.mu + there.mu) / 2, tau, x, n)
        here = there
        if abs(step) < close * max(1, abs(here.mu)):
            break
    return here


def scan(x, n) -> list[tuple[float, Point]]:
    """The best points for rising τ, as far as the likelihood may still rise again."""
    mu = math.log(np.sum(x) / (np.sum(n) - np.sum(x)))
    found: list[tuple[float, Point]] = []
    for tau in map(float, SCAN):
        found.append((tau, best_at(tau, x, n, mu, NEARLY)))
        mu = found[-1][1].mu
        if found[-1][1].value < max(point.value for _, point in found) - HOPELESS:
            break
    return found


def highest(x, n) -> Peak | None:
    """The maximum over μ and τ ≥ 0; None when the likelihood rises as far as τ is scanned.

    `x` and `n` are counts of shape (k,), not all 0 and not all n.
    """
    found = scan(x, n)
    if found[-1][1].by_tau > 0 and found[-1][1].value > max(p.value for _, p in found) - FLAT:
        return None
    flat = best_at(0.0, x, n, found[0][1].mu)
    peaks = [Peak(flat.mu, 0.0, flat.value)]
    for (low, before), (high, after) in pairwise(found):
        if before.by_tau > NOISE and after.by_tau < -NOISE:
            peaks.append(between(low, high, x, n, before.mu))
    return max(peaks, key=lambda peak: peak.value)


def between(low: float, high: float, x, n, mu: float) -> Peak:
    """The peak between a rising and a falling place of the profile."""

    def slope(tau: float) -> float:
        return best_at(tau, x, n, mu).by_tau

    tau = float(brentq(slope, low, high, xtol=1e-13))
    best = best_at(tau, x, n, mu)
    return Peak(best.mu, tau, best.value)


def restricted(tau2, y, v) -> np.ndarray:
    """The restricted log-likelihood of log odds y with variances v, shape (k,), for each τ²."""
    spread = np.asarray(v) + np.atleast_1d(tau2)[:, None]
    w = 1 / spread
    center = (w * y).sum(axis=1, keepdims=True) / w.sum(axis=1, keepdims=True)
    squares = (w * (y - center) ** 2).sum(axis=1)
    return -(np.log(spread).sum(axis=1) + np.log(w.sum(axis=1)) + squares) / 2


def highest_restricted(y, v) -> float:
    """The highest restricted log-likelihood over a fine grid of τ² from 0 to 1000."""
    grid = np.concatenate([[0], np.geomspace(1e-6, 1e3, 4000)])
    return float(restricted(grid, y, v).max())
