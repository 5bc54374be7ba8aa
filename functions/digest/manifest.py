"""The manifest of an hour: every record of it by id and hash, the tree's root, and the manifest of the hour before.

A manifest that lacks a record, or holds another hash, no longer matches its signature; a missing manifest breaks the
chain of the next one. Records that reached the store after their hour was sealed are listed in the hour they came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from functions.canonical import canonical, digest, digest_of
from functions.digest import merkle

VERSION = 1


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A record and the hash of its bytes."""

    id: str
    sha256: str

    @property
    def leaf(self) -> bytes:
        """What the tree hashes."""
        return canonical({"id": self.id, "sha256": self.sha256}).encode()


def entry(id_: str, content: bytes) -> Entry:
    """The entry of a record's bytes."""
    return Entry(id_, digest_of(content))


def manifest(
    *, system: str, environment: str, hour: str, entries: Iterable[Entry], late: Iterable[str], previous: str | None
) -> dict[str, Any]:
    """The manifest; `late` are the ids among the entries that belong to earlier hours."""
    ordered = sorted(set(entries))
    return {
        "manifest_version": VERSION,
        "system": system,
        "environment": environment,
        "hour": hour,
        "count": len(ordered),
        "root": merkle.root([each.leaf for each in ordered]),
        "entries": [{"id": each.id, "sha256": each.sha256} for each in ordered],
        "late": sorted(set(late)),
        "previous": previous,
    }


def sealed(held: Mapping[str, Any]) -> str:
    """The digest whose text is signed, and that the next manifest names as its previous."""
    return digest(held)


def differences(
    held: Mapping[str, Any], contents: Mapping[str, bytes], previous: Mapping[str, Any] | None
) -> list[str]:
    """What speaks against the manifest, in words; nothing when records and manifest agree.

    `contents` are the bytes that the store holds now, by id; `previous` is the manifest of the hour before.
    """
    listed = {item["id"]: item["sha256"] for item in held["entries"]}
    found = [f"record {id_} is listed and gone" for id_ in sorted(listed.keys() - contents.keys())]
    found += [f"record {id_} is there and not listed" for id_ in sorted(contents.keys() - listed.keys())]
    found += [
        f"record {id_} is not what was sealed"
        for id_ in sorted(listed.keys() & contents.keys())
        if digest_of(contents[id_]) != listed[id_]
    ]
    leaves = [Entry(item["id"], item["sha256"]).leaf for item in held["entries"]]
    if merkle.root(leaves) != held["root"]:
        found.append("the root is not that of the entries")
    if len(listed) != held["count"]:
        found.append("the count is not that of the entries")
    if previous is not None and held["previous"] != sealed(previous):
        found.append("the manifest of the hour before is not the one this one names")
    return found
