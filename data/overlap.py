"""Who shares children with whom, and the largest set of studies that counts each child once.

Two studies share children when either declares so for sure (contains, inside, same, partly);
a possible overlap only warns. Nobody but its owner knows the children of an own series: what the
owner did not say is never taken for "none".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from data.schema import Overlap, Study

CERTAIN = ("contains", "inside", "same", "partly")
# Relations in which all children of one study are children of the other too.
SAME_CHILDREN = ("contains", "inside", "same")
# The same relation, said by the other study; all others are the same from both sides.
TURNED = {"contains": "inside", "inside": "contains"}
# How a study stands to a third through a second one, as far as two relations say.
THROUGH = {
    ("inside", "inside"): "inside",
    ("inside", "same"): "inside",
    ("same", "inside"): "inside",
    ("contains", "contains"): "contains",
    ("contains", "same"): "contains",
    ("same", "contains"): "contains",
    ("same", "same"): "same",
    ("same", "partly"): "partly",
    ("contains", "partly"): "partly",
    ("partly", "inside"): "partly",
    ("contains", "inside"): "partly",
    ("partly", "same"): "partly",
    ("contains", "possible"): "possible",
    ("possible", "inside"): "possible",
    ("same", "possible"): "possible",
    ("possible", "same"): "possible",
    ("inside", "partly"): "possible",
    ("partly", "contains"): "possible",
}
# What no file declares: the owner of an own series does not know, or was not asked of another one.
UNKNOWN, NOT_ASKED = "unknown", "not asked"
# Of parts of studies that share patients: whether these do is not known.
MAYBE = "maybe"
# What it means for a study that is left out that another one is counted instead; two studies that
# stand so are never counted together.
WORDS = {
    "inside": "{whose} inside {other}",
    "contains": "it contains {patients} of {other}",
    "same": "it counts the same {patients} as {other}",
    "partly": "it shares {patients} with {other}",
    MAYBE: "it may share {patients} with {other}",
    NOT_ASKED: "it may hold the same {patients} as {other}",
}
Keys = frozenset[str]
Weights = Mapping[str, tuple[int, ...]]


def certain(study: Study) -> list[Overlap]:
    """What the study itself declares for sure."""
    return [overlap for overlap in study.overlaps if overlap.relation in CERTAIN]


def shares_children_with(study: Study, others: Iterable[Study]) -> list[str]:
    """Ids of those that count some of the same patients for sure, whoever of the two says so."""
    return related(study, others, CERTAIN)


def may_share_children_with(study: Study, others: Iterable[Study]) -> list[str]:
    """Ids of those of which that is possible but unproven, whoever of the two says so."""
    return related(study, others, ("possible",))


def surely_shares(study: Study, other: Study, parts: Collection[str]) -> bool:
    """Whether what is counted of two studies holds some of the same patients for sure.

    Of the studies in `parts` only a part is counted. It is sure to be in the other study only where
    its whole study is, and the other is counted whole.
    """
    relation = relation_of(study, other)
    if study.id in parts:
        return relation in ("inside", "same") and other.id not in parts
    return relation in (("contains", "same") if other.id in parts else CERTAIN)


def counts_again(
    study: Study, others: Collection[Study], parts: Collection[str]
) -> tuple[list[str], list[str]]:
    """Ids of those that count some of the same patients for sure, and of those that may."""
    sharing = shares_children_with(study, others)
    sure = {one.id for one in others if surely_shares(study, one, parts)}
    unsure = [key for key in sharing if key not in sure]
    same = [key for key in sharing if key in sure]
    return same, [*unsure, *may_share_children_with(study, others)]


def related(study: Study, others: Iterable[Study], relations: Collection[str]) -> list[str]:
    """Ids of those to which it stands so: as it names them, then those that it does not name."""
    order = [overlap.study for overlap in study.overlaps]
    found = [one.id for one in others if relation_of(study, one) in relations]
    return sorted(found, key=lambda key: order.index(key) if key in order else len(order))


def linked(studies: Collection[Study]) -> dict[str, list[Study]]:
    """For each of these studies those that it may stand to in any way, in the order given.

    One names the other, or one is an own series; to all others it is not related.
    """
    links: dict[str, set[str]] = {study.id: set() for study in studies}
    own = {study.id for study in studies if study.own_series}
    for study in studies:
        named = {one.study for one in study.overlaps} | own
        for other in named & links.keys():
            links[study.id].add(other)
            links[other].add(study.id)
    place = {study.id: i for i, study in enumerate(studies)}
    by_id = {study.id: study for study in studies}
    return {
        key: [by_id[other] for other in sorted(others, key=lambda other: place[other])]
        for key, others in links.items()
    }


def relation_of(first: Study, second: Study) -> str:
    """How the first stands to the second, as one of them declares it; empty if neither does.

    Beside an own series also what its owner left open.
    """
    stands = [overlap.relation for overlap in first.overlaps if overlap.study == second.id]
    found = [overlap.relation for overlap in second.overlaps if overlap.study == first.id]
    declared = [*stands, *(TURNED.get(one, one) for one in found)]
    return declared[0] if declared else undeclared(first, second)


def undeclared(first: Study, second: Study) -> str:
    """How an own series stands to a study that it does not name; empty where it is no question."""
    if first.own_series and second.own_series:
        return "" if first.id == second.id else NOT_ASKED
    own, other = (first, second) if first.own_series else (second, first)
    if own.own_series is None:
        return ""
    if own.own_series.shared_children == UNKNOWN:
        return UNKNOWN
    found = through_others(own, other)
    return found if own is first else TURNED.get(found, found)


def through_others(own: Study, other: Study) -> str:
    """How a study stands to one that it does not name, by what both say of a third; the surest.

    Whoever shares children with a study that it names may share some with it too.
    """
    stands = {one.study: TURNED.get(one.relation, one.relation) for one in other.overlaps}
    ways = [
        THROUGH.get((one.relation, stands[one.study]), "possible")
        for one in own.overlaps
        if one.study in stands and "unlikely" not in (one.relation, stands[one.study])
    ]
    return min(ways, key=(*CERTAIN, "possible").index, default="")


def own_series_left_open(first: Study, second: Study) -> str:
    """In words, beginning with "whether", a relation that nobody knows; empty for others."""
    relation = relation_of(first, second)
    if relation == NOT_ASKED:
        both = f"{first.name} and {second.name}"
        return f"whether {both} hold the same {patients_of(first)} was not asked"
    if relation == UNKNOWN:
        return whether_unknown(first if first.own_series else second)
    return ""


def whether_unknown(own: Study) -> str:
    return f"whether {own.name} shares {patients_of(own)} with listed studies is unknown"


def as_counted(study: Study, other: Study, parts: Collection[str]) -> str:
    """How what is counted of two studies stands to each other: of parts it is less sure."""
    relation = relation_of(study, other)
    unsure = relation in CERTAIN and not surely_shares(study, other, parts)
    return MAYBE if unsure else relation


def patients_of(study: Study) -> str:
    return "children" if study.population == "children" else "patients"


def conflicts(studies: Sequence[Study]) -> dict[str, set[str]]:
    """For each of these studies the others of them that are never counted together with it.

    They share children, or are own series too, which may hold the same children.
    """
    others = linked(studies)
    return {study.id: {*related(study, others[study.id], WORDS)} - {study.id} for study in studies}


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
        without = best(group - {middle})
        return max(with_it, without, key=lambda keys: weight_of(keys, weights))

    return best(keys)


def connected_groups(keys: Keys, shared: Mapping[str, set[str]]) -> list[Keys]:
    """The keys, split into groups linked by common children, directly or through others."""
    rest, groups = set(keys), []
    while rest:
        group = edge = {next(iter(rest))}
        while edge:
            edge = {other for key in edge for other in shared[key] & rest} - group
            group = group | edge
        rest -= group
        groups.append(frozenset(group))
    return groups


def weight_of(keys: Keys, weights: Weights) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*(weights[key] for key in keys), strict=True))


def why_left_out(
    study: Study, counted: Iterable[tuple[Study, str]], n: int, parts: Collection[str]
) -> str:
    """Which counted studies, each with its name, hold the same children, in words.

    Of the studies in `parts` only a part is counted.
    """
    patients = patients_of(study)
    whose = "its only patient is" if n == 1 else f"its {n} {patients} are"
    reasons = [
        WORDS[stands].format(whose=whose, patients=patients, other=name)
        for other, name in counted
        if (stands := as_counted(study, other, parts)) in WORDS
    ]
    return "; ".join(reasons)
