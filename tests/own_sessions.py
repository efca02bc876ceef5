"""What a session with own series holds: small series as files, which a test may change."""

from __future__ import annotations

import json
from typing import Any

from data.library import Library
from data.own_series import with_own_series

# A name that a spreadsheet, Markdown, LaTeX, HTML or R could take for something else.
HOSTILE = r'<b>x</b> "a, =1+1 [l](x) $a$ \input{x}'
SAID = {"basis": "stated", "source": "own", "place": "own records"}
COHORT: dict[str, Any] = {
    "id": "all",
    "name": "all treated",
    "n": 14,
    "dose": {"low": 1.8, "high": 1.8} | SAID,
    "prior_lines": {"low": 2, "known_as": "eligibility floor"} | SAID,
} | SAID
RESPONSE = {"outcome": "response", "definition": "cr_cri", "denominator": "treated"} | SAID
MRD = (
    {"outcome": "mrd_negative", "denominator": "responders", "events": 6, "n": 9}
    | {"threshold": 0.01, "all_treated": {"why_not": "not said"}}
    | SAID
)
SOS = (
    {"outcome": "sos_post_hsct", "denominator": "transplanted", "events": 2, "n": 7}
    | {"criteria": "not_found"}
    | SAID
)
OWN: dict[str, Any] = {
    "id": "own-series",
    "summary": "Own patients of one center",
    "population": "children",
    "citation": {},
    "design": {"summary": "own series", "timing": "retrospective"} | SAID,
    "regimen": {"kind": "alone"} | SAID,
    "sources": {"own": {"name": "Own records"}},
    "cohorts": [COHORT],
    "results": [RESPONSE | {"events": 9, "n": 14}, MRD, SOS],
}


def own_file(name: str = "Our center", shared: str = "none", **changed: Any) -> str:
    """The text of a file: JSON is YAML too."""
    series = OWN | {"name": name, "own_series": {"shared_children": shared}} | changed
    return json.dumps(series, ensure_ascii=False)


def naming(*relations: str, name: str = "Our center", **changed: Any) -> str:
    """A series that shares children with listed studies: `naming("partly brivio-2021")`."""
    pairs = [one.split() for one in relations]
    overlaps = [{"study": other, "relation": relation} | SAID for relation, other in pairs]
    return own_file(name, "some", overlaps=overlaps, **changed)


def larger(name: str) -> str:
    """The same series with twice as many children, of whom only the response is known."""
    response = RESPONSE | {"events": 18, "n": 28}
    return own_file(name, cohorts=[COHORT | {"n": 28}], results=[response])


def without_mrd(name: str = "Our center", response: str = "9/14", **changed: Any) -> str:
    """A series that says nothing of MRD; a response like "67 %" is only a percentage."""
    return own_file(name, results=[RESPONSE | rate(response), SOS], **changed)


def rate(text: str) -> dict[str, Any]:
    """The numbers of "9/14", or of "67 %"."""
    if text.endswith(" %"):
        return {"published": {"percent": int(text.removesuffix(" %"))}}
    events, n = map(int, text.split("/"))
    return {"events": events, "n": n}


def with_own(library: Library, *texts: str) -> Library:
    """The library with these series; each must be without a mistake."""
    files = {f"own-series-{number}": text for number, text in enumerate(texts, start=1)}
    found = with_own_series(library, files)
    assert found.own_files == files
    return found
