"""Made-up studies, as many as one asks for, in a copy of the project in a folder of their own.

They say of themselves that they are made up, are valid by the rules of every study, and are as long
and as varied as the shipped ones. The same number always gives the same bytes. They never enter the
repository: `copy_project` writes into the folder that it is given.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).parent.parent.parent
PARTS = ("components", "pages", "data", ".streamlit")
Record = dict[str, Any]

READ = {"basis": "stated", "source": "paper", "place": "abstract"}
READ_ELSEWHERE = {"basis": "secondary", "source": "pdq", "place": "page text"}
DEFINITIONS = ("cr_cri", "orr", "cr_as_reported")
WHOM = ("treated", "evaluable", "overt_marrow_disease")
CRITERIA = ("not_found", "seattle", "modified_seattle", "ebmt_pediatric")
DOSES = (1.2, 1.4, 1.8)
PATIENTS = (30, 130)
EVENTS = ("anemia", "febrile neutropenia", "thrombocytopenia", "nausea")
WORDS = (
    "relapsed or refractory disease",
    "second or later relapse",
    "relapse after a transplant",
    "one center, consecutive patients",
    "several centers of one country",
)


def copy_project(folder: Path, studies: int) -> Path:
    """The project in `folder` with this many made-up studies in place of the shipped ones."""
    skipped = shutil.ignore_patterns("__pycache__", "studies")
    for part in PARTS:
        shutil.copytree(PROJECT / part, folder / part, ignore=skipped)
    shutil.copy(PROJECT / "app.py", folder)
    write_studies(folder / "data/studies", studies)
    return folder


def write_studies(folder: Path, studies: int) -> Path:
    """The files of the studies 1 to `studies`; what another number wrote there stays."""
    if studies % 10 == FIRST_OF_PAIR:
        raise ValueError(f"{studies} would part two studies with common children")
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, studies + 1):
        (folder / f"{study_id(number)}.yaml").write_text(study_text(number), encoding="utf-8")
    return folder


def study_text(number: int) -> str:
    """The file of one study."""
    return yaml.dump(
        study(number), Dumper=WrittenOut, sort_keys=False, allow_unicode=True, width=100
    )


class WrittenOut(yaml.CSafeDumper):
    """Study files refer to nothing: a record that stands twice is written twice."""

    def ignore_aliases(self, _: Any) -> bool:
        return True


def study_id(number: int) -> str:
    return f"made-up-{number:04}"


def study(number: int) -> Record:
    """One study as its file says it."""
    chance = random.Random(number)
    n = chance.randint(*PATIENTS)
    return {
        "id": study_id(number),
        "name": f"Made-up {number:04}",
        "trial": f"MADE-UP-{number:04}",
        "summary": f"Made-up study for benchmarks: {chance.choice(WORDS)}",
        "population": "adults" if number % 10 == 0 else "children",
        "citation": citation(number, chance),
        "registrations": [{"registry": "Made-up register", "number": f"MU{number:08}"}],
        "design": design(chance),
        "regimen": {"kind": "combined" if number % 6 == 0 else "alone"} | READ,
        "sources": sources(number),
        "cohorts": cohorts(number, n, chance),
        "facts": facts(n, chance),
        "results": list(results(number, n, chance)),
        "overlaps": overlaps(number),
        "ledger": [ledger_entry(n)],
        "not_found": [{"what": what} for what in ("MRD method", "SOS severity", "grade of fever")],
    }


def citation(number: int, chance: random.Random) -> Record:
    return {
        "authors": [f"Author{number:04} A", "Nobody B", "Noone C"],
        "et_al": True,
        "title": f"Made-up study {number} of inotuzumab ozogamicin in {chance.choice(WORDS)}",
        "journal": "Journal of Made-up Studies",
        "year": 2012 + number % 14,
        "volume": str(number % 40 + 1),
        "pages": f"{number}-{number + 9}",
        "doi": f"10.99999/made-up.{number:04}",
    }


def design(chance: random.Random) -> Record:
    timing = chance.choice(("prospective", "retrospective", "not_found"))
    return {"summary": f"Made-up {timing.replace('_', ' ')} study", "timing": timing} | READ


def sources(number: int) -> Record:
    return {
        "paper": {"name": "J Made-up", "title": f"Author{number:04} A, et al. (abstract)"},
        "registry": {"name": "Made-up register", "note": "The exact address was not recorded."},
    }


def cohorts(number: int, n: int, chance: random.Random) -> list[Record]:
    """All treated; every third study also by dose, every third by prior lines."""
    dose, parts = chance.choice(DOSES), parts_of(n, chance)
    whole = {"id": "all", "name": "all treated", "n": n} | READ
    if number % 3 == 1:
        by_dose = zip(DOSES, parts, strict=True)
        return [whole | {"prior_lines": counted_lines(n)}, *(dose_level(*one) for one in by_dose)]
    whole["dose"] = dose_of(dose)
    if number % 3 == 2:
        by_lines = [salvage(line, size) for line, size in enumerate(parts, 1)]
        return [whole | {"prior_lines": few_lines()}, *by_lines]
    return [whole | {"prior_lines": counted_lines(n)}]


def parts_of(n: int, chance: random.Random) -> list[int]:
    """Three parts of n, none empty."""
    first = chance.randint(3, n // 3)
    second = chance.randint(3, n // 3)
    return [first, second, n - first - second]


def dose_of(total: float) -> Record:
    schedule = "in three fractions, cycle 1 of 21 to 28 days"
    return {"low": total, "high": total, "schedule": schedule, "later_cycles": 1.5} | READ


def dose_level(total: float, n: int) -> Record:
    name, split = f"dose level {total} mg/m²", {"parent": "all", "split_by": "dose"}
    return {"id": f"dose-{total}", "name": name, **split, "n": n, "dose": dose_of(total)} | READ


def salvage(line: int, n: int) -> Record:
    lines = {"known_as": "salvage line", "low": line, "high": line} | READ
    split = {"parent": "all", "split_by": "salvage line"}
    return (
        {"id": f"salvage-{line}", "name": f"salvage {line}", **split, "n": n}
        | READ
        | {"prior_lines": lines}
    )


def counted_lines(n: int) -> Record:
    few, some = n // 4, n // 2
    bands = [
        {"low": 1, "high": 2, "count": few},
        {"low": 3, "high": 4, "count": some},
        {"low": 5, "count": n - few - some},
    ]
    return {"known_as": "prior lines", "low": 1, "bands": bands} | READ_ELSEWHERE


def few_lines() -> Record:
    return {"known_as": "eligibility floor", "low": 1, "high": 3} | READ


def facts(n: int, chance: random.Random) -> list[Record]:
    """What a journal club asks of every study."""
    after, age = chance.randint(0, n // 2), chance.randint(6, 12)
    return [
        {"topic": "enrollment", "text": f"{n + 3} enrolled; {n} treated"} | READ,
        {"topic": "eligibility", "text": f"Made-up: {chance.choice(WORDS)}; CD22-positive"} | READ,
        {"topic": "age", "median": age, "low": 1, "high": 18, "spread": "range", "unit": "years"}
        | READ_ELSEWHERE,
        {"topic": "prior_hsct", **count(after, n)} | READ_ELSEWHERE,
        {"topic": "prior_cd19", **count(n // 3, n)} | READ_ELSEWHERE,
        {"topic": "cd22", "text": "CD22 did not go with response"} | READ,
        {"topic": "follow_up", "median": chance.randint(6, 40), "unit": "months"} | READ,
        {"topic": "conditioning", "text": "Total body irradiation or busulfan"} | READ_ELSEWHERE,
    ]


def results(number: int, n: int, chance: random.Random) -> Iterator[Record]:
    """Response, MRD of responders, transplants, SOS, survival and adverse events."""
    responders = chance.randint(n // 3, n - 2)
    yield from responses(number, n, responders)
    yield mrd(number, responders, chance)
    transplanted = chance.randint(4, max(4, responders // 2))
    yield rate("hsct_after_ino", "treated", transplanted, n)
    yield from sos(number, n, transplanted, chance)
    yield from survival(chance)
    yield from adverse_events(n, chance)


def responses(number: int, n: int, responders: int) -> Iterator[Record]:
    """The main result, strict CR, and what the next cycle added."""
    kind, whom = DEFINITIONS[number % 3], WHOM[number % 3]
    first, strict = {"timepoint": "after_cycle_1"}, {"definition": "strict_cr"}
    yield rate("response", whom, responders, n) | {"definition": kind} | first
    yield rate("response", whom, responders // 2, n) | strict | first
    later = {"definition": kind, "timepoint": "after_cycle_2", "primary": False}
    yield rate("response", whom, responders + 1, n) | later


def mrd(number: int, responders: int, chance: random.Random) -> Record:
    """Of responders; of some studies only the percentage is printed."""
    negative = chance.randint(responders // 2, responders)
    found = rate("mrd_negative", "responders", negative, responders) | {"threshold": 0.01}
    if number % 7 == 0:
        del found["events"], found["n"]
        return found | {"all_treated": {"why_not": "x/N not found"}}
    why = "confirmed MRD-negative among all treated; unmeasured not counted as negative"
    return found | {"all_treated": {"derivation": why}}


def sos(number: int, n: int, transplanted: int, chance: random.Random) -> Iterator[Record]:
    criteria = {"criteria": CRITERIA[number % 4]}
    after = chance.randint(0, transplanted // 2)
    yield rate("sos_post_hsct", "transplanted", after, transplanted) | criteria
    yield rate("sos_during_ino", "treated", chance.randint(0, 2), n) | criteria


def survival(chance: random.Random) -> Iterator[Record]:
    """Kaplan–Meier percentages with their published intervals."""
    for outcome in ("os_12_months", "efs_12_months"):
        at = chance.randint(25, 60)
        printed = {"percent": at, "low": at - 14, "high": at + 15, "level": 95}
        yield {"outcome": outcome, "denominator": "treated", "published": printed} | READ


def adverse_events(n: int, chance: random.Random) -> Iterator[Record]:
    yield rate("any_grade34", "treated", chance.randint(n // 2, n), n)
    for event in chance.sample(EVENTS, 2):
        named = {"event": event, "grade": "≥3"}
        yield rate("adverse_event", "treated", chance.randint(1, n // 2), n) | named


def rate(outcome: str, denominator: str, events: int, n: int) -> Record:
    return {"outcome": outcome, "denominator": denominator, **count(events, n)} | READ


def count(events: int, n: int) -> Record:
    """x, N and the percentage that agrees with them."""
    return {"events": events, "n": n, "published": {"percent": round(100 * events / n, 1)}}


FIRST_OF_PAIR = 3


def overlaps(number: int) -> list[Record]:
    """Of every ten studies the third and the fourth share children."""
    partner = {FIRST_OF_PAIR: number + 1, FIRST_OF_PAIR + 1: number - 1}.get(number % 10)
    return [{"study": study_id(partner), "relation": "partly"} | READ] if partner else []


def ledger_entry(n: int) -> Record:
    return {
        "id": "treated",
        "topic": "Number treated",
        "says": [{"source": "paper", "text": str(n)}, {"source": "registry", "text": str(n + 1)}],
        "used": str(n),
        "why": "Made up, to have a disagreement.",
    }
