"""What a downloaded file is called: what it is and the version of its data."""

from __future__ import annotations


def file_name(what: str, version: str, ending: str) -> str:
    """`sos_post_hsct`, `1a2b3c4d`, `csv` -> "pedino-sos-post-hsct-1a2b3c4d.csv"."""
    return f"pedino-{what.replace('_', '-')}-{version}.{ending}"
