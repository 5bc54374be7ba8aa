"""Service accounts with an IAM role: the role trusts EKS for that service account alone, and EKS gives it out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jmespath

from config.contracts.platform import ServiceAccountContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line

_TAG = "aws:RequestTag/kubernetes-{}"


def check(held: ServiceAccountContract, cluster: str, region: str, account: Account) -> Iterator[Line]:
    """Both sides of the agreement."""
    iam, eks = account.client("iam", region), account.client("eks", region)
    role = account.thing("role", held.role)
    trust = Once(lambda: iam.get_role(RoleName=held.role)["Role"]["AssumeRolePolicyDocument"]["Statement"][0])
    yield role.holds("trusts", "pods.eks.amazonaws.com", lambda: jmespath.search("Principal.Service", trust()))
    yield role.holds("for", f"{held.namespace}/{held.name}", lambda: _service_account(trust()))
    pods = account.thing("service account", f"{held.namespace}/{held.name} of {cluster}")
    yield pods.holds("gets", held.role, lambda: _associated(eks, cluster, held))


def _service_account(statement: dict[str, Any]) -> str | None:
    wanted = statement.get("Condition", {}).get("StringEquals", {})
    namespace, name = wanted.get(_TAG.format("namespace")), wanted.get(_TAG.format("service-account"))
    return f"{namespace}/{name}" if namespace and name else None


def _associated(eks: Any, cluster: str, held: ServiceAccountContract) -> str | None:
    found = eks.list_pod_identity_associations(clusterName=cluster, namespace=held.namespace, serviceAccount=held.name)[
        "associations"
    ]
    if not found:
        return None
    one = eks.describe_pod_identity_association(clusterName=cluster, associationId=found[0]["associationId"])
    return str(one["association"]["roleArn"]).rpartition("/")[2]
