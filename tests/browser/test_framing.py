"""The dashboard in a frame of another site: refused, unless the server's owner names that site.

The other site is a page that this test serves on loopback: under `localhost`, which for a browser
is another site than 127.0.0.1, or under 127.0.0.1 at another port, which is the same site.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, ConsoleMessage, FrameLocator, Page, expect

from components.framing import VARIABLE
from tests.browser.conftest import PAGE_LIMIT
from tests.own_sessions import own_file
from tests.servers import LOOPBACK, streamlit_server

pytestmark = pytest.mark.browser

UPLOAD = {"name": "own.yaml", "mimeType": "application/yaml", "buffer": own_file().encode()}


@contextlib.contextmanager
def intranet() -> Iterator[tuple[int, dict[str, str]]]:
    """A port at which a page frames whatever address stands under "framed"."""
    shown = {"framed": ""}

    class Intranet(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            frame = f'<iframe src="{shown["framed"]}" width="1200" height="800"></iframe>'
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html><h1>Intranet</h1>{frame}".encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer((LOOPBACK, 0), Intranet) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield site.server_port, shown
        site.shutdown()


@pytest.fixture
def intranet_page(browser: Browser) -> Iterator[Page]:
    """A page that nobody watches: it belongs to another site."""
    context = browser.new_context(viewport={"width": 1300, "height": 900})
    context.set_default_timeout(PAGE_LIMIT * 1000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["/response", "/brief"])
def test_nobody_else_may_frame_it(server, intranet_page, path):
    """A site that is not named gets nothing: the browser says that the policy forbids it."""
    with intranet() as (port, shown):
        shown["framed"] = server + path
        with intranet_page.expect_console_message(is_refusal):
            intranet_page.goto(f"http://localhost:{port}/")
        expect(intranet_page.get_by_role("heading")).to_have_text("Intranet")
        assert framed(intranet_page).get_by_role("heading").count() == 0


def test_a_named_site_may_frame_it(intranet_page):
    """Filters and downloads work in the frame; an upload only where both are one site.

    For another site the browser does not send the cookie that protects uploads.
    """
    with intranet() as (port, shown):
        sites = f"http://localhost:{port} http://{LOOPBACK}:{port}"
        with streamlit_server(**{VARIABLE: sites}) as server:
            shown["framed"] = f"{server.url}/brief"
            intranet_page.goto(f"http://localhost:{port}/")
            expect(framed(intranet_page).get_by_role("img")).to_have_count(3)
            shown["framed"] = f"{server.url}/response?embed=true"
            intranet_page.reload()
            works(intranet_page)
            shown["framed"] = f"{server.url}/own_series?embed=true"
            intranet_page.reload()
            upload(intranet_page)
            expect(framed(intranet_page).get_by_text("status code 403")).to_be_attached()
            intranet_page.goto(f"http://{LOOPBACK}:{port}/")
            upload(intranet_page)
            expect(framed(intranet_page).get_by_text("No mistake was found")).to_be_visible()


def is_refusal(message: ConsoleMessage) -> bool:
    return "frame-ancestors 'self'" in message.text


def framed(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def works(page: Page) -> None:
    """A chart is drawn, a filter narrows it, and its table can be taken away."""
    dashboard = framed(page)
    expect(dashboard.get_by_text("Not medical advice. Data version")).to_be_attached()
    expect(dashboard.get_by_role("figure").first).to_be_visible()
    dashboard.get_by_text("Include adults, for context").click()
    expect(dashboard.get_by_role("figure").first.get_by_text("INO-VATE")).to_be_visible()
    dashboard.get_by_role("button", name="Download").first.click()
    with page.expect_download() as download:
        dashboard.get_by_role("button", name="Table (CSV)").click()
    assert download.value.suggested_filename.endswith(".csv")


def upload(page: Page) -> None:
    dashboard = framed(page)
    dashboard.get_by_text("Upload a file", exact=True).click()
    expect(dashboard.locator("input[type=file]")).to_be_attached()
    dashboard.locator("input[type=file]").set_input_files(UPLOAD)
