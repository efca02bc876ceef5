"""How one cohort stands to one filter, and the words for it.

All patients inside, at least half, none, or not to be told: decided from the range that holds for
every patient and from the bands that say how many lie where. Nothing is estimated.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, inf

from data.schema import Band, Cohort, Dose, PriorLines, Spread
from data.selection import LINES, Range
from data.words import counted, listed, range_text

REGIMEN_WORDS = {
    "alone": "single agent",
    "combined": "combination",
    "both": "mixes single agent and combination",
    "not_inotuzumab_specific": "not specific to InO",
}

NO_DOSE = "dose not found"
NO_LINES = "prior lines not found"
HALF = 50.0  # percent
# Bands in percent add up to a little less than 100 by rounding; below this a part is missing.
ALL = 98.5


@dataclass(frozen=True)
class Verdict:
    """How a cohort stands to one filter: inside, mostly, unknown or outside.

    `says` is the reason in words. For "mostly", `known` of `total` patients are inside for sure;
    of "outside", `nobody` is inside where that was counted.
    """

    kind: str
    says: str
    known: int | None = None
    total: int | None = None
    nobody: bool = False

    def guaranteed(self, n: int) -> int | None:
        """How many of any n of the cohort's patients are inside for sure, if any."""
        if self.known is None or self.total is None:
            return None
        return max(0, self.known - (self.total - n))


def judge_size(cohort: Cohort, minimum: int) -> Verdict:
    if cohort.n is None:
        return Verdict("unknown", "number of patients not found")
    if cohort.n >= minimum:
        return Verdict("inside", counted(cohort.n, "patient"))
    return Verdict("outside", f"{counted(cohort.n, 'patient')}, fewer than {minimum}")


def judge_dose(dose: Dose | None, n: int | None, wanted: Range, words: str = "") -> Verdict:
    """How the planned dose of cycle 1 stands to the wanted range, mg/m²; `words` say what it is."""
    known = dose if dose and dose.low is not None else None
    asked, said = f"had {dose_range_text(*wanted)}", words or dose_text(dose)
    if known and known.levels and not any(wanted[0] <= one <= wanted[1] for one in known.levels):
        return Verdict("outside", f"{said}: none {asked}", nobody=True)
    return judge(known, n, wanted, asked, said)


def judge_lines(lines: PriorLines | None, n: int | None, wanted: Range, words: str = "") -> Verdict:
    """How the prior lines stand to the wanted range, whose upper end may mean "or more"."""
    low, high = wanted[0], inf if wanted[1] >= LINES[1] else wanted[1]
    asked = f"had {lines_range_text(low, high)}"
    verdict = judge(lines, n, (low, high), asked, words or lines_text(lines))
    surer = verdict.kind in ("inside", "mostly")
    if surer or lines is None or lines.median is None or lines.median < low or high != inf:
        return verdict
    half = f"median {lines.median:g} prior lines: at least half {asked}"
    return Verdict("mostly", half, ceil(n / 2) if n else None, n)


def judge(spread: Spread | None, n: int | None, wanted: Range, asked: str, known: str) -> Verdict:
    """The common rule: all patients inside, none, at least half by the bands, or not to be told."""
    if spread is None:
        return Verdict("unknown", known)
    low, high = spread.ends
    if wanted[0] <= low and high <= wanted[1]:
        return Verdict("inside", known)
    if high < wanted[0] or low > wanted[1]:
        return Verdict("outside", f"{known}: none {asked}")
    return judge_bands(spread, n, wanted, asked, known)


def judge_bands(spread: Spread, n: int | None, wanted: Range, asked: str, known: str) -> Verdict:
    """At least half of the patients inside for sure, more than half outside, or not to be told."""
    ends = [(band, *within(band, spread)) for band in spread.bands]
    inside = [band for band, low, high in ends if wanted[0] <= low and high <= wanted[1]]
    outside = [band for band, low, high in ends if high < wanted[0] or wanted[1] < low]
    if share(inside, n) >= HALF:
        sure = sum(band.count or 0 for band in inside)
        exact = are_counted([*inside, *outside], n) or fills(inside, spread, wanted)
        says = f"{'' if exact else 'at least '}{size_text(inside, n)} {asked}"
        return Verdict("mostly", says, sure, n if sure else None)
    only = f"only {size_text(inside, n)} known to have {asked}" if inside else ""
    if share(outside, n) > HALF:
        nobody = sum(band.count or 0 for band in outside) == n
        others = f"none {asked}" if nobody else "most had another"
        return Verdict("outside", only or f"{known}: {others}", nobody=nobody)
    return Verdict("unknown", only or f"{known}; how many {asked} was not found")


