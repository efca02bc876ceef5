"""What every answer of the server carries: a content security policy and three small headers.

With them a browser runs only code that this server sent, and fetches nothing from anyone else:
a chart, a font or an image from a third party would stay blank rather than tell them who reads.
The module never decides what a page shows, and leaves a policy alone that a route set itself.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STREAMLIT_INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def script_hashes(html: bytes) -> list[str]:
    """Return one `'sha256-…'` source for each inline script, in page order."""
    digests = [hashlib.sha256(script).digest() for script in INLINE_SCRIPT.findall(html)]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def content_security_policy(html: bytes) -> str:
    """Return the tightest policy under which Streamlit's page `html` still works.

    Hashes are computed because the inline script changes with Streamlit's version.
    Charts need inline styles (Plotly), images from data and blob (exports), and WebAssembly
    (Streamlit's decoder of table data).
    """
    scripts = " ".join(["'self'", *script_hashes(html), "'wasm-unsafe-eval'"])
    directives = {
        "default-src": "'none'",
        "script-src": scripts,
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def security_headers() -> dict[str, str]:
    """Return the headers of every answer; reads Streamlit's index.html, so call it once."""
    return {
        "Content-Security-Policy": content_security_policy(STREAMLIT_INDEX.read_bytes()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }


class SecurityHeaders:
    """ASGI middleware that adds `security_headers` to every HTTP answer.

    A header that the answer already carries is kept, so a plain page can set a tighter policy.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = security_headers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # not between the live connection and its many messages
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    answer.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)
