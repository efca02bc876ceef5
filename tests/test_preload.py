"""The hint to load the chart code early: on Streamlit's page and on nothing else."""

import asyncio
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse
from starlette.routing import Route

import app
from components import preload
from components.plain_page import plain_page
from components.preload import chart_code

ANSWERS = {
    "/page": HTMLResponse("<p>Streamlit's page</p>"),
    "/brief": HTMLResponse("<p>brief</p>", headers={"Content-Security-Policy": "default-src *"}),
    "/nowhere": plain_page(404, "No such page", "There is none."),
    "/data": JSONResponse({}),
    "/text": PlainTextResponse("text"),
}


def answer(path: str) -> Headers:
    sent = []

    async def receive():
        return {"type": "http.request"}

    async def send(message):
        sent.append(message)

    async def reply(request):
        return ANSWERS[request.url.path]

    routes = [Route(one, reply) for one in ANSWERS]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    server = Starlette(routes=routes, middleware=app.MIDDLEWARE)
    asyncio.run(server(scope | {"root_path": "", "server": ("x", 80)}, receive, send))
    return Headers(raw=sent[0]["headers"])


def test_the_script_is_one_that_streamlit_has():
    """The header names a file of the installed version: a new one that names it otherwise fails."""
    path = chart_code()["Link"].partition(">")[0].removeprefix("<")
    assert (Path(streamlit.__file__).parent / "static" / path.removeprefix("/")).is_file()
    assert chart_code()["Link"].endswith("rel=modulepreload; fetchpriority=low")


@pytest.mark.parametrize("path", ANSWERS)
def test_only_streamlits_page_asks_for_it(path):
    """A page with a policy of its own may not load scripts; other answers are no pages."""
    assert answer(path).get("link") == (chart_code()["Link"] if path == "/page" else None)


def test_another_name_is_no_mistake(monkeypatch, tmp_path):
    """Without such a file there is no header, and everything else works."""
    monkeypatch.setattr(preload, "SCRIPTS", tmp_path)
    assert chart_code() == {}
