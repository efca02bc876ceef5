"""`python -m data`: is the evidence sound, and what does it say?

Validates every study and prints studies, results, ledger and gaps, or the problems (exit 1).
`--json` prints the same for programs; `check FILE…` looks at single files; `schema` writes the
JSON schema that editors read. Nothing but the schema file is ever written.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from data.json_schema import SCHEMA_FILE, schema_text
from data.labels import published_text
from data.library import BrokenLibrary, Library, load_library, read_study
from data.problems import Problem
from data.tables import Record, records_of, results_table
from data.words import counted, rate_text


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code is 1 when there are problems."""
    options = read_arguments(arguments)
    try:
        library = load_library()
    except BrokenLibrary as error:
        return print_problems(error.problems)
    if options.command == "check":
        return check(library, options.files)
    if options.command == "schema":
        SCHEMA_FILE.write_text(schema_text(library.vocabulary), encoding="utf-8")
        return 0
    if library.problems:
        return print_problems(library.problems)
    print(as_json(library) if options.json else as_text(library))
    return 0


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m data", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    commands = parser.add_subparsers(dest="command")
    files = commands.add_parser("check", help="check single study files")
    files.add_argument("files", nargs="+", type=Path)
    commands.add_parser("schema", help="write data/study.schema.json")
    return parser.parse_args(arguments)


def print_problems(problems: Sequence[Problem]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{counted(len(problems), 'problem')}.", file=sys.stderr)
    return 1


def check(library: Library, files: Sequence[Path]) -> int:
    """Problems that one file has by itself; overlaps and names need the whole folder."""
    problems = [
        problem
        for path in files
        for problem in read_study(path, library.vocabulary, library.sources)[2]
    ]
    if problems:
        return print_problems(problems)
    print(f"{counted(len(files), 'file')}: no problem.")
    return 0


def as_json(library: Library) -> str:
    """Version, studies as typed, results as computed, shared sources and context."""
    everything = {
        "version": library.version,
        "studies": [study.model_dump(mode="json") for study in library.studies.values()],
        "results": results_table(library).to_dict("records"),
        "sources": {key: source.model_dump() for key, source in library.sources.items()},
        "context": library.context.model_dump(mode="json"),
    }
    return json.dumps(everything, ensure_ascii=False, indent=1)


def as_text(library: Library) -> str:
    """Everything on a few screens of text."""
    parts = [f"PedInO data {library.version}: {counted(len(library.studies), 'study', 'studies')}"]
    for study in library.studies.values():
        parts += ["", f"{study.id} — {study.name}. {study.summary}"]
        parts += result_lines(library, study.id)
        parts += [f"  ledger: {entry.topic}: used {entry.used}" for entry in study.ledger]
        parts += [f"  not found: {gap.what}" for gap in study.not_found]
    return "\n".join(parts)


def result_lines(library: Library, study: str) -> list[str]:
    results = results_table(library)
    return [
        f"  {r['outcome']} ({r['cohort']}, {r['denominator']}): {value_text(r)} "
        f"[{r['basis']}, {r['source_name']}]"
        for r in records_of(results[results["study"] == study])
    ]


def value_text(r: Record) -> str:
    """One result in words, in the style of the screen."""
    if r["percent"] is not None:
        return rate_text(r["events"], r["n"], r["low"], r["high"], digits=1)
    if r["events"] is not None:
        return f"{r['events']} of a number not found"
    if r["events_at_least"] is not None:
        return f"at least {r['events_at_least']}"
    median = f"median {r['median']} {r['unit']} " if r["median"] is not None else ""
    return f"{median}{published_text(r)}".strip()


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):  # not on Windows; elsewhere `… | head` ends quietly
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())
