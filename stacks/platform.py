"""The layer platform: what systems run on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.compute import names, plan
from components.compute.access import Access, AccessArgs
from components.compute.addons import ClusterAddons, ClusterAddonsArgs, NodeAddons, NodeAddonsArgs
from components.compute.cluster import Cluster, ClusterArgs
from components.compute.interruptions import Interruptions, InterruptionsArgs
from components.compute.karpenter import CONTROLLER, Karpenter, KarpenterArgs
from components.compute.node_security import NodeSecurity, NodeSecurityArgs
from components.compute.platform_key import PlatformKey, PlatformKeyArgs
from components.compute.scope import Scope
from components.compute.system_nodes import SystemNodes, SystemNodesArgs
from components.storage.log_group import LogGroup, LogGroupArgs
from config.kubernetes import RELEASES
from config.model import LandingZone
from config.vocabulary import DataClass, Deletion, Layer, Runtime, Tier
from stacks import regional, subnets
from stacks.providers import stateful
from stacks.references import Published, Upstream


def compose(zone: LandingZone, using: aws.Provider, upstream: Upstream) -> Published:
    """The cluster and all that belongs to it, where a system runs on Kubernetes; nothing elsewhere."""
    self_hosted = [system for system in zone.cards if system.card.serve.runtime is Runtime.VLLM]
    made = _Platform(zone, using, upstream) if self_hosted else None
    return {
        "environment": zone.environment,
        "account": zone.account,
        "region": zone.region,
        "cluster": made.cluster_contract() if made else None,
        "pools": [],
        "repositories": [],
        "nodes": made.nodes_contract() if made else None,
        "node_role": made.karpenter.node_role if made else None,
        "interruption_queue": made.interruptions.queue if made else None,
        "controllers": made.controllers() if made else {},
        "weights": {},
        "functions_security_group": None,
        "ingresses": {},
        **regional.compose(zone, using, upstream),
    }


class _Platform:
    """The cluster, its nodes, and what makes and ends them."""

    def __init__(self, zone: LandingZone, using: aws.Provider, upstream: Upstream) -> None:
        self._zone, self._upstream = zone, upstream
        self._release = RELEASES[zone.cluster.version]
        self._kept, self._here = stateful(zone, using), pulumi.ResourceOptions(providers=[using])
        self._private = subnets.by_zone(zone, upstream, Tier.PRIVATE)
        self._scope = Scope(
            environment=zone.environment,
            account=zone.account,
            region=zone.region,
            boundary=upstream.value(Layer.FOUNDATION, "roles", "boundary"),
        )
        self._key = PlatformKey(
            "platform-key",
            PlatformKeyArgs(environment=zone.environment, account=zone.account, region=zone.region),
            self._kept,
        )
        self._log = LogGroup(
            "cluster-log",
            LogGroupArgs(
                group=names.cluster_log_group(zone.environment),
                region=zone.region,
                data_class=DataClass.SECURITY_LOGS,
                days=zone.retention.security_logs.days,
                key_arn=self._key.arn,
            ),
            self._kept,
        )
        self._cluster = self._control_plane()
        Access(
            "access",
            AccessArgs(
                cluster=self._cluster.cluster,
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
        self.karpenter = Karpenter(
            "karpenter", KarpenterArgs(scope=self._scope, cluster=self._cluster.cluster), self._here
        )
        self.interruptions = Interruptions("interruptions", InterruptionsArgs(scope=self._scope), self._here)

    def _control_plane(self) -> Cluster:
        return Cluster(
            "cluster",
            ClusterArgs(
                scope=self._scope,
                version=self._zone.cluster.version,
                subnet_ids=self._private,
                cidr=self._zone.network.cidr,
                key_arn=self._key.arn,
                log_group=self._log,
                deletion=self._zone.governance.deletion,
            ),
            self._kept,
        )

    def _system_nodes(self) -> SystemNodes:
        """The node group between the add-ons that its nodes need, and those that need its nodes."""
        cluster = self._cluster.cluster
        before = NodeAddons(
            "node-addons",
            NodeAddonsArgs(
                scope=self._scope,
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
                scope=self._scope,
                cluster=cluster,
                version=self._zone.cluster.version,
                instances=self._zone.cluster.nodes.instances,
                smallest=self._zone.cluster.nodes.min,
                largest=self._zone.cluster.nodes.max,
                subnet_ids=self._private,
                security_group=self._security.security_group,
                key_arn=self._key.arn,
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
            "key_arn": self._key.arn,
            "log_group": self._log.group,
            "log_days": self._log.retention_days,
            "deletion_protected": self._zone.governance.deletion is Deletion.PROTECTED,
            "addons": dict(self._release.addons),
            "node_groups": [self._system.node_group],
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
            "volume_key": self._key.arn,
            "image": f"bottlerocket@{self._release.bottlerocket}",
            "max_pods": plan.MAX_PODS,
            "tags": {"lz:environment": self._zone.environment, "lz:owner": self._zone.governance.owner},
        }

    def controllers(self) -> Mapping[str, Any]:
        """The controllers in the cluster that call AWS."""
        return {
            "karpenter": {
                "namespace": CONTROLLER.namespace,
                "name": CONTROLLER.name,
                "role": self.karpenter.controller_role,
            }
        }
