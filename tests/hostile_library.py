"""A library whose every free text is made of payloads, in the shape of the shipped one.

Numbers and structure are those of the shipped files. In place of every word that a person typed
stand some payloads and a mark of its own, "q17q", by which a test finds the place again, on a page
or in a file, and sees whether the text before it is still whole.
"""

from __future__ import annotations

import json
import re
import shutil
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import UnionType
from typing import Any

from pydantic import BaseModel

from data.fields import Source, Text, Url
from data.library import HERE, STUDIES, Library, load_library
from data.schema import Context, Study
from data.yaml_reader import parse_yaml
from tests.benchmarks.synthetic import copy_project
from tests.payloads import ADDRESSES, DOIS, TEXTS

MARK = re.compile(r"q\d+q")
# Words that the dashboard knows: the unit of a median, and the split whose parts are dose levels.
KEPT = (("Result.unit", "months"), ("Cohort.split_by", "dose"))
# What no shipped file says, though it might.
ADDED = {
    "Comparison": ("derivation",),
    "Dose": ("text",),
    "ContextNote": ("note",),
    "OngoingTrial": ("derivation", "note"),
    "Overlap": ("note",),
}
# What is compared with the same word elsewhere in the file.
ALIKE = ("Cohort.split_by",)
# A shipped study that says something in most fields: the own series is made of it.
MODEL = STUDIES / "bhojwani-2019.yaml"
# Also a path, and names that a system keeps for itself.
OWN_NAME = "../../x CON .hidden a/b"
# The number of a trial is also a part of the address of its entry.
CHOICES: Mapping[str, Sequence[str]] = {
    "Study.name": ("Made-up",),  # anything more is refused
    "own name": (OWN_NAME,),
    "OngoingTrial.number": tuple(f"NCT1 {text}" for text in TEXTS),
}


class Places:
    """Gives each place of a free text its own, and knows them all afterwards.

    The texts of one field follow each other, so that a field with many places meets them all.
    """

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.by_field: dict[str, list[str]] = {}
        self.alike: dict[str, str] = {}
        self.addresses = 0

    def text(self, name: str, value: str) -> str:
        """The next text of a field; the same again where the file must say the same."""
        if name not in ALIKE:
            return self.take(name)
        if value not in self.alike:
            self.alike[value] = self.take(name)
        return self.alike[value]

    def take(self, name: str) -> str:
        """The text of the next place of a field, with the mark of this place at its end."""
        mark = f"q{len(self.texts)}q"
        marks = self.by_field.setdefault(name, [])
        choices = CHOICES.get(name, TEXTS)
        # each field begins with another text, so that fields with few places differ too
        start = len(self.by_field) if choices is TEXTS else 0
        self.texts[mark] = f"{choices[(start + len(marks)) % len(choices)]} {mark}"
        marks.append(mark)
        return self.texts[mark]

    def address(self, choices: Sequence[str]) -> str:
        """The next address."""
        self.addresses += 1
        return choices[self.addresses % len(choices)]


def made_hostile(value: Any, hint: Any, places: Places, name: str = "") -> Any:
    """The value with every free text in it replaced, as far as its type says that it is one."""
    if value is None or (name, value) in KEPT:
        return value
    if hint == Text:
        return places.text(name, value)
    if hint == Url:
        return places.address(ADDRESSES)
    if name == "Citation.doi":  # of two files with one DOI the second is refused
        return f"{places.address(DOIS)}{places.addresses}"
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        hints = typing.get_type_hints(hint, include_extras=True)
        filled = dict.fromkeys(ADDED.get(hint.__name__, ()), "") | value
        return {
            key: made_hostile(one, hints[key], places, f"{hint.__name__}.{key}")
            for key, one in filled.items()
        }
    return inside_hostile(value, hint, places, name)


def inside_hostile(value: Any, hint: Any, places: Places, name: str) -> Any:
    """The same for a list, a mapping, and what may be left out."""
    origin = typing.get_origin(hint)
    parts = [one for one in typing.get_args(hint) if one not in (type(None), Ellipsis)]
    if origin is tuple:
        return [made_hostile(one, parts[0], places, name) for one in value]
    if origin is dict:
        return {key: made_hostile(one, parts[1], places, name) for key, one in value.items()}
    if origin in (typing.Union, UnionType) and len(parts) == 1:
        return made_hostile(value, parts[0], places, name)
    return value


@dataclass(frozen=True)
class Hostile:
    """Each file by its place in the folder of the data, an own series, and all their texts."""

    files: Mapping[str, str]
    own: str
    places: Places

    @property
    def texts(self) -> Mapping[str, str]:
        """Each text by its mark."""
        return self.places.texts

    def torn(self, shown: str) -> list[str]:
        """The texts whose mark is shown, but not all that stood before it; spaces count little."""
        there = squeezed(shown)
        marks = seen(there) & self.texts.keys()
        return [self.texts[mark] for mark in marks if squeezed(self.texts[mark]) not in there]


def squeezed(text: str) -> str:
    """A text without spaces, line ends and joiners, which our own line breaks add and drop."""
    return re.sub(r"[\s\u2060]+", "", text)


def seen(shown: str) -> set[str]:
    """The marks in a text."""
    return set(MARK.findall(squeezed(shown)))


@lru_cache(maxsize=1)
def hostile() -> Hostile:
    """All studies, the shared sources, the context and an own series."""
    places = Places()
    models: dict[Path, Any] = dict.fromkeys(sorted(STUDIES.glob("*.yaml")), Study)
    models |= {HERE / "context.yaml": Context, HERE / "sources.yaml": dict[str, Source]}
    files = {
        str(path.relative_to(HERE)): written(made_hostile(read(path), model, places))
        for path, model in models.items()
    }
    return Hostile(files, written(own_series(places)), places)


def own_series(places: Places) -> dict[str, Any]:
    """As long as a published study, for a session."""
    model = {key: value for key, value in read(MODEL).items() if key != "overlaps"}
    model["citation"].pop("pmid")  # by its number it would be the listed study again
    own = {"id": "own-series", "own_series": {"shared_children": "none"}}
    return made_hostile(model, Study, places) | own | {"name": places.take("own name")}


def read(path: Path) -> Any:
    return parse_yaml(path.read_bytes(), path.name)[0]


def written(value: Any) -> str:
    """JSON is YAML too."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def hostile_project(folder: Path) -> Path:
    """A copy of the project in a folder, with hostile texts in place of the shipped ones."""
    copy_project(folder, studies=0)
    shutil.copy(HERE.parent / "LICENSE", folder)  # it goes into the bundle
    for name, text in hostile().files.items():
        (folder / "data" / name).write_text(text, encoding="utf-8")
    return folder


def hostile_library(folder: Path) -> Library:
    """The same studies read here; `folder` takes their files."""
    for name, text in hostile().files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    sources = {
        key: Source.model_validate(one) for key, one in read(folder / "sources.yaml").items()
    }
    context = Context.model_validate(read(folder / "context.yaml"))
    return replace(load_library(folder / "studies"), sources=sources, context=context)
