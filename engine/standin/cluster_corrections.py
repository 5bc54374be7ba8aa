"""What AWS does when it makes an EKS cluster, and moto 5.2.5 does not; applied by engine.standin.corrections."""

from __future__ import annotations

from typing import Any

from moto.ec2.models import ec2_backends
from moto.eks.models import Cluster, EKSBackend, Nodegroup

_GROUP = "clusterSecurityGroupId"


def apply() -> None:
    """Correct moto's EKS in this process."""
    _clusters_have_a_security_group()
    _node_groups_have_tags()


def _clusters_have_a_security_group() -> None:
    """EKS makes a security group with a cluster and takes it away with it; moto's clusters have none.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
    """
    create, delete = EKSBackend.create_cluster, EKSBackend.delete_cluster
    update = EKSBackend.update_cluster_config

    def create_cluster(self: EKSBackend, name: str, *args: Any, **kwargs: Any) -> Cluster:
        cluster = create(self, name, *args, **kwargs)
        ec2 = ec2_backends[self.account_id][self.region_name]
        subnet = ec2.get_subnet(cluster.resources_vpc_config["subnetIds"][0])
        group = ec2.create_security_group(f"eks-cluster-sg-{name}", "EKS created security group", vpc_id=subnet.vpc_id)
        cluster.resources_vpc_config |= {_GROUP: group.id, "vpcId": subnet.vpc_id}
        return cluster

    def delete_cluster(self: EKSBackend, name: str) -> Cluster:
        cluster = delete(self, name)
        group = cluster.resources_vpc_config.get(_GROUP)
        if group:
            ec2_backends[self.account_id][self.region_name].delete_security_group(group_id=group)
        return cluster

    def update_cluster_config(
        self: EKSBackend, name: str, resources_vpc_config: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Cluster:
        """Moto forgets what a change does not repeat; AWS changes what it names."""
        held = self.clusters[name].resources_vpc_config if name in self.clusters else {}
        merged = {**held, **resources_vpc_config} if resources_vpc_config else resources_vpc_config
        return update(self, name, merged, *args, **kwargs)

    EKSBackend.create_cluster = create_cluster
    EKSBackend.delete_cluster = delete_cluster
    EKSBackend.update_cluster_config = update_cluster_config


def _node_groups_have_tags() -> None:
    """Moto keeps the tags of a node group and lists, puts and drops only those of clusters."""
    listed, put, drop = EKSBackend.list_tags_for_resource, EKSBackend.tag_resource, EKSBackend.untag_resource

    def group_of(self: EKSBackend, arn: str) -> Nodegroup | None:
        groups = (group for cluster in self.clusters.values() for group in cluster.nodegroups.values())
        return next((group for group in groups if group.arn == arn), None)

    def list_tags_for_resource(self: EKSBackend, resource_arn: str) -> dict[str, str]:
        group = group_of(self, resource_arn)
        return listed(self, resource_arn) if group is None else group.tags

    def tag_resource(self: EKSBackend, resource_arn: str, tags: dict[str, str]) -> None:
        group = group_of(self, resource_arn)
        if group is None:
            put(self, resource_arn, tags)
        else:
            group.tags.update(tags)

    def untag_resource(self: EKSBackend, resource_arn: str, tag_keys: list[str]) -> None:
        group = group_of(self, resource_arn)
        if group is None:
            drop(self, resource_arn, tag_keys)
        else:
            group.tags = {key: value for key, value in group.tags.items() if key not in tag_keys}

    EKSBackend.list_tags_for_resource = list_tags_for_resource
    EKSBackend.tag_resource = tag_resource
    EKSBackend.untag_resource = untag_resource
