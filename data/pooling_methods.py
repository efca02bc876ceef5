"""The methods that pool counts: each takes x and N and gives μ, its standard error and τ².

The main one is the random-intercept logistic model (binomial-normal GLMM), x_i ~ Binomial(n_i,
p_i), logit p_i ~ N(μ, τ²), by maximum likelihood: Stijnen, Hamza & Özdemir, Stat Med
2010;29:3046-3067. The others are shown beside it, never instead of it. `x` and `n` are arrays of
shape (k,), k ≥ 2, not all 0 and not all n; everything is on the log-odds scale.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from data.likelihood import Floats, highest_peak

LOST = 0.99  # a standard error below this part of the common-effect one means a failed fit
ROUNDING = 1e-12
GRID = 200  # points between which a top of the restricted likelihood is looked for


@dataclass(frozen=True)
class Fit:
    """μ with its standard error and τ², and how many standard errors make the interval."""

    mu: float
    se: float
    tau2: float
    reach: float
    predicts: bool = True


class Refusal(Exception):
    """There is no estimate; the message says why, in words for a reader."""


def glmm(x: Floats, n: Floats, level: float) -> Fit:
    """Binomial-normal model by maximum likelihood; t with k − 1 degrees of freedom."""
    peak = highest_peak(x, n)
    if peak is None:
        raise Refusal("the rates differ too much for the model to find an estimate")
    if peak.se < LOST * common(x, n, level).se:
        raise Refusal("the model's fit is not trustworthy: its standard error is too small")
    return Fit(peak.mu, peak.se, peak.tau**2, student(level, len(n)))


def common(x: Floats, n: Floats, level: float) -> Fit:
    """Common-effect logistic regression: the total on the log-odds scale, no spread; z."""
    events, rest = x.sum(), (n - x).sum()
    se = math.sqrt(1 / events + 1 / rest)
    return Fit(math.log(events / rest), se, 0.0, normal(level), predicts=False)


def dersimonian_laird(x: Floats, n: Floats, level: float) -> Fit:
    """DerSimonian & Laird, Control Clin Trials 1986;7:177-188, on the logit; z."""
    y, v = logits(x, n)
    w = 1 / v
    q = float((w * (y - np.average(y, weights=w)) ** 2).sum())
    tau2 = max(0.0, (q - (len(y) - 1)) / float(w.sum() - (w**2).sum() / w.sum()))
    w = 1 / (v + tau2)
    return Fit(float(np.average(y, weights=w)), 1 / math.sqrt(w.sum()), tau2, normal(level))


def reml(x: Floats, n: Floats, level: float, smallest_factor: float = 0.0) -> Fit:
    """Logit normal–normal model, REML τ², interval of Hartung & Knapp, Stat Med 2001;20:3875-3889.

    `smallest_factor` 1 never lets their factor make the interval narrower than the classic one:
    Jackson et al., Stat Med 2017;36:3923-3934.
    """
    y, v = logits(x, n)
    tau2 = reml_tau2(y, v)
    w = 1 / (v + tau2)
    mu = float(np.average(y, weights=w))
    q = float((w * (y - mu) ** 2).sum()) / (len(y) - 1)
    factor = max(smallest_factor, q)
    if factor < ROUNDING:
        raise Refusal("all rates are the same: Hartung and Knapp's interval has no width")
    return Fit(mu, math.sqrt(factor / w.sum()), tau2, student(level, len(y)))


def reml_adhoc(x: Floats, n: Floats, level: float) -> Fit:
    """As `reml`, but never with a narrower interval than the classic random-effects one."""
    return reml(x, n, level, smallest_factor=1.0)


def reml_tau2(y: Floats, v: Floats) -> float:
    """The τ² with the highest restricted likelihood, which can have more than one top.

    Above twice the squared range of the logits its score is negative.
    """
    from scipy.optimize import brentq

    ends = np.geomspace(v.min() / 1e4, 2 * np.ptp(y) ** 2 + v.max(), GRID)
    scores = [reml_score(tau2, y, v) for tau2 in ends]
    zeros = [
        float(brentq(reml_score, low, high, args=(y, v), xtol=1e-14))
        for (low, up), (high, down) in pairwise(zip(ends, scores, strict=True))
        if up > 0 >= down
    ]
    return max([0.0, *zeros], key=lambda tau2: restricted_likelihood(tau2, y, v))


def restricted_likelihood(tau2: float, y: Floats, v: Floats) -> float:
    """Twice the restricted log-likelihood, without constants."""
    w = 1 / (v + tau2)
    residuals = y - np.average(y, weights=w)
    return float(np.log(w).sum() - math.log(w.sum()) - (w * residuals**2).sum())


def reml_score(tau2: float, y: Floats, v: Floats) -> float:
    """Twice the derivative of the restricted log-likelihood in τ²."""
    w = 1 / (v + tau2)
    residuals = w * (y - np.average(y, weights=w))
    return float((residuals**2).sum() - w.sum() + (w**2).sum() / w.sum())


def logits(x: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Log odds and their variances, shape (k,); 0.5 is added in studies with a zero cell only."""
    half = np.where((x == 0) | (x == n), 0.5, 0.0)
    x, rest = x + half, n - x + half
    return np.log(x / rest), 1 / x + 1 / rest


def i_squared(x: Floats, n: Floats, tau2: float) -> float:
    """Part of the spread that is not chance, percent: Higgins & Thompson, Stat Med 2002;21:1539."""
    w = 1 / logits(x, n)[1]
    typical = float((len(w) - 1) * w.sum() / (w.sum() ** 2 - (w**2).sum()))
    return 100 * tau2 / (tau2 + typical)


def student(level: float, k: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(k - 1, (1 + level) / 2))


def normal(level: float) -> float:
    from scipy.special import ndtri

    return float(ndtri((1 + level) / 2))


METHODS: dict[str, Callable[[Floats, Floats, float], Fit]] = {
    "glmm": glmm,
    "reml": reml,
    "reml-adhoc": reml_adhoc,
    "dl": dersimonian_laird,
    "common": common,
}
