"""Data as Markdown text: nothing typed into a study file can restyle, link or fetch."""

from __future__ import annotations

import re
from urllib.parse import quote

from data.words import whole_rates

SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!$:|~&])")
# A list at the start of a text: "- one", "2. two"; also a line below a heading, "==".
LIST = re.compile(r"^(\s*\d*)([-=.)])(?=[\s=-]|$)")
# What the browser turns into links, icons and arrows after the escapes are gone: addresses, a mail
# address, `:name:`, `->`. An invisible joiner, which takes no room, keeps the characters apart.
JOINER = "\u2060"
TAKEN_APART = re.compile(
    r"(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=www)(?=\.)|(?=@)|(?<=:)(?=[\w+/-]+:)|(?<=[<>~-])(?=[->=])",
    re.IGNORECASE,
)
# What stands in an address as it is, beside letters and digits.
IN_ADDRESSES = ":/?#@!$&'*+,;=%~"
REFERENCE = re.compile(r"&(?=#?\w+;)")


def plain(text: str) -> str:
    """The text with every character escaped that Markdown, LaTeX or HTML could act on.

    A rate stays on one line: it is never torn from its interval, nor a number from its %.
    """
    whole = whole_rates(TAKEN_APART.sub(JOINER, text))
    # no line ends, and no four spaces, which would begin program code
    escaped = SPECIAL.sub(r"\\\1", re.sub(r"[ \t\n\r\f\v]+", " ", whole))
    return LIST.sub(r"\1\\\2", escaped)


def link(text: str, url: str | None) -> str:
    """A link whose words are plain text, or only the words when no address is known.

    In the address is encoded what could end it, or would be read as another character.
    """
    if not url:
        return plain(text)
    return f"[{plain(text)}]({REFERENCE.sub('&amp;', quote(url, IN_ADDRESSES))})"
