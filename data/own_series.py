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
    yield from name_findings(study.name, library)
    for place, other, _ in references(study):
        published = [key for key in library.studies if key not in library.own_files]
        if other not in published:
            yield place, unknown_word("study", other, published)


def name_findings(name: str, library: Library) -> Iterator[Finding]:
    """A name is taken when a reader could not tell the two apart."""
    for other in library.studies.values():
        if simple(unmarked(other.name)) == simple(name):
            yield ("name",), f"{unmarked(other.name)} is already here; allowed: another name"


def simple(name: str) -> str:
    """A name without case and without spaces at its ends or doubled."""
    return " ".join(name.casefold().split())


def with_own_series(library: Library, files: Mapping[str, str]) -> Library:
    """The library and these series, each by its id; files with problems are left out."""
    studies = dict(library.studies)
    for key, text in files.items():
        study, problems = read_own_series(text.encode(), f"{key}.yaml", library)
        if study is not None and not problems:
            studies[key] = study.model_copy(update={"id": key, "name": marked(study.name)})
    own = {key: text for key, text in files.items() if key in studies}
    return replace(library, studies=studies, own_files=own)


def next_id(files: Mapping[str, str]) -> str:
    """The id of one more series; numbers are not used again, so that old links mean nothing new."""
    numbers = [int(key.rpartition("-")[2]) for key in files]
    return f"own-series-{max(numbers, default=0) + 1}"
