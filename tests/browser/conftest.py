"""The real server and a real browser, for the tests in this folder.

A page that a test opens is watched: when the test ends, any request to another origin and any
error on the console fails it. Only processes started here are ended here.
"""

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# Seconds. A server is up in 2 and a chart drawn in 5 on two cores; CI may share them.
START_LIMIT = 60
STOP_LIMIT = 10
PAGE_LIMIT = 30
# On a deep link Streamlit first asks below the page's own path, and expects the 404 it gets.
EXPECTED_404 = re.compile(r"/_stcore/(health|host-config)$")
INLINE_SCHEMES = {"data", "blob"}

expect.set_options(timeout=PAGE_LIMIT * 1000)


@pytest.fixture(scope="session")
def start_server(project: Path) -> Callable[..., AbstractContextManager[str]]:
    """Return `start_server(port=None, log=None)`: a context in which the dashboard runs at its URL.

    Leaving the context and entering it again with the same port is a restart. `log` is a file that
    takes all that the server says; `environment` is added to that of this process.
    """

    @contextlib.contextmanager
    def start(
        port: int | None = None, log: TextIO | None = None, **environment: str
    ) -> Iterator[str]:
        port = port or free_port()
        with contextlib.ExitStack() as stack:
            log = log or stack.enter_context(tempfile.TemporaryFile("w+"))
            process = subprocess.Popen(
                command(port), cwd=project, stdout=log, stderr=log, env=os.environ | environment
            )
            try:
                wait_until_healthy(f"http://127.0.0.1:{port}", process, log)
                yield f"http://127.0.0.1:{port}"
            finally:
                stop(process)

    return start


def command(port: int) -> list[str]:
    options = {"headless": "true", "address": "127.0.0.1", "port": port, "fileWatcherType": "none"}
    flags = [f"--server.{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", "app.py", *flags]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(url: str, process: subprocess.Popen, log: TextIO) -> None:
    end = time.monotonic() + START_LIMIT
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=2).close()
            return
        time.sleep(0.1)
    log.seek(0)
    pytest.fail(f"the server did not start within {START_LIMIT} s:\n{log.read()[-2000:]}")


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(STOP_LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def server(start_server) -> Iterator[str]:
    """Return the URL of the server that most tests share."""
    with start_server() as url:
        yield url


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = {"executable_path": chromium_path, "args": CHROMIUM_ARGUMENTS}
        chromium = playwright.chromium.launch(**options)
        yield chromium
        chromium.close()


class Watch:
    """What the pages of one test asked for from others, and what they complained about."""

    def __init__(self) -> None:
        self.foreign: list[str] = []
        self.complaints: list[str] = []

    def follow(self, page: Page, origin: str) -> None:
        page.on("request", lambda request: self.note_request(request.url, origin))
        page.on("websocket", lambda socket: self.note_request(socket.url, origin))
        page.on("console", self.note_message)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))

    def note_request(self, url: str, origin: str) -> None:
        target = urlsplit(url)
        if target.scheme not in INLINE_SCHEMES and target.netloc != urlsplit(origin).netloc:
            self.foreign.append(url)

    def note_message(self, message: ConsoleMessage) -> None:
        source = message.location["url"]
        if message.type == "error" and not EXPECTED_404.search(urlsplit(source).path):
            self.complaints.append(f"{message.text} ({source})")


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    assert watch.foreign == [], "a page asked a third party"
    assert watch.complaints == [], "the browser complained"


@pytest.fixture
def new_page(browser: Browser, server: str, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Return `new_page(**context options)`: a watched page; short addresses start at `server`."""
    contexts: list[BrowserContext] = []

    def open_page(base_url: str = server, **options) -> Page:
        contexts.append(browser.new_context(base_url=base_url, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(PAGE_LIMIT * 1000)
        watch.follow(page, origin=base_url)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page) -> Page:
    """Return a watched page in a light, wide window."""
    return new_page(color_scheme="light", viewport={"width": 1280, "height": 900})
