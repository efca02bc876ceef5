"""The middleware of the server, without a running Streamlit: headers, hashes, compression.

Answers come from a small app of our own behind the real middleware, called as ASGI servers do.
"""

import asyncio
import base64
import gzip
import hashlib

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

import app
from components import server

LONG_TEXT = b"sinusoidal obstruction syndrome " * 100
OWN_POLICY = "default-src 'none'"


async def long_answer(_):
    return PlainTextResponse(LONG_TEXT)


async def own_policy(_):
    return PlainTextResponse("brief", headers={"Content-Security-Policy": OWN_POLICY})


async def greet(websocket):
    await websocket.accept()
    await websocket.send_text("hello")


ROUTES = [Route("/long", long_answer), Route("/own", own_policy), WebSocketRoute("/live", greet)]


def call(scope: dict, first_message: dict) -> list[dict]:
    """Return the messages with which the app behind our middleware answers one call."""
    sent = []

    async def receive():
        return first_message

    async def send(message):
        sent.append(message)

    behind_middleware = Starlette(routes=ROUTES, middleware=app.MIDDLEWARE)
    asyncio.run(behind_middleware({"headers": [], "root_path": ""} | scope, receive, send))
    return sent


def get(path: str, accept_encoding: str = "identity") -> tuple[Headers, bytes]:
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(b"accept-encoding", accept_encoding.encode())],
    }
    start, *rest = call(scope, {"type": "http.request"})
    return Headers(raw=start["headers"]), b"".join(part["body"] for part in rest)


def policy() -> str:
    return server.security_headers()["Content-Security-Policy"]


def hash_source(script: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"


@pytest.mark.parametrize("path", ["/long", "/missing"])
def test_every_answer_carries_the_headers(path):
    """An answer carries all security headers, whether the page exists or not."""
    headers, _ = get(path)
    wanted = server.security_headers()
    assert {name: headers.get(name) for name in wanted} == wanted


def test_a_route_keeps_its_own_policy():
    """A page that sets a tighter policy keeps it and still gets the other headers."""
    headers, _ = get("/own")
    assert headers.getlist("content-security-policy") == [OWN_POLICY]
    assert headers["x-content-type-options"] == "nosniff"


def test_the_live_connection_is_left_alone():
    """Streamlit's websocket passes through the middleware unchanged."""
    answers = call({"type": "websocket", "path": "/live"}, {"type": "websocket.connect"})
    assert [answer["type"] for answer in answers] == ["websocket.accept", "websocket.send"]
    assert list(answers[0].get("headers", [])) == []
    assert answers[1]["text"] == "hello"


def test_long_answers_are_compressed():
    """A browser that accepts gzip gets a long answer compressed and reads the same text."""
    headers, body = get("/long", accept_encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert len(body) < len(LONG_TEXT) / 10
    assert gzip.decompress(body) == LONG_TEXT


def test_compression_is_not_forced():
    """A browser that does not accept gzip gets plain text."""
    headers, body = get("/long")
    assert "content-encoding" not in headers
    assert body == LONG_TEXT


def test_the_policy_holds_the_hash_of_streamlits_inline_script():
    """The one inline script of the installed Streamlit is allowed by its hash, and no other."""
    html = server.STREAMLIT_INDEX.read_bytes()
    script = html.partition(b"<script>")[2].partition(b"</script>")[0]
    assert html.count(b"<script>") == 1
    assert server.script_hashes(html) == [hash_source(script)]
    assert f"script-src 'self' {hash_source(script)} 'wasm-unsafe-eval';" in policy()


def test_inline_scripts_and_other_origins_are_refused():
    """The policy allows no unknown inline script, no eval and no other origin."""
    scripts = next(part for part in policy().split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in scripts
    assert "'unsafe-eval'" not in scripts
    assert "http" not in policy()
    assert "*" not in policy()


def test_each_inline_script_has_its_hash():
    """Two inline scripts give two hashes, in page order; a script file gives none."""
    html = b"<script>a</script><script src='x.js'></script><script>b</script>"
    assert server.script_hashes(html) == [hash_source(b"a"), hash_source(b"b")]
