"""An unexpected error has a number: its reader sees it, and the server's log says it too.

In the log stand the kind of the error and the lines of code that led to it, never its words:
those may hold what a visitor typed. The module knows no Streamlit.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LOG = logging.getLogger(__name__)
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
NUMBER = "pedino_number"
# Errors whose words are about the server's own files and code: the log may say them.
HARMLESS = ("data.library.BrokenLibrary", "ImportError", "ModuleNotFoundError")


def number_of(error: BaseException) -> str:
    """What a reader tells over the phone, "4821-9937": always the same for the same error.

    An error that came from another one has that one's number.
    """
    first = vars(causes(error)[0])
    if NUMBER not in first:
        drawn = f"{secrets.randbelow(10**8):08}"
        first[NUMBER] = f"{drawn[:4]}-{drawn[4:]}"
    number: str = first[NUMBER]
    return number


@contextmanager
def words_kept_out_of_the_log() -> Iterator[None]:
    """While it lasts an error that is logged, by whomever, is its kind and its lines of code.

    Also by Streamlit, uvicorn and Python, which log what they catch themselves. What a message says
    in its own words passes: code of ours puts no error's words into one.
    """
    usual, ends = logging.getLogRecordFactory(), (threading.excepthook, sys.unraisablehook)
    logging.setLogRecordFactory(lambda *args, **kw: without_words(usual(*args, **kw)))
    logging.basicConfig(format=LOG_FORMAT)
    threading.excepthook = lambda said: log_end("A thread ended", said.exc_value)
    sys.unraisablehook = lambda said: log_end("A clean-up failed", said.exc_value)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, said: log_end(said["message"], said.get("exception")))
    try:
        yield
    finally:
        logging.setLogRecordFactory(usual)
        threading.excepthook, sys.unraisablehook = ends
        loop.set_exception_handler(None)


def log_end(what: str, error: BaseException | None) -> None:
    """Something ended that nobody waited for."""
    LOG.error(what, exc_info=error)


def without_words(record: logging.LogRecord) -> logging.LogRecord:
    """The same record, in which each error is only its kind, its number and its lines of code."""
    if isinstance(record.msg, BaseException):
        record.msg = name_of(record.msg)
    if isinstance(record.args, tuple):
        record.args = tuple(map(without_words_in, record.args))
    elif record.args:
        record.args = {name: without_words_in(said) for name, said in record.args.items()}
    if record.exc_info and record.exc_info[1]:
        record.exc_text = told(record.exc_info[1])
    return record


def without_words_in(said: Any) -> Any:
    return name_of(said) if isinstance(said, BaseException) else said


def told(error: BaseException) -> str:
    """An error for the log: its number, then what led to it, the first cause first."""
    steps = [f"Error {number_of(error)}"]
    for one in [*causes(error), *members(error)]:
        steps += ["".join(traceback.format_tb(one.__traceback__)).rstrip(), name_of(one)]
    return "\n".join(filter(None, steps))


def members(error: BaseException) -> list[BaseException]:
    """What a group of errors holds, each after all that it came from."""
    found = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    return [step for one in found for step in [*causes(one), *members(one)]]


def causes(error: BaseException) -> list[BaseException]:
    """The error after all that it came from."""
    chain = [error]
    while (before := chain[0].__cause__ or chain[0].__context__) and before not in chain:
        chain.insert(0, before)
    return chain


def name_of(error: BaseException) -> str:
    """The kind of an error, and its words where they are harmless."""
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    if name in HARMLESS:
        return f"{name}: {error}"
    why = error.strerror if isinstance(error, OSError) else None
    return f"{name}: {why}" if why else name
