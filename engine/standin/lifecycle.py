"""Create, read, change and delete a resource against the sandbox's AWS, as its row says."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from engine.standin import tags as tagging
from engine.standin.bind import bind, values, wanted, with_tags
from engine.standin.clients import Clients
from engine.standin.errors import PartialError, RefusedError, StandinError
from engine.standin.row import Action, Ask, Call, Change, Props, Row, Scope
from engine.standin.templates import fill, parse, search
from graph.model import UNKNOWN

_STATE_ONLY_ID: Final = "stateonly"
"""How the id of a resource that exists in the state alone begins: letters only, as the narrowest of AWS's own ids asks
(a guardrail's)."""
_STATE_ONLY: Final = re.compile(rf"([a-z]+-)?{_STATE_ONLY_ID}[0-9a-f]+")


def is_state_only(identifier: str) -> bool:
    """Whether a resource in the state alone was given this id; before the mark it may begin as AWS's own: cr-."""
    return _STATE_ONLY.fullmatch(identifier) is not None


class Lifecycle:
    """The operations of one provider instance: one moto server, one account."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def ask(self, row: Row, scope: Scope) -> Ask:
        """Calls of the row's service where the resource stands."""
        return self._clients.ask(row.service, scope.region, scope.account)

    def create(self, row: Row, urn: str, props: Props, scope: Scope, tags: Mapping[str, str]) -> str:
        """Create the thing and answer with its id. PartialError when it exists but a later step failed."""
        if row.state_only:
            digest = hashlib.sha256(f"{urn}{json.dumps(props, sort_keys=True, default=str)}".encode()).hexdigest()
            identifier = f"{row.id_prefix}{_STATE_ONLY_ID}{digest[:12]}"
            self._beside(row, Change(identifier, {}, props, scope))
            return identifier
        where = Scope(scope.account, row.create_region(props, scope)) if row.create_region else scope
        bound = bind(row, row.create, props, scope, None)
        try:
            self._refuse_taken(row, props, scope)
            response = self.ask(row, where)(row.create.operation, **with_tags(row, bound.params, tags))
        except RefusedError as error:
            if error.exists_already and row.id_format:
                error.identifier = str(fill(row.id_format, values(props, scope, None)))
            raise
        identifier = _identify(row, response, props, scope)
        ask = self.ask(row, scope)
        change = Change(identifier, {}, props, scope)
        try:
            self._run(row, ask, row.after_create, change)
            for step in row.steps:
                if step.at_create and wanted(step.carries, props, step.unless):
                    self._run(row, ask, step.run, change)
            if row.tagging is not None and not row.tagging.at_create and tags:
                state = {**props, **self.outputs(row, identifier, props, scope)}
                tagging.put(row, ask, tagging.target(row.tagging, state, scope, identifier), {}, tags)
        except StandinError as error:
            raise PartialError(identifier, error) from error
        return identifier

    def _refuse_taken(self, row: Row, props: Props, scope: Scope) -> None:
        if row.taken is None:
            return
        call, code = row.taken
        try:
            self.ask(row, scope)(call.operation, **bind(row, call, props, scope, None).params)
        except RefusedError as error:
            if error.code in row.absent:
                return
            raise
        raise RefusedError(row.create.operation, code, f"{row.name} {props[row.name]} is taken")

    def entity(self, row: Row, identifier: str, props: Props, scope: Scope) -> Any:
        """What AWS holds under this id, or None. `props` may be empty: what the id tells is read from it."""
        if row.state_only or row.read is None:
            return {}
        known = {**(parse(row.id_format, identifier) if row.id_format else {}), **props}
        try:
            bound = bind(row, row.read, known, scope, identifier)
            response = self.ask(row, scope)(row.read.operation, **bound.params)
        except RefusedError as error:
            if error.code in row.absent:
                return None
            raise
        return search(row.entity, response, values(known, scope, identifier)) or None

    def outputs(self, row: Row, identifier: str, props: Props, scope: Scope, entity: Any = None) -> dict[str, Any]:
        """What AWS computes: read from the entity, asked for, or built from names. Inputs are not among them."""
        held = entity if entity is not None else self.entity(row, identifier, props, scope)
        known = values(props, scope, identifier)
        result = {name: search(path, held, known) for name, path in row.outputs.items()}
        if not row.state_only:
            ask = self.ask(row, scope)
            for name, lookup in row.lookups.items():
                bound = bind(row, lookup.call, props, scope, identifier)
                result[name] = search(lookup.path, ask(lookup.call.operation, **bound.params), known)
        for name, template in row.built.items():
            result[name] = fill(template, {**known, **result})
        return {name: value for name, value in result.items() if value is not None}

    def update(self, row: Row, change: Change) -> None:
        """Bring the properties that changed to AWS."""
        if row.state_only:
            self._beside(row, change)
            return
        identifier, old, new, scope = change.id, change.old, change.new, change.scope
        changed = {k for k in {*old, *new} if old.get(k) != new.get(k)} - {"tags", "tagsAll", *row.kept_changes}
        ask = self.ask(row, scope)
        if row.put and changed - row.claimed:
            bound = bind(row, row.create, new, scope, identifier)
            ask(row.create.operation, **bound.params)
        for step in row.steps:
            if changed.intersection(step.carries):
                gone = all(new.get(prop) is None for prop in step.carries)
                self._run(row, ask, step.clear if gone and step.clear else step.run, change)

    def retag(self, row: Row, change: Change, old: Mapping[str, str], new: Mapping[str, str]) -> None:
        """Bring the tags of a changed resource from old to new."""
        if row.tagging is not None and not row.state_only and old != new:
            named = tagging.target(row.tagging, change.new, change.scope, change.id)
            tagging.put(row, self.ask(row, change.scope), named, old, new)

    def tags(self, row: Row, identifier: str, props: Props, scope: Scope, entity: Any) -> dict[str, str]:
        """The tags AWS holds; empty for what cannot be tagged."""
        if row.tagging is None or row.state_only:
            return {}
        state = dict(props)
        if any(f"{{{output}}}" in row.tagging.by and output not in state for output in (*row.outputs, *row.built)):
            state.update(self.outputs(row, identifier, props, scope, entity))
        named = tagging.target(row.tagging, state, scope, identifier)
        return tagging.read(row, self.ask(row, scope), named, entity)

    def delete(self, row: Row, identifier: str, props: Props, scope: Scope) -> None:
        """Delete the thing; one that is gone already is not an error, as for Pulumi's aws provider."""
        change = Change(identifier, props, {}, scope)
        if row.state_only:
            self._beside(row, change)
            return
        if props.get("skipDestroy") is True:
            return
        try:
            self._run(row, self.ask(row, scope), row.delete, change)
        except RefusedError as error:
            if error.code not in row.absent:
                raise

    def restore(self, row: Row, identifier: str, props: Props, scope: Scope) -> None:
        """Make again what stood beside a thing that is state only: the state outlives a server that is gone."""
        self._beside(row, Change(identifier, {}, props, scope))

    def _beside(self, row: Row, change: Change) -> None:
        for service, procedure in row.beside.items():
            procedure(self._clients.ask(service, change.scope.region, change.scope.account), change)

    def _run(self, row: Row, ask: Ask, actions: tuple[Action, ...], change: Change) -> None:
        for action in actions:
            if not isinstance(action, Call):
                action(ask, change)
                continue
            bound = bind(row, action, change.new or change.old, change.scope, change.id)
            try:
                ask(action.operation, **bound.params)
            except RefusedError as error:
                if error.code not in action.tolerates:
                    raise


def _identify(row: Row, response: Mapping[str, Any], props: Props, scope: Scope) -> str:
    if row.id_format:
        identifier = fill(row.id_format, values(props, scope, None))
    else:
        identifier = search(row.id, response, values(props, scope, None))
    if not identifier or identifier is UNKNOWN:
        unsuccessful = response.get("Unsuccessful") or [{}]
        detail = unsuccessful[0].get("Error", {})
        raise RefusedError(
            row.create.operation, detail.get("Code", "Unsuccessful"), detail.get("Message", "no id came back")
        )
    return str(identifier)
