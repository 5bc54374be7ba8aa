"""RegionSwitch: the plan that takes the callers of a pair of environments to the other Region, and back.

Guarantees: it begins when the Region that serves falls silent, and moves nobody before a person has approved; whoever
approves can run this plan and nothing else, by a second factor; the plan's own role can scale the models and read what
it judges itself by; each execution leaves a report in the archive; what the plan does, and what AWS finds wrong with it
while nothing is lost, is told to the owner.

It belongs to the environment that stands by: AWS runs it in the Region that is activated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pulumi
from pulumi_aws import arcregionswitch as arc
from pulumi_aws import cloudwatch, iam

from components import kit
from components.recovery import switch_permissions as permissions
from components.recovery import switch_steps as steps
from components.recovery.scaling_access import ScalingAccess, ScalingAccessArgs
from components.recovery.switch_steps import Record, Workload
from config.vocabulary import AccountId, EnvironmentName, RegionName

OPERATOR = "switch-operator"
SWITCH = "region-switch"
"""Names the role the plan runs with, the rule that tells of it, and where in the archive its reports are."""

LOST = "region-lost"
"""What the plan calls the alarm that begins it."""

HOUR = 3600
"""Seconds; the shortest maximum that AWS lets a role have."""

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Operators:
    """The people who run the plan."""

    trust: str
    """The trust policy of their role, JSON."""

    decide: timedelta
    """How long they may take to approve."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Where executions are reported to."""

    bucket: str
    grants: Sequence[kit.Statement]
    """What else the plan's role needs to write there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RegionSwitchArgs:
    """A pair, and what its plan needs to know."""

    environment: EnvironmentName
    """The environment that stands by and owns the plan."""

    family: EnvironmentName
    """The primary, whose name the plan carries."""

    account: AccountId
    region: RegionName
    """Where the environment stands by."""

    primary_region: RegionName
    rto: timedelta
    """What is promised of answers; AWS measures each execution against it."""

    alarm_arn: str
    """The alarm on the loss of the primary Region, in the Region that stands by."""

    operators: Operators
    report: Report
    clusters: Mapping[RegionName, str]
    """Names by Region; empty where no model of our own runs in a cluster."""

    workloads: Sequence[Workload]
    record: Record | None
    """What leads callers to a Region; None where they bring their own names."""

    topic_arn: pulumi.Input[str]
    """The alarm topic of the Region that stands by."""

    boundary: pulumi.Input[str]
    """ARN of the permissions boundary."""

    @property
    def regions(self) -> tuple[RegionName, RegionName]:
        """The one that serves first."""
        return self.primary_region, self.region

    @property
    def operator_arn(self) -> str:
        """The role that approves, known before it exists."""
        return kit.role_arn(self.account, kit.role_name(self.environment, OPERATOR))

    @property
    def execution_arn(self) -> str:
        """The role the plan runs with, known before it exists."""
        return kit.role_arn(self.account, kit.role_name(self.environment, SWITCH))


class RegionSwitch(pulumi.ComponentResource):
    """The plan, the two roles, and the rule that tells of it."""

    plan_id: pulumi.Output[str]
    """The plan's ARN, which is its id."""
    operator_arn: pulumi.Output[str]
    execution_arn: pulumi.Output[str]
    health_checks: Mapping[RegionName, pulumi.Output[str]]
    """Ids of what the plan vends for its record, by Region; empty without a record."""

    def __init__(self, name: str, args: RegionSwitchArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:recovery:RegionSwitch", name, None, opts)
        operator = iam.Role(
            f"{name}-operator",
            name=kit.role_name(args.environment, OPERATOR),
            description=f"People begin and approve the Region switch of {args.family}, and nothing else",
            assume_role_policy=args.operators.trust,
            permissions_boundary=args.boundary,
            max_session_duration=HOUR,
            opts=kit.child(self),
        )
        execution = iam.Role(
            f"{name}-role",
            name=kit.role_name(args.environment, SWITCH),
            description=f"The Region switch of {args.family} scales models and judges itself",
            assume_role_policy=permissions.execution_trust(args.account),
            permissions_boundary=args.boundary,
            opts=kit.child(self),
        )
        granted = [
            iam.RolePolicy(f"{name}-{of}-policy", role=role.name, policy=policy, opts=kit.child(self))
            for of, role, policy in (
                ("operator", operator, permissions.operator_policy(args.family, args.account)),
                ("role", execution, self._execution_policy(args)),
            )
        ]
        access = self._access(name, args, execution)
        plan = self._plan(name, args, [*granted, *access])
        self._tell(name, args)
        self.health_checks = self._vended(plan, args.record, args.regions) if args.record else {}
        self.plan_id, self.operator_arn, self.execution_arn = plan.id, operator.arn, execution.arn
        self.register_outputs(
            {"executionArn": self.execution_arn, "operatorArn": self.operator_arn, "plan": self.plan_id}
        )

    def _execution_policy(self, args: RegionSwitchArgs) -> str:
        return permissions.execution_policy(
            family=args.family,
            account=args.account,
            alarm_arn=args.alarm_arn,
            roles=[args.execution_arn, args.operator_arn],
            report=f"{kit.bucket_arn(args.report.bucket)}/{SWITCH}/*",
            clusters=args.clusters,
            zone_id=args.record.zone_id if args.record else None,
            grants=args.report.grants,
        )

    def _access(self, name: str, args: RegionSwitchArgs, execution: iam.Role) -> tuple[pulumi.Resource, ...]:
        if not args.workloads:
            return ()
        return ScalingAccess(
            f"{name}-access",
            ScalingAccessArgs(
                clusters=args.clusters,
                role_arn=execution.arn,
                namespaces=[workload.system for workload in args.workloads],
            ),
            kit.child(self),
        ).ready

    def _plan(self, name: str, args: RegionSwitchArgs, after: Sequence[pulumi.Resource]) -> arc.Plan:
        minutes = int(args.rto / _MINUTE)
        return arc.Plan(
            f"{name}-plan",
            name=permissions.plan_name(args.family),
            description=f"{args.family} goes from {args.primary_region} to {args.region}, and back",
            recovery_approach="activePassive",
            primary_region=args.primary_region,
            regions=list(args.regions),
            recovery_time_objective_minutes=minutes,
            # By ARN and not by output: a plan that names its roles can be judged before they are there.
            execution_role=args.execution_arn,
            workflows=[_workflow(args, region) for region in (args.region, args.primary_region)],
            associated_alarms=[
                arc.PlanAssociatedAlarmArgs(
                    map_block_key=LOST, alarm_type="trigger", resource_identifier=args.alarm_arn
                )
            ],
            triggers=[
                arc.PlanTriggerArgs(
                    description=f"{args.primary_region} is silent",
                    action="activate",
                    target_region=args.region,
                    conditions=[arc.PlanTriggerConditionArgs(associated_alarm_name=LOST, condition="red")],
                    # An alarm that rises again within the promise is about the same loss.
                    min_delay_minutes_between_executions=minutes,
                )
            ],
            report_configurations=[
                arc.PlanReportConfigurationArgs(
                    report_outputs=[
                        arc.PlanReportConfigurationReportOutputArgs(
                            s3_configurations=[
                                arc.PlanReportConfigurationReportOutputS3ConfigurationArgs(
                                    bucket_path=f"{args.report.bucket}/{SWITCH}", bucket_owner=args.account
                                )
                            ]
                        )
                    ]
                )
            ],
            opts=kit.child(self, depends_on=list(after)),
        )

    def _vended(
        self, plan: arc.Plan, record: Record, regions: Sequence[RegionName]
    ) -> Mapping[RegionName, pulumi.Output[str]]:
        """The one question a component asks: AWS makes these checks, and tells their ids nowhere else."""
        found = arc.get_route53_health_checks_output(
            plan_arn=plan.arn, opts=pulumi.InvokeOutputOptions(parent=self)
        ).health_checks
        # An answer that is unknown forgets whom it was about; a record must know that its check is the plan's.
        of_plan = plan.arn.apply(lambda _: found)
        return {
            region: of_plan.apply(lambda checks, region=region: _vended(checks, record, region)) for region in regions
        }

    def _tell(self, name: str, args: RegionSwitchArgs) -> None:
        """Every event of the plan: it began, it waits at a step, a step failed; and warnings of its evaluation.

        AWS sends them on a best effort, so the alarm on the lost Region stays what somebody is woken by.
        Source: https://docs.aws.amazon.com/r53recovery/latest/dg/eventbridge-region-switch.html, read 2026-11-26
        """
        plans = permissions.plan_arns(args.family, args.account).removesuffix("*")
        rule = cloudwatch.EventRule(
            f"{name}-events",
            name=kit.resource_name(args.environment, SWITCH),
            description=f"The Region switch of {args.family} runs, or would not: docs/runbooks/region-failover.md",
            event_pattern=kit.document(
                {
                    # Not by detail-type: AWS's own page spells it in two ways.
                    "source": ["aws.arc-region-switch"],
                    "resources": [{"prefix": plans}],
                }
            ),
            region=args.region,
            opts=kit.child(self),
        )
        cloudwatch.EventTarget(
            f"{name}-events-target",
            rule=rule.name,
            target_id="owner",
            arn=args.topic_arn,
            region=args.region,
            opts=kit.child(self),
        )


def _workflow(args: RegionSwitchArgs, region: RegionName) -> arc.PlanWorkflowArgs:
    clusters = {r: f"arn:aws:eks:{r}:{args.account}:cluster/{cluster}" for r, cluster in args.clusters.items()}
    return arc.PlanWorkflowArgs(
        workflow_target_action="activate",
        workflow_target_region=region,
        workflow_description=f"Callers go to {region}",
        steps=[
            steps.approval(args.operator_arn, int(args.operators.decide / _MINUTE)),
            *steps.scaling(args.workloads, clusters, region),
            *([steps.moving(args.record, args.regions)] if args.record else []),
        ],
    )


def _vended(checks: Sequence[Any], record: Record, region: RegionName) -> str:
    """The id of the check for a Region; RunError where the plan has none of it."""
    for check in checks:
        if check.record_name.rstrip(".") == record.name and check.region == region and check.health_check_id:
            return str(check.health_check_id)
    if pulumi.runtime.is_dry_run():
        return "known after the plan was changed"
    raise pulumi.RunError(f"the Region switch has no health check of {record.name} in {region} yet: run it again")
