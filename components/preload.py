"""Tells a browser with the page itself that it will need Streamlit's chart code.

Otherwise that is asked for when the first chart arrives, after the line has been idle. It knows no
page, and leaves alone an answer with a policy of its own, which is not Streamlit's page.
"""

from __future__ import annotations

from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"


def chart_code() -> str:
    """The header that names the script; "" where Streamlit calls it otherwise. Call it once.

    Low priority: what the page needs to show its first words comes first.
    """
    found = [path.name for path in SCRIPTS.glob("PlotlyChart.*.js")]
    links = (f"</static/js/{name}>; rel=modulepreload; fetchpriority=low" for name in found)
    return ", ".join(links)


class PreloadCharts:
    """ASGI middleware that adds `chart_code` to Streamlit's page; it stands behind the policy's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.link = chart_code()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self.link:
            await self.app(scope, receive, send)
            return

        async def send_with_link(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                is_page = answer.get("content-type", "").startswith("text/html")
                if is_page and "content-security-policy" not in answer:
                    answer["link"] = self.link
            await send(message)

        await self.app(scope, receive, send_with_link)
