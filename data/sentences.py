"""A view in words: the caption of its chart and the text that a screen reader speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from data.answers import FOUND_ONLY, ONLY_PARTS
from data.no_diamond import NoDiamond, counts, no_diamonds
from data.pooling import Pooled
from data.rows import Listed, PooledLine, Row, View, names_by_reason
from data.words import counted, counted_again, listed, rounded

# With fewer studies the spread between them cannot be estimated well enough to be told.
ENOUGH_TO_DIFFER = 5
# What a study gives of an outcome.
GIVEN = {"rate": "counts", "survival": "this percentage", "months": "this median"}
AS_PRINTED = {
    "survival": "Kaplan–Meier estimates with the intervals that their sources print; not pooled.",
    "months": "Medians as their sources print them; not pooled.",
}
# How the reason for a diamond that is missing begins.
OPENINGS = {"children": "No pooled rate: ", "adults": "Adults: no pooled rate: "}


def sentence(view: View) -> str:
    """Everything a reader of the chart should know, in a few short sentences."""
    return " ".join([*range_of(view), *percentages(view), *shared(view.drawn)])


def pooled_words(view: View) -> str:
    """Each diamond in words, and why there is none in children."""
    return " ".join([*map(pooled_sentence, view.diamonds), *no_diamond(view)])


def headline(view: View) -> str:
    """The range of the rates and the pooled rate; for SOS also whether they can be compared."""
    return " ".join([*range_of(view), *map(pooled_briefly, view.diamonds), *no_diamond(view)])


def bottom_line(view: View) -> str:
    """One sentence to remember: the pooled rate in children, or the range and why there is none."""
    lines = [line for line in view.diamonds if line.population == "children"]
    said = list(map(in_short, lines)) or [children(view), *reasons(view)]
    return "; ".join(map(unended, [said[0], *map(lowered, [*said[1:], *outside(view)])])) + "."


def reasons(view: View) -> list[str]:
    """Why no rate of children is pooled, or by which criteria; and which children count again.

    What the counts of a refused group add up to is nothing to remember.
    """
    missing = [one for one in no_diamonds(view) if one.population == "children"]
    why = [told(one, of_line=without_total) for one in missing]
    drawn = [row for row in view.drawn if row.population == "children"]
    return [*(why or criteria(view, counts(view, "children"))), *shared(drawn)]


def outside(view: View) -> list[str]:
    """The rates of children that only_mostly tells of, in short: why stands beside the chart."""
    names = [row.title for row in counts(view, "children") if row.marks]
    return [f"Not known to lie wholly inside the filters: {listed(names)}."] if names else []


def in_short(line: PooledLine) -> str:
    few = line.pooled.k < ENOUGH_TO_DIFFER
    return (
        f"{line.title}: {line.rate()}, {line.studies}, {line.pooled.patients} "
        f"{line.population}; in a new comparable setting {line.prediction()}"
        f"{'' if line.pooled.tau2 else ', probably too narrow'}"
        f"{', and too few studies to tell how much they differ' if few else ''}"
    )


def unended(said: str) -> str:
    return said.rstrip(".")


def lowered(said: str) -> str:
    """A sentence inside another; "SOS" stays as it is."""
    return said if said[1:2].isupper() else said[:1].lower() + said[1:]


def on_slide(view: View) -> tuple[str, ...]:
    """The headline in single sentences, without hints at switches that a slide does not have.

    Percentages without counts and shared children stand beside their rows in the chart.
    """
    return (*below_panel(view), *not_drawn(view))


def below_panel(view: View) -> tuple[str, ...]:
    """The same below a panel that says of each study why it has no mark."""
    apart = () if counts(view) else percentages(view)
    return (*range_of(view), *apart, *map(pooled_briefly, view.diamonds), *why_not_pooled(view))


def not_drawn(view: View) -> list[str]:
    """Which of the studies shown have no mark in the chart, by the reason."""
    rows = [Listed(row.title, row.why) for row in view.rows if row.marker == "none"]
    return [f"Not drawn: {by_reason(rows)}."] if rows else []


def by_reason(items: Sequence[Listed]) -> str:
    """Each reason once, after the names that it concerns: "A and B (not found); C (6 cases)"."""
    return "; ".join(f"{listed(who)} ({why})" for why, who in names_by_reason(items).items())


def why_not_pooled(view: View) -> tuple[str, ...]:
    """Why there is no diamond, without hints at switches."""
    return tuple(map(told, no_diamonds(view)))


def not_pooled_of(view: View) -> list[str]:
    """The same with the outcome named: "SOS after HSCT is not pooled: …"."""
    named = {
        "children": f"{view.heading} is not pooled: ",
        "adults": f"{view.heading} in adults is not pooled: ",
    }
    return [told(one, named) for one in no_diamonds(view)]


def below_dash(view: View) -> str:
    """The same below a dash, which already says that no rate of children is pooled."""
    return " ".join(told(one, OPENINGS | {"children": ""}) for one in no_diamonds(view))


def range_of(view: View) -> list[str]:
    said = [children(view), *criteria(view, counts(view)), *adults(view), *only_mostly(view)]
    return [*said, AS_PRINTED[view.measure]] if measured(view) and view.measure != "rate" else said


def children(view: View) -> str:
    """The range of the rates in children, or that there is none."""
    rows, given = measured(view, "children"), GIVEN[view.measure]
    if rows:
        return f"{view.title}: {span(rows, given)}"
    silent = [row for row in view.rows if row.population == "children" or not measured(view)]
    among = " in children" if measured(view) else ""
    nothing = f"nothing{among} in this selection answers with {given}"
    return f"{view.title}: {nothing}{elsewhere(silent)}."


def elsewhere(rows: Sequence[Row]) -> str:
    """Which studies give numbers of their parts alone, or of others than the part that is shown."""
    parts = [row.title for row in rows if row.why.startswith(ONLY_PARTS)]
    said = [f" for all its patients, only for parts ({listed(parts)})"] if parts else []
    others = of_others(rows)
    said += (
        [f" for the patients shown, only for other or more patients ({listed(others)})"]
        if others
        else []
    )
    return ", or".join(said)


def of_others(rows: Iterable[Row]) -> list[str]:
    """Studies of which a part is shown, and of which numbers were found for others alone."""
    asked = (row for row in rows if FOUND_ONLY in row.why and not row.why.startswith(ONLY_PARTS))
    return list(dict.fromkeys(row.name for row in asked))


def for_others_only(rows: Sequence[Row]) -> list[str]:
    """Studies of which numbers were found, but not for the cohort that is shown."""
    parts = [row for row in rows if row.why.startswith(ONLY_PARTS)]
    names = list(dict.fromkeys(row.name for row in parts))
    said = [f"More was found for parts of {listed(names)} alone."] if names else []
    others = of_others(rows)
    more = f"More was found of {listed(others)}, but not for just the patients shown."
    return [*said, more] if others else said


def adults(view: View) -> list[str]:
    """The adults apart: their rates are context, never one range with the children's."""
    rows = measured(view, "adults")
    return [f"Adults, for context: {span(rows, GIVEN[view.measure])}"] if rows else []


