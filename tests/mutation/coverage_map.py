"""Which test runs which lines of `data/`, measured once with all of the tests.

What is kept between tests would hide who needs it: caches of whole functions are emptied before
each test, and what a fixture of a file or session runs counts for every test that asks for it.
"""

import functools
import gc
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import coverage
import pytest

DATA = Path(__file__).parents[2] / "data"
IMPORT = "import"
Lines = dict[str, dict[int, set[str]]]


@dataclass(frozen=True)
class Map:
    """`tests[module][line]` are the ids of the tests that run it, `seconds` what each takes.

    What a fixture of a file or session takes is told apart, as only the first test pays for it:
    `fixtures` are the seconds, `uses` the fixtures that each test asks for.
    """

    tests: Lines
    seconds: dict[str, float]
    fixtures: dict[str, float]
    uses: dict[str, set[str]]
    at_import: dict[str, set[int]]

    def of(self, module: str, lines: range) -> set[str]:
        found = self.tests.get(module, {})
        return {test for line in lines for test in found.get(line, ())}

    def cost(self, tests: list[str]) -> float:
        """Seconds that these tests take in a process of their own, at most.

        Each pays for its fixtures: in another order pytest makes those with parameters again.
        """
        made = (self.fixtures.get(one, 0.0) for test in tests for one in self.uses[test])
        return sum(self.seconds[test] for test in tests) + sum(made)


class Measuring:
    """A pytest plugin that names the running test to coverage, and times it."""

    def __init__(self) -> None:
        self.running = coverage.Coverage(
            data_file=None, config_file=False, include=[f"{DATA}/*"], messages=False
        )
        self.seconds: dict[str, float] = {}
        self.fixtures: dict[str, float] = defaultdict(float)
        self.paid = 0.0  # for fixtures, within the running test
        self.uses: dict[str, set[str]] = defaultdict(set)
        self.failed: set[str] = set()
        self.context = IMPORT
        self.running.start()
        self.running.switch_context(IMPORT)

    @contextmanager
    def called(self, context: str) -> Iterator[None]:
        before, self.context = self.context, context
        self.running.switch_context(context)
        yield
        self.context = before
        self.running.switch_context(before)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        for cache in caches():
            cache.cache_clear()
        self.uses[item.nodeid].update(item.fixturenames)
        start, self.paid = time.process_time(), 0.0
        with self.called(item.nodeid):
            result = yield
        self.seconds[item.nodeid] = time.process_time() - start - self.paid
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef):
        if fixturedef.scope == "function":
            return (yield)
        start, before = time.process_time(), self.paid
        with self.called(f"fixture {fixturedef.argname}"):
            made = yield
        took = time.process_time() - start
        within = self.paid - before  # by fixtures that this one asked for
        self.paid = before + took
        name = fixturedef.argname
        self.fixtures[name] = max(self.fixtures[name], took - within)
        return made

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed.add(report.nodeid)

    def measured(self) -> Map:
        """What was measured so far; a test that fails without any mutant is no judge."""
        users: dict[str, set[str]] = defaultdict(set)
        for test, fixtures in self.uses.items():
            for fixture in fixtures:
                users[f"fixture {fixture}"].add(test)
        tests: Lines = {}
        at_import: dict[str, set[int]] = {}
        data = self.running.get_data()
        for file in data.measured_files():
            found: dict[int, set[str]] = defaultdict(set)
            for line, contexts in data.contexts_by_lineno(file).items():
                for context in contexts:
                    found[line] |= (users.get(context) or {context}) - self.failed
            at_import[Path(file).stem] = {line for line, by in found.items() if IMPORT in by}
            tests[Path(file).stem] = {line: by - {IMPORT} for line, by in found.items()}
        return Map(tests, self.seconds, dict(self.fixtures), dict(self.uses), at_import)


def merged(maps: list[Map]) -> Map:
    """One map of what was measured in parts."""
    tests: Lines = defaultdict(lambda: defaultdict(set))
    at_import: dict[str, set[int]] = defaultdict(set)
    for one in maps:
        for module, found in one.tests.items():
            at_import[module] |= one.at_import[module]
            for line, by in found.items():
                tests[module][line] |= by
    fixtures: dict[str, float] = defaultdict(float)
    for one in maps:
        for name, seconds in one.fixtures.items():
            fixtures[name] = max(fixtures[name], seconds)
    seconds = {test: s for one in maps for test, s in one.seconds.items()}
    uses = {test: names for one in maps for test, names in one.uses.items()}
    return Map(tests, seconds, fixtures, uses, at_import)


@functools.cache
def caches() -> list:
    """The functions of the project that keep what they have computed; once all is imported."""
    kinds = ("data", "components", "tests")
    return [
        one
        for one in gc.get_objects()
        if isinstance(one, functools._lru_cache_wrapper)
        and (one.__module__ or "").partition(".")[0] in kinds
        and one is not caches  # looking for them takes longer than most tests
    ]
