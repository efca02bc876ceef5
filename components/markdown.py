"""Data as Markdown text: nothing typed into a study file can restyle, link or fetch."""

from __future__ import annotations

import re

from data.words import whole_rates

SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!$:|~&])")


def plain(text: str) -> str:
    """The text with every character escaped that Markdown, LaTeX or HTML could act on.

    A rate stays on one line: it is never torn from its interval, nor a number from its %.
    """
    whole = whole_rates(text)
    return SPECIAL.sub(r"\\\1", re.sub(r"[\t\n\r\f\v]+", " ", whole))


def link(text: str, url: str | None) -> str:
    """A link whose words are plain text, or only the words when no address is known."""
    return f"[{plain(text)}]({url.replace('(', '%28').replace(')', '%29')})" if url else plain(text)
