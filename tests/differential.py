"""Thousands of simulated sets of small studies, pooled by us and by brute force, compared.

`python -m tests.differential --sets 10000 --seed 1` prints how often both agree and the largest
differences, and exits with 1 when they disagree anywhere. The sets have 3–10 studies of 3–60
patients, true rates of 2–98 %, a spread τ of 0–2, and in every fourth set about half of the
studies with no event or nothing but events.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from data.pooling import Pooled, pool
from tests.brute_force import Peak, highest, log_likelihood, standard_error

# How far μ may lie from the brute-force one; further off only where the likelihood is as high.
TOLERANCE_MU, TOLERANCE_VALUE = 1e-6, 1e-9
# Second derivatives by differences lose half of the digits.
TOLERANCE_SE = 1e-4
AGREE, BOTH, WE, DISAGREE = "agree", "refused by both", "refused by us only", "DISAGREE"


@dataclass(frozen=True)
class Compared:
    """One set and how far we are from brute force; differences are None where one refused."""

    x: list[int]
    n: list[int]
    verdict: str
    reason: str = ""
    tau: float | None = None
    mu_off: float | None = None
    tau_off: float | None = None
    se_off: float | None = None
    value_off: float | None = None


def simulate(seed: int, number: int) -> tuple[list[int], list[int]]:
    """Set `number` of this seed: events and patients of 3 to 10 studies."""
    chance = np.random.default_rng([seed, number])
    k = chance.integers(3, 11)
    n = chance.integers(3, 61, k)
    tau = chance.choice([0.0, chance.uniform(0, 2)], p=[0.2, 0.8])
    rates = expit(logit(chance.uniform(0.02, 0.98)) + tau * chance.normal(size=k))
    x = chance.binomial(n, rates)
    if number % 4 == 0:
        x = np.where(chance.random(k) < 0.5, n * (chance.random(k) < rates), x)
    return x.tolist(), n.tolist()


def compare(task: tuple[int, int]) -> Compared:
    """Pool one simulated set by both ways."""
    x, n = simulate(*task)
    uniform = sum(x) in (0, sum(n))
    return judge(x, n, pool(x, n), None if uniform else highest(x, n))


def judge(x: list[int], n: list[int], ours: Pooled, brute: Peak | None) -> Compared:
    if ours.log_odds is None or ours.se is None or ours.tau2 is None:
        verdict = BOTH if brute is None else WE
        return Compared(x, n, verdict, ours.reason, brute.tau if brute else None)
    if brute is None:
        return Compared(x, n, DISAGREE, "we found a maximum, brute force none")
    tau = math.sqrt(ours.tau2)
    mu_off = abs(ours.log_odds - brute.mu)
    value_off = log_likelihood(ours.log_odds, tau, x, n) - brute.value
    se_off = abs(ours.se / standard_error(ours.log_odds, tau, x, n) - 1)
    offs = (mu_off, abs(tau - brute.tau), se_off, value_off)
    wrong = mu_off > TOLERANCE_MU and value_off < -TOLERANCE_VALUE
    wrong = wrong or value_off > TOLERANCE_VALUE or se_off > TOLERANCE_SE
    return Compared(x, n, DISAGREE if wrong else AGREE, "", brute.tau, *offs)


def compare_all(sets: int, seed: int, processes: int = 1) -> Iterator[Compared]:
    """Compare that many sets, in order; more processes are faster and give the same."""
    tasks = [(seed, number) for number in range(sets)]
    if processes == 1:
        yield from map(compare, tasks)
    else:
        with multiprocessing.get_context("spawn").Pool(processes) as workers:
            yield from workers.imap(compare, tasks, chunksize=20)


def report(results: Iterable[Compared]) -> str:
    """How often both agree, how far they are apart, and every disagreement."""
    results = list(results)
    counts = Counter(one.verdict for one in results)
    lines = [f"{verdict:<20}{counts[verdict]:>7}" for verdict in (AGREE, BOTH, WE, DISAGREE)]
    lines += [*differences(results), *beyond(results), *refusals(results)]
    lines += [f"{one.verdict}: {one}" for one in results if one.verdict == DISAGREE]
    return "\n".join(lines)


def differences(results: list[Compared]) -> Iterator[str]:
    """The largest difference of each kind with the set that it comes from."""
    labels = {
        "mu_off": "mu",
        "tau_off": "tau",
        "se_off": "se, relative",
        "value_off": "log-likelihood",
    }
    yield "largest differences:"
    for field, label in labels.items():
        having = [one for one in results if getattr(one, field) is not None]
        if having:
            worst = max(having, key=lambda one: abs(getattr(one, field)))
            counts = " ".join(f"{a}/{b}" for a, b in zip(worst.x, worst.n, strict=True))
            yield f"  {label:<15}{getattr(worst, field):>9.1e}   tau {worst.tau:.2f}   {counts}"


def beyond(results: list[Compared]) -> Iterator[str]:
    """How often and from which τ on μ lies further off than wanted where the value is as high."""
    taus = [one.tau or 0 for one in results if (one.mu_off or 0) > TOLERANCE_MU]
    if taus:
        yield f"mu more than {TOLERANCE_MU:.0e} off: {len(taus)} sets, from tau {min(taus):.2f} on"


def refusals(results: list[Compared]) -> Iterator[str]:
    """Where we refuse and brute force does not, with the τ that it finds."""
    ours = sorted((one for one in results if one.verdict == WE), key=lambda one: one.tau or 0)
    if ours:
        taus = [one.tau or 0 for one in ours]
        yield f"refused by us only at tau {taus[0]:.2f} to {taus[-1]:.2f}:"
        for reason, count in Counter(one.reason for one in ours).items():
            yield f"  {count:>5} {reason}"
        first = ours[0]
        yield "  at the lowest tau: " + " ".join(
            f"{a}/{b}" for a, b in zip(first.x, first.n, strict=True)
        )
        answered = [one.tau for one in results if one.verdict == AGREE and one.tau is not None]
        yield f"  answered up to tau {max(answered, default=0):.2f}"


def with_progress(results: Iterable[Compared], sets: int) -> Iterator[Compared]:
    """Say on stderr after each tenth how far it is."""
    for number, one in enumerate(results, start=1):
        if number % max(1, sets // 10) == 0:
            sys.stderr.write(f"{number} of {sets}\n")
        yield one


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sets", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    running = compare_all(options.sets, options.seed, os.cpu_count() or 1)
    results = list(with_progress(running, options.sets))
    sys.stdout.write(f"{options.sets} sets, seed {options.seed}\n{report(results)}\n")
    return int(any(one.verdict == DISAGREE for one in results))


if __name__ == "__main__":
    sys.exit(main())
