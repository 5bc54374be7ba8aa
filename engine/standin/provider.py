"""One configured provider: what the engine asks of a resource, on plain data; engine.standin.wire is its wire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.standin import nested
from engine.standin import tags as tagging
from engine.standin.bind import check as check_values
from engine.standin.bind import left_over
from engine.standin.catalogue import NOT_IN_TABLE, ROWS
from engine.standin.clients import Clients
from engine.standin.diff import Difference, Version, compare
from engine.standin.drift import observed, refreshed
from engine.standin.errors import PartialError, Problem
from engine.standin.invokes import invoke
from engine.standin.lifecycle import Lifecycle, is_state_only
from engine.standin.naming import auto_name, is_auto_named
from engine.standin.row import Call, Change, Props, Row, Scope
from engine.standin.settings import Settings
from engine.standin.templates import parse, search
from engine.standin.values import has_unknown, reveal
from engine.standin.wire import HalfCreatedError, Say, Subject
from graph.model import UNKNOWN

_NO_CALL = Call(operation="")


class Provider:
    """The operations of a configured provider. Values may hold UNKNOWN and Secret."""

    def __init__(self, settings: Settings, clients: Clients, say: Say) -> None:
        self._settings = settings
        self._clients = clients
        self._lifecycle = Lifecycle(clients)
        self._say = say

    def check(
        self, subject: Subject, old: Props, new: Props, seed: bytes, proposed: str = ""
    ) -> tuple[dict[str, Any], list[Problem]]:
        """The inputs with a name where the program gave none, and what AWS would refuse of them."""
        inputs = dict(new)
        row = ROWS.get(subject.type)
        if row is None:
            return inputs, []
        if row.name and inputs.get(row.name) is None:
            inputs[row.name] = _name(row, subject, old, seed, proposed)
        return inputs, check_values(row, reveal(inputs), self._scope(inputs))

    def diff(self, subject: Subject, old: Props, new: Props, old_state: Props) -> Difference:
        """What changed."""
        before = Version(reveal(old), reveal(old_state))
        return compare(
            ROWS.get(subject.type),
            subject.name,
            before,
            Version(reveal(new), reveal(self._added(ROWS.get(subject.type), new))),
        )

    def create(self, subject: Subject, inputs: Props, *, preview: bool) -> tuple[str, dict[str, Any]]:
        """Create the thing: its id and state. At preview nothing is called, and what AWS computes is UNKNOWN."""
        row, plain, scope = ROWS.get(subject.type), reveal(inputs), self._scope(inputs)
        self._tell(subject, plain)
        if row is None:
            row = Row(type=subject.type, service="", create=_NO_CALL, state_only=NOT_IN_TABLE, regional=False)
        if preview:
            return "", self._state(row, inputs, dict.fromkeys((*row.outputs, *row.built, *row.lookups), UNKNOWN))
        tags = self._added(row, plain).get("tagsAll", {})
        try:
            identifier = self._lifecycle.create(row, subject.urn, plain, scope, tags)
        except PartialError as error:
            raise HalfCreatedError(error, self._state(row, inputs, {})) from error
        return identifier, self._state(row, inputs, self._lifecycle.outputs(row, identifier, plain, scope))

    def read(
        self, subject: Subject, identifier: str, inputs: Props, state: Props
    ) -> tuple[str, dict[str, Any], dict[str, Any]]:
        """The id, inputs and state as AWS has them now; an empty id when it does not exist (any more)."""
        row = ROWS.get(subject.type)
        if row is None or is_state_only(identifier):
            if row is not None:
                self._lifecycle.restore(row, identifier, reveal({**state, **inputs}), self._scope({**state, **inputs}))
            return identifier, dict(inputs), dict(state)
        told = parse(row.import_id, identifier)
        identifier = told.pop("id", identifier)
        plain, scope = reveal({**told, **state, **inputs}), self._scope({**state, **inputs})
        entity = self._lifecycle.entity(row, identifier, plain, scope)
        if entity is None:
            return "", {}, {}
        if told and row.id:
            identifier = str(search(row.id, entity, {}) or identifier)
        found = {**told, **observed(row, identifier, entity, plain, scope)}
        known = refreshed(inputs, found) if inputs else found
        outputs = self._lifecycle.outputs(row, identifier, {**found, **plain}, scope, entity)
        fresh = self._state(row, known, outputs)
        if row.tagging is not None and not row.state_only:
            held = self._lifecycle.tags(row, identifier, {**found, **plain, **outputs}, scope, entity)
            fresh["tagsAll"] = held
            known = {**known, **self._own_tags(known, held)}
            fresh = {**fresh, **{k: known[k] for k in ("tags",) if k in known}}
        return identifier, known, fresh

    def _own_tags(self, inputs: Props, held: Mapping[str, str]) -> dict[str, Any]:
        """The resource's own tags, as far as AWS tells: all it holds but the provider's defaults."""
        own = {k: v for k, v in held.items() if self._settings.default_tags.get(k) != v}
        given = reveal(inputs.get("tags")) or {}
        if own == {k: v for k, v in given.items() if self._settings.default_tags.get(k) != v}:
            return {}
        return {"tags": own} if own else {}

    def update(
        self, subject: Subject, identifier: str, old: Props, new: Props, old_state: Props, *, preview: bool
    ) -> dict[str, Any]:
        """Bring the changes to AWS: the new state."""
        row = ROWS.get(subject.type)
        kept = {k: v for k, v in old_state.items() if k not in old and k not in {"tagsAll", "region"}}
        if row is None:
            return {**kept, **new}
        kept |= nested.taken(row.outputs, old_state)
        if preview or has_unknown(new):
            return self._state(row, new, kept)
        before, after, scope = reveal(old), reveal(new), self._scope(old_state)
        for prop in sorted(set(row.kept_changes) & _changed(before, after)):
            self._say(subject.urn, f"the change of {prop} is kept as state only: {row.kept_changes[prop]}")
        self._lifecycle.update(row, Change(identifier, before, after, scope))
        tags = self._added(row, after).get("tagsAll", {})
        whole = Change(identifier, reveal(old_state), {**kept, **after}, scope)
        self._lifecycle.retag(row, whole, whole.old.get("tagsAll") or {}, tags)
        outputs = self._lifecycle.outputs(row, identifier, after, scope)
        return self._state(row, new, {**kept, **outputs})

    def delete(self, subject: Subject, identifier: str, state: Props) -> None:
        """Delete the thing."""
        row = ROWS.get(subject.type)
        if row is not None and (row.state_only or not is_state_only(identifier)):
            self._lifecycle.delete(row, identifier, reveal(state), self._scope(state))

    def invoke(self, token: str, arguments: Props) -> dict[str, Any]:
        """The result of a function that reads."""
        scope = Scope(self._settings.account, self._settings.region)
        return invoke(token, reveal(arguments), scope, self._clients)

    def _scope(self, props: Props) -> Scope:
        region = reveal(props.get("region"))
        return Scope(self._settings.account, region if isinstance(region, str) else self._settings.region)

    def _added(self, row: Row | None, inputs: Props) -> dict[str, Any]:
        """What the provider adds to the inputs of every type: the Region it stands in, and tags with the defaults."""
        added: dict[str, Any] = {}
        if row is None or row.regional:
            added["region"] = inputs.get("region") or self._settings.region
        if row is not None and row.tagging is not None:
            added["tagsAll"] = tagging.merged(self._settings.default_tags, inputs.get("tags"))
        return added

    def _state(self, row: Row, inputs: Props, outputs: Props) -> dict[str, Any]:
        return nested.placed({**outputs, **inputs, **self._added(row, inputs)}, outputs)

    def _tell(self, subject: Subject, inputs: Props) -> None:
        row = ROWS.get(subject.type)
        if row is None or row.state_only:
            reason = NOT_IN_TABLE if row is None else row.state_only
            self._say(subject.urn, f"kept as state only, not created in the sandbox: {reason}")
            return
        unheard = [f"{prop} ({row.kept[prop]})" for prop in sorted(row.kept) if inputs.get(prop) is not None]
        unheard += [f"{prop} (the stand-in does not carry it)" for prop in left_over(row, inputs)]
        if unheard:
            self._say(subject.urn, f"kept as state only: {', '.join(unheard)}")


def _name(row: Row, subject: Subject, old: Props, seed: bytes, proposed: str) -> str:
    """The name Pulumi gave before, the one the engine proposes, or a new one."""
    before = old.get(row.name)
    if isinstance(before, str) and is_auto_named(before, subject.name, row.name_prefix):
        return before
    if proposed:
        return f"{row.name_prefix}{proposed}"[: row.name_limit]
    return auto_name(subject.name, seed, limit=row.name_limit, prefix=row.name_prefix)


def _changed(old: Props, new: Props) -> set[str]:
    return {prop for prop in {*old, *new} if old.get(prop) != new.get(prop)}
