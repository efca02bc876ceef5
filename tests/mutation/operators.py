"""The small changes that a mutation makes to one node of the syntax tree: each looks like a slip.

`changes(node, returns)` yields pairs of a short name ("< → <=") and the node that stands there
instead. Texts are not changed: their wording is read by people, not by rules.
"""

import ast
from collections.abc import Callable, Iterator

Change = tuple[str, ast.AST]

COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
}
SIGNS = {
    kind: sign
    for pairs in (
        {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="},
        {ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not"},
        {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//"},
        {ast.Mod: "%", ast.Pow: "**", ast.BitOr: "|", ast.BitAnd: "&", ast.LShift: "<<"},
        {ast.RShift: ">>", ast.And: "and", ast.Or: "or"},
    )
    for kind, sign in pairs.items()
}
# Functions that a slip confuses, or that somebody believes to be superfluous.
PAIRS = (("min", "max"), ("any", "all"), ("floor", "ceil"), ("startswith", "endswith"))
TWINS = {
    **{first: second for pair in PAIRS for first, second in (pair, pair[::-1])},
    **dict.fromkeys(("sorted", "set", "frozenset", "fromkeys"), "list"),
    "partition": "rpartition",
}
DROPPED_METHODS = {"strip", "rstrip", "lstrip", "lower", "upper", "casefold", "capitalize"}
EMPTY = {
    "str": "''",
    "list": "[]",
    "tuple": "()",
    "dict": "{}",
    "set": "set()",
    "frozenset": "frozenset()",
    "int": "0",
    "float": "0.0",
}


def changes(node: ast.AST, returns: str) -> Iterator[Change]:
    """All changes of this node; `returns` is the annotation of the function around it."""
    if isinstance(node, ast.Return):
        yield from of_return(node, returns)
    for kind, make in CHANGES.items():
        if isinstance(node, kind):
            yield from make(node)


def of_compare(node: ast.Compare) -> Iterator[Change]:
    for i, old in enumerate(node.ops):
        for new in COMPARISONS[type(old)]:
            ops = [*node.ops[:i], new(), *node.ops[i + 1 :]]
            yield named(type(old), new), ast.Compare(node.left, ops, node.comparators)


def of_bool_op(node: ast.BoolOp) -> Iterator[Change]:
    other = ast.Or if isinstance(node.op, ast.And) else ast.And
    yield named(type(node.op), other), ast.BoolOp(other(), node.values)
    for i in range(len(node.values)):
        rest = [*node.values[:i], *node.values[i + 1 :]]
        kept = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        yield f"drop operand {i + 1} of {SIGNS[type(node.op)]}", kept


def of_bin_op(node: ast.BinOp) -> Iterator[Change]:
    if new := ARITHMETIC.get(type(node.op)):
        yield named(type(node.op), new), ast.BinOp(node.left, new(), node.right)
    if isinstance(node.op, ast.Sub):
        yield "drop what is subtracted", node.left


def of_unary_op(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.Not):
        yield "drop not", node.operand
    elif isinstance(node.op, ast.USub):
        yield "drop minus", node.operand


def of_constant(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield f"{value} → {not value}", ast.Constant(not value)
    elif isinstance(value, int):
        for new in (value + 1, value - 1):
            yield f"{value} → {new}", ast.Constant(new)
    elif isinstance(value, float):
        for new in dict.fromkeys((value + 1, value / 2 or 1.0)):
            yield f"{value} → {new}", ast.Constant(new)


def of_condition(node: ast.If | ast.IfExp) -> Iterator[Change]:
    for forced in (True, False):
        changed = type(node)(**dict(ast.iter_fields(node)) | {"test": ast.Constant(forced)})
        yield f"if → {forced}", changed


def of_while(node: ast.While) -> Iterator[Change]:
    yield "while → False", ast.While(ast.Constant(False), node.body, node.orelse)


def of_comprehension(node: ast.comprehension) -> Iterator[Change]:
    for i in range(len(node.ifs)):
        rest = [*node.ifs[:i], *node.ifs[i + 1 :]]
        label = "drop if" if len(node.ifs) == 1 else f"drop if {i + 1}"
        yield label, ast.comprehension(node.target, node.iter, rest, node.is_async)


def of_return(node: ast.Return, returns: str) -> Iterator[Change]:
    """The value that an unfinished function would return."""
    if node.value is None:
        return
    kind = returns.partition("[")[0]
    if returns == "bool":
        yield "return → not", ast.Return(ast.UnaryOp(ast.Not(), node.value))
        return
    empty = EMPTY.get(kind, "None") if not returns.endswith("| None") else "None"
    yield f"return → {empty}", ast.Return(ast.parse(empty, mode="eval").body)


def of_removable(node: ast.stmt) -> Iterator[Change]:
    """A statement without which the function still runs."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring, or the dots of a protocol
    if isinstance(node, ast.Assign | ast.Delete):
        targets = node.targets
        if any(isinstance(target, ast.Name | ast.Tuple) for target in targets):
            return  # what follows needs the name
    yield "remove statement", ast.Pass()


def of_subscript(node: ast.Subscript) -> Iterator[Change]:
    if isinstance(node.slice, ast.Slice):
        for end in ("lower", "upper", "step"):
            if getattr(node.slice, end) is not None:
                cut = ast.Slice(**dict(ast.iter_fields(node.slice)) | {end: None})
                yield f"drop {end} end of slice", ast.Subscript(node.value, cut, node.ctx)


def of_call(node: ast.Call) -> Iterator[Change]:
    name = called(node)
    if name in DROPPED_METHODS and isinstance(node.func, ast.Attribute):
        yield f"drop {name}()", node.func.value
    if name == "reversed" and node.args:
        yield "reversed → list", call("list", node.args)
    if name == "filter" and len(node.args) == 2:
        yield "drop filter", node.args[1]
    if name == "sorted":
        others = [word for word in node.keywords if word.arg != "reverse"]
        turned = [ast.keyword("reverse", ast.Constant(True))] * (others == node.keywords)
        yield "sorted the other way", ast.Call(node.func, node.args, [*others, *turned])
    if name in TWINS:
        yield f"{name} → {TWINS[name]}", twin(node, TWINS[name])


def twin(node: ast.Call, name: str) -> ast.Call:
    if name == "list":
        return call("list", node.args[:1])
    if isinstance(node.func, ast.Attribute):
        return ast.Call(ast.Attribute(node.func.value, name, ast.Load()), node.args, node.keywords)
    return ast.Call(ast.Name(name, ast.Load()), node.args, node.keywords)


def of_listing(node: ast.Tuple | ast.List | ast.Set) -> Iterator[Change]:
    """A written list of constants, in which one was forgotten."""
    if len(node.elts) > 1 and all(isinstance(one, ast.Constant) for one in node.elts):
        for i, one in enumerate(node.elts):
            rest = [*node.elts[:i], *node.elts[i + 1 :]]
            kept = type(node)(**dict(ast.iter_fields(node)) | {"elts": rest})
            yield f"drop {ast.unparse(one)}", kept


def called(node: ast.Call) -> str:
    """The last name of what is called: "sorted", "strip"."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def call(name: str, arguments: list[ast.expr]) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), arguments, [])


def named(old: type, new: type) -> str:
    return f"{SIGNS[old]} → {SIGNS[new]}"


CHANGES: dict[type | tuple[type, ...], Callable[..., Iterator[Change]]] = {
    ast.Compare: of_compare,
    ast.BoolOp: of_bool_op,
    ast.BinOp: of_bin_op,
    ast.UnaryOp: of_unary_op,
    ast.Constant: of_constant,
    (ast.If, ast.IfExp): of_condition,
    ast.While: of_while,
    ast.comprehension: of_comprehension,
    (ast.Expr, ast.Raise, ast.Continue, ast.Break, ast.AugAssign, ast.Assign, ast.Delete): (
        of_removable
    ),
    ast.Subscript: of_subscript,
    ast.Call: of_call,
    (ast.Tuple, ast.List, ast.Set): of_listing,
}
