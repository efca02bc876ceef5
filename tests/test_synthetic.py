"""The made-up studies of the benchmarks: valid, shown by the dashboard, always the same."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from data.library import STUDIES, load_library
from tests.benchmarks.synthetic import copy_project, study_id, study_text, write_studies

MANY = 12
# What a fresh interpreter in the copy finds on the overview.
LOOK = """
from pathlib import Path
from tests.visitor import charts, open_page, said, tables
app = open_page(Path.cwd(), adults=["true"])
assert not app.exception, app.exception
assert len(charts(app)) == 3
print(said(app), tables(app))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    return copy_project(tmp_path_factory.mktemp("copy"), MANY)


def in_copy(copy, project, *arguments: str) -> subprocess.CompletedProcess:
    """Run Python where `data` and `components` are those of the copy; the tests are ours."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(project), "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_made_up_studies_are_valid(copy, project):
    """`python -m data` finds no mistake and counts them all."""
    done = in_copy(copy, project, "-m", "data")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{MANY} studies" in done.stdout.splitlines()[0]


def test_they_are_as_varied_as_the_shipped_ones(tmp_path):
    """Filters find doses, prior lines, both regimens, adults, and studies that share children."""
    studies = load_library(write_studies(tmp_path, MANY)).studies.values()
    cohorts = [cohort for study in studies for cohort in study.cohorts]
    assert {study.regimen_kind for study in studies} == {"alone", "combined"}
    assert {study.population for study in studies} == {"children", "adults"}
    assert {cohort.split_by for cohort in cohorts} == {None, "dose", "salvage line"}
    assert sum(bool(study.overlaps) for study in studies) == 2
    assert len({str(study.results) for study in studies}) == MANY


def test_the_overview_shows_them(copy, project):
    """The dashboard in the copy draws each made-up study and no shipped one."""
    done = in_copy(copy, project, "-c", LOOK)
    assert done.returncode == 0, done.stderr
    assert [n for n in range(1, MANY + 1) if f"Made-up {n:04}" not in done.stdout] == []
    assert "Bhojwani" not in done.stdout


def test_the_same_number_gives_the_same_bytes(tmp_path):
    """Neither the size of the library nor another run changes a study."""
    write_studies(tmp_path / "few", MANY)
    write_studies(tmp_path / "many", 2 * MANY)
    for number in range(1, MANY + 1):
        name = f"{study_id(number)}.yaml"
        few, many = ((tmp_path / folder / name).read_bytes() for folder in ("few", "many"))
        assert few == many == study_text(number).encode()


def test_a_size_that_parts_a_pair_is_refused(tmp_path):
    """Studies 3 and 4 share children, and each must name the other."""
    with pytest.raises(ValueError, match="common children"):
        write_studies(tmp_path, 3)


def test_none_of_them_is_shipped():
    """They stay in the folders of tests and benchmarks."""
    assert list(STUDIES.glob("made-up*")) == []
