"""`chart.py` served compressed by stock parts: Streamlit leaves its own scripts uncompressed.

`streamlit run` starts it. What the dashboard's charts are measured against.
"""

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

app = st.App("chart.py", middleware=[Middleware(GZipMiddleware)])
