"""What a page does, or could do, that nobody asked for: heard by a listener, seen in its elements.

An `Alarm` hears dialogs, errors, requests to others, pages that open and files that come unasked.
`read` looks at every element that is there, and gives the texts that stand on the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Dialog, Download, Page

from tests.payloads import SOURCES
from tests.servers import LOOPBACK

SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.[a-z]+")
# Of no page of ours: what a text would have to make to do something. A style sheet of ours may be
# there; one of a text is missed among the words.
ACTING = (
    *("script", "iframe", "object", "embed", "link", "base", "meta", "form", "math"),
    *("video", "audio", "frame", "marquee", "blink", ".katex"),
)
PUBLISHED = (SOURCES, "doi.org", "clinicaltrials.gov")
READ = """acting => {
  const root = document.querySelector('#root') ?? document.body;
  const text = root.cloneNode(true);
  text.querySelectorAll('style').forEach(one => one.remove());
  const found = {text: text.textContent, acting: [], handlers: [], addresses: []};
  for (const one of root.querySelectorAll(acting)) found.acting.push(one.outerHTML);
  const fetched = ['href', 'xlink:href', 'src', 'srcset', 'action', 'formaction', 'poster', 'ping'];
  for (const one of document.querySelectorAll('*')) {
    for (const {name, value} of one.attributes) {
      if (/^on/i.test(name)) found.handlers.push(`${one.tagName} ${name}=${value}`);
      if (fetched.includes(name)) found.addresses.push(value);
    }
  }
  return found;
}"""


@dataclass(frozen=True)
class Found:
    """The texts of a page; elements and attributes that act; where its links and pictures lead."""

    text: str
    acting: list[str]
    handlers: list[str]
    addresses: list[str]


def read(page: Page) -> Found:
    """What stands on the page now."""
    return Found(**page.evaluate(READ, ", ".join(ACTING)))


def harmless(address: str, page: str) -> bool:
    """Whether an address is the server's own, a picture of ours, or one that was typed as such."""
    at, own = urlsplit(address), urlsplit(page).netloc
    if at.scheme in ("data", "blob"):
        return address.startswith(("data:image/", f"blob:http://{LOOPBACK}"))
    published = at.scheme == "https" and at.netloc in PUBLISHED
    return published or (at.scheme in ("", "http") and at.netloc in ("", own))


class Alarm:
    """What a browser did that nobody asked for."""

    def __init__(self, address: str) -> None:
        self.own = urlsplit(address).netloc
        self.raised: list[str] = []
        self.saved: list[str] = []

    def silence(self) -> list[str]:
        """What happened since the last time."""
        happened = [*self.raised, *self.saved]
        self.raised.clear()
        self.saved.clear()
        return happened

    def follow(self, page: Page) -> None:
        page.on("dialog", self.dismiss)
        page.on("request", lambda request: self.note_request(request.url))
        page.on("websocket", lambda socket: self.note_request(socket.url))
        page.on("console", lambda said: said.type == "error" and self.raised.append(said.text))
        page.on("pageerror", lambda error: self.raised.append(str(error)))
        page.on("popup", lambda other: self.raised.append(f"opened {other.url}"))
        page.on("download", self.note_file)

    def note_file(self, file: Download) -> None:
        self.saved.append(file.suggested_filename)

    def saved_as(self, page: Page, button: str) -> Path:
        """The file that a button gives; its name is safe on every system."""
        with page.expect_download() as download:
            page.get_by_role("button", name=button, exact=True).first.click()
        name = download.value.suggested_filename
        assert SAFE_NAME.fullmatch(name)
        self.saved.remove(name)
        return Path(download.value.path())

    def dismiss(self, dialog: Dialog) -> None:
        self.raised.append(f"asked {dialog.message}")
        dialog.dismiss()

    def note_request(self, url: str) -> None:
        at = urlsplit(url)
        if at.scheme not in ("data", "blob", "file") and at.netloc != self.own:
            self.raised.append(f"wanted {url}")
