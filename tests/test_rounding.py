"""Printed percentages and the x/N that can stand behind them."""

from __future__ import annotations

from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rounding import agrees_with_count, counts_that_fit, printed_decimals


@pytest.mark.parametrize(
    ("percent", "decimals"),
    [
        (67, 0),
        (100, 0),
        (58.3, 1),
        (70.0, 1),
        (58.33, 2),
        (0.00001, 5),
        (np.int64(67), 0),
        (np.float64(58.3), 1),
    ],
    ids=repr,
)
def test_digits_are_counted_as_typed(percent: float, decimals: int):
    """A whole number has no digits after the point, 70.0 has one."""
    assert printed_decimals(percent) == decimals


@pytest.mark.parametrize(
    ("percent", "events", "n", "agrees"),
    [
        (80, 20, 25, True),
        (80.0, 20, 25, True),
        (58.3, 28, 48, True),
        (58, 28, 48, True),
        (59, 28, 48, False),
        (58.4, 28, 48, False),
        (67, 28, 42, True),
        (66, 28, 42, False),
        (66.7, 28, 42, True),
        # a tie may go either way: 1/8 is 12.5 %, 1/16 is 6.25 %
        (12, 1, 8, True),
        (13, 1, 8, True),
        (6.2, 1, 16, True),
        (6.3, 1, 16, True),
        (18.7, 3, 16, True),  # in binary 3/16 is a little more than half a digit away from both
        (18.8, 3, 16, True),
        # the ends
        (0, 0, 7, True),
        (100, 7, 7, True),
        (0, 1, 250, True),
        (0, 1, 199, False),
        (100, 199, 200, True),
    ],
)
def test_a_count_agrees_to_the_printed_digits(percent: float, events: int, n: int, agrees: bool):
    """The percentage is compared at the precision it was printed with."""
    assert agrees_with_count(percent, events, n) is agrees


@pytest.mark.parametrize(
    ("percent", "possible_n", "fitting"),
    [
        # O'Brien 2022: MRD-negative in 70 %
        (70, [27, 28, 30], [(19, 27), (21, 30)]),
        # Evstratov 2023: subgroups of 17 children
        (75, range(1, 18), [(3, 4), (6, 8), (9, 12), (12, 16)]),
        (33, range(1, 18), [(1, 3), (2, 6), (3, 9), (4, 12), (5, 15)]),
        # a percentage that none of the possible N can give
        (70, [28], []),
        (28, [7, 8], []),
        # several x for one N
        (0, [1000], [(x, 1000) for x in range(6)]),
        # nobody counts 301 of 300, though it would print as 100 too
        (100, [300], [(299, 300), (300, 300)]),
        (70, [], []),
    ],
)
def test_all_counts_that_print_as_a_percentage_are_found(percent, possible_n, fitting):
    """The x/N behind a bare percentage are listed in the order of N."""
    assert counts_that_fit(percent, possible_n) == fitting


COUNTS = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
TIES = st.sampled_from([ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN])


def printed(events: int, n: int, digits: int, ties: str) -> float:
    """The percentage as somebody prints it who rounds correctly."""
    exact = Decimal(100 * events) / Decimal(n)
    rounded = exact.quantize(Decimal(1).scaleb(-digits), rounding=ties)
    return int(rounded) if digits == 0 else float(rounded)


@given(COUNTS, st.integers(0, 3), TIES)
def test_every_correctly_rounded_percentage_agrees(count: tuple[int, int], digits: int, ties: str):
    """No count is accused of disagreeing with its own percentage, however ties are rounded.

    A trailing zero is lost when YAML is read (83.30 becomes 83.3), which only makes the check
    more lenient.
    """
    assert agrees_with_count(printed(*count, digits, ties), *count)


@given(COUNTS, st.integers(0, 3), TIES)
def test_a_percentage_that_is_one_digit_off_disagrees(
    count: tuple[int, int], digits: int, ties: str
):
    """Two units in the last typed place are never taken for rounding."""
    percent = printed(*count, digits, ties)
    unit = 10.0 ** -printed_decimals(percent)
    off = percent + 2 * unit
    off = round(off, digits) if digits else int(off)
    if printed_decimals(off) == printed_decimals(percent):
        assert not agrees_with_count(off, *count)


@given(COUNTS)
def test_a_count_is_among_those_that_fit_its_percentage(count: tuple[int, int]):
    """The true x/N is never left out of the list."""
    events, n = count
    assert (events, n) in counts_that_fit(printed(events, n, 0, ROUND_HALF_UP), [n])


@given(
    percent=st.decimals(0, 100, places=1).map(float) | st.integers(0, 100).map(float),
    n=st.integers(1, 300),
)
def test_no_count_that_fits_is_missed(percent, n):
    """The same as trying every x."""
    every = [(x, n) for x in range(n + 1) if agrees_with_count(percent, x, n)]
    assert counts_that_fit(percent, [n]) == every
