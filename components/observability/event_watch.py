"""EventWatch: somebody hears of events of one kind.

Guarantees: an event of the account and Region that the pattern covers is told to the alarm topic in words, with the
runbook, whoever caused it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch

from components import kit
from config.vocabulary import EnvironmentName, RegionName


@dataclass(frozen=True, kw_only=True, slots=True)
class WatchedEvent:
    """A kind of event, and what is said of one."""

    name: str
    """What the rule is called by."""
    meaning: str
    """What has happened, in a sentence."""
    pattern: Mapping[str, object]
    """The events that are told, by the grammar of EventBridge.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html"""
    words: str
    """The message, with a name in angle brackets for each path."""
    paths: Mapping[str, str]
    """Where in the event the named words stand, as JSON paths."""
    runbook: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EventWatchArgs:
    """What is watched, and where."""

    family: EnvironmentName
    region: RegionName
    topic_arn: pulumi.Input[str]
    """The alarm topic of the same Region."""
    event: WatchedEvent


class EventWatch(pulumi.ComponentResource):
    """A rule of EventBridge that tells the topic."""

    rule: pulumi.Output[str]
    """Its name."""

    def __init__(self, name: str, args: EventWatchArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:observability:EventWatch", name, None, opts)
        event = args.event
        rule = cloudwatch.EventRule(
            f"{name}-rule",
            name=kit.resource_name(args.family, event.name),
            description=f"{event.meaning}: docs/runbooks/{event.runbook}.md",
            event_pattern=kit.document(event.pattern),
            region=args.region,
            opts=kit.child(self),
        )
        cloudwatch.EventTarget(
            f"{name}-target",
            rule=rule.name,
            target_id="owner",
            arn=args.topic_arn,
            input_transformer=cloudwatch.EventTargetInputTransformerArgs(
                input_paths=dict(event.paths),
                # A template is JSON: a text stands in quotes, and its line breaks are escaped.
                input_template=json.dumps(kit.described(event.words, event.runbook)),
            ),
            region=args.region,
            opts=kit.child(self),
        )
        self.rule = rule.name
        self.register_outputs({"rule": self.rule})
