"""Streamlit's own scripts and fonts are compressed once, not again for every visitor.

An answer that says of itself that it never changes is kept in memory as it was sent. The server
has a fixed set of such files, each of them is kept in at most three encodings, and nothing else is
held back. It knows no page and no data.
"""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A request with one of these asks for a part of a file, or whether it has changed.
CONDITIONS = ("range", "if-range", "if-none-match", "if-modified-since", "if-match")
ENCODINGS = ("br", "gzip")
OK = 200


class Asked(NamedTuple):
    """A plain request for a file: its path, and the best encoding that the reader takes."""

    path: str
    encoding: str


def asked_for(scope: Scope) -> Asked | None:
    """What a request asks for; None where the answer depends on more than path and encoding.

    A path that is spelled otherwise than usual would be one more name of the same file.
    """
    if scope["type"] != "http" or scope["method"] != "GET" or scope["query_string"]:
        return None
    headers, path = Headers(scope=scope), scope["path"]
    usual = path == posixpath.normpath(path) and not path.startswith("//")
    accepted = words_of(",".join(headers.getlist("accept-encoding")))
    weighed = any(";" in one or "*" in one for one in accepted)
    if weighed or not usual or any(name in headers for name in CONDITIONS):
        return None
    return Asked(path, next((one for one in ENCODINGS if one in accepted), "identity"))


def words_of(header: str) -> set[str]:
    return {word.strip().lower() for word in header.split(",")}


def taking_only(scope: Scope, encoding: str) -> Scope:
    """The same request by a reader who takes this encoding: the answer can be no other."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": [*headers, (b"accept-encoding", encoding.encode())]}


def never_changes(start: Message) -> bool:
    """Whether an answer that begins so may be given to everyone for ever."""
    cached = Headers(raw=start.get("headers", [])).get("cache-control", "")
    return start.get("status") == OK and {"public", "immutable"} <= words_of(cached)


def is_whole(answer: list[Message]) -> bool:
    return answer[-1]["type"] == "http.response.body" and not answer[-1].get("more_body")


def in_one_piece(answer: list[Message]) -> tuple[Message, Message]:
    """The same answer with a single body, whose length is known."""
    body = b"".join(message.get("body", b"") for message in answer[1:])
    start: Message = {**answer[0], "headers": list(answer[0]["headers"])}
    MutableHeaders(scope=start)["content-length"] = str(len(body))
    return start, {"type": "http.response.body", "body": body}


class KeepUnchanging:
    """ASGI middleware that answers a second request for an unchanging file from memory.

    It stands before all others, so that what they added is kept too.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[Asked, tuple[Message, Message]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = asked_for(scope)
        if asked is None:
            await self.app(scope, receive, send)
        elif asked in self.kept:
            for message in self.kept[asked]:
                await send(message)
        else:
            await self.send_and_keep(asked, taking_only(scope, asked.encoding), receive, send)

    async def send_and_keep(self, asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
        answer: list[Message] = []

        async def note(message: Message) -> None:
            if answer or never_changes(message):
                answer.append(message)
            await send(message)

        await self.app(scope, receive, note)
        if answer and is_whole(answer):
            self.kept[asked] = in_one_piece(answer)
