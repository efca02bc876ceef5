"""Data as Markdown text: nothing typed into a study file can restyle, link or fetch."""

from __future__ import annotations

import re

from data.words import whole_rates

SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!$:|~&])")
# A list at the start of a text: "- one", "2. two"; also a line below a heading, "==".
LIST = re.compile(r"^(\d*)([-=.)])(?=[\s=-]|$)")
# What the browser turns into links, icons and arrows after the escapes are gone: addresses, a mail
# address, `:name:`, `->`. An invisible joiner, which takes no room, keeps the characters apart.
JOINER = "\u2060"
TAKEN_APART = re.compile(
    r"(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=www)(?=\.)|(?=@)|(?<=:)(?=[\w+/-]+:)|(?<=[<>~-])(?=[->=])",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """The text with every character escaped that Markdown, LaTeX or HTML could act on.

    A rate stays on one line: it is never torn from its interval, nor a number from its %.
    """
    whole = whole_rates(TAKEN_APART.sub(JOINER, text))
    escaped = SPECIAL.sub(r"\\\1", re.sub(r"[\t\n\r\f\v]+", " ", whole))
    return LIST.sub(r"\1\\\2", escaped)


def link(text: str, url: str | None) -> str:
    """A link whose words are plain text, or only the words when no address is known."""
    return f"[{plain(text)}]({url.replace('(', '%28').replace(')', '%29')})" if url else plain(text)
