"""What a cluster of the sandbox holds: objects in a file, as a server keeps them.

One file a cluster, in a folder that belongs to one life of the sandbox's server: when that is gone, so are the clusters
and what they held. Several plugins write at once, each change is a transaction.
"""

from __future__ import annotations

import json
import os
import sqlite3
import uuid
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.standin.errors import RefusedError
from engine.standin_kubernetes.address import Cluster, parse

BORN_WITH = frozenset({"default", "kube-node-lease", "kube-public", "kube-system"})
"""Namespaces of every cluster."""

_WAIT = 10.0
"""Seconds for another plugin's transaction, which takes milliseconds."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    grp TEXT, kind TEXT, namespace TEXT, name TEXT, manifest TEXT NOT NULL, PRIMARY KEY (grp, kind, namespace, name)
);
CREATE TABLE IF NOT EXISTS versions (last INTEGER NOT NULL);
INSERT INTO versions SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM versions);
"""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What identifies an object in its cluster, in whichever version it was written."""

    group: str
    kind: str
    namespace: str
    """Empty for what belongs to no namespace."""
    name: str

    def __str__(self) -> str:
        return f"{self.namespace}/{self.name}" if self.namespace else self.name


class TakenError(RefusedError):
    """Another object has the key."""

    def __init__(self, key: Key) -> None:
        super().__init__("create", "AlreadyExists", f"the cluster has a {key.kind} of this name")
        self.identifier = str(key)


class AbsentNamespaceError(RefusedError):
    """The namespace of an object does not exist."""

    def __init__(self) -> None:
        super().__init__(
            "create",
            "NotFound",
            "metadata.namespace: the cluster has no such namespace; declare it, and let this depend on it",
        )


class GoneError(RefusedError):
    """An object that should be changed does not exist."""

    def __init__(self, key: Key) -> None:
        super().__init__("update", "NotFound", f"the cluster has this {key.kind} no longer; refresh the state")


class Store:
    """The objects of one cluster. A cluster that holds nothing yet has no file."""

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        self._file = folder / f"{cluster.address.removeprefix('https://')}.sqlite"

    def get(self, key: Key) -> dict[str, Any] | None:
        """The object, or None."""
        with self._open(writing=False) as database:
            return None if database is None else _get(database, key)

    def objects(self) -> list[tuple[Key, dict[str, Any]]]:
        """Everything the cluster holds, sorted by key."""
        with self._open(writing=False) as database:
            if database is None:
                return []
            rows = database.execute("SELECT grp, kind, namespace, name, manifest FROM objects").fetchall()
        return sorted(((Key(*row[:4]), json.loads(row[4])) for row in rows), key=lambda pair: pair[0])

    def create(self, key: Key, manifest: Mapping[str, Any]) -> dict[str, Any]:
        """Keep a new object: as it is, with the metadata a server gives."""
        with self._open() as database:
            if _get(database, key) is not None:
                raise TakenError(key)
            if key.namespace and key.namespace not in BORN_WITH and _get(database, _namespace(key.namespace)) is None:
                raise AbsentNamespaceError
            if key == _namespace(key.name) and key.name in BORN_WITH:
                raise TakenError(key)
            given = {
                "uid": str(uuid.uuid4()),
                "generation": 1,
                "creationTimestamp": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            }
            return _put(database, key, manifest, given)

    def replace(self, key: Key, manifest: Mapping[str, Any]) -> dict[str, Any]:
        """Keep another version of an object; its generation counts the versions of all but metadata and status."""
        with self._open() as database:
            held = _get(database, key)
            if held is None:
                raise GoneError(key)
            given = {name: held["metadata"][name] for name in ("uid", "generation", "creationTimestamp")}
            if _wanted(held) != _wanted(manifest):
                given["generation"] += 1
            return _put(database, key, manifest, given)

    def delete(self, key: Key) -> int:
        """Forget an object, and with a namespace everything in it: how many were forgotten. 0 when it was not there."""
        with self._open() as database:
            cursor = database.execute(
                "DELETE FROM objects WHERE grp = ? AND kind = ? AND namespace = ? AND name = ?",
                (key.group, key.kind, key.namespace, key.name),
            )
            gone = cursor.rowcount
            if gone and key == _namespace(key.name):
                gone += database.execute("DELETE FROM objects WHERE namespace = ?", (key.name,)).rowcount
            return gone

    @contextmanager
    def _open(self, *, writing: bool = True) -> Generator[Any]:
        """A transaction; when only reading, None where there is no file."""
        if not writing and not self._file.is_file():
            yield None
            return
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A Secret's contents are among the objects.
        os.close(os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(self._file, timeout=_WAIT, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
            try:
                for statement in _SCHEMA.strip().split(";\n") if writing else ():
                    database.execute(statement)
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")


def clusters(folder: Path) -> Iterator[Cluster]:
    """The clusters that have held something, sorted."""
    for file in sorted(folder.glob("*.sqlite")):
        cluster = parse(f"https://{file.name.removesuffix('.sqlite')}")
        if cluster is not None:
            yield cluster


def _namespace(name: str) -> Key:
    return Key("", "Namespace", "", name)


def _get(database: sqlite3.Connection, key: Key) -> dict[str, Any] | None:
    row = database.execute(
        "SELECT manifest FROM objects WHERE grp = ? AND kind = ? AND namespace = ? AND name = ?",
        (key.group, key.kind, key.namespace, key.name),
    ).fetchone()
    return None if row is None else json.loads(row[0])


def _put(
    database: sqlite3.Connection, key: Key, manifest: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    database.execute("UPDATE versions SET last = last + 1")
    (version,) = database.execute("SELECT last FROM versions").fetchone()
    metadata = {**manifest.get("metadata", {}), **given, "resourceVersion": str(version)}
    kept = {**manifest, "metadata": metadata}
    database.execute(
        "INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?)",
        (key.group, key.kind, key.namespace, key.name, json.dumps(kept)),
    )
    return kept


def _wanted(manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in manifest.items() if name not in {"metadata", "status"}}
