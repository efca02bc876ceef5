"""Rules that only all files together can break: names, and whose children are counted twice.

Each yields (study id, place, "what is wrong; allowed: …"); `library.py` turns places into lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from data.characters import simple
from data.cohort_checks import most_patients
from data.overlap import CERTAIN, THROUGH, each_child_once
from data.problems import MOST, Finding, Place, unknown_word
from data.schema import Study
from data.words import listed

NESTED = ("contains", "inside")
MIRROR = {
    "contains": "inside",
    "inside": "contains",
    "same": "same",
    "partly": "partly",
    "possible": "possible",
    "unlikely": "unlikely",
}


def between_studies(
    studies: Mapping[str, Study], broken: Collection[str] = ()
) -> Iterator[tuple[str, Place, str]]:
    """(study id, place, message): overlaps declared on both sides, studies that exist.

    `broken` names the studies with mistakes of their own; what others say of them is not judged.
    """
    known = {key: one for key, one in studies.items() if key not in broken}
    told = told_of(known.values(), studies)
    for study in studies.values():
        for found in islice(references_that_cannot_be(study, studies, broken), MOST + 1):
            yield study.id, *found
        for found in (*sizes_that_cannot_be(study, known), *undeclared_overlaps(study, told)):
            yield study.id, *found
    for study in studies.values():
        yield from too_many_inside(study, known)
    broken_last = sorted(studies.values(), key=lambda study: study.id in broken)
    yield from names_used_twice(broken_last, known)
    yield from publications_used_twice(known.values())


def references_that_cannot_be(
    study: Study, studies: Mapping[str, Study], broken: Collection[str]
) -> Iterator[Finding]:
    """Studies that are named and do not exist, and overlaps that the other does not declare."""
    for place, other, mirror in references(study):
        if other not in broken and other not in studies:
            yield place, unknown_word("study", other, studies)
        elif other not in broken and mirror and not declares(studies[other], study.id, mirror):
            need = f"{other} must declare {study.id} as {mirror}"
            yield place, f"one-sided overlap; allowed: {need}"


def references(study: Study) -> Iterator[tuple[Place, str, str | None]]:
    """(place, other study, relation that the other must declare or None)."""
    for i, overlap in enumerate(study.overlaps):
        yield ("overlaps", i, "study"), overlap.study, MIRROR[overlap.relation]
    for i, entry in enumerate(study.ledger):
        for j, other in enumerate(entry.also):
            yield ("ledger", i, "also", j), other, None


def declares(study: Study, other: str, relation: str) -> bool:
    """Whether a study says that it has this relation to the other."""
    return any(o.study == other and o.relation == relation for o in study.overlaps)


def sizes_that_cannot_be(study: Study, studies: Mapping[str, Study]) -> Iterator[Finding]:
    """A study inside another one has no more patients than that; the same ones are as many."""
    for i, overlap in enumerate(study.overlaps):
        if overlap.study in studies:
            said = sizes_apart(study, studies[overlap.study], overlap.relation)
            if said:
                yield ("overlaps", i, "relation"), said


def sizes_apart(study: Study, other: Study, relation: str) -> str:
    """How the numbers of two studies deny how one stands to the other; empty if they do not."""
    if relation == "same" and study.population != other.population:
        return f"{study.population} the same as {other.population}; allowed: partly"
    outer, inner = (study, other) if relation == "contains" else (other, study)
    most, within = number_of(outer), number_of(inner)
    if most is None or within is None:
        return ""
    if relation in NESTED and within > most:
        return f"{within} patients of {inner.id} inside {most} of {outer.id}; allowed: partly"
    if relation == "same" and within != most:
        said = f"the same patients, but {within} of {inner.id} and {most} of {outer.id}"
        return f"{said}; allowed: contains, inside or partly"
    return ""


def number_of(study: Study) -> int | None:
    """How many patients a study has; None where it was not found."""
    return most_patients(study.cohorts).get("all")


def too_many_inside(outer: Study, studies: Mapping[str, Study]) -> Iterator[tuple[str, Place, str]]:
    """Studies that would be counted beside each other, and together have more than this one."""
    insiders = (one for one in studies.values() if declares(one, outer.id, "inside"))
    both = (one for one in insiders if declares(outer, one.id, "contains"))
    inside = [one for one in both if not sizes_apart(one, outer, "inside")]
    most, sizes = number_of(outer), {one.id: number_of(one) or 0 for one in inside}
    together = sorted(each_child_once(inside, sizes))
    if most is None or sum(sizes[key] for key in together) <= most:
        return
    said = f"{listed([f'{sizes[key]} of {key}' for key in together])} inside {most} of {outer.id}"
    for key in together:
        place = next(i for i, one in enumerate(studies[key].overlaps) if one.study == outer.id)
        yield key, ("overlaps", place), f"{said}; allowed: declare which of them share patients"


Told = Mapping[str, list[tuple[str, str]]]


def told_of(studies: Iterable[Study], read: Mapping[str, Study]) -> Told:
    """Of each study, how it stands to the others, as these say: a broken file hides nothing.

    What the file itself does not say too, where it could be read, is a mistake of the other one.
    """
    told: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for other in studies:
        for overlap in other.overlaps:
            mirror = MIRROR[overlap.relation]
            if overlap.study not in read or declares(read[overlap.study], other.id, mirror):
                told[overlap.study].append((other.id, mirror))
    return told


def undeclared_overlaps(study: Study, told: Told) -> Iterator[Finding]:
    """What follows from two relations is declared too: no child may be counted twice.

    A study inside one that is inside a third, or has the same patients, is inside the third. Where
    only a possible overlap follows, anything that is declared is an answer.
    """
    certain = {one.study for one in study.overlaps if one.relation in CERTAIN} | {study.id}
    answered = {one.study for one in study.overlaps} | {study.id}
    for i, overlap in enumerate(study.overlaps):
        for far, stands in told.get(overlap.study, ()):
            relation = THROUGH.get((overlap.relation, stands))
            if relation and far not in (answered if relation == "possible" else certain):
                said = f"{far} declares {overlap.study} as {MIRROR[stands]}"
                other = " or unlikely" if relation == "possible" else ""
                allowed = f"declare {far} as {relation}{other} here too"
                yield ("overlaps", i, "study"), f"{said}; allowed: {allowed}"


def publications_used_twice(studies: Iterable[Study]) -> Iterator[tuple[str, Place, str]]:
    """Two files of one publication say how they share patients, or these would be counted twice."""
    first: dict[str, Study] = {}
    for study in studies:
        for key in publication(study):
            other = first.setdefault(key, study)
            if other is not study and not any(o.study == other.id for o in study.overlaps):
                said = f"{other.id} is the same publication, {key}"
                yield study.id, ("citation",), f"{said}; allowed: `overlaps` says how they share"
                break


def publication(study: Study) -> list[str]:
    """What names its publication wherever that is cited: DOI, PMID and title."""
    cited = study.citation
    doi = f"DOI {cited.doi.casefold()}" if cited.doi else None
    title = f"title {simple(cited.title)}" if cited.title else None
    return list(filter(None, [doi, f"PMID {cited.pmid}" if cited.pmid else None, title]))


def names_used_twice(
    studies: Iterable[Study], known: Iterable[str]
) -> Iterator[tuple[str, Place, str]]:
    """The filter and the link know a study by its name or id; so does a reader, in capitals too.

    Of two studies of one name the one whose id is made of it keeps it, else the first.
    """
    ids = {simple(key): key for key in known}
    first: dict[str, str] = {}
    for study in studies:
        name = simple(study.name)
        owner = first.setdefault(name, ids.get(name, study.id))
        if owner != study.id:
            yield study.id, ("name",), f"{owner} has this name; allowed: a name of its own"
