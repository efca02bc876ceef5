"""What is to be tried: which tests judge a mutant, in which order, and for how long."""

import ast
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from tests.mutation.coverage_map import Map
from tests.mutation.mutants import Mutant, Source

# A test of the same subject goes before one that takes a quarter of its time.
HEAD_START = 4


@dataclass(frozen=True)
class Plan:
    """All sources, what the tests run, and how many seconds of tests a mutant is worth."""

    sources: dict[str, Source]
    map: Map
    budget: float

    def tests(self, mutant: Mutant) -> list[str]:
        """The tests that meet this mutant: those of the subject and the quick ones first."""
        found = self.met_by(mutant)
        order = sorted(found, key=lambda test: (self.weight(test, mutant), test))
        kept: list[str] = []
        for test in order:
            if kept and self.seconds([*kept, test]) > self.budget:
                break
            kept.append(test)
        return kept

    def seconds(self, tests: list[str]) -> float:
        return self.map.cost(tests)

    def met_by(self, mutant: Mutant) -> set[str]:
        module = mutant.name.module
        if not self.at_import(mutant):
            return self.map.of(module, mutant.lines)
        places = [place for word in mutant.words for place in self.mentions[word]]
        found = {
            test for where, line in places for test in self.map.of(where, range(line, line + 1))
        }
        # What a field gives as examples nobody asks for by name; editors read it in the schema.
        subjects = [module, *(["json_schema"] if "examples=" in mutant.name.line else [])]
        return found | {
            test for test in self.map.seconds if any(subject(test, one) for one in subjects)
        }

    def at_import(self, mutant: Mutant) -> bool:
        """Whether it only acts when its module is imported."""
        if not mutant.function:
            return True
        module = mutant.name.module
        imported = self.map.at_import.get(module, set()).intersection(mutant.lines)
        return bool(imported) and not self.map.of(module, mutant.lines)

    def weight(self, test: str, mutant: Mutant) -> float:
        seconds = self.map.cost([test])
        return seconds if subject(test, mutant.name.module) else HEAD_START * (seconds + 0.01)

    @cached_property
    def mentions(self) -> dict[str, set[tuple[str, int]]]:
        """For each name the modules and lines that mention it."""
        found = defaultdict(set)
        for module, source in self.sources.items():
            for node in ast.walk(source.tree):
                word = getattr(node, "attr", None) or getattr(node, "id", None)
                if word and isinstance(node, ast.expr):
                    found[word].add((module, node.lineno))
        return found


def subject(test: str, module: str) -> bool:
    """Whether a test file is named after the module: test_pooling, test_pooling_reference."""
    return test.partition("::")[0].rpartition("/")[2].startswith(f"test_{module}")
