"""What every answer of the server carries: a content security policy and a few small headers.

With them a browser runs only code that this server sent, and fetches nothing from anyone else:
a chart, a font or an image from a third party would stay blank rather than tell them who reads.
The module never decides what a page shows, and leaves a policy alone that a route set itself.
Whether to insist on HTTPS is for the proxy to say, which speaks it.
"""

from __future__ import annotations

import base64
import hashlib
import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.addresses import STREAMLIT_FILES
from components.framing import frame_ancestors
from components.preload import chart_code

STREAMLIT_PAGE = STREAMLIT_FILES / "index.html"
INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
POLICY = "content-security-policy"
SMALL_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # no page that opened this one, or was opened by it, holds on to it
    "Cross-Origin-Opener-Policy": "same-origin",
    # nobody else's page shows an answer as if it were its own
    "Cross-Origin-Resource-Policy": "same-origin",
}


# A file to take along may hold what a visitor typed: no browser or proxy keeps it.
IN_NO_CACHE = {"Cache-Control": "no-store"}


def script_hashes(html: bytes) -> list[str]:
    """Return one `'sha256-…'` source for each inline script, in page order."""
    digests = [hashlib.sha256(script).digest() for script in INLINE_SCRIPT.findall(html)]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def content_security_policy(html: bytes) -> str:
    """Return the tightest policy under which Streamlit's page `html` still works.

    Hashes are computed because the inline script changes with Streamlit's version.
    Charts need inline styles (Plotly); marks of switches and the small icon of the page are images
    and fonts written into their address. WebAssembly, which Streamlit would use to count with long
    numbers, is not needed: it does without.
    """
    scripts = " ".join(["'self'", *script_hashes(html)])
    directives = {
        "default-src": "'none'",
        "script-src": scripts,
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": frame_ancestors(),
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def security_headers() -> dict[str, str]:
    """Return the headers of every answer; reads Streamlit's index.html, so call it once.

    Raises NotAllowed when the owner of the server names frames that cannot be.
    """
    policy = content_security_policy(STREAMLIT_PAGE.read_bytes())
    return {"Content-Security-Policy": policy} | SMALL_HEADERS


class AnswerHeaders:
    """ASGI middleware that adds `security_headers` to every HTTP answer.

    A header that the answer already carries is kept, so a plain page can set a tighter policy. An
    HTML answer without a policy is Streamlit's page: it names the code for charts too.
    """

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self.app = app
        self.headers = headers
        self.page_headers = headers | chart_code()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # not between the live connection and its many messages
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in self.headers_of(answer, scope["path"]).items():
                    answer.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def headers_of(self, answer: MutableHeaders, path: str) -> dict[str, str]:
        if path.startswith("/media/"):
            return self.headers | IN_NO_CACHE
        is_page = answer.get("content-type", "").startswith("text/html") and POLICY not in answer
        return self.page_headers if is_page else self.headers
