"""Who may open a session: pages of this server, and of the host that its owner named.

Streamlit asks a third party for its own address before it refuses any other page, and all visitors
wait meanwhile. Refused here, nobody is asked. A caller without `Origin` is no page of a browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

SAID = "A session is opened by a page of this server."


class OwnOrigins:
    """ASGI middleware that refuses live connections from pages of other sites, with 403."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app = app
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not is_own(Headers(scope=scope)):
            refusal = PlainTextResponse(SAID, 403, dict(self.headers))
            await WebSocket(scope, receive, send).send_denial_response(refusal)
        else:
            await self.app(scope, receive, send)


def is_own(headers: Headers) -> bool:
    """Whether the page that asks has the host that it asks, or the one that the owner named."""
    if "origin" not in headers:
        return True
    try:
        page = urlsplit(headers["origin"].lower())
        return bool(page.netloc) and (
            page.netloc == headers.get("host", "").lower() or page.hostname == named_host()
        )
    except ValueError:  # half an address
        return False


def named_host() -> str | None:
    """The host in `browser.serverAddress`, with or without https:// before it."""
    named: str = st.get_option("browser.serverAddress")
    return urlsplit(named if "://" in named else f"//{named}").hostname
