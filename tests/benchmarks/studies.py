"""What 100 or 1,000 studies cost, beside 15: reading and checking them, and the pages' reruns.

`python -m tests.benchmarks.studies [repeats]` makes copies of the project with made-up studies (see
`synthetic.py`). Reading is timed inside one fresh process. A rerun is a real session's, over its
WebSocket: cold for a selection that nobody asked before, warm for the same once more. Sizes take
turns in each repeat, so that what else the machine does meets all of them. Medians count.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import yaml

from data.library import load_library
from tests.benchmarks.measures import Measure, report
from tests.benchmarks.sessions import Run, Session, session
from tests.benchmarks.synthetic import PATIENTS, PROJECT, copy_project, write_studies
from tests.servers import streamlit_server

# A thousand studies are measured less often: nobody waits for their second digit.
REPEATS, REPEATS_OF_MOST = 7, 3
READ_SIZES = (10, 100, 1000)
FEW, MANY, MOST = 15, 100, 1000
PAGES = ("overview", "response")
# Targets: ms to read and check one study; how much longer each may take among ten times as many;
# how much longer a rerun may take with 100 studies than with 15.
EACH, LINEAR, RERUN = 1.5, 1.2, 2
# Every made-up study has more patients than these minima: each is another question with the same
# answer, so that it costs what a first view costs and shows what the former did.
MINIMUM, MINIMA = "min", range(1, PATIENTS[0])


class Median(NamedTuple):
    """Milliseconds of one kind of rerun, and whether every one of them came to its end."""

    ms: float
    finished: bool


def measure(repeats: int = REPEATS) -> list[Measure]:
    """Everything that this file measures."""
    return [*measure_reading(repeats), *measure_reruns(repeats)]


def measure_reading(repeats: int) -> list[Measure]:
    """Milliseconds to read and check one study, among 10, 100 and 1,000."""
    with tempfile.TemporaryDirectory() as folder:
        folders = [write_studies(Path(folder) / str(size), size) for size in READ_SIZES]
        command = [sys.executable, "-m", "tests.benchmarks.studies", "read", str(repeats), *folders]
        done = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    few, many, most = (tuple(pair) for pair in json.loads(done.stdout))
    what = "reading and checking one study of"
    return [
        *(
            Measure(f"{what} {size:,}", ours, "ms", target=EACH)
            for size, (ours, _) in zip(READ_SIZES, (few, many, most), strict=True)
        ),
        Measure(f"{what} {MOST:,}", most[0], "ms", f"of {MANY}", many[0], LINEAR),
        Measure(f"{what} {MANY}", many[0], "ms", "PyYAML's C loader alone", many[1]),
    ]


def read_all(repeats: int, folders: list[Path]) -> list[tuple[float, float]]:
    """For each folder the median milliseconds a study: ours, and those of PyYAML alone."""
    load_library(folders[0])
    ours: dict[Path, list[float]] = {folder: [] for folder in folders}
    bare: dict[Path, list[float]] = {folder: [] for folder in folders}
    for _ in range(repeats):
        for folder in folders:
            ours[folder].append(ms_a_study(load_checked, folder))
            bare[folder].append(ms_a_study(load_bare, folder))
    return [(statistics.median(ours[one]), statistics.median(bare[one])) for one in folders]


def ms_a_study(load: Callable[[Path], int], folder: Path) -> float:
    start = time.perf_counter()
    studies = load(folder)
    return 1000 * (time.perf_counter() - start) / studies


def load_checked(folder: Path) -> int:
    library = load_library(folder)
    if library.problems:
        raise RuntimeError(f"a made-up study has mistakes: {library.problems[0]}")
    return len(library.studies)


def load_bare(folder: Path) -> int:
    """No checks, no lines, no types: what the same bytes cost at least."""
    return len([yaml.load(path.read_bytes(), yaml.CSafeLoader) for path in folder.glob("*.yaml")])


def measure_reruns(repeats: int) -> list[Measure]:
    """Reruns of each page, cold and warm, with 100 and with 1,000 studies beside 15."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = {}
        for size in (FEW, MANY, MOST):
            copy = copy_project(folder / str(size), size)
            urls[size] = stack.enter_context(streamlit_server(copy / "app.py", cwd=copy)).url
        found = asyncio.run(reruns_of_sizes(urls, repeats))
    return [
        beside(page, kind, size, found)
        for size in (MANY, MOST)
        for page in PAGES
        for kind in ("cold", "warm")
    ]


def beside(page: str, kind: str, size: int, found: dict[tuple[int, str, str], Median]) -> Measure:
    """One line: this many studies beside the few."""
    ours, few = found[size, page, kind], found[FEW, page, kind]
    what = f"{page}, {kind} rerun with {size:,} studies"
    if not ours.finished:
        what += " (given up)"
    target = RERUN if size == MANY else None
    return Measure(what, ours.ms, "ms", f"with {FEW}", few.ms, target)


async def reruns_of_sizes(urls: dict[int, str], repeats: int) -> dict[tuple[int, str, str], Median]:
    """The median reruns by size, page, and "cold" or "warm"; one session for each size and page."""
    runs: dict[tuple[int, str, str], list[Run]] = {}
    async with contextlib.AsyncExitStack() as stack:
        tabs = {}
        for page in PAGES:
            for size, url in urls.items():
                tabs[size, page] = await stack.enter_async_context(session(url))
                await opened(tabs[size, page], page)
        for repeat in range(repeats):
            for (size, page), tab in tabs.items():
                former = runs.get((size, page, "cold"), [])
                if size == MOST and (repeat >= REPEATS_OF_MOST or any(run.error for run in former)):
                    continue
                cold, warm = await cold_and_warm(tab, page, repeat)
                runs.setdefault((size, page, "cold"), []).append(cold)
                runs.setdefault((size, page, "warm"), []).append(warm)
    return {key: median(of_kind) for key, of_kind in runs.items()}


async def opened(tab: Session, page: str) -> None:
    """The page as a link opens it, drawn twice: what the first visit pays once is not counted."""
    await tab.open("" if page == "overview" else page)
    await tab.rerun()


async def cold_and_warm(tab: Session, page: str, repeat: int) -> tuple[Run, Run]:
    """A rerun for a new selection, and one for the same once more."""
    # Both pages of one server share what was computed: neither may ask what the other did.
    minimum = MINIMA[repeat * len(PAGES) + PAGES.index(page)]
    cold = await tab.click(MINIMUM, float(minimum))
    # A tab that gave up would take the end of the former run for that of the next.
    return cold, cold if cold.error else await tab.rerun()


def median(runs: list[Run]) -> Median:
    """A page that shows an error has no time; one that takes too long has the limit's."""
    late = [run for run in runs if run.error.startswith("TimeoutError")]
    for run in runs:
        if run.error and run not in late:
            raise RuntimeError(run.error)
    return Median(1000 * statistics.median(run.seconds for run in runs), not late)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["read"]:
        say(json.dumps(read_all(int(sys.argv[2]), [Path(name) for name in sys.argv[3:]])))
    else:
        say(report(measure(*map(int, sys.argv[1:2]))))
