"""What a visitor sees when something goes wrong that nobody thought of: a sentence with a number.

What stands around it is drawn as usual. The server's log has the same number; see `errors.py`.
"""

from __future__ import annotations

import logging
import runpy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from streamlit.errors import FragmentHandledException
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.errors import number_of
from components.plain_page import plain_page
from components.server import SMALL_HEADERS

LOG = logging.getLogger(__name__)
SHELL = Path(__file__).parent / "shell.py"
FAILED = "failed"
NAME_IT = "If you report it, please name error {number}."


@contextmanager
def calmly() -> Iterator[None]:
    """What fails inside is said; what comes after is drawn."""
    try:
        yield
    except FragmentHandledException:  # said by `say_failure`
        pass
    except Exception as error:  # whatever it is, the rest of the page stays
        LOG.exception("a part of a page failed")
        draw_failure(error)


def draw_failure(error: Exception) -> None:
    said = NAME_IT.format(number=number_of(error))
    st.error(f"Something went wrong here, and this part cannot be shown. The rest works. {said}")


def say_failure(error: Exception) -> bool:
    """For Streamlit: says what failed outside of `calmly`, and that nothing else must be said.

    Where a click failed before the page began, the page is drawn with the sentence above it.
    """
    context = get_script_run_ctx()
    if context is None or context.has_script_started:
        draw_failure(error)
    else:
        note_failure("What was clicked could not be done.", error)
        runpy.run_path(str(SHELL))
    return True


def note_failure(what: str, error: Exception) -> None:
    """Keeps a sentence for the next run of this session."""
    failures().append(f"{what} {NAME_IT.format(number=number_of(error))}")


def failures() -> list[str]:
    """What failed since the last run; the list itself stays, for threads that hold it."""
    kept: list[str] = st.session_state.setdefault(FAILED, [])
    return kept


def draw_failures() -> None:
    """Says once what failed since the last run."""
    said = failures()
    for sentence in said:
        st.error(sentence)
    said.clear()


def building(build: Callable[[], bytes]) -> Callable[[], bytes]:
    """The same builder of a file, whose failure is said at the session's next run.

    It runs in a thread without a session. Streamlit says below the button, for some seconds, that
    there is no file.
    """
    said = failures()

    def built() -> bytes:
        try:
            return build()
        except Exception as error:
            said.append(f"A file could not be made. {NAME_IT.format(number=number_of(error))}")
            raise

    return built


def failed_page(_: Request, error: Exception) -> Response:
    """The answer of a plain address that failed; the server logs the error.

    It passes by the middleware, which would add the small headers.
    """
    said = f"Something went wrong here. {NAME_IT.format(number=number_of(error))}"
    page = plain_page(500, "This page cannot be shown", said)
    page.headers.update(SMALL_HEADERS)
    return page
