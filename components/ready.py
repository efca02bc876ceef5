"""Everything that a first visitor would wait for is imported and read while nobody does.

The server answers at once; this runs beside it in a thread of its own. What it cannot do is logged,
and then done, or said, when the first visitor comes. Until the server ends, the log keeps the words
of errors to itself (`errors.py`).
"""

from __future__ import annotations

import asyncio
import gc
import logging
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st

from components.errors import words_kept_out_of_the_log

# The script of a visit: importing it would be one.
SCRIPT = "shell"


@asynccontextmanager
async def getting_ready(_: st.App) -> AsyncIterator[None]:
    """The server's life: it begins to serve, and gets ready meanwhile."""
    with words_kept_out_of_the_log():
        preparing = asyncio.create_task(asyncio.to_thread(prepare))
        try:
            yield
        finally:
            await preparing


def prepare() -> None:
    """Imports what a visit runs, reads the studies, and draws the first page's charts once."""
    try:
        import_components()
        draw_first_charts()
    except Exception:  # whatever it is, the server serves, and the page says it
        logging.getLogger(__name__).exception("not all could be made ready")
    leave_to_rest()


def import_components() -> None:
    """All modules of this folder."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name != SCRIPT:
            import_module(f"components.{module.name}")


def draw_first_charts() -> None:
    """As the overview without filters."""
    from components.evidence import published
    from components.forest import forest
    from data.overview import THREE_RATES
    from data.selection import Selection

    for outcome in THREE_RATES:
        forest(published().view(Selection(), outcome))


def leave_to_rest() -> None:
    """Takes what is there now out of Python's search for garbage, once.

    Streamlit searches after every run, which took 40 ms of each click with all that is imported.
    What is garbage in a circle from now on and was there before is never freed: of sessions that
    came meanwhile, at most.
    """
    gc.collect()
    gc.freeze()
