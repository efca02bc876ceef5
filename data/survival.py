"""How long it lasts, for slides: survival and duration of remission in one table, never pooled."""

from __future__ import annotations

from collections.abc import Sequence

from data.brief import Brief
from data.rows import Row, View
from data.sentences import for_others_only
from data.story_tables import TableLine, titled

PUBLISHED = (
    "Kaplan–Meier percentages and medians with the intervals that their sources print; "
    "never pooled."
)
NOTHING = "Nothing on survival was found for these cohorts."


def lasting(brief: Brief) -> list[View]:
    """The panels of Kaplan–Meier percentages and medians in which anything was found."""
    return [view for view in estimates(brief) if view.drawn]


def estimates(brief: Brief) -> list[View]:
    """All panels of Kaplan–Meier percentages and medians."""
    known = brief.library.vocabulary
    asked = [key for key in known.on_page("survival") if known.outcomes[key].measure != "rate"]
    return [brief.view(outcome) for outcome in asked]


def survival_lines(brief: Brief) -> tuple[TableLine, ...]:
    """Each cohort of which anything was found, with its follow-up."""
    views = lasting(brief)
    by_cohort = zip(*(view.rows for view in views), strict=True)
    return tuple(
        survival_line(views, rows)
        for rows in by_cohort
        if any(row.marker != "none" for row in rows)
    )


def survival_sentences(brief: Brief, lines: Sequence[TableLine]) -> tuple[str, ...]:
    """What the numbers are, and of how many cohorts any was found."""
    others = for_others_only([row for view in estimates(brief) for row in view.rows])
    if not lines:
        return (NOTHING, *others)
    return (PUBLISHED, f"Found for {len(lines)} of {brief.how_many_cohorts}.", *others)


def survival_line(views: list[View], rows: tuple[Row, ...]) -> TableLine:
    return {
        "Study": titled(rows[0]),
        **{view.heading: estimate(row) for view, row in zip(views, rows, strict=True)},
        "Follow-up": next(row.follow_up for row in rows if row.follow_up),
    }


def estimate(row: Row) -> str:
    """As printed, and of whom, where not of all treated: "8.2 months [2.6–9] (responders)"."""
    return f"{row.rate()} ({row.whom})" if row.whom else row.rate()
