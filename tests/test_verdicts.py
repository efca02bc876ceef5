"""How one cohort stands to one filter."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.schema import Band, Cohort, Dose, PriorLines
from data.verdicts import (
    dose_text,
    judge_dose,
    judge_lines,
    judge_size,
    lines_range_text,
    lines_text,
)
from tests.drawn import cells_of

SAID = {"basis": "stated", "source": "paper", "place": "abstract"}


def lines(known_as: str = "prior lines", **facts) -> PriorLines:
    return PriorLines(known_as=known_as, **facts, **SAID)


def dose(low=None, high=None, bands=(), levels=()) -> Dose:
    return Dose(low=low, high=high, bands=bands, levels=levels, **SAID)


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
        ((3, 6), "mostly", "at least 28 of 51 had 3–6 prior lines"),
        ((3, 7), "mostly", "at least 43 of 51 had ≥ 3 prior lines"),
        ((4, 9), "mostly", "43 of 51 had ≥ 4 prior lines"),
        ((7, 7), "outside", "only 15 of 51 known to have had ≥ 7 prior lines"),
        ((5, 7), "unknown", "only 15 of 51 known to have had ≥ 5 prior lines"),
        ((1, 1), "outside", "2–3: 8, 4–6: 28, ≥ 7: 15: none had 1 prior line"),
        ((1, 3), "outside", "only 8 of 51 known to have had 1–3 prior lines"),
    ],
)
def test_bands_decide(wanted, kind, says):
    """Only bands that lie wholly inside the filter count as inside."""
    verdict = judge_lines(BHOJWANI, 51, wanted)
    assert (verdict.kind, verdict.says) == (kind, says)


@pytest.mark.parametrize(
    ("bands", "wanted", "says"),
    [
        # Who is not in a band that is the whole range asked for is not inside.
        ((Band(low=2, count=30),), (2, 7), "30 of 40 had ≥ 2 prior lines"),
        ((Band(low=2, count=30, at_least=True),), (2, 7), "at least 30 of 40 had ≥ 2 prior lines"),
        # The other ten may have had one.
        ((Band(low=2, count=30),), (1, 7), "at least 30 of 40 had ≥ 1 prior line"),
        ((Band(low=2, count=30), Band(high=1, count=9)), (2, 7), "30 of 40 had ≥ 2 prior lines"),
        (
            (Band(low=2, high=2, count=20), Band(low=3, count=10), Band(high=1, count=10)),
            (2, 7),
            "30 of 40 had ≥ 2 prior lines",
        ),
        (
            (Band(low=2, high=2, count=20), Band(low=3, count=10), Band(high=1, count=9)),
            (2, 7),
            "at least 30 of 40 had ≥ 2 prior lines",
        ),
        (
            (Band(low=2, high=2, count=20), Band(low=3, count=10, at_least=True)),
            (2, 7),
            "at least 30 of 40 had ≥ 2 prior lines",
        ),
        # Percentages that add up to 99 are all, by rounding.
        (
            (Band(low=1, high=1, percent=31), Band(low=2, high=2, percent=68)),
            (1, 2),
            "99 % had 1–2 prior",
        ),
        (
            (Band(low=1, high=1, percent=30), Band(low=2, high=2, percent=60)),
            (1, 2),
            "at least 90 % had",
        ),
    ],
)
def test_a_bound_is_told_as_one(bands, wanted, says):
    """Exactly so many only where nobody else can lie inside."""
    assert judge_lines(lines(bands=bands), 40, wanted).says.startswith(says)


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
        (lines("salvage line", bands=(Band(low=2, percent=31),)), (2, 7), "unknown"),
        (lines(median=5), (4, 7), "mostly"),
        (lines(median=4), (4, 7), "mostly"),
        (lines(median=3), (4, 7), "unknown"),
        (lines(median=5), (4, 6), "unknown"),
        (lines(median=5, low=4), (4, 7), "inside"),
        (lines(median=5, low=5), (6, 7), "unknown"),
    ],
)
def test_other_ways_to_know_the_lines(known, wanted, kind):
    """A floor, a salvage line, a percentage or a median decide as far as they go, never further."""
    assert judge_lines(known, 40, wanted).kind == kind


def test_a_median_guarantees_half():
    """At least half of the patients reach the median, rounded up."""
    verdict = judge_lines(lines(median=5), 41, (4, 7))
    assert (verdict.known, verdict.says) == (
        21,
        "median 5 prior lines: at least half had ≥ 4 prior lines",
    )
    of_unknown_size = judge_lines(lines(median=5), None, (4, 7))
    assert (of_unknown_size.kind, of_unknown_size.guaranteed(10)) == ("mostly", None)


def test_bands_that_say_more_than_a_median_are_told():
    known = lines(median=5, bands=(Band(low=4, count=39),))
    assert judge_lines(known, 40, (4, 7)).says == "39 of 40 had ≥ 4 prior lines"
    fewer = lines(median=5, bands=(Band(low=6, count=3),))
    assert judge_lines(fewer, 40, (5, 7)).says.startswith("median 5 prior lines: at least half")


def test_one_who_was_not_counted_may_lie_inside():
    """199 of 200 are not all, though they are more than rounding leaves of percentages."""
    bands = (Band(low=2, high=2, count=120), Band(low=4, count=79))
    assert judge_lines(lines(bands=bands), 200, (2, 3)).says.startswith("at least 120 of 200 had")
    all_of_them = (Band(low=2, high=2, count=120), Band(low=4, count=80))
    assert judge_lines(lines(bands=all_of_them), 200, (2, 3)).says.startswith("120 of 200 had")


def test_lower_bounds_count_nobody_out():
    """A bound that leaves nobody over is a bound still."""
    bands = (Band(low=2, high=2, count=30), Band(low=4, count=10, at_least=True))
    assert judge_lines(lines(bands=bands), 40, (2, 3)).says.startswith("at least 30 of 40 had")


def test_counts_beside_a_percentage_are_no_total():
    """Percentages are added to counts as shares of all: 60 and 39.5 % may be all by rounding."""
    bands = (Band(low=2, high=2, count=24), Band(low=4, percent=39.5))
    assert judge_lines(lines(bands=bands), 40, (2, 3)).says == "24 of 40 had 2–3 prior lines"
    fewer = (Band(low=2, high=2, count=24), Band(low=4, percent=38.5))
    assert judge_lines(lines(bands=fewer), 40, (2, 3)).says.startswith("at least 24 of 40 had")


def test_a_percentage_outside_is_nobody_counted():
    """39 counted and a percentage of the rest do not prove that nobody lies inside."""
    bands = (Band(low=4, high=4, count=39), Band(low=5, percent=2))
    verdict = judge_lines(lines(bands=bands), 40, (1, 3))
    assert (verdict.kind, verdict.nobody) == ("outside", False)


def test_counts_and_percentages_add_up():
    known = lines(bands=(Band(low=2, high=3, count=20), Band(low=4, percent=30)))
    assert judge_lines(known, 40, (2, 7)).says == "at least 80 % had ≥ 2 prior lines"
    nobody = lines(bands=(Band(low=4, percent=0),))
    assert judge_lines(nobody, None, (4, 7)).says == "only 0 % known to have had ≥ 4 prior lines"


@pytest.mark.parametrize(
    ("known", "wanted", "kind"),
    [
        (dose(1.8, 1.8), (1.8, 1.8), "inside"),
        (dose(1.8, 1.8), (1.4, 1.4), "outside"),
        (dose(0.8, 1.8), (0.8, 1.8), "inside"),
        (dose(0.8, 1.8), (1.4, 1.8), "unknown"),
        (dose(0.8, 1.4), (1.1, 1.8), "unknown"),
        (dose(1.4, 1.8), (0.8, 1.4), "unknown"),
        (dose(0.8, 1.8, (Band(low=1.8, high=1.8, count=66),)), (1.8, 1.8), "mostly"),
        (dose(0.8, 1.8, (Band(low=1.8, high=1.8, count=66),)), (0.8, 1.4), "outside"),
        (None, (1.8, 1.8), "unknown"),
    ],
)
def test_doses(known, wanted, kind):
    """A mixed dose is inside only when all of it is; most of it outside is outside."""
    assert judge_dose(known, 108, wanted).kind == kind


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        ((0.8, 1.8), "inside"),
        ((1.1, 1.3), "unknown"),
        ((1.2, 1.3), "outside"),
        ((1.3, 1.4), "unknown"),
        ((1.5, 1.7), "outside"),
    ],
)
def test_between_the_levels_of_a_trial_is_nobody(wanted, kind):
    """How many had which was not found, but nobody had another."""
    verdict = judge_dose(dose(0.8, 1.8, levels=(0.8, 1.1, 1.4, 1.8)), 30, wanted)
    assert (verdict.kind, verdict.nobody) == (kind, kind == "outside")
    if kind == "outside":
        assert verdict.says.startswith("0.8–1.8 mg/m²: none had ")


def test_exactly_half_is_mostly():
    """The rule is "at least half"."""
    half = lines(bands=(Band(low=4, count=25),))
    assert judge_lines(half, 50, (4, 7)).kind == "mostly"
    assert judge_lines(half, 51, (4, 7)).kind == "unknown"
    fewer = lines(bands=(Band(low=4, count=50),))
    assert judge_lines(fewer, 101, (4, 7)).kind == "unknown"


KINDS = ("outside", "unknown", "mostly", "inside")
COUNTS = st.lists(st.integers(0, 12), min_size=3, max_size=3)


@given(COUNTS, st.integers(0, 20), st.tuples(st.integers(1, 7), st.integers(1, 7)))
def test_a_wider_filter_leaves_nobody_out(counts, others, ends):
    """Whoever is not surely outside is not so where more is asked for."""
    places = ((1, 2), (3, 5), (6, None))
    bands = tuple(
        Band(low=low, high=high, count=count)
        for (low, high), count in zip(places, counts, strict=True)
    )
    n, (low, high) = max(1, sum(counts) + others), sorted(ends)
    found = [
        KINDS.index(judge_lines(lines(bands=bands), n, wanted).kind)
        for wanted in ((low, high), (max(1, low - 1), high), (low, min(7, high + 1)), (1, 7))
    ]
    assert found[0] <= min(found)


BANDS = """
2–3: 8, 4–6: 28           | 2–5 | unknown | only 8 of 50 known to have had 2–5 prior lines
4–6: at least 20, ≥ 7: 15 | ≥ 4 | mostly  | at least 35 of 50 had ≥ 4 prior lines
4–6: 20, ≥ 7: at least 15 | ≥ 4 | mostly  | at least 35 of 50 had ≥ 4 prior lines
1: 68 %, 2: 31 %          | 1–2 | mostly  | 99 % had 1–2 prior lines
≥ 4: 31 %                 | ≥ 4 | unknown | only 31 % known to have had ≥ 4 prior lines
1: 30                     | ≥ 4 | outside | 1: 30: most had another
4–6: 30                   | 1–2 | outside | 4–6: 30: most had another
1: 30, 2: 20              | ≥ 4 | outside | 1: 30, 2: 20: none had ≥ 4 prior lines
1: 30, 4–6: 20            | 2–3 | outside | 1: 30, 4–6: 20: none had 2–3 prior lines
1: 68 %, 2: 32 %          | ≥ 3 | outside | 1: 68 %, 2: 32 %: most had another
1: 25                     | ≥ 4 | unknown | 1: 25; how many had ≥ 4 prior lines was not found
2–4: 30                   | ≥ 4 | unknown | 2–4: 30; how many had ≥ 4 prior lines was not found
4–6: 30                   | ≥ 5 | unknown | 4–6: 30; how many had ≥ 5 prior lines was not found
4–6: 30                   | 2–4 | unknown | 4–6: 30; how many had 2–4 prior lines was not found
4–6: 30                   | 2–5 | unknown | 4–6: 30; how many had 2–5 prior lines was not found
"""


def ends(text: str) -> tuple[int, int | None]:
    """The ends of "4–6", "4" or "≥ 4"."""
    if text.startswith("≥ "):
        return int(text[2:]), None
    low, _, high = text.partition("–")
    return int(low), int(high or low)


def band(text: str) -> Band:
    """A band that is written "4–6: at least 20", "≥ 7: 15" or "1: 68 %"."""
    values, _, size = text.partition(": ")
    low, high = ends(values)
    number = int(size.removeprefix("at least ").removesuffix(" %"))
    known = {"percent" if size.endswith("%") else "count": number}
    return Band(low=low, high=high, at_least=size.startswith("at least"), **known)


@pytest.mark.parametrize("line", cells_of(BANDS), ids=" ".join)
def test_bands_inside_across_and_outside_a_filter(line):
    """Of 50 patients: a band across an end of the filter counts neither as inside nor as out."""
    drawn, asked, kind, says = line
    known = lines(bands=tuple(map(band, drawn.split(", "))))
    low, high = ends(asked)
    verdict = judge_lines(known, 50, (low, high or 7))
    assert (verdict.kind, verdict.says) == (kind, says)


@pytest.mark.parametrize(
    ("wanted", "kind", "says"),
    [
        ((1, 3), "mostly", "30 of 40 had 1–3 prior lines"),
        ((4, 5), "outside", "only 10 of 40 known to have had 4–5 prior lines"),
    ],
)
def test_an_open_band_ends_where_all_patients_do(wanted, kind, says):
    """Where all had 1–5 lines, 3 or fewer are 1–3, and 4 or more are 4–5."""
    known = lines(low=1, high=5, bands=(Band(high=3, count=30), Band(low=4, count=10)))
    verdict = judge_lines(known, 40, wanted)
    assert (verdict.kind, verdict.says) == (kind, says)


def test_a_band_without_a_lower_end():
    """Up to one prior line may be none: not inside of 1–3, and outside of 4 or more."""
    known = lines(bands=(Band(high=1, count=30),))
    assert judge_lines(known, 50, (1, 3)).kind == "unknown"
    assert judge_lines(known, 50, (4, 7)).kind == "outside"


@pytest.mark.parametrize("n", [40, None])
@pytest.mark.parametrize(("percent", "kind"), [(49, "unknown"), (50, "mostly")])
def test_half_in_percent(percent, kind, n):
    """A percentage decides by itself, however many patients there are."""
    known = lines(bands=(Band(low=4, percent=percent),))
    assert judge_lines(known, n, (4, 7)).kind == kind


def test_no_patient_in_a_band_is_said_as_none():
    """A band may hold 0 %."""
    known = lines(bands=(Band(low=4, percent=0),))
    assert judge_lines(known, 40, (4, 7)).says.startswith("only 0 ")


def test_only_counted_patients_are_guaranteed():
    """A percentage, or a median of nobody knows how many, promises no number of a row's N."""
    assert judge_lines(lines(bands=(Band(low=4, count=30),)), 40, (4, 7)).guaranteed(35) == 25
    assert judge_lines(lines(bands=(Band(low=4, percent=75),)), 40, (4, 7)).guaranteed(35) is None
    assert judge_lines(lines(median=5), None, (4, 7)).guaranteed(35) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("by weight", "dose only in words: “by weight”"),
        (None, "dose not found"),
    ],
)
def test_a_dose_only_in_words_is_told_in_them(text, says):
    """How many had the dose asked for is not known; that no dose was found is not said."""
    verdict = judge_dose(Dose(text=text, **SAID), 40, (1.8, 1.8))
    assert (verdict.kind, verdict.says) == ("unknown", says)


