"""What looks for threats and records changes: in the Region of each environment, or once an account by the primary.

What the organisation's security account runs (governance.held) is not made here; who hears of its findings is.
"""

from __future__ import annotations

import pulumi

from components.detection.finding_watch import FindingWatch, FindingWatchArgs
from components.detection.threat_detection import FEATURES, ThreatDetection, ThreatDetectionArgs
from config.model import LandingZone
from config.vocabulary import HeldService
from stacks.references import Published


def compose(zone: LandingZone, topic: pulumi.Input[str], here: pulumi.ResourceOptions) -> Published:
    """The services of the environment's Region, and what they promise."""
    watch = FindingWatch(
        "finding-watch", FindingWatchArgs(environment=zone.environment, region=zone.region, topic_arn=topic), here
    )
    return {"detector": _detector(zone, here), "findings": watch.rule}


def _detector(zone: LandingZone, here: pulumi.ResourceOptions) -> Published | None:
    if zone.governance.holds(HeldService.GUARDDUTY):
        return None
    detection = ThreatDetection("threat-detection", ThreatDetectionArgs(region=zone.region), here)
    return {"id": detection.detector, "region": zone.region, "features": sorted(FEATURES)}
