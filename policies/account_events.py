"""What happens in an account that CIS AWS Foundations asks an alarm for, and which alarms of a stack follow it.

Each is told by events that happen then; a filter over a trail's log group that matches one of them whatever else it
says lets somebody hear of it. One that leaves some callers out does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from policies.account import same_region
from policies.log_patterns import Event, matches
from policies.metrics import ALARM, counting, measured
from policies.naming import named
from policies.value import Value, is_true, non_empty
from policies.verdict import Verdict, every, some
from policies.view import StackView, View

LOG_GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"
METRIC_FILTER: Final = "aws:cloudwatch/logMetricFilter:LogMetricFilter"


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """One line of section 4 of the benchmark, version 5."""

    what: str
    """What an alarm should follow."""
    events: tuple[Event, ...]
    """What happens then; each has to be matched, by one filter or another."""


def _event(**fields: str | None) -> Event:
    return frozenset((name.replace("__", "."), said) for name, said in fields.items())


def _calls(what: str, service: str, names: str) -> AccountEvent:
    source = f"{service}.amazonaws.com"
    return AccountEvent(what, tuple(_event(eventSource=source, eventName=name) for name in names.split()))


def _refused(code: str) -> Event:
    """The benchmark leaves deliveries of logs out, and the question whether a bucket is there."""
    return _event(errorCode=code, eventName="ListUsers", sourceIPAddress="192.0.2.1")


EVENTS: Final[Mapping[str, AccountEvent]] = MappingProxyType(
    {
        "4.1": AccountEvent(
            "refused calls",
            (_refused("Client.UnauthorizedOperation"), _refused("AccessDenied"), _refused("AccessDeniedException")),
        ),
        "4.2": AccountEvent(
            "sign-in without a second factor",
            (
                _event(
                    eventName="ConsoleLogin",
                    additionalEventData__MFAUsed="No",
                    userIdentity__type="IAMUser",
                    responseElements__ConsoleLogin="Success",
                ),
            ),
        ),
        "4.3": AccountEvent(
            "use of the root user",
            (_event(userIdentity__type="Root", userIdentity__invokedBy=None, eventType="AwsApiCall"),),
        ),
        "4.4": _calls(
            "changes of IAM policies",
            "iam",
            "AttachGroupPolicy AttachRolePolicy AttachUserPolicy CreatePolicy CreatePolicyVersion DeleteGroupPolicy "
            "DeletePolicy DeletePolicyVersion DeleteRolePolicy DeleteUserPolicy DetachGroupPolicy DetachRolePolicy "
            "DetachUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy",
        ),
        "4.5": _calls(
            "changes of CloudTrail",
            "cloudtrail",
            "CreateTrail DeleteTrail StartLogging StopLogging UpdateTrail",
        ),
        "4.6": AccountEvent(
            "failed sign-ins", (_event(eventName="ConsoleLogin", errorMessage="Failed authentication"),)
        ),
        "4.7": _calls("disabled or deleted keys", "kms", "DisableKey ScheduleKeyDeletion"),
        "4.8": _calls(
            "changes of bucket policies",
            "s3",
            "DeleteBucketCors DeleteBucketLifecycle DeleteBucketPolicy DeleteBucketReplication PutBucketAcl "
            "PutBucketCors PutBucketLifecycle PutBucketPolicy PutBucketReplication",
        ),
        "4.9": _calls(
            "changes of AWS Config",
            "config",
            "DeleteDeliveryChannel PutConfigurationRecorder PutDeliveryChannel StopConfigurationRecorder",
        ),
        "4.10": _calls(
            "changes of security groups",
            "ec2",
            "AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress CreateSecurityGroup DeleteSecurityGroup "
            "RevokeSecurityGroupEgress RevokeSecurityGroupIngress",
        ),
        "4.11": _calls(
            "changes of network ACLs",
            "ec2",
            "CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry "
            "ReplaceNetworkAclAssociation ReplaceNetworkAclEntry",
        ),
        "4.12": _calls(
            "changes of gateways",
            "ec2",
            "AttachInternetGateway CreateCustomerGateway CreateInternetGateway DeleteCustomerGateway "
            "DeleteInternetGateway DetachInternetGateway",
        ),
        "4.13": _calls(
            "changes of route tables",
            "ec2",
            "CreateRoute CreateRouteTable DeleteRoute DeleteRouteTable DisassociateRouteTable ReplaceRoute "
            "ReplaceRouteTableAssociation",
        ),
        "4.14": _calls(
            "changes of VPCs",
            "ec2",
            "AcceptVpcPeeringConnection CreateVpc CreateVpcPeeringConnection DeleteVpc DeleteVpcPeeringConnection "
            "ModifyVpcAttribute RejectVpcPeeringConnection",
        ),
        "4.15": _calls(
            "changes of the organisation",
            "organizations",
            "AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy DeclineHandshake "
            "DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType EnablePolicyType "
            "InviteAccountToOrganization LeaveOrganization MoveAccount RemoveAccountFromOrganization "
            "UpdateOrganizationalUnit UpdatePolicy",
        ),
    }
)
"""By their number. 4.16 is about Security Hub; of 4.14 the calls of EC2-Classic are left out, which AWS took down."""


def follows(trail: View) -> Iterator[tuple[str, Verdict]]:
    """Each line of the benchmark, and whether alarms on the trail's events follow all of it.

    Nothing of a trail without a log group: that it has none is a finding of its own (LZ-LOG-009).
    """
    if trail["cloudWatchLogsGroupArn"].missing:
        return
    heard = [(one["pattern"], _heard(one, trail)) for one in trail.stack.of_type(METRIC_FILTER)]
    for cis, line in EVENTS.items():
        yield (
            cis,
            every(some(told & _matches(pattern, event) for pattern, told in heard) for event in line.events),
        )


def _matches(pattern: Value, event: Event) -> Verdict:
    if not pattern.known:
        return Verdict.UNKNOWN if pattern.unknown else Verdict.FAIL
    return matches(str(pattern.raw), event)


def _heard(metric_filter: View, trail: View) -> Verdict:
    group = named(trail, trail["cloudWatchLogsGroupArn"], LOG_GROUP, _group)
    reads = named(metric_filter, metric_filter["logGroupName"], LOG_GROUP, _group)
    counted = Verdict.UNKNOWN if group.unsaid or reads.unsaid else reads.same(group)
    return counted & some(_tells(alarm, metric_filter) for alarm in _alarms(trail.stack, metric_filter))


def _group(arn: str) -> str:
    """The name of a log group, out of its ARN."""
    return arn.partition(":log-group:")[2].removesuffix(":*") or arn


def _alarms(stack: StackView, metric_filter: View) -> Iterator[View]:
    name = metric_filter["metricTransformation.name"]
    return counting(stack, name.raw) if isinstance(name.raw, str) else stack.of_type(ALARM)


def _tells(alarm: View, metric_filter: View) -> Verdict:
    linked = Verdict.of(any(source.urn == metric_filter.urn for source in alarm.sources("metricName")))
    namespace, name = (metric_filter[f"metricTransformation.{part}"] for part in ("namespace", "name"))
    same = some(
        Verdict.UNKNOWN if namespace.unknown or name.unknown else metric.is_(str(namespace.raw), str(name.raw))
        for metric in measured(alarm)
    )
    on = alarm["actionsEnabled"].holds(is_true, when_missing=True)
    return (linked | same) & alarm["alarmActions"].holds(non_empty) & on & same_region(alarm, metric_filter)
