"""Many people at once: real sessions that click through the dashboard, and what that does to it.

`python -m tests.benchmarks.load [--sessions 30] [--seconds 120] [--every 3]` starts the dashboard,
lets one visitor look at every page, opens the sessions, spread over all pages, and lets each click
every few seconds: filters, switches, other pages. Who does what is the same in every run. Then all
leave, and after Streamlit has dropped their sessions the same people come again: memory must not be
higher than it was. Everything is bounded and ends by itself.

Memory is what only the server's process holds (USS): shared libraries and the file cache are not
in it. A rerun lasts from sending the click until the message that its script finished.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import psutil
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup

from tests.benchmarks.measures import Measure, percentile, report
from tests.benchmarks.sessions import Run, Session, Value, session
from tests.servers import PROJECT, Server, streamlit_server

MOST_SESSIONS, MOST_SECONDS = 200, 600
# A rerun of 95 in 100, in ms; what memory may grow by after the first minute and between two waves.
SLOWEST, GROWTH = 500, 1.05
MINUTE = 60
# Seconds after which Streamlit may drop a session whose tab was closed (its own default is 120).
# It does so when another session ends, so the second wave is what shows it.
FORGET = 5
# Streamlit gives the default page an empty address.
PAGES = sorted({path.stem for path in (PROJECT / "pages").glob("*.py")} - {"overview"} | {""})
# Seconds of memory whose median counts: it goes up and down with the scripts that run.
SAMPLES = 10
# Going to another page is as frequent as two of the filters.
ACTIONS = ("page", "adults", "mrd", "definition", "dose", "studies", "across", "page")


@dataclass(frozen=True)
class Click:
    """What one visitor did on which page, and what it cost."""

    page: str
    action: str
    run: Run


@dataclass
class Wave:
    """All visitors of a time; shares are parts of one core, memory is (second, MB)."""

    clicks: list[Click] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    seconds: float = 0
    server_share: float = 0
    client_share: float = 0


def measure(sessions: int = 30, seconds: float = 120, every: float = 3) -> list[Measure]:
    """All measures of two waves of visitors; the second lasts at most a minute."""
    return measures(*waves(sessions, seconds, every))


def waves(sessions: int, seconds: float, every: float) -> tuple[float, Wave, float, Wave]:
    """Memory before the crowd, the first wave, memory when all had left, the second wave."""
    sessions, seconds = min(sessions, MOST_SESSIONS), min(seconds, MOST_SECONDS)
    with streamlit_server(STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL=str(FORGET)) as server:
        asyncio.run(one_before(server))
        empty = memory(server)
        first = asyncio.run(wave(server, sessions, seconds, every))
        time.sleep(FORGET + 1)
        left = memory(server)
        second = asyncio.run(wave(server, sessions, min(seconds, MINUTE), every))
    return empty, first, left, second


async def one_before(server: Server) -> None:
    """The day's first visitor has looked at every page: what they waited for is no load."""
    async with session(server.url) as tab:
        await tab.open()
        for page in PAGES:
            await tab.go(page)


async def wave(server: Server, sessions: int, seconds: float, every: float) -> Wave:
    """All come, click until the time is over, and leave."""
    found = Wave(seconds=seconds)
    before = cpu(server.process.pid), cpu()
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        group.create_task(watch(server, start, seconds, found))
        for number in range(sessions):
            first = start + every * number / sessions
            times = [first + every * n for n in range(math.ceil((seconds - every) / every) + 1)]
            group.create_task(visit(server.url, number, times, found.clicks))
    lasted = time.perf_counter() - start
    found.server_share = (cpu(server.process.pid) - before[0]) / lasted
    found.client_share = (cpu() - before[1]) / lasted
    return found


async def visit(url: str, number: int, times: Iterable[float], clicks: list[Click]) -> None:
    """One visitor: opens a page at the first of the times and does something at each other."""
    chance = random.Random(number)
    first, *others = times
    await until(first)
    async with session(url) as tab:
        page = PAGES[number % len(PAGES)]
        clicks.append(Click(page, "open", await tab.open(page)))
        for moment in others:
            await until(moment)
            action = chance.choice(ACTIONS)
            run = await act(tab, action, chance)
            clicks.append(Click(tab.page, action, run))


async def until(moment: float) -> None:
    await asyncio.sleep(max(0, moment - time.perf_counter()))


async def act(tab: Session, action: str, chance: random.Random) -> Run:
    try:
        if action == "page":
            return await tab.go(chance.choice([page for page in PAGES if page != tab.page]))
        return await tab.click(action, another_value(tab, tab.widget(action), chance))
    except KeyError as error:  # the page did not come to its end
        return Run(0, 0, 0, str(error))


