"""Pools of GPU nodes as the platform makes them: what is reserved, and what is always there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from components.compute import plan
from components.compute.managed_pool import ManagedPool, ManagedPoolArgs
from components.compute.reservations import Reservations, ReservationsArgs
from components.compute.scope import Scope
from config.capacity import capacity_in
from config.instances import instances_for
from config.model import LandingZone
from config.model.cluster import Pool
from config.vocabulary import PoolKind, PoolName, Tier, ZoneId
from stacks import subnets
from stacks.references import Upstream


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """What a pool stands on."""

    scope: Scope
    cluster: pulumi.Output[str]
    """The cluster's name, once nodes can join it."""
    security_group: pulumi.Output[str]
    key_arn: pulumi.Output[str]
    subnet_ids: Mapping[ZoneId, pulumi.Input[str]]
    """Private subnets."""


class Pools:
    """Every pool of an environment."""

    node_groups: list[pulumi.Output[str]]
    """The names of the node groups of pools of kind managed."""

    def __init__(self, zone: LandingZone, upstream: Upstream, ground: Ground, opts: pulumi.ResourceOptions) -> None:
        self._zone, self._ground, self._opts = zone, ground, opts
        self._zone_names = subnets.by_zone(zone, upstream, Tier.PRIVATE, "zone_name")
        self.node_groups = []
        self.contracts: list[Mapping[str, Any]] = [self._pool(name, pool) for name, pool in zone.pools.items()]

    def _pool(self, name: PoolName, pool: Pool) -> Mapping[str, Any]:
        """Make a pool's reservations and node groups; what is promised about it."""
        shares = tuple(
            plan.Share(buy=share.buy, instances=share.instances) for share in capacity_in(pool, self._zone.role)
        )
        instances = instances_for(pool.gpu, self._zone.region)
        reserved = plan.reserved(shares)
        reservations: Mapping[ZoneId, pulumi.Output[str]] = {}
        if reserved:
            reservations = Reservations(
                f"reservations-{name}",
                ReservationsArgs(pool=name, instance=instances[0], instances=reserved, zone_names=self._zone_names),
                self._opts,
            ).reservation_ids
        if pool.kind is PoolKind.MANAGED:
            self._managed(name, shares, instances, reservations)
        return {
            "name": name,
            "kind": str(pool.kind),
            "instances": list(instances),
            "gpus": pool.gpu.count,
            "capacity": [{"buy": str(share.buy), "instances": share.instances} for share in shares],
            "limit": plan.most_devices(shares, pool.gpu.count),
            "reservations": [reservations[zone] for zone in sorted(reservations)],
        }

    def _managed(
        self,
        name: PoolName,
        shares: tuple[plan.Share, ...],
        instances: tuple[str, ...],
        reservations: Mapping[ZoneId, pulumi.Output[str]],
    ) -> None:
        made = ManagedPool(
            f"pool-{name}",
            ManagedPoolArgs(
                scope=self._ground.scope,
                cluster=self._ground.cluster,
                version=self._zone.cluster.version,
                pool=name,
                capacity=shares,
                instances=instances,
                subnet_ids=self._ground.subnet_ids,
                reservation_ids=dict(reservations),
                security_group=self._ground.security_group,
                key_arn=self._ground.key_arn,
            ),
            self._opts,
        )
        self.node_groups += made.node_groups
