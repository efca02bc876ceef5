"""Which other sites may show the dashboard in a frame: none, unless the server's owner names them.

`PEDINO_FRAME_ANCESTORS="https://intranet.example.org"` names them, separated by spaces. What is not
the address of a site is refused when the server starts, so that nothing else enters a header.
"""

from __future__ import annotations

import os
import re

VARIABLE = "PEDINO_FRAME_ANCESTORS"
# Without path, wildcard or password; plain http only on the machine itself, to try it out.
SITE = re.compile(
    r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?"
    r"|http://(localhost|127\.0\.0\.1)(:[0-9]{1,5})?",
    re.IGNORECASE,
)
ALLOWED = (
    "sites as https://intranet.example.org, separated by spaces, without a path; "
    "self, which is always allowed; or none alone"
)


class NotAllowed(SystemExit):
    """The variable says something that is no site; the server does not start, and says this."""


def frame_ancestors() -> str:
    """The sources of the policy's directive of that name; raises NotAllowed.

    A shell eats the quotes of 'self' and 'none', so that both are understood without them.
    """
    words = [word.strip("'") for word in os.environ.get(VARIABLE, "").split()]
    if words == ["none"]:
        return "'none'"
    sites = [word for word in words if word != "self"]
    wrong = [word for word in sites if not SITE.fullmatch(word)]
    if wrong:
        raise NotAllowed(f"{VARIABLE} says {wrong[0]!r}. Allowed are {ALLOWED}.")
    return " ".join(["'self'", *sites])
