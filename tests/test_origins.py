"""Which pages may open a session."""

import pytest
import streamlit as st
from starlette.datastructures import Headers

from components.origins import is_own, named_host

OWN = [
    ({}, True),  # no browser
    ({"origin": "http://127.0.0.1:8501", "host": "127.0.0.1:8501"}, True),
    ({"origin": "https://Pedino.example", "host": "pedino.example"}, True),
    ({"origin": "http://localhost:3000", "host": "127.0.0.1:8501"}, True),  # the host named
    ({"origin": "http://127.0.0.1:8502", "host": "127.0.0.1:8501"}, False),
    ({"origin": "http://evil.example", "host": "127.0.0.1:8501"}, False),
    ({"origin": "http://localhost.evil.example", "host": "127.0.0.1:8501"}, False),
    ({"origin": "null", "host": "127.0.0.1:8501"}, False),
    ({"origin": "null"}, False),
    ({"origin": ""}, False),
    ({"origin": "http://[::1", "host": "[::1"}, False),
]


@pytest.mark.parametrize(("headers", "own"), OWN)
def test_only_pages_of_this_server_open_a_session(headers, own):
    """The host that is asked, or the one that the settings name."""
    assert is_own(Headers(headers)) is own


@pytest.mark.parametrize(
    "named", ["pedino.example", "https://pedino.example", "https://pedino.example:8443/x"]
)
def test_the_host_is_named_with_or_without_its_scheme(monkeypatch, named):
    monkeypatch.setattr(st, "get_option", lambda _: named)
    assert named_host() == "pedino.example"
