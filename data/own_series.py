"""A visitor's own series beside the published studies, for one session.

A series is a study file as any other, but that its children are known to nobody else: it says
whether they are also in a listed study, carries the mark "own series, unpublished" in its name
wherever that stands, and goes by a number in links. Nothing here is kept: the caller holds the
text of each file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from data.checks import references
from data.library import Library, study_from
from data.problems import Finding, Problem, problem_at, unknown_word
from data.schema import Study
from data.words import marked, unmarked

MOST = 8


def read_own_series(raw: bytes, file: str, library: Library) -> tuple[Study | None, list[Problem]]:
    """The series of a file as typed, or None; and everything against adding it to the library.

    `file` is the name that messages carry. Only a series without problems may be added.
    """
    study, lines, problems = study_from(raw, file, library.vocabulary, library.sources)
    if study is None:
        return None, problems
    found = [problem_at(file, lines, *one) for one in own_findings(study, library)]
    return study, sorted([*problems, *found], key=lambda problem: problem.line)


def own_findings(study: Study, library: Library) -> Iterator[Finding]:
    """What no study file knows by itself: that it is an own series, its name, its overlaps."""
    if study.own_series is None:
        yield ("own_series",), "is missing; allowed: `own_series` with `shared_children`"
    elif study.kind != "study":
        yield ("kind",), f"an own series is no {study.kind}; allowed: study"
    yield from name_findings(study.name, library)
    published = published_ids(library)
    for place, other, _ in references(study):
        if other not in published:
            yield place, unknown_word("study", other, published)


def published_ids(library: Library) -> list[str]:
    """The published studies that an own series may share children with."""
    studies = library.studies.items()
    return [key for key, study in studies if study.own_series is None and study.kind == "study"]


def name_findings(name: str, library: Library) -> Iterator[Finding]:
    """A name is one line, and taken when a reader could not tell the two apart."""
    if not name.strip():
        yield ("name",), "is empty; allowed: a name by which you know it"
    if len(name.strip().splitlines()) > 1:
        yield ("name",), "more than one line; allowed: one line"
    for other in library.studies.values():
        if simple(unmarked(other.name)) == simple(unmarked(name)):
            yield ("name",), f"{unmarked(other.name)} is already here; allowed: another name"


def simple(name: str) -> str:
    """A name without case and without spaces at its ends or doubled."""
    return " ".join(name.casefold().split())


def with_own_series(library: Library, files: Mapping[str, str]) -> Library:
    """The library and these series, each by its id; files with problems are left out."""
    for key, text in files.items():
        library = with_one(library, key, text)
    return library


def with_one(library: Library, key: str, text: str) -> Library:
    """The library with one more series; without it when anything speaks against adding it."""
    study, problems = read_own_series(text.encode(), f"{key}.yaml", library)
    if study is None or problems:
        return library
    named = study.model_copy(update={"id": key, "name": marked(study.name)})
    studies, own = {**library.studies, key: named}, {**library.own_files, key: text}
    return replace(library, studies=studies, own_files=own)


def next_id(files: Mapping[str, str]) -> str:
    """The id of one more series; numbers are not used again, so that old links mean nothing new."""
    numbers = [int(key.rpartition("-")[2]) for key in files]
    return f"own-series-{max(numbers, default=0) + 1}"
