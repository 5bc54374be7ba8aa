"""The layer recovery: how an environment goes to its other Region and comes back.

Who owns what in a pair: the primary makes what must stand before the loss (the beats, the tests of the copies), the
environment that stands by makes what must work after it. Neither waits for the other's state.
"""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components import kit
from components.observability.event_watch import EventWatch, EventWatchArgs
from components.observability.events import BACKUP_FAILED
from components.recovery.heartbeat import Heartbeat, HeartbeatArgs
from components.recovery.isolation import Isolation, IsolationArgs
from components.recovery.restore_testing import RestoreTesting, RestoreTestingArgs
from config.model import LandingZone
from config.vocabulary import DataClass, Layer, Role
from stacks import places, switching
from stacks.references import Published, Upstream


def compose(zone: LandingZone, using: aws.Provider, upstream: Upstream) -> Published:
    """What the layer publishes."""
    here = pulumi.ResourceOptions(providers=[using])
    boundary = upstream.value(Layer.FOUNDATION, "roles", "boundary")
    Isolation(
        "isolation",
        IsolationArgs(
            environment=zone.environment,
            family=zone.family,
            account=zone.account,
            region=zone.region,
            other_region=zone.recovery.region,
            boundary=boundary,
            topic_arn=upstream.value(Layer.FOUNDATION, "alarm_topic"),
            archive=places.archive(zone),
        ),
        here,
    )
    if zone.role is Role.PRIMARY:
        _before_the_loss(zone, upstream, here)
    return {
        "environment": zone.environment,
        "account": zone.account,
        "region": zone.region,
        "recovery_region": zone.recovery.region,
        **switching.compose(zone, upstream, here),
    }


def _before_the_loss(zone: LandingZone, upstream: Upstream, here: pulumi.ResourceOptions) -> None:
    boundary = upstream.value(Layer.FOUNDATION, "roles", "boundary")
    Heartbeat(
        "heartbeat",
        HeartbeatArgs(
            family=zone.family,
            account=zone.account,
            region=zone.region,
            recovery_region=zone.recovery.region,
            boundary=boundary,
            topic_arn=upstream.value(Layer.FOUNDATION, "recovery_alarm_topic"),
        ),
        here,
    )
    # Restores of the tests run there, and so do their failures.
    EventWatch(
        "restore-watch",
        EventWatchArgs(
            family=zone.family,
            region=zone.recovery.region,
            topic_arn=upstream.value(Layer.FOUNDATION, "recovery_alarm_topic"),
            event=BACKUP_FAILED,
        ),
        here,
    )
    RestoreTesting(
        "restore-testing",
        RestoreTestingArgs(
            family=zone.family,
            account=zone.account,
            region=zone.recovery.region,
            vault=kit.resource_name(zone.family, "vault"),
            data_class=DataClass.OPERATIONS,
            key_arn=upstream.value(Layer.FOUNDATION, "keys", str(DataClass.OPERATIONS), "replica", "arn"),
            boundary=boundary,
        ),
        here,
    )
