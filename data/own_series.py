"""A visitor's own series beside the published studies, for one session.

A series is a study file as any other, but that its children are known to nobody else: it says
whether they are also in a listed study, carries the mark "own series, unpublished" in its name
wherever that stands, and goes by a number in links. Nothing here is kept: the caller holds the
text of each file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from data.characters import simple
from data.library import Library, study_from
from data.library_checks import publication, references, sizes_that_cannot_be
from data.problems import Finding, Place, Problem, few, problem_at, unknown_word
from data.schema import Band, Cohort, Spread, Study
from data.selection import limits
from data.words import marked, unmarked

MOST = 8
# A planned dose may be so many times the highest of the listed studies, or that part of the lowest:
# what lies beyond is a slip of the pen, or no inotuzumab ozogamicin.
FAR = 2


def read_own_series(raw: bytes, file: str, library: Library) -> tuple[Study | None, list[Problem]]:
    """The series of a file as typed, or None; and everything against adding it to the library.

    `file` is the name that messages carry. Only a series without problems may be added.
    """
    study, lines, problems = study_from(raw, file, library.vocabulary, library.sources)
    if study is None:
        return None, problems
    found = [problem_at(file, lines, *one) for one in own_findings(study, library)]
    return study, list(few(sorted([*problems, *found], key=lambda problem: problem.line)))


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
    yield from sizes_that_cannot_be(study, library.studies)
    yield from none_shared_within_a_trial(study, library)
    for i, cohort in enumerate(study.cohorts):
        for place, message in far_doses(cohort, library):
            yield ("cohorts", i, *place), message


def none_shared_within_a_trial(study: Study, library: Library) -> Iterator[Finding]:
    """Children of a listed publication or trial are in a listed study: "none" would count twice."""
    if study.own_series is None or study.own_series.shared_children != "none":
        return
    own = known_by(study)
    for other in library.studies.values():
        if other.own_series is None and own & known_by(other):
            said = f"{other.name} has the same {min(own & known_by(other))}"
            place = ("own_series", "shared_children")
            yield place, f"{said}; allowed: some, with `overlaps`, or unknown"


def known_by(study: Study) -> set[str]:
    """Publication and trial numbers of a study."""
    return {
        *publication(study),
        *(f"number {one.number.casefold()}" for one in study.registrations),
    }


def far_doses(cohort: Cohort, library: Library) -> Iterator[Finding]:
    """Doses of a cohort that no listed study comes near, in all and band by band."""
    for place, part in parts(cohort.dose):
        for end, message in dose_findings(part.low, part.high, library):
            yield ("dose", *place, end), message


def parts(spread: Spread | None) -> Iterator[tuple[Place, Spread | Band]]:
    """The range of all patients, and each band of some, with its place."""
    if spread:
        yield (), spread
        for i, band in enumerate(spread.bands):
            yield ("bands", i), band


def dose_findings(
    low: float | None, high: float | None, library: Library
) -> Iterator[tuple[str, str]]:
    """(low or high, message): what is far from the planned doses of all listed studies, mg/m²."""
    lowest, highest = limits(library).dose
    if not highest:
        return
    least, most = lowest / FAR, highest * FAR
    allowed = f"allowed: {least:g} to {most:g}"
    far = f"is far from the {lowest:g}–{highest:g} of the listed studies"
    # a band with one end reaches into the range of all, which is looked at too
    if high is not None and high > most:
        yield "high", f"{high:.10g} mg/m² {far}; {allowed}"
    if low is not None and low < least:
        yield "low", f"{low:.10g} mg/m² {far if low > 0 else 'is no dose'}; {allowed}"


def published_ids(library: Library) -> list[str]:
    """The published studies that an own series may share children with."""
    studies = library.studies.items()
    return [key for key, study in studies if study.own_series is None and study.kind == "study"]


def name_findings(name: str, library: Library) -> Iterator[Finding]:
    """A name is one line, and taken when a reader could not tell the two apart."""
    if len(name.strip().splitlines()) > 1:
        yield ("name",), "more than one line; allowed: one line"
    for other in library.studies.values():
        if simple(unmarked(name)) in {simple(unmarked(other.name)), simple(other.id)}:
            yield ("name",), f"{unmarked(other.name)} is already here; allowed: another name"


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
    named = study.model_copy(update={"id": key, "name": marked(study.name.strip())})
    studies, own = {**library.studies, key: named}, {**library.own_files, key: text}
    return replace(library, studies=studies, own_files=own)


def next_id(files: Mapping[str, str]) -> str:
    """The id of one more series: above the highest number in use."""
    numbers = [int(key.rpartition("-")[2]) for key in files]
    return f"own-series-{max(numbers, default=0) + 1}"
