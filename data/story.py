"""A brief as a story in parts, the order in which a journal club reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from data.brief import Brief
from data.comparison import FEWEST
from data.links import Params, ignored_text
from data.selection import Selection
from data.story_parts import (
    Part,
    bottom_lines,
    comparability,
    comparison,
    dose_and_lines,
    limits,
    mrd,
    pooled,
    references,
    response,
    safety,
    sos,
    studies,
    survival,
    title,
    toxicity,
)


def usual_parts(selection: Selection) -> list[str]:
    """Keys of the parts that are told unless others are chosen: no comparison of nothing."""
    compares = len(selection.compare) >= FEWEST
    return [key for key in PARTS if key != "compare" or compares]


def tell(brief: Brief, keys: Iterable[str] | None = None) -> tuple[Part, ...]:
    """The parts in their order, or only those named; unknown names are left out."""
    wanted = set(usual_parts(brief.selection) if keys is None else keys)
    return tuple(make(brief) for key, (_, make) in PARTS.items() if key in wanted)


# Every part in the order of the story: its key, its name in a menu, and what makes it.
PARTS: Mapping[str, tuple[str, Callable[[Brief], Part]]] = MappingProxyType(
    {
        "title": ("Title", title),
        "comparability": ("Why hard to compare", comparability),
        "studies": ("Study table", studies),
        "response": ("Response", response),
        "mrd": ("MRD negativity", mrd),
        "sos": ("SOS after HSCT", sos),
        "pooled": ("Pooled rates", pooled),
        "survival": ("Survival", survival),
        "safety": ("Safety", safety),
        "toxicity": ("Dose-limiting toxicity", toxicity),
        "dose_and_lines": ("Dose and prior lines", dose_and_lines),
        "compare": ("Study against study", comparison),
        "limits": ("Limits and disagreements", limits),
        "bottom_line": ("Bottom line", bottom_lines),
        "references": ("References", references),
    }
)


def ignored_in_presentation(params: Params) -> list[str]:
    """One sentence for each unknown part that a link names, and for a place that is no number."""
    names = [name for name, _ in PARTS.values()]
    parts = [part for part in params.get("parts", []) if part not in names]
    places = [place for place in params.get("present", []) if not place.isdecimal()]
    return [
        *(ignored_text("parts", [part], "names of parts of the presentation") for part in parts),
        *(ignored_text("present", [place], "a number") for place in places),
    ]
