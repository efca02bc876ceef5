"""What a click costs the server, what the server weighs, and how soon it is up.

`python -m tests.benchmarks.server_cost` runs the dashboard and bare Streamlit apps side by side, in
turn on the same machine, and prints each measure with its ratio. The same click is sent to both
through a real session (`sessions.py`): on our pages it draws the adults too or leaves them out, in
the bare app it changes the chart. What was asked once is cached before anything is counted.
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.benchmarks.load import PAGES, cpu
from tests.benchmarks.measures import Measure, percentile, report
from tests.benchmarks.sessions import Session, session
from tests.servers import Server, streamlit_server

BARE = Path(__file__).parent / "bare"
CHART, TEXT = BARE / "chart.py", BARE / "text.py"
# The click that changes the chart, by the widget's key or label.
OURS, THEIRS = "adults", "Only early studies"
# The most that a rerun of one chart and of three may cost beside the bare chart; memory; start-up.
ONE_CHART, THREE_CHARTS, MEMORY, START = 1.5, 1.6, 1.5, 1.5
# What a visitor sees first, and the pages that most open.
MAIN = ("", "response", "sos")
STARTS = 5
# Clicks that are counted together: the system counts CPU time in steps of 10 ms.
BLOCK = 10
# Seconds between clicks: after a run Streamlit still collects garbage.
PAUSE = 0.1


@dataclass
class Cost:
    """CPU per rerun, one value a block, and the time of each rerun, all in ms."""

    cpu: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    @property
    def median_cpu(self) -> float:
        return statistics.median(self.cpu)

    @property
    def median_time(self) -> float:
        return statistics.median(self.times)


@dataclass(frozen=True)
class Place:
    """A page of a server, and the click to repeat there."""

    server: Server
    address: str
    click: str


def measure(repeats: int = 60) -> list[Measure]:
    """All measures; each cost of a rerun is that of so many reruns."""
    return [*reruns(repeats), *memories(), start_up()]


def reruns(repeats: int) -> list[Measure]:
    """CPU and time of a rerun on our pages, beside the bare chart."""
    with streamlit_server() as ours, streamlit_server(CHART) as bare:
        places = [Place(ours, page, OURS) for page in PAGES] + [Place(bare, "", THEIRS)]
        *costs, chart = asyncio.run(costs_at(places, repeats))
    found = dict(zip(PAGES, costs, strict=True))
    return [
        beside("CPU of a rerun, response", found["response"].median_cpu, chart, ONE_CHART),
        beside("CPU of a rerun, overview", found[""].median_cpu, chart, THREE_CHARTS),
        *times_beside(found["response"], chart),
        *[
            beside(f"CPU of a rerun, {page}", found[page].median_cpu, chart)
            for page in PAGES
            if page not in ("", "response")
        ],
    ]


def beside(what: str, ours: float, chart: Cost, target: float | None = None) -> Measure:
    return Measure(what, ours, "ms", "bare chart", chart.median_cpu, target)


def times_beside(ours: Cost, chart: Cost) -> list[Measure]:
    """How long a visitor's message is on the way, without the browser."""
    slow = percentile(ours.times), percentile(chart.times)
    return [
        Measure(
            "rerun, one chart, median", ours.median_time, "ms", "bare chart", chart.median_time
        ),
        Measure("rerun, one chart, 95 of 100", slow[0], "ms", "bare chart", slow[1]),
    ]


async def costs_at(places: Sequence[Place], repeats: int) -> list[Cost]:
    """The cost at each place, measured in turn, a block of clicks at a time."""
    costs = [Cost() for _ in places]
    async with contextlib.AsyncExitStack() as stack:
        tabs = [await stack.enter_async_context(opened(place)) for place in places]
        for _ in range(max(1, repeats // BLOCK)):
            for place, tab, cost in zip(places, tabs, costs, strict=True):
                await count_block(place, tab, cost)
    return costs


@contextlib.asynccontextmanager
async def opened(place: Place):
    """A session on the page, after the click was made once in both directions."""
    async with session(place.server.url) as tab:
        await tab.open(place.address)
        await clicks(tab, place.click, 2)
        yield tab


async def count_block(place: Place, tab: Session, cost: Cost) -> None:
    """Adds a block of clicks to the cost."""
    before = cpu(place.server.process.pid)
    cost.times += await clicks(tab, place.click, BLOCK)
    cost.cpu.append(1000 * (cpu(place.server.process.pid) - before) / BLOCK)


async def clicks(tab: Session, name: str, times: int) -> list[float]:
    """The time of each click in ms; an error in the app is an error here."""
    found = []
    for turn in range(times):
        run = await tab.click(name, turn % 2 == 0)
        if run.error:
            raise RuntimeError(f"{tab.page}: {run.error}")
        found.append(1000 * run.seconds)
        await asyncio.sleep(PAUSE)
    return found


def memories() -> list[Measure]:
    """Memory after one visit to each of the main pages, beside an app with the same libraries."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(CHART.read_text(encoding="utf-8") + "\nimport pandas\n", encoding="utf-8")
        with streamlit_server() as ours, streamlit_server(bare) as theirs:
            asyncio.run(visit(ours, MAIN))
            asyncio.run(visit(theirs, ("",)))
            sizes = resident(ours), resident(theirs)
    what = "resident memory after the three main pages"
    return [Measure(what, sizes[0], "MB", "bare app with pandas and Plotly", sizes[1], MEMORY)]


def resident(server: Server) -> float:
    """MB, with the code that it shares with others."""
    return psutil.Process(server.process.pid).memory_info().rss / 1e6


async def visit(server: Server, addresses: Sequence[str]) -> None:
    for address in addresses:
        async with session(server.url) as tab:
            await tab.open(address)


def start_up() -> Measure:
    """Seconds until the server is healthy, in turn with the least app."""
    ours, theirs = [], []
    for _ in range(STARTS):
        for script, seconds in (("app.py", ours), (TEXT, theirs)):
            with streamlit_server(script) as server:
                seconds.append(server.seconds)
    medians = statistics.median(ours), statistics.median(theirs)
    return Measure("start until healthy", medians[0], "s", "bare text", medians[1], START)


def main() -> None:
    sys.stdout.write(report(measure()))


if __name__ == "__main__":
    main()
