"""The server: Streamlit around `components/shell.py`, and two plain addresses beside it.

`/brief` is the handout of a link, `/study.schema.json` what an editor of study files asks for.
Every answer is compressed and carries security headers. It never touches data and draws nothing.
Start it with `streamlit run app.py`.
"""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from components.brief_route import brief_page
from components.schema_route import schema_file
from components.server import SecurityHeaders

MIDDLEWARE = [
    Middleware(SecurityHeaders),
    Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6),
]

ROUTES = [Route("/brief", brief_page), Route("/study.schema.json", schema_file)]

app = st.App("components/shell.py", routes=ROUTES, middleware=MIDDLEWARE)
