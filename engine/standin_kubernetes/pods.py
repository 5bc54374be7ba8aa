"""What an API server refuses of a pod's specification in code, beyond its schema.

Read in k8s.io/kubernetes v1.34, pkg/apis/core/validation/validation.go: the checks that people run into.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from engine.standin.diff import below
from engine.standin.errors import Problem
from engine.standin_kubernetes.names import is_known
from engine.standin_kubernetes.quantity import quantity

TEMPLATES: Mapping[str, str] = {
    "Pod": "",
    "Deployment": "spec.template",
    "ReplicaSet": "spec.template",
    "StatefulSet": "spec.template",
    "DaemonSet": "spec.template",
    "Job": "spec.template",
    "CronJob": "spec.jobTemplate.spec.template",
}
"""A kind that makes pods, to where it holds them."""

SELECTING = frozenset({"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"})
"""Kinds whose selector must be given, and must select what they make."""

_HANDLERS = ("exec", "grpc", "httpGet", "tcpSocket")
_OWN_DOMAINS = ("kubernetes.io/", "requests.", "limits.")


def at(value: Any, path: str) -> Any:
    """What stands at a dotted path, or None."""
    for step in path.split(".") if path else ():
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def mappings(value: Any) -> list[tuple[int, Mapping[str, Any]]]:
    """The objects of a list, with their places; none for anything else."""
    return [(i, each) for i, each in enumerate(value) if isinstance(each, Mapping)] if isinstance(value, list) else []


def problems(kind: str, manifest: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with the pods that an object of this kind holds."""
    place = TEMPLATES[kind]
    template = at(manifest, place)
    path = below(place, "spec")
    spec = at(template, "spec")
    if not isinstance(spec, Mapping):
        return
    if kind in SELECTING:
        yield from _selected(at(manifest, "spec.selector"), at(template, "metadata.labels"), place)
        if spec.get("restartPolicy") in {"Never", "OnFailure"}:
            yield Problem(f"{path}.restartPolicy", f"must be Always in a {kind}")
    if kind in {"Job", "CronJob"} and spec.get("restartPolicy") in {None, "Always"}:
        yield Problem(f"{path}.restartPolicy", f"must be Never or OnFailure in a {kind}")
    if spec.get("containers") == []:
        yield Problem(f"{path}.containers", "must have at least 1 entries")
    volumes = {volume.get("name") for _, volume in mappings(spec.get("volumes"))}
    for field in ("containers", "initContainers"):
        for index, container in mappings(spec.get(field)):
            yield from _container(container, volumes, f"{path}.{field}[{index}]")


def _selected(selector: Any, labels: Any, place: str) -> Iterator[Problem]:
    wanted = at(selector, "matchLabels")
    if isinstance(selector, Mapping) and not selector.get("matchLabels") and not selector.get("matchExpressions"):
        yield Problem("spec.selector", "must select something: an empty one would take every pod")
    given = labels if isinstance(labels, Mapping) else {}
    for key, value in wanted.items() if isinstance(wanted, Mapping) else ():
        if is_known(value) and key not in given:
            yield Problem(below(f"{place}.metadata.labels", key), "is missing, and the selector asks for it")
        elif is_known(value) and is_known(given.get(key)) and given[key] != value:
            yield Problem(below(f"{place}.metadata.labels", key), "is not what the selector asks for")


def _container(container: Mapping[str, Any], volumes: set[Any], path: str) -> Iterator[Problem]:
    if container.get("image") == "":
        yield Problem(f"{path}.image", "is required")
    for index, mount in mappings(container.get("volumeMounts")):
        if is_known(mount.get("name")) and mount["name"] not in volumes:
            yield Problem(f"{path}.volumeMounts[{index}].name", "is no volume of the pod")
    for index, variable in mappings(container.get("env")):
        if variable.get("value") and variable.get("valueFrom"):
            yield Problem(f"{path}.env[{index}].valueFrom", "may not stand beside value")
    for name in ("livenessProbe", "readinessProbe", "startupProbe"):
        yield from _probe(name, container.get(name), f"{path}.{name}")
    context = container.get("securityContext")
    if at(context, "allowPrivilegeEscalation") is False and at(context, "privileged") is True:
        yield Problem(f"{path}.securityContext.allowPrivilegeEscalation", "cannot be false in a privileged container")
    yield from _resources(container.get("resources"), f"{path}.resources")


def _probe(name: str, probe: Any, path: str) -> Iterator[Problem]:
    if not isinstance(probe, Mapping):
        return
    handlers = [handler for handler in _HANDLERS if probe.get(handler) is not None]
    if len(handlers) != 1:
        yield Problem(path, f"must have exactly one of {', '.join(_HANDLERS)}")
    if name != "readinessProbe" and probe.get("successThreshold", 1) not in {None, 1}:
        yield Problem(f"{path}.successThreshold", "must be 1")
    for field in ("periodSeconds", "timeoutSeconds", "failureThreshold", "successThreshold"):
        if isinstance(probe.get(field), int) and probe[field] < 1:
            yield Problem(f"{path}.{field}", "must be at least 1")


def _resources(resources: Any, path: str) -> Iterator[Problem]:
    limits, requests = at(resources, "limits"), at(resources, "requests")
    amounts: dict[str, dict[str, Any]] = {"limits": {}, "requests": {}}
    for field, given in (("limits", limits), ("requests", requests)):
        for name, value in given.items() if isinstance(given, Mapping) else ():
            amounts[field][name] = quantity(value) if is_known(value) else value
            if is_known(value) and amounts[field][name] is None:
                yield Problem(below(f"{path}.{field}", name), "is no quantity")
    for name, asked in amounts["requests"].items():
        limit: Any = amounts["limits"].get(name)
        if is_known(limit) and is_known(asked) and asked > limit:
            yield Problem(below(f"{path}.requests", name), "must be at most the limit")
    for name in sorted({*amounts["limits"], *amounts["requests"]}):
        if _is_extended(name):
            yield from _extended(name, amounts, path)


def _is_extended(name: str) -> bool:
    """nvidia.com/gpu and its like, which cannot be shared or overcommitted."""
    return "/" in name and not name.startswith(_OWN_DOMAINS)


def _extended(name: str, amounts: Mapping[str, Mapping[str, Any]], path: str) -> Iterator[Problem]:
    limit: Any = amounts["limits"].get(name)
    asked: Any = amounts["requests"].get(name)
    if limit is None:
        yield Problem(below(f"{path}.limits", name), "is required: such a resource cannot be overcommitted")
    elif is_known(limit) and is_known(asked) and asked != limit:
        yield Problem(below(f"{path}.requests", name), "must equal the limit")
    if isinstance(limit, Decimal) and limit != int(limit):
        yield Problem(below(f"{path}.limits", name), "must be a whole number")
