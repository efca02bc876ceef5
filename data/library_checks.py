"""Rules that only all files together can break: names, and whose children are counted twice.

Each yields (study id, place, "what is wrong; allowed: …"); `library.py` turns places into lines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice

from data.cohort_checks import most_patients
from data.overlap import CERTAIN
from data.problems import MOST, Finding, Place, unknown_word
from data.schema import Study

NESTED = ("contains", "inside")
# How a study stands to a third through a second one, where two relations leave no doubt.
THROUGH = {
    ("inside", "inside"): "inside",
    ("inside", "same"): "inside",
    ("same", "inside"): "inside",
    ("contains", "contains"): "contains",
    ("contains", "same"): "contains",
    ("same", "contains"): "contains",
    ("same", "same"): "same",
    ("same", "partly"): "partly",
    ("contains", "partly"): "partly",
    ("partly", "inside"): "partly",
    ("contains", "inside"): "partly",
    ("partly", "same"): "partly",
}
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
    for study in studies.values():
        for found in islice(references_that_cannot_be(study, studies, broken), MOST + 1):
            yield study.id, *found
        for found in (*sizes_that_cannot_be(study, known), *undeclared_overlaps(study, known)):
            yield study.id, *found
    yield from names_used_twice(sorted(studies.values(), key=partial(gives_way, broken)))


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
    """A study inside another one has no more patients than that."""
    for i, overlap in enumerate(study.overlaps):
        if overlap.study in studies:
            pair = study, studies[overlap.study]
            outer, inner = pair if overlap.relation == "contains" else reversed(pair)
            most, within = (most_patients(one.cohorts).get("all") for one in (outer, inner))
            if overlap.relation in NESTED and most and within and within > most:
                said = f"{within} patients of {inner.id} inside {most} of {outer.id}"
                yield ("overlaps", i, "relation"), f"{said}; allowed: partly"


def undeclared_overlaps(study: Study, studies: Mapping[str, Study]) -> Iterator[Finding]:
    """What follows from two relations is declared too: no child may be counted twice.

    A study inside one that is inside a third, or has the same patients, is inside the third.
    """
    declared = {one.study for one in study.overlaps if one.relation in CERTAIN} | {study.id}
    for i, overlap in enumerate(study.overlaps):
        for far in studies[overlap.study].overlaps if overlap.study in studies else ():
            relation = THROUGH.get((overlap.relation, far.relation))
            if relation and far.study in studies and far.study not in declared:
                said = f"{overlap.study} declares {far.study} as {far.relation}"
                allowed = f"declare {far.study} as {relation} here too"
                yield ("overlaps", i, "study"), f"{said}; allowed: {allowed}"


def gives_way(broken: Collection[str], study: Study) -> tuple[bool, bool]:
    """Of two studies of one name a broken one does, then one whose id is not made of the name."""
    name, own_id = (re.sub(r"[\W_]", "", text.casefold()) for text in (study.name, study.id))
    return study.id in broken, name != own_id


def names_used_twice(studies: Iterable[Study]) -> Iterator[tuple[str, Place, str]]:
    """The filter and the link know a study by its name."""
    first: dict[str, str] = {}
    for study in studies:
        owner = first.setdefault(study.name.casefold(), study.id)
        if owner != study.id:
            yield study.id, ("name",), f"{owner} has this name; allowed: a name of its own"
