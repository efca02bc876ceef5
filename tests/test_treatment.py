"""What a part of a study was given, where only its whole tells."""

import pytest

from data.treatment import cohort_by_id, dose_words, lines_in_short
from tests.drawn import SAID, study

WHOLE, PART = "all treated", "girls"


def in_words(told, facts):
    """What is said of the whole and of a part that has no words of its own."""
    cohorts = [
        {"id": "all", "name": WHOLE, "n": 30, **facts} | SAID,
        {"id": "girls", "name": PART, "n": 10, "parent": "all", "split_by": "sex"} | SAID,
    ]
    made = study("made", cohorts=cohorts)
    return [told(made, cohort_by_id(made, key)) for key in ("all", "girls")]


@pytest.mark.parametrize(
    ("dose", "of_the_whole", "of_the_part"),
    [
        ({"low": 0.8, "high": 1.8, "text": "as tolerated"}, "0.8–1.8 mg/m²", "0.8–1.8 mg/m²"),
        (
            {"text": "standard"},
            "dose only in words: “standard”",
            "dose only in words: “standard” (of the whole study)",
        ),
        ({"schedule": "weekly"}, "dose not found", "dose not found"),
    ],
)
def test_words_on_the_dose_are_those_of_the_whole(dose, of_the_whole, of_the_part):
    """A range holds for each part, what is not found has no owner; words are of whom they tell."""
    assert in_words(dose_words, {"dose": dose | SAID}) == [of_the_whole, of_the_part]


@pytest.mark.parametrize(
    ("lines", "of_the_whole", "of_the_part"),
    [
        (
            {"known_as": "prior lines", "low": 2, "high": 5, "text": "many"},
            "2–5 prior lines",
            "2–5 prior lines",
        ),
        (
            {"known_as": "words only", "text": "many"},
            "only in words: “many”",
            "only in words: “many” (of the whole study)",
        ),
    ],
)
def test_words_on_prior_lines_are_those_of_the_whole(lines, of_the_whole, of_the_part):
    assert in_words(lines_in_short, {"prior_lines": lines | SAID}) == [of_the_whole, of_the_part]
