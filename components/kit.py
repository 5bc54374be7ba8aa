"""Naming, child options and policy documents: functions without state that every component family uses.

Physical names are given only where a contract, a second Region or a person at 3 a.m. must find the thing without
Pulumi's state; everything else is named by Pulumi. They are made here and nowhere else. A name holds the family (the
environment, or the one it recovers), because a replica in the second Region belongs to the same family.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from config.vocabulary import DataClass

PREFIX = "lz"
DATA_CLASS_TAG = "lz:data-class"
"""The tag that says which key, retention and lock a stateful resource must have."""

SYSTEM_TAG = "lz:system"
"""The tag that says which AI system a thing serves, so that its cost and its dossier find it."""
RISK_TAG = "lz:risk-tier"
"""The tag that says how much harm a wrong decision of the system can do; rules ask more of the higher tiers."""

DISRUPT_SUBNET = ("DisruptSubnet", "Allowed")
DISRUPT_BUCKET = ("DisruptS3", "Allowed")
DISRUPT_TABLE = ("DisruptDynamoDb", "Allowed")
"""The tag and value of what an experiment of AWS FIS may disturb. AWS's own scenario spells it so, and finds the same:
https://docs.aws.amazon.com/fis/latest/userguide/cross-region-scenario.html"""

Statement = Mapping[str, Any]


def child(parent: pulumi.Resource, **options: Any) -> pulumi.ResourceOptions:
    """Options of a component's child: the parent, and nothing of what the caller gave the component."""
    return pulumi.ResourceOptions(parent=parent, **options)


def bucket_name(family: str, store: str, account: str, region: str) -> str:
    """The name of a store's bucket, the same in every Region but for the Region itself."""
    return f"{PREFIX}-{family}-{store}-{account}-{region}"


def bucket_arn(name: str) -> str:
    """The ARN of a bucket, known while its resource is not: policies that name it can be checked at preview."""
    return f"arn:aws:s3:::{name}"


def key_alias(family: str, data_class: DataClass) -> str:
    """The alias of a data class's key, the same in every Region."""
    return f"alias/{PREFIX}-{family}-{data_class}"


def platform_key_alias(environment: str) -> str:
    """The alias of the key of what an environment has in one Region only."""
    return f"alias/{PREFIX}-{environment}-platform"


def key_alias_arn(family: str, data_class: DataClass, account: str, region: str) -> str:
    """The ARN of a key's alias, known before the key exists."""
    return f"arn:aws:kms:{region}:{account}:{key_alias(family, data_class)}"


def role_name(family: str, purpose: str) -> str:
    """The name of an IAM role."""
    return f"{PREFIX}-{family}-{purpose}"


def role_arn(account: str, name: str) -> str:
    """The ARN of a role without a path."""
    return f"arn:aws:iam::{account}:role/{name}"


def policy_arn(account: str, name: str) -> str:
    """The ARN of a customer-managed policy without a path: a role can name its boundary before the boundary exists."""
    return f"arn:aws:iam::{account}:policy/{name}"


def log_group_name(family: str, source: str) -> str:
    """The name of a log group."""
    return f"/{PREFIX}/{family}/{source}"


def endpoint_log_group(endpoint: str) -> str:
    """The log group that SageMaker writes an endpoint's containers to; AWS chose the name."""
    return f"/aws/sagemaker/Endpoints/{endpoint}"


def firewall_log_group(name: str) -> str:
    """The log group of a web ACL: AWS WAF writes to no group with another beginning."""
    return f"aws-waf-logs-{name}"


def log_groups(family: str) -> tuple[str, ...]:
    """Patterns of the names of all log groups of a family, whoever chose how they begin."""
    own = f"{PREFIX}-{family}-*"
    return (log_group_name(family, "*"), endpoint_log_group(own), firewall_log_group(own))


def resource_name(family: str, name: str) -> str:
    """The name of a table, vault, trail or topic."""
    return f"{PREFIX}-{family}-{name}"


def described(meaning: str, runbook: str) -> str:
    """An alarm's description: what it means, and the runbook that whoever it wakes opens (docs/runbooks/RUNBOOK.md).

    AWS keeps 1,024 characters of it.
    """
    return f"{meaning}\nrunbook: docs/runbooks/{runbook}.md"


def document(value: Mapping[str, Any]) -> str:
    """JSON with stable key order, so that a preview shows no change where there is none."""
    return json.dumps(value, sort_keys=True)


def policy_document(*statements: Statement) -> str:
    """An IAM policy document as JSON."""
    return document({"Version": "2012-10-17", "Statement": [dict(s) for s in statements]})


def allow(sid: str, actions: Sequence[str], resources: Sequence[str], **more: Any) -> Statement:
    """An Allow statement; `more` carries Principal or Condition."""
    return {"Sid": sid, "Effect": "Allow", "Action": sorted(actions), "Resource": sorted(resources), **more}


def deny(sid: str, actions: Sequence[str], resources: Sequence[str], **more: Any) -> Statement:
    """A Deny statement; `more` carries Principal or Condition."""
    return {"Sid": sid, "Effect": "Deny", "Action": sorted(actions), "Resource": sorted(resources), **more}


def trust(service: str, account: str) -> str:
    """A trust policy for an AWS service, closed against the confused deputy by the source account."""
    return policy_document(
        {
            "Sid": "Assume",
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": service},
            "Condition": {"StringEquals": {"aws:SourceAccount": account}},
        }
    )


def log_groups_use_key(account: str, region: str, named: Sequence[str]) -> tuple[Statement, ...]:
    """Let CloudWatch Logs encrypt log groups by patterns of names; the encryption context names the group.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    groups = [f"arn:aws:logs:{region}:{account}:log-group:{group}" for group in named]
    return (
        allow(
            "LogGroupsEncrypt",
            ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
            ["*"],
            Principal={"Service": f"logs.{region}.amazonaws.com"},
            Condition={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
        ),
    )
