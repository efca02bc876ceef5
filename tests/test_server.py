"""What stands around Streamlit, without a running one: headers, compression, addresses, frames.

Answers come from a small app of our own behind the real middleware, called as ASGI servers do.
"""

import asyncio
import base64
import gzip
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

import app
from components import server
from components.addresses import ADDRESSES, MOST, STREAMLIT_FILES
from components.framing import VARIABLE, NotAllowed, frame_ancestors
from tests.menu import menu

LONG_TEXT = b"sinusoidal obstruction syndrome " * 100
OWN_POLICY = "default-src 'none'"


async def long_answer(_):
    return PlainTextResponse(LONG_TEXT)


async def own_policy(_):
    return PlainTextResponse("brief", headers={"Content-Security-Policy": OWN_POLICY})


async def greet(websocket):
    await websocket.accept()
    await websocket.send_text("hello")


async def streamlit(request):
    """Streamlit's page, which it gives for every address."""
    return PlainTextResponse(f"Streamlit at {request.url.path}")


ROUTES = [
    Route("/long", long_answer),
    Route("/own", own_policy),
    WebSocketRoute("/live", greet),
    *ADDRESSES,
    Route("/{path:path}", streamlit),
]


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
    _, headers, body = answer(path, accept_encoding)
    return headers, body


def answer(path: str, accept_encoding: str = "identity", query: bytes = b"", method: str = "GET"):
    """Status, headers and body."""
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "asgi": {"spec_version": "2.4"},  # an older one would wait for a farewell
        "headers": [(b"accept-encoding", accept_encoding.encode())],
    }
    start, *rest = call(scope, {"type": "http.request"})
    body = b"".join(part["body"] for part in rest)
    return start["status"], Headers(raw=start["headers"]), body


def policy() -> str:
    return server.security_headers()["Content-Security-Policy"]


