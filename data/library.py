"""Reads the folder of studies and collects every mistake as file:line.

A broken file never hides the others: its problems are listed and the rest is returned. The
version is a fingerprint of what was read, so that a link can say which data it was made with.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from data.characters import odd_characters
from data.checks import context_findings, study_findings
from data.fields import WITHOUT_RULES, Source, Strict
from data.library_checks import between_studies
from data.problems import (
    MOST,
    Finding,
    Place,
    Problem,
    details,
    few,
    problem_at,
    schema_problems,
    shown,
)
from data.schema import Context, Study
from data.vocabulary import Vocabulary, vocabulary_findings
from data.yaml_reader import Unreadable, file_bytes, parse_yaml, read_yaml

HERE = Path(__file__).parent
STUDIES = HERE / "studies"
NOT_PUBLISHED = "an own series among the published studies; allowed: only in a visitor's session"
ENDING = ".yaml"
Model = TypeVar("Model", bound=BaseModel)
Found = TypeVar("Found")


class SharedSources(Strict):
    """`data/sources.yaml`: a mapping of source ids, wrapped so that the schema can check it."""

    sources: dict[str, Source]


@dataclass(frozen=True)
class Library:
    """All valid studies by id, what they share, and the problems of the files that are not.

    `own_files` hold the text of each own series that a visitor added, by its id.
    """

    version: str
    studies: Mapping[str, Study]
    vocabulary: Vocabulary
    sources: Mapping[str, Source]
    context: Context
    problems: tuple[Problem, ...] = field(default=())
    own_files: Mapping[str, str] = field(default_factory=dict)

    def source(self, study: Study, key: str) -> Source:
        """The source that `study` means by `key`: its own, or a shared one."""
        return study.sources.get(key) or self.sources[key]


class BrokenLibrary(Exception):
    """The vocabulary, shared sources or context cannot be read: nothing can be shown."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def load_library(folder: Path = STUDIES) -> Library:
    """Reads every study of `folder`; raises BrokenLibrary when the shared files are broken."""
    vocabulary = shared_file(HERE / "outcomes.yaml", Vocabulary, vocabulary_findings)
    sources = shared_file(HERE / "sources.yaml", SharedSources, wrap="sources").sources
    context = shared_file(
        HERE / "context.yaml", Context, lambda context: context_findings(context, sources)
    )
    with no_search_for_circles():
        studies, lines, problems = read_studies(sorted(folder.glob("*.yaml")), vocabulary, sources)
    problems += [misnamed(path) for path in sorted(folder.glob("*")) if looks_like_yaml(path)]
    problems += library_problems(studies, lines, broken_ids(problems))
    sound = {key: studies[key] for key in studies if key not in broken_ids(problems)}
    return Library(version(folder), sound, vocabulary, sources, context, tuple(problems))


