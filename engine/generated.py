"""Generated SDK modules, loaded with only what a program uses: most of a cold preview is otherwise their import.

Pulumi's SDKs are generated: a package of AWS's services holds a module a resource, and one with every nested type of
the service. Importing one resource imports them all and evaluates the annotations of each, which no program reads.
Three things are done to the source when it is compiled, and none changes what a resource is:

- annotations stay text (PEP 563); Pulumi's runtime resolves those of the resources that are made;
- the TypedDict twins of nested types, which stand for plain dicts in annotations only, become `dict`;
- a package imports a module when its first name is asked for (PEP 562).

The compiled code is kept in the user's cache folder, by version of the SDK and of Python. A test holds the graph of
every environment equal with and without.
"""

from __future__ import annotations
import __future__

import ast
import marshal
import os
import re
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.metadata import version
from pathlib import Path
from types import CodeType, ModuleType

from engine.paths import cache_folder

_PACKAGES = ("pulumi_aws",)
_NESTED = "_inputs.py"
_OWN = re.compile(rb"^__all__ = (\[[^]]*\])", re.MULTILINE)
_LOOKUP = """
def __getattr__(name):
    from importlib import import_module
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f".{_MODULE_OF[name] or name}", __name__)
    found = getattr(module, name) if _MODULE_OF[name] else module
    globals()[name] = found
    return found
"""


class _Loader(SourceFileLoader):
    """Compiles a generated module as this page says."""

    def get_code(self, fullname: str) -> CodeType:
        kept = _folder(fullname.partition(".")[0]) / fullname
        with suppress(OSError, EOFError, ValueError, TypeError):  # none yet, or one that a full disk cut short
            return marshal.loads(kept.read_bytes())  # noqa: S302  our own file, as Python's own bytecode cache is
        code = compile(
            _shortened(Path(self.path), fullname),
            self.path,
            "exec",
            flags=__future__.annotations.compiler_flag,
            dont_inherit=True,
        )
        with suppress(OSError):  # a cache that cannot be written costs time and nothing else
            kept.parent.mkdir(parents=True, exist_ok=True)
            aside = kept.with_name(f".{kept.name}.{os.getpid()}")
            aside.write_bytes(marshal.dumps(code))
            aside.replace(kept)
        return code


class _Finder(PathFinder):
    """Finds the services of the generated packages, and nothing else."""

    @classmethod
    def find_spec(
        cls, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not fullname.startswith(tuple(f"{package}." for package in _PACKAGES)):
            return None
        spec = super().find_spec(fullname, path, target)
        if spec is not None and spec.origin is not None and spec.origin.endswith(".py"):
            spec.loader = _Loader(fullname, spec.origin)
        return spec


@contextmanager
def shortened() -> Generator[None]:
    """Generated modules that are imported inside are loaded this way; those imported before stay as they are."""
    sys.meta_path.insert(0, _Finder)
    try:
        yield
    finally:
        sys.meta_path.remove(_Finder)


@cache
def _folder(package: str) -> Path:
    name = f"{package}-{version(package.replace('_', '-'))}-{sys.implementation.cache_tag}"
    return cache_folder() / "generated" / name


def _shortened(path: Path, fullname: str) -> ast.Module:
    tree = ast.parse(path.read_bytes())
    if path.name == _NESTED:
        tree.body = [kept for statement in tree.body for kept in _without_twins(statement)]
    elif path.name == "__init__.py" and fullname.count(".") == 1:
        tree.body = list(_on_demand(tree.body, path.parent))
    return tree


def _without_twins(statement: ast.stmt) -> Iterator[ast.stmt]:
    """`if not MYPY:` holds a TypedDict, and its elif the same name for a type checker."""
    match statement:
        case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=ast.Name(id="MYPY"))):
            for twin in statement.body:
                if isinstance(twin, ast.ClassDef):
                    made = ast.Assign(targets=[ast.Name(twin.name, ast.Store())], value=ast.Name("dict", ast.Load()))
                    yield ast.fix_missing_locations(ast.copy_location(made, twin))
        case _:
            yield statement


def _on_demand(body: Sequence[ast.stmt], folder: Path) -> Iterator[ast.stmt]:
    """The statements of a package but its imports of modules, and the lookup that stands for these."""
    module_of = dict[str, str | None]()
    for statement in body:
        match statement:
            case ast.ImportFrom(module=str(module), names=[ast.alias(name="*")], level=1):
                module_of.update(dict.fromkeys(_public(folder / f"{module}.py"), module))
            case ast.ImportFrom(module=None, names=names, level=1):
                module_of.update({alias.name: None for alias in names})
            case _:
                yield statement
    yield from ast.parse(f"_MODULE_OF = {module_of!r}\n{_LOOKUP}").body


def _public(path: Path) -> list[str]:
    """The names a module says are its own. Found by their line: to parse a thousand modules takes seconds."""
    said = _OWN.search(path.read_bytes())
    return ast.literal_eval(said[1].decode()) if said else []
