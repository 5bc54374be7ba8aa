"""What stands before the APIs of all systems of an environment, and which name leads to each."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.entry import plan
from components.entry.web_acl import WebAcl, WebAclArgs
from config.model import LandingZone
from config.vocabulary import Layer
from stacks import operations_log
from stacks.references import Published, Upstream
from stacks.system_api import decisions_throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The web ACL, and what is promised of it."""

    arn: pulumi.Output[str]
    published: Published


def compose(zone: LandingZone, using: aws.Provider, upstream: Upstream) -> Gate:
    """One for all systems: an address that attacks one attacks them all."""
    name = kit.resource_name(zone.family, "entry")
    group, key = kit.firewall_log_group(name), upstream.value(Layer.PLATFORM, "key_arn")
    log = operations_log.compose(zone, using, "entry-log", group=group, key=key)
    limit = plan.address_limit(decisions_throttle(system).rate for system in zone.cards)
    acl = WebAcl(
        "entry",
        WebAclArgs(
            acl=kit.resource_name(zone.environment, "entry"),
            limit=limit,
            region=zone.region,
            log_group_arn=log.made.arn,
        ),
        pulumi.ResourceOptions(providers=[using]),
    )
    return Gate(
        arn=acl.arn,
        published={
            "name": kit.resource_name(zone.environment, "entry"),
            "arn": acl.arn,
            "address_limit": limit,
            "log_group": log.published,
        },
    )
