"""Heartbeat: a Region says every minute, in the other Region, that it lives; somebody there hears of its silence.

Guarantees: the alarm stands outside the Region it watches, so that the loss cannot take the alarm with it; silence is
an alarm, not missing data; what beats is a managed schedule, so that no code of ours can keep a dead Region alive.

It tells the loss of a Region, not of a system: a system's own alarms see their system fail.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, iam

from components import kit
from config.vocabulary import AccountId, EnvironmentName, RegionName

PERIOD = 60
"""Seconds between two beats, and how long the alarm waits for each."""

MISSED = 3
"""Beats that must fail to come before somebody is told."""

RUNBOOK = "region-failover"

HEARTBEAT = "heartbeat"


@dataclass(frozen=True, kw_only=True, slots=True)
class HeartbeatArgs:
    """Which Region beats, and where it is heard."""

    family: EnvironmentName
    """The environment whose Region it is."""

    account: AccountId
    region: RegionName
    """The Region that beats."""

    recovery_region: RegionName
    """The Region that listens."""

    boundary: pulumi.Input[str]
    """ARN of the permissions boundary."""

    topic_arn: pulumi.Input[str]
    """The alarm topic of the Region that listens."""

    @property
    def name(self) -> str:
        """What the schedule, the bus and the listening rule are called."""
        return kit.resource_name(self.family, HEARTBEAT)

    @property
    def bus_arn(self) -> str:
        """The bus that beats arrive on, known before it exists."""
        return f"arn:aws:events:{self.recovery_region}:{self.account}:event-bus/{self.name}"


def alarm_name(family: str) -> str:
    """The alarm's name: the plan of the environment that stands by names it without asking."""
    return kit.resource_name(family, "region-lost")


def alarm_arn(family: str, account: str, recovery_region: str) -> str:
    """The alarm's ARN, known before it exists."""
    return f"arn:aws:cloudwatch:{recovery_region}:{account}:alarm:{alarm_name(family)}"


class Heartbeat(pulumi.ComponentResource):
    """A schedule here, a bus and a rule there, and the alarm on silence."""

    alarm_arn: pulumi.Output[str]

    def __init__(self, name: str, args: HeartbeatArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:recovery:Heartbeat", name, None, opts)
        heard = self._listen(name, args)
        self._beat(name, args, heard)
        alarm = cloudwatch.MetricAlarm(
            f"{name}-silence",
            name=alarm_name(args.family),
            alarm_description=kit.described(
                f"{args.region} has not been heard of for {MISSED} minutes: it is lost, or cannot reach "
                f"{args.recovery_region}",
                RUNBOOK,
            ),
            namespace="AWS/Events",
            metric_name="MatchedEvents",
            dimensions={"EventBusName": args.name, "RuleName": args.name},
            statistic="Sum",
            period=PERIOD,
            evaluation_periods=MISSED,
            threshold=1,
            comparison_operator="LessThanThreshold",
            treat_missing_data="breaching",
            alarm_actions=[args.topic_arn],
            ok_actions=[args.topic_arn],
            region=args.recovery_region,
            opts=kit.child(self, depends_on=[heard]),
        )
        self.alarm_arn = alarm.arn
        self.register_outputs({"alarmArn": self.alarm_arn})

    def _listen(self, name: str, args: HeartbeatArgs) -> cloudwatch.EventRule:
        bus = cloudwatch.EventBus(
            f"{name}-bus",
            name=args.name,
            description=f"{args.region} says that it lives",
            region=args.recovery_region,
            opts=kit.child(self),
        )
        # A rule without a target counts what it matches, and that is all the alarm needs.
        return cloudwatch.EventRule(
            f"{name}-heard",
            name=args.name,
            event_bus_name=bus.name,
            description=f"Counts the beats of {args.region}",
            event_pattern=kit.document({"source": ["aws.events"], "detail-type": ["Scheduled Event"]}),
            region=args.recovery_region,
            opts=kit.child(self),
        )

    def _beat(self, name: str, args: HeartbeatArgs, heard: cloudwatch.EventRule) -> None:
        role = iam.Role(
            f"{name}-role",
            name=kit.role_name(args.family, HEARTBEAT),
            description=f"EventBridge carries the beats of {args.region} to {args.recovery_region}",
            assume_role_policy=kit.trust("events.amazonaws.com", args.account),
            permissions_boundary=args.boundary,
            opts=kit.child(self),
        )
        permissions = iam.RolePolicy(
            f"{name}-role-policy",
            role=role.name,
            policy=kit.policy_document(kit.allow("Beat", ["events:PutEvents"], [args.bus_arn])),
            opts=kit.child(self),
        )
        schedule = cloudwatch.EventRule(
            f"{name}-beat",
            name=args.name,
            description=f"{args.region} says every minute that it lives",
            schedule_expression="rate(1 minute)",
            region=args.region,
            opts=kit.child(self),
        )
        cloudwatch.EventTarget(
            f"{name}-target",
            rule=schedule.name,
            target_id=HEARTBEAT,
            arn=args.bus_arn,
            role_arn=role.arn,
            region=args.region,
            opts=kit.child(self, depends_on=[heard, permissions]),
        )
