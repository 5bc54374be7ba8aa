"""The ways to self-hosted models: who may call, by which balancer, and who reads the weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from components.compute.pod_role import PodRole, PodRoleArgs, ServiceAccount
from components.compute.scope import Scope
from components.serving.functions_gate import FunctionsGate, FunctionsGateArgs
from components.serving.model_ingress import PORT, Ends, ModelIngress, ModelIngressArgs
from components.serving.vllm_service import SERVICE_ACCOUNT
from components.storage.model_store import reader_document
from config.model import LandingZone
from config.system import System
from config.vocabulary import Layer, Tier
from stacks import places, subnets
from stacks.references import Upstream


def functions_gate(upstream: Upstream, opts: pulumi.ResourceOptions) -> FunctionsGate:
    """The security group of decision functions, in every environment."""
    return FunctionsGate("functions-gate", FunctionsGateArgs(vpc_id=upstream.value(Layer.NETWORK, "vpc_id")), opts)


def ingress(
    zone: LandingZone, upstream: Upstream, system: System, ends: Ends, opts: pulumi.ResourceOptions
) -> Mapping[str, Any]:
    """The way to a system's own model; what is promised about it."""
    made = ModelIngress(
        f"ingress-{system.name}",
        ModelIngressArgs(
            system=system.name,
            vpc_id=upstream.value(Layer.NETWORK, "vpc_id"),
            subnet_ids=subnets.by_zone(zone, upstream, Tier.PRIVATE),
            ends=ends,
            archive=places.archive(zone),
            longest=system.card.serve.timeout,
            deletion=zone.governance.deletion,
        ),
        opts,
    )
    return {"url": made.url, "target_group": made.target_group, "port": PORT}


def weights(
    zone: LandingZone, system: System, scope: Scope, cluster: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> Mapping[str, Any]:
    """Who reads the weights of a system's own model; what is promised about it."""
    account = ServiceAccount(namespace=system.name, name=SERVICE_ACCOUNT)
    role = PodRole(
        f"weights-{system.name}",
        PodRoleArgs(
            scope=scope,
            cluster=cluster,
            purpose=f"weights-{system.name}",
            description=f"Reads the weights of {system.model.name}",
            service_account=account,
            policy=reader_document(zone.family, zone.account, (zone.region, zone.recovery.region), system.model.name),
        ),
        opts,
    )
    return {"namespace": account.namespace, "name": account.name, "role": role.role}
