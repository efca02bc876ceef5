"""How long each file to take along takes to build, for the full selection.

`python -m tests.benchmarks.files` builds each in a fresh process: the first build pays for the
imports of its library, the second is what the next click costs. Beside the seconds stand their
part of the limit, and the ratio to an empty file of the same library in the same run. Nothing is
asserted: seconds depend on the machine.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace

LIMITS = {"deck": 2, "handout": 1, "workbook": 1, "bundle": 1, "svg": 1, "png": 1}
FULL = {"adults": True, "across": True, "keep": True, "small": True, "together": True}


def full_brief():
    """Every study that a link can ask for, pooled as far as the switches allow."""
    from data.library import load_library
    from data.selection import Selection
    from tests.briefs import brief_of

    return brief_of(load_library(), **vars(replace(Selection(), **FULL)))


def build(what: str, brief) -> Callable[[], bytes]:
    from importlib import import_module

    name = "picture_files" if what in ("svg", "png") else what
    subject = brief.views[0] if name == "picture_files" else brief
    return lambda: getattr(import_module(f"components.exports.{name}"), f"{what}_bytes")(subject)


def empty(what: str) -> Callable[[], object]:
    """The least that the same library can do."""
    return {"deck": empty_deck, "workbook": empty_workbook, "png": empty_png}.get(what, empty_zip)


def empty_deck() -> None:
    from io import BytesIO

    from pptx import Presentation

    Presentation().save(BytesIO())


def empty_workbook() -> None:
    from io import BytesIO

    from xlsxwriter import Workbook

    with Workbook(BytesIO()) as book:
        book.add_worksheet()


def empty_png() -> None:
    import resvg_py

    resvg_py.svg_to_bytes(
        svg_string='<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    )


def empty_zip() -> None:
    from io import BytesIO
    from zipfile import ZipFile

    with ZipFile(BytesIO(), "w") as file:
        file.writestr("empty", "")


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measured(what: str) -> dict[str, float]:
    """Seconds of the first and the second build, and of the first empty file."""
    command = [sys.executable, "-m", "tests.benchmarks.files", what]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def measure(what: str, *, bare: bool) -> dict[str, float]:
    if bare:
        return {"empty": seconds(empty(what))}
    file = build(what, full_brief())
    return {"first": seconds(file), "second": seconds(file), "bytes": len(file())}


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    rows = {}
    say(f"{'file':10}{'first':>9}{'limit':>8}{'of it':>8}{'second':>9}{'× empty':>9}{'kB':>8}")
    for what, limit in LIMITS.items():
        found = measured(what) | measured(f"{what}:bare")
        rows[what] = found | {
            "of_limit": found["first"] / limit,
            "ratio": found["first"] / found["empty"],
        }
        say(
            f"{what:10}{found['first']:8.2f}s{limit:7}s{rows[what]['of_limit']:8.0%}"
            f"{found['second']:8.2f}s{rows[what]['ratio']:9.1f}{found['bytes'] / 1000:8.0f}"
        )
    say(json.dumps(rows))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        name, _, bare = sys.argv[1].partition(":")
        say(json.dumps(measure(name, bare=bool(bare))))
    else:
        main()
