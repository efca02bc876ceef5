"""The likelihood of the random-intercept logistic model, and where it is highest.

x_i ~ Binomial(n_i, expit(μ + τ·z_i)), z_i ~ N(0, 1). The integral over z is a sum over an even
grid whose step follows τ and the largest study: the trapezoidal rule converges exponentially here
(Trefethen & Weideman, SIAM Rev 2014;56:385-458). 100 adaptive Gauss–Hermite nodes do not when a
study has no event or only events. Gradient and observed information are sums over the same grid
(Louis, J R Stat Soc B 1982;44:226-233).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Beyond REACH a normal density is below 1e-22. The error of the sum is about
# exp(−2π²·(width/step)²), 1e-17 with this step.
REACH, WIDEST_STEP, STEP_PER_WIDTH = 10, 0.1, 0.7
# Starting values of τ. The most likely one is tried first, the others when it leads down to τ = 0:
# 34/49, 7/7, 3/3 has one top there and a higher one at 1.1.
STARTS = (0.3, 1.0, 3.0)
STEPS, HALVINGS, CLOSE = 40, 10, 1e-8
ROUNDING = 2e-13  # part of a log-likelihood that rounding makes


@dataclass(frozen=True)
class Peak:
    """A maximum of the likelihood: μ and τ on the log-odds scale, and the standard error of μ."""

    mu: float
    tau: float
    se: float


@dataclass(frozen=True)
class Slope:
    """The log-likelihood at one point with its gradient and observed information in (μ, τ)."""

    mu: float
    tau: float
    value: float
    gradient: Floats
    information: Floats


def highest_peak(x: Floats, n: Floats) -> Peak | None:
    """The maximum over μ and τ ≥ 0; None when there is no finite one.

    `x` and `n` are counts of shape (k,), not all 0 and not all n.
    """
    flat = slope(math.log(x.sum() / (n.sum() - x.sum())), 0.0, x, n)
    starts = [slope(flat.mu, tau, x, n) for tau in STARTS]
    for start in sorted(starts, key=lambda start: start.value, reverse=True):
        top = climb(start, x, n)
        if top.value - flat.value > rounding(flat):
            return peak_at(top)
    return Peak(flat.mu, 0.0, 1 / math.sqrt(flat.information[0, 0]))


def peak_at(top: Slope) -> Peak | None:
    """The end of a climb as a maximum, unless the likelihood still rises there."""
    if np.abs(uphill(top)).max() > CLOSE or np.linalg.eigvalsh(top.information)[0] <= 0:
        return None
    return Peak(top.mu, abs(top.tau), math.sqrt(np.linalg.inv(top.information)[0, 0]))


def rounding(here: Slope) -> float:
    """Differences of the log-likelihood that mean nothing."""
    return ROUNDING * max(1.0, abs(here.value))


def climb(here: Slope, x: Floats, n: Floats) -> Slope:
    """Newton's way up; ends where no step leads higher."""
    for _ in range(STEPS):
        step = uphill(here)
        if np.abs(step).max() < CLOSE:
            break
        there = step_up(here, step, x, n)
        if there is here:
            break
        here = there
    return here


def uphill(here: Slope) -> Floats:
    """Newton's step, at most one log-odds long, also where the likelihood is not concave."""
    values, vectors = np.linalg.eigh(here.information)
    step: Floats = vectors @ ((vectors.T @ here.gradient) / np.maximum(np.abs(values), 1e-6))
    return step / max(1.0, float(np.abs(step).max()))


def step_up(here: Slope, step: Floats, x: Floats, n: Floats) -> Slope:
    """Newton's step, halved until it does not lead down."""
    for _ in range(HALVINGS):
        there = slope(here.mu + float(step[0]), here.tau + float(step[1]), x, n)
        if there.value >= here.value - rounding(here):
            return there
        step = step / 2
    return here


def slope(mu: float, tau: float, x: Floats, n: Floats) -> Slope:
    """Value, gradient and observed information of the log-likelihood at (μ, τ).

    The constant binomial coefficients are left out. Arrays are (k, points of the grid).
    """
    from scipy.special import expit, log_expit

    z, step = grid(tau, float(n.max()))
    theta, x, n = mu + tau * z, x[:, None], n[:, None]
    log_terms = x * theta + n * log_expit(-theta) - z**2 / 2
    top = log_terms.max(axis=1, keepdims=True)
    weight = np.exp(log_terms - top)
    total = weight.sum(axis=1, keepdims=True)
    value = float((top + np.log(total * step / math.sqrt(2 * math.pi))).sum())
    p = expit(theta)
    return Slope(mu, tau, value, *derivatives(x - n * p, n * p * (1 - p), z, weight / total))


def derivatives(
    residual: Floats, variance: Floats, z: Floats, weight: Floats
) -> tuple[Floats, Floats]:
    """Gradient and observed information in (μ, τ), as means over each study's own z (Louis)."""
    scores = np.stack([residual, z * residual])
    means = np.einsum("kj,akj->ak", weight, scores)
    powers = np.einsum("kj,kj,aj->a", weight, variance, np.stack([np.ones_like(z), z, z**2]))
    spread = np.einsum("kj,akj,bkj->ab", weight, scores, scores) - means @ means.T
    return means.sum(axis=1), powers[[[0, 1], [1, 2]]] - spread


def grid(tau: float, largest: float) -> tuple[Floats, float]:
    """An even grid for z, fine enough for the narrowest integrand of studies up to `largest`."""
    width = 1 / math.sqrt(1 + tau**2 * largest / 4)
    step = min(WIDEST_STEP, STEP_PER_WIDTH * width)
    points = math.ceil(REACH / step)
    return np.arange(-points, points + 1) * np.float64(step), step
