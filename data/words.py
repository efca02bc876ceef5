"""Numbers and lists as text, in one style for figure, table, sentence and export."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import inf

UNPUBLISHED = "own series, unpublished"
# At the word by which the vocabulary names those that a number counts.
PLURAL = re.compile(r"(?<=\bpatient)s\b|(?<=\bresponder)s\b")
# As `rate_text`, `percent_text` and `span_text` write it.
RATE = r"(?:\d+/\d+ · )?[\d.]+(?:–[\d.]+)? %(?: \[[\d.]+–[\d.]+\])?"
DOSE = r"[\d.]+(?:–[\d.]+)? mg/m²"
BEFORE_A_YEAR = r"(?<=[^\W\d]) (?=(?:19|20)\d\d\b)"
WHOLE = re.compile(f"{RATE}|{DOSE}|{BEFORE_A_YEAR}")


def whole_rates(text: str) -> str:
    """The text with rates that stay on one line: none is torn from its %, or its interval.

    Nor is a dose torn from its unit, or a study from its year.
    """
    return WHOLE.sub(lambda found: unbroken(found.group()), text)


def unbroken(text: str) -> str:
    return text.replace(" ", "\u00a0").replace("–", "\u2060–\u2060")


def rounded(value: float, digits: int = 0) -> str:
    """A number to so many digits; a tie goes up, as journals print it (12.5 -> "13")."""
    unit = Decimal(1).scaleb(-digits)
    return str(Decimal(repr(value)).quantize(unit, rounding=ROUND_HALF_UP))


def rate_text(events: int, n: int, low: float, high: float, digits: int = 0) -> str:
    """28, 48, 43.21, 72.39 -> "28/48 · 58 % [43–72]"; the interval in percent."""
    interval = f"[{rounded(low, digits)}–{rounded(high, digits)}]"
    return f"{events}/{n} · {rounded(100 * events / n, digits)} % {interval}"


def signed(value: float, digits: int) -> str:
    """-4.2 -> "−4", with a true minus sign; what rounds to nothing has none."""
    shown = rounded(abs(value), digits)
    return f"−{shown}" if value < 0 and float(shown) else shown


def in_percent(fraction: float | None) -> float | None:
    """0.703 -> 70.3; nothing stays nothing."""
    return None if fraction is None else 100 * fraction


def percent_text(
    estimate: float | None, low: float | None, high: float | None, digits: int = 0
) -> str:
    """0.703, 0.517, 0.839 -> "70 % [52–84]"; a dash where there is no estimate."""
    if estimate is None or low is None or high is None:
        return "–"
    shown = [rounded(100 * value, digits) for value in (estimate, low, high)]
    return f"{shown[0]} % [{shown[1]}–{shown[2]}]"


def span_text(low: float | None, high: float | None, digits: int = 0) -> str:
    """0.419, 0.886 -> "42–89 %"; a dash where there is none."""
    if low is None or high is None:
        return "–"
    return f"{rounded(100 * low, digits)}–{rounded(100 * high, digits)} %"


def interval_text(low: float | None, high: float | str | None, level: float | None) -> str:
    """A published interval as printed, always with its level: "90 % CI 46.5–69.3"."""
    if low is None:
        return ""
    shown_level = f"{level:g} % CI" if level is not None else "interval, level not found,"
    return f"{shown_level} {low}–{high}"


def ends_text(low: float | None, high: float | None) -> str:
    """Between which numbers: "2–21", "≥ 2", "≤ 21"; empty where neither is known."""
    if low is None:
        return "" if high is None else f"≤ {high}"
    return f"≥ {low}" if high is None else f"{low}–{high}"


def range_text(low: float, high: float) -> str:
    """Between which numbers: "2–3", "2", "≥ 4" to infinity, "≤ 3" from it."""
    if high == inf:
        return f"≥ {low:g}"
    if low == -inf:
        return f"≤ {high:g}"
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """["a", "b", "c"] -> "a, b and c"."""
    *most, one = items or [""]
    return f"{', '.join(most)} {last} {one}" if most else one


def counted_again(named: Iterable[tuple[str, str]], among: str) -> list[str]:
    """("adults", "A"), ("adults", "B") -> Some adults are counted in more than one row: A and B."""
    titles: dict[str, dict[str, None]] = {}
    for who, title in named:
        titles.setdefault(who, {})[title] = None
    return [
        f"Some {who} are counted in more than one {among}: {listed(list(names))}."
        for who, names in titles.items()
    ]


def shared_with(who: str, names: Sequence[str], shares: str = "shares") -> str:
    """From "children" and their names "shares children with A and B"; nothing without names."""
    return f"{shares} {who} with {listed(names)}" if names else ""


def counted(count: int, one: str, many: str | None = None) -> str:
    """2, "study", "studies" -> "2 studies"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def of_number(count: int, whom: str) -> str:
    """1, "responders with MRD measured" -> "1 responder with MRD measured"."""
    return f"{count} {PLURAL.sub('', whom, count=1) if count == 1 else whom}"


def capitalized(text: str) -> str:
    """The text with a large first letter; all others stay as they are."""
    return text[:1].upper() + text[1:]


def of_them_own(own: int) -> str:
    """What must stand beside a number of studies: " (1 own, unpublished)"; nothing without any."""
    return f" ({own} own, unpublished)" if own else ""


def marked(name: str) -> str:
    """The name of an own series with the mark that nobody published it."""
    return f"{name} ({UNPUBLISHED})"


def unmarked(name: str) -> str:
    """The name as its owner typed it."""
    return name.removesuffix(f" ({UNPUBLISHED})")
