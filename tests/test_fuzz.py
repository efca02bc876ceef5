"""A small sample of the long fuzzing, and whether its rules can be broken at all.

The long one is a command: `python -m tests.fuzz`.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from data.problems import Problem
from tests import fuzz
from tests.fuzz import ACCEPTED, REFUSED, STUDIES, Folders, at_most, main, parts, read_upload, told
from tests.own_sessions import SAID, own_file

# Of each part; the command reads thousands.
SAMPLE = 8


@pytest.fixture
def folders(tmp_path):
    return Folders(tmp_path)


def test_a_sample_of_the_long_run(capsys):
    """Spoilt studies, own series and shared files are refused in plain lines, or all works."""
    with parts() as every:
        names = list(every)
    assert main(["--examples", str(SAMPLE * len(names)), "--seed", "7"]) == 0
    said = capsys.readouterr().out.splitlines()
    for name, line in zip(names, said, strict=True):
        counts = re.fullmatch(rf"{name} +(\d+) read +(\d+) refused +(\d+) accepted +\d+ s", line)
        read, refused, accepted = map(int, counts.groups())
        assert read == refused + accepted >= SAMPLE / 2


@pytest.mark.parametrize("study", STUDIES)
def test_a_file_that_nobody_spoilt_is_accepted(folders, study):
    """Each shipped study with those that it names, and everything that follows from it."""
    text = STUDIES[study]
    assert folders.read((text, text.encode())) == ACCEPTED


def test_what_is_spoilt_is_refused(folders):
    """The answer of a part is not always the same."""
    text = STUDIES["brivio-2021"]
    assert folders.read((text, text.replace("n: ", "n: -").encode())) == REFUSED
    assert read_upload(("", own_file().encode())) == ACCEPTED
    assert read_upload(("", own_file(results=3).encode())) == REFUSED


OF_RESPONDERS = {"outcome": "hsct_after_ino", "denominator": "responders"}
SURVIVAL = {"outcome": "os_12_months", "denominator": "treated"}


@pytest.mark.parametrize(
    ("result", "answer"),
    [
        # counted of other patients than elsewhere: it stopped the comparison with other studies
        (OF_RESPONDERS | {"events": 5, "n": 9}, ACCEPTED),
        # an interval without its upper end stopped every sentence about it
        (SURVIVAL | {"published": {"percent": 54, "low": 25}}, REFUSED),
        (SURVIVAL | {"published": {"percent": 54, "low": 25, "high": "not estimable"}}, ACCEPTED),
    ],
    ids=["of responders", "one end", "not estimable"],
)
def test_what_a_long_run_found(result, answer):
    """Files that once made a page fail."""
    assert read_upload(("", own_file(results=[result | SAID]).encode())) == answer


@pytest.mark.parametrize(
    "problem",
    [
        Problem("a.yaml", 3, "", "behind the end"),
        Problem("a.yaml", 0, "", "before the beginning"),
        Problem("a.yaml", 1, "", "two\nlines"),
        Problem("a.yaml", 1, "", "x" * 2000),
    ],
    ids=lambda problem: problem.wrong[:10],
)
def test_a_message_that_nobody_can_use_is_noticed(problem):
    """Lines outside of the file, messages of two lines, and very long ones end the run."""
    with pytest.raises(AssertionError):
        told([problem], {"a.yaml": b"one\ntwo"})


def test_a_message_about_no_file_is_noticed():
    """A problem names a file that is there."""
    with pytest.raises(KeyError):
        told([Problem("b.yaml", 1, "", "wrong")], {"a.yaml": b"one"})


def test_more_events_than_patients_are_noticed(monkeypatch, folders):
    """A rule that lets 30/25 through would end the run."""
    with pytest.raises(AssertionError):
        at_most(30, 25)
    made = fuzz.results_table
    monkeypatch.setattr(fuzz, "results_table", lambda found: made(found).assign(events=200_000))
    with pytest.raises(AssertionError):
        folders.read((STUDIES["fda-2024"], STUDIES["fda-2024"].encode()))


def test_what_fails_downstream_is_noticed(monkeypatch, folders):
    """A panel without its sentence would end the run."""
    make = fuzz.brief_of
    monkeypatch.setattr(
        fuzz,
        "brief_of",
        lambda *one, **asked: replace(
            brief := make(*one, **asked),
            views=tuple(replace(view, sentence="") for view in brief.views),
        ),
    )
    with pytest.raises(AssertionError):
        folders.read((STUDIES["fda-2024"], STUDIES["fda-2024"].encode()))
