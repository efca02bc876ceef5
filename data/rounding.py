"""Printed percentages: how many digits they carry, and which x/N print as them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from decimal import Decimal

# What binary fractions lose: 3/16 is 18.75 %, a tie, and may be printed 18.7 or 18.8.
SLACK = 1e-9


def printed_decimals(percent: float) -> int:
    """Digits after the point as typed: 67 has none, 58.3 and 70.0 have one."""
    return -int(Decimal(str(percent)).as_tuple().exponent)


def printed_so(percent: float) -> tuple[float, float]:
    """Between which ends a rate prints as this percentage; a tie may go either way."""
    half: float = 0.5 * 10.0 ** -printed_decimals(percent) + SLACK
    return percent - half, percent + half


def agrees_with_count(percent: float, events: int, n: int) -> bool:
    """Whether events/n rounds to the printed percentage."""
    low, high = printed_so(percent)
    return low <= 100 * events / n <= high


def counts_that_fit(percent: float, possible_n: Iterable[int]) -> list[tuple[int, int]]:
    """All (x, N), N from `possible_n`, whose percentage is printed as `percent`."""
    return [(events, n) for n in possible_n for events in fitting(percent, n)]


def fitting(percent: float, n: int) -> range:
    """All x of n that fit: neighbors, found without trying every one."""
    (low, high), counts = printed_so(percent), range(n + 1)

    def rate(events: int) -> float:
        return 100 * events / n

    return counts[bisect_left(counts, low, key=rate) : bisect_right(counts, high, key=rate)]