def measured(view: View, population: str = "") -> list[Row]:
    """The rows with x/N, or with the estimate that stands in its place."""
    rows = [row for row in view.drawn if row.marker in ("count", "estimate")]
    return [row for row in rows if not population or row.population == population]


def span(rows: list[Row], given: str) -> str:
    """From the lowest rate to the highest."""
    rows = sorted(rows, key=lambda row: row.value or 0)
    if len(rows) == 1:
        return f"{rate_of(rows[0])}, in 1 cohort with {given}."
    ends = f"from {rate_of(rows[0])} to {rate_of(rows[-1])}"
    return f"{ends}, in {counted(len(rows), 'cohort')} with {given}."


def rate_of(row: Row) -> str:
    if row.marker == "estimate":
        return estimate_of(row)
    count = f"{row.events}/{row.n} {whom(row)}".rstrip()
    said = ", ".join(filter(None, [count, row.definition, row.title]))
    return f"{rounded(row.percent or 0)} % ({said})"


def estimate_of(row: Row) -> str:
    """40 % [25–66] (Brivio 2021), as printed."""
    interval, known = row.published_interval, row.low is not None
    said, who = f"{row.value:g} {row.unit}", ", ".join(filter(None, [whom(row), row.title]))
    return f"{said}{interval} ({who})" if known else f"{said} ({who}{interval})"


def whom(row: Row) -> str:
    """Whom a rate counts, where that is not said by the title of its outcome."""
    if row.guard is None:
        return row.whom
    treated = "treated" if row.counted.endswith("treated") else ""
    return "" if row.guard.titled else row.whom or treated


def of_whom(row: Row) -> str:
    """The same in a table of several outcomes: "of treated", where others count transplanted."""
    counts = row.guard is not None and row.marker in ("count", "percent")
    return f"of {whom(row)}" if counts and whom(row) else ""


