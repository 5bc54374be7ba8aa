"""What a killed run left in the sandbox: the half of a pending create that the state does not know.

For a type that its name identifies (a bucket, a role, a table), AWS is asked for that name, and for a Kubernetes object
its cluster. For a type that AWS names (a VPC, a key), the one thing is looked for that has the program's values and
tags and that no stack's state knows. Nothing is guessed: where two would do, none is taken.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.pending import Deployment, Kind, PendingOperation
from engine.progress import Listener, silent
from engine.pulumi import Session
from engine.sandbox import ENDPOINT_VARIABLE, clusters
from engine.standin import existing
from engine.standin.catalogue import ROWS
from engine.standin.clients import Clients
from engine.standin.errors import StandinError
from engine.standin.settings import configure
from engine.standin_kubernetes import existing as objects
from engine.standin_kubernetes.catalogue import PREFIX


@dataclass(frozen=True, slots=True)
class Decision:
    """What was found about one pending create."""

    operation: PendingOperation
    identifier: str | None
    """The id it was adopted under; None when AWS holds nothing that is certainly it."""
    certain: bool = True
    """False where AWS cannot tell whether the create happened."""


class Survivors:
    """Looks into the accounts of one server, and into the clusters it keeps in a folder."""

    def __init__(self, endpoint: str, folder: Path) -> None:
        self._endpoint = endpoint
        self._folder = folder
        self._clients = Clients(endpoint)

    def decide(self, operation: PendingOperation, taken: Collection[str]) -> Decision:
        """Whether the create happened. `taken` are the ids of this type that some state knows already."""
        if operation.type.startswith(PREFIX):
            return self._object(operation)
        row = ROWS.get(operation.type)
        if row is None or row.state_only:
            return Decision(operation, None)
        provider = {name: value for name, value in operation.provider.items() if name != "__internal"}
        settings = configure(provider, {**os.environ, ENDPOINT_VARIABLE: self._endpoint})
        inputs = dict(operation.inputs)
        if row.tagging is not None and row.tagging.at_create:
            inputs["tags"] = {**settings.default_tags, **(inputs.get("tags") or {})}
        # A name that a replacement keeps is in the state already, under the thing that is to be replaced.
        managed = () if row.id_format else taken
        try:
            found = existing.find(
                operation.type, inputs, settings.account, settings.region, managed=managed, clients=self._clients
            )
        except StandinError:
            # AWS does not answer for this type; the engine's own create will say what it thinks.
            return Decision(operation, None, certain=False)
        return Decision(operation, found, certain=found is not None or bool(row.id_format))

    def _object(self, operation: PendingOperation) -> Decision:
        try:
            found = objects.find(operation.type, operation.inputs, operation.provider, self._folder)
        except StandinError:
            # The provider's kubeconfig is a secret, and only the engine can read it.
            return Decision(operation, None, certain=False)
        return Decision(operation, found)


def mend(session: Session, stack: str, listener: Listener = silent) -> list[Decision]:
    """Take up what a killed run of the stack left, and forget what it did not get to; the decisions, for a message.

    Empty when there was nothing to mend; the state is then untouched.
    """
    pending = session.pending(stack)
    if not pending:
        return []
    survivors = Survivors(session.server.endpoint, clusters(session.workspace.paths, session.server))
    taken = _ids(session.export(name) for name in session.workspace.stacks())
    decisions = list[Decision]()
    for operation in pending:
        if operation.kind is not Kind.CREATING:
            continue
        decision = survivors.decide(operation, taken.get(operation.type, ()))
        if decision.identifier is not None:
            # Two pending creates with equal values must not be taken for the same thing.
            taken.setdefault(operation.type, set()).add(decision.identifier)
        decisions.append(decision)
    adopted = {d.operation.urn: d.identifier for d in decisions if d.identifier is not None}
    session.repair(stack, adopted, listener)
    return decisions


def _ids(deployments: Iterable[Deployment]) -> dict[str, set[str]]:
    """Type to the ids that these states know."""
    found: dict[str, set[str]] = {}
    for deployment in deployments:
        for resource in deployment.get("resources") or ():
            if identifier := resource.get("id"):
                found.setdefault(resource["type"], set()).add(identifier)
    return found
