"""Hostile addresses against the running server: raw requests, and some of them in a browser."""

from __future__ import annotations

import re
import socket
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from components.origins import SAID
from tests.browser.waiting import see, settled
from tests.hostile_links import RAW_QUERIES, SCRIPT, VALUES, everything

pytestmark = pytest.mark.browser

HOST = b"Host: localhost\r\n"
ANSWER_LIMIT = 20  # seconds
PATHS = (
    *(b"/response", b"/response/", b"/nonsense", b"/response/x", b"/response/x/y/z", b"/Response"),
    *(b"//evil.example/", b"//evil.example/%2e%2e", b"/%2F%2Fevil.example", b"/\\evil.example"),
    *(b"/../../etc/passwd", b"/%2e%2e/%2e%2e/etc/passwd", b"/%252e%252e/etc/passwd", b"/..;/x"),
    *(b"/%00", b"/response%00", b"/%ff", b"/%", b"/%zz", b"/\xff", b"/response%2Fx", b"/;a=b"),
    *(b"/%0d%0aX-Evil:1", b"/%0d%0aX-Evil:1/", b"/%0d%0a%0d%0a<script>", b"/<script>alert(1)"),
    *(b"/" + b"a" * 10_000, b"/" + b"a/" * 5_000, b"*", b"http://evil.example/brief"),
    *(b"/static/" + b"a" * 300, b"/static/a\xff" * 200),
    *(b"/static/../app.py", b"/static/js/none.js", b"/media/../../app.py", b"/component/x"),
    *(b"/_stcore/health/x", b"/_stcore/agent/interact", b"/study.schema.json/x", b"/brief/x"),
    *(b"/pages/response.py", b"/components/shell.py", b"/.streamlit/config.toml", b"/app/static/x"),
)
METHODS = (
    b"HEAD",
    b"POST",
    b"PUT",
    b"PATCH",
    b"DELETE",
    b"OPTIONS",
    b"TRACE",
    b"NONSENSE",
    b"G\xff",
)
HEADERS = {
    "no host": b"",
    "an empty host": b"Host:\r\n",
    "another host": b"Host: evil.example\r\n",
    "a broken host": b"Host: [::1\r\n",
    "markup for a host": b'Host: x"><script>alert(1)</script>\r\n',
    "bytes for a host": b"Host: \xff\xfe\r\n",
    "a port beyond": b"Host: x:99999999\r\n",
    "two hosts": HOST * 2,
    "a huge cookie": HOST + b"Cookie: a=" + b"b" * 50_000 + b"\r\n",
    "a strange cookie": HOST + b'Cookie: _streamlit_xsrf="; \\x00=\xff; =;;\r\n',
    "another's scheme": HOST + b"X-Forwarded-Proto: javascript\r\nX-Forwarded-For: <script>\r\n",
    "a reversed range": HOST + b"Range: bytes=9-1\r\n",
    "a thousand ranges": HOST + b"Range: bytes=" + b",".join([b"0-1"] * 1000) + b"\r\n",
    "nonsense for a range": HOST + b"Range: \xff=9-1,zz\r\n",
    "any encoding": HOST + b"Accept-Encoding: *;q=nan, br;q=1e999\r\n",
    "an unknown tag": HOST + b'If-None-Match: W/"\xff", "\r\n',
    "an impossible date": HOST + b"If-Modified-Since: Fri, 99 Foo 99999\r\n",
    "a body of another length": HOST + b"Content-Length: 5\r\n",
    "another length in words": HOST + b"Content-Length: many\r\n",
    "a hundred headers": HOST + b"".join(b"X-%d: 1\r\n" % number for number in range(100)),
}


@pytest.fixture
def ask(server: str):
    """Return `ask(method, target, headers, connection)`: the answer's status, headers and body."""
    place = urlsplit(server)

    def ask(
        method: bytes, target: bytes, headers: bytes = HOST, connection: bytes = b"close"
    ) -> tuple[int, bytes, bytes]:
        with socket.create_connection((place.hostname, place.port), ANSWER_LIMIT) as line:
            head = method + b" " + target + b" HTTP/1.1\r\n" + headers
            line.sendall(head + b"Connection: " + connection + b"\r\n\r\n")
            answer = b"".join(iter(lambda: line.recv(65536), b""))
        start, _, body = answer.partition(b"\r\n\r\n")
        return int(start.split(b" ", 2)[1]), start, body

    return ask


def is_harmless(answer: tuple[int, bytes, bytes]) -> None:
    """No mistake of the server, no header that the request brought, and no markup of it."""
    status, start, body = answer
    assert status < 500
    assert b"\r\nx-evil" not in start.lower()
    assert b"evil.example" not in start
    assert b"<script>alert" not in body
    assert b"Traceback" not in body
    if b"server: uvicorn" in start and b"Invalid HTTP" not in body:
        assert b"\r\ncontent-security-policy: " in start
        assert b"\r\nx-content-type-options: nosniff" in start


@pytest.mark.parametrize("path", PATHS, ids=lambda path: ascii(path[:40])[2:-1])
def test_any_path_is_answered(ask, path):
    """Whatever the address, the answer is a page, a redirect within the site or a plain no."""
    status, start, _ = answer = ask(b"GET", path)
    is_harmless(answer)
    assert status in (200, 301, 400, 404, 405)
    location = re.search(rb"\r\nlocation: (.*)\r\n", start)
    assert location is None or re.match(rb"/(?![/\\])", location[1])


