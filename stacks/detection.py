"""What looks for threats and records changes: in the Region of each environment, or once an account by the primary.

What the organisation's security account runs (governance.held) is not made here; who hears of its findings is.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.detection.configuration_history import ConfigurationHistory, ConfigurationHistoryArgs
from components.detection.threat_detection import FEATURES, ThreatDetection, ThreatDetectionArgs
from components.observability.event_watch import EventWatch, EventWatchArgs
from components.observability.events import THREAT_FOUND
from components.storage import delivery
from components.storage.derived_bucket import DerivedBucket, DerivedBucketArgs
from components.storage.scope import Scope, Site
from config.model import LandingZone
from config.vocabulary import DataClass, HeldService, Role
from stacks import places
from stacks.providers import stateful
from stacks.references import Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the foundation has made before."""

    scope: Scope
    topic: pulumi.Input[str]
    """The alarm topic of the environment's Region."""
    key_arn: pulumi.Input[str]
    """The key of operations there."""


def compose(zone: LandingZone, using: aws.Provider, ground: Ground) -> Published:
    """The services of the environment's Region, and what they promise."""
    here = pulumi.ResourceOptions(providers=[using])
    watch = EventWatch(
        "finding-watch",
        EventWatchArgs(family=zone.environment, region=zone.region, topic_arn=ground.topic, event=THREAT_FOUND),
        here,
    )
    return {
        "detector": _detector(zone, here),
        "findings": watch.rule,
        "recorder": _recorder(zone, using, ground),
    }


def _detector(zone: LandingZone, here: pulumi.ResourceOptions) -> Published | None:
    if zone.governance.holds(HeldService.GUARDDUTY):
        return None
    detection = ThreatDetection("threat-detection", ThreatDetectionArgs(region=zone.region), here)
    return {"id": detection.detector, "region": zone.region, "features": sorted(FEATURES)}


def _recorder(zone: LandingZone, using: aws.Provider, ground: Ground) -> Published | None:
    if zone.governance.holds(HeldService.CONFIG):
        return None
    name = kit.bucket_name(zone.family, places.CONFIGURATION, zone.account, zone.region)
    bucket = DerivedBucket(
        "configuration-store",
        DerivedBucketArgs(
            bucket=name,
            scope=ground.scope,
            site=Site(region=zone.region, key_arn=ground.key_arn),
            # Copies: Config itself keeps what it recorded for seven years. It delivers to no locked bucket.
            data_class=DataClass.OPERATIONS,
            days=zone.retention.security_logs.days,
            statements=delivery.configuration_to_bucket(kit.bucket_arn(name), zone.account),
        ),
        stateful(zone, using),
    )
    history = ConfigurationHistory(
        "configuration-history",
        ConfigurationHistoryArgs(
            environment=zone.environment,
            account=zone.account,
            region=zone.region,
            bucket=bucket.bucket,
            key_arn=ground.key_arn,
            whole_account=zone.role is Role.PRIMARY,
        ),
        pulumi.ResourceOptions(providers=[using]),
    )
    return {"name": history.recorder, "region": zone.region, "bucket": name}
