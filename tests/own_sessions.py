"""What a session with own series holds: small series as files, which a test may change."""

from __future__ import annotations

import json
from typing import Any

from data.library import Library
from data.own_series import with_own_series

# A name that a spreadsheet, Markdown, LaTeX, HTML or R could take for something else.
HOSTILE = r'<b>x</b> "a, =1+1 [l](x) $a$ \input{x}'
SAID = {"basis": "stated", "source": "own", "place": "own records"}
OWN: dict[str, Any] = {
    "id": "own-series",
    "summary": "Own patients of one center",
    "population": "children",
    "citation": {},
    "design": {"summary": "own series", "timing": "retrospective"} | SAID,
    "regimen": {"kind": "alone"} | SAID,
    "sources": {"own": {"name": "Own records"}},
    "cohorts": [
        {"id": "all", "name": "all treated", "n": 14, "dose": {"low": 1.8, "high": 1.8} | SAID}
        | SAID
    ],
    "results": [
        {"outcome": "response", "definition": "cr_cri", "denominator": "treated"}
        | {"events": 9, "n": 14}
        | SAID,
        {"outcome": "mrd_negative", "denominator": "responders", "events": 6, "n": 9}
        | {"threshold": 0.01, "all_treated": {"why_not": "not said"}}
        | SAID,
        {"outcome": "sos_post_hsct", "denominator": "transplanted", "events": 2, "n": 7}
        | {"criteria": "not_found"}
        | SAID,
    ],
}


def own_file(name: str = "Our center", shared: str = "none", **changed: Any) -> str:
    """The text of a file: JSON is YAML too."""
    return json.dumps(OWN | {"name": name, "own_series": {"shared_children": shared}} | changed)


def naming(*relations: str, name: str = "Our center", **changed: Any) -> str:
    """A series that shares children with listed studies: `naming("partly brivio-2021")`."""
    pairs = [one.split() for one in relations]
    overlaps = [{"study": other, "relation": relation} | SAID for relation, other in pairs]
    return own_file(name, "some", overlaps=overlaps, **changed)


def larger(name: str) -> str:
    """The same series with twice as many children."""
    cohort = {"id": "all", "name": "all treated", "n": 28} | SAID
    response = OWN["results"][0] | {"events": 18, "n": 28}
    return own_file(name, cohorts=[cohort], results=[response])


def with_own(library: Library, *texts: str) -> Library:
    """The library with these series; each must be without a mistake."""
    files = {f"own-series-{number}": text for number, text in enumerate(texts, start=1)}
    found = with_own_series(library, files)
    assert found.own_files == files
    return found
