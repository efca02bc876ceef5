"""How long one pooled rate of 14 studies takes here and in R's metafor, on the same machine.

`python -m tests.benchmarks.pooling` prints medians after a warm-up, each measured inside its own
process, and one line of JSON with the ratios R / ours. Nothing is asserted: seconds depend on the
machine.
"""

from __future__ import annotations

import csv
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from data.pooling import leave_one_out, pool

REPEATS = 30
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


def main() -> None:
    (one, leaving), (default, nodes_100, r_leaving) = ours(), metafors()
    rows = {
        "one fit, metafor's default of 7 nodes": (one, default),
        "one fit, 100 nodes in both": (one, nodes_100),
        "each of 14 studies left out, metafor's default": (leaving, r_leaving),
    }
    sys.stdout.write(f"{'median of ' + str(REPEATS):<48}{'ours':>9}{'R':>10}{'R / ours':>10}\n")
    for label, (here, r) in rows.items():
        sys.stdout.write(f"{label:<48}{here:>6.1f} ms{r:>7.0f} ms{r / here:>10.1f}\n")
    ratios = {label: round(r / here, 1) for label, (here, r) in rows.items()}
    sys.stdout.write(json.dumps({"studies": len(EVENTS), "ratios": ratios}) + "\n")


if __name__ == "__main__":
    main()
