"""The kubernetes provider's own arguments, and the cluster they mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.sandbox import CLUSTERS_VARIABLE
from engine.standin.clients import Clients
from engine.standin.errors import Problem, RefusedError, StandinError
from engine.standin.row import Props
from engine.standin_kubernetes.address import Cluster, chosen
from engine.standin_kubernetes.store import Store
from graph.model import UNKNOWN

_FLAGS = ("deleteUnreachable", "enableConfigMapMutable", "enableSecretMutable", "upsertExistingObjects")


@dataclass(frozen=True, slots=True)
class Settings:
    """One configured provider."""

    cluster: Cluster
    store: Store
    namespace: str
    """The provider's own, for a namespaced object that names none; may be empty."""
    deletes_unreachable: bool
    """Whether a cluster that is gone takes its objects along without a word."""
    mutable: frozenset[str]
    """Kinds whose contents are changed in place."""
    adopts: bool
    """Whether a create takes over what exists already."""


def check(config: Props) -> list[Problem]:
    """What is wrong with a provider's arguments."""
    problems: list[Problem] = []
    kubeconfig = config.get("kubeconfig")
    if kubeconfig is not UNKNOWN:
        try:
            chosen(kubeconfig, config.get("context"))
        except StandinError as error:
            problems.append(Problem("", str(error)))
    if config.get("renderYamlToDirectory"):
        problems.append(Problem("renderYamlToDirectory", "the stand-in keeps objects and writes no files"))
    return problems


def replaces(old: Props, new: Props) -> list[str]:
    """`clusterIdentifier` where one is given, otherwise the cluster that the kubeconfig means."""
    if old.get("clusterIdentifier") and new.get("clusterIdentifier"):
        changed = UNKNOWN not in {old["clusterIdentifier"], new["clusterIdentifier"]}
        return ["clusterIdentifier"] if changed and old["clusterIdentifier"] != new["clusterIdentifier"] else []
    before, after = _cluster(old), _cluster(new)
    return ["kubeconfig"] if before is not None and after is not None and before != after else []


def _cluster(config: Props) -> Cluster | None:
    try:
        return chosen(config.get("kubeconfig"), config.get("context"))
    except StandinError:
        return None


def configure(config: Props, environment: Mapping[str, str]) -> Settings:
    """Settings from the provider's arguments and the process environment; StandinError says what is missing."""
    folder = environment.get(CLUSTERS_VARIABLE, "")
    if not folder:
        raise StandinError(
            f"{CLUSTERS_VARIABLE} is not set: this kubernetes provider is the sandbox's stand-in, and the sandbox is "
            "not running; start it through `lz up`"
        )
    cluster = chosen(config.get("kubeconfig"), config.get("context"))
    flags = {name for name in _FLAGS if _flag(config.get(name))}
    mutable = {kind for kind in ("ConfigMap", "Secret") if f"enable{kind}Mutable" in flags}
    namespace = config.get("namespace")
    return Settings(
        cluster=cluster,
        store=Store(Path(folder), cluster),
        namespace=namespace if isinstance(namespace, str) else "",
        deletes_unreachable="deleteUnreachable" in flags,
        mutable=frozenset(mutable),
        adopts="upsertExistingObjects" in flags,
    )


def _flag(value: Any) -> bool:
    """Pulumi sends a provider's arguments as JSON text where they are not text."""
    return value is True or value == json.dumps(obj=True)


def answers(cluster: Cluster, clients: Clients) -> bool:
    """Whether the EKS cluster of this address exists, which is what keeps an API server up."""
    eks = clients.ask("eks", cluster.region, cluster.account)
    try:
        held = eks("DescribeCluster", name=cluster.name)["cluster"]
    except RefusedError as error:
        if error.code == "ResourceNotFoundException":
            return False
        raise
    return str(held["endpoint"]).rstrip("/") == cluster.address
