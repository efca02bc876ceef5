"""What the tests of the story share: many selections, and how texts are read.

Some leave one study, only adults, only a percentage, or nothing at all.
"""

from __future__ import annotations

import re

from data.brief import Brief
from data.rows import View

EMPTY = {
    "nobody so large": {"min": 164, "regimen": "combination"},
    "wholly inside four lines": {"lines": (4, 7), "strict": "wholly"},
    "one prior line": {"lines": (1, 1)},
    "mixed drugs only": {"studies": ("fuster-2020", "contreras-2021")},
}
MANY = {
    "default": {},
    "dose 1.8, single agent": {"dose": (1.8, 1.8), "regimen": "single agent"},
    "one study": {"studies": ("bhojwani-2019",)},
    "a study without a rate": {"studies": ("calvo-2020",)},
    "a study with one rate": {"studies": ("itcc-059-sos",)},
    "adults, everything lifted": {"adults": True, "across": True, "together": True, "small": True},
    "only adults": {"adults": True, "studies": ("deangelo-2017", "inovate-2019")},
    "adults at 1.2": {"adults": True, "dose": (1.2, 1.2)},
    "MRD of all treated": {"mrd": "of all treated"},
    "strict CR": {"definition": "strict CR", "prefer": ("fda-2024",)},
    "several cohorts of a study": {"dose": (1.1, 1.4), "keep": True},
    "four lines or more": {"lines": (4, 7)},
    "two lines or more, unknown kept": {"lines": (2, 7), "keep": True},
    "a part that takes its dose from the whole": {"adults": True, "lines": (2, 2), "keep": True},
    "combination": {"regimen": "combination"},
    "retrospective": {"design": "retrospective"},
    "after cycle 1": {"time": "after cycle 1", "definition": "CR/CRi or ORR"},
    "after 2 cycles": {"time": "after 2 cycles", "min": 20},
    **EMPTY,
}
FORESTS = ("response", "mrd", "sos")
COUNT = re.compile(r"\d+/\d+")


def percent(events: int, n: int) -> str:
    """28, 42 -> "67 %", by whole numbers: a half goes up."""
    return f"{(200 * events + n) // (2 * n)} %"


def rate_with_count(row) -> str:
    """A rate as it is quoted: "42 % (22/53, Strict CR, FDA 2024)"; most of MRD have none."""
    definition = f"{row.definition}, " if row.definition else ""
    titled = row.outcome != "mrd_negative" or row.whom in ("", "responders")
    count = f"{row.events}/{row.n}" if titled else f"{row.events}/{row.n} {row.whom}"
    return f"{percent(row.events, row.n)} ({count}, {definition}{row.title})"


def counted_rows(view: View, population: str = "children"):
    """The rows of one population that have x/N, from the lowest rate to the highest."""
    rows = [row for row in view.rows if row.events is not None and row.percent is not None]
    return sorted(
        (row for row in rows if row.n and row.population == population),
        key=lambda row: row.events / row.n,
    )


def texts(part) -> list[str]:
    """Everything that a part says, as one list."""
    cells = [cell for line in part.lines for pair in line.items() for cell in pair]
    return [part.title, *part.sentences, *cells, *part.sources]


def cohort_names(brief: Brief, adults: str = " (adults)") -> list[str]:
    """How a table calls each chosen cohort: by its study, its part of it, and as adults."""
    return [
        (one.study.name if one.cohort.id == "all" else f"{one.study.name}, {one.cohort.name}")
        + (adults if one.study.population == "adults" else "")
        for one in brief.cohorts.chosen
    ]
