"""A cluster of the sandbox, to ask: the store of its stand-in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from engine.standin_kubernetes import address, kinds
from engine.standin_kubernetes.catalogue import NO_DEFINITION, NOT_RENDERED
from engine.standin_kubernetes.store import Key, Store
from ops.verification.account import ABSENT, ClientFactory, UnreadableError


class SandboxCluster:
    """A cluster of the sandbox: what its stand-in stored."""

    def __init__(self, client: ClientFactory, folder: Path, name: str, region: str) -> None:
        self._client, self._folder = client, folder
        self._name, self._region = name, region

    @cached_property
    def _store(self) -> Store | None:
        try:
            held = self._client("eks", self._region).describe_cluster(name=self._name)["cluster"]
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in ABSENT:
                return None
            raise
        cluster = address.parse(held["endpoint"])
        return None if cluster is None else Store(self._folder, cluster)

    def get(self, api_version: str, kind: str, namespace: str | None, name: str) -> Mapping[str, Any] | None:
        known = kinds.find(api_version, kind)
        if known is None:
            raise UnreadableError(NO_DEFINITION)
        return None if self._store is None else self._store.get(Key(known.group, kind, namespace or "", name))

    def release(self, namespace: str, name: str) -> Mapping[str, str] | None:
        del namespace, name
        raise UnreadableError(NOT_RENDERED)
