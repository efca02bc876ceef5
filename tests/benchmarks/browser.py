"""What a visitor waits for, as ratios to bare pages: first number, first chart, click, bytes.

`python -m tests.benchmarks.browser [--repeats N]` prints the table. Ours and the bare pages take
turns, each visit with an empty cache, on localhost and over 10 Mbit/s with 40 ms, which Chromium
lays on requests and web sockets alike. The first readable number is the first x/N in the main
part: on the overview that of the sentence below its first chart. A chart counts when its marks are
drawn. Medians; every server is visited once before anything counts.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from tests.benchmarks.in_browser import (
    CHARTS,
    DRAWINGS,
    LIMIT,
    LOCALHOST,
    NUMBER,
    PICTURE,
    THROTTLED,
    Switch,
    all_arrived,
    empty_cache,
    first_seen,
)
from tests.benchmarks.measures import Measure, percentile, report
from tests.chromium import ARGUMENTS, chromium
from tests.servers import free_port, running, streamlit_server

BARE = Path(__file__).parent / "bare"
SHINY = BARE / "shiny" / "app.R"
SCRIPTS = {
    "ours": "app.py",
    "text": BARE / "text.py",
    "text compressed": BARE / "text_compressed.py",
    "chart": BARE / "chart.py",
    "compressed": BARE / "chart_compressed.py",
}
REPEATS = 7
CLICKS = 6  # in each repeat: 42 by default
LINKS = {"localhost": LOCALHOST, "10 Mbit/s, 40 ms": THROTTLED}


@dataclass(frozen=True)
class Subject:
    """A page to visit, and what of it to wait for."""

    server: str
    conditions: Mapping[str, str]
    path: str = "/"


SUBJECTS = {
    "overview": Subject(
        "ours", {"number": NUMBER, "chart": f"{CHARTS} >= 1", "three": f"{CHARTS} >= 3"}
    ),
    "text": Subject("text", {"number": NUMBER}),
    "text compressed": Subject("text compressed", {"number": NUMBER}),
    "chart": Subject("chart", {"chart": f"{CHARTS} >= 1"}),
    "compressed": Subject("compressed", {"chart": f"{CHARTS} >= 1"}),
    "brief": Subject("ours", {"readable": DRAWINGS}, "/brief"),
    "shiny": Subject("shiny", {"readable": PICTURE}),
}

Found = dict[tuple[str, ...], list[float]]


@dataclass(frozen=True)
class Wait:
    """A time of ours beside the same of a bare page: names of subjects and conditions."""

    what: str
    ours: tuple[str, str]
    theirs: tuple[str, str]
    reference: str
    targets: Mapping[str, float]


def on_both(target: float) -> dict[str, float]:
    return dict.fromkeys(LINKS, target)


COMPRESSED = ("compressed", "chart")
ONE_CHART = "bare page with one chart, compressed"
WAITS = (
    Wait(
        "first readable number of the overview",
        ("overview", "number"),
        ("text", "number"),
        "bare page of text",
        on_both(1.25),
    ),
    Wait(
        "first readable number of the overview",
        ("overview", "number"),
        ("text compressed", "number"),
        "bare page of text, compressed",
        {},
    ),
    Wait(
        "first chart of the overview", ("overview", "chart"), COMPRESSED, ONE_CHART, on_both(1.15)
    ),
    Wait(
        "first chart of the overview",
        ("overview", "chart"),
        ("chart", "chart"),
        "bare page with one chart, as Streamlit serves it",
        {},
    ),
    Wait(
        "three charts of the overview", ("overview", "three"), COMPRESSED, ONE_CHART, on_both(1.6)
    ),
    Wait(
        "three forests of /brief readable",
        ("brief", "readable"),
        ("shiny", "readable"),
        "bare Shiny page with one forest",
        {"10 Mbit/s, 40 ms": 0.5},
    ),
)


def measure(repeats: int = REPEATS) -> list[Measure]:
    """All measures; without a Chromium none, and without R's shiny those beside it are left out."""
    path = chromium()
    if path is None:
        sys.stderr.write("no Chromium on the path: nothing is measured in a browser\n")
        return []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        expect.set_options(timeout=LIMIT * 1000)
        try:
            return measure_in(browser, repeats)
        finally:
            browser.close()


def measure_in(browser: Browser, repeats: int) -> list[Measure]:
    """All measures in a browser that is already open."""
    with servers() as urls:
        visits = visited(browser, urls, repeats)
        clicks = clicked(browser, urls, repeats)
    return [*waits(visits), *traffic(visits), *answers(clicks)]


