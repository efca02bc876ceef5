"""Two replicas of the dashboard and the nginx before them, for `replicas.py`.

nginx runs as `nginx.conf` says, with all its files in a folder that goes with it, on loopback. Only
processes started here are ended. Where there is no nginx this file can still be imported.
"""

from __future__ import annotations

import contextlib
import http.client
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from tests.servers import LOOPBACK, Server, free_port, running, streamlit_server

CONFIG = Path(__file__).with_name("nginx.conf")
# Seconds for one step. A browser comes back in one or two; CI may share its cores.
LIMIT = 30


class Replica:
    """One server of two, which can be ended and started again on the same port."""

    def __init__(self, name: str, stack: contextlib.ExitStack) -> None:
        self.name = name
        self.port = free_port()
        self.stack = stack
        self.server: Server = self.start()

    def start(self) -> Server:
        """As in production: only visitors who ask for the right host are let in."""
        hosts = {"STREAMLIT_SERVER_ALLOWED_HOSTS": LOOPBACK}
        self.server = self.stack.enter_context(streamlit_server(port=self.port, **hosts))
        return self.server

    def end(self) -> None:
        """At once and without a word to anybody, as when a machine fails."""
        self.server.process.kill()
        self.server.process.wait()

    def tabs(self) -> int:
        """How many WebSockets it holds: nginx keeps no other connection to it open."""
        if self.server.process.poll() is not None:
            return 0
        found = psutil.Process(self.server.process.pid).net_connections("tcp")
        return sum(one.status == "ESTABLISHED" and one.laddr.port == self.port for one in found)


def nginx() -> str | None:
    """Debian puts it where only an administrator's path looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextlib.contextmanager
def nginx_before(one: Replica, two: Replica) -> Iterator[Server]:
    """One nginx in front of both, with its files in a folder that goes with it."""
    program = nginx()
    if program is None:
        raise RuntimeError("no nginx was found")
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        words = {"FOLDER": folder, "PORT": port, "ONE": one.port, "TWO": two.port}
        config = CONFIG.read_text(encoding="utf-8")
        for word, value in words.items():
            config = config.replace(f"@{word}@", str(value))
        path = Path(folder) / "nginx.conf"
        path.write_text(config, encoding="utf-8")
        command = [program, "-p", folder, "-e", f"{folder}/error.log", "-c", str(path)]
        with running(command, port, "/_stcore/health") as server:
            yield server


def handshake(url: str, host: str) -> int:
    """The status of the answer to a WebSocket's first request."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=LIMIT)
    connection.putrequest("GET", "/_stcore/stream", skip_host=True)
    headers = {
        "Host": host,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
        "Sec-WebSocket-Protocol": "streamlit",
    }
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    with contextlib.closing(connection):
        return connection.getresponse().status