def only_mostly(view: View) -> list[str]:
    """Rows whose patients do not all lie inside the filters: no rate may be quoted without it."""
    rows = [f"{row.title} ({'; '.join(row.marks)})" for row in view.drawn if row.marks]
    return [f"Not known to lie wholly inside the filters: {', '.join(rows)}."] if rows else []


def pooled_briefly(line: PooledLine) -> str:
    """The pooled rate, how many studies and patients, and the next setting, in short."""
    studies = f"{line.studies}, {line.pooled.patients} {line.population}"
    few = line.pooled.k < ENOUGH_TO_DIFFER
    return (
        f"{line.title}: {line.rate()}, {studies}, {line.once}; "
        f"in a new comparable setting {line.prediction()}."
        f"{' Too few studies to estimate how much they differ.' if few else ''}"
        f"{narrow_prediction(line.pooled)}"
    )


def pooled_sentence(line: PooledLine) -> str:
    """The pooled rate, what it rests on, and what it means for the next setting."""
    return (
        f"{line.title}: {line.rate()} ({line.counted}: {listed(line.names)}). "
        f"The rate of a new comparable setting is predicted to lie within {line.prediction()} "
        f"(95 % prediction interval). {spread_sentence(line.pooled)}"
        f"{narrow_prediction(line.pooled)}"
    )


def spread_sentence(pooled: Pooled) -> str:
    """How much the studies differ, in words that hold for few studies."""
    tau2, i2 = rounded(pooled.tau2 or 0, 2), rounded(pooled.i2 or 0)
    if pooled.k < ENOUGH_TO_DIFFER:
        return f"Too few studies to estimate how much they differ (τ² {tau2}, I² {i2} %)."
    if not pooled.tau2:
        return (
            "No difference between the studies beyond chance was measured, "
            f"which does not show that there is none (τ² {tau2}, I² {i2} %)."
        )
    return (
        f"I² {i2} %: an estimate of how much of the spread between the studies is more than "
        f"chance, uncertain with {pooled.k} studies (τ² {tau2})."
    )


def narrow_prediction(pooled: Pooled) -> str:
    """A warning where the model sees no difference between the studies."""
    if pooled.tau2:
        return ""
    return (
        " τ² was estimated as 0: the prediction interval is as narrow as the pooled one, "
        "probably too narrow."
    )


def no_diamond(view: View) -> list[str]:
    """For children and for adults: why there is no diamond, and the switch that lifts the rule."""
    return [told(one) + hint(one) for one in no_diamonds(view)]


def hint(one: NoDiamond) -> str:
    return f" “{one.lifted_by}” lifts this rule." if one.lifted_by else ""


def refusal(line: PooledLine) -> str:
    """Why, and what the counts add up to."""
    return f"{without_total(line)}; the total, not a pooled rate, is {line.total()}"


def without_total(line: PooledLine) -> str:
    return f"{line.pooled.reason} ({line.group})"


def told(
    one: NoDiamond,
    openings: Mapping[str, str] = OPENINGS,
    of_line: Callable[[PooledLine], str] = refusal,
) -> str:
    """The reason as a sentence, which begins as `openings` say for children and for adults."""
    why = "; ".join(map(of_line, one.lines)) or one.why
    return f"{openings[one.population]}{why}." if why else "This outcome is not pooled."


def percentages(view: View) -> list[str]:
    rows = [row for row in view.drawn if row.marker == "percent"]
    shown = [
        f"{row.title} ({', '.join(filter(None, [f'{row.percent:g} %', whom(row)]))})"
        for row in rows
    ]
    return [f"Only a percentage, without counts: {listed(shown)}."] if rows else []


def criteria(view: View, rows: Sequence[Row]) -> list[str]:
    """SOS rates cannot be compared unless their criteria are the same and known."""
    if not view.criteria_matter or not rows:
        return []
    known = [row for row in rows if row.criteria_known]
    if len(rows) == 1:
        return [f"SOS by {known[0].criteria} criteria." if known else "SOS criteria not found."]
    found = f"The SOS criteria were found for {len(known)} of {len(rows)}"
    return [f"{found}; rates by different or unknown criteria cannot be compared."]


def shared(rows: Sequence[Row]) -> list[str]:
    """Whose patients stand in more than one row."""
    return counted_again(((r.population, r.title) for r in rows if r.same_children), "row")
