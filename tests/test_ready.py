"""What the server does before its first visitor."""

import asyncio
import gc
import subprocess
import sys
import threading

import pytest

from components import evidence, ready
from data.library import BrokenLibrary
from data.problems import Problem


@pytest.fixture(autouse=True)
def thawed():
    """Nothing of a test stays out of Python's search for garbage."""
    yield
    gc.unfreeze()


def test_all_that_a_visit_imports_is_there(project):
    """After getting ready, a visit to any page imports nothing of ours any more."""
    program = (
        "import sys\n"
        "from components.ready import prepare\n"
        "prepare()\n"
        "before = {name for name in sys.modules if name.startswith(('components', 'data'))}\n"
        "from tests.visitor import open_page\n"
        "from pathlib import Path\n"
        "for page in Path('pages').glob('*.py'):\n"
        "    assert not open_page(Path.cwd(), page.stem).exception\n"
        "after = {name for name in sys.modules if name.startswith(('components', 'data'))}\n"
        "assert 'components.shell' not in before\n"
        "assert after == before, after - before\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=project, check=True, timeout=120)


def test_the_first_page_is_computed():
    """The studies are read and the three panels of the overview are known."""
    evidence._published.cache_clear()
    ready.prepare()
    assert evidence.published().ask.cache_info().currsize == 3
    assert gc.get_freeze_count() > 0


@pytest.mark.parametrize(
    "error",
    [
        BrokenLibrary([Problem("outcomes.yaml", 7, "outcomes", "wrong", "right")]),
        RuntimeError("something else"),
    ],
    ids=["broken files", "anything"],
)
def test_what_goes_wrong_does_not_stop_the_server(monkeypatch, caplog, error):
    """It is logged at once with its reason; the page says it to the reader."""

    def broken():
        raise error

    monkeypatch.setattr(evidence, "published", broken)
    ready.prepare()
    assert str(error) in caplog.text
    assert gc.get_freeze_count() > 0


def test_the_server_serves_meanwhile(monkeypatch):
    """Getting ready runs beside the server, and ends before it does."""
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def slow():
        begun.set()
        go_on.wait(10)
        ended.set()

    monkeypatch.setattr(ready, "prepare", slow)

    async def live():
        async with ready.getting_ready(None):
            assert await asyncio.to_thread(begun.wait, 10)
            assert not ended.is_set()
            go_on.set()

        assert ended.is_set()

    asyncio.run(live())
