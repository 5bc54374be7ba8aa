"""What a killed run left in the sandbox's AWS: the half of a pending create that the state does not know.

For a type that its name identifies (a bucket, a role, a table), AWS is asked for that name. For a type that AWS names
(a VPC, a key), all of the type are listed, those in some stack's state are taken away, and of the rest the one that has
the program's values and tags is it. Nothing is guessed: where two would do, none is taken and both are named.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from engine.pending import Deployment, Kind, PendingOperation
from engine.progress import Listener, silent
from engine.pulumi import Session
from engine.sandbox import ENDPOINT_VARIABLE
from engine.standin import drift
from engine.standin.bind import bind, values
from engine.standin.catalogue import ROWS
from engine.standin.clients import Clients
from engine.standin.errors import StandinError
from engine.standin.lifecycle import Lifecycle
from engine.standin.row import Props, Row, Scope
from engine.standin.settings import configure
from engine.standin.templates import fill, search


@dataclass(frozen=True, slots=True)
class Decision:
    """What was found about one pending create."""

    operation: PendingOperation
    identifier: str | None
    """The id it was adopted under; None when AWS holds nothing that is certainly it."""
    candidates: tuple[str, ...] = ()
    """Where it is not certain: what AWS holds that could be it, for a person to look at and delete."""


class Survivors:
    """Looks into the accounts of one server."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._lifecycle = Lifecycle(Clients(endpoint))

    def decide(self, operation: PendingOperation, taken: Mapping[str, Collection[str]]) -> Decision:
        """Whether the create happened. `taken` holds, by type, the ids that some state knows already."""
        row = ROWS.get(operation.type)
        if row is None or row.state_only:
            return Decision(operation, None)
        scope, tags = self._where(operation)
        try:
            if row.id_format:
                return Decision(operation, self._by_name(row, operation.inputs, scope))
            found = self._by_value(row, operation.inputs, scope, tags, set(taken.get(operation.type, ())))
        except StandinError:
            # AWS does not answer for this type; the engine's own create will say what it thinks.
            return Decision(operation, None)
        return Decision(operation, found[0]) if len(found) == 1 else Decision(operation, None, tuple(found))

    def _by_name(self, row: Row, inputs: Props, scope: Scope) -> str | None:
        identifier = fill(row.id_format, values(inputs, scope, None))
        if not isinstance(identifier, str) or row.read is None:
            return None
        return identifier if self._lifecycle.entity(row, identifier, inputs, scope) is not None else None

    def _by_value(self, row: Row, inputs: Props, scope: Scope, tags: Mapping[str, str], taken: set[str]) -> list[str]:
        if row.listing is None:
            return []
        call, path = row.listing
        bound = bind(row, call, inputs, scope, None)
        held = search(
            path, self._lifecycle.ask(row, scope)(call.operation, **bound.params), values(inputs, scope, None)
        )
        return [i for i in held or [] if i not in taken and self._is_it(row, i, inputs, scope, tags)]

    def _is_it(self, row: Row, identifier: str, inputs: Props, scope: Scope, tags: Mapping[str, str]) -> bool:
        entity = self._lifecycle.entity(row, identifier, inputs, scope)
        if entity is None:
            return False
        found = drift.observed(row, identifier, entity, {}, scope)
        given = {name: value for name, value in inputs.items() if name in found}
        if not all(drift.says_the_same(value, found[name]) for name, value in given.items()):
            return False
        wanted = {**tags, **(inputs.get("tags") or {})}
        if row.tagging is None or not row.tagging.at_create:
            return True
        state = {**inputs, **self._lifecycle.outputs(row, identifier, inputs, scope, entity)}
        return self._lifecycle.tags(row, identifier, state, scope) == wanted

    def _where(self, operation: PendingOperation) -> tuple[Scope, Mapping[str, str]]:
        provider = {name: value for name, value in operation.provider.items() if name != "__internal"}
        settings = configure(provider, {**os.environ, ENDPOINT_VARIABLE: self._endpoint})
        region = operation.inputs.get("region")
        return Scope(settings.account, region if isinstance(region, str) else settings.region), settings.default_tags


def mend(session: Session, stack: str, listener: Listener = silent) -> list[Decision]:
    """Take up what a killed run of the stack left, and forget what it did not get to; the decisions, for a message.

    Empty when there was nothing to mend; the state is then untouched.
    """
    pending = session.pending(stack)
    if not pending:
        return []
    survivors = Survivors(session.server.endpoint)
    taken = _ids([session.export(name) for name in session.workspace.stacks()])
    decisions = list[Decision]()
    for operation in pending:
        if operation.kind is Kind.CREATING:
            decision = survivors.decide(operation, taken)
            if decision.identifier is not None:
                # Two pending creates with equal values must not be taken for the same thing.
                taken.setdefault(operation.type, set()).add(decision.identifier)
            decisions.append(decision)
    adopted = {d.operation.urn: d.identifier for d in decisions if d.identifier is not None}
    session.repair(stack, adopted, listener)
    return decisions


def _ids(deployments: Collection[Deployment]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for deployment in deployments:
        for resource in deployment.get("resources") or ():
            identifier: Any = resource.get("id")
            if identifier:
                found.setdefault(resource["type"], set()).add(identifier)
    return found
