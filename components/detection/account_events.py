"""What happens in an account that somebody has to hear of: the calls of CIS AWS Foundations Benchmark 5.0, section 4.

Each is a pattern of CloudWatch Logs over the events of the trail. The policies hold a list of their own against what a
program declares; they do not read this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SIGN_IN: Final = "suspicious-sign-in"
CHANGED: Final = "account-changed"
"""Runbooks: somebody may be in who should not be, and something was changed that guards the account."""

LONGEST: Final = 1024
"""Characters of a pattern. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html"""


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountEvent:
    """One line of the benchmark."""

    cis: str
    """Its number."""
    name: str
    """What filter, metric and alarm are called by."""
    meaning: str
    """What has happened, as the alarm says it."""
    pattern: str
    runbook: str = CHANGED
    least: int = 1
    """From how many in five minutes somebody is told."""


def _calls(service: str, *names: str) -> str:
    """A pattern of calls of one service."""
    called = " || ".join(f"($.eventName = {name})" for name in names)
    return f'{{ ($.eventSource = "{service}.amazonaws.com") && ({called}) }}'


EVENTS: Final = (
    AccountEvent(
        cis="4.1",
        name="refused-calls",
        meaning="Calls were refused: somebody, or a program, asks for what it may not.",
        # An S3 client asks whether a bucket is there before it may know.
        pattern='{ (($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")) && '
        '($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket") }',
        runbook=SIGN_IN,
        least=10,
    ),
    AccountEvent(
        cis="4.2",
        name="sign-in-without-mfa",
        meaning="An IAM user signed in to the console without a second factor.",
        pattern='{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && '
        '($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
        runbook=SIGN_IN,
    ),
    AccountEvent(
        cis="4.3",
        name="root-use",
        meaning="The root user was used, which nothing in this zone asks for.",
        pattern='{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && '
        '($.eventType != "AwsServiceEvent") }',
        runbook=SIGN_IN,
    ),
    AccountEvent(
        cis="4.4",
        name="iam-changes",
        meaning="A policy of IAM was written, deleted, attached or detached.",
        pattern=_calls(
            "iam",
            "AttachGroupPolicy", "AttachRolePolicy", "AttachUserPolicy", "CreatePolicy", "CreatePolicyVersion",
            "DeleteGroupPolicy", "DeletePolicy", "DeletePolicyVersion", "DeleteRolePolicy", "DeleteUserPolicy",
            "DetachGroupPolicy", "DetachRolePolicy", "DetachUserPolicy", "PutGroupPolicy", "PutRolePolicy",
            "PutUserPolicy",
        ),
    ),
    AccountEvent(
        cis="4.5",
        name="trail-changes",
        meaning="A trail was made, changed, deleted, started or stopped.",
        pattern=_calls("cloudtrail", "CreateTrail", "DeleteTrail", "StartLogging", "StopLogging", "UpdateTrail"),
    ),
    AccountEvent(
        cis="4.6",
        name="failed-sign-ins",
        meaning="Sign-ins to the console failed.",
        pattern='{ ($.eventName = "ConsoleLogin") && ($.errorMessage = "Failed authentication") }',
        runbook=SIGN_IN,
        least=3,
    ),
    AccountEvent(
        cis="4.7",
        name="keys-disabled",
        meaning="A customer key was disabled, or its deletion was planned: what it encrypts will not be read again.",
        pattern=_calls("kms", "DisableKey", "ScheduleKeyDeletion"),
    ),
    AccountEvent(
        cis="4.8",
        name="bucket-policy-changes",
        meaning="Who may reach a bucket, or what becomes of its objects, was changed.",
        pattern=_calls(
            "s3",
            "DeleteBucketCors", "DeleteBucketLifecycle", "DeleteBucketPolicy", "DeleteBucketReplication",
            "PutBucketAcl", "PutBucketCors", "PutBucketLifecycle", "PutBucketPolicy", "PutBucketReplication",
        ),
    ),
    AccountEvent(
        cis="4.9",
        name="config-changes",
        meaning="AWS Config was stopped, or records or delivers differently.",
        pattern=_calls(
            "config",
            "DeleteDeliveryChannel", "PutConfigurationRecorder", "PutDeliveryChannel", "StopConfigurationRecorder",
        ),
    ),
    AccountEvent(
        cis="4.10",
        name="security-group-changes",
        meaning="A security group was made, deleted, opened or closed.",
        pattern=_calls(
            "ec2",
            "AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress", "CreateSecurityGroup",
            "DeleteSecurityGroup", "RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress",
        ),
    ),
    AccountEvent(
        cis="4.11",
        name="network-acl-changes",
        meaning="A network ACL was made, deleted, changed or moved to another subnet.",
        pattern=_calls(
            "ec2",
            "CreateNetworkAcl", "CreateNetworkAclEntry", "DeleteNetworkAcl", "DeleteNetworkAclEntry",
            "ReplaceNetworkAclAssociation", "ReplaceNetworkAclEntry",
        ),
    ),
    AccountEvent(
        cis="4.12",
        name="gateway-changes",
        meaning="A gateway to somewhere outside was made, deleted, attached or detached.",
        pattern=_calls(
            "ec2",
            "AttachInternetGateway", "CreateCustomerGateway", "CreateInternetGateway", "DeleteCustomerGateway",
            "DeleteInternetGateway", "DetachInternetGateway",
        ),
    ),
    AccountEvent(
        cis="4.13",
        name="route-changes",
        meaning="A route or a route table was made, deleted or replaced.",
        pattern=_calls(
            "ec2",
            "CreateRoute", "CreateRouteTable", "DeleteRoute", "DeleteRouteTable", "DisassociateRouteTable",
            "ReplaceRoute", "ReplaceRouteTableAssociation",
        ),
    ),
    AccountEvent(
        cis="4.14",
        name="vpc-changes",
        meaning="A VPC was made, deleted, changed, or connected with another.",
        pattern=_calls(
            "ec2",
            "AcceptVpcPeeringConnection", "AttachClassicLinkVpc", "CreateVpc", "CreateVpcPeeringConnection",
            "DeleteVpc", "DeleteVpcPeeringConnection", "DetachClassicLinkVpc", "DisableVpcClassicLink",
            "EnableVpcClassicLink", "ModifyVpcAttribute", "RejectVpcPeeringConnection",
        ),
    ),
    AccountEvent(
        cis="4.15",
        name="organisation-changes",
        meaning="The organisation's accounts, units or policies were changed.",
        pattern=_calls(
            "organizations",
            "AcceptHandshake", "AttachPolicy", "CreateAccount", "CreateOrganizationalUnit", "CreatePolicy",
            "DeclineHandshake", "DeleteOrganization", "DeleteOrganizationalUnit", "DeletePolicy", "DetachPolicy",
            "DisablePolicyType", "EnablePolicyType", "InviteAccountToOrganization", "LeaveOrganization", "MoveAccount",
            "RemoveAccountFromOrganization", "UpdateOrganizationalUnit", "UpdatePolicy",
        ),
    ),
)  # fmt: skip
