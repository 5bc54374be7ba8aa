"""What the stand-in knows, and what it keeps in Pulumi's state alone."""

from __future__ import annotations

from engine.standin_kubernetes import kinds, published
from engine.standin_kubernetes.definitions import definitions
from engine.standin_kubernetes.release import RELEASE

PREFIX = "kubernetes:"
"""How the type tokens of Pulumi's kubernetes provider begin."""

NOT_RENDERED = "charts are not rendered, so nothing of it is in the cluster"
NO_DEFINITION = "the stand-in has no CustomResourceDefinition of its kind"
NO_PATCH = "the stand-in merges no patches into what others own"


def gvk(type_: str) -> tuple[str, str]:
    """The apiVersion and kind that a type token spells; kubernetes:core/v1:Pod is v1 and Pod."""
    _, module, kind = type_.split(":")
    return module.removeprefix("core/"), kind


def kept_as_state_only(type_: str) -> str | None:
    """The reason an object exists in Pulumi's state alone; None for one that a cluster of the sandbox holds."""
    if type_ == RELEASE:
        return NOT_RENDERED
    api_version, kind = gvk(type_)
    if kind.endswith("Patch"):
        return NO_PATCH
    return NO_DEFINITION if kinds.find(api_version, kind) is None else None


def table() -> list[tuple[str, str, str]]:
    """The lines of `--kinds`: apiVersion, kind, and where its schema is from."""
    own = [(*key, f"Kubernetes {published.KUBERNETES}") for key in published.kinds()]
    custom = [(*key, f"{found.source}; CEL rules not evaluated") for key, found in definitions().items()]
    return sorted([*own, *custom])
