"""A selection in words, for readers who do not see the filters: on slides, in files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf

from data.guard import ACROSS, OWN, SMALL, TOGETHER
from data.selection import LINES, Limits, Selection
from data.verdicts import dose_range_text, lines_range_text
from data.words import UNPUBLISHED, counted, listed, unmarked

EVERYTHING = "all studies in children that were found"


def asked(selection: Selection, allowed: Limits, small_series: int) -> tuple[str, ...]:
    """One phrase for each filter and switch that is not at its default.

    Own series come first, and their mark before their names: where a text is cut, it stays.
    """
    said = (*whom(selection, allowed), *how_read(selection))
    said = (*said, *how_pooled(selection, allowed.names, small_series)) or (EVERYTHING,)
    own = [] if selection.studies else list(map(unmarked, allowed.own.values()))
    return (f"with {UNPUBLISHED}: {listed(own)}", *said) if own else said


def chosen_studies(selection: Selection, allowed: Limits) -> str:
    """The studies by name: "own series, unpublished (Our center), and FDA 2024"."""
    own = [unmarked(allowed.own[key]) for key in selection.studies if key in allowed.own]
    published = [allowed.names[key] for key in selection.studies if key not in allowed.own]
    if not own:
        return listed(published)
    marked_names = f"{UNPUBLISHED} ({listed(own)})"
    return f"{marked_names}, and {listed(published)}" if published else marked_names


def whom(selection: Selection, allowed: Limits) -> Iterator[str]:
    """The filters."""
    if selection.studies:
        yield f"only {chosen_studies(selection, allowed)}"
    if selection.dose:
        yield f"planned dose of cycle 1: {dose_range_text(*selection.dose)}"
    if selection.lines:
        low, high = selection.lines
        yield lines_range_text(low, inf if high >= LINES[1] else high)
    if selection.strict == "wholly":
        yield "only cohorts that lie wholly inside the filters"
    if selection.regimen != "both together":
        yield f"InO {'in' if selection.regimen == 'combination' else 'as'} {selection.regimen}"
    if selection.design != "any":
        yield f"{selection.design} studies"
    if selection.min:
        yield f"at least {counted(selection.min, 'patient')}"
    if selection.adults:
        yield "adults too, for context"
    if selection.keep:
        yield "studies kept that do not report a filtered fact"


def how_read(selection: Selection) -> Iterator[str]:
    """Which of a study's numbers are shown."""
    if selection.mrd != "of responders":
        yield f"MRD negativity {selection.mrd}"
    if selection.definition != "as reported":
        yield f"response by {selection.definition}"
    if selection.time != "main result":
        yield f"results {selection.time}"


def how_pooled(selection: Selection, names: Mapping[str, str], small_series: int) -> Iterator[str]:
    """Which rules of pooling the reader lifted, by the names of the switches."""
    switches = {
        ACROSS: selection.across,
        TOGETHER: selection.together,
        SMALL.format(n=small_series): selection.small,
        OWN: selection.own,
    }
    switched_on = [name for name, on in switches.items() if on]
    if switched_on:
        yield f"switched on: {listed(switched_on)}"
    if selection.prefer:
        yield f"pooling prefers {listed([names[key] for key in selection.prefer])}"
