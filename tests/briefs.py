"""Briefs to make files of: several selections of the shipped studies, and one of hostile names."""

from __future__ import annotations

from dataclasses import replace

from data.brief import Brief
from data.cohorts import resolve
from data.library import Library
from data.overview import THREE_RATES
from data.selection import Selection
from data.tables import results_table
from data.views import make_view
from tests.drawn import SAID, study

ADDRESS = "http://localhost:8501"
SELECTIONS = {
    "everything": {},
    "dose 1.8, single agent": {"dose": (1.8, 1.8), "regimen": "single agent"},
    "one study": {"studies": ("calvo-2020",)},
    "cohorts of a study": {"dose": (1.1, 1.4)},
    "adults, across criteria": {"adults": True, "across": True, "together": True},
    "MRD of all treated": {"mrd": "of all treated"},
    "nothing": {"min": 1000},
}
# Each is a name that a spreadsheet, an XML file or a browser could take for something else.
HOSTILE = (
    "=1+1",
    "+cmd",
    "-2+3",
    "@x",
    "<b>bold</b> & <script>alert(1)</script>",
    "n" * 200,
    "bell \x07 and \x0b and \ufffe",
    "internal:'About'!A1",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "one\ntwo",
)
CONTROL = str.maketrans(dict.fromkeys("\x07\x0b\ufffe", "\ufffd"))


def brief_of(library: Library, **asked) -> Brief:
    """The brief that a link with these filters would give."""
    selection = replace(Selection(), **asked)
    results, cohorts = results_table(library), resolve(library, selection)
    views = tuple(make_view(library, results, cohorts, selection, rate) for rate in THREE_RATES)
    return Brief(library, results, selection, cohorts, views, ADDRESS)


def with_changed(library: Library, key: str, **changed) -> Library:
    """The library with some fields of one study replaced, whatever its file says."""
    other = library.studies[key].model_copy(update=changed)
    return replace(library, studies={**library.studies, key: other})


def hostile_brief(shipped: Library) -> Brief:
    """One study for each hostile name, all of which can be pooled."""
    studies = [hostile_study(f"study-{i:02}", name) for i, name in enumerate(HOSTILE)]
    return brief_of(replace(shipped, studies={one.id: one for one in studies}))


def hostile_study(key: str, name: str):
    count = {"outcome": "response", "definition": "cr_cri", "denominator": "treated"}
    made = study(
        key,
        regimen={"kind": "alone"} | SAID,
        cohorts=[{"id": "all", "name": "all treated", "n": 30} | SAID],
        results=[count | {"events": 20, "n": 30} | SAID],
    )
    source = made.sources["paper"].model_copy(update={"name": name, "title": name})
    return made.model_copy(update={"name": name, "trial": name, "sources": {"paper": source}})


def without_control(text: str) -> str:
    """A text as XML can hold it."""
    return text.translate(CONTROL)
