"""The folder config/environments: its files, who extends whom, and which file a merged value comes from.

A file that names its `environment` is one; a file that does not is a base that others extend.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

from config.errors import ConfigurationError, KeyPath, Problem, near, shown
from config.merge import merge
from config.read import Document, read

EXTENDS, ENVIRONMENT = "extends", "environment"


@dataclass(frozen=True, slots=True)
class Layered:
    """An environment's own file over everything it extends."""

    name: str

    chain: tuple[Document, ...]
    """Outermost parent first, the environment's own file last."""

    data: Mapping[str, Any]
    """Merged, without `extends`."""

    @property
    def own(self) -> Document:
        """The environment's own file."""
        return self.chain[-1]

    def origin(self, path: KeyPath) -> Document | None:
        """The file a merged value comes from: the last of the chain that says the key; None for a default."""
        return next((document for document in reversed(self.chain) if path in document.lines), None)

    def at(self, path: KeyPath) -> Any:
        """The merged value; None where the key is not said."""
        found: Any = self.data
        for step in path:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return None
        return found


class Folder:
    """Reads each file once."""

    def __init__(self, root: Path) -> None:
        self._folder = root / "environments"
        self._shown = f"{root.name}/environments"
        self._read: dict[str, Document | ConfigurationError] = {}
        self.names: tuple[str, ...] = tuple(sorted(path.stem for path in self._folder.glob("*.yaml")))

    def file(self, name: str) -> str:
        """The file of a name, as messages call it."""
        return f"{self._shown}/{name}.yaml"

    def document(self, name: str) -> Document:
        """The file of a name as data; raises ConfigurationError."""
        found = self._try(name)
        if isinstance(found, ConfigurationError):
            raise found
        return found

    def _try(self, name: str) -> Document | ConfigurationError:
        if name not in self._read:
            try:
                self._read[name] = read(self._folder / f"{name}.yaml", self.file(name))
            except ConfigurationError as error:
                self._read[name] = error
        return self._read[name]

    def environments(self) -> list[str]:
        """The names that can be deployed, sorted; a file that cannot be read counts, so that asking for it says why."""
        return [name for name in self.names if self._is_environment(name)]

    def _is_environment(self, name: str) -> bool:
        found = self._try(name)
        return isinstance(found, ConfigurationError) or ENVIRONMENT in found.data

    def orphans(self) -> tuple[Problem, ...]:
        """Files that are neither an environment nor extended: an environment that forgot its name would hide here."""
        environments = self.environments()
        read_ = [found for name in self.names if isinstance(found := self._try(name), Document)]
        extended = [document.data.get(EXTENDS) for document in read_]
        fix = "write `environment` with the name of the file, let a file extend it, or remove it"
        reason = "is missing, and no file extends this one"
        lost = [n for n in self.names if n not in environments and n not in extended]
        return tuple(Problem(self.file(n), ENVIRONMENT, None, reason, fix) for n in lost)

    def layered(self, name: str) -> Layered:
        """An environment over what it extends.

        Raises ConfigurationError: unknown, a base and no environment, a broken chain, a name that is not the file's.
        """
        if name not in self.environments():
            raise ConfigurationError([self._unknown(name)])
        chain = self._chain(name)
        own = chain[-1]
        if (said := own.data[ENVIRONMENT]) != name:
            path = (ENVIRONMENT,)
            reason = f"differs from the name of the file, {name!r}"
            fix = f"write `environment: {name}`, or rename the file"
            raise ConfigurationError([Problem(own.file, ENVIRONMENT, shown(said), reason, fix, own.lines[path])])
        merged = reduce(merge, (document.data for document in chain))
        return Layered(name, chain, {key: value for key, value in merged.items() if key != EXTENDS})

    def _unknown(self, name: str) -> Problem:
        known = self.environments()
        if name in self.names:
            reason = f"is a base that environments extend: it has no `{ENVIRONMENT}`"
        else:
            reason = (
                f"is not an environment: {self.file(name)} does not exist"
                if known
                else "is not an environment: there is none"
            )
        return Problem(
            self._shown, ENVIRONMENT, shown(name), reason, f"{near(name, known)}known: {', '.join(known) or 'none'}"
        )

    def _chain(self, name: str) -> tuple[Document, ...]:
        names, chain = [name], [self.document(name)]
        while EXTENDS in (document := chain[-1]).data:
            parent = document.data[EXTENDS]
            line = document.lines[EXTENDS,]
            if not isinstance(parent, str) or parent not in self.names:
                others = [other for other in self.names if other not in names]
                fix = f"{near(parent, others)}known: {', '.join(others) or 'none'}"
                reason = f"is not a file of {self._shown}" if isinstance(parent, str) else "is not the name of one file"
                raise ConfigurationError([Problem(document.file, EXTENDS, shown(parent), reason, fix, line)])
            if parent in names:
                circle = " → ".join([*names[names.index(parent) :], parent])
                fix = "let one of them extend nothing, or another file"
                raise ConfigurationError(
                    [Problem(document.file, EXTENDS, shown(parent), f"closes a circle: {circle}", fix, line)]
                )
            names.append(parent)
            chain.append(self.document(parent))
        return tuple(reversed(chain))
