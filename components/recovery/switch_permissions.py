"""Who may do what with the plan of a Region switch: the plan itself, and the people who run it.

Sources, read 2026-11-26: https://docs.aws.amazon.com/r53recovery/latest/dg/security_iam_region_switch_complete_policy.html,
.../security_iam_region_switch_eks.html, .../security_iam_region_switch_reports.html,
.../security_iam_region_switch_triggers.html, .../security_iam_region_switch_manual_approval.html,
.../security_iam_region_switch_route53.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from components import kit
from config.vocabulary import RegionName

_RUN = (
    "ApprovePlanExecutionStep",
    "CancelPlanExecution",
    "StartPlanExecution",
    "UpdatePlanExecution",
    "UpdatePlanExecutionStep",
)
_READ = (
    "GetPlan",
    "GetPlanEvaluationStatus",
    "GetPlanExecution",
    "GetPlanInRegion",
    "ListPlanExecutionEvents",
    "ListPlanExecutions",
    "ListRoute53HealthChecks",
    "ListRoute53HealthChecksInRegion",
)
_FIND = ("ListPlans", "ListPlansInRegion")
"""Asked of no plan in particular."""


def plan_name(family: str) -> str:
    """The plan's name: a pair has one plan."""
    return f"{kit.PREFIX}-{family}"


def plan_arns(family: str, account: str) -> str:
    """Any plan of this name; AWS adds six letters of its own, and a name is taken once."""
    return f"arn:aws:arc-region-switch::{account}:plan/{plan_name(family)}:*"


def execution_trust(account: str) -> str:
    """Trust in ARC, for this account where ARC names one.

    AWS's page asks for no condition, and does not say that the service names an account when it assumes the role: a
    condition that demands one could stop the switch on the day it is needed. IfExists holds where AWS says it. JSON.

    Source: https://docs.aws.amazon.com/r53recovery/latest/dg/security_iam_region_switch_trust_policy.html
    """
    return kit.policy_document(
        {
            "Sid": "Assume",
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "arc-region-switch.amazonaws.com"},
            "Condition": {"StringEqualsIfExists": {"aws:SourceAccount": account}},
        }
    )


def operator_policy(family: str, account: str) -> str:
    """What a person may do: begin, approve, change, cancel and read this plan, and find it among others. JSON."""
    return kit.policy_document(
        kit.allow("RunPlan", _actions(*_RUN, *_READ), [plan_arns(family, account)]),
        kit.allow("FindPlan", _actions(*_FIND), ["*"]),
    )


def execution_policy(
    *,
    family: str,
    account: str,
    alarm_arn: str,
    roles: Sequence[str],
    report: str,
    clusters: Mapping[RegionName, str],
    zone_id: str | None,
    grants: Sequence[kit.Statement],
) -> str:
    """What the plan may do: begin itself when the alarm rises, judge whether it would work, report, and scale. JSON.

    `roles` are ARNs of its own role and of the one that approves, whose rights it simulates; `report` is the ARN of the
    objects it writes; `clusters` are names by Region; `grants` are rights that others spell, such as to a key. Records
    it only reads: what moves them is a health check.
    """
    own = [
        kit.allow(
            "BeginAndReadPlan",
            _actions("GetPlan", "GetPlanExecution", "ListPlanExecutions", "StartPlanExecution"),
            [plan_arns(family, account)],
        ),
        kit.allow("EvaluatePlan", ["iam:SimulatePrincipalPolicy"], roles),
        kit.allow("ReadAlarm", ["cloudwatch:DescribeAlarmHistory", "cloudwatch:DescribeAlarms"], [alarm_arn]),
        kit.allow("WriteReport", ["s3:PutObject"], [report]),
    ]
    if clusters:
        eks = {region: f"arn:aws:eks:{region}:{account}" for region in clusters}
        own += [
            kit.allow("SeeClusters", ["eks:DescribeCluster"], [f"{eks[r]}:cluster/{c}" for r, c in clusters.items()]),
            kit.allow(
                "SeeOwnAccess",
                ["eks:ListAssociatedAccessPolicies"],
                [f"{eks[r]}:access-entry/{c}/*" for r, c in clusters.items()],
            ),
        ]
    if zone_id is not None:
        zone = f"arn:aws:route53:::hostedzone/{zone_id}"
        own.append(kit.allow("ReadRecords", ["route53:ListResourceRecordSets"], [zone]))
    return kit.policy_document(*own, *grants)


def _actions(*names: str) -> list[str]:
    return [f"arc-region-switch:{name}" for name in names]
