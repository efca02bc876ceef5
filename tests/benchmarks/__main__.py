"""How fast the dashboard is, beside bare references that run on the same machine at the same time.

`python -m tests.benchmarks` takes about a quarter of an hour and wants the machine for itself. It
prints which machine that is, a table for each part, and the same as one line of JSON. Nothing is
asserted: a target that is missed is said in the table. Many visitors at once and replicas have
commands of their own: `tests.benchmarks.load`, `tests.benchmarks.replicas`.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import version

import psutil

from tests.benchmarks import browser, files, pooling, server_cost, studies
from tests.benchmarks.measures import Measure, markdown_table
from tests.chromium import chromium

PARTS: Mapping[str, Callable[[], list[Measure]]] = {
    "what a browser sees": browser.measure,
    "what the server spends": server_cost.measure,
    "many studies": studies.measure,
    "pooled rates": pooling.measure,
    "files to take along": files.measure,
}


def machine() -> str:
    """Cores, memory and versions: what the seconds of a run depend on."""
    memory = psutil.virtual_memory().total / 1e9
    libraries = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "plotly", "pandas"))
    return (
        f"{psutil.cpu_count()} cores, {memory:.0f} GB, {platform.system()}; "
        f"Python {platform.python_version()}, {libraries}, {browser_version()}"
    )


def browser_version() -> str:
    path = chromium()
    if path is None:
        return "no Chromium"
    said = subprocess.run([path, "--version"], check=True, capture_output=True, text=True).stdout
    return " ".join(said.split()[:2])


def say(text: str) -> None:
    """At once: what was measured is not lost when a later part fails."""
    sys.stdout.write(f"{text}\n\n")
    sys.stdout.flush()


def main() -> None:
    """All parts one after the other, so that none disturbs another."""
    say(machine())
    found = []
    for name, part in PARTS.items():
        measures = part()
        say(f"{name}\n\n{markdown_table(measures)}")
        found += measures
    say(json.dumps({"machine": machine(), "measures": [one.plain() for one in found]}))


if __name__ == "__main__":
    main()
