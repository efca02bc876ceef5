"""Change `data/` in thousands of small ways, and see that for each a test fails.

`python -m tests.mutation` tries all modules, `python -m tests.mutation rounding words` these. For
what survives write a test. Where no test can tell the change, put the line that is printed into
`tests/mutants_that_survive.tsv`, with the reason in front: anything else ends with 1, as does a
listed mutant that does not exist any more. Listed ones are not tried again without `--listed-too`.
Killed mutants are remembered until their module changes, survivors until any test changes;
`--fresh` forgets both.
"""

import argparse
import os
import sys
import warnings
from pathlib import Path

from tests.mutation.coverage_map import DATA
from tests.mutation.mutants import Source
from tests.mutation.results import Results, digest_of_tests
from tests.mutation.run import Task, run
from tests.mutation.survivors import LIST, Judged, read_list, report

ROOT = DATA.parent
RESULTS = ROOT / ".pytest_cache" / "mutation" / "results.jsonl"
# Tests of other things than `data`, or that need servers, whole pages or another program.
LEFT_OUT = (
    *("benchmarks", "brief_route", "deck_rendered", "differential", "errors", "fuzz"),
    *("hostile_exports", "hostile_files", "hostile_links", "hostile_pages", "keep", "load"),
    *("metafor", "mutation", "office_files", "own_series_drawn", "own_series_exports", "pages*"),
    *("preload", "present", "readme", "ready", "requirements", "server", "shapes", "synthetic"),
    "walls",
)


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    paths = {path.stem: path for path in sorted(DATA.glob("*.py")) if path.stem != "__init__"}
    if unknown := [module for module in options.modules if module not in paths]:
        raise SystemExit(f"no such module in data: {', '.join(unknown)}")
    modules = frozenset(options.modules or paths)
    sources = {module: Source(path, module) for module, path in paths.items()}
    mutants = [one for module in modules for one in sources[module].mutants]
    tests = options.tests or tests_of_data()
    options.results.parent.mkdir(parents=True, exist_ok=True)
    if options.fresh:
        options.results.unlink(missing_ok=True)
    results = Results(options.results, sources, digest_of_tests(tests, options.seconds))
    listed = read_list(options.listed)
    known = results.known().keys() | (set() if options.listed_too else listed.keys())
    if left := [one for one in mutants if one.name not in known]:
        run(Task(sources, left, tests, options.workers, options.seconds, results))
    existing = frozenset(one.name for one in mutants)
    outcomes = {name: one for name, one in results.known().items() if name in existing}
    judged = Judged(outcomes, listed, existing, modules)
    sys.stdout.write("\n".join(report(judged)) + "\n")
    return int(not judged.ok)


def tests_of_data() -> list[str]:
    left_out = {path for name in LEFT_OUT for path in (ROOT / "tests").glob(f"test_{name}.py")}
    return [str(path) for path in sorted({*(ROOT / "tests").glob("test_*.py")} - left_out)]


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="tests.mutation", description=__doc__.partition("\n")[0])
    made.add_argument("modules", nargs="*", help="modules of data; all without any")
    made.add_argument("--tests", nargs="+", help="test files that judge; all that fit without any")
    made.add_argument("--seconds", type=float, default=20, help="of tests a mutant, about")
    made.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    made.add_argument("--fresh", action="store_true", help="forget earlier results")
    made.add_argument("--results", type=Path, default=RESULTS, help="where results are kept")
    made.add_argument("--listed-too", action="store_true", help="try the listed ones again")
    made.add_argument("--listed", type=Path, default=LIST, help="the list of survivors")
    return made


if __name__ == "__main__":
    warnings.simplefilter("error")
    sys.exit(main())
