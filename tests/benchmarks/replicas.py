"""What a visitor notices when the replica that serves them dies: two servers behind one nginx.

`python -m tests.benchmarks.replicas` opens a deep link with filters in a real Chromium, ends the
server process that holds its session, and watches: the browser must come back by itself at the
other replica, which must show the same view at the next click, and files must come. Then the ended
replica is started again: the tab must stay, and new visitors must meet both. The command prints
what it saw, and exits with 1 where that was not as said.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, WebSocket, expect, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.benchmarks.behind_nginx import LIMIT, Replica, handshake, nginx_before
from tests.browser.waiting import see, settled
from tests.chromium import ARGUMENTS, chromium

LINK = "/response?design=prospective&dose=1.4&dose=1.8"
# Longer than nginx leaves a replica alone after a failure (`fail_timeout`).
REST = 6
NEW_VISITORS = 8
HOST_NOT_OURS = "dashboard.invalid"


@dataclass(frozen=True)
class Seen:
    """One thing that was said, whether it was so, and what was found."""

    said: str
    held: bool
    found: str

    def __str__(self) -> str:
        return f"{'yes' if self.held else 'NO '}  {self.said}: {self.found}"


@dataclass(frozen=True)
class Shown:
    """What a tab shows of a view: its address, all its text, and the marks of its chart."""

    address: str
    text: str
    marks: int


class Scripts:
    """When a tab's scripts finished, as its WebSockets said."""

    def __init__(self, page: Page) -> None:
        self.finished: list[float] = []
        page.on("websocket", self.follow)

    def follow(self, socket: WebSocket) -> None:
        socket.on("framereceived", self.note)

    def note(self, payload: bytes | str) -> None:
        if isinstance(payload, bytes):
            message = ForwardMsg.FromString(payload)
            if message.WhichOneof("type") == "script_finished":
                self.finished.append(time.perf_counter())


def run(browser: Browser) -> list[Seen]:
    """Everything that was seen, in its order; ends the servers that it started."""
    expect.set_options(timeout=1000 * LIMIT)
    with contextlib.ExitStack() as stack:
        replicas = Replica("one", stack), Replica("two", stack)
        proxy = stack.enter_context(nginx_before(*replicas))
        context = stack.enter_context(browser.new_context(base_url=proxy.url))
        return list(story(context.new_page(), proxy.url, replicas))


def story(page: Page, url: str, replicas: tuple[Replica, Replica]) -> Iterator[Seen]:
    """From the first visit until both replicas are back."""
    page.set_default_timeout(1000 * LIMIT)
    scripts = Scripts(page)
    see(page, LINK)
    before = shown(page)
    serving, other = sorted(replicas, key=Replica.tabs, reverse=True)
    yield one_tab("one replica serves the tab", serving, other)
    yield refused(url)
    yield from after_the_end(page, scripts, serving, other, before)
    yield from after_the_return(page, serving, other)
    yield spread(page.context.browser, url)


def after_the_end(
    page: Page, scripts: Scripts, serving: Replica, other: Replica, before: Shown
) -> Iterator[Seen]:
    """The replica that serves the tab ends; at first nobody touches the browser."""
    page.evaluate("window.stayed = true")
    start = time.perf_counter()
    serving.end()
    back = until(page, lambda: other.tabs() == 1)
    seconds = time.perf_counter() - start
    yield Seen("the browser comes back by itself", back, f"after {seconds:.1f} s")
    yield from same_view(before, shown(page), "untouched")
    # a tab that comes back may be counted, gone and counted again while it is drawn
    until(page, lambda: other.tabs() == 1)
    yield one_tab("now the other replica serves it", other, serving)
    yield a_download_at_once(page)
    yield a_click(page, scripts, "a click runs the script there", "strict CR")
    yield a_click(page, scripts, "and so does the click back", "as reported")
    yield from same_view(before, shown(page), "computed anew")
    stayed = page.evaluate("window.stayed === true")
    yield Seen("all without a reload", stayed, "same document" if stayed else "loaded anew")
    yield a_download(page, "a download works")


def after_the_return(page: Page, ended: Replica, other: Replica) -> Iterator[Seen]:
    """The ended replica is back; the tab stays where its session is."""
    ended.start()
    page.wait_for_timeout(1000 * REST)
    yield one_tab("the tab stays when the first replica is back", other, ended)
    yield a_download(page, "and its downloads still find their session")