def within(band: Band, spread: Spread) -> Range:
    """Between which values the patients of a band lie: an open end is that of all patients."""
    return common(band.ends, spread.ends)


def common(one: Range, other: Range) -> Range:
    """From the higher start to the lower end."""
    return max(one[0], other[0]), min(one[1], other[1])


def are_counted(bands: list[Band], n: int | None) -> bool:
    """Whether the bands have all n patients, so that no other can lie anywhere."""
    if any(band.at_least for band in bands):
        return False
    if any(band.percent is not None for band in bands):
        return share(bands, n) > ALL
    return sum(band.count or 0 for band in bands) == n


def fills(inside: list[Band], spread: Spread, wanted: Range) -> bool:
    """Whether one band is all of the range that is asked for: who is not in it is not inside."""
    asked = common(wanted, spread.ends)
    return any(within(band, spread) == asked and not band.at_least for band in inside)


def share(bands: list[Band], n: int | None) -> float:
    """Percent of the n patients that lie in the bands for sure."""
    known = 100 * sum(band.count or 0 for band in bands) / n if n else 0
    return known + sum(band.percent or 0 for band in bands)


def size_text(bands: list[Band], n: int | None) -> str:
    """How many lie in the bands: "43 of 51", or "68 %" where one of them is a percentage."""
    if any(band.percent is not None for band in bands):
        return f"{share(bands, n):.4g} %"
    return f"{sum(band.count or 0 for band in bands)} of {n}"


def schedule_text(dose: Dose) -> str:
    """How it was given; empty where it was not found."""
    levels = listed([f"{one:g}" for one in dose.levels], "or")
    return dose.schedule or (f"{levels} mg/m² per cycle" if levels else "")


def later_text(dose: Dose) -> str:
    """The dose after a response; empty where it was not found."""
    return "" if dose.later_cycles is None else f"{dose.later_cycles:g} mg/m² per cycle"


def dose_range_text(low: float, high: float) -> str:
    """(1.4, 1.4) -> "1.4 mg/m²"; (0.8, 1.8) -> "0.8–1.8 mg/m²"."""
    return f"{low:g} mg/m²" if low == high else f"{low:g}–{high:g} mg/m²"


def dose_text(dose: Dose | None) -> str:
    """The planned total of cycle 1; the source's own words where it prints no number."""
    if dose is None or dose.low is None or dose.high is None:
        return f"dose only in words: “{dose.text}”" if dose and dose.text else NO_DOSE
    return dose_range_text(dose.low, dose.high)


def lines_range_text(low: float, high: float) -> str:
    """(4, inf) -> "≥ 4 prior lines"; (2, 3) -> "2–3 prior lines"."""
    return f"{range_text(low, high)} prior line{'' if high == 1 else 's'}"


def lines_text(lines: PriorLines | None) -> str:
    """What is known of the prior lines, shortest form first."""
    if lines is None:
        return NO_LINES
    if lines.low is not None and lines.high == lines.low:
        return f"{lines.known_as} {lines.low:g}"
    if lines.bands:
        return ", ".join(band_text(band) for band in lines.bands) + known_as_text(lines)
    if lines.low is None and lines.high is None:
        return without_ends_text(lines)
    if lines.is_floor:
        return f"≥ {lines.low:g} by eligibility"
    return lines_range_text(*lines.ends) + known_as_text(lines)


def without_ends_text(lines: PriorLines) -> str:
    if lines.median is not None:
        return f"median {lines.median:g}{known_as_text(lines) or ' prior lines'}"
    return f"only in words: “{lines.text}”" if lines.text else NO_LINES


def known_as_text(lines: PriorLines) -> str:
    return "" if lines.known_as == "prior lines" else f" ({lines.known_as})"


def band_text(band: Band) -> str:
    """How many lie where: "4–6: 28", "≥ 7: at least 15"."""
    shown = f"{band.count}" if band.count is not None else f"{band.percent:g} %"
    return f"{range_text(*band.ends)}: {'at least ' if band.at_least else ''}{shown}"
