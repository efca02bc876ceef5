"""Why a population has no pooled rate where a reader could expect one: a value, not yet words.

`sentences` puts it into words: for the screen, for slides, for the bottom line.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.guard import ACROSS, NO_CRITERIA
from data.rows import PooledLine, Row, View


@dataclass(frozen=True)
class NoDiamond:
    """Why the rates of one population have no diamond.

    `lines` are the groups that were refused, each with its own reason and total. Without any, `why`
    is the reason; it is empty for an outcome that is never pooled. The switch `lifted_by` may help.
    """

    population: str
    lines: tuple[PooledLine, ...] = ()
    why: str = ""
    lifted_by: str = ""


def no_diamonds(view: View) -> list[NoDiamond]:
    """At most one for the children and one for the adults, in the order of the rows."""
    populations = dict.fromkeys(row.population for row in counts(view))
    found = (why_no_diamond(view, population) for population in populations)
    return [one for one in found if one]


def why_no_diamond(view: View, population: str) -> NoDiamond | None:
    """Nothing where there is a diamond, or where nobody could expect one."""
    rows = counts(view, population)
    has_diamond = any(line.population == population for line in view.diamonds)
    if has_diamond or len({row.study for row in rows}) == 1:
        return None
    if not any(row.guard for row in rows):
        return NoDiamond(population) if population == "children" else None
    refused = tuple(line for line in view.pooled if line.population == population)
    if refused:
        return NoDiamond(population, refused)
    if any(row.not_pooled == NO_CRITERIA for row in rows):
        return NoDiamond(population, why="SOS criteria are unknown or differ", lifted_by=ACROSS)
    return NoDiamond(population, why="no three of these studies may be pooled")


def counts(view: View, population: str = "") -> list[Row]:
    """The rows with x/N, of children and adults or of one of them."""
    rows = [row for row in view.drawn if row.marker == "count"]
    return [row for row in rows if not population or row.population == population]
