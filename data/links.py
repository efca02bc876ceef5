"""Selections as links, and links as selections.

`parse` reads a link, tells what it ignored with what would be allowed, and never fails; `write`
spells a selection the way the browser does: the words on the widgets, and nothing that is at its
default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from data.checks import OWN_NAME
from data.library import Library
from data.selection import CHOICES, LINES, MOST_PATIENTS, STUDY_LISTS, Limits, Range, Selection

Params = dict[str, list[str]]

SWITCH = ("false", "true")
SWITCHES = ("adults", "keep", "across", "together", "small", "own")
# Other things a link may carry: an open study, the data version it was made with, and the place
# in a presentation with the parts that it shows, and how many own series the view had.
OTHER_PARAMETERS = ("open", "v", "present", "parts", "own_series")
# Parameters of Streamlit itself, which it never gives to a page.
EMBED = ("embed", "embed_options")
# As many sentences say what was ignored.
MOST_IGNORED = 4
STUDY_NAMES = "names of studies that the filters offer"
SHARING = "names of studies that share children"


def parse(params: Mapping[str, Sequence[str]], allowed: Limits) -> tuple[Selection, list[str]]:
    """The selection of a link, and one sentence for each thing in it that was ignored."""
    selection, ignored = Selection(), []
    for name, values in without_former(params, allowed).items():
        if name in OTHER_PARAMETERS or name in EMBED:
            continue
        try:
            selection = replace(selection, **{name: read_value(name, values, allowed)})
        except (TypeError, ValueError):
            ignored.append(ignored_text(name, values, allowed_words(name, allowed)))
        else:
            unknown = unknown_names(name, values, allowed)
            said = allowed_words(name, allowed)
            ignored += (ignored_text(name, [one], said) for one in unknown)
    return selection, ignored


def allowed_words(name: str, allowed: Limits) -> str:
    """What a parameter may say; every name in a link is typed by a reader sooner or later."""
    if name in CHOICES or name in SWITCHES:
        return ", ".join(CHOICES.get(name, SWITCH))
    if name in STUDY_LISTS:
        return SHARING if name == "prefer" else STUDY_NAMES
    low, high = allowed.dose
    return {
        "dose": f"two doses from {low:g} to {high:g} mg/m² in steps of 0.1",
        "lines": f"two numbers from {LINES[0]:g} to {LINES[1]:g}",
        "min": f"a number from 0 to {MOST_PATIENTS}",
    }.get(name, "names of filters")


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
            kept = (v for v in given[name] if v.casefold() in known or not OWN_NAME.fullmatch(v))
            given[name] = list(kept)
    return {name: values for name, values in given.items() if values or not params[name]}


def few(ignored: Sequence[str]) -> list[str]:
    """Each sentence once, and of many only the first: a reader would not read a thousand."""
    told = list(dict.fromkeys(ignored))
    if len(told) <= MOST_IGNORED:
        return told
    named = MOST_IGNORED - 1
    return [*told[:named], f"{len(told) - named:,} more values were ignored"]


def ignored_text(name: str, values: Sequence[str], allowed: str) -> str:
    typed = f"{shortened(name)}={shortened(', '.join(values))}"
    return f'"{typed}" was ignored; allowed: {allowed}'


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
    if name in SWITCHES:
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
    """A name goes before an id that reads like it: links are written with names."""
    return {key: key for key in names} | {name.casefold(): key for key, name in names.items()}


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
    low, high = sorted(map(float, values))
    if not (low <= high and ends[0] <= high and low <= ends[1]):
        raise ValueError("not inside")
    if [round(end, 1) for end in (low, high)] != [low, high]:
        raise ValueError("finer than any filter")
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
