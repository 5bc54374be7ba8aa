"""The layer workloads: every Kubernetes object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import pulumi
import pulumi_aws as aws

from components.compute import karpenter_plan
from components.compute.controllers import Controllers, ControllersArgs
from components.compute.karpenter_pool import KarpenterPool, KarpenterPoolArgs, NodePlace
from components.compute.repository import repository_url
from components.kit_kubernetes import Kept, Release
from components.serving import vllm_plan
from components.serving.autoscaler import Autoscaler, AutoscalerArgs
from components.serving.model_ingress import PORT
from components.serving.vllm_service import Model, Placement, VllmService, VllmServiceArgs, Way
from config.capacity import capacity_in, reserved_instances
from config.instances import facts_for
from config.model import LandingZone
from config.model.cluster import Pool
from config.system import System
from config.vocabulary import Capacity, DataClass, DType, Layer, PoolKind, Role, Runtime, Tier
from stacks import places, subnets
from stacks.images import MODEL_SERVER
from stacks.providers import cluster_provider
from stacks.references import Published, Upstream

SERVICES = "172.20.0.0/16"
"""Addresses of services inside a cluster, the API server's first: what EKS takes where the VPC is in 10.0.0.0/8.

Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
"""


def compose(zone: LandingZone, _using: aws.Provider, upstream: Upstream) -> Published:
    """The cluster's objects where a system runs on Kubernetes; nothing elsewhere."""
    self_hosted = [system for system in zone.cards if system.card.serve.runtime is Runtime.VLLM]
    made = _Workloads(zone, upstream, self_hosted) if self_hosted else None
    return {
        "environment": zone.environment,
        "account": zone.account,
        "region": zone.region,
        "cluster": upstream.value(Layer.PLATFORM, "cluster", "name") if made else None,
        "objects": made.objects if made else [],
        "releases": made.releases if made else [],
    }


