"""What a killed engine left half said: operations that were begun and whose end nobody wrote down.

The engine keeps a pending create for ever, because it cannot know whether AWS made the resource; it only warns, and
then creates again. AWS (and the stand-in, which is as strict) refuses a second bucket, role or table of the same name.
So somebody has to look. `repaired` is the pure half: the state with each pending create either adopted under its id, or
forgotten.

An update or deletion that was interrupted needs no decision: the resource is in the state, and reading it again tells.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any

Deployment = Mapping[str, Any]
"""The member 'deployment' of what `pulumi stack export` prints: apitype.DeploymentV3."""


@unique
class Kind(StrEnum):
    """What the engine was doing to the resource (resource.OperationType of pulumi v3.250.0)."""

    CREATING = "creating"
    UPDATING = "updating"
    DELETING = "deleting"
    READING = "reading"
    IMPORTING = "importing"


@dataclass(frozen=True, slots=True)
class PendingOperation:
    """One operation whose end is unknown."""

    urn: str
    type: str
    kind: Kind
    inputs: Mapping[str, Any]
    """As the program gave them; a secret is still encrypted."""
    provider: Mapping[str, Any]
    """The inputs of the resource's provider: its Region and account."""

    @property
    def name(self) -> str:
        """The logical name."""
        return self.urn.rpartition("::")[2]


def pending_operations(deployment: Deployment) -> tuple[PendingOperation, ...]:
    """Each once, in the order they were begun. An operation of a kind that is not known is left to the engine."""
    providers = {f"{r['urn']}::{r.get('id', '')}": r.get("inputs") or {} for r in _resources(deployment)}
    found: dict[str, PendingOperation] = {}
    for operation in deployment.get("pending_operations") or ():
        resource, kind = operation.get("resource") or {}, operation.get("type")
        if kind in set(Kind) and "urn" in resource:
            found[resource["urn"]] = PendingOperation(
                resource["urn"],
                resource.get("type", ""),
                Kind(kind),
                resource.get("inputs") or {},
                providers.get(resource.get("provider", ""), {}),
            )
    return tuple(found.values())


def repaired(deployment: Deployment, adopted: Mapping[str, str]) -> dict[str, Any]:
    """The deployment without pending operations; `adopted` gives URN to physical id of those creates that did happen.

    An adopted resource has its inputs for outputs until it is refreshed. Where it was to replace another, the other is
    marked for deletion, as the engine would have done next.
    """
    result = copy.deepcopy(dict(deployment))
    operations = result.pop("pending_operations", None) or []
    resources = list(_resources(result))
    for operation in operations:
        resource = operation.get("resource") or {}
        identifier = adopted.get(resource.get("urn", ""))
        if operation.get("type") != Kind.CREATING or identifier is None:
            continue
        if any(r["urn"] == resource["urn"] and r.get("id") == identifier for r in resources):
            continue
        resources = [
            {**other, "delete": True} if other["urn"] == resource["urn"] else other
            for other in resources
            if other["urn"] != resource["urn"] or not other.get("pendingReplacement")
        ]
        resources.append(
            {**resource, "id": identifier, "outputs": resource.get("outputs") or resource.get("inputs") or {}}
        )
    result["resources"] = resources
    return result


def _resources(deployment: Deployment) -> list[dict[str, Any]]:
    return deployment.get("resources") or []
