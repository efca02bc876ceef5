"""The form of an own series: every mistake beside its field, and what must be answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.checks import LONGEST_NAME
from data.library import Library
from data.own_form import missing, mistakes, needed, readings
from data.own_form_fields import REQUIRED, Form
from data.own_form_file import form_file
from data.own_series import with_own_series
from tests.own_forms import FULL, SHORTEST, said_of

NO_RATE = "mrd_covers_all: left empty, there is no rate of all treated"
# answers that stand in one form, and what is said
TOGETHER = [
    ("treated=14; response=9/15", "response: N is 15, but 14 were treated; allowed: N ≤ 14"),
    ("treated=14; response=9/13", ""),
    ("treated=14; response=9/13; response_of=evaluable", ""),
    (
        "treated=14; response=9/13; response_of=treated",
        "response: N is 13, but 14 were treated; allowed: N = 14, or counted of others",
    ),
    ("treated=14; response=9/14; response_of=treated", ""),
    ("response=9/14; response_of=treated", ""),
    ("treated=14; mrd=9/15", "mrd: N is 15, but 14 were treated; allowed: N ≤ 14"),
    (
        "treated=14; mrd=6/9; mrd_of=treated",
        "mrd: N is 9, but 14 were treated; allowed: N = 14, or counted of others",
    ),
    ("treated=14; mrd=6/14; mrd_of=treated; response=9/14", ""),
    ("response=9/14; mrd=6/9; mrd_of=responders", ""),
    ("response=9/14; mrd=6/10; mrd_of=responders", "mrd: N is 10, but 9 responded; allowed: N ≤ 9"),
    (
        "response=9/14; mrd=6/8; mrd_of=responders",
        "mrd: N is 8, but 9 responded; allowed: N = 9, or counted of those with MRD measured",
    ),
    ("response=9/14; mrd=6/8; mrd_of=responders_mrd_measured", ""),
    (
        "response=9/14; mrd=6/10; mrd_of=responders_mrd_measured",
        "mrd: N is 10, but 9 responded; allowed: N ≤ 9",
    ),
    ("response=5/14; definition=strict_cr; mrd=6/9; mrd_of=responders", ""),
    ("response=5/14; definition=cr_as_reported; mrd=6/9; mrd_of=responders_mrd_measured", ""),
    (
        "response=5/14; definition=cr_cri; mrd=6/9; mrd_of=responders",
        "mrd: N is 9, but 5 responded; allowed: N ≤ 5",
    ),
    (
        "response=5/14; definition=orr; mrd=6/9; mrd_of=responders",
        "mrd: N is 9, but 5 responded; allowed: N ≤ 5",
    ),
    (
        "response=5/14; definition=strict_cr; mrd=3/4; mrd_of=responders",
        "mrd: N is 4, but 5 responded; allowed: N = 5, or counted of those with MRD measured",
    ),
    (
        "treated=14; response=5/14; definition=strict_cr; mrd=6/15; mrd_of=responders",
        "mrd: N is 15, but 14 were treated; allowed: N ≤ 14",
    ),
    ("response=9/14; mrd=6/10", ""),
    ("mrd=6/10; mrd_of=responders", ""),
    ("response=9/14; mrd_of=responders", ""),
    ("treated=14; transplanted=14", ""),
    ("os=40; efs=40", ""),
    ("os=40; efs=60", "efs: 60 %, but OS is 40 %; allowed: at most as many as OS"),
    (
        "treated=14; transplanted=15",
        "transplanted: 15 transplanted, but 14 treated; allowed: at most 14",
    ),
    ("transplanted=7; sos=2/8", "sos: N is 8, but 7 were transplanted; allowed: N ≤ 7"),
    ("transplanted=8; sos=2/7", ""),
    ("transplanted=8; sos=2/8", ""),
    ("treated=14; sos=2/15", "sos: N is 15, but 14 were treated; allowed: N ≤ 14"),
    ("os=54; os_interval=40–78", ""),
    ("os=40; os_interval=40–78", ""),
    ("os=78; os_interval=40–78", ""),
    (
        "os=39.9; os_interval=40–78",
        "os_interval: 40–78 does not hold 39.9 %; allowed: an interval around it",
    ),
    (
        "efs=85; efs_interval=40–78",
        "efs_interval: 40–78 does not hold 85 %; allowed: an interval around it",
    ),
]


@pytest.mark.parametrize(("typed", "expected"), TOGETHER)
def test_answers_that_contradict_each_other(typed: str, expected: str, library: Library):
    """Two answers that cannot both be true are told at the one that is typed later."""
    assert said_of(typed, library) == expected


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", ""),
        ("   ", ""),
        ("\t", ""),
        (" \u00a0 ", ""),
        ("Our center", ""),
        ("<b>Our</b> **center** =1+1", ""),
        ("المركز", ""),
        ("a" * LONGEST_NAME, ""),
        (f"  {'a' * LONGEST_NAME}  ", ""),
        (f"  {'a' * 41}  ", "41 characters; allowed: at most 40"),
        ("a" * 200, "200 characters; allowed: at most 40"),
        ("Bhojwani 2019", "Bhojwani 2019 is already here; allowed: another name"),
        (" bhojwani  2019 ", "Bhojwani 2019 is already here; allowed: another name"),
        ("O’Brién 2022.", "O'Brien 2022 is already here; allowed: another name"),
        ("+++", ""),
        (
            "Bhojwani 2019 (own series, unpublished)",
            "Bhojwani 2019 is already here; allowed: another name",
        ),
        ("\nOur center\n", ""),
        ("Our\ncenter", "more than one line; allowed: one line"),
        ("Our \u202ecenter", "odd character U+202E; allowed: leave it out"),
        ("Our\u200bcenter", "odd character U+200B; allowed: leave it out"),
        ("Our\x00center", "odd character U+0000; allowed: leave it out"),
        ("Our\ud800center", "odd character U+D800; allowed: leave it out"),
        ("Our c\u0435nter", '"cеnter" mixes letters that look alike; allowed: one alphabet a word'),
    ],
)
def test_names(name: str, said: str, library: Library):
    """A name is one short visible line that nobody has; what it means elsewhere does not matter."""
    assert mistakes(Form(name=name), library).get("name", "") == said


def test_two_series_of_one_session_have_two_names(library: Library):
    """A name is taken by another own series too, under the name as it was typed."""
    other = with_own_series(library, {"own-series-1": form_file(SHORTEST)})
    said = "Our center is already here; allowed: another name"
    assert mistakes(replace(FULL, name="OUR  center"), other) == {"name": said}
    assert mistakes(replace(FULL, name="Our other center"), other) == {}


@pytest.mark.parametrize(
    ("shared", "studies", "wrong"),
    [
        ("some", ("bhojwani-2019", "obrien-2022"), ""),
        ("some", ("bhojwani-2019", "gone-2020"), 'unknown choice "gone-2020"'),
        ("none", ("gone-2020",), ""),
        ("", ("gone-2020",), ""),
    ],
)
def test_each_shared_study_must_be_listed(shared, studies, wrong, library: Library):
    """Each study by itself, and only where the answer asks for any."""
    found = mistakes(Form(shared=shared, shared_with=studies), library)
    assert list(found) == (["shared_with"] if wrong else [])
    assert found.get("shared_with", "").startswith(wrong)


def test_what_must_be_answered():
    """An empty form asks for five answers and one rate, a full one and a short one for nothing."""
    assert set(missing(Form())) == {*REQUIRED, "response"}
    assert missing(FULL) == missing(SHORTEST) == {}


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"response": "nine"}, {"definition", "response_of"}),
        ({"mrd": "6/9"}, {"mrd_of"}),
        ({"threshold": "0.01"}, {"mrd"}),
        ({"sos": "2/7"}, {"criteria"}),
        ({"transplanted": "7"}, set()),
        ({"shared": "some"}, {"shared_with"}),
        ({"os": "54"}, set()),
        ({"os_interval": "40–78"}, {"os"}),
        ({"os_interval": "40–78", "os": "  "}, {"os"}),
        ({"efs_interval": "40–78"}, {"efs"}),
        ({"name": "  "}, {"name"}),
        ({"response": "  "}, set()),
    ],
)
def test_an_answer_asks_for_what_it_means_nothing_without(answers, asked):
    """A count asks whom it counts and by which words; nothing typed is dropped in silence."""
    needed = {"name": "Our center", "design": "prospective", "regimen": "alone", "treated": "14"}
    form = Form(**{**needed, "shared": "none", **answers})
    rate = any(typed.strip() for typed in (form.response, form.mrd, form.sos))
    assert set(missing(form)) == asked | (set() if rate else {"response"})


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, []),
        ({"treated": "14"}, []),
        (
            {"sos": "2/7", "response": "9/14"},
            [
                "definition: needed: what counts as a response",
                "response_of: needed: whom N counts",
                "criteria: needed: by which criteria, or not recorded",
            ],
        ),
        ({"mrd": "6/9"}, ["mrd_of: needed: whom N counts"]),
        ({"mrd": "6/9", "mrd_of": "responders"}, [NO_RATE]),
        ({"mrd": "6/8", "mrd_of": "responders_mrd_measured"}, [NO_RATE]),
        ({"mrd": "6/9", "mrd_of": "responders", "mrd_covers_all": "no"}, []),
        ({"mrd": "6/14", "mrd_of": "treated"}, []),
        ({"mrd": " ", "mrd_of": "responders"}, []),
        (
            {"efs_interval": "20–52"},
            ["efs: needed: the percentage that the interval belongs to"],
        ),
    ],
)
def test_a_count_says_at_once_what_it_needs(answers: dict[str, str], asked: list[str]):
    """What a typed answer makes necessary, in the order of the fields, before any click."""
    said = [f"{field}: {message}" for field, message in needed(Form(**answers)).items()]
    assert said == asked
    assert "mrd_covers_all" not in missing(Form(**answers))


def test_how_answers_are_read():
    """Beside a right answer stands what every chart will show; beside others nothing."""
    assert readings(FULL) == {
        "dose": "1.4–1.8 mg/m²",
        "prior_lines": "1–5 prior lines",
        "response": "9/14 · 64 % [35–87]",
        "mrd": "6/9 · 67 % [30–93]",
        "transplanted": "8/14 · 57 % [29–82]",
        "sos": "2/7 · 29 % [4–71]",
        "os": "54 %",
        "efs": "36.5 %",
        "os_interval": "95 % CI 25–76",
        "efs_interval": "95 % CI 13–60",
    }
    assert readings(Form(dose="1,80", response="9 of 14", mrd="7/6", transplanted="3")) == {
        "dose": "1.8 mg/m²",
        "response": "9/14 · 64 % [35–87]",
    }
    assert readings(Form(treated="14", response="14/14", transplanted="14")) == {
        "response": "14/14 · 100 % [77–100]",
        "transplanted": "14/14 · 100 % [77–100]",
    }
    assert readings(Form(treated="2", transplanted="3")) == {}
    assert readings(Form()) == {}