@contextlib.contextmanager
def servers() -> Iterator[dict[str, str]]:
    """The addresses of all servers, running side by side until the context ends."""
    with contextlib.ExitStack() as stack:
        urls = {
            name: stack.enter_context(streamlit_server(script)).url
            for name, script in SCRIPTS.items()
        }
        if has_shiny():
            port = free_port()
            command = ["Rscript", str(SHINY), str(port)]
            urls["shiny"] = stack.enter_context(running(command, port, "/")).url
        else:
            sys.stderr.write("no R with shiny and metafor: /brief is not measured beside it\n")
        yield urls


@cache
def has_shiny() -> bool:
    if shutil.which("Rscript") is None:
        return False
    command = ["Rscript", "-e", "library(shiny); library(metafor)"]
    return subprocess.run(command, check=False, capture_output=True, timeout=120).returncode == 0


def visited(browser: Browser, urls: Mapping[str, str], repeats: int) -> Found:
    """Seconds by link, subject and condition, and bytes by subject; all subjects take turns."""
    found: Found = defaultdict(list)
    subjects = {name: one for name, one in SUBJECTS.items() if one.server in urls}
    for subject in subjects.values():
        with empty_cache(browser) as (page, _):
            first_seen(page, urls[subject.server] + subject.path, subject.conditions)
    for _ in range(repeats):
        for link in LINKS:
            for name, subject in subjects.items():
                visit(browser, urls[subject.server], name, link, found)
    return found


def visit(browser: Browser, url: str, name: str, link: str, found: Found) -> None:
    """One first visit of one subject; on localhost its bytes too, which no link changes."""
    subject = SUBJECTS[name]
    with empty_cache(browser, LINKS[link]) as (page, traffic):
        seen = first_seen(page, url + subject.path, subject.conditions)
        for condition, seconds in seen.items():
            found[link, name, condition].append(seconds)
        if link == "localhost":
            all_arrived(page, traffic)
            found[name, "http"].append(traffic.http)
            found[name, "socket"].append(traffic.socket)
        if traffic.from_cache:
            raise RuntimeError(f"no first visit, the cache held {traffic.from_cache}")


def clicked(browser: Browser, urls: Mapping[str, str], repeats: int) -> dict[str, list[float]]:
    """Milliseconds from a filter's click to the changed chart, on localhost, taking turns."""
    with empty_cache(browser) as (our_page, _), empty_cache(browser) as (their_page, _):
        switches = {
            "ours": Switch(our_page, urls["ours"] + "/response", "Include adults"),
            "theirs": Switch(their_page, urls["compressed"], "Only early studies"),
        }
        found: dict[str, list[float]] = defaultdict(list)
        for _ in range(repeats * CLICKS):
            for name, switch in switches.items():
                found[name].append(switch.click())
    return found


def waits(found: Found) -> Iterator[Measure]:
    for link in LINKS:
        for wait in WAITS:
            ours, theirs = (found.get((link, *who)) for who in (wait.ours, wait.theirs))
            if ours and theirs:
                yield Measure(
                    f"{wait.what}, {link}",
                    statistics.median(ours),
                    "s",
                    wait.reference,
                    statistics.median(theirs),
                    wait.targets.get(link),
                )


def traffic(found: Found) -> Iterator[Measure]:
    """Bytes of a first visit; a web socket's are those of its messages before compression."""
    http, socket, bare_http, bare_socket = (
        statistics.median(found[who, what]) / 1e6
        for who in ("overview", "compressed")
        for what in ("http", "socket")
    )
    yield Measure("bytes of a first visit to the overview", http, "MB", target=2.9)
    yield Measure("bytes of a first visit to the overview", http, "MB", ONE_CHART, bare_http)
    said = "messages of its web socket, uncompressed"
    yield Measure(said, 1000 * socket, "kB", ONE_CHART, 1000 * bare_socket)


def answers(clicks: Mapping[str, list[float]]) -> Iterator[Measure]:
    ours, theirs = clicks["ours"], clicks["theirs"]
    what, reference = "filter's click to changed chart, response page", "bare page with one chart"
    medians = statistics.median(ours), statistics.median(theirs)
    slow = percentile(ours), percentile(theirs)
    yield Measure(f"{what}, median", medians[0], "ms", reference, medians[1], 1.3)
    yield Measure(f"{what}, 95 of 100", slow[0], "ms", reference, slow[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeats", type=int, default=REPEATS)
    sys.stdout.write(report(measure(parser.parse_args().repeats)))


if __name__ == "__main__":
    main()
