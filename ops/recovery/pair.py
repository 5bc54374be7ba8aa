"""Both sides of an environment as its contracts say them: what a drill stops, and what it asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from config.contracts import DataContract, FoundationContract, LayerContract
from config.contracts.stores import StoreContract
from config.model import LandingZone
from config.vocabulary import DataClass, Layer
from engine.replication import Side
from ops.exits import UsageError
from ops.verification.environment import parse

C = TypeVar("C", bound=LayerContract)


@dataclass(frozen=True, slots=True)
class Store:
    """A bucket and its replica."""

    name: str
    """What it holds: decisions, models, security-logs."""
    here: Side
    there: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An environment and its recovery side."""

    environment: str
    account: str
    primary: str
    """The Region that serves."""
    recovery: str
    """The Region that holds the replicas."""
    decisions: Store
    archive: Store
    stores: tuple[Store, ...]
    """Every replicated bucket, the two above among them."""
    systems: tuple[str, ...]
    tables: tuple[str, ...]


def pair_of(zone: LandingZone, outputs: Mapping[str, Any]) -> Pair:
    """The pair that an environment's outputs describe; UsageError where a layer is not up, or nothing is replicated."""
    contracts, stack = parse(outputs), zone.environment
    data = _contract(contracts, Layer.DATA, DataContract, stack)
    foundation = _contract(contracts, Layer.FOUNDATION, FoundationContract, stack)
    stores = [store for contract in (*data.stores, foundation.archive) if (store := _store(contract)) is not None]
    by_name = {store.name: store for store in stores}
    if missing := {str(DataClass.DECISIONS), str(DataClass.SECURITY_LOGS)} - set(by_name):
        raise UsageError(
            f"{stack} replicates no {', '.join(sorted(missing))}: it is no primary", "drill the environment that serves"
        )
    decisions = by_name[str(DataClass.DECISIONS)]
    return Pair(
        environment=data.environment,
        account=data.account,
        primary=decisions.here.region,
        recovery=decisions.there.region,
        decisions=decisions,
        archive=by_name[str(DataClass.SECURITY_LOGS)],
        stores=tuple(stores),
        systems=zone.systems,
        tables=tuple(table.name for table in data.tables),
    )


def _contract(contracts: Mapping[Layer, LayerContract], layer: Layer, model: type[C], stack: str) -> C:
    found = contracts.get(layer)
    if not isinstance(found, model):
        raise UsageError(f"the layer {layer} of {stack} is not up", f"lz up {stack}")
    return found


def _store(contract: StoreContract) -> Store | None:
    if contract.replica is None:
        return None
    return Store(
        str(contract.data_class),
        Side(contract.bucket, contract.region),
        Side(contract.replica.bucket, contract.replica.region),
    )
