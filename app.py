"""The server: Streamlit around `components/shell.py`, and two plain addresses beside it.

`/brief` is the handout of a link, `/study.schema.json` what an editor of study files asks for.
Every answer is compressed and carries security headers; what never changes is kept in memory, and
the page names the code for charts. What a first visitor would wait for is made ready beside it.
Start it with `streamlit run app.py`.
"""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette_compress import CompressMiddleware

from components.brief_route import brief_page
from components.keep import KeepUnchanging
from components.preload import PreloadCharts
from components.ready import getting_ready
from components.schema_route import schema_file
from components.server import SecurityHeaders

# The first is the outermost. Brotli at 9 makes a first visit a sixth smaller than gzip.
MIDDLEWARE = [
    Middleware(KeepUnchanging),
    Middleware(SecurityHeaders),
    Middleware(PreloadCharts),
    Middleware(CompressMiddleware, minimum_size=1000, zstd=False, brotli_quality=9, gzip_level=6),
]

ROUTES = [Route("/brief", brief_page), Route("/study.schema.json", schema_file)]

app = st.App("components/shell.py", routes=ROUTES, middleware=MIDDLEWARE, lifespan=getting_ready)
