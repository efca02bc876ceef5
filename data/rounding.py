"""Printed percentages: how many digits they carry, and which x/N print as them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

# What binary fractions lose: 3/16 is 18.75 %, a tie, and may be printed 18.7 or 18.8.
SLACK = 1e-9


def printed_decimals(percent: float) -> int:
    """Digits after the point as typed: 67 has none, 58.3 and 70.0 have one."""
    return -int(Decimal(str(percent)).as_tuple().exponent)


def agrees_with_count(percent: float, events: int, n: int) -> bool:
    """Whether events/n rounds to the printed percentage; a tie may go either way."""
    half: float = 0.5 * 10.0 ** -printed_decimals(percent)
    return abs(percent - 100 * events / n) <= half + SLACK


def counts_that_fit(percent: float, possible_n: Iterable[int]) -> list[tuple[int, int]]:
    """All (x, N), N from `possible_n`, whose percentage is printed as `percent`."""
    return [
        (events, n)
        for n in possible_n
        for events in near(percent, n)
        if agrees_with_count(percent, events, n)
    ]


def near(percent: float, n: int) -> range:
    """The x of n that may print as the percentage; a few more on either side."""
    expected, margin = percent * n / 100, 0.5 * 10.0 ** -printed_decimals(percent) * n / 100 + 1
    return range(max(0, int(expected - margin)), min(n, int(expected + margin) + 1) + 1)
