"""No file can hurt the library: each is told in a line, costs little, and hides no other study."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from data.library import Library, study_from
from data.problems import problem_at
from data.yaml_reader import Unreadable, file_bytes
from tests.hostile_files import THINGS, put
from tests.hostile_texts import SOUND, study, texts

# The limits for one file: of the processor, and of memory beside what was there before.
SECONDS, MEGABYTES = 1.0, 200
# Characters of a message; the longest lists all that is allowed.
LONGEST = 600
# A hundred and that there are more: of the file by itself, and of what it says of others.
MOST = 2 * 101
# What no reader should meet.
PYTHON = re.compile(r"Traceback|[a-z]Error|Exception|NoneType|pydantic| at 0x|<class|__main__")
TEXTS = texts()
ALL = [*TEXTS, *THINGS]


def fill(folder: Path, names: list[str]) -> Path:
    """Hostile files beside a sound one."""
    folder.mkdir(parents=True)
    (folder / "sound.yaml").write_text(SOUND, encoding="utf-8")
    for name in names:
        if name in TEXTS:
            (folder / f"{name}.yaml").write_bytes(TEXTS[name][0])
        else:
            put(folder, name)
    return folder


def expected(name: str) -> str:
    """How the message begins."""
    return f"{name}.yaml{TEXTS[name][1]}" if name in TEXTS else THINGS[name][1]


@pytest.fixture(scope="module")
def answers(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """What reading each file gave and cost, each in a process of its own."""
    whole = tmp_path_factory.mktemp("hostile")
    for i, name in enumerate(ALL):
        fill(whole / f"{i:03}", [name])
    command = [sys.executable, "-m", "tests.hostile_files", whole]
    done = subprocess.run(
        command, cwd=project, capture_output=True, text=True, check=True, timeout=300
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return dict(zip(ALL, found, strict=True))


def test_there_are_many(answers):
    """Each hostile file was read in a process of its own."""
    assert len(answers) > 200


@pytest.mark.parametrize("name", ALL, ids=ascii)
def test_a_hostile_file_is_told_in_its_own_words(answers, name: str):
    """The message names file, line and what is wrong; the sound study beside it is shown."""
    answer = answers[name]
    assert "error" not in answer
    said = [message for _, _, message in answer["loaded"]["problems"]]
    assert [message for message in said if message.startswith(expected(name))], said[:3]
    assert answer["loaded"]["studies"] == ["sound"]


@pytest.mark.parametrize("name", ALL, ids=ascii)
def test_a_hostile_file_costs_little(answers, name: str):
    """The limits hold for a file in the folder, and for the same file uploaded by a visitor."""
    for way in ("loaded", "uploaded"):
        assert answers[name][way]["seconds"] < SECONDS
        assert answers[name][way]["megabytes"] < MEGABYTES


@pytest.mark.parametrize("name", ALL, ids=ascii)
def test_each_message_is_a_short_line_for_people(answers, name: str):
    """Printable, of bounded length, without a word of Python, and not thousands of them."""
    found = answers[name]["loaded"]["problems"]
    assert 1 <= len(found) <= MOST
    uploads = answers[name]["uploaded"]["problems"] or []
    for file, line, message in [*found, *uploads]:
        assert message.isprintable()
        assert len(message) <= LONGEST
        assert not PYTHON.search(message.replace(file, ""))
        assert 1 <= line <= lines_of(name)
        assert re.search(r"\.(ya?ml|txt)", message, re.IGNORECASE)


def test_a_list_of_thousands_ends_between_two_words(answers):
    """Of what is allowed, as much is named as a person would read."""
    problems = answers["many-unknown-sources"]["loaded"]["problems"]
    assert [message for _, _, message in problems if message.endswith(", …")]


def test_of_thousands_of_mistakes_the_first_hundred_are_told(answers):
    """The last line says that there are more."""
    for name in ("many-unknown-keys", "many-sources", "many-cohorts"):
        problems = answers[name]["loaded"]["problems"]
        assert len(problems) == 101
        assert problems[-1][2].endswith("  and more mistakes: these are the first 100")


def test_no_part_of_a_message_is_endless():
    """Place, mistake and what is allowed are bounded, whoever composed them."""
    place = ("k" * 5000,) * 12
    problem = problem_at("f" * 5000, {}, place, f"{'w' * 5000}; allowed: {'a' * 5000}")
    assert len(str(problem)) < 1000


def lines_of(name: str) -> int:
    raw = TEXTS[name][0] if name in TEXTS else SOUND.encode()
    return len(re.split(rb"\r\n|\r|\n", raw))


@pytest.mark.parametrize("name", [name for name in TEXTS if len(TEXTS[name][0]) < 1_000_000])
def test_no_visitor_can_add_a_hostile_file(answers, name: str):
    """The upload refuses the same files."""
    assert answers[name]["uploaded"]["problems"]


def test_the_command_names_every_hostile_file(project: Path, tmp_path: Path):
    """`python -m data` on a folder of all of them ends with 1 and a line for each, no traceback."""
    shutil.copytree(project / "data", tmp_path / "data", ignore=shutil.ignore_patterns("studies"))
    names = [name for name in ALL if name != "\nsound.yaml"]  # it looks like another
    fill(tmp_path / "data/studies", ALL)
    done = subprocess.run(
        [sys.executable, "-m", "data"], cwd=tmp_path, capture_output=True, check=False, timeout=120
    )
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (1, b"")
    assert "Traceback" not in said
    lines = said.splitlines()
    assert [name for name in names if not [s for s in lines if s.startswith(expected(name))]] == []


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="Windows has other rights")
def test_a_file_without_the_right_to_read_it_is_told():
    """Also root, whom nothing is refused, looks at it as somebody else here."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "secret.yaml"
        path.write_text(SOUND, encoding="utf-8")
        path.chmod(0)
        Path(folder).chmod(0o755)
        former = os.geteuid()
        try:
            if former == 0:
                os.seteuid(65534)
            with pytest.raises(Unreadable, match=r"^secret.yaml:1  cannot be read: Permission"):
                file_bytes(path)
        finally:
            os.seteuid(former)


