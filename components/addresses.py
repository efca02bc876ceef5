"""An address that leads nowhere is answered with a sentence.

Streamlit gives its page for every address: an unknown one shows the overview below a dialog, or,
with a slash inside, nothing at all, because the page looks for its scripts below that address.
These routes stand before Streamlit's; what belongs to Streamlit itself passes them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from components.menu import DEFAULT, MENU
from components.plain_page import plain_page

STREAMLIT_FILES = Path(streamlit.__file__).parent / "static"
ICON = Path(__file__).parent / "favicon.svg"
PLAIN = ("", "/brief", "/study.schema.json", "/favicon.png")
STREAMLIT = ("/_stcore/", "/static/", "/media/", "/component/")
# Below a page's path the browser first looks for Streamlit, and expects a short "not found".
PROBES = ("/_stcore/health", "/_stcore/host-config")
# Streamlit reads a link with more values as if it had none.
MOST = 1000


class Refusing(Route):
    """A route for all requests of which `refused` is true, whatever their path."""

    def __init__(self, refused: Callable[[Scope], bool], answer: Callable[..., Response]) -> None:
        super().__init__("/{path:path}", answer)
        self.refused = refused

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] == "http" and self.refused(scope):
            return Match.FULL, {"endpoint": self.endpoint, "path_params": {}}
        return Match.NONE, {}


def leads_nowhere(scope: Scope) -> bool:
    """Neither a page nor Streamlit's own; a slash at its end is taken away by Streamlit."""
    path: str = scope["path"]
    if path.startswith("/static/"):
        return not is_served(path)
    if path.startswith(STREAMLIT) or path.endswith(PROBES):
        return False
    return path.rstrip("/") not in {*PLAIN, *(f"/{name}" for name, *_ in MENU)}


def is_served(path: str) -> bool:
    """Whether Streamlit has this file; a name can be longer than any file's may be."""
    try:
        return (STREAMLIT_FILES / path[1:]).is_file()
    except OSError:
        return False


def too_long(scope: Scope) -> bool:
    """A page's link of which nothing would be read."""
    query: bytes = scope["query_string"]
    return query.count(b"&") >= MOST and not scope["path"].startswith(STREAMLIT)


def no_page(_: Request) -> Response:
    return plain_page(404, "No such page", "There is no page at this address.")


def too_long_link(_: Request) -> Response:
    said = f"This link holds more than {MOST:,} values. Nothing of it was read."
    return plain_page(414, "A link too long", said)


def to_start(request: Request) -> Response:
    """The first page under its own name leads to the address where it stands."""
    query = request.url.query
    return RedirectResponse(f"/?{query}" if query else "/")


def icon(_: Request) -> Response:
    """What a browser asks for beside a plain page, which names no icon."""
    return FileResponse(ICON, headers={"Cache-Control": "public, max-age=86400"})


ADDRESSES = [
    Route("/favicon.ico", icon),
    Route(f"/{DEFAULT}", to_start),
    Refusing(leads_nowhere, no_page),
    Refusing(too_long, too_long_link),
]
