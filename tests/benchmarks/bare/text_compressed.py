"""`text.py` served compressed by stock parts, as `chart_compressed.py` serves the chart."""

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

app = st.App("text.py", middleware=[Middleware(GZipMiddleware)])
