"""All mutants of a module: one small change each, with a name that survives edits elsewhere.

A mutant is named by module, function, change, the text of its line, and which of several equal
ones it is; line numbers are no part of the name. Not changed are texts, annotations, decorators,
`strict=` of zip (it can only fire on a defect of ours), and what runs only as a command.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

from tests.mutation.operators import changes

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
Place = tuple[ast.AST, str, int | None]


@dataclass(frozen=True)
class Name:
    """What stands in the list of survivors."""

    module: str
    function: str
    change: str
    line: str
    occurrence: int = 1


@dataclass(frozen=True)
class Mutant:
    """One change: where it is in the tree, and which lines a test must run to meet it.

    `function` is the outermost function around it; empty at the top of a module or class, and for
    default arguments: these take effect when the module is imported. `words` are names by which
    the rest of the code refers to it.
    """

    name: Name
    function: str
    lines: range
    words: frozenset[str]
    place: Place
    new: ast.AST


class Source:
    """One module as it stands on the disk, and its mutants."""

    def __init__(self, path: Path, module: str) -> None:
        self.path, self.module = path, module
        self.text = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.text)
        self.lines = self.text.splitlines()
        self.mutants = list(self._named())

    def code(self, mutant: Mutant) -> CodeType:
        """The compiled module with this one change."""
        parent, field, index = mutant.place
        siblings = getattr(parent, field)
        old = siblings if index is None else siblings[index]
        new = ast.copy_location(mutant.new, old)
        put(mutant.place, ast.fix_missing_locations(new))
        try:
            return compile(self.tree, str(self.path), "exec", dont_inherit=True)
        finally:
            put(mutant.place, old)

    def _named(self) -> Iterator[Mutant]:
        seen: Counter[Name] = Counter()
        for function, shown, change, place, new, node, statement in self._found():
            line = self.lines[node.lineno - 1].strip()
            name = Name(self.module, shown, change, line)
            seen[name] += 1
            yield Mutant(
                Name(self.module, shown, change, line, seen[name]),
                function,
                header(statement),
                words(statement),
                place,
                new,
            )

    def _found(self) -> Iterator[tuple]:
        for scope, place, statement in walk(self.tree):
            node = at(place)
            known = {described(node)}
            returns = ast.unparse(scope.returns) if scope.returns else ""
            for change, new in changes(node, returns):
                if described(new) not in known:
                    known.add(described(new))
                    where = node.target if isinstance(node, ast.comprehension) else node
                    shown = scope.path or "(module)"
                    yield scope.function, shown, change, place, new, where, statement


@dataclass(frozen=True)
class Scope:
    """Where in a module a node stands."""

    path: str = ""
    function: str = ""
    returns: ast.expr | None = None

    def inside(self, node: ast.ClassDef | FUNCTION) -> "Scope":
        path = f"{self.path}.{node.name}".lstrip(".")
        if isinstance(node, ast.ClassDef):
            return Scope(path, self.function)
        return Scope(path, self.function or path, node.returns)


def walk(tree: ast.Module) -> Iterator[tuple[Scope, Place, ast.stmt]]:
    """Every place that may be changed, with the statement that it belongs to."""
    yield from below(tree, Scope(), tree.body[0])


def below(parent: ast.AST, scope: Scope, statement: ast.stmt) -> Iterator[tuple]:
    for field, index, child in children(parent):
        inner = child if isinstance(child, ast.stmt) else statement
        if isinstance(child, FUNCTION):
            outside = Scope(f"{scope.path}.{child.name}".lstrip("."), scope.function)
            yield from below(child.args, outside, inner)
        if not isinstance(child, ast.ClassDef | FUNCTION):
            yield scope, (parent, field, index), inner
            yield from below(child, scope, inner)
        else:
            yield from below(child, scope.inside(child), inner)


def described(node: ast.AST) -> str:
    """What is the same for two changes that do the same."""
    return f"{type(node).__name__} {ast.unparse(node)}"


def children(parent: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    for field, value in ast.iter_fields(parent):
        if left_alone(parent, field):
            continue
        if isinstance(value, ast.AST):
            yield field, None, value
        elif isinstance(value, list):
            for i, child in enumerate(value):
                if isinstance(child, ast.AST) and not only_a_command(child):
                    yield field, i, child


def left_alone(parent: ast.AST, field: str) -> bool:
    """Annotations, decorators, formats of numbers in texts; `args` are walked on their own."""
    if field in ("annotation", "returns", "decorator_list", "format_spec", "ctx", "op", "ops"):
        return True
    if isinstance(parent, FUNCTION) and field == "args":
        return True
    if isinstance(parent, ast.Assign) and is_type(parent):
        return True
    return isinstance(parent, ast.keyword) and parent.arg == "strict"


def is_type(node: ast.Assign) -> bool:
    """Whether it names a type: `Keys = frozenset[str]`."""
    value = node.value
    return isinstance(value, ast.Subscript) and called_name(value.value) in (
        *("frozenset", "tuple", "dict", "list", "set", "Mapping", "Callable", "Literal"),
        *("Annotated", "Iterator", "Sequence"),
    )


def called_name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def only_a_command(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)


def at(place: Place) -> ast.AST:
    parent, field, index = place
    value = getattr(parent, field)
    return value if index is None else value[index]


def put(place: Place, node: ast.AST) -> None:
    parent, field, index = place
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def header(statement: ast.stmt) -> range:
    """The lines of a statement without those of the statements inside it."""
    inner = [one.lineno for one in ast.iter_child_nodes(statement) if isinstance(one, ast.stmt)]
    last = statement.end_lineno or statement.lineno
    end = max(statement.lineno + 1, min([last + 1, *inner]))
    return range(statement.lineno, end)


def words(statement: ast.stmt) -> frozenset[str]:
    """The names that a statement at the top of a module or class defines."""
    return frozenset(
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ) | ({statement.name} if isinstance(statement, FUNCTION) else frozenset())
