"""Starting and ending the servers of tests and benchmarks, on loopback and on free ports.

Only processes started here are ended here. A server that does not come up is an error that holds
the end of what it said.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

PROJECT = Path(__file__).parent.parent
# Seconds. A server is up in 2 on two cores; CI may share them.
START_LIMIT = 60
STOP_LIMIT = 10
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    url: str
    process: subprocess.Popen
    seconds: float  # from its start until it was healthy


@contextlib.contextmanager
def streamlit_server(
    script: str | Path = "app.py",
    port: int | None = None,
    log: TextIO | None = None,
    cwd: Path = PROJECT,
    **environment: str,
) -> Iterator[Server]:
    """Run a Streamlit script as in production until the context ends.

    Leaving the context and entering it again with the same port is a restart. `log` is a file that
    takes all that the server says; `environment` is added to that of this process.
    """
    port = port or free_port()
    command = streamlit_command(script, port)
    with running(command, port, "/_stcore/health", log, cwd, **environment) as server:
        yield server


@contextlib.contextmanager
def running(
    command: Sequence[str],
    port: int,
    health: str,
    log: TextIO | None = None,
    cwd: Path = PROJECT,
    **environment: str,
) -> Iterator[Server]:
    """Run any server that answers `health` on this port until the context ends."""
    url = f"http://{LOOPBACK}:{port}"
    with contextlib.ExitStack() as stack:
        log = log or stack.enter_context(tempfile.TemporaryFile("w+"))
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, stdout=log, stderr=log, env=os.environ | environment
        )
        try:
            wait_until_healthy(url + health, process, log)
            yield Server(url, process, time.perf_counter() - start)
        finally:
            stop(process)


def streamlit_command(script: str | Path, port: int) -> list[str]:
    options = {"headless": "true", "address": LOOPBACK, "port": port, "fileWatcherType": "none"}
    flags = [f"--server.{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(script), *flags]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(url: str, process: subprocess.Popen, log: TextIO) -> None:
    end = time.monotonic() + START_LIMIT
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(url, timeout=2).close()
            return
        time.sleep(0.01)
    log.seek(0)
    ended = process.poll()
    why = f"not up within {START_LIMIT} s" if ended is None else f"ended with {ended}"
    raise RuntimeError(f"the server is {why}:\n{log.read()[-2000:]}")


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(STOP_LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
