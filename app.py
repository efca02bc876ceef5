"""The server: Streamlit around `components/shell.py`, with security headers and compression.

It never touches data and draws nothing. Start it with `streamlit run app.py`.
"""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from components.server import SecurityHeaders

MIDDLEWARE = [
    Middleware(SecurityHeaders),
    Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6),
]

app = st.App("components/shell.py", middleware=MIDDLEWARE)
