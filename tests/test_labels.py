"""One record in words."""

import pytest

from data.labels import (
    bare_value,
    cases_text,
    counted_text,
    definition_label,
    fits_text,
    grade_text,
    marker_and_why,
    method_text,
    published_text,
)
from data.tables import records_of, results_table


@pytest.fixture(scope="module")
def record(library):
    records = records_of(results_table(library))

    def find(study: str, outcome: str, **wanted) -> dict:
        wanted |= {"study": study, "outcome": outcome}
        return next(r for r in records if all(r[k] == v for k, v in wanted.items()))

    return find


def test_whom_n_counts(library, record):
    """The denominator is named with its N, or said to be unknown."""
    words = library.vocabulary
    bhojwani = record("bhojwani-2019", "response")
    assert counted_text(bhojwani, words) == "of 42 with overt marrow disease (>5 % blasts)"
    assert counted_text(record("brivio-2021", "response"), words) == "of 25 treated"
    assert counted_text(record("obrien-2022", "mrd_negative"), words) == "of responders"
    assert counted_text(record("evstratov-2023", "response"), words) == "denominator not stated"
    one = record("contreras-2021", "mrd_negative") | {"n": 1, "denominator": "responders"}
    assert counted_text(one, words) == "of 1 responder"
    assert counted_text(one | {"denominator": "treated"}, words) == "of 1 treated"


def test_published_values_with_level_and_own_source(record):
    """The printed value carries its interval's level, and its source where that differs."""
    obrien = record("obrien-2022", "response", events=28)
    assert published_text(obrien) == "58.3 %, 90 % CI 46.5–69.3"
    bhojwani = record("bhojwani-2019", "response")
    assert published_text(bhojwani) == "67 % (stated, Leukemia, abstract)"
    assert published_text(record("fuster-2020", "os_12_months")) == "45.8 % ± 26"
    nothing = record("aertgeerts-2025", "response")
    assert published_text(nothing) == ""
    assert published_text(nothing | {"published_place": "table 2"}) == ""


@pytest.mark.parametrize(
    ("study", "outcome", "marker", "why"),
    [
        ("brivio-2021", "response", "count", ""),
        ("obrien-2022", "mrd_negative", "percent", "percentage only, 19/27 and 21/30 fit"),
        ("fuster-2020", "response", "percent", "percentage only, x/N not found"),
        ("pennesi-2022", "sos_post_hsct", "none", "6 cases, number transplanted not found"),
        ("pennesi-2024", "sos_during_ino", "none", "at least 1; the exact count was not found"),
        ("fda-2024", "duration_of_remission", "none", "no rate was found"),
    ],
)
def test_how_a_record_can_be_drawn(record, study, outcome, marker, why):
    """Only x/N gets an interval; everything else says why not."""
    denominator = "transplanted" if outcome == "sos_post_hsct" else "treated"
    assert marker_and_why(record(study, outcome), denominator) == (marker, why)


def test_a_single_case_is_one(record):
    """One case without its N is no "1 cases"."""
    one = record("pennesi-2022", "sos_post_hsct") | {"events": 1}
    assert marker_and_why(one, "transplanted")[1] == "1 case, number transplanted not found"
    assert cases_text(one) == "1 case, N not found"
    assert cases_text(one | {"events": 6}) == "6 cases, N not found"


def test_fits_are_computed(record):
    """The x/N that print as a percentage are found, not typed."""
    assert (
        fits_text(record("evstratov-2023", "sos_post_hsct")) == "1/3, 2/6, 3/9, 4/12 and 5/15 fit"
    )
    assert fits_text({"published_percent": 58.3, "possible_n": [12, 13]}) == "7/12 fits"
    impossible = {"published_percent": 77, "possible_n": [17]}
    assert fits_text(impossible) == "x/N not found"


def test_a_definition_has_its_words(library, record):
    """Response says by which definition it was counted; SOS has none and says nothing."""
    words = library.vocabulary
    assert definition_label(record("brivio-2021", "response"), words) == "ORR"
    assert definition_label(record("bhojwani-2019", "sos_post_hsct"), words) == ""


def test_a_rate_that_was_converted_says_what_it_counts(library, record):
    """MRD negativity of all treated is not what its report calls MRD negativity."""
    converted = record("fda-2024", "mrd_negative", label="MRD-negative strict CR")
    assert definition_label(converted, library.vocabulary) == "MRD-negative strict CR"


def test_method_and_bare_value(record):
    """MRD rows name threshold and method; other outcomes have none."""
    assert method_text(record("fda-2024", "mrd_negative")) == "<0.01 %, flow cytometry"
    assert method_text(record("bhojwani-2019", "mrd_negative")) == "threshold not found"
    assert method_text(record("fda-2024", "response")) == ""
    assert bare_value(record("contreras-2021", "mrd_negative")) == "4/13"


@pytest.mark.parametrize(
    ("grade", "text"),
    [
        ("≥3", "grade ≥3"),
        ("any grade", "any grade"),
        ("not stated", "grade not stated"),
        (None, ""),
    ],
)
def test_the_word_grade_stands_once(grade, text):
    assert grade_text(grade) == text
