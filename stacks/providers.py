"""The explicit providers of an environment: its account, its Region and its tags; its cluster."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

from config.model import LandingZone
from config.vocabulary import Deletion, Layer
from stacks.references import Upstream


def provider(zone: LandingZone) -> aws.Provider:
    """A stack's one AWS provider; it refuses every other account; replicas use it with `region`."""
    return aws.Provider(
        "aws",
        region=zone.region,
        allowed_account_ids=[zone.account],
        user_agents=_agents(zone),
        default_tags={
            "tags": {
                "lz:environment": zone.environment,
                "lz:managed-by": "pulumi",
                "lz:owner": zone.governance.owner,
                "lz:role": str(zone.role),
            }
        },
    )


def _agents(zone: LandingZone) -> list[str] | None:
    """The change under which every call is made, as CloudTrail then shows it; None where nobody must agree."""
    change = zone.governance.change
    return None if change is None else [f"change/{change.ticket} (approved by {change.approved_by})"]


def stateful(zone: LandingZone, using: aws.Provider) -> pulumi.ResourceOptions:
    """Options of a component that holds what must survive: protected unless the environment may be torn down."""
    protected = zone.governance.deletion is Deletion.PROTECTED
    return pulumi.ResourceOptions(providers=[using], protect=protected or None)


_REACHED_BY = ("name", "endpoint", "certificate_authority")
_WAITED_FOR = ("administrators", "node_groups")


def cluster_provider(zone: LandingZone, upstream: Upstream) -> kubernetes.Provider:
    """A stack's one provider of Kubernetes objects: the environment's own cluster, and no other.

    It waits until the role that deploys may change objects, and until there are nodes, without which no controller
    becomes ready. The kubeconfig holds no credential: whoever runs the program gets a token from AWS (`aws eks
    get-token`).
    """
    cluster = upstream.value(Layer.PLATFORM, "cluster")
    known = {name: _of(cluster, name) for name in (*_REACHED_BY, *_WAITED_FOR)}
    kubeconfig = pulumi.Output.all(**known).apply(lambda found: _kubeconfig(zone, found))
    return kubernetes.Provider("kubernetes", kubeconfig=kubeconfig, enable_server_side_apply=True)


def _of(contract: Any, field: str) -> Any:
    return contract.apply(lambda found: found[field]) if isinstance(contract, pulumi.Output) else contract[field]


def _kubeconfig(zone: LandingZone, cluster: dict[str, Any]) -> str:
    token = {
        "apiVersion": "client.authentication.k8s.io/v1",
        "command": "aws",
        "args": ["eks", "get-token", "--cluster-name", cluster["name"], "--region", zone.region, "--output", "json"],
        "interactiveMode": "Never",
    }
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [
                {
                    "name": "cluster",
                    "cluster": {
                        "server": cluster["endpoint"],
                        "certificate-authority-data": cluster["certificate_authority"],
                    },
                }
            ],
            "users": [{"name": "aws", "user": {"exec": token}}],
            "contexts": [{"name": "cluster", "context": {"cluster": "cluster", "user": "aws"}}],
            "current-context": "cluster",
        },
        sort_keys=True,
    )
