"""The walls of the house, read from the imports: pages → components → data, never back.

Every import counts, also inside a function or under TYPE_CHECKING. Nothing is executed.
"""

import ast
import graphlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("data", "components", "pages")
MAY_IMPORT = {
    "data": {"data"},
    "components": {"components", "data"},
    "pages": {"components", "data"},
    "app": {"components"},
}
# Modules that must work without Streamlit: in a test, a notebook, an export.
WITHOUT_STREAMLIT = (
    "components.blocks",
    "components.brief_route",
    "components.chart",
    "components.dose_chart",
    "components.dose_plan",
    "components.escalation_chart",
    "components.evidence",
    "components.exports",
    "components.forest",
    "components.leave_one_out",
    "components.legend",
    "components.lines_chart",
    "components.look",
    "components.picture",
    "components.row_words",
    "components.scale",
    "components.stage",
)
TOP_LEVEL = {
    *("app.py", "pages", "components", "data", "tests"),
    *("pyproject.toml", "requirements.txt", "README.md", "CHANGELOG.md", "LICENSE"),
    *(".ci", ".github", ".gitignore", ".streamlit"),
}

Imports = dict[str, set[str]]


def project_files(root: Path) -> list[Path]:
    files = [path for folder in FOLDERS for path in (root / folder).rglob("*.py")]
    return sorted([*files, *root.glob("app.py")])


def module_name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_names(path: Path, root: Path) -> Iterator[str]:
    """Yield each imported name in full: `from data import views` gives `data.views`."""
    package = ".".join(path.relative_to(root).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute_base(node, package)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def absolute_base(node: ast.ImportFrom, package: str) -> str:
    """Return what `from … import` names, with leading dots resolved against the package."""
    if not node.level:
        return node.module or ""
    parents = package.split(".")
    parents = parents[: len(parents) - node.level + 1]
    return ".".join([*parents, *([node.module] if node.module else [])])


def read_imports(root: Path) -> Imports:
    """Return for each project module what it imports: project modules, and others by top name."""
    files = {module_name(path, root): path for path in project_files(root)}
    return {
        name: {nearest_module(target, files) for target in imported_names(path, root)}
        for name, path in files.items()
    }


def nearest_module(target: str, modules: dict[str, Path]) -> str:
    """Return the project module that holds `target`, or the top name of a library."""
    parts = target.split(".")
    prefixes = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((prefix for prefix in prefixes if prefix in modules), parts[0])


def folder(module: str) -> str:
    return module.partition(".")[0]


def reach(module: str, imports: Imports) -> set[str]:
    """Return everything that importing `module` brings in, its parent packages included."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            parent = name.rpartition(".")[0]
            waiting += [*imports.get(name, ()), *([parent] if parent in imports else [])]
    return seen


def wrong_ways(imports: Imports) -> list[str]:
    """Return each import that goes back through a wall."""
    inside = {*FOLDERS, "app", "tests"}
    return [
        f"{module} imports {target}"
        for module, targets in sorted(imports.items())
        for target in sorted(targets)
        if folder(target) in inside - MAY_IMPORT[folder(module)]
    ]


def library_users(library: str, imports: Imports, starts: tuple[str, ...]) -> list[str]:
    """Return the modules at or below `starts` that bring in `library`, however indirectly."""
    below = [m for m in imports if any(f"{m}.".startswith(f"{start}.") for start in starts)]
    return sorted(module for module in below if library in reach(module, imports))


def circle(imports: Imports) -> str:
    """Return one import circle, as `a ← b ← a`, or nothing."""
    graph = {m: {t for t in targets if t in imports and t != m} for m, targets in imports.items()}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return " ← ".join(error.args[1])
    return ""


@pytest.fixture(scope="module")
def imports() -> Imports:
    return read_imports(ROOT)


def test_every_folder_is_read(imports):
    """The walls are checked on real files in all three folders and on the server."""
    assert {folder(module) for module in imports} == {*FOLDERS, "app"}


def test_imports_run_one_way(imports):
    """Pages may use components and data, components may use data, and nothing goes back."""
    assert wrong_ways(imports) == []


def test_pages_never_import_each_other(imports):
    """A page is opened by the shell and by nothing else."""
    pages = {module for module in imports if folder(module) == "pages"}
    assert not pages & set().union(*imports.values())


@pytest.mark.parametrize("library", ["streamlit", "plotly"])
def test_data_knows_no_screen(imports, library):
    """The data work without a browser, a server or a chart."""
    assert library_users(library, imports, ("data",)) == []


def test_figures_and_files_know_no_streamlit(imports):
    """Figures, palette and exports can be made without Streamlit."""
    assert library_users("streamlit", imports, WITHOUT_STREAMLIT) == []


def test_no_import_circles(imports):
    """No module is needed, even in the end, by a module that it needs."""
    assert circle(imports) == ""


@pytest.mark.skipif(
    not (ROOT / ".git").exists() or not shutil.which("git"), reason="not a git checkout"
)
def test_only_known_entries_at_the_top():
    """The top level holds what the project's card allows and nothing else."""
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {path.split("/")[0] for path in listed.split("\0") if path}
    assert top <= TOP_LEVEL


# Each plan breaks one wall. A check that stays silent on its plan checks nothing.
BROKEN = [
    ("data/a.py", "def f():\n    import streamlit.errors", "streamlit"),
    ("data/a.py", "from components import forest", "wrong way"),
    ("components/a.py", "from pages.sos import x", "wrong way"),
    ("pages/a.py", "from pages import sos", "wrong way"),
    ("pages/a.py", "from . import sos", "wrong way"),
    ("pages/a.py", "import app", "wrong way"),
    ("data/views.py", "from . import pooling", "circle"),
    ("data/views.py", "from .pooling import pool", "circle"),
    ("components/store.py", "import streamlit as st", "forest"),
]


@pytest.mark.parametrize(("path", "line", "wall"), BROKEN, ids=[b[0] + " " + b[1] for b in BROKEN])
def test_each_wall_can_fail(tmp_path, path, line, wall):
    """A planted import that breaks a wall is found."""
    sound = {
        "app.py": "from components import server",
        "components/__init__.py": "",
        "components/server.py": "import streamlit",
        "components/store.py": "",
        "components/forest.py": "from components import store",
        "data/__init__.py": "",
        "data/views.py": "",
        "data/pooling.py": "from data.views import View",
        "pages/sos.py": "from components import store",
    }
    assert broken_walls(plan(tmp_path / "sound", sound)) == []
    assert broken_walls(plan(tmp_path / "broken", sound | {path: line})) == [wall]


def plan(root: Path, files: dict[str, str]) -> Imports:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return read_imports(root)


def broken_walls(imports: Imports) -> list[str]:
    checks = {
        "wrong way": wrong_ways(imports),
        "streamlit": library_users("streamlit", imports, ("data",)),
        "forest": library_users("streamlit", imports, WITHOUT_STREAMLIT),
        "circle": circle(imports),
    }
    return [wall for wall, findings in checks.items() if findings]
