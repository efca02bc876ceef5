"""What is said and logged when something goes wrong that nobody thought of, without a server.

`tests/browser/test_errors.py` sees the same in a running one.
"""

import asyncio
import contextlib
import gc
import logging
import re
import sys
import threading

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.routing import Route
from streamlit.errors import FragmentHandledException
from streamlit.navigation.page import StreamlitPage

import app
from components import brief_route, evidence, store, trouble
from components.errors import name_of, number_of, told, words_kept_out_of_the_log
from data.library import BrokenLibrary
from data.own_form_answers import Unclear
from data.problems import Problem
from tests.visitor import go

TYPED = "typed by a visitor"
NUMBER = re.compile(r"\b\d{4}-\d{4}\b")


def raised(error: Exception) -> Exception:
    """The error after it was raised and caught, with the lines that led to it."""
    with contextlib.suppress(type(error)):
        raise error
    return error


def after(cause: Exception, error: Exception) -> Exception:
    """The second error as raised because of the first."""
    try:
        try:
            raise cause
        except type(cause) as before:
            raise error from before
    except type(error) as late:
        return late


@pytest.fixture
def log(caplog):
    """Runs a task in a server's life and gives what was logged meanwhile, as it is written."""

    def logged(task) -> str:
        async def live():
            with words_kept_out_of_the_log():
                task()
                await asyncio.sleep(0)
                gc.collect()

        written = logging.Formatter("%(name)s: %(message)s")
        asyncio.run(live())
        return "\n".join(map(written.format, caplog.records))

    return logged


def test_an_error_has_one_number():
    """Eight digits in two groups, the same wherever the error is told, and no other error's."""
    error = ValueError(TYPED)
    assert NUMBER.fullmatch(number_of(error))
    assert number_of(error) == number_of(error)
    assert len({number_of(ValueError()) for _ in range(100)}) == 100
    wrapped = after(error, RuntimeError("could not be made"))
    assert number_of(wrapped) == number_of(error)


def test_the_log_says_kind_and_lines_and_no_words():
    """All errors of a chain, the first cause first, each with its lines of code."""
    text = told(after(KeyError(TYPED), ValueError(TYPED)))
    number, *lines = text.split("\n")
    assert NUMBER.search(number)
    assert TYPED not in text
    assert [line for line in lines if not line.startswith(" ")] == ["KeyError", "ValueError"]
    assert 'tests/test_errors.py", line ' in text
    assert "raise error from before" in text