def another_value(tab: Session, widget: Any, chance: random.Random) -> Value:
    """What a visitor might choose next: the other side of a toggle, some of the pills, a range."""
    kind, state = widget.DESCRIPTOR.name, tab.states[widget.id]
    if kind == "Checkbox":
        return not state.bool_value
    if kind == "Slider":
        steps = round((widget.max - widget.min) / widget.step)
        ends = sorted(chance.sample(range(steps + 1), 2))
        return tuple(widget.min + end * widget.step for end in ends)
    options = [option.content for option in widget.options]
    if widget.click_mode == ButtonGroup.MULTI_SELECT:
        return chance.sample(options, chance.randint(0, 3))
    return [chance.choice([one for one in options if one not in state.string_array_value.data])]


async def watch(server: Server, start: float, seconds: float, found: Wave) -> None:
    """The server's memory, once a second."""
    while (second := time.perf_counter() - start) < seconds:
        found.memory.append((second, memory(server)))
        await asyncio.sleep(1)


def memory(server: Server) -> float:
    """MB that only the server's process holds."""
    return psutil.Process(server.process.pid).memory_full_info().uss / 1e6


def cpu(pid: int | None = None) -> float:
    """CPU seconds of a process so far; of this one by default."""
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def measures(empty: float, first: Wave, left: float, second: Wave) -> list[Measure]:
    """`first` and `second` are the waves, `empty` and `left` memory before them and between."""
    begun, end, again = held_at(first, MINUTE), held_at(first), held_at(second)
    minute = "after the first minute" if first.seconds >= 2 * MINUTE else "half-way"
    return [
        *speed(first.clicks, first.clicks + second.clicks),
        Measure("server's part of a core under load", 100 * first.server_share, "%"),
        Measure("client's part of a core under load", 100 * first.client_share, "%"),
        Measure("memory after the day's first visitor", empty, "MB"),
        Measure("memory at the end of the load", end, "MB", minute, begun, GROWTH),
        Measure("memory when all had left", left, "MB"),
        Measure("memory after the same people came again", again, "MB", "first time", end, GROWTH),
    ]


def speed(clicks: list[Click], every: list[Click]) -> list[Measure]:
    """How long reruns take that came to their end; errors are those of both waves."""
    ended = [c for c in clicks if not c.run.error]
    reruns = [1000 * c.run.seconds for c in ended if c.action != "open"]
    opened = [1000 * c.run.seconds for c in ended if c.action == "open"]
    return [
        Measure("reruns under load", len(reruns), "reruns"),
        Measure("errors under load", sum(bool(c.run.error) for c in every), "errors", target=0),
        Measure("rerun under load, median", statistics.median(reruns), "ms"),
        Measure("rerun under load, 95 of 100", percentile(reruns), "ms", target=SLOWEST),
        Measure("rerun under load, slowest", max(reruns), "ms"),
        Measure("first visit under load, median", statistics.median(opened), "ms"),
    ]


def held_at(found: Wave, second: float = math.inf) -> float:
    """The median of a few samples of memory up to a second, at most half-way, or at the end."""
    last = found.seconds if second == math.inf else min(second, found.seconds / 2)
    return statistics.median([size for at, size in found.memory if at <= last][-SAMPLES:])


def slowest(clicks: list[Click], name: Callable[[Click], str]) -> list[str]:
    """One line for each page or action: how many reruns, their median and 95 of 100, in ms."""
    grouped: dict[str, list[float]] = {}
    for click in clicks:
        grouped.setdefault(name(click) or "overview", []).append(1000 * click.run.seconds)
    ordered = sorted(grouped.items(), key=lambda item: -percentile(item[1]))
    return [
        f"{what:16}{len(times):6}{statistics.median(times):8.0f}{percentile(times):8.0f}"
        for what, times in ordered
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, most, usual in (("sessions", 200, 30), ("seconds", 600, 120), ("every", 60, 3)):
        parser.add_argument(f"--{name}", type=int, choices=range(1, most + 1), default=usual)
    asked = parser.parse_args()
    empty, first, left, second = waves(asked.sessions, asked.seconds, asked.every)
    found = measures(empty, first, left, second)
    errors = sorted(
        {
            f"{c.page} {c.action}: {c.run.error}"
            for c in (*first.clicks, *second.clicks)
            if c.run.error
        }
    )
    by_page = slowest(first.clicks, lambda click: click.page)
    by_action = slowest(first.clicks, lambda click: click.action)
    head = f"{'':16}{'runs':>6}{'median':>8}{'95 %':>8}"
    lines = [head, *by_page, "", *by_action, *errors]
    sys.stdout.write(report(found) + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
