"""Kubernetes objects and Helm releases, read back from their cluster."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from config.contracts.workloads import ObjectContract, ReleaseContract
from ops.verification.account import Account, Cluster, Once
from ops.verification.outcome import Line

_STEP = re.compile(r'\.?([^.\[\]"]+)|\[(\d+)\]|\["([^"]+)"\]')


def check(contract: ObjectContract, cluster: Once[Cluster], account: Account) -> Iterator[Line]:
    """That the object is there, and has what was promised."""
    place = f"{contract.namespace}/{contract.name}" if contract.namespace else contract.name
    thing = account.thing(contract.kind, place)
    held = Once(lambda: cluster().get(contract.api_version, contract.kind, contract.namespace, contract.name))
    yield thing.holds("exists", True, lambda: held() is not None or None)
    for path, value in contract.promises.items():
        yield thing.holds(path, value, lambda path=path: _text(at(held(), path)))


def check_release(contract: ReleaseContract, cluster: Once[Cluster], account: Account) -> Iterator[Line]:
    """That the release is deployed, from the chart and in the version that was promised."""
    thing = account.thing("release", f"{contract.namespace}/{contract.name}")
    held = Once(lambda: cluster().release(contract.namespace, contract.name))
    chart = contract.chart.rpartition("/")[2]
    for promise, value in (("chart", chart), ("version", contract.version)):
        yield thing.holds(promise, value, lambda promise=promise: (held() or {}).get(promise))


def at(held: Mapping[str, Any] | None, path: str) -> Any:
    """What stands at a path of an object, None where nothing does: spec.triggers[0].type, metadata.labels["a.b/c"]."""
    found: Any = held
    for match in _STEP.finditer(path):
        name, index, quoted = match.groups()
        if index is not None:
            found = found[int(index)] if isinstance(found, list) and int(index) < len(found) else None
        else:
            found = found.get(name or quoted) if isinstance(found, Mapping) else None
    return found


def _text(value: Any) -> str | None:
    """As a contract writes it."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
