"""One line of a study: what is said, on what basis, and where it was read.

Every page lists facts, numbers and gaps as such lines. Where nothing was found the line says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from data.fields import Sourced
from data.library import Library
from data.schema import Study
from data.tables import source_url

NOT_FOUND = "not found in the sources read"
# Of an own series nothing was read: its owner gave it or not.
NOT_GIVEN = "not given"


@dataclass(frozen=True)
class Item:
    """One line with its provenance; `source` is empty where nothing was found."""

    label: str
    text: str
    basis: str = ""
    source: str = ""
    source_url: str | None = None
    place: str = ""
    note: str = ""


def unanswered(study: Study) -> str:
    """What stands where nothing is known."""
    return NOT_GIVEN if study.own_series else NOT_FOUND


def sourced_item(library: Library, study: Study, record: Sourced, label: str, text: str) -> Item:
    source = library.source(study, record.source)
    derived = f"Derived: {record.derivation}" if record.derivation else ""
    return Item(
        label=label,
        text=text,
        basis=record.basis,
        source=source.name,
        source_url=source_url(library, study, record.source),
        place=record.place,
        note=joined(derived, record.note),
    )


def joined(*notes: str | None) -> str:
    """The notes of one line: "Derived: from Table 2 · data cut 2020"."""
    return " · ".join(filter(None, notes))


def named(study: Study, item: Item) -> Item:
    return replace(item, label=f"{name_and_who(study)}: {item.label}")


def name_and_who(study: Study) -> str:
    """The name; of a study in adults with that word, where children are read of."""
    return f"{study.name} (adults)" if study.population == "adults" else study.name
