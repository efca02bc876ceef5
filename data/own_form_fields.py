"""The fields of the form of an own series: what is asked, in which words, and what may be chosen.

A form holds everything as typed, so that nothing is lost by a mistake; "" is not answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.library import Library
from data.own_series import published_ids
from data.selection import studies_in_order
from data.verdicts import REGIMEN_WORDS

DESIGNS = {
    "prospective": "prospective",
    "retrospective": "retrospective",
    "not_found": "not recorded",
}
REGIMENS = ("alone", "combined", "both")
DEFINITIONS = ("cr_cri", "orr", "cr_as_reported", "strict_cr")
RESPONSE_OF = ("treated", "evaluable", "overt_marrow_disease")
MRD_OF = ("responders", "responders_mrd_measured", "treated")
COVERS_ALL = {
    "yes": "none known to be MRD-negative",
    "no": "some may be MRD-negative",
}
SHARED = {"none": "no", "some": "yes", "unknown": "unknown"}
NO_CRITERIA = "not recorded"
REQUIRED = ("name", "design", "regimen", "treated", "shared")

LABELS: Mapping[str, str] = {
    "name": "Name of the series",
    "design": "Design",
    "regimen": "Regimen",
    "treated": "Children treated",
    "dose": "Planned dose of cycle 1, mg/m²",
    "prior_lines": "Prior lines, fewest to most",
    "response": "Response, x/N",
    "definition": "Response means",
    "response_of": "Response counted of",
    "mrd": "MRD-negative, x/N",
    "mrd_of": "MRD counted of",
    "threshold": "MRD threshold, %",
    "mrd_covers_all": "MRD of the other treated children",
    "transplanted": "Transplanted after InO",
    "sos": "SOS after transplant, x/N",
    "criteria": "SOS criteria",
    "os": "OS at 12 months, %",
    "os_interval": "OS, 95 % interval",
    "efs": "EFS at 12 months, %",
    "efs_interval": "EFS, 95 % interval",
    "shared": "Were any of these children in a listed study?",
    "shared_with": "In which studies",
}
HINTS: Mapping[str, str] = {
    "name": "Our center",
    "treated": "14",
    "dose": "1.8 or 1.4–1.8",
    "prior_lines": "2 or 1–5",
    "response": "9/14",
    "mrd": "6/9",
    "threshold": "0.01",
    "transplanted": "7",
    "sos": "2/7",
    "os": "54",
    "os_interval": "40–78",
    "efs": "36",
    "efs_interval": "20–52",
    "shared": "Each child is counted once: a series is pooled only if the answer is no.",
}


@dataclass(frozen=True)
class Form:
    """Every answer as typed or chosen; which words a choice allows, `choices` says."""

    name: str = ""
    design: str = ""
    regimen: str = ""
    treated: str = ""
    dose: str = ""
    prior_lines: str = ""
    response: str = ""
    definition: str = ""
    response_of: str = ""
    mrd: str = ""
    mrd_of: str = ""
    threshold: str = ""
    mrd_covers_all: str = ""
    transplanted: str = ""
    sos: str = ""
    criteria: str = ""
    os: str = ""
    os_interval: str = ""
    efs: str = ""
    efs_interval: str = ""
    shared: str = ""
    shared_with: tuple[str, ...] = ()


def choices(field: str, library: Library) -> Mapping[str, str]:
    """What may be chosen in a field, with its words on screen; nothing where it is typed."""
    words = library.vocabulary
    definitions = {key: definition.label for key, definition in words.definitions.items()}
    listed: dict[str, Mapping[str, str]] = {
        "design": DESIGNS,
        "regimen": only(REGIMENS, REGIMEN_WORDS),
        "definition": only(DEFINITIONS, definitions),
        "response_of": only(RESPONSE_OF, words.denominators),
        "mrd_of": only(MRD_OF, words.denominators),
        "mrd_covers_all": COVERS_ALL,
        "criteria": {**words.sos_criteria, "not_found": NO_CRITERIA},
        "shared": SHARED,
        "shared_with": study_names(library),
    }
    return listed.get(field, {})


def only(keys: tuple[str, ...], words: Mapping[str, str]) -> dict[str, str]:
    return {key: words[key] for key in keys}


def study_names(library: Library) -> dict[str, str]:
    """The published studies that may share children, in the order of every chart."""
    published = published_ids(library)
    return {one.id: one.name for one in studies_in_order(library) if one.id in published}
