"""The server: Streamlit around `components/shell.py`, and two plain addresses beside it.

`/brief` is the handout of a link, `/study.schema.json` what an editor of study files asks for.
Every answer is compressed and carries security headers, an unknown address is a sentence, and so is
an unexpected error; what never changes is kept in memory. What a first visitor would wait for is
made ready beside it.
Start it with `streamlit run app.py`.
"""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette_compress import CompressMiddleware

from components.addresses import ADDRESSES
from components.brief_route import brief_page
from components.keep import KeepUnchanging
from components.origins import OwnOrigins
from components.ready import getting_ready
from components.schema_route import schema_file
from components.server import AnswerHeaders, security_headers
from components.trouble import failed_page, say_failure

ROUTES = [Route("/brief", brief_page), Route("/study.schema.json", schema_file), *ADDRESSES]

HEADERS = security_headers()
# The first is the outermost. Brotli at 9 makes a first visit a sixth smaller than gzip.
MIDDLEWARE = [
    Middleware(KeepUnchanging),
    Middleware(OwnOrigins, headers=HEADERS),
    Middleware(AnswerHeaders, headers=HEADERS),
    Middleware(CompressMiddleware, minimum_size=1000, zstd=False, brotli_quality=9, gzip_level=6),
]

app = st.App(
    "components/shell.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    lifespan=getting_ready,
    on_script_error=say_failure,
    exception_handlers={Exception: failed_page},
)
