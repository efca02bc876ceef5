"""Who shares children with whom, as the studies declare it."""

from __future__ import annotations

from data.schema import Study

CERTAIN = ("contains", "inside", "same", "partly")


def shares_children_with(study: Study) -> list[str]:
    """Ids of the studies that count some of the same patients for sure."""
    return [overlap.study for overlap in study.overlaps if overlap.relation in CERTAIN]


def may_share_children_with(study: Study) -> list[str]:
    """Ids of the studies of which that is possible but unproven."""
    return [overlap.study for overlap in study.overlaps if overlap.relation == "possible"]
