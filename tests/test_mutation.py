"""The mutation check itself: what it changes, how it names it, and that it can fail.

A run over all of `data` takes long: `python -m tests.mutation`. Here one small module is tried with
its own tests, and with a test that sees almost nothing.
"""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.mutation.children import KILLED, SURVIVED, UNCOVERED, Outcome
from tests.mutation.coverage_map import DATA
from tests.mutation.mutants import Name, Source
from tests.mutation.run import Killers
from tests.mutation.survivors import Judged, read_list, report

SMALL = '''"""Made up."""

LIMIT = 3


def few(n: int, least: int = 2) -> bool:
    """Whether there are few."""
    return n < least and not n > LIMIT
'''
WEAK = '''"""Sees that a whole number has no decimals, and nothing else."""

from data.rounding import agrees_with_count, counts_that_fit, printed_decimals


def test_one_number():
    """67 is printed without a decimal."""
    assert printed_decimals(67) == 0
    assert agrees_with_count(50, 1, 2)
    assert counts_that_fit(50, [2])
'''


@pytest.fixture
def small(tmp_path: Path):
    """The mutants of a made-up module: `small(text)`."""

    def source(text: str = SMALL) -> Source:
        path = tmp_path / "small.py"
        path.write_text(text, encoding="utf-8")
        return Source(path, "small")

    return source


def mutate(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.mutation", *arguments]
    return subprocess.run(
        command, cwd=project, capture_output=True, text=True, check=False, timeout=300
    )


def test_a_small_module_has_no_unexplained_survivor(project, tmp_path):
    """Each change of `rounding.py` makes one of its own tests fail, or is listed with a reason."""
    tests = str(project / "tests/test_rounding.py")
    done = mutate(project, "rounding", "--tests", tests, "--results", str(tmp_path / "results"))
    assert done.returncode == 0, done.stdout + done.stderr
    columns = next(line.split() for line in done.stdout.splitlines() if line[:3] == "all")
    mutants, killed, time_out, listed, *alive = map(int, columns[1:])
    assert mutants == killed + time_out + listed
    assert alive == [0, 0, 0]
    assert killed > 20


def test_a_weak_test_lets_mutants_live(project, tmp_path):
    """With a test that looks at three numbers the command ends with 1 and names the changes."""
    weak = tmp_path / "test_weak.py"
    weak.write_text(WEAK, encoding="utf-8")
    done = mutate(project, "rounding", "--tests", str(weak), "--results", str(tmp_path / "results"))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "alive and not listed:" in done.stdout
    assert "\trounding\tprinted_decimals\treturn → 0\t1\t" in done.stdout


def test_what_is_changed(small):
    """Comparisons, and/or, not, numbers and results are changed; texts and annotations are not."""
    found = [(one.name.function, one.name.change) for one in small().mutants]
    assert found == [
        ("(module)", "3 → 4"),
        ("(module)", "3 → 2"),
        ("few", "2 → 3"),
        ("few", "2 → 1"),
        ("few", "return → not"),
        ("few", "and → or"),
        ("few", "drop operand 1 of and"),
        ("few", "drop operand 2 of and"),
        ("few", "< → <="),
        ("few", "< → >="),
        ("few", "drop not"),
        ("few", "> → >="),
        ("few", "> → <="),
    ]


@pytest.mark.parametrize(
    ("change", "n", "says"), [("< → <=", 2, True), ("drop not", 1, False), ("and → or", 3, True)]
)
def test_a_mutant_does_what_its_name_says(small, change, n, says):
    """The changed module runs, and answers differently from the original there."""
    source = small()
    mutant = next(one for one in source.mutants if one.name.change == change)
    changed, original = {}, {}
    exec(source.code(mutant), changed)  # noqa: S102 - the made-up module above
    exec(compile(source.tree, "small", "exec"), original)  # noqa: S102
    assert changed["few"](n) is says
    assert original["few"](n) is not says


def test_a_name_survives_edits_elsewhere(small):
    """Lines added above change no name, an edit of the line itself changes its names only."""
    names = [one.name for one in small().mutants]
    above = SMALL.replace("LIMIT = 3", "LIMIT = 3\n\n\ndef other() -> None:\n    pass")
    assert [one.name for one in small(above).mutants] == names
    edited = [one.name for one in small(SMALL.replace("n < least", "least > n")).mutants]
    assert [one for one in edited if one in names] == names[:4]


def test_equal_changes_of_one_line_are_told_apart(small):
    """Two zeros in one line are the first and the second."""
    names = [one.name for one in small("X = [f(0), f(0)]\n").mutants]
    assert [(one.change, one.occurrence) for one in names] == [
        ("0 → 1", 1),
        ("0 → -1", 1),
        ("0 → 1", 2),
        ("0 → -1", 2),
    ]


@pytest.mark.parametrize(
    ("verdict", "listed", "existing", "ok", "says"),
    [
        (KILLED, False, True, True, ""),
        (SURVIVED, False, True, False, "alive and not listed:"),
        (SURVIVED, True, True, True, ""),
        (KILLED, True, True, True, "listed, but killed by now:"),
        (None, True, False, False, "listed, but not in the code:"),
        (None, False, True, False, "alive and not listed:"),
        (UNCOVERED, False, True, False, "alive and not listed:"),
    ],
)
def test_when_there_is_something_to_do(verdict, listed, existing, ok, says):
    """An unexplained survivor and a listed mutant without code are errors, a killed one is not."""
    name = Name("small", "few", "< → <=", "return n < least and not n > LIMIT")
    judged = Judged(
        {name: Outcome(verdict)} if verdict else {},
        {name: "only faster"} if listed else {},
        frozenset({name} if existing else ()),
        frozenset({"small"}),
    )
    assert judged.ok is ok
    text = "\n".join(report(judged))
    headings = [line for line in text.splitlines() if line.endswith(":")]
    assert headings == [says] * bool(says)


def test_a_test_that_killed_before_goes_first(small):
    """First those of the same function, then those of its module; the others keep their order."""
    here = small(SMALL).mutants[-1]
    near = replace(here, name=replace(here.name, function="elsewhere"))
    ended = [(near, Outcome(KILLED, "near")), (here, Outcome(KILLED, "here"))]
    killers = Killers()
    assert list(killers.noting([*ended, ended[0]])) == [*ended, ended[0]]
    assert killers.first(here.name, ["a", "near", "b", "here"]) == ["here", "near", "a", "b"]


def test_each_listed_survivor_is_in_the_code(project):
    """The list names no mutant that does not exist, none twice, and none without a reason."""
    listed = read_list()
    lines = (project / "tests/mutants_that_survive.tsv").read_text(encoding="utf-8").splitlines()
    paths = {path.stem: path for path in DATA.glob("*.py")}
    sources = [Source(paths[module], module) for module in {name.module for name in listed}]
    existing = {one.name for source in sources for one in source.mutants}
    assert sorted(set(listed) - existing, key=str) == []
    assert len(lines) == len(listed) + 1
    assert all(reason.strip() for reason in listed.values())
