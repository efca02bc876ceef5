"""What the tests of pooled rates share: the pinned data sets, and what a refusal looks like."""

from __future__ import annotations

import json
from pathlib import Path

from scipy.special import expit

REFERENCE = json.loads((Path(__file__).parent / "reference" / "pooling.json").read_text("utf-8"))
SETS = REFERENCE["sets"]
CASES = REFERENCE["project"]
RATES = ("estimate", "low", "high", "prediction_low", "prediction_high")
ESTIMATES = (*RATES, "log_odds", "se", "tau2", "i2")
# Sets with no event in half of the studies.
SPARSE = {"meta_zero_example"}
# metafor's default of 7 nodes is not converged; in a sparse set even less so.
METAFOR_DEFAULT, METAFOR_DEFAULT_SPARSE = 2e-3, 2e-2
# What double precision loses between a closed formula and its inverse.
TOLERANCE_FLOAT = 1e-9


def interval(pooled, critical):
    """The interval of a pooled rate with another critical value, for R's default z."""
    half = critical * pooled.se
    return [float(expit(pooled.log_odds - half)), float(expit(pooled.log_odds + half))]


def assert_refused(pooled):
    assert [getattr(pooled, field) for field in ESTIMATES] == [None] * len(ESTIMATES)
    assert not pooled.estimable
    assert pooled.reason
