"""The mutants that no test kills and none has to: each listed by name with its reason.

A listed mutant that does not exist any more is an error, so that no reason outlives its code.
"""

import csv
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.mutation.children import KILLED, SURVIVED, TIME_OUT, UNCOVERED, Outcome
from tests.mutation.mutants import Name

LIST = Path(__file__).parents[1] / "mutants_that_survive.tsv"
LISTED, UNTRIED = "listed", "untried"
DEAD = (KILLED, TIME_OUT)
VERDICTS = (*DEAD, LISTED, SURVIVED, UNCOVERED, UNTRIED)
COLUMNS = ("reason", "module", "function", "change", "occurrence", "line")


def read_list(path: Path = LIST) -> dict[Name, str]:
    """The listed mutants, each with the reason why it may survive."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {
        Name(*(row[key] for key in COLUMNS[1:4]), row["line"], int(row["occurrence"])): row[
            "reason"
        ]
        for row in rows
    }


@dataclass(frozen=True)
class Judged:
    """What came out for some modules, beside the list; `ok` when nothing is left to do."""

    outcomes: Mapping[Name, Outcome]
    listed: Mapping[Name, str]
    existing: frozenset[Name]
    modules: frozenset[str]

    def verdict(self, name: Name) -> str:
        """How a mutant counts: a listed one as such, unless a test kills it by now."""
        found = self.outcomes[name].verdict if name in self.outcomes else UNTRIED
        return LISTED if name in self.listed and found not in DEAD else found

    @property
    def alive(self) -> list[Name]:
        """Mutants that nothing kills, and that nobody has explained."""
        found = [name for name in self.existing if self.verdict(name) not in (*DEAD, LISTED)]
        return sorted(found, key=place)

    @property
    def gone(self) -> list[Name]:
        """Listed mutants of these modules that do not exist."""
        asked = [name for name in self.listed if name.module in self.modules]
        return [name for name in asked if name not in self.existing]

    @property
    def killed_by_now(self) -> list[Name]:
        """Listed mutants that a test kills; they can be struck from the list."""
        return [name for name in self.listed if self.verdict(name) in DEAD]

    @property
    def ok(self) -> bool:
        return not self.alive and not self.gone


def place(name: Name) -> tuple:
    return name.module, name.function, name.line, name.change, name.occurrence


def report(judged: Judged) -> Iterator[str]:
    """A table with one line a module, then what is left to do."""
    yield "".join([f"{'module':<20}", *(f"{column:>11}" for column in ("mutants", *VERDICTS))])
    for module in sorted(judged.modules):
        yield row(judged, module, [name for name in judged.existing if name.module == module])
    yield row(judged, "all", judged.existing)
    yield from paragraph("alive and not listed", judged.alive)
    yield from paragraph("listed, but not in the code", judged.gone)
    yield from paragraph("listed, but killed by now", judged.killed_by_now)


def row(judged: Judged, label: str, names: Collection[Name]) -> str:
    count = Counter(map(judged.verdict, names))
    numbers = (len(names), *(count[verdict] for verdict in VERDICTS))
    return "".join([f"{label:<20}", *(f"{number:>11}" for number in numbers)])


def paragraph(heading: str, names: list[Name]) -> Iterator[str]:
    """Each mutant as it stands in the list, without a reason yet."""
    if names:
        yield f"\n{heading}:"
        for name in names:
            values = {"reason": ""} | asdict(name)
            yield "\t".join(str(values[column]) for column in COLUMNS)
