"""How long each file to take along takes to build, for the full selection.

`python -m tests.benchmarks.files` builds each in a fresh process: the first build pays for the
imports of its library, the second is what the next click costs. Beside the first stand its limit
and an empty file of the same library.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from tests.benchmarks.measures import Measure, report

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


def in_fresh_process(what: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.files", what]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def built(what: str) -> dict[str, float]:
    """Seconds of the first and the second build, and the size."""
    file = build(what, full_brief())
    return {"first": seconds(file), "second": seconds(file), "bytes": len(file())}


def measures_of(what: str) -> list[Measure]:
    """The first build against its limit and an empty file, then the second."""
    found = in_fresh_process(what) | in_fresh_process(f"{what}:empty")
    name = f"{what}, {found['bytes'] / 1000:.0f} kB"
    return [
        Measure(f"{name}, first", found["first"], "s", target=LIMITS[what]),
        Measure(f"{name}, first", found["first"], "s", "an empty file", found["empty"]),
        Measure(f"{name}, next", found["second"], "s", "the first", found["first"]),
    ]


def measure() -> list[Measure]:
    return [one for what in LIMITS for one in measures_of(what)]


def main(what: str = "") -> None:
    name, _, alone = what.partition(":")
    if alone:
        sys.stdout.write(json.dumps({"empty": seconds(empty(name))}))
    elif name:
        sys.stdout.write(json.dumps(built(name)))
    else:
        sys.stdout.write(report(measure()))


if __name__ == "__main__":
    main(*sys.argv[1:])
