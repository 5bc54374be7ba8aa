"""What an organisation refuses at the border of every account: documents for AWS Organizations, from organisation.yaml.

A rule says no before a deploy; a service control policy (SCP) says it to whoever does not deploy, and a resource
control policy (RCP) to whoever comes from outside. The facts are those of the rules: Regions, roles for emergencies,
the names of stores. Sizes and grammar: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html,
.../orgs_manage_policies_rcps.html, .../orgs_manage_policies_declarative.html, .../orgs_manage_policies_ai-opt-out.html
(noted 2026-11-26). None of them reaches the management account, and none has run there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any, Final

from policies.organisation import Organisation

LONGEST: Final = 5_120
"""Characters of an SCP or an RCP."""

_GLOBAL: Final = (
    "account:*",
    "bedrock:*",
    "budgets:*",
    "ce:*",
    "cloudfront:*",
    "health:*",
    "iam:*",
    "organizations:*",
    "pricing:*",
    "route53:*",
    "route53domains:*",
    "sts:*",
    "support:*",
    "waf:*",
)
"""Services without a Region of one's own choosing; their calls name us-east-1, or none. Bedrock has its own line."""

_STORES: Final = ("arn:aws:s3:::lz-*-decisions-*", "arn:aws:s3:::lz-*-logs-*", "arn:aws:s3:::lz-*-models-*")
"""Buckets of evidence, by the names components.storage gives them."""


@unique
class PolicyType(StrEnum):
    """A type of policy of AWS Organizations, by its name in the API."""

    SERVICE_CONTROL = "SERVICE_CONTROL_POLICY"
    RESOURCE_CONTROL = "RESOURCE_CONTROL_POLICY"
    DECLARATIVE_EC2 = "DECLARATIVE_POLICY_EC2"
    AI_OPT_OUT = "AISERVICES_OPT_OUT_POLICY"


@dataclass(frozen=True, slots=True)
class OrgPolicy:
    """One policy, ready to be attached."""

    name: str
    type: PolicyType
    description: str
    content: Mapping[str, Any]

    @property
    def text(self) -> str:
        """The document as AWS counts it: without spaces."""
        return json.dumps(self.content, separators=(",", ":"))


def org_policies(facts: Organisation, organization_id: str) -> tuple[OrgPolicy, ...]:
    """The policies of an organisation; `organization_id` is that of AWS, o-... ."""
    return (
        OrgPolicy(
            "lz-border",
            PolicyType.SERVICE_CONTROL,
            "Stay in the Regions, ask no model without a guardrail, leave evidence and its witnesses alone",
            _document(*_service_control(facts)),
        ),
        OrgPolicy(
            "lz-perimeter",
            PolicyType.RESOURCE_CONTROL,
            "Nobody from outside, nothing in clear, no evidence deleted",
            _document(*_resource_control(facts, organization_id)),
        ),
        OrgPolicy("lz-nodes", PolicyType.DECLARATIVE_EC2, "Metadata by token, nothing public", _NODES),
        OrgPolicy(
            "lz-ai-opt-out",
            PolicyType.AI_OPT_OUT,
            "No AI service of AWS learns from our content",
            {"services": {"default": {"opt_out_policy": {"@@assign": "optOut"}}}},
        ),
    )


def _document(*statements: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _service_control(facts: Organisation) -> Iterator[Mapping[str, Any]]:
    others = {"ArnNotLike": {"aws:PrincipalArn": _emergencies(facts)}}
    yield {
        "Sid": "StayInRegions",
        "Effect": "Deny",
        "NotAction": list(_GLOBAL),
        "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:RequestedRegion": list(facts.allowed_regions)}, **others},
    }
    own_profile = "arn:aws:bedrock:*:*:application-inference-profile/*"
    yield {
        "Sid": "StayInGeography",
        "Effect": "Deny",
        "Action": "bedrock:*",
        "Resource": "*",
        "Condition": {
            "StringNotEquals": {"aws:RequestedRegion": list(facts.allowed_regions)},
            "ArnNotLike": {"bedrock:InferenceProfileArn": own_profile},
        },
    }
    yield {
        "Sid": "NoModelWithoutGuardrail",
        "Effect": "Deny",
        "Action": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
        "Resource": "*",
        "Condition": {"Null": {"bedrock:GuardrailIdentifier": "true"}},
    }
    yield {
        "Sid": "KeepEvidence",
        "Effect": "Deny",
        "Action": [
            "s3:BypassGovernanceRetention",
            "s3:DeleteBucket",
            "s3:DeleteBucketPolicy",
            "s3:DeleteObjectVersion",
            "s3:PutBucketObjectLockConfiguration",
            "s3:PutBucketVersioning",
            "s3:PutLifecycleConfiguration",
        ],
        "Resource": [place for store in _STORES for place in (store, f"{store}/*")],
        "Condition": {"ArnNotLike": {"aws:PrincipalArn": [*_emergencies(facts), "arn:aws:iam::*:role/lz-*-deploy"]}},
    }
    yield {
        "Sid": "KeepWitnesses",
        "Effect": "Deny",
        "Action": [
            "bedrock:DeleteModelInvocationLoggingConfiguration",
            "cloudtrail:DeleteTrail",
            "cloudtrail:StopLogging",
            "config:DeleteConfigurationRecorder",
            "config:StopConfigurationRecorder",
            "guardduty:DeleteDetector",
            "guardduty:DisassociateFromAdministratorAccount",
        ],
        "Resource": "*",
        "Condition": others,
    }
    yield {
        "Sid": "NoLongLivedKeys",
        "Effect": "Deny",
        "Action": ["iam:CreateAccessKey", "iam:CreateServiceSpecificCredential", "iam:CreateUser"],
        "Resource": "*",
        "Condition": others,
    }


def _resource_control(facts: Organisation, organization_id: str) -> Iterator[Mapping[str, Any]]:
    yield {
        "Sid": "NobodyFromOutside",
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["dynamodb:*", "kms:*", "s3:*", "secretsmanager:*", "sqs:*"],
        "Resource": "*",
        "Condition": {
            "StringNotEqualsIfExists": {"aws:PrincipalOrgID": organization_id},
            "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
        },
    }
    yield {
        "Sid": "NothingInClear",
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["dynamodb:*", "s3:*", "secretsmanager:*", "sqs:*"],
        "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    yield {
        "Sid": "NoEvidenceDeleted",
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["s3:BypassGovernanceRetention", "s3:DeleteObjectVersion"],
        "Resource": [f"{store}/*" for store in _STORES],
        "Condition": {"ArnNotLikeIfExists": {"aws:PrincipalArn": _emergencies(facts)}},
    }


def _emergencies(facts: Organisation) -> list[str]:
    return [f"arn:aws:iam::*:role/{name}" for name in sorted(facts.emergency_roles)]


_NODES: Final[Mapping[str, Any]] = {
    "ec2_attributes": {
        "exception_message": {"@@assign": "Refused by the organisation's policy lz-nodes."},
        "image_block_public_access": {"state": {"@@assign": "block_new_sharing"}},
        "instance_metadata_defaults": {
            "http_put_response_hop_limit": {"@@assign": "1"},
            "http_tokens": {"@@assign": "required"},
        },
        "snapshot_block_public_access": {"state": {"@@assign": "block_all_sharing"}},
        "vpc_block_public_access": {
            "internet_gateway_block": {
                "exclusions_allowed": {"@@assign": "enabled"},
                "mode": {"@@assign": "block_ingress"},
            }
        },
    }
}
