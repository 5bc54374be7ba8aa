"""Kubernetes objects that a program declared, held against Kubernetes' published schemas and known definitions."""

from __future__ import annotations

from typing import Any

from engine.standin_kubernetes import kinds
from engine.standin_kubernetes.catalogue import PREFIX
from engine.standin_kubernetes.release import RELEASE, release_problems
from tests.synth import Declared, DeclaredResource


def objects(declared: Declared) -> list[DeclaredResource]:
    """Everything that is to stand in a cluster."""
    return [resource for resource in declared.all if resource.type.startswith(PREFIX)]


def of_kind(declared: Declared, kind: str) -> list[DeclaredResource]:
    """The objects of a kind."""
    return [resource for resource in objects(declared) if resource.type.rpartition(":")[2] == kind]


def only(declared: Declared, kind: str, name: str | None = None) -> DeclaredResource:
    """The one object of a kind, of a name if given; fails unless there is exactly one."""
    found = [r for r in of_kind(declared, kind) if name in {None, r["metadata"]["name"]}]
    assert 1 == len(found), f"expected one {kind}, found {[r.name for r in found]}"
    return found[0]


def refused(declared: Declared) -> list[str]:
    """What an API server would refuse of the objects, by logical name; a kind that nobody knows is refused too."""
    return [f"{resource.name} {problem}" for resource in objects(declared) for problem in _problems(resource)]


def _problems(resource: DeclaredResource) -> list[str]:
    manifest: dict[str, Any] = resource.inputs
    if resource.type == RELEASE:
        return [str(problem) for problem in release_problems(manifest)]
    kind = kinds.find(manifest["apiVersion"], manifest["kind"])
    return ["is of no known kind"] if kind is None else [str(problem) for problem in kinds.problems(kind, manifest)]
