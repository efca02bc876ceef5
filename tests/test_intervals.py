"""Exact, Wilson and Newcombe intervals against R, against the papers, and in themselves."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import bdtr, bdtrc

from data.intervals import clopper_pearson, newcombe_difference, wilson

REFERENCE = json.loads((Path(__file__).parent / "reference" / "intervals.json").read_text("utf-8"))
# R's numbers were written with 12 significant digits; both sides compute in double precision.
TOLERANCE_R = 1e-10
# What double precision loses in a handful of operations on fractions between 0 and 1.
TOLERANCE_FLOAT = 1e-12
# Newcombe's Table II prints four decimals, the trials one decimal of a percentage.
HALF_OF_FOURTH_DECIMAL = 0.5e-4
HALF_OF_TENTH_OF_PERCENT = 0.05

R_ROWS = [
    pytest.param(x, n, limits, id=f"{name}-{number}")
    for name, data in REFERENCE["single"].items()
    for number, (x, n, *limits) in enumerate(data["rows"], start=1)
]


@pytest.mark.parametrize(("x", "n", "limits"), R_ROWS)
def test_exact_and_wilson_intervals_are_those_of_r(x, n, limits):
    """Every count of every data set has the limits that R prints."""
    assert (*clopper_pearson(x, n), *wilson(x, n)) == pytest.approx(limits, abs=TOLERANCE_R)


@pytest.mark.parametrize("row", REFERENCE["newcombe_difference"]["rows"], ids=str)
def test_the_difference_is_that_of_newcombes_table(row):
    """Method 10 gives every printed digit of Newcombe 1998, Table II, contrasts (a) to (h)."""
    x1, n1, x2, n2, *printed = row
    difference, *limits = newcombe_difference(x1, n1, x2, n2)
    assert difference == pytest.approx(x1 / n1 - x2 / n2, abs=TOLERANCE_FLOAT)
    assert limits == pytest.approx(printed, abs=HALF_OF_FOURTH_DECIMAL)


@pytest.mark.parametrize(
    ("interval", "count", "level", "printed"),
    [
        # ITCC-059 phase 1B: response 80 % (61.4–92.3), PMC11443403
        (clopper_pearson, (24, 30), 0.95, [61.4, 92.3]),
        # COG AALL1621: response 58.3 %, two-sided 90 % Wilson interval 46.5–69.3
        (wilson, (28, 48), 0.90, [46.5, 69.3]),
    ],
)
def test_trials_print_the_same_interval(interval, count, level, printed):
    """The trialists' own intervals come out to every printed digit."""
    percent = [100 * limit for limit in interval(*count, level)]
    assert percent == pytest.approx(printed, abs=HALF_OF_TENTH_OF_PERCENT)


COUNTS = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
LEVELS = st.floats(0.5, 0.999)
INTERVALS = st.sampled_from([clopper_pearson, wilson])


@given(INTERVALS, COUNTS, LEVELS)
def test_an_interval_lies_in_its_range_and_holds_the_estimate(interval, count, level):
    """0 ≤ low ≤ x/N ≤ high ≤ 1; an end is closed exactly when nobody or everybody had the event."""
    x, n = count
    low, high = interval(x, n, level)
    assert 0 <= low <= x / n <= high <= 1
    assert (low == 0) == (x == 0)
    assert (high == 1) == (x == n)


@pytest.mark.parametrize("interval", [clopper_pearson, wilson])
def test_an_end_at_nobody_or_everybody_is_exact(interval):
    """No rounding stands there: 0/19 begins at 0, not at 1e-17."""
    for n in range(1, 200):
        assert interval(0, n)[0] == 0
        assert interval(n, n)[1] == 1


@given(INTERVALS, COUNTS, LEVELS)
def test_counting_the_others_mirrors_the_interval(interval, count, level):
    """The interval of N−x is one minus the interval of x."""
    x, n = count
    low, high = interval(x, n, level)
    mirrored = interval(n - x, n, level)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=TOLERANCE_FLOAT)


@given(INTERVALS, COUNTS, st.integers(2, 20), LEVELS)
def test_more_patients_at_the_same_rate_never_widen(interval, count, times, level):
    """Both ends move towards the estimate."""
    x, n = count
    low, high = interval(x, n, level)
    larger_low, larger_high = interval(times * x, times * n, level)
    assert larger_low >= low - TOLERANCE_FLOAT
    assert larger_high <= high + TOLERANCE_FLOAT