def hash_source(script: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"


@pytest.mark.parametrize("path", ["/long", "/response", "/media/missing"])
def test_every_answer_carries_the_headers(path):
    """An answer carries all security headers, whoever gives it."""
    headers, _ = get(path)
    wanted = server.security_headers()
    assert {name: headers.get(name) for name in wanted} == wanted


def test_no_cache_keeps_a_file_to_take_along():
    """It may hold what a visitor typed; the files of Streamlit may stay."""
    assert get("/media/x.csv")[0]["cache-control"] == "no-store"
    assert "cache-control" not in get("/long")[0]


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
    html = server.STREAMLIT_PAGE.read_bytes()
    script = html.partition(b"<script>")[2].partition(b"</script>")[0]
    assert html.count(b"<script>") == 1
    assert server.script_hashes(html) == [hash_source(script)]
    assert f"script-src 'self' {hash_source(script)};" in policy()


def test_inline_scripts_and_other_origins_are_refused():
    """The policy allows no unknown inline script, no eval, no worker and no other origin."""
    rules = dict(rule.split(" ", 1) for rule in policy().split("; "))
    assert "unsafe" not in rules["script-src"]
    assert rules["default-src"] == rules["worker-src"] == rules["form-action"] == "'none'"
    assert not {"object-src", "frame-src", "media-src"} & set(rules)  # none, by default
    for anyone in ("http", "*", "blob:"):
        assert anyone not in policy()


def test_each_inline_script_has_its_hash():
    """Two inline scripts give two hashes, in page order; a script file gives none."""
    html = b"<script>a</script><script src='x.js'></script><script>b</script>"
    assert server.script_hashes(html) == [hash_source(b"a"), hash_source(b"b")]


# A file of Streamlit's; its name changes with the version.
CODE = f"/static/js/{next((STREAMLIT_FILES / 'static/js').glob('index.*.js')).name}"


@pytest.mark.parametrize("path", [*(f"/{name}" for name in menu()), "/"])
def test_each_page_is_streamlits(path):
    """Every page of the menu passes; the first page, under its own name, leads to its address."""
    status, headers, body = answer(path, query=b"adults=true&dose=%ff")
    if path == "/overview":
        assert (status, headers["location"]) == (307, "/?adults=true&dose=%ff")
        assert answer(path)[1]["location"] == "/"
    else:
        assert (status, body) == (200, f"Streamlit at {path}".encode())


@pytest.mark.parametrize(
    "path",
    [
        *(CODE, "/media/x.csv", "/component/x", "/favicon.png"),
        *("/_stcore/health", "/_stcore/stream", "/_stcore/host-config"),
        *("/response/_stcore/health", "/nonsense/_stcore/host-config", "/response/", "/brief/"),
    ],
)
def test_what_is_streamlits_passes(path):
    """Its files, its probes below a page, and an address that it puts right."""
    assert answer(path)[2] == f"Streamlit at {path}".encode()


@pytest.mark.parametrize(
    "path",
    [
        *("/static/js/missing.js", "/static/", "/favicon.pngx"),
        *("/nonsense", "/response/x", "/Response", "/response.py", "/index.html", "/robots.txt"),
        *("/static", "/_stcore", "/auth/login", "/<script>alert(1)</script>", "/" + "a" * 100_000),
        *("//evil.example", "/a\r\nX-Evil: 1", "/a\x00b", "/\ufffd", "/../pages/response", "/."),
    ],
    ids=lambda path: path[:40],
)
def test_an_address_that_leads_nowhere_is_a_sentence(path):
    """A plain page with a link home, which runs nothing and repeats nothing of the address."""
    status, headers, body = answer(path)
    assert status == 404
    assert b"There is no page at this address." in body
    assert b'<a href="/">' in body
    assert b"script" not in body
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert len(body) < 2000
    assert answer(path, method="POST")[0] == 405


def test_a_plain_page_has_the_dashboards_icon():
    """A browser asks for it where a page names none."""
    status, headers, body = answer("/favicon.ico")
    assert (status, headers["content-type"]) == (200, "image/svg+xml")
    assert body.startswith(b"<svg")


def test_a_link_that_streamlit_would_not_read_says_so():
    """With more values than Streamlit reads, the page would come without a word."""
    from streamlit.runtime.state import query_params

    assert query_params.CLIENT_STATE_QUERY_STRING_MAX_FIELDS == MOST
    longest = b"&".join([b"dose=1"] * MOST)
    assert answer("/response", query=longest)[0] == 200
    status, _, body = answer("/response", query=longest + b"&dose=1")
    assert status == 414
    assert b"This link holds more than 1,000 values." in body
    assert answer("/_stcore/health", query=longest * 2)[0] == 200


@pytest.mark.parametrize(
    ("said", "sources"),
    [
        ("", "'self'"),
        ("   ", "'self'"),
        ("self", "'self'"),
        ("'none'", "'none'"),
        ("https://intranet.example.org", "'self' https://intranet.example.org"),
        (
            "'self'  https://a.example:8443\thttps://B.example",
            "'self' https://a.example:8443 https://B.example",
        ),
        ("http://localhost:8000", "'self' http://localhost:8000"),
        ("http://127.0.0.1", "'self' http://127.0.0.1"),
    ],
)
def test_the_owner_names_who_may_frame(monkeypatch, said, sources):
    """The variable adds sites to the policy of the page, or forbids every frame."""
    monkeypatch.setenv(VARIABLE, said)
    assert frame_ancestors() == sources
    assert policy().endswith(f"; frame-ancestors {sources}")


@pytest.mark.parametrize(
    "said",
    [
        *("*", "https:", "https://", "https://*", "https://*.example.org", "example.org"),
        *("http://intranet.example.org", "http://localhost.evil.example", "http://notlocalhost"),
        *("https://a.example/path", "https://a.example?x", "https://me:pass@a.example"),
        *("https://a.example;", "https://a.example; script-src *", "'self'; script-src *"),
        *("https://a.example,https://b.example", "https://a.example\nX-Evil: 1"),
        *(
            "none https://a.example",
            "'unsafe-inline'",
            "https://a.example:port",
            "https://\u0430.ru",
        ),
    ],
)
def test_what_is_no_site_stops_the_server(monkeypatch, said):
    """The sentence names the variable, what is wrong and what is allowed; nothing is injected."""
    monkeypatch.setenv(VARIABLE, said)
    with pytest.raises(NotAllowed, match=f"^{VARIABLE} says .* Allowed are sites as https://"):
        frame_ancestors()


def test_the_server_does_not_start_with_a_wrong_site(project: Path):
    """It ends at once, and says why without a traceback."""
    command = [sys.executable, "-c", "import app"]
    wrong = {VARIABLE: "https://a.example;x", "PATH": "", "PYTHONPATH": str(project)}
    ended = subprocess.run(
        command, env=wrong, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"{VARIABLE} says 'https://a.example;x'. Allowed are ")
    assert "Traceback" not in ended.stderr


def test_plain_pages_follow_the_owner(project: Path):
    """`/brief` and the plain sentences may be framed where the dashboard may."""
    program = (
        "from components import brief_route, plain_page\n"
        "for policy in (brief_route.POLICY, plain_page.POLICY):\n"
        "    assert policy.endswith(\"frame-ancestors 'self' https://a.example\"), policy\n"
    )
    told = {VARIABLE: "https://a.example", "PATH": "", "PYTHONPATH": str(project)}
    subprocess.run([sys.executable, "-c", program], env=told, timeout=60, check=True)
