"""A selection in words, for readers who do not see the filters: on slides, in files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf

from data.guard import ACROSS, OWN, SMALL, TOGETHER
from data.selection import LINES, Limits, Selection
from data.verdicts import dose_range_text, lines_range_text
from data.words import counted, listed

EVERYTHING = "all studies in children that were found"


def asked(selection: Selection, allowed: Limits, small_series: int) -> tuple[str, ...]:
    """One phrase for each filter and switch that is not at its default; own series come last.

    A choice of studies has named those that are among them.
    """
    names = {**allowed.names, **allowed.own}
    said = (*whom(selection, names), *how_read(selection))
    said = (*said, *how_pooled(selection, names, small_series)) or (EVERYTHING,)
    own = () if selection.studies else tuple(allowed.own.values())
    return (*said, f"with {listed(own)}") if own else said


def whom(selection: Selection, names: Mapping[str, str]) -> Iterator[str]:
    """The filters."""
    if selection.studies:
        yield f"only {listed([names[key] for key in selection.studies])}"
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
