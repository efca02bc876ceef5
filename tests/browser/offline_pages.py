"""A walk through the whole dashboard where nothing but this machine can be reached.

Run by `tests/offline.py`, which cuts the network; `test_offline.py` does that in every test run.
"""

from __future__ import annotations

import json
import socket
import urllib.request
import zipfile
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Error, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.test_basics import TITLES
from tests.browser.waiting import see, titled

pytestmark = pytest.mark.browser

# Reserved for examples: no machine has it.
ELSEWHERE = "192.0.2.1"
NAMES = {
    "Response": "Response",
    "MRD": "MRD negativity",
    "SOS": "SOS after HSCT",
    "Survival": "Survival",
    "Safety": "Safety",
    "Dose": "Dose and prior lines",
    "Compare": "Study against study",
    "Studies": "Studies",
    "Own series": "Your own series",
    "Ledger": "Ledger of disagreements",
    "Methods": "Methods",
    "Journal club": "Journal club",
}


def test_python_reaches_nobody():
    """Neither a machine nor a name: refused at once, not after waiting."""
    with pytest.raises(OSError, match=r"unreachable|cut"):
        socket.create_connection((ELSEWHERE, 80), timeout=5)
    with pytest.raises(OSError, match=r"resolution|cut|not known"):
        socket.getaddrinfo("pedino.example", 443)


def test_the_browser_reaches_nobody(browser: Browser):
    """Refused at once, too."""
    with closing(browser.new_context()) as context:
        page = context.new_page()
        for place in (ELSEWHERE, "pedino.example"):
            with pytest.raises(Error, match=r"ERR_(INTERNET|PROXY|NAME|ADDRESS)"):
                page.goto(f"http://{place}/", timeout=10_000)


def test_every_page_is_drawn(new_page, tmp_path):
    """From the first page through the menu to the last, with charts; the deck is made."""
    page: Page = new_page(color_scheme="light", viewport={"width": 1600, "height": 900})
    heard = listen(page)
    see(page, "/?compare=FDA+2024&compare=Brivio+2021", TITLES["/"])
    expect(page.get_by_role("figure").first).to_be_visible()
    for name, title in NAMES.items():
        page.get_by_role("link", name=name, exact=True).first.click()
        titled(page, title)
    with page.expect_download() as download:
        page.get_by_role("button", name="PowerPoint deck").click()
    download.value.save_as(tmp_path / "deck.pptx")
    assert zipfile.is_zipfile(tmp_path / "deck.pptx")
    assert set(heard) == {False}


def listen(page: Page) -> list[bool]:
    """Gathers whether the server tells the browser to send statistics of use to its makers."""
    heard: list[bool] = []

    def hear(frame: str | bytes) -> None:
        message = ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
        if message.HasField("new_session"):
            heard.append(message.new_session.config.gather_usage_stats)

    page.on("websocket", lambda line: line.on("framereceived", hear))
    return heard


def test_the_plain_page_is_drawn(page: Page):
    """`/brief` shows its three charts."""
    page.goto("/brief")
    expect(page.get_by_role("img")).to_have_count(3)


def test_no_other_host_is_named(server: str):
    """What the browser is told of hosts: none may send it orders, none gets measurements."""
    with urllib.request.urlopen(f"{server}/_stcore/host-config", timeout=10) as answer:
        told = json.load(answer)
    assert told["allowedOrigins"] == []
    assert told["metricsUrl"] == ""
    assert "http" not in json.dumps(told)
