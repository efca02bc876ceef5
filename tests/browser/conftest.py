"""The real server and a real browser, for the tests in this folder.

A page that a test opens is watched: when the test ends, any request to another origin and any
error on the console fails it.
"""

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
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

from tests.chromium import ARGUMENTS
from tests.servers import streamlit_server

# Seconds. A chart is drawn in 5 on two cores; CI may share them.
PAGE_LIMIT = 30
# On a deep link Streamlit first asks below the page's own path, and expects the 404 it gets.
EXPECTED_404 = re.compile(r"/_stcore/(health|host-config)$")
INLINE_SCHEMES = {"data", "blob"}

expect.set_options(timeout=PAGE_LIMIT * 1000)


@pytest.fixture(scope="session")
def start_server() -> Callable[..., AbstractContextManager[str]]:
    """Return `start_server(port=None, log=None)`: a context in which the dashboard runs at its URL.

    See `streamlit_server` in `tests/servers.py`.
    """

    @contextlib.contextmanager
    def start(*args, **options) -> Iterator[str]:
        with streamlit_server("app.py", *args, **options) as server:
            yield server.url

    return start


@pytest.fixture(scope="session")
def server(start_server) -> Iterator[str]:
    """Return the URL of the server that most tests share."""
    with start_server() as url:
        yield url


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        more = os.environ.get("PEDINO_CHROMIUM_ARGUMENTS", "").split()  # of `tests/offline.py`
        options = {"executable_path": chromium_path, "args": [*ARGUMENTS, *more]}
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
