"""`/brief`: the handout of a link as a plain page, for phones, slow networks and paper.

The same parameters as the dashboard's, no Streamlit and no script; made once for each version of
the data and each question. The data are imported by the first reader, so that the server is up
before.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from components import plain_page

# The page carries its style and its font inside, and may ask for nothing.
POLICY = f"font-src data:; {plain_page.POLICY}"


def brief_page(request: Request) -> Response:
    """The handout, or 304 where the reader's browser already has it."""
    from data.library import BrokenLibrary

    try:
        page = page_of(request)
    except BrokenLibrary:
        return PlainTextResponse("The shared data files cannot be read.", status_code=503)
    tag = f'"{hashlib.sha256(page.encode()).hexdigest()[:16]}"'
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache", "ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(page, headers=headers)


def page_of(request: Request) -> str:
    """The page for the parameters of the link; what they say wrong stands on it."""
    from components import evidence
    from data.links import few, own_series_notice, parse, version_notice

    names = request.query_params.keys()
    params = {name: request.query_params.getlist(name) for name in names}
    shared = evidence.published()
    asked, ignored = parse(params, shared.limits)
    selection = replace(asked, own=False)  # no own series is here that could be pooled
    notices = [
        *few(ignored),
        *version_notice(params.get("v", []), shared.library.version),
        *own_series_notice(params.get("own_series", [])),
    ]
    return evidence.handout_page(selection, str(request.base_url), tuple(notices))
