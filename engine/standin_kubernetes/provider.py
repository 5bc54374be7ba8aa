"""One configured provider: what the engine asks of an object, on plain data; engine.standin.wire is its wire."""

from __future__ import annotations

from typing import Any

from engine.standin.clients import Clients
from engine.standin.diff import Difference, is_within, top, walk
from engine.standin.errors import Problem, StandinError
from engine.standin.row import Props
from engine.standin.values import has_unknown, reveal
from engine.standin.wire import Say, Subject
from engine.standin_kubernetes import kinds, objects
from engine.standin_kubernetes.catalogue import gvk, kept_as_state_only
from engine.standin_kubernetes.kinds import Kind
from engine.standin_kubernetes.release import RELEASE, release_problems
from engine.standin_kubernetes.settings import Settings, answers
from engine.standin_kubernetes.store import Key, TakenError

STATE_ONLY_ID = "state-only:"
"""How the id of what no cluster holds begins."""


class Provider:
    """The operations of a configured provider. Values may hold UNKNOWN and Secret."""

    def __init__(self, settings: Settings, clients: Clients, say: Say) -> None:
        self._settings = settings
        self._clients = clients
        self._say = say
        self._answered = False

    def check(
        self, subject: Subject, old: Props, new: Props, seed: bytes, proposed: str = ""
    ) -> tuple[dict[str, Any], list[Problem]]:
        """The inputs with a name where the program gave none, and what an API server would refuse of them."""
        del proposed
        if subject.type == RELEASE:
            return dict(new), list(release_problems(reveal(new)))
        if kept_as_state_only(subject.type) is not None:
            return dict(new), []
        inputs = objects.named(new, old, subject.name, seed)
        kind = kinds.find(reveal(inputs.get("apiVersion")), reveal(inputs.get("kind")))
        if kind is None:
            return inputs, [Problem("kind", "apiVersion and kind must be those of the resource's type")]
        inputs = objects.placed(kind, inputs, self._settings.namespace)
        return inputs, list(dict.fromkeys(kinds.problems(kind, reveal(inputs))))

    def diff(self, subject: Subject, old: Props, new: Props, old_state: Props) -> Difference:
        """What changed, and what of it makes another object."""
        del old_state
        before, after = reveal(old), reveal(new)
        paths = dict(walk(before, after))
        if kept_as_state_only(subject.type) is not None:
            forcing: tuple[str, ...] = ("name", "namespace") if subject.type == RELEASE else ()
            replaces = tuple(path for path in forcing if path in paths)
            return Difference(paths, replaces, delete_first=False)
        kind = self._kind(after)
        forcing = tuple(p for p in kinds.immutable(kind.group, kind.name) if not self._is_mutable(kind, p))
        replaces = tuple(
            force for force in forcing if any(is_within(path, force) or is_within(force, path) for path in paths)
        )
        same = objects.key(kind, before) == objects.key(kind, after)
        return Difference(paths, replaces, delete_first=bool(replaces) and same and not objects.is_auto_named(new))

    def create(self, subject: Subject, inputs: Props, *, preview: bool) -> tuple[str, dict[str, Any]]:
        """Put the object into the cluster: its id and state."""
        reason = kept_as_state_only(subject.type)
        if reason is not None:
            self._say(subject.urn, f"kept as state only, not created in the sandbox: {reason}")
            return ("" if preview else f"{STATE_ONLY_ID}{subject.urn}"), dict(inputs)
        if preview:
            return "", objects.state(inputs, None)
        plain = reveal(inputs)
        key = self._key(plain)
        self._reach()
        try:
            held = self._settings.store.create(key, _stored(plain, key))
        except TakenError:
            if not self._settings.adopts:
                raise
            held = self._settings.store.replace(key, _stored(plain, key))
        return str(key), objects.state(inputs, held)

    def read(
        self, subject: Subject, identifier: str, inputs: Props, state: Props
    ) -> tuple[str, dict[str, Any], dict[str, Any]]:
        """The id, inputs and state as the cluster has them now; an empty id when it does not have it (any more)."""
        if identifier.startswith(STATE_ONLY_ID) or kept_as_state_only(subject.type) is not None:
            return identifier, dict(inputs), dict(state)
        if not self._is_up():
            return "", {}, {}
        kind = _typed(subject.type)
        held = self._settings.store.get(objects.key_of(kind, identifier))
        if held is None:
            return "", {}, {}
        found = objects.observed(held)
        known = objects.followed(inputs, found) if inputs else found
        if inputs and "namespace" not in (reveal(inputs.get("metadata")) or {}) and kind.namespaced:
            known = {**known, "metadata": {k: v for k, v in known["metadata"].items() if k != "namespace"}}
        return identifier, known, objects.state(known, held)

    def update(
        self, subject: Subject, identifier: str, old: Props, new: Props, old_state: Props, *, preview: bool
    ) -> dict[str, Any]:
        """Bring the changes to the cluster: the new state."""
        del old, identifier
        if kept_as_state_only(subject.type) is not None:
            return dict(new)
        if preview or has_unknown(new):
            return objects.state(new, None, reveal(old_state))
        plain = reveal(new)
        key = self._key(plain)
        self._reach()
        return objects.state(new, self._settings.store.replace(key, _stored(plain, key)))

    def delete(self, subject: Subject, identifier: str, state: Props) -> None:
        """Take the object out of the cluster; a cluster that is gone took it along when the provider was told so."""
        del state
        if identifier.startswith(STATE_ONLY_ID):
            return
        if self._settings.deletes_unreachable and not self._is_up():
            self._say(subject.urn, "its cluster is gone, and it with it")
            return
        self._reach()
        kind = _typed(subject.type)
        gone = self._settings.store.delete(objects.key_of(kind, identifier))
        if gone > 1:
            self._say(subject.urn, f"the namespace took {gone - 1} objects along")

    def invoke(self, token: str, arguments: Props) -> dict[str, Any]:
        """No function reads from a store of objects."""
        del arguments
        raise StandinError(f"the stand-in renders nothing and reads no files: {token} is not for the sandbox")

    def _kind(self, plain: Props) -> Kind:
        kind = kinds.find(plain.get("apiVersion"), plain.get("kind"))
        if kind is None:
            raise StandinError("apiVersion and kind are not those of the resource's type")
        return kind

    def _key(self, plain: Props) -> Key:
        key = objects.key(self._kind(plain), plain)
        if key is None:
            raise StandinError("metadata.name: is required: the stand-in makes up no name for metadata.generateName")
        return key

    def _is_mutable(self, kind: Kind, path: str) -> bool:
        return kind.name in self._settings.mutable and top(path) in {"data", "binaryData", "stringData"}

    def _is_up(self) -> bool:
        self._answered = self._answered or answers(self._settings.cluster, self._clients)
        return self._answered

    def _reach(self) -> None:
        if not self._is_up():
            raise StandinError(
                "the cluster does not answer: no EKS cluster of the sandbox has this address (any more); "
                "kubernetes.Provider(delete_unreachable=True) lets Pulumi forget what it held"
            )


def _typed(type_: str) -> Kind:
    kind = kinds.find(*gvk(type_))
    if kind is None:
        raise StandinError("the stand-in does not know this kind")
    return kind


def _stored(plain: Props, key: Key) -> dict[str, Any]:
    """What the server keeps: the namespace is written down, whoever named it."""
    metadata = dict(plain.get("metadata") or {})
    return {**plain, "metadata": {**metadata, **({"namespace": key.namespace} if key.namespace else {})}}
