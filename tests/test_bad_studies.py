"""One file per mistake, each with the message that a person must see in its first comment line."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from data.library import load_library
from data.problems import Problem

FOLDER = Path(__file__).parent / "bad_studies"
MARK = "# expected: "
MISTAKES = sorted(path for path in FOLDER.glob("*.yaml") if path.stem != "sound")


def expected_messages(path: Path) -> list[str]:
    """The messages in the comment lines at the top of a file; "…" stands for a list of words."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(MARK) for line in lines if line.startswith(MARK)]


def told(problem: Problem, expected: Iterable[str]) -> str:
    """The message of a problem, cut where the expected message ends in "…"."""
    text = str(problem)
    beginnings = [line for line in expected if line.endswith("…") and text.startswith(line[:-1])]
    return beginnings[0] if beginnings else text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of studies that holds one sound study."""
    shutil.copy(FOLDER / "sound.yaml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_each_mistake_is_told_in_its_own_words(path: Path, folder: Path):
    """A file is refused with exactly the messages that stand in its first lines."""
    shutil.copy(path, folder)
    expected = expected_messages(path)
    assert expected
    assert [told(problem, expected) for problem in load_library(folder).problems] == expected


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_a_mistake_never_hides_another_study(path: Path, folder: Path):
    """The sound study beside a broken one is loaded, the broken one is not."""
    shutil.copy(path, folder)
    assert list(load_library(folder).studies) == ["sound"]


def test_the_sound_study_is_sound(folder: Path):
    """Without a broken file beside it, nothing is wrong."""
    assert load_library(folder).problems == ()


def test_all_mistakes_of_a_folder_are_told_at_once(tmp_path: Path):
    """One run over all broken files tells every message that each of them has by itself."""
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    expected = [message for path in MISTAKES for message in expected_messages(path)]
    problems = {told(problem, expected) for problem in load_library(tmp_path).problems}
    assert set(expected) <= problems
