"""What is known of several studies, aspect by aspect, and how they stand to each other in words.

An aspect is one line of a comparison: what each study says, read where, and whether that is the
same, differs, or is not known. What was not found is never taken for the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from data.cohorts import Chosen
from data.schema import Cohort, Study
from data.study_sheet import NOT_FOUND, Item
from data.words import listed

SAME, DIFFERS, WORDED, UNKNOWN = "same", "differs", "described differently", "not found for any"

Cell = tuple[Item, ...]
# What two studies must share to be the same in an aspect; None where it was not found.
Key = Hashable | None


@dataclass(frozen=True)
class Column:
    """One study that is compared, with the cohorts that the filters chose of it.

    `why` says why there are none; a `mixed` study also counts patients without InO.
    """

    study: Study
    chosen: tuple[Chosen, ...] = ()
    why: str = ""
    mixed: bool = False

    @property
    def name(self) -> str:
        return self.study.name

    @property
    def cohorts(self) -> tuple[Cohort, ...]:
        """The cohorts shown; of a study that is left out the whole."""
        return tuple(one.cohort for one in self.chosen) or self.study.cohorts[:1]


@dataclass(frozen=True)
class Aspect:
    """One line: a cell for each column, and the verdict in words.

    `said` tells of an aspect that every reader must know: "Timing: prospective (A), …".
    """

    label: str
    cells: tuple[Cell, ...]
    verdict: str
    said: str = ""

    @property
    def found(self) -> bool:
        return any(self.cells)

    @property
    def texts(self) -> tuple[str, ...]:
        """One text for each column."""
        return tuple(
            "; ".join(line_text(self.label, item) for item in cell) or NOT_FOUND
            for cell in self.cells
        )

    @property
    def sources(self) -> tuple[str, ...]:
        """For each column where it was read: "Leukemia, abstract (stated)"."""
        return tuple("; ".join(dict.fromkeys(map(source_text, cell))) for cell in self.cells)


@dataclass(frozen=True)
class Section:
    """The aspects below one heading."""

    title: str
    aspects: tuple[Aspect, ...]


def line_text(label: str, item: Item) -> str:
    """What was found, after its own label where that is not the aspect's."""
    return item.text if item.label in ("", label) else f"{item.label}: {item.text}"


def source_text(item: Item) -> str:
    return f"{item.source}, {item.place} ({item.basis})" if item.source else ""


def compared(
    columns: Sequence[Column],
    label: str,
    cells: Sequence[Cell],
    keys: Sequence[Key] | None = None,
    *,
    main: bool = False,
) -> Aspect:
    """The aspect with its verdict; without `keys` the words are compared, not what they mean."""
    names = [column.name for column in columns]
    if keys is None:
        texts: list[Key] = ["; ".join(one.text for one in cell) or None for cell in cells]
        return Aspect(label, tuple(cells), verdict(names, texts, WORDED))
    said = in_one_sentence(names, label, cells) if main and any(cells) else ""
    return Aspect(label, tuple(cells), verdict(names, keys), said)


def verdict(names: Sequence[str], keys: Sequence[Key], differs: str = DIFFERS) -> str:
    """How the columns stand to each other: what is unknown is neither the same nor different."""
    found = {key for key in keys if key is not None}
    if not found:
        return UNKNOWN
    missing = [name for name, key in zip(names, keys, strict=True) if key is None]
    having = [name for name in names if name not in missing]
    if len(having) == 1 < len(missing):
        return f"found only for {having[0]}"
    unknown = f"not found for {listed(missing)}" if missing else ""
    if len(found) > 1:
        return "; ".join(filter(None, [differs, unknown]))
    return unknown or SAME


def in_one_sentence(names: Sequence[str], label: str, cells: Sequence[Cell]) -> str:
    """Who says what, each wording once: "Timing: prospective (A and B), not found (C)"."""
    who: dict[str, list[str]] = {}
    for name, cell in zip(names, cells, strict=True):
        words = listed([one.text for one in cell]) if cell else "not found"
        who.setdefault(words, []).append(name)
    if len(who) == 1:
        return f"{label}: {next(iter(who))}"
    return f"{label}: {', '.join(f'{words} ({listed(who[words])})' for words in who)}"
