"""What the sandbox's clusters hold, apart from Pulumi's state: to adopt what a killed run created, to count, to verify.

Nothing here knows the engine or a program.
"""

from __future__ import annotations

from pathlib import Path

from engine.standin.row import Props
from engine.standin.values import reveal
from engine.standin_kubernetes import kinds, objects
from engine.standin_kubernetes.address import Cluster, chosen
from engine.standin_kubernetes.catalogue import gvk, kept_as_state_only
from engine.standin_kubernetes.store import Store, clusters


def find(type_: str, inputs: Props, provider: Props, folder: Path) -> str | None:
    """The id of the object that these checked inputs describe, in the cluster of its provider; None for none.

    Raises StandinError when the provider's arguments do not tell the cluster.
    """
    if kept_as_state_only(type_) is not None:
        return None
    store = Store(folder, chosen(provider.get("kubeconfig"), provider.get("context")))
    kind = kinds.find(*gvk(type_))
    key = None if kind is None else objects.key(kind, reveal(dict(inputs)))
    return str(key) if key is not None and store.get(key) is not None else None


def census(folder: Path) -> dict[Cluster, int]:
    """How many objects each cluster holds; empty ones are left out."""
    counted = {cluster: len(Store(folder, cluster).objects()) for cluster in clusters(folder)}
    return {cluster: number for cluster, number in counted.items() if number}
