"""Small faults in the source of a rule module, one at a time.

Changed is what judges: checks, their helpers, the tables that declarative rules are made of, and constants. Not changed
are metadata (with the constants that nothing else reads), messages (a text with a space in it) and annotations: a fault
there is a fault of words.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

_COMPARE: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_BINARY: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
}
_NAMES: Final = {
    "some": "every",
    "every": "some",
    "any": "all",
    "all": "any",
    "is_true": "is_false",
    "is_false": "is_true",
    "TRUE": "FALSE",
    "FALSE": "TRUE",
}
_VERDICTS: Final = {"PASS": ("FAIL",), "FAIL": ("PASS",), "UNKNOWN": ("PASS", "FAIL")}
_DECORATORS: Final = frozenset({"resource_rule", "graph_rule"})
_DECLARED: Final = "object_rule"
"""A call whose positional arguments judge, and whose keywords are the metadata."""
_SHORTENED: Final = frozenset(
    {"demands", "encrypted", "one_of", "by_type", "of_type", "attached", "comes_from", _DECLARED, "one", "both"}
)
"""Calls whose positional arguments are a list of their own, of which one can be left out."""

Edit = Callable[[ast.AST], ast.AST | None]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one fault."""

    line: int
    fault: str
    """What was changed, for example `== became !=`."""
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every fault of the source, in the order of its lines."""
    tree = ast.parse(source)
    places = {id(node): place for place, node in enumerate(ast.walk(tree))}
    found = [(node, edit, fault) for part in _judging(tree) for node in _inside(part) for fault, edit in _faults(node)]
    for node, edit, fault in sorted(found, key=lambda one: _line(one[0])):
        copy = deepcopy(tree)
        target = list(ast.walk(copy))[places[id(node)]]
        _Put(target, edit(target)).visit(copy)
        yield Mutant(_line(node), fault, ast.unparse(ast.fix_missing_locations(copy)))


def _line(node: ast.AST) -> int:
    """The line a node begins in; a comprehension has none of its own."""
    return _line(node.iter) if isinstance(node, ast.comprehension) else int(getattr(node, "lineno", 0))


class _Put(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, target: ast.AST, instead: ast.AST | None) -> None:
        self._target, self._instead = target, instead

    def visit(self, node: ast.AST) -> ast.AST | None:
        """The tree with the node replaced, or without it."""
        return self._instead if node is self._target else self.generic_visit(node)


def _judging(tree: ast.Module) -> Iterator[ast.AST]:
    """The parts that judge: bodies of functions, what a declarative rule is made of, and the constants these read."""
    parts, readers, constants = list[ast.AST](), list[ast.AST](), dict[str, ast.expr]()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            parts += node.body
            readers += [node.args, *node.body]
        elif isinstance(node, ast.ClassDef):
            parts += [statement for one in node.body if isinstance(one, ast.FunctionDef) for statement in one.body]
            readers.append(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            if (rule := _declaring(node.value)) is not None:
                parts += [rule] if _is_object_rule(rule) else rule.args
                readers += rule.args
            else:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                constants |= {name: node.value for target in targets for name in _names(target)}
    yield from parts
    yield from dict.fromkeys(constants[name] for name in _read(readers, constants))


def _declaring(value: ast.expr) -> ast.Call | None:
    """The call whose arguments are what a declarative rule is made of; None for anything else."""
    if not isinstance(value, ast.Call):
        return None
    made = isinstance(value.func, ast.Call) and _name(value.func.func) in _DECORATORS
    return value if made or _is_object_rule(value) else None


def _read(readers: Sequence[ast.AST], constants: Mapping[str, ast.expr]) -> Iterator[str]:
    """The constants that decide: what judges reads them, or another module may; one of metadata alone does not."""
    ahead = [name for name in constants if not name.startswith("_")]
    ahead += [name for reader in readers for name in _names(reader)]
    read = set[str]()
    while ahead:
        if (name := ahead.pop()) in constants and name not in read:
            read.add(name)
            ahead += _names(constants[name])
    yield from (name for name in constants if name in read)


def _names(node: ast.AST) -> list[str]:
    return [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]


def _is_object_rule(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _name(node.func) == _DECLARED


def _inside(part: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a part, docstrings and annotations left out."""
    if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant):
        return
    yield part
    metadata = _is_object_rule(part)
    for name, below in ast.iter_fields(part):
        if name in {"annotation", "returns", "format_spec"} or isinstance(part, ast.JoinedStr):
            continue
        if name == "keywords" and metadata:
            continue
        for one in below if isinstance(below, list) else [below]:
            if isinstance(one, ast.AST):
                yield from _inside(one)


