"""Pooled rates against a running R: random sets of small studies, fitted by metafor just now.

Without R and metafor these tests are skipped on a desk and fail in CI. Where R finds no fit, or
one of a lower likelihood, nothing can be compared; that must stay the exception.
"""

from __future__ import annotations

import csv
import math
import subprocess
from pathlib import Path

import numpy as np
import pytest

from data.pooling import pool
from data.pooling_methods import logits
from tests.brute_force import log_likelihood, restricted
from tests.differential import simulate
from tests.running_r import rscript

SEED = 20
# lme4 and metafor's REML stop a little before the top; of log odds above 1 it is a part.
TOLERANCE_R = 1e-4
# DerSimonian and Laird's formula is closed; R's numbers are printed with 12 digits.
TOLERANCE_FORMULA = 1e-9
# By which the logarithm of one likelihood may lie above the other's, as rounding.
EQUALLY_LIKELY = 1e-9
MOST = 9
SETS = {
    f"set-{number:02}": counts
    for number, counts in enumerate(simulate(SEED, one) for one in range(12))
}
FIELDS = {
    "beta": "log_odds",
    "se": "se",
    "pred": "estimate",
    "ci_lb": "low",
    "ci_ub": "high",
    "pi_lb": "prediction_low",
    "pi_ub": "prediction_high",
}


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    """R's numbers by method and set; None where R found no fit."""
    counts = tmp_path_factory.mktemp("metafor") / "counts.csv"
    with counts.open("w", encoding="utf-8", newline="") as file:
        rows = [(name, *pair) for name, one in SETS.items() for pair in zip(*one, strict=True)]
        csv.writer(file).writerows([("set", "x", "n"), *rows])
    script = Path(__file__).with_name("metafor.R")
    command = [rscript(), script, counts, "glmm100", "reml", "reml-adhoc", "dl"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    return {
        (row["method"], row["set"]): None if row["beta"] == "NA" else numbers(row)
        for row in csv.DictReader(done.stdout.splitlines())
    }


def numbers(row):
    return {name: float(row[name]) for name in (*FIELDS, "tau2")}


def agrees(ours, theirs, tolerance):
    expected = pytest.approx([theirs[name] for name in FIELDS], rel=tolerance, abs=tolerance)
    return [getattr(ours, FIELDS[name]) for name in FIELDS] == expected


def test_the_main_model_is_that_of_a_running_r(fitted):
    """With 100 nodes and t; where R stops elsewhere, the likelihood is not higher there."""
    compared = []
    for name, (x, n) in SETS.items():
        ours, theirs = pool(x, n), fitted["glmm100", name]
        if theirs is None or not ours.estimable:
            continue
        if agrees(ours, theirs, TOLERANCE_R):
            compared.append(name)
        else:
            here = log_likelihood(ours.log_odds, math.sqrt(ours.tau2), x, n)
            there = log_likelihood(theirs["beta"], math.sqrt(theirs["tau2"]), x, n)
            assert there < here + EQUALLY_LIKELY, name
    assert len(compared) >= MOST


@pytest.mark.parametrize("method", ["reml", "reml-adhoc"])
def test_the_normal_models_are_those_of_a_running_r(fitted, method):
    """REML with Hartung and Knapp's interval; where R stops elsewhere, it is not higher there."""
    compared = []
    for name, (x, n) in SETS.items():
        ours, theirs = pool(x, n, method), fitted[method, name]
        if theirs is None:
            continue
        if agrees(ours, theirs, TOLERANCE_R):
            compared.append(name)
        else:
            y, v = logits(*np.array([x, n], dtype=float))
            here, there = restricted([ours.tau2, theirs["tau2"]], y, v)
            assert there < here + EQUALLY_LIKELY, name
    assert len(compared) >= MOST


@pytest.mark.parametrize("name", SETS)
def test_dersimonian_and_laird_are_those_of_a_running_r(fitted, name):
    """A closed formula: every set, every number."""
    assert agrees(pool(*SETS[name], "dl"), fitted["dl", name], TOLERANCE_FORMULA)


def test_the_random_sets_are_those_that_r_finds_hard():
    """Empty and full studies are among them."""
    pairs = [pair for one in SETS.values() for pair in zip(*one, strict=True)]
    assert any(x == 0 for x, _ in pairs)
    assert any(x == n for x, n in pairs)
