"""How sure is a pooled rate? All methods, each study left out in turn, and a bedside reading.

The words say what the numbers allow and no more; where a method refuses, its reason stands in the
place of its numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.pooling import Pooled, leave_one_out, pool, predict_count, probability_above
from data.pooling_methods import METHODS
from data.rows import PooledLine
from data.sentences import refusal
from data.words import counted, percent_text, rounded, span_text

METHOD_NAMES = {
    "glmm": "Random-effects logistic model (GLMM), t; for the diamond",
    "reml": "Logit, REML, Hartung–Knapp",
    "reml-adhoc": "Logit, REML, Hartung–Knapp, never narrower than without it",
    "dl": "Logit, DerSimonian–Laird, z",
    "common": "One common rate, no difference between studies, z",
}
# A bedside reading is right so often, if the model is; in percent.
BEDSIDE_LEVEL = 80
MOST = 99  # percent; a probability is never called certain
FEWEST_TO_LEAVE_ONE_OUT = 4


@dataclass(frozen=True)
class HowSure:
    """What every method says of a pooled line, and what the main one says without each study."""

    line: PooledLine
    methods: tuple[Pooled, ...]
    without: tuple[Pooled, ...]


def how_sure(line: PooledLine) -> HowSure:
    """All fits behind the panel."""
    methods = tuple(pool(line.events, line.totals, method) for method in METHODS)
    enough = line.pooled.k >= FEWEST_TO_LEAVE_ONE_OUT
    return HowSure(line, methods, tuple(leave_one_out(line.events, line.totals)) if enough else ())


def method_rows(sure: HowSure) -> list[dict[str, str]]:
    """The table of methods: rate, prediction interval, τ² and I², or the reason why not."""
    return [
        {
            "Method": METHOD_NAMES[fit.method],
            "Rate [95 %]": rate(fit, 1) if fit.estimable else fit.reason,
            "95 % prediction interval": span_text(fit.prediction_low, fit.prediction_high, 1),
            "τ²": number(fit.tau2, 2) if estimates_spread(fit) else "–",
            "I²": f"{number(fit.i2, 0)} %" if estimates_spread(fit) else "–",
        }
        for fit in sure.methods
    ]


def estimates_spread(fit: Pooled) -> bool:
    """Whether the method estimates τ²; the common-effect model takes it to be 0."""
    return fit.prediction_low is not None


def rate(fit: Pooled, digits: int) -> str:
    return percent_text(fit.estimate, fit.low, fit.high, digits)


def number(value: float | None, digits: int) -> str:
    return "–" if value is None else rounded(value, digits)


def methods_sentence(sure: HowSure) -> str:
    """How far the methods agree, or what the studies add up to when there is no estimate."""
    fits = [fit for fit in sure.methods if fit.estimable]
    if not fits:
        return f"No method gives a rate: {refusal(sure.line)}."
    ends = ends_text([fit.estimate for fit in fits])
    return (
        f"{len(fits)} of {counted(len(sure.methods), 'method')} give a rate: {ends}, "
        f"with intervals from {widest_text(fits)}.{zero_cells(sure.line)}"
    )


def zero_cells(line: PooledLine) -> str:
    """What the logit methods do to a study where nobody or everybody had the event."""
    pairs = zip(line.names, line.events, line.totals, strict=True)
    names = [name for name, events, n in pairs if events in (0, n)]
    if not names:
        return ""
    return f" The three logit methods add 0.5 to the counts of {', '.join(names)}."


def ends_text(estimates: list[float | None]) -> str:
    """The smallest and the largest of some rates: "69 to 72 %"."""
    values = sorted(100 * value for value in estimates if value is not None)
    low, high = rounded(values[0]), rounded(values[-1])
    return f"{low} %" if low == high else f"{low} to {high} %"


def without_sentence(sure: HowSure) -> str:
    """How much the pooled rate hangs on one study."""
    if not sure.without:
        return f"Leaving one out needs {FEWEST_TO_LEAVE_ONE_OUT} studies."
    named = list(zip(sure.line.names, sure.without, strict=True))
    lost = [f"Without {name} no rate can be pooled." for name, fit in named if not fit.estimable]
    return " ".join(lost or influence(sure))


def influence(sure: HowSure) -> list[str]:
    """Between which rates it moves, and which study moves it most."""
    ends = ends_text([fit.estimate for fit in sure.without])
    said = (
        f"Leaving out one study at a time, the pooled rate is {ends}, "
        f"with intervals from {widest_text(sure.without)}."
    )
    return [said, most_influenced(sure)]


def most_influenced(sure: HowSure) -> str:
    """The study that moves the rate most, unless none does by what is shown of it."""
    full = sure.line.pooled.estimate or 0
    named = zip(sure.line.names, sure.without, strict=True)
    changes = [
        (100 * (fit.estimate - full), name) for name, fit in named if fit.estimate is not None
    ]
    change, name = max(changes, key=lambda pair: abs(pair[0]))
    points, direction = rounded(abs(change), 1), "higher" if change > 0 else "lower"
    if points == rounded(0, 1):
        return "No study moves it by as much as 0.1 points."
    return f"It is most influenced by {name}: without it the rate is {points} points {direction}."


def widest_text(fits: Sequence[Pooled]) -> str:
    """From the lowest to the highest end of several intervals: "37 to 92 %"."""
    lows = [fit.low for fit in fits if fit.low is not None]
    highs = [fit.high for fit in fits if fit.high is not None]
    return f"{rounded(100 * min(lows))} to {rounded(100 * max(highs))} %"


def bedside_sentence(line: PooledLine, of: int) -> str:
    """Of the next so many patients so many; both tails are at most half of what is left."""
    low, high = predict_count(line.pooled, of, BEDSIDE_LEVEL / 100)
    numbers = f"{low}" if low == high else f"{low} to {high}"
    return (
        f"In a new comparable setting, with a probability of at least {BEDSIDE_LEVEL} %, "
        f"{numbers} of the next {of} {line.whom} would {line.would}."
    )


def above_sentence(line: PooledLine, threshold: int) -> str:
    """The probability that the rate of a new setting is above a threshold in percent."""
    probability = 100 * probability_above(line.pooled, threshold / 100)
    return (
        f"The probability that the rate there is above {threshold} % "
        f"is {probability_text(probability)}."
    )


def probability_text(percent: float) -> str:
    """A probability that is never called certain: "95 %", "more than 99 %", "less than 1 %"."""
    if percent > MOST:
        return f"more than {MOST} %"
    return f"less than {100 - MOST} %" if percent < 100 - MOST else f"{rounded(percent)} %"
