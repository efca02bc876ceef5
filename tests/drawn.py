"""Tables drawn inside the tests, and the libraries of made-up studies that they describe.

One line is one rate of one study; a column that is left out, or an empty cell, takes its usual
value: 30 children, InO alone, 20/30 of all treated, CR/CRi, SOS criteria not found. A `label` is
what the rate is called when it is converted to all treated.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import groupby
from typing import Any

from data.cohorts import resolve
from data.library import Library
from data.rows import View
from data.schema import Study
from data.selection import Selection
from data.tables import results_table
from data.views import make_view
from data.yaml_reader import parse_yaml

SAID = {"basis": "stated", "source": "paper", "place": "abstract"}
USUAL = {
    "who": "children",
    "regimen": "alone",
    "treated": "30",
    "counts": "20/30",
    "of": "treated",
    "definition": "cr_cri",
    "criteria": "not_found",
    "dose": "",
    "shares": "",
    "threshold": "",
    "label": "",
}

Line = dict[str, str]


def cells_of(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def lines_of(table: str) -> list[Line]:
    """The lines of a drawn table, each by the words of its first line; empty cells are left out."""
    header, *lines = cells_of(table)
    pairs = [zip(header, line, strict=True) for line in lines]
    return [{name: cell for name, cell in line if cell} for line in pairs]


def drawn_view(shipped: Library, table: str, outcome: str, **asked: Any) -> View:
    """The panel of the table's studies, by the vocabulary of the shipped library."""
    return view_of(drawn_library(shipped, table, outcome), outcome, **asked)


def view_of(library: Library, outcome: str, **asked: Any) -> View:
    """One panel of a library, for what is asked."""
    selection = replace(Selection(), **asked)
    cohorts = resolve(library, selection)
    return make_view(library, results_table(library), cohorts, selection, outcome)


def drawn_library(shipped: Library, table: str, outcome: str) -> Library:
    """One study for each name in the first column; several lines are parts of different doses."""
    lines = [USUAL | line for line in lines_of(table)]
    by_study = groupby(lines, key=lambda line: line["study"])
    studies = [drawn_study(name, list(group), outcome) for name, group in by_study]
    return replace(shipped, studies={study.id: study for study in studies})


def drawn_study(name: str, lines: list[Line], outcome: str = "response") -> Study:
    first, split = lines[0], len(lines) > 1
    return study(
        name,
        population=first["who"],
        regimen={"kind": first["regimen"]} | SAID,
        cohorts=[whole(lines), *(map(part, lines) if split else ())],
        results=[result(line, outcome, part_id(line) if split else "all") for line in lines],
        overlaps=overlaps(first["shares"]),
    )


def study(name: str, **facts: Any) -> Study:
    """A sound study with these fields, as if read from its file."""
    usual = {
        "id": name,
        "name": name,
        "summary": "drawn",
        "population": "children",
        "citation": {},
        "design": {"summary": "drawn", "timing": "prospective"} | SAID,
        "sources": {"paper": {"name": "Journal"}},
    }
    text = json.dumps(usual | facts)
    return Study.model_validate(parse_yaml(text.encode(), f"{name}.yaml")[0])


def whole(lines: list[Line]) -> dict[str, Any]:
    """All treated children of a study, whose number is not found where `?` is drawn."""
    sizes = [int(line["treated"]) for line in lines if line["treated"] != "?"]
    treated = {"n": sum(sizes)} if sizes else {}
    return {"id": "all", "name": "all treated"} | treated | dose(lines) | SAID


def part(line: Line) -> dict[str, Any]:
    """The cohort of one dose."""
    name, n = f"dose {line['dose']}", int(line["treated"])
    of = {"id": part_id(line), "name": name, "parent": "all", "split_by": "dose", "n": n}
    return of | dose([line]) | SAID


def part_id(line: Line) -> str:
    return f"dose-{line['dose']}"


def dose(lines: list[Line]) -> dict[str, Any]:
    doses = [float(line["dose"]) for line in lines if line["dose"]]
    return {"dose": {"low": min(doses), "high": max(doses)} | SAID} if doses else {}


def result(line: Line, outcome: str, cohort: str) -> dict[str, Any]:
    """20/30 is a count, "67 %" only a percentage."""
    events, slash, n = line["counts"].partition("/")
    value = {"events": int(events), "n": int(n)} if slash else percentage(line["counts"])
    named = {"response": "definition", "sos_post_hsct": "criteria"}.get(outcome)
    known = {named: line[named]} if named else {}
    threshold = {"threshold": float(line["threshold"])} if line["threshold"] else {}
    converted = {"label": line["label"], "derivation": "drawn"}
    all_treated = {"all_treated": converted} if line["label"] else {}
    about = {"outcome": outcome, "cohort": cohort, "denominator": line["of"]}
    return about | value | known | threshold | all_treated | SAID


def percentage(text: str) -> dict[str, Any]:
    return {"published": {"percent": float(text.removesuffix(" %"))}}


def overlaps(text: str) -> list[dict[str, Any]]:
    """What a study's file declares: `inside b, partly c`."""
    pairs = [one.split() for one in text.split(", ") if one]
    return [{"study": other, "relation": relation} | SAID for relation, other in pairs]