@pytest.mark.parametrize("step", [211, 223])
def test_a_half_written_file_is_told_or_read_as_far_as_it_goes(library: Library, project, step):
    """A shipped study cut anywhere never ends in an exception; what is left is checked as usual."""
    raw = (project / "data/studies/brivio-2021.yaml").read_bytes()
    whole = library.studies["brivio-2021"]
    told = 0
    for cut in range(0, len(raw), step):
        study, _, problems = study_from(
            raw[:cut], "brivio-2021.yaml", library.vocabulary, library.sources
        )
        assert all(str(problem).isprintable() for problem in problems)
        assert all(problem.line <= raw.count(b"\n", 0, cut) + 1 for problem in problems)
        told += bool(problems)
        assert problems or study.results[:-1] == whole.results[: max(len(study.results) - 1, 0)]
    assert told > len(raw) / step / 2


# Strange, but somebody may mean it: (the file, what is read of it).
READ = {
    "crlf": (study("a").replace(b"\n", b"\r\n"), lambda s: s.results[0].n, 25),
    "cr": (study("a").replace(b"\n", b"\r"), lambda s: s.results[0].n, 25),
    "mixed-ends": (
        study("a").replace(b"\n", b"\r\n", 8).replace(b"results:\n", b"results:\r"),
        lambda s: s.results[0].n,
        25,
    ),
    "no-last-end": (study("a").rstrip(), lambda s: s.results[0].place, "abstract"),
    "dashes": (b"---\n" + study("a"), lambda s: s.id, "a"),
    "dots": (study("a") + b"...\n", lambda s: s.id, "a"),
    "directive": (b"%YAML 1.1\n---\n" + study("a"), lambda s: s.id, "a"),
    "odd-comment": ("# \u00a0\u200b\u202e\n".encode() + study("a"), lambda s: s.id, "a"),
    "spaces-at-ends": (study("a").replace(b"\n", b"  \n"), lambda s: s.results[0].n, 25),
    "tab-at-end": (study("a", "n: 25\n", "n: 25\t\n"), lambda s: s.results[0].n, 25),
    "quoted-key": (study("a", "n: 25\n", '"n": 25\n'), lambda s: s.results[0].n, 25),
    "question": (study("a", "n: 25\n", "? n\n    : 25\n"), lambda s: s.results[0].n, 25),
    "norway": (study("a", "A small study", "NO"), lambda s: s.summary, "NO"),
    "yes": (study("a", "A small study", "yes"), lambda s: s.summary, "yes"),
    "octal": (study("a", "A small study", "0o10"), lambda s: s.summary, "0o10"),
    "leading-zero": (study("a", "A small study", "010"), lambda s: s.summary, "010"),
    "hexadecimal": (study("a", "A small study", "0x1F"), lambda s: s.summary, "0x1F"),
    "exponent": (study("a", "A small study", "1e-4"), lambda s: s.summary, "1e-4"),
    "sexagesimal": (study("a", "A small study", "1:30"), lambda s: s.summary, "1:30"),
    "date": (study("a", "A small study", "2020-06-01"), lambda s: s.summary, "2020-06-01"),
    "nan": (study("a", "A small study", ".nan"), lambda s: s.summary, ".nan"),
    "sixteen-digits": (study("a", "A small study", "9" * 16), lambda s: s.summary, "9" * 16),
    "quoted-number": (study("a", "A small study", "'25'"), lambda s: s.summary, "25"),
    "escape": (study("a", "A small study", r'"M\u00e1xima"'), lambda s: s.summary, "Máxima"),
    "folded": (study("a", "A small study", ">\n  A\n  b\n"), lambda s: s.summary, "A b\n"),
    "longest": (study("a", "A small study", "x" * 1200), lambda s: len(s.summary), 1200),
    "minus-nothing": (study("a", "events: 20", "events: -0"), lambda s: s.results[0].events, 0),
    "minus-nothing-percent": (
        study("a", "events: 20", "events: 0\n    published: {percent: -0.0}"),
        lambda s: str(s.results[0].published.percent),
        "0.0",
    ),
    "nothing": (study("a", "    n: 25\n", "    n: ~\n"), lambda s: s.results[0].n, None),
    "superscript": (study("a", "A small study", "1.8 mg/m²"), lambda s: s.summary, "1.8 mg/m²"),
    "two-alphabets": (
        study("a", "A small study", "B-клеточный β-blocker"),
        lambda s: s.summary,
        "B-клеточный β-blocker",
    ),
}


@pytest.mark.parametrize("name", READ)
def test_what_is_strange_but_meant_is_read_as_typed(library: Library, name: str):
    """These files are no mistake, and what is read is what somebody would expect."""
    raw, part, value = READ[name]
    study, _, problems = study_from(raw, "a.yaml", library.vocabulary, library.sources)
    assert problems == []
    assert part(study) == value
    assert type(part(study)) is type(value)
