"""Try each mutant in a process of its own, a copy of one that has everything loaded.

A mutant inside a function takes its place in the running copy: the function gets the changed code,
wherever it was imported to. Nothing on the disk changes. The first test that fails ends the copy;
a copy that needs far more processor time than its tests did before counts as ended by its limit.
"""

import gc
import os
import resource
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from types import CodeType, FunctionType

import pytest

from tests.mutation.mutants import Mutant, Source

KILLED, TIME_OUT, SURVIVED, UNCOVERED = "killed", "time-out", "survived", "uncovered"
# Tests run slower beside others, and a mutant may need somewhat more than the original.
LEAST_SECONDS, TIMES_SLOWER = 5.0, 4.0
MEMORY = 8 * 2**30


@dataclass(frozen=True)
class Outcome:
    """How a mutant ended: the verdict, the test that failed, and how long it took."""

    verdict: str
    test: str = ""
    seconds: float = 0.0


@dataclass
class Copy:
    """One running copy: what it tries, where it reports, and when it is given up."""

    mutant: Mutant
    pipe: int
    started: float
    limit: float


def try_all(
    mutants: Iterable[tuple[Mutant, float]], run: Callable[[Mutant, int], None], workers: int
) -> Iterator[tuple[Mutant, Outcome]]:
    """Each mutant with how it ended; `run(mutant, pipe)` runs in the copy and never returns."""
    running: dict[int, Copy] = {}
    for mutant, seconds in mutants:
        while len(running) >= workers:
            yield from ended(running)
        pid, copy = start(mutant, seconds, run)
        running[pid] = copy
    while running:
        yield from ended(running)


def start(mutant: Mutant, seconds: float, run: Callable) -> tuple[int, Copy]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        inside(mutant, seconds, run, writing)
    os.close(writing)
    limit = 4 * (LEAST_SECONDS + TIMES_SLOWER * seconds)
    return pid, Copy(mutant, reading, time.monotonic(), limit)


def inside(mutant: Mutant, seconds: float, run: Callable, pipe: int) -> None:
    """What the copy does: no output, no more memory and processor time than allowed."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.setitimer(signal.ITIMER_PROF, LEAST_SECONDS + TIMES_SLOWER * seconds)
    try:
        run(mutant, pipe)
    except BaseException as error:  # noqa: BLE001 - whatever a mutant does is an end
        tell(pipe, f"{type(error).__name__} outside of the tests")
    finally:
        os._exit(1)


def ended(running: dict[int, Copy]) -> Iterator[tuple[Mutant, Outcome]]:
    """Those that have ended by now; waits a moment when there is none."""
    for pid, copy in list(running.items()):
        took = time.monotonic() - copy.started
        late = took > copy.limit
        if late:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        done, status = os.waitpid(pid, 0 if late else os.WNOHANG)
        if done:
            del running[pid]
            yield copy.mutant, outcome(copy, status, took)
    time.sleep(0.002)


def outcome(copy: Copy, status: int, took: float) -> Outcome:
    with os.fdopen(copy.pipe, encoding="utf-8") as pipe:
        test = pipe.read()
    if os.WIFSIGNALED(status):
        limits = (signal.SIGPROF, signal.SIGKILL)
        return Outcome(TIME_OUT if os.WTERMSIG(status) in limits else KILLED, "", took)
    return Outcome(KILLED if os.WEXITSTATUS(status) else SURVIVED, test, took)


def tell(pipe: int, test: str) -> None:
    os.write(pipe, test.encode())


class FirstFailure:
    """A pytest plugin: the first test that fails is told, and ends the process."""

    def __init__(self, pipe: int) -> None:
        self.pipe = pipe

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item, call):
        skipped = (pytest.skip.Exception,)
        if call.excinfo is not None and not call.excinfo.errisinstance(skipped):
            tell(self.pipe, item.nodeid)
            os._exit(1)

    def pytest_collectreport(self, report):
        if report.failed:
            tell(self.pipe, report.nodeid)
            os._exit(1)


def run_items(items: list[pytest.Item]) -> None:
    """Run these tests in this process, in this order, as pytest does."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def functions() -> dict[tuple[str, str, int], list[FunctionType]]:
    """Every loaded function by file, name and line."""
    found: dict[tuple[str, str, int], list[FunctionType]] = {}
    for one in gc.get_objects():
        if isinstance(one, FunctionType):
            found.setdefault(key(one.__code__), []).append(one)
    return found


def key(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def swap(source: Source, mutant: Mutant, loaded: dict) -> bool:
    """Give the loaded function its changed code; False where the two do not fit."""
    code = find(source.code(mutant), mutant.function)
    if code is None:
        return False
    fitting = [f for f in loaded.get(key(code), []) if f.__code__.co_freevars == code.co_freevars]
    for function in fitting:
        function.__code__ = code
    return bool(fitting)


def find(code: CodeType, function: str) -> CodeType | None:
    """The code of a function of this module or of one of its classes."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            if inner.co_qualname == function:
                return inner
            if found := find(inner, function):
                return found
    return None
