"""What a link can say that nobody means: every parameter there is, and values that break programs.

The parameters are read from the code, so that a new one is covered without a word here.
"""

from __future__ import annotations

from dataclasses import fields
from urllib.parse import quote, urlencode

from data.links import OTHER_PARAMETERS
from data.selection import Selection

FILTERS = tuple(one.name for one in fields(Selection))
NAMES = (*FILTERS, *OTHER_PARAMETERS)
SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
# As many values as Streamlit reads.
MANY = 1000
# As a program gets them, after the browser's spelling was undone.
VALUES: dict[str, list[str]] = {
    "nothing": [""],
    "a word": ["nonsense"],
    "script": [SCRIPT],
    "script as an address": ["javascript:alert(1)"],
    "Markdown": [
        "# a\n![x](https://example.invalid/x.png) [y](javascript:alert(1)) **b** $x$ :no:"
    ],
    "a template": ["{{7*7}} ${7*7} %s %(x)s {0.__class__}"],
    "10 kB": ["x" * 10_000],
    "10 kB of markup": [SCRIPT * 200],
    "twice": ["true", "true"],
    "a thousand": ["x"] * MANY,
    "a thousand different": [f"x{number}" for number in range(MANY)],
    "a path": ["../../../etc/passwd"],
    "an encoded path": ["%2e%2e%2fetc%2fpasswd"],
    "a path encoded twice": ["%252e%252e%252f"],
    "NUL": ["a\x00b"],
    "broken UTF-8": ["\ufffd\ufffd"],
    "lines": ["a\r\nSet-Cookie: b=1\r\n\r\n<p>"],
    "turned around": ["\u202egnorw\u2066"],
    "beyond Unicode's plane": ["😀" * 50],
    "nan": ["nan", "nan"],
    "nan and a number": ["1.4", "nan"],
    "infinite": ["-inf", "inf"],
    "too large for a float": ["1e999", "-1e999"],
    "minus nothing": ["-0", "-0.0"],
    "more digits than Python reads": ["9" * 5000],
    "as many digits as Python reads": ["9" * 4000],
    "reversed": ["1.8", "0.8"],
    "between the steps": ["1.4321", "1.7777"],
    "below and above": ["-5", "1000000"],
    "full width": ["\uff11", "\uff17"],
    "Arabic digits": ["\u0661", "\u0667"],
    "a power": ["\u00b2"],
    "as in Python": ["1_0", "0x1f"],
    "JSON": ['{"$gt": ""}', "[1,2]"],
}
# As a browser sends them: spellings that no program writes.
RAW_QUERIES: dict[str, str] = {
    "a list's name": "dose[]=1.4&dose[]=1.8&lines%5B%5D=4",
    "broken UTF-8": "dose=%ff%fe&%ff=1",
    "half a sign": "dose=%&mrd=%4&design=%zz",
    "half a character": "dose=%ed%a0%80",
    "NUL": "dose=%00&%00=%00",
    "lines": "dose=%0d%0aSet-Cookie:%20a=1",
    "no names": "=&=1&&&==",
    "an encoded path": "studies=%2e%2e%2f%2e%2e%2fetc&open=%252e%252e",
    "a semicolon": "dose=1;mrd=2",
    "a second question": "dose=1?mrd=2",
    "10 kB": f"dose={'1' * 10_000}",
    "a name of 10 kB": f"{'n' * 10_000}=1",
    "a hostile name": f"{quote(SCRIPT)}=1",
    "plus signs": "mrd=+of+all+treated+&dose=+1.4&dose=+1.8",
}


def everything(values: list[str]) -> str:
    """A query in which each parameter has these values; of many, each has its share."""
    share = values[: max(1, MANY // len(NAMES) - 1)]
    return urlencode(dict.fromkeys(NAMES, share), doseq=True)