@given(INTERVALS, COUNTS, LEVELS, LEVELS)
def test_a_higher_level_never_narrows(interval, count, one, other):
    """The interval at the lower level lies inside the one at the higher level."""
    low, high = interval(*count, min(one, other))
    wider_low, wider_high = interval(*count, max(one, other))
    assert wider_low <= low + TOLERANCE_FLOAT
    assert high <= wider_high + TOLERANCE_FLOAT


@given(COUNTS, LEVELS)
def test_the_exact_limits_solve_the_tails(count, level):
    """At each limit the observed count is just as extreme as the level allows (Clopper–Pearson)."""
    x, n = count
    low, high = clopper_pearson(x, n, level)
    tail = (1 - level) / 2
    # A tail probability is as exact as the limit times the slope of the tail, at most about N.
    exact = 2000 * TOLERANCE_R
    if x > 0:
        assert bdtrc(x - 1, n, low) == pytest.approx(tail, abs=exact)
    if x < n:
        assert bdtr(x, n, high) == pytest.approx(tail, abs=exact)


@given(COUNTS, COUNTS, LEVELS)
def test_a_difference_lies_in_its_range_and_holds_the_estimate(first, second, level):
    """−1 ≤ low ≤ difference ≤ high ≤ 1."""
    difference, low, high = newcombe_difference(*first, *second, level)
    assert -1 - TOLERANCE_FLOAT <= low <= difference <= high <= 1 + TOLERANCE_FLOAT
    assert difference == pytest.approx(first[0] / first[1] - second[0] / second[1])


@given(COUNTS, COUNTS, LEVELS)
def test_swapping_the_groups_turns_the_difference_round(first, second, level):
    """Second minus first is the negative of first minus second."""
    difference, low, high = newcombe_difference(*first, *second, level)
    turned = newcombe_difference(*second, *first, level)
    assert turned == pytest.approx((-difference, -high, -low), abs=TOLERANCE_FLOAT)


@pytest.mark.parametrize("interval", [clopper_pearson, wilson])
@pytest.mark.parametrize(
    ("x", "n"),
    [
        (6, 5),
        (-1, 5),
        (0, 0),
        (1, -5),
        (2.0, 5),
        (2, 5.0),
        (0.4, 1),
        (True, 5),
        (1, True),
        ("2", 5),
        (None, 5),
        (math.nan, 5),
        (np.float64(2), 5),
        (np.bool_(True), 5),
    ],
    ids=repr,
)
def test_an_impossible_count_is_refused(interval, x, n):
    """More events than patients, no patients, fractions, booleans and texts are no counts."""
    with pytest.raises(ValueError, match="is not a count; allowed: whole numbers, 0 ≤ x ≤ N"):
        interval(x, n)
    with pytest.raises(ValueError, match="is not a count"):
        newcombe_difference(3, 5, x, n)


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, math.nan])
def test_an_impossible_level_is_refused(level):
    """A level is a fraction; 95 is not meant as 0.95 in silence."""
    for interval in (clopper_pearson, wilson):
        with pytest.raises(ValueError, match="allowed: between 0 and 1"):
            interval(2, 5, level)


@pytest.mark.parametrize("whole", [np.int8, np.uint8, np.int16, np.int32, np.int64])
def test_numpy_integers_count_like_others(whole):
    """The integers of a data frame give the same numbers, also where their squares overflow."""
    x, n = whole(100), whole(120)
    for interval in (clopper_pearson, wilson):
        assert interval(x, n) == interval(100, 120)
        assert all(type(limit) is float for limit in interval(x, n))
    difference = newcombe_difference(x, n, whole(3), whole(10))
    assert difference == newcombe_difference(100, 120, 3, 10)
    assert all(type(number) is float for number in difference)


def test_the_references_say_where_they_come_from():
    """Tool, version, call and source stand beside the numbers."""
    assert set(REFERENCE["single"]["newcombe1998_tableI"]) == {"source", "rows"}
    for block in ("_single", "newcombe_difference"):
        assert {"source", "call"} <= set(REFERENCE[block])
    assert REFERENCE["_single"]["tool"] == "R 4.2.2"
