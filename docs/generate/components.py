"""Write docs/reference/components.md from the source of the components.

Reads the source as text and imports none of it, so the page needs neither Pulumi nor an engine. Usage:
python -m docs.generate.components [--check]; with --check nothing is written, and a page that is not up to date is exit
code 1.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docs.generate.page import publish

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path("docs/reference/components.md")
COMMAND = "python -m docs.generate.components"


class DocumentationError(Exception):
    """A component says less about itself than the page needs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """An argument, an output or a member of a type."""

    name: str
    type: str
    text: str
    default: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """A dataclass: a component's arguments, or a type they are made of."""

    name: str
    text: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Component:
    """A component as its source describes it."""

    name: str
    token: str
    module: str
    """Path of the source, relative to the project."""
    text: str
    summary: str
    arguments: tuple[Field, ...]
    outputs: tuple[Field, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """A folder of components."""

    name: str
    text: str
    components: tuple[Component, ...]
    types: tuple[Record, ...]
    """Dataclasses that arguments of this family are made of."""


def _docstring(node: ast.Module | ast.ClassDef, where: str) -> str:
    text = ast.get_docstring(node)
    if not text:
        raise DocumentationError(f"{where} has no docstring: say what it is and what it guarantees")
    return text


def _words(statement: ast.stmt | None) -> str | None:
    match statement:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return " ".join(text.split())
        case _:
            return None


def _meanings(tree: ast.Module) -> dict[str, str]:
    """What the names that a module defines mean: the first paragraph of each docstring."""
    found: dict[str, str] = {}
    for statement, after in zip(tree.body, [*tree.body, None][1:], strict=True):
        match statement:
            case ast.ClassDef(name=name):
                text = ast.get_docstring(statement)
            case ast.Assign(targets=[ast.Name(id=name)]):
                text = _words(after)
            case _:
                continue
        if text:
            found[name] = " ".join(text.split("\n\n")[0].split())
    return found


def _fields(node: ast.ClassDef, meanings: Mapping[str, str]) -> Iterator[Field]:
    """The public fields of a class; one that says nothing of itself means what its type means."""
    for statement, after in zip(node.body, [*node.body[1:], None], strict=True):
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                if name.startswith("_"):
                    continue
                kind = ast.unparse(annotation)
                default = None if value is None else ast.unparse(value)
                yield Field(name=name, type=kind, text=_words(after) or meanings.get(kind, ""), default=default)
            case _:
                continue


def _token(node: ast.ClassDef, where: str) -> str:
    for call in ast.walk(node):
        match call:
            case ast.Call(func=ast.Attribute(attr="__init__"), args=[ast.Constant(value=str(token)), *_]):
                return token
            case _:
                continue
    raise DocumentationError(f"{where} passes no type token to ComponentResource")


def _is_component(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).endswith("ComponentResource") for base in node.bases)


def _is_dataclass(node: ast.ClassDef) -> bool:
    return any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list)


def _named(node: ast.ClassDef) -> set[str]:
    annotations = [s.annotation for s in node.body if isinstance(s, ast.AnnAssign)]
    parts = [part for annotation in annotations for part in ast.walk(annotation)]
    return {p.id for p in parts if isinstance(p, ast.Name)} | {p.attr for p in parts if isinstance(p, ast.Attribute)}


def _reached(start: set[str], known: Mapping[str, ast.ClassDef]) -> set[str]:
    reached: set[str] = set()
    waiting = start & set(known)
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= (_named(known[name]) & set(known)) - reached
    return reached


def describe(family: str, sources: Mapping[str, str], vocabulary: str = "") -> Family:
    """A family from the sources of its modules, by path relative to the project, and that of the shared vocabulary.

    Raises DocumentationError, naming file and class, where a module, a component or its arguments are not described.
    """
    trees = {module: ast.parse(source, filename=module) for module, source in sorted(sources.items())}
    package = f"components/{family}/__init__.py"
    classes = {n.name: (module, n) for module, tree in trees.items() for n in tree.body if isinstance(n, ast.ClassDef)}
    records = {name: node for name, (_, node) in classes.items() if _is_dataclass(node)}
    components = {name: node for name, (_, node) in classes.items() if _is_component(node)}
    meanings = _meanings(ast.parse(vocabulary))
    for tree in trees.values():
        meanings |= _meanings(tree)

    def record(name: str) -> Record:
        where = f"{classes[name][0]}: {name}"
        node = records[name]
        return Record(name=name, text=_docstring(node, where), fields=tuple(_fields(node, meanings)))

    def component(name: str) -> Component:
        module = classes[name][0]
        where = f"{module}: {name}"
        node = components[name]
        arguments = f"{name}Args"
        return Component(
            name=name,
            token=_token(node, where),
            module=module,
            text=_docstring(trees[module], module),
            summary=_docstring(node, where),
            arguments=record(arguments).fields if arguments in records else (),
            outputs=tuple(_fields(node, meanings)),
        )

    arguments = {f"{name}Args" for name in components}
    return Family(
        name=family,
        text=_docstring(trees[package], package),
        components=tuple(component(name) for name in components),
        types=tuple(record(name) for name in sorted(_reached(arguments, records) - arguments)),
    )


def _table(heading: str, fields: Sequence[Field]) -> Iterator[str]:
    yield f"| {heading} | type | meaning |"
    yield "| --- | --- | --- |"
    for field in fields:
        kind = field.type.replace("|", "\\|")
        default = "" if field.default is None else f" Default: `{field.default}`."
        yield f"| `{field.name}` | `{kind}` | {field.text.replace('|', chr(92) + '|')}{default} |"
    yield ""


def _render(family: Family) -> Iterator[str]:
    yield from (f"## {family.name}", "", family.text, "")
    for component in family.components:
        yield from (f"### {component.name}", "")
        yield from (f"`{component.token}`, [{component.module}](../../{component.module}). {component.summary}", "")
        yield from (component.text, "")
        if component.arguments:
            yield from _table("argument", component.arguments)
        else:
            yield from ("Takes no arguments.", "")
        if component.outputs:
            yield from _table("output", component.outputs)
    for record in family.types:
        yield from (f"### {record.name} (type)", "", record.text, "")
        yield from _table("field", record.fields)


def page(families: Sequence[Family]) -> str:
    """The page, Markdown."""
    lines = [
        "# Components",
        "",
        f"Generated from the source by `{COMMAND}`; do not edit. A component is one entity with what makes it safe:",
        "its arguments say what differs, never whether it is secure.",
        "",
    ]
    for family in families:
        lines += _render(family)
    return "\n".join(lines).rstrip("\n") + "\n"


def families() -> tuple[Family, ...]:
    """Every family of components of the project, by name."""
    vocabulary = "\n".join(p.read_text("utf-8") for p in sorted((ROOT / "config" / "vocabulary").glob("[!_]*.py")))
    return tuple(
        describe(
            folder.name,
            {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in folder.glob("*.py")},
            vocabulary,
        )
        for folder in sorted((ROOT / "components").iterdir())
        if (folder / "__init__.py").is_file()
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or with --check say whether it is up to date; the exit code."""
    try:
        wanted = page(families())
    except DocumentationError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return publish(ROOT / PAGE, wanted, COMMAND, arguments)


if __name__ == "__main__":
    sys.exit(main())
