"""What is known of several studies, aspect by aspect, and how they stand to each other in words.

An aspect is one line of a comparison: what each study says, read where, and whether that is the
same, differs, or is not known. What was not found is never taken for the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from data.cohorts import Chosen
from data.items import NOT_FOUND, Item
from data.schema import Cohort, Study
from data.words import listed

# "worded" compares texts, not what they mean; "open" is neither the same nor different.
Kind = Literal["same", "counted alike", "differs", "worded", "open"]
KIND_WORDS: Mapping[Kind, str] = {
    "same": "same",
    "counted alike": "counted alike",
    "differs": "differs",
    "worded": "described differently",
    "open": "",
}
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

    @property
    def in_parts(self) -> bool:
        """Whether parts of the study are shown instead of the whole."""
        return any(cohort.parent is not None for cohort in self.cohorts)


@dataclass(frozen=True)
class Agreement:
    """How far the columns agree in one aspect.

    `sides` are those in which they differ, where an aspect has several; `note` says what is not
    known, or who alone has it.
    """

    kind: Kind
    sides: tuple[str, ...] = ()
    note: str = ""

    @property
    def words(self) -> str:
        """In full: "differs in definition; not known: time point"."""
        between = " " if self.sides else "; "
        return between.join(filter(None, [KIND_WORDS[self.kind], self.about]))

    @property
    def about(self) -> str:
        """What stands after the word: "in definition; not known: time point"."""
        sides = f"in {listed(self.sides)}" if self.sides else ""
        return "; ".join(filter(None, [sides, self.note]))


OPEN = Agreement("open")


@dataclass(frozen=True)
class Aspect:
    """One line: a cell for each column, and how far they agree.

    `said` is for aspects that every reader must know: who says what, "prospective (A), …".
    """

    label: str
    cells: tuple[Cell, ...]
    agreement: Agreement = OPEN
    said: str = ""

    @property
    def sentence(self) -> str:
        """Who says what, after the label: "Timing: prospective (A), …"."""
        return f"{self.label}: {self.said}"

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
    """The aspect with its agreement; without `keys` the words are compared, not what they mean."""
    names = [column.name for column in columns]
    if keys is None:
        texts: list[Key] = ["; ".join(one.text for one in cell) or None for cell in cells]
        return Aspect(label, tuple(cells), agreement(names, texts, "worded"))
    said = who_says_what(names, cells) if main and any(cells) else ""
    return Aspect(label, tuple(cells), agreement(names, keys), said)


def agreement(
    names: Sequence[str], keys: Sequence[Key], unlike: Literal["differs", "worded"] = "differs"
) -> Agreement:
    """How far the columns agree: what is unknown is neither the same nor different."""
    found = {key for key in keys if key is not None}
    if not found:
        return Agreement("open", note="not found for any")
    missing = [name for name, key in zip(names, keys, strict=True) if key is None]
    having = [name for name in names if name not in missing]
    if len(having) == 1 < len(missing):
        return Agreement("open", note=f"found only for {having[0]}")
    note = f"not found for {listed(missing)}" if missing else ""
    if len(found) > 1:
        return Agreement(unlike, note=note)
    return Agreement("open" if missing else "same", note=note)


def who_says_what(names: Sequence[str], cells: Sequence[Cell]) -> str:
    """Each wording once, with those who say it: "prospective (A and B), not found (C)"."""
    who: dict[str, list[str]] = {}
    for name, cell in zip(names, cells, strict=True):
        words = listed(list(dict.fromkeys(one.text for one in cell))) if cell else "not found"
        who.setdefault(words, []).append(name)
    if len(who) == 1:
        return next(iter(who))
    return ", ".join(f"{words} ({listed(who[words])})" for words in who)
