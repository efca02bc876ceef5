"""The README says what is true."""

import re
from textwrap import dedent

import pytest

from data.library import load_library


@pytest.fixture(scope="module")
def readme(project) -> str:
    return (project / "README.md").read_text(encoding="utf-8")


def test_every_study_and_outcome_is_listed(readme):
    """A study or an outcome that is added is named in the README."""
    library = load_library()
    for key in (*library.studies, *library.vocabulary.outcomes):
        assert re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", readme), key


def test_what_it_points_to_is_there(readme, project):
    """Files that the README names exist."""
    named = set(re.findall(r"`((?:data|components|pages|\.ci)/[\w./-]+)`", readme))
    named |= set(re.findall(r"\]\((\.github/[\w.]+)\)", readme))
    assert {"data/outcomes.yaml", ".ci/run", ".github/overview.png"} <= named
    for path in named:
        assert (project / path).exists(), path


def test_the_example_study_is_sound(readme, tmp_path):
    """The study to start from passes every check as it stands."""
    block = re.search(r"```yaml\n(.*?)```", readme, flags=re.DOTALL)[1]
    (tmp_path / "author-2026.yaml").write_text(dedent("   " + block), encoding="utf-8")
    assert load_library(tmp_path).problems == ()
    assert "author-2026" in load_library(tmp_path).studies


def test_the_two_commands(readme, project):
    """Set-up and start, set-up and tests: one line each, as CI runs the tests."""
    commands = re.findall(r"^python3 -m venv \.venv && .*$", readme, flags=re.MULTILINE)
    assert [command.rpartition("&& ")[2] for command in commands] == [
        ".venv/bin/streamlit run app.py",
        ".venv/bin/python -m pytest",
    ]
    assert "python -m coverage run -m pytest" in (project / ".ci/run").read_text(encoding="utf-8")
