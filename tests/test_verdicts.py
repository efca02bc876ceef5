"""How one cohort stands to one filter."""

from math import inf

import pytest

from data.schema import Band, Cohort, Dose, PriorLines
from data.verdicts import (
    dose_text,
    judge_dose,
    judge_lines,
    judge_size,
    lines_range_text,
    lines_text,
)

SAID = {"basis": "stated", "source": "paper", "place": "abstract"}


def lines(known_as: str = "prior lines", **facts) -> PriorLines:
    return PriorLines(known_as=known_as, **facts, **SAID)


def dose(low=None, high=None, bands=()) -> Dose:
    return Dose(low=low, high=high, bands=bands, **SAID)


BHOJWANI = lines(
    low=2,
    bands=(Band(low=2, high=3, count=8), Band(low=4, high=6, count=28), Band(low=7, count=15)),
)


@pytest.mark.parametrize(
    ("wanted", "kind", "says"),
    [
        ((2, 7), "inside", "2–3: 8, 4–6: 28, ≥ 7: 15"),
        ((4, 7), "mostly", "43 of 51 had ≥ 4 prior lines"),
        ((4, 6), "mostly", "28 of 51 had 4–6 prior lines"),
        ((7, 7), "outside", "only 15 of 51 known to have had ≥ 7 prior lines"),
        ((5, 7), "outside", "only 15 of 51 known to have had ≥ 5 prior lines"),
        ((1, 1), "outside", "2–3: 8, 4–6: 28, ≥ 7: 15: none had 1 prior line"),
        ((1, 3), "outside", "only 8 of 51 known to have had 1–3 prior lines"),
    ],
)
def test_bands_decide(wanted, kind, says):
    """Only bands that lie wholly inside the filter count as inside."""
    verdict = judge_lines(BHOJWANI, 51, wanted)
    assert (verdict.kind, verdict.says) == (kind, says)


@pytest.mark.parametrize(
    ("known", "wanted", "kind"),
    [
        (None, (4, 7), "unknown"),
        (lines("words only", text="multiple relapsed"), (4, 7), "unknown"),
        (lines("eligibility floor", low=1), (4, 7), "unknown"),
        (lines("eligibility floor", low=4), (4, 7), "inside"),
        (lines("salvage line", low=1, high=1), (2, 7), "outside"),
        (lines("salvage line", low=2, high=2), (2, 7), "inside"),
        (lines("salvage line", bands=(Band(low=2, percent=68),)), (2, 7), "mostly"),
        (lines("salvage line", bands=(Band(low=2, percent=31),)), (2, 7), "outside"),
        (lines(median=5), (4, 7), "mostly"),
        (lines(median=3), (4, 7), "unknown"),
        (lines(median=5), (4, 6), "unknown"),
    ],
)
def test_other_ways_to_know_the_lines(known, wanted, kind):
    """A floor, a salvage line, a percentage or a median decide as far as they go, never further."""
    assert judge_lines(known, 40, wanted).kind == kind


def test_a_median_guarantees_half():
    """At least half of the patients reach the median, rounded up."""
    assert judge_lines(lines(median=5), 41, (4, 7)).known == 21


@pytest.mark.parametrize(
    ("known", "wanted", "kind"),
    [
        (dose(1.8, 1.8), (1.8, 1.8), "inside"),
        (dose(1.8, 1.8), (1.4, 1.4), "outside"),
        (dose(0.8, 1.8), (0.8, 1.8), "inside"),
        (dose(0.8, 1.8), (1.4, 1.8), "unknown"),
        (dose(0.8, 1.8, (Band(low=1.8, high=1.8, count=66),)), (1.8, 1.8), "mostly"),
        (dose(0.8, 1.8, (Band(low=1.8, high=1.8, count=66),)), (0.8, 1.4), "outside"),
        (None, (1.8, 1.8), "unknown"),
    ],
)
def test_doses(known, wanted, kind):
    """A mixed dose is inside only when all of it is; most of it outside is outside."""
    assert judge_dose(known, 108, wanted).kind == kind


def test_exactly_half_is_mostly():
    """The rule is "at least half"."""
    half = lines(bands=(Band(low=4, count=25),))
    assert judge_lines(half, 50, (4, 7)).kind == "mostly"
    assert judge_lines(half, 51, (4, 7)).kind == "outside"


def test_size():
    """A cohort whose size was not found is unknown, not small."""
    small = Cohort(id="all", name="all", n=9, **SAID)
    assert judge_size(small, 9).kind == "inside"
    assert judge_size(small, 10).says == "9 patients, fewer than 10"
    assert judge_size(small.model_copy(update={"n": None}), 10).kind == "unknown"


def test_words():
    """Ranges are said the way a clinic says them."""
    assert lines_range_text(4, inf) == "≥ 4 prior lines"
    assert lines_range_text(1, 1) == "1 prior line"
    assert lines_text(None) == "prior lines not found"
    assert lines_text(lines("salvage line", low=2, high=2)) == "salvage line 2"
    assert dose_text(dose(1.4, 1.8)) == "1.4–1.8 mg/m²"
    assert dose_text(None) == "dose not found"


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (lines(low=1, high=3), "1–3 prior lines"),
        (lines(high=3), "0–3 prior lines"),
        (lines(low=0, high=1), "0–1 prior line"),
        (lines("relapse number", low=1, high=3), "1–3 prior lines (relapse number)"),
        (lines("eligibility floor", low=2), "≥ 2 by eligibility"),
        (lines("words only", text="heavily treated"), "only in words: “heavily treated”"),
        (lines(median=3), "prior lines not found"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_known_of_the_prior_lines_in_words(known, text):
    """A range, a floor or words; what kind of line it is stands behind where it is another."""
    assert lines_text(known) == text
