"""Single sentences of the story: what is left out, what is counted, and who may compare it."""

from __future__ import annotations

import pytest

from components.exports.source_tables import left_out as left_out_table
from data.story_words import (
    NO_COMPARISON,
    NOT_ADVICE,
    WITHOUT_INO,
    foot,
    how_many,
    left_open,
    left_out,
    no_comparison,
    not_in_pool,
    of_which,
    shared_children,
)
from tests.briefs import brief_of
from tests.drawn import drawn_library, drawn_view, study

SIZES = """
study | treated | counts
a     | 10      | 5/10
b     | 20      | 9/20
c     | 30      | 9/30
"""


@pytest.fixture(scope="module")
def sizes(library):
    return drawn_library(library, SIZES, "response")


def test_the_foot_names_the_data_version_where_there_is_one():
    assert foot("abc") == f"{NOT_ADVICE} Data version abc."
    assert foot(None) == NOT_ADVICE


def test_who_is_not_shown_is_said_with_the_reason(sizes):
    assert left_out(brief_of(sizes)) == ()
    assert left_out(brief_of(sizes, min=15)) == (
        "Not shown: a (all treated: 10 patients, fewer than 15).",
    )


def test_a_part_that_is_too_small_is_named_in_words_and_files(library):
    """Beside the part of the same study that is shown."""
    parts = "study | treated | dose\na | 5 | 0.8\na | 10 | 1.4\na | 20 | 1.8"
    brief = brief_of(drawn_library(library, parts, "response"), dose=(1.4, 1.8), min=15)
    (part,) = brief.cohorts.parts_left_out
    assert left_out(brief) == (f"Not shown: {part.name} (10 patients, fewer than 15).",)
    assert how_many(brief) == (
        "1 study shown; not shown: 1 part of a study left out by the filters."
    )
    (record,) = left_out_table(brief).records
    assert record == {"study": part.name, "why": "10 patients, fewer than 15"}


@pytest.mark.parametrize(("least", "said"), [(1, True), (15, True), (25, False), (90, False)])
def test_only_several_studies_could_be_compared(sizes, least, said):
    assert no_comparison(brief_of(sizes, min=least)) == ([NO_COMPARISON] if said else [])


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ({}, "Response"),
        ({"definition": "strict CR"}, "Response (strict CR)"),
        ({"time": "after cycle 1"}, "Response (after cycle 1)"),
        (
            {"definition": "strict CR", "time": "after cycle 1"},
            "Response (strict CR, after cycle 1)",
        ),
    ],
    ids=str,
)
def test_a_chart_says_what_was_asked_for(sizes, asked, title):
    brief = brief_of(sizes, **asked)
    assert of_which(brief, brief.view("response")) == title
    sos = brief.view("sos_post_hsct")
    assert of_which(brief, sos) == sos.title


def test_an_owner_who_does_not_know_is_said_so():
    none, some, unknown = (
        study("mine", own_series={"shared_children": answer})
        for answer in ("none", "some", "unknown")
    )
    assert left_open([none, some, study("a")]) == []
    said = "Whether mine shares children with listed studies is unknown."
    assert left_open([none, unknown, some]) == [said]


def test_rows_stay_out_of_a_diamond_only_where_there_is_one(library):
    """Two studies make none, and nobody has to know why a third would be in no pooled rate."""
    three = "study | definition\na | cr_cri\nb | orr\nc | cr_cri\nd | strict_cr"
    (said,) = not_in_pool(drawn_view(library, three, "response"))
    assert said.startswith("Response, in no pooled rate: d (")
    two = "study | definition\na | cr_cri\nb | orr\nd | strict_cr"
    assert not_in_pool(drawn_view(library, two, "response")) == []


def test_adults_who_are_counted_twice_are_no_children(library):
    """Each population is told for itself."""
    table = "study | who | shares\na | adults | partly b\nb | adults | partly a\nc | children |"
    brief = brief_of(drawn_library(library, table, "response"), adults=True)
    assert shared_children(brief) == ["Some adults are in more than one of: a, b."]


def test_a_mixed_study_may_be_all_that_is_not_shown(library):
    """Nothing stands before it where the filters leave nobody out."""
    two = "study | regimen\na | alone\nb | not_inotuzumab_specific"
    assert how_many(brief_of(drawn_library(library, two, "response"))) == (
        f"1 study shown; not shown: 1 with {WITHOUT_INO} counted too."
    )