@contextmanager
def no_search_for_circles() -> Iterator[None]:
    """Garbage waits: reading makes none in circles, and the search would be a third of its time."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def looks_like_yaml(path: Path) -> bool:
    """Whether somebody may believe that it is read; Windows may hide a last .txt from them."""
    name = path.name.lower().removesuffix(".txt")
    return name.endswith((ENDING, ".yml")) and not path.name.endswith(ENDING)


def misnamed(path: Path) -> Problem:
    """A study that would silently be overlooked."""
    wrong = f"the file ends in {''.join(path.suffixes[-2:])}"
    return Problem(path.name, 1, "", wrong, f"a name that ends in {ENDING}")


def broken_ids(problems: Iterable[Problem]) -> set[str]:
    """The ids of the studies whose files have problems; a misnamed file is of no study."""
    files = {problem.file for problem in problems}
    return {file.removesuffix(ENDING) for file in files if file.endswith(ENDING)}


def no_findings(_: object) -> Iterable[Finding]:
    """For a file that the schema alone can judge."""
    return ()


def shared_file(
    path: Path,
    model: type[Model],
    findings: Callable[[Model], Iterable[Finding]] = no_findings,
    wrap: str | None = None,
) -> Model:
    """A file that all studies share; raises BrokenLibrary with all its problems."""
    try:
        value, lines = read_yaml(path)
    except Unreadable as error:
        raise BrokenLibrary([error.problem]) from error
    if wrap:
        value, lines = {wrap: value}, {(wrap, *place): line for place, line in lines.items()}
    record, problems, _ = checked(value, lines, path.name, model)
    if record is not None:
        problems += [problem_at(path.name, lines, *found) for found in findings(record)]
    if record is None or problems:
        raise BrokenLibrary(list(few(problems)))
    return record


class Checked(NamedTuple, Generic[Model]):
    """The record, or None when it has no shape; its problems; records that hold an unknown key."""

    record: Model | None
    problems: list[Problem]
    misspelt: list[Place]


def checked(
    value: Any, lines: Mapping[Place, int], file: str, model: type[Model]
) -> Checked[Model]:
    """All problems of the characters and the schema, and the record as far as it can be built."""
    odd = [problem_at(file, lines, *found) for found in first(odd_characters(value))]
    try:
        return Checked(model.model_validate(value), odd, [])
    except ValidationError as error:
        problems = odd + schema_problems(file, lines, model, error)
        found = details(error)
    misspelt = [detail["loc"][:-1] for detail in found if detail["type"] == "extra_forbidden"]
    with suppress(ValidationError):
        rough = model.model_validate(value, extra="ignore", context=WITHOUT_RULES)
        return Checked(rough, problems, misspelt)
    return Checked(None, problems, misspelt)


def first(findings: Iterable[Found]) -> Iterator[Found]:
    """One more than is told; the others are not even looked for."""
    return islice(findings, MOST + 1)


def read_study(
    path: Path, vocabulary: Vocabulary, sources: Mapping[str, Source]
) -> tuple[Study | None, Mapping[Place, int], list[Problem]]:
    """One study file: the study or None, the line of each place, and its problems.

    A study that breaks rules is returned with its problems, so that others can be checked
    against it; only a study without problems is sound. An own series may have any file name.
    """
    try:
        raw = file_bytes(path)
    except Unreadable as error:
        return None, {}, [error.problem]
    study, lines, problems = study_from(raw, path.name, vocabulary, sources)
    if study is not None and study.own_series is None and study.id != path.stem:
        wrong = f"file name and id differ; allowed: {shown(path.stem)}"
        problems = [*problems, problem_at(path.name, lines, ("id",), wrong)]
    return study, lines, sorted(problems, key=lambda problem: problem.line)


def study_from(
    raw: bytes, file: str, vocabulary: Vocabulary, sources: Mapping[str, Source]
) -> tuple[Study | None, Mapping[Place, int], list[Problem]]:
    """As `read_study`, from bytes; `file` is the name that messages carry."""
    try:
        value, lines = parse_yaml(raw, file)
    except Unreadable as error:
        return None, {}, [error.problem]
    study, problems, misspelt = checked(value, lines, file, Study)
    if study is None:
        return None, lines, list(few(problems))
    problems += [
        problem_at(file, lines, place, said)
        for place, said in first(study_findings(study, vocabulary, sources))
        if not any(within(place, record) or within(record, place) for record in misspelt)
    ]
    return study, lines, list(few(sorted(problems, key=lambda problem: problem.line)))


def within(place: Place, record: Place) -> bool:
    """Whether a place lies in a record; what follows from its misspelt key is not said twice."""
    return place[: len(record)] == record


def read_studies(
    paths: Iterable[Path], vocabulary: Vocabulary, sources: Mapping[str, Source]
) -> tuple[dict[str, Study], dict[str, Mapping[Place, int]], list[Problem]]:
    """The studies by id, the lines of each, and all problems that a file has by itself."""
    studies: dict[str, Study] = {}
    all_lines: dict[str, Mapping[Place, int]] = {}
    all_problems: list[Problem] = []
    for path in paths:
        study, lines, problems = read_study(path, vocabulary, sources)
        all_problems += problems
        if study is not None and study.own_series is not None:
            all_problems.append(problem_at(path.name, lines, ("own_series",), NOT_PUBLISHED))
        if study is not None and study.id == path.stem:
            studies[study.id] = study
            all_lines[study.id] = lines
    return studies, all_lines, all_problems


def library_problems(
    studies: Mapping[str, Study],
    lines: Mapping[str, Mapping[Place, int]],
    broken: Collection[str] = (),
) -> list[Problem]:
    """The problems that only show when all files are read."""
    by_study = groupby(between_studies(studies, broken), key=itemgetter(0))
    problems = (
        problem_at(f"{study}{ENDING}", lines[study], place, said)
        for study, found in by_study
        for _, place, said in first(found)
    )
    return list(few(problems))


def data_files(folder: Path = STUDIES) -> list[Path]:
    """Every file that a number on screen can depend on, in a fixed order."""
    return [*sorted(HERE.glob("*.yaml")), *sorted(folder.glob("*.yaml"))]


def version(folder: Path = STUDIES) -> str:
    """The first eight hexadecimal digits of the SHA-256 of names and contents."""
    digest = hashlib.sha256()
    for path in data_files(folder):
        digest.update(os.fsencode(path.name))
        with suppress(Unreadable):
            digest.update(hashlib.sha256(file_bytes(path)).digest())
    return digest.hexdigest()[:8]