def shown(page: Page) -> Shown:
    """What stands on the page that is drawn."""
    chart = page.get_by_role("figure").first
    expect(chart).to_be_visible()
    marks = page.locator(".js-plotly-plot .scatterlayer .point")
    expect(marks.first).to_be_attached()
    return Shown(page.url, page.get_by_role("main").inner_text(), marks.count())


def same_view(before: Shown, after: Shown, how: str) -> Iterator[Seen]:
    query = urlsplit(after.address).query
    yield Seen(f"{how}: the same link", after.address == before.address, query)
    lines = len(after.text.splitlines())
    yield Seen(f"{how}: the same text", after.text == before.text, f"{lines} lines")
    marks = after.marks == before.marks > 0
    yield Seen(f"{how}: the same marks", marks, f"{before.marks} before, {after.marks} after")


def a_click(page: Page, scripts: Scripts, said: str, choice: str) -> Seen:
    """Another definition of response, as a reader asks for it next."""
    done, start = len(scripts.finished), time.perf_counter()
    page.get_by_role("radio", name=choice, exact=True).click()
    ran = until(page, lambda: len(scripts.finished) > done)
    seconds = scripts.finished[done] - start if ran else LIMIT
    settled(page)
    return Seen(said, ran, f"{choice} after {seconds:.1f} s")


def a_download_at_once(page: Page) -> Seen:
    """Streamlit runs no script when a tab at rest comes back: nothing to download is there yet.

    The reader must be told; the next click brings the download back.
    """
    open_downloads(page).click()
    told = page.get_by_text("Invalid session ID")
    said = until(page, told.is_visible)
    found = "refused in words until the next click" if said else "nothing was said"
    page.keyboard.press("Escape")
    return Seen("a download before any click is not lost in silence", said, found)


def a_download(page: Page, said: str) -> Seen:
    """The table of the first chart, over plain HTTP beside the WebSocket."""
    button = open_downloads(page)
    with page.expect_download() as download:
        button.click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    page.keyboard.press("Escape")
    return Seen(said, len(lines) > 1, f"{download.value.suggested_filename}, {len(lines)} lines")


def open_downloads(page: Page) -> Locator:
    """The button of the first chart's table, in its opened menu."""
    page.get_by_role("button", name="Download").first.click()
    return page.get_by_role("button", name="Table (CSV)")


def one_tab(said: str, serving: Replica, other: Replica) -> Seen:
    tabs = serving.tabs(), other.tabs()
    return Seen(
        said, tabs == (1, 0), f"replica {serving.name} holds {tabs[0]}, the other {tabs[1]}"
    )


def spread(browser: Browser, url: str) -> Seen:
    """Visitors without a cookie: where does nginx send them, and do they stay there?"""
    first, again = [], []
    for _ in range(NEW_VISITORS):
        visitor = browser.new_context(base_url=url)
        first.append(visitor.request.get("/").headers["x-replica"])
        again.append(visitor.request.get("/_stcore/health").headers["x-replica"])
        visitor.close()
    counts = Counter(first)
    found = " and ".join(f"{counts[name]} on replica {name}" for name in ("one", "two"))
    held = first == again and min(counts["one"], counts["two"]) > 0
    return Seen(f"{NEW_VISITORS} new visitors are spread over both and stay", held, found)


def refused(url: str) -> Seen:
    """A session under a host name that is not ours (DNS rebinding) is not begun."""
    ours, foreign = handshake(url, urlsplit(url).netloc), handshake(url, HOST_NOT_OURS)
    found = f"HTTP {foreign}, ours {ours}"
    return Seen(
        "a session under another host name is refused", (ours, foreign) == (101, 403), found
    )


def until(page: Page, true: Callable[[], bool]) -> bool:
    """Whether it becomes true in time, while the browser goes on."""
    end = time.monotonic() + LIMIT
    while not (found := true()) and time.monotonic() < end:
        page.wait_for_timeout(20)
    return found


def main() -> int:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        seen = run(browser)
        browser.close()
    sys.stdout.write("\n".join(map(str, seen)) + "\n")
    return 0 if all(one.held for one in seen) else 1


if __name__ == "__main__":
    sys.exit(main())
