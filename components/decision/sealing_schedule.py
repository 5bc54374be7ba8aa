"""SealingSchedule: the records of every hour are sealed some minutes after it.

Guarantees: EventBridge calls the function of a system once an hour, and nobody else is admitted by this grant; a call
that failed is tried again and then put aside, and a missing seal raises an alarm by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit

MINUTE = 10
"""Minutes after the hour: a function that began in the hour has ended, and its record is in the store."""
HOURLY = f"cron({MINUTE} * * * ? *)"


@dataclass(frozen=True, kw_only=True, slots=True)
class SealingScheduleArgs:
    """What is called."""

    rule: str
    """The physical name of the rule."""
    system: str
    account: str
    region: str
    function: pulumi.Input[str]
    """The function's name."""
    function_arn: pulumi.Input[str]


def rule_arn(account: str, region: str, rule: str) -> str:
    """The ARN, known before the rule exists."""
    return f"arn:aws:events:{region}:{account}:rule/{rule}"


class SealingSchedule(pulumi.ComponentResource):
    """The rule, its target, and the function's admission of it."""

    def __init__(self, name: str, args: SealingScheduleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:decision:SealingSchedule", name, None, opts)
        rule = aws.cloudwatch.EventRule(
            f"{name}-rule",
            name=args.rule,
            description=f"Seal the last hour's records of {args.system}",
            schedule_expression=HOURLY,
            region=args.region,
            opts=kit.child(self),
        )
        admission = aws.lambda_.Permission(
            f"{name}-admission",
            statement_id="hourly",
            action="lambda:InvokeFunction",
            function=args.function,
            principal="events.amazonaws.com",
            source_arn=rule_arn(args.account, args.region, args.rule),
            source_account=args.account,
            region=args.region,
            opts=kit.child(self),
        )
        aws.cloudwatch.EventTarget(
            f"{name}-target",
            rule=rule.name,
            arn=args.function_arn,
            region=args.region,
            opts=kit.child(self, depends_on=[admission]),
        )
        self.register_outputs({})