def test_size():
    """A cohort whose size was not found is unknown, not small."""
    small = Cohort(id="all", name="all", n=9, **SAID)
    assert judge_size(small, 9).kind == "inside"
    assert judge_size(small, 10).says == "9 patients, fewer than 10"
    one = small.model_copy(update={"n": 1})
    assert judge_size(one, 5).says == "1 patient, fewer than 5"
    assert judge_size(one, 1).says == "1 patient"
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
        (lines(high=3), "≤ 3 prior lines"),
        (lines(low=0, high=1), "0–1 prior line"),
        (lines("relapse number", low=1, high=3), "1–3 prior lines (relapse number)"),
        (lines("eligibility floor", low=2), "≥ 2 by eligibility"),
        (lines("words only", text="heavily treated"), "only in words: “heavily treated”"),
        (lines(median=3), "median 3 prior lines"),
        (lines(), "prior lines not found"),
        (lines("relapse number", median=2), "median 2 (relapse number)"),
        (
            lines(bands=(Band(high=3, count=30), Band(low=4, count=8, at_least=True))),
            "≤ 3: 30, ≥ 4: at least 8",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_known_of_the_prior_lines_in_words(known, text):
    """A range, a floor or words; what kind of line it is stands behind where it is another."""
    assert lines_text(known) == text


def test_other_words_for_a_dose_go_before_its_numbers():
    """Where a dose was read of somebody else, the verdict says so, between the levels too."""
    known = dose(0.8, 1.8, levels=(0.8, 1.8))
    assert judge_dose(known, 30, (1.1, 1.3), "0.8–1.8 mg/m² (whole study)").says.startswith(
        "0.8–1.8 mg/m² (whole study): none had "
    )


def test_one_band_that_fills_the_range_is_enough():
    """Whoever lies in another band inside takes nobody from it: the number is exact."""
    known = lines(low=1, bands=(Band(low=2, high=3, count=30), Band(low=2, high=2, count=5)))
    assert judge_lines(known, 51, (2, 3)).says == "35 of 51 had 2–3 prior lines"
