"""What the story says of its studies: who, how many, whose children, and what it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from data.brief import Brief
from data.cohorts import Cohorts
from data.overlap import (
    UNKNOWN,
    may_share_children_with,
    shares_children_with,
    whether_unknown,
)
from data.rows import Listed, View
from data.schema import Study
from data.selection import DEFINITION, TIME
from data.sentences import by_reason
from data.words import UNPUBLISHED, capitalized, counted, listed, of_them_own, unmarked

NO_COMPARISON = (
    "The studies were not randomized against each other: no difference between two of them "
    "compares treatments."
)
NOT_ADVICE = (
    "A comparison across studies that were not randomized against each other. Not medical advice."
)
WITHOUT_INO = "patients without InO"
NOTHING_LEFT = "No study is left with these filters."
# How the reason begins why an own series is in no pooled rate.
OWN_SERIES = "own series"


def heading(brief: Brief) -> str:
    """Of whom: "Inotuzumab ozogamicin in children"."""
    return f"Inotuzumab ozogamicin in {populations(brief)}"


def populations(brief: Brief) -> str:
    """Children, adults, or both, as the studies shown have them."""
    found = dict.fromkeys(study.population for study in brief.studies)
    return listed(list(found) or ["children"])


def foot(version: str | None) -> str:
    """What stands below every page; without a version where no data could be read."""
    return f"{NOT_ADVICE} Data version {version}." if version else NOT_ADVICE


def how_many(brief: Brief) -> str:
    """How many studies are shown, and how many are not, whyever."""
    own = of_them_own(len(brief.own))
    shown = f"{counted(len(brief.studies), 'study', 'studies')} shown{own}"
    mixed = brief.cohorts.not_specific
    gone = [*mixed, *(brief.library.studies[one.study] for one in brief.cohorts.left_out)]
    own_gone = of_them_own(sum(study.own_series is not None for study in gone))
    counts = [f"{len(mixed)} with {WITHOUT_INO} counted too"] if mixed else []
    not_shown = ", ".join(filter(None, [brief.cohorts.not_shown, *counts]))
    return f"{shown}; not shown{own_gone}: {not_shown}." if not_shown else f"{shown}."


def left_out(brief: Brief) -> tuple[str, ...]:
    """Which studies the filters leave out, and why."""
    items = [Listed(one.name, one.reason) for one in brief.cohorts.all_left_out]
    return (f"Not shown: {by_reason(items)}.",) if items else ()


def of_which(brief: Brief, view: View) -> str:
    """What a chart counts: "MRD negativity of responders", "Response (strict CR)"."""
    asked = [brief.selection.definition] if view.definitions_matter else []
    asked += [brief.selection.time] if view.times_matter else []
    narrow = [word for word in asked if word not in (DEFINITION[0], TIME[0])]
    return f"{view.title} ({', '.join(narrow)})" if narrow else view.title


def no_comparison(brief: Brief) -> list[str]:
    """A single study is compared with nothing."""
    return [NO_COMPARISON] if len(brief.studies) > 1 else []


def designs(brief: Brief) -> list[str]:
    """How many studies were planned ahead: "6 prospective, 1 with timing not found"."""
    timings = Counter(study.design.timing for study in brief.studies)
    own = Counter(study.design.timing for study in brief.own)
    unknown = timings.pop("not_found", 0)
    said = [f"{n} {timing}{of_them_own(own[timing])}" for timing, n in timings.most_common()]
    said += [f"{unknown} with timing not found{of_them_own(own['not_found'])}"] if unknown else []
    return [f"Design: {', '.join(said)}."] if said else []


def shared_children(brief: Brief) -> list[str]:
    """Which of the studies count, or may count, children that another one shown counts too."""
    shared = {"are": shares_children_with, "may be": may_share_children_with}
    said = [
        f"Some {who} {verb} in more than one of: {', '.join(names)}."
        for verb, ids_of in shared.items()
        for who in ("children", "adults")
        if (names := sharing(brief, who, ids_of))
    ]
    return [*said, *left_open(brief.studies)]


def sharing(
    brief: Brief, who: str, ids_of: Callable[[Study, Sequence[Study]], Sequence[str]]
) -> list[str]:
    """The studies shown, of children or of adults, that share some with another one shown."""
    of_them = [study for study in brief.studies if study.population == who]
    return [study.name for study in of_them if ids_of(study, brief.studies)]


def left_open(studies: Sequence[Study]) -> list[str]:
    """Own series of which even their owner does not know whom they share children with."""
    return [
        f"{capitalized(whether_unknown(study))}."
        for study in studies
        if study.own_series and study.own_series.shared_children == UNKNOWN
    ]


def unchecked(studies: Sequence[Study]) -> list[str]:
    """Which of the studies are own series: nobody but their owner has checked them."""
    names = [unmarked(study.name) for study in studies if study.own_series]
    if not names:
        return []
    is_own = f"is an {UNPUBLISHED}" if len(names) == 1 else f"are {UNPUBLISHED}"
    owner = "its owner" if len(names) == 1 else "their owners"
    return [f"{listed(names)} {is_own}: checked by nobody but {owner}."]


def nothing_left(cohorts: Cohorts) -> str:
    """What stands in place of the charts; a study that mixes drugs may be left and in no chart."""
    return " ".join([NOTHING_LEFT, *not_specific(cohorts)])


def not_specific(cohorts: Cohorts) -> list[str]:
    """Which studies were found and are in no chart."""
    names = [study.name for study in cohorts.not_specific]
    why = f"Not shown, because {WITHOUT_INO} are counted too"
    return [f"{why}: {listed(names)}."] if names else []


def not_in_pool(view: View) -> list[str]:
    """Which drawn rows no diamond counts, and why, where there is a diamond."""
    if not view.diamonds:
        return []
    # what follows is a hint at a switch, which a slide does not have
    rows = [once_marked(one.name, one.reason.partition("; “")[0]) for one in view.not_pooled]
    apart = by_reason(rows)
    return [f"{view.heading}, in no pooled rate: {apart}."] if apart else []


def once_marked(name: str, reason: str) -> Listed:
    """An own series that stays out because it is one is not called so twice."""
    if not reason.startswith(OWN_SERIES):
        return Listed(name, reason)
    return Listed(name.replace(f" ({UNPUBLISHED})", ""), reason.replace(OWN_SERIES, UNPUBLISHED, 1))
