"""What a deploy may do to what looks for threats and records changes, and to settings of the whole account.

A policy of its own, because IAM takes no more than 10,240 characters of inline policies a role. Detectors and recorders
have ids that AWS makes, and an account has one of each a Region: no name narrows them. What they found is not
among what a deploy reads.
"""

from __future__ import annotations

from components import kit

RECORDS = "config.amazonaws.com"
"""The service that is handed its own service-linked role."""

SERVICE_LINKED = (RECORDS, "guardduty.amazonaws.com")
"""Services that make a role of their own on first use."""

_MASKS = ("logs:DeleteDataProtectionPolicy", "logs:PutDataProtectionPolicy")

READ_ACTIONS = (
    "account:GetAlternateContact",
    "config:DescribeConfigurationRecorder*", "config:DescribeDeliveryChannel*", "config:ListTagsForResource",
    "guardduty:GetDetector", "guardduty:ListDetectors", "guardduty:ListTagsForResource",
    "logs:GetDataProtectionPolicy",
)  # fmt: skip
"""The shape of what it makes; findings are for people."""

_UNNAMED = (
    "account:DeleteAlternateContact", "account:PutAlternateContact",
    "config:DeleteConfigurationRecorder", "config:DeleteDeliveryChannel", "config:PutConfigurationRecorder",
    "config:PutDeliveryChannel", "config:StartConfigurationRecorder", "config:StopConfigurationRecorder",
    "guardduty:CreateDetector", "guardduty:DeleteDetector", "guardduty:TagResource", "guardduty:UntagResource",
    "guardduty:UpdateDetector",
    "iam:DeleteAccountPasswordPolicy", "iam:UpdateAccountPasswordPolicy",
)  # fmt: skip


def apply_document(account: str) -> str:
    """What a deploy may see and do of it, JSON."""
    return kit.policy_document(
        kit.allow("ReadDetection", READ_ACTIONS, ["*"]),
        kit.allow("Detection", _UNNAMED, ["*"]),
        kit.allow("Masks", _MASKS, [f"arn:aws:logs:*:{account}:log-group:{group}" for group in kit.log_groups("*")]),
        kit.allow(
            "PassRecorderRole",
            ["iam:PassRole"],
            [kit.role_arn(account, f"aws-service-role/{RECORDS}/*")],
            Condition={"StringEquals": {"iam:PassedToService": RECORDS}},
        ),
        kit.allow(
            "DeleteRecorderRole",
            ["iam:DeleteServiceLinkedRole"],
            [kit.role_arn(account, f"aws-service-role/{RECORDS}/*")],
        ),
        kit.allow(
            "DetectionServiceLinkedRoles",
            ["iam:CreateServiceLinkedRole"],
            [kit.role_arn(account, "aws-service-role/*")],
            Condition={"StringEquals": {"iam:AWSServiceName": list(SERVICE_LINKED)}},
        ),
    )