def test_each_error_of_a_group_is_told():
    """Tasks that fail together: each by its kind, with what it came from."""
    both = [after(KeyError(TYPED), ValueError(TYPED)), raised(LookupError(TYPED))]
    text = told(raised(ExceptionGroup(TYPED, both)))
    kinds = ["ExceptionGroup", "KeyError", "ValueError", "LookupError"]
    assert [line for line in text.split("\n")[1:] if not line.startswith(" ")] == kinds
    assert TYPED not in text


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ValueError(TYPED), "ValueError"),
        (OSError(TYPED), "OSError"),
        (OSError(28, "No space left on device", TYPED), "OSError: No space left on device"),
        (FileNotFoundError(2, "No such file", TYPED), "FileNotFoundError: No such file"),
        (UnicodeDecodeError("utf-8", TYPED.encode(), 0, 1, "x"), "UnicodeDecodeError"),
        (Unclear(TYPED), "data.own_form_answers.Unclear"),
        (ModuleNotFoundError("No module named 'x'"), "ModuleNotFoundError: No module named 'x'"),
        (
            BrokenLibrary([Problem("outcomes.yaml", 7, "outcomes", "is wrong")]),
            "data.library.BrokenLibrary: outcomes.yaml:7  outcomes: is wrong",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_words_about_the_servers_own_files_are_kept(error, text):
    """A missing library, a full disk and broken shared files are told, nothing else is."""
    assert name_of(error) == text


def test_nobody_logs_the_words(log):
    """Neither as an error that was caught, nor as a part of a sentence, nor as the sentence."""
    error = raised(ValueError(TYPED))

    def task():
        logging.getLogger("streamlit.error_util").error("Uncaught app execution", exc_info=error)
        logging.getLogger("uvicorn.error").warning("Failed: %s", error)
        logging.getLogger("uvicorn.error").warning("Failed: %(why)s", {"why": error})
        logging.getLogger("uvicorn.error").warning(error)
        try:
            int(TYPED)
        except ValueError:
            logging.getLogger("anyone").exception("It failed")

    text = log(task)
    assert TYPED not in text
    assert f"Uncaught app execution\nError {number_of(error)}\n" in text
    assert text.count("Failed: ValueError") == 2
    assert text.count("\nError ") == 2


def test_what_nobody_catches_is_logged_without_words(log):
    """A thread, a task and a clean-up that end with an error: Python would print its words."""

    def fail():
        raise ValueError(TYPED)

    async def fail_later():
        fail()

    class Spoiled:
        def __del__(self):
            fail()

    def task():
        ended = threading.Thread(target=fail)
        ended.start()
        ended.join()
        asyncio.get_running_loop().create_task(fail_later())
        Spoiled()

    text = log(task)
    assert TYPED not in text
    for what in ("A thread ended", "A clean-up failed", "Task exception was never retrieved"):
        assert f"{what}\nError " in text


def test_after_the_servers_life_everything_is_as_before(log):
    """Another program in the same process logs as it did."""
    before = logging.getLogRecordFactory(), threading.excepthook, sys.unraisablehook
    log(lambda: None)
    assert (logging.getLogRecordFactory(), threading.excepthook, sys.unraisablehook) == before


def failing(*_, **__):
    raise ValueError(f"{TYPED} in /secret/place")


def one_number(texts: list[str], caplog) -> str:
    """The only number on the screen; the log has it too, and the screen has nothing else."""
    (number,) = [found for text in texts for found in NUMBER.findall(text)]
    assert not any(word in text for text in texts for word in (TYPED, "secret", "ValueError"))
    errors = [record.exc_info[1] for record in caplog.records if record.exc_info]
    assert number in [number_of(error) for error in errors]
    return number


@pytest.mark.parametrize("page", ["response", "ledger"])
def test_a_page_that_fails_is_a_sentence(visit, monkeypatch, caplog, page):
    """Menu, title, filters and footer stay, and the next page works."""
    monkeypatch.setattr(StreamlitPage, "run", failing)
    app = visit(page)
    one_number([error.value for error in app.error], caplog)
    assert not app.exception
    assert len(app.title) == 1
    assert app.sidebar.toggle(key="adults")
    assert app.sidebar.expander[-1].label == "Link to this view"
    assert store.library().version in app.caption[-1].value
    monkeypatch.undo()
    assert not go(app, "methods").error


def test_a_presentation_that_fails_is_a_sentence(visit, monkeypatch, caplog):
    """The controls stay, so that one can leave."""
    monkeypatch.setattr("components.present.tell", failing)
    app = visit(present=["1"])
    one_number([error.value for error in app.error], caplog)
    assert "Leave" in [button.label for button in app.button]
    assert store.library().version in app.caption[-1].value


def test_files_that_cannot_be_read_are_a_sentence(visit, monkeypatch, caplog):
    """A disk that fails, or a file that goes while it is read, is not the visitor's business."""
    monkeypatch.setattr(store, "look", failing)
    app = visit("response")
    one_number([error.value for error in app.error], caplog)
    assert app.caption[-1].value.endswith("Not medical advice.")


def test_a_fragment_is_said_once(caplog):
    """What Streamlit has already said is not said again around it, and what follows is drawn."""
    with trouble.calmly():
        raise FragmentHandledException(TYPED)
    assert caplog.text == ""


def test_what_a_page_asks_of_streamlit_passes():
    """A rerun and a stop are no errors."""
    from streamlit.runtime.scriptrunner import StopException

    with pytest.raises(StopException), trouble.calmly():
        raise StopException


def test_a_file_that_cannot_be_made_is_said_at_the_next_click(visit, monkeypatch):
    """The builder runs without a session; its failure reaches the session that asked for it."""
    app = visit("journal_club")
    built = trouble.building
    kept = app.session_state[trouble.FAILED]
    monkeypatch.setattr(trouble, "failures", lambda: kept)
    error = ValueError(TYPED)

    def build():
        raise error

    with pytest.raises(ValueError, match=TYPED):
        built(build)()
    (shown,) = app.run().error
    assert shown.value.startswith("A file could not be made.")
    assert number_of(error) in shown.value
    assert TYPED not in shown.value
    assert not app.run().error


def answer(path: str) -> tuple[int, Headers, str]:
    """What the real routes answer when an error passes all of them."""
    sent = []

    async def receive():
        return {"type": "http.request"}

    async def send(message):
        sent.append(message)

    served = Starlette(
        routes=[Route("/broken", failing), *app.ROUTES],
        middleware=app.MIDDLEWARE,
        exception_handlers={Exception: trouble.failed_page},
    )
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    with contextlib.suppress(ValueError, TypeError):  # the server gets it too, and logs it
        asyncio.run(served(scope | {"root_path": "", "server": ("x", 80)}, receive, send))
    body = b"".join(part["body"] for part in sent[1:])
    return sent[0]["status"], Headers(raw=sent[0]["headers"]), body.decode()


@pytest.mark.parametrize("path", ["/broken", "/brief", "/study.schema.json"])
def test_a_plain_address_that_fails_is_a_page_with_a_number(monkeypatch, path):
    """Status 500, a sentence with the number, the security headers, and nothing of the error."""
    monkeypatch.setattr(brief_route, "page_of", failing)
    monkeypatch.setattr("data.json_schema.SCHEMA_FILE", None)
    status, headers, page = answer(path)
    assert status == 500
    assert len(NUMBER.findall(page)) == 1
    assert not re.search(f"{TYPED}|secret|Error:|Traceback", page)
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    evidence._handout_page.cache_clear()


def test_streamlit_is_told_who_speaks():
    """What fails outside of a page, and outside of Streamlit, has the same sentence."""
    assert app.app._on_script_error is trouble.say_failure
    assert app.app._exception_handlers == {Exception: trouble.failed_page}
