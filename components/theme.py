"""What the reader's screen looks like."""

from __future__ import annotations

import streamlit as st


def background() -> str:
    """Return "dark" when the reader's theme is dark, else "light"."""
    return "dark" if st.context.theme.type == "dark" else "light"
