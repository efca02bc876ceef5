"""Many counts -> one pooled rate with its intervals and heterogeneity, or a refusal.

Nothing is estimated where there is nothing to estimate: a refused `Pooled` carries the reason and
the exact total. Rates are fractions between 0 and 1; μ, its standard error and τ are on the
log-odds scale. The methods themselves stand in `pooling_methods.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from data.intervals import check_count, clopper_pearson
from data.likelihood import Floats
from data.pooling_methods import METHODS, Fit, Refusal, i_squared

QUANTILES = 500  # of a new setting's rate; the count's distribution is averaged over them


@dataclass(frozen=True)
class Pooled:
    """The answer of one method for k studies with `patients` in their denominators.

    `low`–`high` is the interval of the pooled rate, `prediction_low`–`prediction_high` that of the
    rate in a new comparable setting (None for the common-effect model), `log_odds` and `se` are μ
    and its standard error, `i2` is in percent. When not `estimable`, all of these are None and
    `reason` says why. `crude` is the total (events, n) with its exact interval; None for k = 0.
    """

    method: str
    k: int
    patients: int
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    prediction_low: float | None = None
    prediction_high: float | None = None
    log_odds: float | None = None
    se: float | None = None
    tau2: float | None = None
    i2: float | None = None
    estimable: bool = False
    reason: str = ""
    crude: tuple[int, int, float, float] | None = None


def pool(
    events: Sequence[int], totals: Sequence[int], method: str = "glmm", level: float = 0.95
) -> Pooled:
    """One pooled rate of x/N of several studies, or a refusal.

    Raises ValueError for an unknown method, lists of unequal length, and impossible counts.
    """
    if method not in METHODS:
        raise ValueError(f"unknown method {method!r}; allowed: {', '.join(METHODS)}")
    x, n = counts(events, totals, level)
    total = int(x.sum()), int(n.sum())
    crude = (*total, *clopper_pearson(*total, level)) if len(n) else None
    answer = Pooled(method, len(n), total[1], crude=crude)
    try:
        refuse_few_or_uniform(x, n)
        fit = METHODS[method](x, n, level)
    except Refusal as refusal:
        return replace(answer, reason=str(refusal))
    return replace(answer, estimable=True, i2=i_squared(x, n, fit.tau2), **rates(fit))


def counts(events: Sequence[int], totals: Sequence[int], level: float) -> tuple[Floats, Floats]:
    """Both lists as arrays of shape (k,); raises ValueError for anything that is no count."""
    if len(events) != len(totals):
        raise ValueError(f"{len(events)} events but {len(totals)} totals; allowed: as many of each")
    pairs = [check_count(x, n, level) for x, n in zip(events, totals, strict=True)]
    x, n = np.array(pairs, dtype=float).reshape(-1, 2).T
    return x, n


def refuse_few_or_uniform(x: Floats, n: Floats) -> None:
    few = {0: "no study with counts", 1: "one study is not pooled", 2: "two studies are too few"}
    if len(n) in few:
        raise Refusal(few[len(n)])
    if not x.any() or (x == n).all():
        which = f"{'every' if x.any() else 'no'} patient of these studies"
        raise Refusal(f"{which} had the event: the model has no finite estimate")


def rates(fit: Fit) -> dict[str, Any]:
    """A fit on the log-odds scale as the fields of a `Pooled`."""
    half, ahead = fit.reach * fit.se, fit.reach * math.hypot(fit.se, math.sqrt(fit.tau2))
    ends = np.array([0, -half, half, -ahead, ahead])
    estimate, low, high, *prediction = map(float, odds_to_rate(fit.mu + ends))
    prediction_low, prediction_high = prediction if fit.predicts else (None, None)
    return {
        "estimate": estimate,
        "low": low,
        "high": high,
        "prediction_low": prediction_low,
        "prediction_high": prediction_high,
        "log_odds": fit.mu,
        "se": fit.se,
        "tau2": fit.tau2,
    }


def leave_one_out(
    events: Sequence[int], totals: Sequence[int], method: str = "glmm"
) -> list[Pooled]:
    """The pooled rate without the first, the second … study; with k < 4 each is a refusal."""
    return [
        pool([*events[:i], *events[i + 1 :]], [*totals[:i], *totals[i + 1 :]], method)
        for i in range(len(events))
    ]


def predict_count(pooled: Pooled, of: int = 10, level: float = 0.8) -> tuple[int, int]:
    """Of the next `of` patients in a new comparable setting between so and so many, at this level.

    Equal-tailed quantiles of Binomial(of, expit θ), θ = μ + T·√(se² + τ²), T Student with k − 1
    degrees of freedom. Raises ValueError where nothing was pooled, or for an impossible `of`.
    """
    from scipy.special import bdtr, stdtrit

    check_count(0, of, level)
    mu, spread = new_setting(pooled)
    u, weight = quantiles()
    p = odds_to_rate(mu + spread * stdtrit(pooled.k - 1, (u + 1) / 2))
    at_most = np.array([weight @ bdtr(y, of, p) / 2 for y in range(of)] + [1.0])
    low, high = np.searchsorted(at_most, [(1 - level) / 2, (1 + level) / 2])
    return int(low), int(high)


def probability_above(pooled: Pooled, threshold: float) -> float:
    """The probability that the rate in a new comparable setting is above `threshold`, 0 to 1.

    Raises ValueError where nothing was pooled, or for a threshold that is no rate.
    """
    from scipy.special import logit, stdtr

    if not 0 <= threshold <= 1:
        raise ValueError(f"threshold {threshold}; allowed: between 0 and 1")
    mu, spread = new_setting(pooled)
    return float(stdtr(pooled.k - 1, (mu - logit(threshold)) / spread))


@cache
def quantiles() -> tuple[Floats, Floats]:
    """Nodes and weights of the Gauss–Legendre rule on −1 to 1."""
    from scipy.special import roots_legendre

    u, weight = roots_legendre(QUANTILES)
    return u, weight


def new_setting(pooled: Pooled) -> tuple[float, float]:
    """μ and √(se² + τ²) of the rate in a new comparable setting."""
    if pooled.log_odds is None or pooled.se is None or pooled.tau2 is None:
        raise ValueError(f"nothing was pooled: {pooled.reason}")
    return pooled.log_odds, math.hypot(pooled.se, math.sqrt(pooled.tau2))


def odds_to_rate(log_odds: Floats) -> Floats:
    """The inverse of the logit, without overflow."""
    from scipy.special import expit

    return np.asarray(expit(log_odds))
