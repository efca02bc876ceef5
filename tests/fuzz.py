"""Thousands of spoilt files: each is refused in plain lines, or everything that follows works.

`python -m tests.fuzz --examples 20000 --seed 1` prints how many were read, refused and accepted and
the time of each part, and ends with the smallest file that breaks the rule, if there is one. Parts:
studies with lines changed, studies with values changed, own series, and the files that all share.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

import data.library
from components.exports.handout import handout
from components.forest import forest
from data.__main__ import as_json, as_text
from data.json_schema import SCHEMA_FILE
from data.library import BrokenLibrary, Library, load_library
from data.library_checks import references
from data.links import write
from data.own_form_file import form_file, form_of
from data.own_series import read_own_series, with_own_series
from data.own_template import template
from data.problems import Problem
from data.rows import View
from data.selection import Selection, limits
from data.story import tell
from data.study_sheet import checklist
from data.tables import records_of, results_table
from tests.briefs import brief_of
from tests.mutations import edited, rewritten
from tests.own_forms import FULL, SHORTEST
from tests.own_sessions import naming, own_file

REFUSED, ACCEPTED = "refused", "accepted"
LONGEST = 1000  # characters of a message
STUDIES = {path.stem: path.read_text("utf-8") for path in sorted(data.library.STUDIES.glob("*"))}
SHARED = {path.name: path.read_text("utf-8") for path in sorted(data.library.HERE.glob("*.yaml"))}
OWN_SERIES = (
    template(SCHEMA_FILE.name),
    own_file(),
    naming("partly brivio-2021", "possible obrien-2022"),
    form_file(FULL),
    form_file(SHORTEST),
)
# What visitors ask most, and what makes the most rows.
SELECTIONS = (
    {},
    {"adults": True, "across": True, "together": True, "small": True, "own": True},
    {"mrd": "of all treated", "definition": "strict CR", "time": "after 2 cycles"},
    {"dose": (1.4, 1.4), "strict": "wholly"},
    {"lines": (2, 7), "keep": True, "regimen": "single agent", "min": 5},
)
Example = tuple[str, bytes]
Property = Callable[[Example], str]


@cache
def library() -> Library:
    return load_library()


@cache
def some_studies() -> Library:
    """What an own series stands beside here: six studies, some of which share children."""
    studies = {key: library().studies[key] for key in sorted(relatives("brivio-2021"))}
    return replace(library(), studies=studies)


def told(problems: Sequence[Problem], files: Mapping[str, bytes]) -> None:
    """Each problem is one printable line of bounded length with a file and a line within it."""
    for problem in problems:
        assert str(problem).isprintable(), problem
        assert len(str(problem)) <= LONGEST, problem
        raw = files[problem.file]
        assert 1 <= problem.line <= raw.count(b"\n") + raw.count(b"\r") + 1, problem


def relatives(study: str) -> set[str]:
    """The shipped studies that one names, those that they name, and so on; with itself."""
    found, todo = set(), {study}
    while todo:
        found |= todo
        named = (other for key in todo for _, other, _ in references(library().studies[key]))
        todo = set(named) - found
    return found


class Folders:
    """For each shipped study a folder of it and its relatives, in which its file is replaced."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for study in STUDIES:
            (root / study).mkdir()
            for one in relatives(study):
                (root / study / f"{one}.yaml").write_text(STUDIES[one], encoding="utf-8")

    def read(self, example: Example) -> str:
        """The study and its relatives, whose files may have to say what the spoilt one says."""
        text, raw = example
        study = next(key for key, one in STUDIES.items() if one == text)
        folder = self.root / study
        (folder / f"{study}.yaml").write_bytes(raw)
        found = load_library(folder)
        told(found.problems, {path.name: path.read_bytes() for path in folder.iterdir()})
        if found.problems:
            return REFUSED
        everything_works(found, study)
        return ACCEPTED


