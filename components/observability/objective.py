"""A service level objective: what share of an AI system's requests may be bad, and alarms on how fast that is used up.

Guarantees: for each pair of windows an alarm that is red only while both windows burn; a page or a ticket says so in
its first word, and names its runbook; the windows' own alarms tell nobody by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.observability import plan
from config.vocabulary import RegionName


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceObjectiveArgs:
    """Of which system, how good, measured how, and who hears of it."""

    environment: str
    """Whose alarms they are; part of their names."""
    system: str
    objective: str
    """availability, error or latency; part of the names."""
    meaning: str
    """What a bad request is, in words: 'got no answer'."""
    budget: float
    """The share of requests that may be bad over thirty days: 0.001 for 99.9 %."""
    indicator: plan.Indicator
    runbook: str
    """A file of docs/runbooks, without .md."""
    region: RegionName
    topic_arn: pulumi.Input[str]
    """The alarm topic of the Region."""
    tags: Mapping[str, str]


class ServiceObjective(pulumi.ComponentResource):
    """The alarms of one objective."""

    alarms: pulumi.Output[list[str]]
    """Names of the alarms that tell somebody, the most urgent first."""
    windows: pulumi.Output[list[str]]
    """Names of the alarms that those are made of, the long window of each before the short one."""

    def __init__(self, name: str, args: ServiceObjectiveArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:observability:ServiceObjective", name, None, opts)
        self._args = args
        self._windows = list[aws.cloudwatch.MetricAlarm]()
        reachable = plan.burning(args.budget)
        told = [self._told(name, window, reachable[window.name]) for window in plan.WINDOWS if window.name in reachable]

        self.alarms = pulumi.Output.all(*(alarm.alarm_name for alarm in told)).apply(list)
        self.windows = pulumi.Output.all(*(alarm.name for alarm in self._windows)).apply(list)
        self.register_outputs({"alarms": self.alarms, "windows": self.windows})

    def _told(self, name: str, window: plan.Window, threshold: float) -> aws.cloudwatch.CompositeAlarm:
        """The alarm over both windows."""
        args = self._args
        long, short = (self._looks(name, window, look, threshold) for look in (window.long, window.short))
        self._windows += [long, short]
        share = f"{threshold * 100:.4g} %"
        return aws.cloudwatch.CompositeAlarm(
            f"{name}-{window.name}",
            alarm_name=self._named(window.name),
            alarm_description=kit.described(
                f"{window.urgency}: more than {share} of requests of {args.system} {args.meaning}, for "
                f"{window.long.label} and still in the last {window.short.label}. "
                f"The budget of {plan.PERIOD_DAYS} days goes {window.rate:g} times too fast.",
                args.runbook,
            ),
            alarm_rule=pulumi.Output.format('ALARM("{0}") AND ALARM("{1}")', long.name, short.name),
            alarm_actions=[args.topic_arn],
            ok_actions=[args.topic_arn],
            tags={**args.tags},
            region=args.region,
            opts=kit.child(self),
        )

    def _looks(self, name: str, window: plan.Window, look: plan.Look, threshold: float) -> aws.cloudwatch.MetricAlarm:
        """The alarm of one window; it is asked by the alarm over both, and tells nobody."""
        args = self._args
        # A handful in the long window; in the short one a single bad request shows that it goes on.
        least = window.least_bad if look is window.long else 1
        return aws.cloudwatch.MetricAlarm(
            f"{name}-{window.name}-{look.label}",
            name=self._named(f"{window.name}-{look.label}"),
            alarm_description=kit.described(
                f"The window of {look.label} behind {self._named(window.name)}; it tells nobody by itself.",
                args.runbook,
            ),
            metric_queries=[
                aws.cloudwatch.MetricAlarmMetricQueryArgs(**query)
                for query in args.indicator.queries(look.period, least)
            ],
            comparison_operator="GreaterThanThreshold",
            threshold=threshold,
            evaluation_periods=look.points,
            datapoints_to_alarm=look.over,
            # Nobody asked: no request was bad.
            treat_missing_data="notBreaching",
            tags={**args.tags},
            region=args.region,
            opts=kit.child(self),
        )

    def _named(self, what: str) -> str:
        args = self._args
        return alarm_name(args.environment, args.system, f"{args.objective}-{what}")


def alarm_name(environment: str, system: str, what: str) -> str:
    """The name of a system's alarm: a person at night finds it, and a rollout names the alarms that end it."""
    return kit.resource_name(environment, f"{system}-{what}")
