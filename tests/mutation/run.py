"""Run the mutants of some modules and keep what became of each as a line of JSON.

One process collects the tests and is copied for each mutant inside a function; the process that
started it has not imported the project and is copied for those that act at import.
"""

import gc
import os
import pickle
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest

from tests.mutation import children
from tests.mutation.children import UNCOVERED, FirstFailure, Outcome
from tests.mutation.coverage_map import Map, Measuring, caches, merged
from tests.mutation.loading import OPTIONS, run_fresh
from tests.mutation.mutants import Mutant, Name, Source
from tests.mutation.plan import Plan
from tests.mutation.results import Results

HEAVY = ("numpy", "pandas", "pydantic", "scipy.special", "scipy.optimize", "yaml", "hypothesis")


@dataclass(frozen=True)
class Task:
    """What to try: which mutants, judged by which tests, with how many processes and seconds."""

    sources: dict[str, Source]
    mutants: list[Mutant]
    tests: list[str]
    workers: int
    budget: float
    results: Results


def run(task: Task) -> None:
    """Try all mutants of the task; each result is written as soon as it is known."""
    for library in HEAVY:
        __import__(library)
    same_examples_every_time()
    with tempfile.TemporaryDirectory() as folder:
        loaded = Loaded(task, Path(folder))
        apart([lambda: pytest.main([*OPTIONS, *task.tests], plugins=[loaded])])
        plan = Plan(task.sources, loaded.map(), task.budget)
    fresh = [(one, plan.tests(one)) for one in task.mutants if plan.at_import(one)]
    chosen = {one.name: tests for one, tests in fresh}

    def judge(mutant: Mutant, pipe: int) -> None:
        source = task.sources[mutant.name.module]
        os._exit(run_fresh(source, mutant, chosen[mutant.name], pipe))

    queue = [(one, plan.seconds(tests) + SECONDS_TO_COLLECT) for one, tests in fresh]
    task.results.write(children.try_all(queue, judge, task.workers))


SECONDS_TO_COLLECT = 5


def same_examples_every_time() -> None:
    """Property tests try the same examples for each mutant, and do not simplify what fails."""
    hypothesis.settings.register_profile(
        "mutation",
        derandomize=True,
        database=None,
        deadline=None,
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
        suppress_health_check=list(hypothesis.HealthCheck),
    )


def apart(works: list[Callable[[], object]]) -> None:
    """Do them at once, each in a copy of this process, which stays as it is."""
    copies = []
    for work in works:
        pid = os.fork()
        if pid == 0:
            alone(work)
        copies.append(pid)
    failed = [status for pid in copies if (status := os.waitpid(pid, 0)[1])]
    if failed:
        raise SystemExit(f"the tests could not be run (status {failed[0]})")


def alone(work: Callable[[], object]) -> NoReturn:
    """The whole life of a copy; 1 says that it did not get to its end."""
    try:
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - whatever it is, the copy must not go on as if it were us
        traceback.print_exc()
    finally:
        os._exit(1)


class Loaded:
    """A pytest plugin that measures the collected tests, then tries the mutants in functions."""

    def __init__(self, task: Task, folder: Path) -> None:
        self.task, self.folder = task, folder
        self.measuring = Measuring()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        shares = in_shares(session.items, self.task.workers)
        apart([partial(self.measure, items, place) for place, items in enumerate(shares)])
        self.measuring.running.stop()
        self.try_mutants(Plan(self.task.sources, self.map(), self.task.budget), session)
        return True

    def measure(self, items: list[pytest.Item], place: int) -> None:
        """Run these tests as they are; in a copy, so that what they leave behind is gone."""
        items[0].config.pluginmanager.register(self.measuring)
        children.run_items(items)
        self.measuring.running.stop()
        (self.folder / f"map-{place}").write_bytes(pickle.dumps(self.measuring.measured()))

    def map(self) -> Map:
        """What was measured, from all copies; the files are our own."""
        files = sorted(self.folder.glob("map-*"))
        return merged([pickle.loads(file.read_bytes()) for file in files])  # noqa: S301

    def try_mutants(self, plan: Plan, session: pytest.Session) -> None:
        here = [one for one in self.task.mutants if not plan.at_import(one)]
        chosen = {one.name: plan.tests(one) for one in here}
        items = {item.nodeid: item for item in session.items}
        killers = Killers()
        loaded = children.functions()
        for cache in caches():
            cache.cache_clear()
        gc.collect()
        gc.freeze()

        def judge(mutant: Mutant, pipe: int) -> None:
            session.config.pluginmanager.register(FirstFailure(pipe))
            if not children.swap(plan.sources[mutant.name.module], mutant, loaded):
                children.tell(pipe, "not loaded")
                os._exit(2)
            order = killers.first(mutant.name, chosen[mutant.name])
            children.run_items([items[test] for test in order])
            os._exit(0)

        met = [(one, plan.seconds(chosen[one.name])) for one in here if chosen[one.name]]
        unmet = [(one, Outcome(UNCOVERED)) for one in here if not chosen[one.name]]
        self.task.results.write(unmet)
        ended = children.try_all(met, judge, self.task.workers)
        self.task.results.write(killers.noting(ended))


class Killers:
    """Which tests have killed mutants so far: they go first at others of the same function."""

    def __init__(self) -> None:
        self.so_far: Counter[tuple[str, ...]] = Counter()

    def first(self, name: Name, tests: list[str]) -> list[str]:
        """The same tests, those that killed most there in front."""
        here, near = (name.module, name.function), (name.module,)
        killed = {test: (self.so_far[*here, test], self.so_far[*near, test]) for test in tests}
        return sorted(tests, key=lambda test: killed[test], reverse=True)

    def noting(self, ended: Iterable[tuple[Mutant, Outcome]]) -> Iterator[tuple[Mutant, Outcome]]:
        for mutant, outcome in ended:
            for place in ((mutant.name.module, mutant.name.function), (mutant.name.module,)):
                self.so_far[*place, outcome.test] += 1
            yield mutant, outcome


def in_shares(items: list[pytest.Item], shares: int) -> list[list[pytest.Item]]:
    """Split into so many parts, whole files together."""
    files = [list(group) for _, group in groupby(items, key=lambda item: item.path)]
    parts = [[item for file in files[i::shares] for item in file] for i in range(shares)]
    return [part for part in parts if part]