def _faults(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    match node:
        case ast.Compare() | ast.BinOp() | ast.BoolOp() | ast.UnaryOp():
            yield from _operators(node)
        case ast.Name(id=name) if name in _NAMES:
            yield f"{name} became {_NAMES[name]}", _with(id=lambda i: _NAMES[i])
        case ast.Attribute(value=ast.Name(id="Verdict"), attr=verdict) if verdict in _VERDICTS:
            for instead in _VERDICTS[verdict]:
                yield f"{verdict} became {instead}", _with(attr=lambda _, i=instead: i)
        case ast.If() | ast.IfExp():
            yield "a condition is turned round", _with(test=_negated)
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield "an outcome is not said", lambda _: ast.parse("yield from ()").body[0]
        case ast.Constant():
            yield from _constants(node)
        case _:
            yield from _shorter(node)


def _operators(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    match node:
        case ast.Compare(ops=[op, *_]) if type(op) in _COMPARE:
            other = _COMPARE[type(op)]
            yield f"{type(op).__name__} became {other.__name__}", _with(ops=lambda ops: [other(), *ops[1:]])
        case ast.BinOp(op=op) if type(op) in _BINARY:
            swapped = _BINARY[type(op)]
            yield f"{type(op).__name__} became {swapped.__name__}", _with(op=lambda _: swapped())
        case ast.BoolOp(op=op):
            way = ast.Or if isinstance(op, ast.And) else ast.And
            yield f"{type(op).__name__} became {way.__name__}", _with(op=lambda _: way())
        case ast.UnaryOp(op=ast.Invert() | ast.Not() as op):
            yield f"{type(op).__name__} is gone", lambda n: n.operand  # type: ignore[attr-defined]
        case _:
            return


def _constants(node: ast.Constant) -> Iterator[tuple[str, Edit]]:
    value = node.value
    if isinstance(value, bool):
        yield f"{value} became {not value}", _with(value=lambda v: not v)
    elif isinstance(value, int | float):
        yield f"{value} became {value + 1}", _with(value=lambda v: v + 1)
    elif isinstance(value, str) and value and " " not in value:
        yield f"{value!r} became another text", _with(value=lambda v: f"{v}-")


def _shorter(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    """Something without one of its parts."""
    if isinstance(node, ast.comprehension):
        for place in range(len(node.ifs)):
            yield "a filter is gone", _with(ifs=lambda ifs, p=place: _without(ifs, p))
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        elements = node.elts
        if len(elements) > 1 and all(isinstance(one, ast.Constant) for one in elements):
            for place in range(len(elements)):
                yield "an element is gone", _with(elts=lambda e, p=place: _without(e, p))


def _calls(node: ast.Call) -> Iterator[tuple[str, Edit]]:
    for place, keyword in enumerate(node.keywords):
        if keyword.arg in {"when_missing", "when", "missing"}:
            yield f"{keyword.arg} is gone", _with(keywords=lambda k, p=place: _without(k, p))
    if _name(node.func) in _SHORTENED and len(node.args) > 1:
        for place in range(len(node.args)):
            yield "an argument is gone", _with(args=lambda a, p=place: _without(a, p))


def _with(**changes: Callable[..., object]) -> Edit:
    """The node with fields changed, in place."""

    def edit(node: ast.AST) -> ast.AST:
        for name, change in changes.items():
            setattr(node, name, change(getattr(node, name)))
        return node

    return edit


def _without(items: list[Any], place: int) -> list[Any]:
    return [*items[:place], *items[place + 1 :]]


def _negated(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(op=ast.Not(), operand=test)


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
