"""A VPC in which models are asked, with its ways to AWS; and what is shared with another account."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Example, Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws, document
from policies.rules.examples.models import MODELS
from policies.rules.examples.network import ENDPOINT, NETWORK, endpoint_access
from policies.rules.examples.storage import key_arn

LAUNCH: Final = "aws:ec2/amiLaunchPermission:AmiLaunchPermission"
VOLUMES: Final = "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission"
SNAPSHOT: Final = "aws:rds/snapshot:Snapshot"
CLUSTER_SNAPSHOT: Final = "aws:rds/clusterSnapshot:ClusterSnapshot"
SNAPSHOT_COPY: Final = "aws:rds/snapshotCopy:SnapshotCopy"


def interface(service: str, **changes: Any) -> Example:
    """An interface endpoint of a service, called after it."""
    own = endpoint_access(Condition={"StringEquals": {"aws:PrincipalAccount": ACCOUNT}})
    given: dict[str, Any] = {
        "serviceName": f"com.amazonaws.{REGION}.{service}",
        "vpcEndpointType": "Interface",
        "privateDnsEnabled": True,
        "policy": document(own),
    }
    return aws(ENDPOINT, f"to-{service.replace('.', '-')}", {"vpcId": "vpc"}, **{**given, **changes})


ASKING: Final[Examples] = (
    *NETWORK,
    *MODELS,
    *(interface(service) for service in ("bedrock-runtime", "ecr.api", "ecr.dkr", "logs", "sts")),
)
"""Models of Bedrock, asked from a VPC."""

SHARED: Final[Examples] = (
    aws(
        SNAPSHOT_COPY,
        "copy",
        sourceDbSnapshotIdentifier=f"arn:aws:rds:{REGION}:{ACCOUNT}:snapshot:lz-prod-ledger",
        targetDbSnapshotIdentifier="lz-prod-ledger-copy",
        kmsKeyId=key_arn(REGION, "operations"),
        sharedAccounts=[],
    ),
)
