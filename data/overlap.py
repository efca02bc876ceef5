"""Who shares children with whom, and the largest set of studies that counts each child once.

Two studies share children when either declares so for sure (contains, inside, same, partly);
a possible overlap only warns.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from data.schema import Overlap, Study

CERTAIN = ("contains", "inside", "same", "partly")
# Relations in which all children of one study are children of the other too.
SAME_CHILDREN = ("contains", "inside", "same")
# The same relation, said by the other study; all others are the same from both sides.
TURNED = {"contains": "inside", "inside": "contains"}
# What it means for a study that is left out that another one is counted instead.
WORDS = {
    "inside": "its {n} {patients} are inside {other}",
    "contains": "it contains {patients} of {other}",
    "same": "it counts the same {patients} as {other}",
    "partly": "it shares {patients} with {other}",
}
Keys = frozenset[str]
Weights = Mapping[str, tuple[int, ...]]


def shares_children_with(study: Study) -> list[str]:
    """Ids of the studies that count some of the same patients for sure."""
    return [overlap.study for overlap in certain(study)]


def may_share_children_with(study: Study) -> list[str]:
    """Ids of the studies of which that is possible but unproven."""
    return [overlap.study for overlap in study.overlaps if overlap.relation == "possible"]


def certain(study: Study) -> list[Overlap]:
    return [overlap for overlap in study.overlaps if overlap.relation in CERTAIN]


def relation_of(first: Study, second: Study) -> str:
    """How the first stands to the second, as one of them declares it; empty if neither does."""
    stands = [overlap.relation for overlap in first.overlaps if overlap.study == second.id]
    found = [overlap.relation for overlap in second.overlaps if overlap.study == first.id]
    return next(iter([*stands, *(TURNED.get(one, one) for one in found)]), "")


def conflicts(studies: Sequence[Study]) -> dict[str, set[str]]:
    """For each of these studies the others of them that share children with it."""
    ids = {study.id for study in studies}
    found: dict[str, set[str]] = {key: set() for key in ids}
    for study in studies:
        for other in ids.intersection(shares_children_with(study)) - {study.id}:
            found[study.id].add(other)
            found[other].add(study.id)
    return found


def each_child_once(
    studies: Sequence[Study], patients: Mapping[str, int], preferred: Collection[str] = ()
) -> set[str]:
    """Ids of the studies without common children that together count the most patients.

    Exact. `patients` are the row denominators. Preferred studies go before any number of others.
    Of equal answers the one with more studies is taken, then the one with the earlier studies.
    """
    weights = {
        study.id: (
            patients[study.id] if study.id in preferred else 0,
            patients[study.id],
            1,
            1 << (len(studies) - place),  # earlier studies weigh more than all later ones
        )
        for place, study in enumerate(studies)
    }
    return set(heaviest(frozenset(weights), conflicts(studies), weights))


def heaviest(keys: Keys, shared: Mapping[str, set[str]], weights: Weights) -> Keys:
    """The heaviest set without a conflict; groups that share no children are solved apart."""

    @cache
    def best(keys: Keys) -> Keys:
        groups = connected_groups(keys, shared)
        return frozenset().union(*map(best_of_group, groups))

    @cache
    def best_of_group(group: Keys) -> Keys:
        """The better of two: with the study that shares with most others, and without it."""
        middle = max(sorted(group), key=lambda key: len(shared[key] & group))
        with_it = frozenset({middle}) | best(group - shared[middle] - {middle})
        without = best(group - {middle}) if len(group) > 1 else frozenset()
        return max(with_it, without, key=lambda keys: weight_of(keys, weights))

    return best(keys)


def connected_groups(keys: Keys, shared: Mapping[str, set[str]]) -> list[Keys]:
    """The keys, split into groups linked by common children, directly or through others."""
    rest, groups = set(keys), []
    while rest:
        group = edge = {min(rest)}
        while edge:
            edge = {other for key in edge for other in shared[key] & rest} - group
            group = group | edge
        rest -= group
        groups.append(frozenset(group))
    return groups


def weight_of(keys: Keys, weights: Weights) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*(weights[key] for key in keys), strict=True))


def why_left_out(study: Study, counted: Mapping[str, str], n: int) -> str:
    """Which counted studies (id -> name) hold the same children, in words."""
    patients = "children" if study.population == "children" else "patients"
    reasons = [
        WORDS[overlap.relation].format(n=n, patients=patients, other=counted[overlap.study])
        for overlap in certain(study)
        if overlap.study in counted
    ]
    return "; ".join(reasons)
