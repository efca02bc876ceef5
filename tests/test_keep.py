"""What the server keeps in memory, and what it never does."""

import asyncio
import gzip

import brotli
import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

import app
from components.keep import KeepUnchanging, asked_for

SCRIPT = b"console.log('sinusoidal obstruction syndrome');" * 200
FOR_EVER = {"cache-control": "public, immutable, max-age=31536000"}


class Server:
    """A small server behind the real middleware, which counts how often a file was asked of it."""

    def __init__(self):
        self.asked = 0
        routes = [
            Route("/file.js", self.answer(FOR_EVER)),
            Route("/private.js", self.answer({"cache-control": "private, immutable"})),
            Route("/page.js", self.answer({})),
            Route("/gone.js", self.answer(FOR_EVER, status_code=404)),
            Route("/pieces.js", self.pieces),
        ]
        self.app = KeepUnchanging(Starlette(routes=routes, middleware=app.MIDDLEWARE[1:]))

    def answer(self, headers, **more):
        async def answer(_):
            self.asked += 1
            return Response(SCRIPT, headers=headers, media_type="text/javascript", **more)

        return answer

    async def pieces(self, _):
        self.asked += 1
        parts = (SCRIPT[i : i + 1000] for i in range(0, len(SCRIPT), 1000))
        return StreamingResponse(parts, headers=FOR_EVER, media_type="text/javascript")

    def get(self, path="/file.js", method="GET", query=b"", **headers):
        """Status, headers and body."""
        raw = [(name.replace("_", "-").encode(), v.encode()) for name, v in headers.items()]
        scope = {"type": "http", "method": method, "path": path, "query_string": query}
        scope["asgi"] = {"spec_version": "2.4"}  # an older one would ask for a farewell
        sent = []

        async def receive():
            return {"type": "http.request"}

        async def send(message):
            sent.append(message)

        asyncio.run(self.app(scope | {"headers": raw, "root_path": ""}, receive, send))
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return sent[0]["status"], Headers(raw=sent[0]["headers"]), body


@pytest.fixture
def server():
    return Server()


@pytest.mark.parametrize("path", ["/file.js", "/pieces.js"])
@pytest.mark.parametrize(
    ("accepted", "read"),
    [("br", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes), ("", bytes)],
)
def test_an_unchanging_file_is_made_once(server, path, accepted, read):
    """The second reader gets the same bytes from memory, with the same headers."""
    first, second = (server.get(path, accept_encoding=accepted) for _ in range(2))
    assert read(first[2]) == read(second[2]) == SCRIPT
    assert server.asked == 1
    assert second[1]["content-length"] == str(len(second[2]))
    lasting = {"content-type", "cache-control", "content-encoding", "content-security-policy"}
    assert {k: first[1].get(k) for k in lasting} == {k: second[1].get(k) for k in lasting}


def test_each_reader_gets_what_they_can_read(server):
    """What was kept for one browser is not sent to another that takes no compression."""
    browser = "gzip, deflate, br, zstd"
    assert server.get(accept_encoding=browser)[1]["content-encoding"] == "br"
    assert server.get(accept_encoding="gzip, deflate")[1]["content-encoding"] == "gzip"
    assert "content-encoding" not in server.get()[1]
    assert server.get(accept_encoding="br;q=0")[2] == SCRIPT
    assert server.get(accept_encoding="br")[1]["vary"].lower() == "accept-encoding"


@pytest.mark.parametrize("first", ["*", "BR", "gzip, *", "br;q=0.1, gzip", "zstd", "br, nonsense"])
def test_no_reader_spoils_a_file_for_others(server, first):
    """Whatever the first one takes, in whatever spelling, the others can read what they get."""
    server.get(accept_encoding=first)
    assert gzip.decompress(server.get(accept_encoding="gzip")[2]) == SCRIPT
    assert server.get()[2] == server.get(accept_encoding="identity")[2] == SCRIPT
    assert brotli.decompress(server.get(accept_encoding="br")[2]) == SCRIPT


def test_the_answer_can_only_be_in_the_encoding_that_it_is_kept_under():
    """What stands behind is asked for that one, whatever else it could send this reader."""
    seen = []

    async def looks(scope, _receive, send):
        seen.append(Headers(scope=scope).getlist("accept-encoding"))
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    behind = Server()
    behind.app = KeepUnchanging(looks)
    for accepted in ("zstd, br, gzip", "deflate, gzip", "zstd", ""):
        behind.get(accept_encoding=accepted)
    assert seen == [["br"], ["gzip"], ["identity"], ["identity"]]


@pytest.mark.parametrize("path", ["//file.js", "/./file.js", "/a/../file.js", "/file.js/"])
def test_other_spellings_of_a_path_are_not_kept(server, path):
    """One file has one name here: memory cannot be filled by asking for it in many ways."""
    scope = {"type": "http", "method": "GET", "query_string": b"", "headers": []}
    assert asked_for(scope | {"path": "/file.js"}) == ("/file.js", "identity")
    assert asked_for(scope | {"path": path}) is None
    server.get(path)
    assert server.app.kept == {}


def test_a_file_is_kept_at_most_three_times(server):
    """However many combinations of encodings the browsers name."""
    for accepted in ("", "br", "gzip", "br, gzip", "gzip, br", "deflate", "zstd, gzip", "GZIP"):
        server.get(accept_encoding=accepted)
    assert {asked.encoding for asked in server.app.kept} == {"br", "gzip", "identity"}
    assert len(server.app.kept) == 3


def test_an_answer_without_a_body_is_no_mistake():
    """What breaks off right after its head is not kept, and nothing fails."""

    async def only_head(_scope, _receive, send):
        headers = [(b"cache-control", FOR_EVER["cache-control"].encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    broken = Server()
    broken.app = KeepUnchanging(only_head)
    broken.get()
    assert broken.app.kept == {}


@pytest.mark.parametrize(
    "asked",
    [
        {"path": "/page.js"},
        {"path": "/private.js"},
        {"path": "/gone.js"},
        {"query": b"v=1"},
        {"range": "bytes=0-9"},
        {"if_none_match": '"1"'},
        {"method": "HEAD"},
        {"accept_encoding": "br;q=1, gzip;q=0.5"},
    ],
    ids=str,
)
def test_other_answers_are_not_kept(server, asked):
    """What may change, is meant for one reader, is a part, or depends on more than the path."""
    for _ in range(2):
        server.get(**asked)
    assert server.asked == 2
    assert server.app.kept == {}


def test_a_part_is_not_taken_from_memory(server):
    """A reader who asks for a part is answered by the file itself, also when it is kept."""
    server.get()
    server.get(range="bytes=0-9")
    assert server.asked == 2


def test_an_answer_that_broke_off_is_not_kept():
    """A file that could not be read to its end is asked for again."""

    async def breaks_off(_scope, _receive, send):
        headers = [(b"cache-control", FOR_EVER["cache-control"].encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})

    broken = Server()
    broken.app = KeepUnchanging(breaks_off)
    broken.get()
    assert broken.app.kept == {}


def test_it_stands_before_all_others():
    """What the other middleware added is kept too, so it is outermost."""
    assert app.MIDDLEWARE[0].cls is KeepUnchanging
