"""The layer platform: what systems run on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.compute import names, plan, target_binder
from components.compute.access import Access, AccessArgs
from components.compute.addons import ClusterAddons, ClusterAddonsArgs, NodeAddons, NodeAddonsArgs
from components.compute.cluster import Cluster, ClusterArgs
from components.compute.interruptions import Interruptions, InterruptionsArgs
from components.compute.karpenter import CONTROLLER, Karpenter, KarpenterArgs
from components.compute.node_security import NodeSecurity, NodeSecurityArgs
from components.compute.platform_key import PlatformKey, PlatformKeyArgs
from components.compute.pod_role import PodRole, PodRoleArgs
from components.compute.scope import Scope
from components.compute.system_nodes import SystemNodes, SystemNodesArgs
from components.serving.model_ingress import Ends
from components.storage.log_group import LogGroup, LogGroupArgs
from config.kubernetes import RELEASES
from config.model import LandingZone
from config.vocabulary import DataClass, Deletion, Layer, Tier
from stacks import budgets, images, regional, subnets, ways
from stacks.pools import Ground, Pools
from stacks.providers import stateful
from stacks.references import Published, Upstream


def compose(zone: LandingZone, using: aws.Provider, upstream: Upstream) -> Published:
    """The cluster and all that belongs to it, where a system runs on Kubernetes; what functions need everywhere."""
    here = pulumi.ResourceOptions(providers=[using])
    hosted = zone.self_hosted
    limits = budgets.of_pools(zone, using, upstream)
    gate = ways.functions_gate(upstream, here).security_group
    kept = stateful(zone, using)
    key = PlatformKey(
        "platform-key",
        PlatformKeyArgs(environment=zone.environment, family=zone.family, account=zone.account, region=zone.region),
        kept,
    ).arn
    made = _Platform(zone, using, upstream, key) if hosted else None
    return {
        "environment": zone.environment,
        "account": zone.account,
        "region": zone.region,
        "cluster": made.cluster_contract() if made else None,
        "pools": made.pools.contracts if made else [],
        "repositories": images.repositories(zone, using, upstream, [images.MODEL_SERVER] if made else []),
        "nodes": made.nodes_contract() if made else None,
        "node_role": made.karpenter.node_role if made else None,
        "interruption_queue": made.interruptions.queue if made else None,
        "controllers": made.controllers() if made else {},
        "weights": {s.name: ways.weights(zone, s, made.scope, made.cluster, here) for s in hosted} if made else {},
        "functions_security_group": gate,
        "ingresses": {s.name: ways.ingress(zone, upstream, s, made.ends(gate), kept) for s in hosted} if made else {},
        "key_arn": key,
        "budgets": limits,
        **regional.compose(zone, using, upstream, key),
    }


class _Platform:
    """The cluster, its nodes, and what makes and ends them."""

    def __init__(self, zone: LandingZone, using: aws.Provider, upstream: Upstream, key: pulumi.Output[str]) -> None:
        self._zone, self._upstream = zone, upstream
        self._release = RELEASES[zone.cluster.version]
        self._kept, self._here = stateful(zone, using), pulumi.ResourceOptions(providers=[using])
        self._private = subnets.by_zone(zone, upstream, Tier.PRIVATE)
        self.scope = Scope(
            environment=zone.environment,
            account=zone.account,
            region=zone.region,
            boundary=upstream.value(Layer.FOUNDATION, "roles", "boundary"),
        )
        self._key = key
        self._log = LogGroup(
            "cluster-log",
            LogGroupArgs(
                group=names.cluster_log_group(zone.environment),
                region=zone.region,
                data_class=DataClass.SECURITY_LOGS,
                days=zone.retention.security_logs.days,
                key_arn=self._key,
            ),
            self._kept,
        )
        self._cluster = self._control_plane()
        self.cluster = self._cluster.cluster
        self._access = Access(
            "access",
            AccessArgs(
                cluster=self.cluster,
                administrators={
                    purpose: upstream.value(Layer.FOUNDATION, "roles", purpose) for purpose in ("apply", "break_glass")
                },
            ),
            self._here,
        )
        self._security = NodeSecurity(
            "nodes",
            NodeSecurityArgs(
                vpc_id=upstream.value(Layer.NETWORK, "vpc_id"), control_plane=self._cluster.security_group
            ),
            self._here,
        )
        self._system = self._system_nodes()
        self.karpenter = Karpenter("karpenter", KarpenterArgs(scope=self.scope, cluster=self.cluster), self._here)
        self.interruptions = Interruptions("interruptions", InterruptionsArgs(scope=self.scope), self._here)
        self._binder = PodRole(
            "load-balancer-controller",
            PodRoleArgs(
                scope=self.scope,
                cluster=self.cluster,
                purpose="load-balancer-controller",
                description="Puts pods into target groups and takes them out",
                service_account=target_binder.CONTROLLER,
                policy=target_binder.document(self.scope),
            ),
            self._here,
        )
        self.pools = Pools(
            zone,
            upstream,
            Ground(
                scope=self.scope,
                # Its nodes need the add-ons that system nodes have waited for.
                cluster=pulumi.Output.all(self.cluster, self._system.node_group).apply(lambda known: str(known[0])),
                security_group=self._security.security_group,
                key_arn=self._key,
                subnet_ids=self._private,
            ),
            self._here,
        )

    def _control_plane(self) -> Cluster:
        return Cluster(
            "cluster",
            ClusterArgs(
                scope=self.scope,
                version=self._zone.cluster.version,
                subnet_ids=self._private,
                cidr=self._zone.network.cidr,
                key_arn=self._key,
                log_group=self._log,
                deletion=self._zone.governance.deletion,
            ),
            self._kept,
        )

    def _system_nodes(self) -> SystemNodes:
        """The node group between the add-ons that its nodes need, and those that need its nodes."""
        cluster = self.cluster
        before = NodeAddons(
            "node-addons",
            NodeAddonsArgs(
                scope=self.scope,
                cluster=cluster,
                versions=self._release.addons,
                pod_subnets=subnets.by_zone(self._zone, self._upstream, Tier.POD),
                security_group=self._security.security_group,
            ),
            self._here,
        )
        nodes = SystemNodes(
            "system-nodes",
            SystemNodesArgs(
                scope=self.scope,
                cluster=cluster,
                version=self._zone.cluster.version,
                instances=self._zone.cluster.nodes.instances,
                smallest=self._zone.cluster.nodes.min,
                largest=self._zone.cluster.nodes.max,
                subnet_ids=self._private,
                security_group=self._security.security_group,
                key_arn=self._key,
                after=before,
            ),
            self._here,
        )
        ClusterAddons(
            "cluster-addons",
            ClusterAddonsArgs(cluster=cluster, versions=self._release.addons, after=nodes),
            self._here,
        )
        return nodes

    def cluster_contract(self) -> Mapping[str, Any]:
        """The promise about the cluster."""
        made = self._cluster
        return {
            "name": made.cluster,
            "arn": made.arn,
            "endpoint": made.endpoint,
            "certificate_authority": made.certificate_authority,
            "version": self._zone.cluster.version,
            "security_group": made.security_group,
            "key_arn": self._key,
            "log_group": self._log.group,
            "log_days": self._log.retention_days,
            "deletion_protected": self._zone.governance.deletion is Deletion.PROTECTED,
            "addons": dict(self._release.addons),
            "administrators": dict(self._access.principals),
            "node_groups": [self._system.node_group, *self.pools.node_groups],
        }

    def nodes_contract(self) -> Mapping[str, Any]:
        """What an EC2NodeClass needs."""
        zone_names = subnets.by_zone(self._zone, self._upstream, Tier.PRIVATE, "zone_name")
        return {
            "instance_profile": self.karpenter.instance_profile,
            "security_group": self._security.security_group,
            "subnets": [
                {"id": subnet, "zone": zone, "zone_name": zone_names[zone]} for zone, subnet in self._private.items()
            ],
            "volume_key": self._key,
            "image": f"bottlerocket@{self._release.bottlerocket}",
            "max_pods": plan.MAX_PODS,
            "tags": {"lz:environment": self._zone.environment, "lz:owner": self._zone.governance.owner},
        }

    def controllers(self) -> Mapping[str, Any]:
        """The controllers in the cluster that call AWS."""
        held = {
            "karpenter": (CONTROLLER, self.karpenter.controller_role),
            "load-balancer-controller": (target_binder.CONTROLLER, self._binder.role),
        }
        return {
            what: {"namespace": account.namespace, "name": account.name, "role": role}
            for what, (account, role) in held.items()
        }

    def ends(self, functions: pulumi.Input[str]) -> Ends:
        """What a way to a model joins."""
        return Ends(functions=functions, nodes=self._security.security_group)
