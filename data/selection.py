"""What a visitor asked for, and what can be asked for.

A `Selection` says everything that the sidebar and the switches on a page can say; `limits` are what
the library allows to ask for. How both are spelled in a link stands in `links.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.library import Library
from data.overlap import certain
from data.schema import Study

Range = tuple[float, float]

STRICT = ("mostly", "wholly")
REGIMEN = ("both together", "single agent", "combination")
DESIGN = ("any", "prospective", "retrospective")
MRD = ("of responders", "of all treated")
DEFINITION = ("as reported", "CR/CRi or ORR", "strict CR")
TIME = ("main result", "after cycle 1", "after 2 cycles")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "strict": STRICT,
    "regimen": REGIMEN,
    "design": DESIGN,
    "mrd": MRD,
    "definition": DEFINITION,
    "time": TIME,
}
STUDY_LISTS = ("studies", "prefer", "compare")
# Seven stands for "7 or more", the highest band that a study reports.
LINES: Range = (1, 7)
# The highest that the filter for the number of patients can ask for.
MOST_PATIENTS = 200


@dataclass(frozen=True)
class Selection:
    """All filters and switches; a range of None is off. `studies` are ids, empty means all.

    Pooling: `across` SOS criteria, single agent and combination `together`, `small` series and
    `own` series too; `prefer` are ids of studies to count instead of others that hold the same
    children. `compare` are ids of the studies laid side by side; they narrow nothing elsewhere.
    """

    studies: tuple[str, ...] = ()
    dose: Range | None = None
    lines: Range | None = None
    strict: str = STRICT[0]
    regimen: str = REGIMEN[0]
    design: str = DESIGN[0]
    min: int = 0
    adults: bool = False
    keep: bool = False
    mrd: str = MRD[0]
    definition: str = DEFINITION[0]
    time: str = TIME[0]
    across: bool = False
    together: bool = False
    small: bool = False
    own: bool = False
    prefer: tuple[str, ...] = ()
    compare: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limits:
    """What the library allows to ask for: ends of the dose range, names of the studies.

    `sharing` are the names of the studies that share children with another, `own` the names that
    a visitor gave to own series, which in `names` are only numbered: a link holds nothing of them.
    """

    dose: Range
    names: Mapping[str, str]
    sharing: Mapping[str, str]
    own: Mapping[str, str] = field(default_factory=dict)


def limits(library: Library) -> Limits:
    """The ends of the filters; `names` maps each study's id to its name, in the order shown.

    The ends are those of the published studies, so that a link means the same everywhere.
    """
    published = [study for study in library.studies.values() if study.own_series is None]
    cohorts = [cohort for study in published for cohort in study.cohorts]
    dosed = [c.dose for c in cohorts if c.dose]
    doses = [float(end) for dose in dosed for end in (dose.low, dose.high) if end is not None]
    shown = [study for study in studies_in_order(library) if study.kind == "study"]
    names = {study.id: link_name(study) for study in shown}
    own = {study.id: study.name for study in shown if study.own_series}
    sharing = {s.id: s.name for s in shown if s.own_series is None and certain(s)}
    return Limits((min(doses, default=0.0), max(doses, default=0.0)), names, sharing, own)


def link_name(study: Study) -> str:
    """What a link calls a study: an own series has only a number there, "Own series 1"."""
    return numbered(study.id) if study.own_series else study.name


def numbered(own_id: str) -> str:
    """The id of an own series in words: "Own series 1"."""
    return own_id.replace("-", " ").capitalize()


def studies_in_order(library: Library) -> list[Study]:
    """Studies as every chart and table shows them: children first, then by regimen, year, name.

    Own series come before the published ones, where nobody has to look for them.
    """
    regimens = ("alone", "both", "combined", "not_inotuzumab_specific")

    def place(study: Study) -> tuple[bool, bool, int, int, str]:
        adults, published = study.population == "adults", study.own_series is None
        regimen = regimens.index(study.regimen.kind) if study.regimen else len(regimens)
        return adults, published, regimen, study.citation.year or 9999, study.name

    return sorted(library.studies.values(), key=place)
