"""How long one pooled rate of 14 studies takes here and in R's metafor, on the same machine.

`python -m tests.benchmarks.pooling` prints medians after a warm-up, each measured inside its own
process, as a table and as JSON.
"""

from __future__ import annotations

import csv
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from data.pooling import leave_one_out, pool
from tests.benchmarks.measures import Measure, report
from tests.running_r import why_no_metafor

REPEATS = 30
# Milliseconds that one fit, and leaving each study out, may take.
MOST_ONE, MOST_LEAVING = 10, 100
EVENTS = [28, 28, 20, 22, 24, 11, 6, 16, 5, 13, 9, 31, 4, 17]
TOTALS = [42, 48, 25, 27, 30, 21, 21, 19, 8, 23, 14, 51, 9, 26]


def median_ms(work: Callable[[], object]) -> float:
    """The median of the repeats, after one that is not counted."""
    work()
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return 1000 * statistics.median(seconds)


def ours() -> list[float]:
    """Milliseconds of one fit and of leaving each study out in turn."""
    return [
        median_ms(lambda: pool(EVENTS, TOTALS)),
        median_ms(lambda: leave_one_out(EVENTS, TOTALS)),
    ]


def metafors() -> list[float]:
    """Milliseconds of one fit by default, one with 100 nodes, and of leaving each study out."""
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts.csv"
        with counts.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("x", "n"), *zip(EVENTS, TOTALS, strict=True)])
        command = ["Rscript", Path(__file__).with_suffix(".R"), counts, str(REPEATS)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [float(line) for line in done.stdout.split()]


def measure() -> list[Measure]:
    """One fit and leaving each study out, against their limits; beside metafor where R has it."""
    one, leaving = ours()
    found = [
        Measure("pooled rate of 14 studies", one, "ms", target=MOST_ONE),
        Measure("each of 14 studies left out", leaving, "ms", target=MOST_LEAVING),
    ]
    if missing := why_no_metafor():
        sys.stderr.write(f"nothing beside metafor: {missing}\n")
        return found
    default, nodes_100, r_leaving = metafors()
    return [
        *found,
        Measure("pooled rate of 14 studies", one, "ms", "metafor with 7 nodes", default),
        Measure("pooled rate of 14 studies", one, "ms", "metafor with 100 nodes", nodes_100),
        Measure("each of 14 studies left out", leaving, "ms", "metafor", r_leaving),
    ]


def main() -> None:
    sys.stdout.write(report(measure()))


if __name__ == "__main__":
    main()