def read_upload(example: Example) -> str:
    """An own series, uploaded: it is refused, or stands beside the published studies."""
    raw, published = example[1], some_studies()
    study, problems = read_own_series(raw, "own.yaml", published)
    told(problems, {"own.yaml": raw})
    if study is None or problems:
        assert problems
        return REFUSED
    form_of(study)
    both = with_own_series(published, {"own-series-1": raw.decode()})
    everything_works(both, "own-series-1")
    return ACCEPTED


class SharedFiles:
    """A copy of the files that all studies share, in which one is replaced."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, example: Example) -> str:
        """The library is broken in plain lines, or the rest of it is judged as usual."""
        text, raw = example
        for name, sound in SHARED.items():
            (self.root / name).write_bytes(raw if sound == text else sound.encode())
        try:
            with with_shared_files(self.root):
                load_library(data.library.STUDIES)
        except BrokenLibrary as broken:
            found = broken.problems
        else:
            return ACCEPTED
        assert found
        told(found, {path.name: path.read_bytes() for path in self.root.iterdir()})
        return REFUSED


@contextlib.contextmanager
def with_shared_files(folder: Path) -> Iterator[None]:
    former, data.library.HERE = data.library.HERE, folder
    try:
        yield
    finally:
        data.library.HERE = former


def everything_works(found: Library, study: str) -> None:
    """Tables, panels, sentences, charts, story, handout and the study's own page."""
    assert study in found.studies
    for record in records_of(results_table(found)):
        at_most(record["events"], record["n"])
    assert as_text(found)
    assert as_json(found)
    assert checklist(found, found.studies[study])
    other = len(str(found.studies[study])) % len(SELECTIONS)
    for asked in (SELECTIONS[0], SELECTIONS[other]):
        selection_works(found, asked)


def selection_works(found: Library, asked: dict[str, object]) -> None:
    brief, allowed = brief_of(found, **asked), limits(found)
    for outcome in found.vocabulary.outcomes:
        view_works(brief.view(outcome))
    for part in tell(brief_of(found, compare=tuple(allowed.names)[:4], **asked)):
        assert part.title
    assert "</html>" in handout(brief)
    assert write(Selection(**asked), allowed) is not None


def view_works(view: View) -> None:
    assert view.sentence
    assert view.alt.strip()
    assert forest(view)["data"] is not None
    for row in view.rows:
        at_most(row.events, row.n)
        assert row.rate()
        assert row.percent is None or 0 <= row.percent <= 100


def at_most(events: int | None, n: int | None) -> None:
    assert events is None or n is None or 0 <= events <= n


@contextlib.contextmanager
def parts() -> Iterator[dict[str, tuple[SearchStrategy[Example], Property]]]:
    """Each kind of example with what must be true of it, as long as its folders are there."""
    texts = tuple(STUDIES.values())
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        folders = Folders(Path(one))
        yield {
            "studies, lines changed": (edited(texts), folders.read),
            "studies, values changed": (rewritten(texts), folders.read),
            "own series, lines changed": (edited(OWN_SERIES), read_upload),
            "own series, values changed": (rewritten(OWN_SERIES), read_upload),
            "shared files": (
                edited(tuple(SHARED.values())) | rewritten(tuple(SHARED.values())),
                SharedFiles(Path(other)).read,
            ),
        }


def run(part: tuple[SearchStrategy[Example], Property], examples: int, number: int) -> Counter[str]:
    """So many examples of one part; raises what the smallest bad one raised."""
    strategy, holds = part
    tally: Counter[str] = Counter()

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(strategy)
    def property_holds(example: Example) -> None:
        tally[holds(example)] += 1

    property_holds()
    return tally


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--examples", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    warnings.simplefilter("error")
    with parts() as all_parts:
        for name, part in all_parts.items():
            began = time.perf_counter()
            tally = run(part, max(1, options.examples // len(all_parts)), options.seed)
            seconds = time.perf_counter() - began
            counts = f"{tally.total():>7} read {tally[REFUSED]:>7} refused {tally[ACCEPTED]:>6}"
            sys.stdout.write(f"{name:<28}{counts} accepted {seconds:>6.0f} s\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
