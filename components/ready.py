"""Everything that a first visitor would wait for is imported and read while nobody does.

The server answers at once; this runs beside it in a thread of its own, and stops with it.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path

import streamlit as st

# The script of a visit: importing it would be one.
SCRIPT = "shell"


@asynccontextmanager
async def getting_ready(_: st.App) -> AsyncIterator[None]:
    """The server's life: it begins to serve, and gets ready meanwhile."""
    preparing = asyncio.create_task(asyncio.to_thread(prepare))
    yield
    preparing.cancel()
    with suppress(asyncio.CancelledError):
        await preparing


def prepare() -> None:
    """Imports what a visit runs, reads the studies, and draws the first page's charts once."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)], "components."):
        if not module.name.endswith(SCRIPT):
            import_module(module.name)
    draw_first_charts()
    leave_to_rest()


def draw_first_charts() -> None:
    """As the overview without filters; files that cannot be read are said on the page."""
    from components.evidence import published
    from components.forest import forest
    from data.library import BrokenLibrary
    from data.overview import THREE_RATES
    from data.selection import Selection

    try:
        for outcome in THREE_RATES:
            forest(published().view(Selection(), outcome))
    except BrokenLibrary:
        logging.getLogger(__name__).exception("the shared data files cannot be read")


def leave_to_rest() -> None:
    """Takes what is there now out of Python's search for garbage.

    Streamlit searches after every run, which took 40 ms of each click with all that is imported.
    """
    gc.collect()
    gc.freeze()
