"""Without a network the dashboard starts, every page is drawn and the deck is made."""

from __future__ import annotations

import pytest

from tests.offline import WALK, kernel_can, run_cut

pytestmark = pytest.mark.browser


def test_the_dashboard_needs_no_network(chromium_path):
    """The whole walk passes, inside a network that has nothing but this machine, if possible."""
    walked = run_cut(WALK, by_kernel=kernel_can())
    assert walked.returncode == 0, walked.stdout[-4000:]
    assert "5 passed" in walked.stdout
    assert chromium_path


def test_the_guard_cuts_too(chromium_path):
    """Where the kernel does not allow it, a guard takes its place, and refuses as soon."""
    nobody = [*WALK, "-k", "reaches_nobody"]
    walked = run_cut(nobody, by_kernel=False)
    assert walked.returncode == 0, walked.stdout[-4000:]
    assert "2 passed" in walked.stdout
    assert chromium_path


def test_the_guard_lets_this_machine_through():
    """And says whom it refused."""
    sees = "import socket; socket.getaddrinfo('localhost', 80); print('here')"
    told = run_cut(["-c", sees], by_kernel=False)
    assert told.stdout == "here\n"
    asks = "import socket; socket.create_connection(('192.0.2.1', 80), 5)"
    told = run_cut(["-c", asks], by_kernel=False)
    assert "PermissionError: the network is cut: socket.getaddrinfo 192.0.2.1" in told.stdout
