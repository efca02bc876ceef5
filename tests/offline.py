"""Any command with the network cut: nothing but this machine itself can be reached.

`python -m tests.offline` walks through the dashboard so. The kernel cuts it, in a network of its
own that has only loopback; where the kernel does not allow that, a guard in every Python process
and a dead proxy for the browser do.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.servers import LOOPBACK, PROJECT

WALK = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/browser/offline_pages.py")
CUT_OFF = ("unshare", "--map-root-user", "--net")
# Where nobody listens; a browser goes to the machine itself without asking a proxy.
DEAD_PROXY = f"--proxy-server={LOOPBACK}:9"
SET_FLAGS, IS_UP = 0x8914, 0x1  # of a network interface, on Linux
# What Python runs first in each process; the kernel is asked for nothing that this refuses.
GUARD = """
import sys

def refuse_others(event, said):
    place = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0}.get(event)
    if place is None:
        return
    host = said[place][0] if isinstance(said[place], tuple) else said[place]
    if isinstance(host, str) and not host.startswith("/") and host not in HERE:
        raise PermissionError(f"the network is cut: {event} {host}")

HERE = {"", "127.0.0.1", "::1", "localhost", "0.0.0.0", "::"}
sys.addaudithook(refuse_others)
"""


def kernel_can() -> bool:
    """Whether this user may have a network of their own."""
    if shutil.which(CUT_OFF[0]) is None:
        return False
    tried = subprocess.run([*CUT_OFF, "true"], capture_output=True, check=False)
    return tried.returncode == 0


def run_cut(command: Sequence[str], *, by_kernel: bool) -> subprocess.CompletedProcess[str]:
    """Runs Python with these arguments and the network cut; its output is one text."""
    with tempfile.TemporaryDirectory() as folder:
        first: Sequence[str] = ()
        environment: Mapping[str, str] = os.environ
        if by_kernel:
            first = (*CUT_OFF, sys.executable, "-m", "tests.offline", "--inside")
        else:
            Path(folder, "sitecustomize.py").write_text(GUARD, encoding="utf-8")
            cut = {"PYTHONPATH": folder, "PEDINO_CHROMIUM_ARGUMENTS": DEAD_PROXY}
            environment = os.environ | cut
        return subprocess.run(
            [*first, sys.executable, *command],
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


def switch_on_loopback() -> None:
    """In a new network even the machine itself is unreachable at first."""
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", IS_UP))


def main() -> int:
    if "--inside" in sys.argv:
        switch_on_loopback()
        command = sys.argv[sys.argv.index("--inside") + 1 :]
        return subprocess.run(command, check=False).returncode
    by_kernel = kernel_can()
    walked = run_cut(WALK, by_kernel=by_kernel)
    cut = "the kernel" if by_kernel else "a guard"
    sys.stdout.write(f"{walked.stdout}\nThe network was cut by {cut}.\n")
    return walked.returncode


if __name__ == "__main__":
    sys.exit(main())
