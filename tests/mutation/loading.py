"""Mutants that act when a module is imported: the copy imports all of `data` anew, one changed."""

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType

import pytest

from tests.mutation.children import FirstFailure
from tests.mutation.mutants import Mutant, Source

ROOT = Path(__file__).parents[2]
# The project's own settings, but silent and without what only helps a reader of failures.
OPTIONS = [
    *("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)),
    *("-o", "addopts=--import-mode=importlib", "-m", "not browser"),
    *("-p", "no:terminal", "-p", "no:cacheprovider", "--assert=plain"),
    "--hypothesis-profile=mutation",
]


class Changed(MetaPathFinder, SourceFileLoader):
    """Finds one module of `data`, and gives its changed code instead of what the file says."""

    def __init__(self, source: Source, code: CodeType) -> None:
        super().__init__(f"data.{source.module}", str(source.path))
        self.changed = code

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        return spec_from_file_location(fullname, self.path, loader=self)

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - the loader's interface
        return self.changed


class Chosen:
    """A pytest plugin that keeps only these tests, in this order."""

    def __init__(self, tests: list[str]) -> None:
        self.place = {test: i for i, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        kept = [item for item in items if item.nodeid in self.place]
        items[:] = sorted(kept, key=lambda item: self.place[item.nodeid])


def run_fresh(source: Source, mutant: Mutant, tests: list[str], pipe: int) -> int:
    """Run these tests with the mutant in a process that has not imported the project yet."""
    sys.meta_path.insert(0, Changed(source, source.code(mutant)))
    files = sorted({test.partition("::")[0] for test in tests})
    return pytest.main([*OPTIONS, *files], plugins=[FirstFailure(pipe), Chosen(tests)])
