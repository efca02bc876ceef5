"""One count, or two: estimate and interval. All numbers are fractions between 0 and 1.

References: Clopper & Pearson, Biometrika 1934;26:404-413. Wilson, J Am Stat Assoc 1927;22:209-212.
Newcombe, Stat Med 1998;17:873-890 (difference of two independent proportions, method 10).
"""

from __future__ import annotations

import math
from numbers import Integral


def clopper_pearson(events: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Exact interval of events/n, (low, high); raises ValueError for an impossible count."""
    from scipy.special import betaincinv

    events, n = check_count(events, n, level)
    tail = (1 - level) / 2
    low = 0.0 if events == 0 else float(betaincinv(events, n - events + 1, tail))
    high = 1.0 if events == n else float(betaincinv(events + 1, n - events, 1 - tail))
    return low, high


def wilson(events: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Wilson score interval of events/n without continuity correction, (low, high)."""
    from scipy.special import ndtri

    events, n = check_count(events, n, level)
    z2 = float(ndtri((1 + level) / 2)) ** 2
    p = events / n
    center = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = math.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    low = 0.0 if events == 0 else center - half
    high = 1.0 if events == n else center + half
    return low, high


def newcombe_difference(
    x1: int, n1: int, x2: int, n2: int, level: float = 0.95
) -> tuple[float, float, float]:
    """x1/n1 − x2/n2 with Newcombe's hybrid score interval: (difference, low, high) in −1…1."""
    low1, high1 = wilson(x1, n1, level)
    low2, high2 = wilson(x2, n2, level)
    p1, p2 = float(x1 / n1), float(x2 / n2)
    below = math.hypot(p1 - low1, high2 - p2)
    above = math.hypot(high1 - p1, p2 - low2)
    return p1 - p2, p1 - p2 - below, p1 - p2 + above


def check_count(events: int, n: int, level: float) -> tuple[int, int]:
    """The count as Python integers, which never overflow; raises ValueError for a bad one."""
    if not (_is_whole(events) and _is_whole(n)) or n < 1 or not 0 <= events <= n:
        raise ValueError(f"{events}/{n} is not a count; allowed: whole numbers, 0 ≤ x ≤ N, N ≥ 1")
    if not 0 < level < 1:
        raise ValueError(f"level {level}; allowed: between 0 and 1")
    return int(events), int(n)


def _is_whole(value: object) -> bool:
    """Whether a value is an integer of Python or numpy; True and False are not."""
    return isinstance(value, Integral) and not isinstance(value, bool)
