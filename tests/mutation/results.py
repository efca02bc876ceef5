"""What became of each mutant, one line of JSON each, so that a run goes on where one ended."""

import dataclasses
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from tests.mutation.children import KILLED, TIME_OUT, Outcome
from tests.mutation.mutants import Mutant, Name, Source

TESTS = Path(__file__).parents[1]


@dataclasses.dataclass(frozen=True)
class Results:
    """A file of results.

    A killed mutant stays killed while its module is the same; what survives is tried again when
    any test has changed, or when other tests or more seconds are asked for.
    """

    path: Path
    sources: dict[str, Source]
    tests: str

    def known(self) -> dict[Name, Outcome]:
        """The outcomes that still hold; a later line replaces an earlier one."""
        found: dict[Name, Outcome] = {}
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        for line in lines:
            values = json.loads(line)
            name = Name(**{key: values.pop(key) for key in NAME})
            source, tests = values.pop("source"), values.pop("tests")
            outcome = Outcome(**values)
            dead = outcome.verdict in (KILLED, TIME_OUT)
            if source == self.digest(name.module) and (dead or tests == self.tests):
                found[name] = outcome
        return found

    def write(self, ended: Iterable[tuple[Mutant, Outcome]]) -> None:
        """Keep each as soon as it is known."""
        with self.path.open("a", encoding="utf-8") as file:
            for mutant, outcome in ended:
                names, values = dataclasses.asdict(mutant.name), dataclasses.asdict(outcome)
                state = {"source": self.digest(mutant.name.module), "tests": self.tests}
                file.write(json.dumps(names | values | state, ensure_ascii=False) + "\n")
                file.flush()

    def digest(self, module: str) -> str:
        source = self.sources.get(module)
        return digest([source.text.encode()]) if source else ""


NAME = [field.name for field in dataclasses.fields(Name)]


def digest_of_tests(judging: list[str], seconds: float) -> str:
    """Changes with any file of the tests, and with which of them judge for how long."""
    files = sorted(path for path in TESTS.rglob("*") if path.suffix in (".py", ".tsv", ".json"))
    return digest([repr((judging, seconds)).encode(), *(path.read_bytes() for path in files)])


def digest(parts: Iterable[bytes]) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]
