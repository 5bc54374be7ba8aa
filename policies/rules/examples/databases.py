"""Databases beside DynamoDB: relational, a search domain, a cache of answers, and disks."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, ai, aws
from policies.rules.examples.storage import key_arn

INSTANCE: Final = "aws:rds/instance:Instance"
CLUSTER: Final = "aws:rds/cluster:Cluster"
CLUSTER_INSTANCE: Final = "aws:rds/clusterInstance:ClusterInstance"
DOMAIN: Final = "aws:opensearch/domain:Domain"
FORMER_DOMAIN: Final = "aws:elasticsearch/domain:Domain"
"""What pulumi-aws calls a domain of the time before OpenSearch; the properties are the same."""
REPLICATION_GROUP: Final = "aws:elasticache/replicationGroup:ReplicationGroup"
SERVERLESS_CACHE: Final = "aws:elasticache/serverlessCache:ServerlessCache"
FILE_SYSTEM: Final = "aws:efs/fileSystem:FileSystem"
VOLUME: Final = "aws:ebs/volume:Volume"
ENCRYPTION_BY_DEFAULT: Final = "aws:ebs/encryptionByDefault:EncryptionByDefault"

_KEY: Final = key_arn(REGION, "operations")
_TAGS: Final = {"lz:data-class": "operations"}

RELATIONAL: Final[Examples] = (
    aws(
        INSTANCE,
        "database",
        engine="postgres",
        instanceClass="db.r8g.large",
        storageEncrypted=True,
        kmsKeyId=_KEY,
        publiclyAccessible=False,
        deletionProtection=True,
        backupRetentionPeriod=35,
        multiAz=True,
        autoMinorVersionUpgrade=True,
        manageMasterUserPassword=True,
        iamDatabaseAuthenticationEnabled=True,
        tags=_TAGS,
    ),
)
"""A database on RDS."""


def published(**changes: Any) -> list[dict[str, Any]]:
    """The audit log of a domain, with changes."""
    group = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/lz/prod/search:*"
    return [{"logType": "AUDIT_LOGS", "cloudwatchLogGroupArn": group, **changes}]


def answered(**changes: Any) -> dict[str, Any]:
    """How a domain answers: over TLS of today, with changes."""
    return {"enforceHttps": True, "tlsSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10", **changes}


SEARCH: Final[Examples] = (
    ai(
        DOMAIN,
        "search",
        domainName="lz-prod-help-centre",
        encryptAtRest={"enabled": True, "kmsKeyId": _KEY},
        nodeToNodeEncryption={"enabled": True},
        domainEndpointOptions=answered(),
        vpcOptions={"subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": ["sg-1"]},
        advancedSecurityOptions={"enabled": True},
        logPublishingOptions=published(),
    ),
)
"""A search domain of vectors."""

CACHED: Final[Examples] = (
    ai(
        REPLICATION_GROUP,
        "cache",
        description="answers by the meaning of the question",
        engine="valkey",
        transitEncryptionEnabled=True,
        transitEncryptionMode="required",
        atRestEncryptionEnabled=True,
        kmsKeyId=_KEY,
        userGroupIds=["lz-prod-cache"],
    ),
)
"""A cache of answers."""

DISKS: Final[Examples] = (
    aws(FILE_SYSTEM, "files", encrypted=True, kmsKeyId=_KEY, tags=_TAGS),
    aws(VOLUME, "disk", availabilityZone="eu-west-1a", size=80, encrypted=True, kmsKeyId=_KEY, tags=_TAGS),
    aws(ENCRYPTION_BY_DEFAULT, "by-default", enabled=True),
)
"""A file system, a disk, and what a disk gets that says nothing."""