@pytest.mark.parametrize("path", [b"/", b"/response", b"/brief", b"/study.schema.json", b"/none"])
@pytest.mark.parametrize("method", METHODS, ids=ascii)
def test_any_method_is_answered(ask, method, path):
    """The pages can only be read; all else is refused in a word."""
    status, _, body = answer = ask(method, path)
    is_harmless(answer)
    assert status in ((200, 404) if method == b"HEAD" else (400, 405))
    assert len(body) < 100


@pytest.mark.parametrize("path", [b"/", b"/brief", b"/study.schema.json", b"/none/x"])
@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_any_header_is_answered(ask, headers, path):
    """Headers that no browser sends break nothing, and do not lead elsewhere."""
    status, start, body = ask(b"GET", path, headers)
    if b"evil.example" not in headers:  # /brief links to the host by which it was reached
        is_harmless((status, start, body))
    assert status in (200, 206, 400, 404, 416)


UPGRADE = (
    b"Upgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
FOREIGN = (
    b"http://evil.example",
    b"null",
    b"file://",
    b"http://[::1",
    b"http://localhost.evil",
    b"",
)


@pytest.mark.parametrize("origin", FOREIGN, ids=ascii)
def test_no_other_site_opens_a_session(ask, origin):
    """Refused by ourselves: Streamlit would ask a third party for its own address first."""
    headers = HOST + UPGRADE + b"Origin: " + origin + b"\r\n"
    status, start, body = answer = ask(b"GET", b"/_stcore/stream", headers, b"Upgrade")
    is_harmless(answer)
    assert (status, body) == (403, SAID.encode())
    assert b"\r\ncontent-security-policy: " in start


@pytest.mark.parametrize("path", ["/response", "/brief"])
@pytest.mark.parametrize("query", RAW_QUERIES.values(), ids=RAW_QUERIES)
def test_any_query_is_answered(ask, path, query):
    """Half signs, bytes that are no text, and 10 kB are read as far as they go."""
    answer = ask(b"GET", f"{path}?{query}".encode())
    is_harmless(answer)
    assert answer[0] == 200


def test_what_is_too_long_is_refused(ask):
    """A link of 10 kB is read, one of more values than are read says so, a megabyte is cut off."""
    long = quote("x" * 10_000)
    assert ask(b"GET", f"/response?studies={long}".encode())[0] == 200
    assert ask(b"GET", f"/response?{'a=1&' * 1001}".encode())[0] == 414
    assert ask(b"GET", f"/brief?{'a=1&' * 1001}".encode())[0] == 200
    try:
        status = ask(b"GET", b"/response?" + b"a" * 1_000_000)[0]
    except ConnectionError:  # refused before all of it was sent
        status = 400
    assert status in (200, 400)
    assert ask(b"GET", b"/_stcore/health")[0] == 200


LINKS = {
    "script": ("/response", everything(VALUES["script"])),
    "10 kB": ("/studies", f"studies={'x' * 10_000}"),
    "a thousand": ("/", "&".join(f"x{number}=1" for number in range(1000))),
    "turned around": ("/compare", everything(VALUES["turned around"])),
    "half a sign": ("/own_series", RAW_QUERIES["half a sign"]),
    "Markdown": ("/journal_club", everything(VALUES["Markdown"])),
    "presenting": ("/", f"present={quote(SCRIPT)}&parts={quote(SCRIPT)}&dose=nan&dose=1.4"),
}


@pytest.mark.parametrize(("path", "query"), LINKS.values(), ids=LINKS)
def test_a_hostile_link_in_a_browser(new_page, path, query):
    """The page is drawn, and one notice of a few lines says what was ignored; nothing runs."""
    page: Page = new_page(viewport={"width": 1280, "height": 900})
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    see(page, f"{path}?{query}")
    notice = page.get_by_role("alert").filter(has_text="ignored")
    expect(notice).to_have_count(1)
    assert notice.bounding_box()["height"] < 250
    assert not re.search("[\u202e\u2066\x00]", notice.inner_text())
    expect(page.get_by_text("Not medical advice. Data version")).to_be_visible()
    for box in (page.locator("html"), page.get_by_role("main")):
        content, frame = box.evaluate("box => [box.scrollWidth, box.clientWidth]")
        assert content <= frame
    left = set(parse_qs(urlsplit(page.url).query, keep_blank_values=True))
    assert left <= {"open", "present"}  # whose page says what is wrong
    expect(page.locator("img[src='x']")).to_have_count(0)


@pytest.mark.parametrize("path", ["/nonsense", "/response/x/y?adults=true"])
def test_an_unknown_page_in_a_browser(new_page, watch, path):
    """A sentence and a way home, on a phone too; in the past the screen stayed blank."""
    page: Page = new_page(viewport={"width": 390, "height": 844})
    assert page.goto(path).status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("No such page")
    expect(page.get_by_text("There is no page at this address.")).to_be_visible()
    page.get_by_role("link", name="To the dashboard").click()
    settled(page)
    assert all("404 (Not Found)" in line for line in watch.complaints)
    watch.complaints.clear()


def test_the_first_page_has_a_name_too(page):
    """/overview, which is its name in the menu, leads to the page with its filters."""
    see(page, "/overview?adults=true", "Inotuzumab ozogamicin in children")
    expect(page.get_by_role("switch", name="Include adults")).to_be_checked()