class _Workloads:
    """Controllers first, then what they define: pools, and the models on them."""

    def __init__(self, zone: LandingZone, upstream: Upstream, systems: Sequence[System]) -> None:
        self._zone, self._upstream, self._systems = zone, upstream, systems
        using = cluster_provider(zone, upstream)
        here = pulumi.ResourceOptions(providers=[using])
        self._controllers = Controllers(
            "controllers",
            ControllersArgs(
                cluster=upstream.value(Layer.PLATFORM, "cluster", "name"),
                region=zone.region,
                vpc_id=upstream.value(Layer.NETWORK, "vpc_id"),
                interruption_queue=upstream.value(Layer.PLATFORM, "interruption_queue"),
            ),
            here,
        )
        self._autoscaler = Autoscaler(
            "autoscaler", AutoscalerArgs(control_plane=(str(zone.network.cidr), SERVICES), port=PORT), here
        )
        self._ready = (*self._controllers.ready, *self._autoscaler.ready)
        pools = [self._pool(name, pool, here) for name, pool in zone.pools.items() if pool.kind is PoolKind.KARPENTER]
        models = {system.name: self._model(system, here) for system in systems}
        self.objects = [
            *_published(self._autoscaler.objects, None),
            *(entry for pool in pools for entry in _published(pool.objects, None)),
            *(entry for name, model in models.items() for entry in _published(model.objects, name)),
        ]
        self.releases = [_release(release) for release in (*self._controllers.releases, *self._autoscaler.releases)]

    def _pool(self, name: str, pool: Pool, opts: pulumi.ResourceOptions) -> KarpenterPool:
        capacity = capacity_in(pool, self._zone.role)
        on_it = [system for system in self._systems if system.card.serve.pool == name]
        reserved = any(share.buy is Capacity.RESERVED for share in capacity)
        return KarpenterPool(
            f"pool-{name}",
            KarpenterPoolArgs(
                pool=name,
                instances=tuple(facts.name for facts in facts_for(pool.gpu, self._zone.region)),
                gpus=pool.gpu.count,
                capacity=tuple(karpenter_plan.Share(buy=s.buy, instances=s.instances) for s in capacity),
                reservations=_named(self._upstream, "pools", name, "reservations") if reserved else None,
                place=self._place(),
                load=max((_load(system, self._machines(pool)) for system in on_it), default=timedelta(0)),
                grace=max((vllm_plan.grace(s.card.serve.timeout) for s in on_it), default=timedelta(0)),
                after=self._ready,
            ),
            opts,
        )

    def _place(self) -> NodePlace:
        def of(field: str) -> Any:
            return self._upstream.value(Layer.PLATFORM, "nodes", field)

        return NodePlace(
            instance_profile=of("instance_profile"),
            security_group=of("security_group"),
            subnets=list(subnets.by_zone(self._zone, self._upstream, Tier.PRIVATE).values()),
            volume_key=of("volume_key"),
            image=of("image"),
            max_pods=of("max_pods"),
            tags=of("tags"),
        )

    def _machines(self, pool: Pool) -> tuple[vllm_plan.Machine, ...]:
        return tuple(
            vllm_plan.Machine(vcpus=f.vcpus, memory=f.host, devices=f.count, bandwidth=f.bandwidth)
            for f in facts_for(pool.gpu, self._zone.region)
        )

    def _model(self, system: System, opts: pulumi.ResourceOptions) -> VllmService:
        zone, card = self._zone, system.card
        pool_name = card.serve.pool or ""
        pool = zone.pools[pool_name]
        digest = card.model.digest
        store = places.bucket(zone, DataClass.MODELS, zone.region)
        return VllmService(
            system.name,
            VllmServiceArgs(
                system=system.name,
                region=zone.region,
                image=_image(zone),
                model=Model(
                    uri=f"s3://{store}/{card.model.name}/{digest.replace(':', '/')}",
                    digest=digest,
                    weights=_weights(system),
                    dtype=card.model.dtype or DType.BF16,
                    context=card.model.context or 0,
                    concurrency=card.model.concurrency or 0,
                ),
                placement=Placement(pool=pool_name, machines=self._machines(pool), devices=pool.gpu.count),
                way=Way(
                    target_group=self._upstream.value(Layer.PLATFORM, "ingresses", system.name, "target_group"),
                    port=PORT,
                    sources=list(subnets.by_zone(zone, self._upstream, Tier.PRIVATE, "cidr").values()),
                ),
                least=_least(zone, system, pool),
                most=card.serve.replicas.max,
                longest=card.serve.timeout,
                hold=card.serve.rollout.hold,
                after=self._ready,
            ),
            opts,
        )


def _image(zone: LandingZone) -> str:
    """By name, and not from the contract: whether it is pinned can be judged before the repository is there."""
    repository = repository_url(zone.family, MODEL_SERVER, zone.account, zone.region)
    return f"{repository}@{zone.cluster.images.vllm}"


def _least(zone: LandingZone, system: System, pool: Pool) -> int:
    """Replicas that always run; where the environment stands by, no more than it reserved devices for."""
    wanted = system.card.serve.replicas.min
    if zone.role is Role.PRIMARY:
        return wanted
    return min(wanted, reserved_instances(capacity_in(pool, zone.role)))


def _weights(system: System) -> int:
    return system.fit.weights if system.fit is not None else 0


def _load(system: System, machines: tuple[vllm_plan.Machine, ...]) -> timedelta:
    return vllm_plan.load(_weights(system), vllm_plan.slowest(machines))


def _named(upstream: Upstream, listed: str, name: str, field: str) -> Any:
    """A field of the one element of a list in the platform's contract that has this name."""

    def find(elements: Iterable[Any]) -> Any:
        return next(element[field] for element in elements if element["name"] == name)

    published = upstream.value(Layer.PLATFORM, listed)
    return published.apply(find) if isinstance(published, pulumi.Output) else find(published)


def _published(kept: Iterable[Kept], system: str | None) -> list[dict[str, Any]]:
    return [
        {
            "api_version": one.api_version,
            "kind": one.kind,
            "namespace": one.namespace,
            "name": one.name,
            "system": system,
            "promises": dict(one.promises),
        }
        for one in kept
    ]


def _release(release: Release) -> dict[str, str]:
    chart = release.chart
    return {"name": release.name, "namespace": release.namespace, "chart": chart.name, "version": chart.version}
