"""Access: who may do what in the cluster, by IAM role; nobody else, its creator included.

Guarantees: an entry and a scope for each role by its ARN; no Kubernetes group is granted by the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import eks

from components import kit

ADMINISTRATOR = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
"""Everything in the cluster (https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AccessArgs:
    """Which roles administer the cluster."""

    cluster: pulumi.Input[str]
    """Its name."""

    administrators: Mapping[str, pulumi.Input[str]]
    """ARNs of IAM roles by what they are for."""


class Access(pulumi.ComponentResource):
    """Access entries with the policy of administrators."""

    principals: Mapping[str, pulumi.Output[str]]
    """The roles, once they have access."""

    def __init__(self, name: str, args: AccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:Access", name, None, opts)
        self.principals = {
            purpose: self._administrator(f"{name}-{purpose}", args.cluster, arn)
            for purpose, arn in sorted(args.administrators.items())
        }
        self.register_outputs({"principals": dict(self.principals)})

    def _administrator(self, name: str, cluster: pulumi.Input[str], arn: pulumi.Input[str]) -> pulumi.Output[str]:
        entry = eks.AccessEntry(name, cluster_name=cluster, principal_arn=arn, type="STANDARD", opts=kit.child(self))
        association = eks.AccessPolicyAssociation(
            f"{name}-policy",
            cluster_name=cluster,
            principal_arn=entry.principal_arn,
            policy_arn=ADMINISTRATOR,
            access_scope={"type": "cluster"},
            opts=kit.child(self),
        )
        return association.principal_arn
