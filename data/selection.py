"""What a visitor asked for, and its only spelling in a link.

A `Selection` says everything that the sidebar and the switches on a page can say. `parse` reads a
link, tells what it ignored and never fails; `write` spells a selection the way the browser does:
the words on the widgets, and nothing that is at its default.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from data.library import Library
from data.overlap import certain
from data.schema import Study

Range = tuple[float, float]
Params = dict[str, list[str]]

STRICT = ("mostly", "wholly")
REGIMEN = ("both together", "single agent", "combination")
DESIGN = ("any", "prospective", "retrospective")
MRD = ("of responders", "of all treated")
DEFINITION = ("as reported", "CR/CRi or ORR", "strict CR")
TIME = ("main result", "after cycle 1", "after 2 cycles")
SWITCH = ("false", "true")
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
# Other things a link may carry: an open study, the data version it was made with, and the place
# in a presentation with the parts that it shows, and how many own series the view had.
OTHER_PARAMETERS = ("open", "v", "present", "parts", "own_series")
# Parameters of Streamlit itself, which it never gives to a page.
EMBED = ("embed", "embed_options")
# As many sentences say what was ignored.
MOST_IGNORED = 4
# What a link calls an own series.
NUMBERED = re.compile(r"own series \d+", re.IGNORECASE)


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


def parse(params: Mapping[str, Sequence[str]], allowed: Limits) -> tuple[Selection, list[str]]:
    """The selection of a link, and one sentence for each thing in it that was ignored."""
    selection, ignored = Selection(), []
    for name, values in without_former(params, allowed).items():
        if name in OTHER_PARAMETERS or name in EMBED:
            continue
        try:
            selection = replace(selection, **{name: read_value(name, values, allowed)})
        except (TypeError, ValueError):
            ignored.append(ignored_text(name, values))
        else:
            ignored += [ignored_text(name, [one]) for one in unknown_names(name, values, allowed)]
    return selection, ignored


def version_notice(linked: list[str], version: str) -> list[str]:
    """What to say when a link was made with other data than today's."""
    if linked in ([], [""], [version]):
        return []
    made_with = shortened(linked[0][:8])
    return [f"This link was made with data version {made_with}; today's is {version}."]


def own_series_parameter(library: Library) -> Params:
    """How many own series a view has: all that a link says of them."""
    return {"own_series": [str(len(library.own_files))]} if library.own_files else {}


def own_series_notice(linked: list[str]) -> list[str]:
    """What to say when a link was made in a session that had own series: they are not in it."""
    if linked in ([], ["0"]):
        return []
    return ["An own series was part of this view. Links never hold its numbers: it is not here."]


def without_former(params: Mapping[str, Sequence[str]], allowed: Limits) -> Params:
    """The parameters without own series of another session, of which `own_series_notice` tells."""
    given = {name: list(values) for name, values in params.items()}
    if own_series_notice(given.get("own_series", [])):
        known = ids_by_name(allowed.names)
        for name in given.keys() & set(STUDY_LISTS):
            kept = (v for v in given[name] if v.casefold() in known or not NUMBERED.fullmatch(v))
            given[name] = list(kept)
    return {name: values for name, values in given.items() if values or not params[name]}


def few(ignored: Sequence[str]) -> list[str]:
    """Each sentence once, and of many only the first: a reader would not read a thousand."""
    told = list(dict.fromkeys(ignored))
    if len(told) <= MOST_IGNORED:
        return told
    named = MOST_IGNORED - 1
    return [*told[:named], f"{len(told) - named:,} more values were ignored"]


def ignored_text(name: str, values: Sequence[str]) -> str:
    return f'"{shortened(name)}={shortened(", ".join(values))}" was ignored'


def shortened(text: str, most: int = 40) -> str:
    """The beginning of a text as it would be printed: nothing in it turns or ends the line."""
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(one if one.isprintable() else "\ufffd" for one in cut)


def read_value(name: str, values: Sequence[str], allowed: Limits) -> Any:
    """One parameter's value; raises ValueError when it means nothing."""
    if name in CHOICES:
        return one_of(CHOICES[name], values)
    if name in STUDY_LISTS:
        return known_studies(values, study_names(name, allowed))
    if name == "dose":
        return read_range(values, allowed.dose)
    if name == "lines":
        return read_range([str(min(int(value), LINES[1])) for value in values], LINES)
    if name == "min":
        return read_number(int(*values), (0, MOST_PATIENTS))
    if name in ("adults", "keep", "across", "together", "small", "own"):
        return one_of(SWITCH, [value.lower() for value in values]) == SWITCH[1]
    raise ValueError(name)


def one_of(choices: Sequence[str], values: Sequence[str]) -> str:
    (value,) = values
    return choices[choices.index(value)]


def study_names(name: str, allowed: Limits) -> Mapping[str, str]:
    """The studies that a list in a link may name."""
    return allowed.sharing if name == "prefer" else allowed.names


def unknown_names(name: str, values: Sequence[str], allowed: Limits) -> list[str]:
    """What a list of studies names and nobody knows."""
    if name not in STUDY_LISTS:
        return []
    ids = ids_by_name(study_names(name, allowed))
    return [value for value in values if value.casefold() not in ids]


def ids_by_name(names: Mapping[str, str]) -> dict[str, str]:
    return {name.casefold(): key for key, name in names.items()} | {key: key for key in names}


def known_studies(values: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Ids of the studies named, by name or id; those unknown are dropped unless all are."""
    ids = ids_by_name(names)
    wanted = {ids[value.casefold()] for value in values if value.casefold() in ids}
    if not wanted:
        raise ValueError("no known study")
    return tuple(key for key in names if key in wanted)


def read_range(values: Sequence[str], ends: Range) -> Range | None:
    """Two numbers in any order, as far as they lie inside the ends; None for the full range.

    Raises ValueError where nothing of it lies inside: another range would answer another question.
    """
    low, high = sorted(round(float(value), 1) for value in values)
    if not (low <= high and ends[0] <= high and low <= ends[1]):
        raise ValueError("not inside")
    inside = max(low, ends[0]), min(high, ends[1])
    return None if inside == ends else inside


def read_number(value: int, ends: tuple[int, int]) -> int:
    """A number inside the ends; raises ValueError for any other."""
    if not ends[0] <= value <= ends[1]:
        raise ValueError("not inside")
    return value


def write(selection: Selection, allowed: Limits) -> Params:
    """The parameters of a link, as the browser writes them; defaults are left out."""
    params: Params = {}
    for one in fields(Selection):
        value = getattr(selection, one.name)
        if value != one.default:
            params[one.name] = spelled(one.name, value, allowed)
    return params


def spelled(name: str, value: Any, allowed: Limits) -> list[str]:
    if name in STUDY_LISTS:
        return [allowed.names[key] for key in value]
    if name == "lines":
        return [str(int(end)) for end in value]
    if isinstance(value, tuple):
        return [str(end) for end in value]
    return [str(value).lower() if isinstance(value, bool) else str(value)]
