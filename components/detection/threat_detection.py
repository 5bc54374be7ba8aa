"""ThreatDetection: Amazon GuardDuty in a Region, with every source that sees AI systems.

Guarantees: the detector is on; it reads what is done to objects in S3, what is asked of the Kubernetes API, what runs
on the nodes of clusters, and whom functions talk to; findings that come again are told within fifteen minutes.

A Region of an account has one detector. Where the organisation's delegated administrator runs it, AWS refuses another:
name the service under governance.held.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_aws import guardduty

from components import kit
from config.vocabulary import RegionName

FREQUENCY: Final = "FIFTEEN_MINUTES"
"""How soon a finding that comes again is told again; the slowest, and AWS's own choice, is six hours."""

ON: Final = "ENABLED"
_OFF: Final = "DISABLED"

FEATURES: Final[Mapping[str, Mapping[str, str]]] = {
    "S3_DATA_EVENTS": {},
    "EKS_AUDIT_LOGS": {},
    "LAMBDA_NETWORK_LOGS": {},
    # On the nodes of EKS the agent is an add-on; the zone has nothing on Fargate, and no instance outside EKS.
    "RUNTIME_MONITORING": {
        "EKS_ADDON_MANAGEMENT": ON,
        "ECS_FARGATE_AGENT_MANAGEMENT": _OFF,
        "EC2_AGENT_MANAGEMENT": _OFF,
    },
}
"""Feature to its additional configurations.
https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DetectorFeatureConfiguration.html"""


@dataclass(frozen=True, kw_only=True, slots=True)
class ThreatDetectionArgs:
    """Where threats are looked for."""

    region: RegionName


class ThreatDetection(pulumi.ComponentResource):
    """A detector and its features."""

    detector: pulumi.Output[str]
    """The detector's id."""

    def __init__(self, name: str, args: ThreatDetectionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:detection:ThreatDetection", name, None, opts)
        detector = guardduty.Detector(
            f"{name}-detector",
            enable=True,
            finding_publishing_frequency=FREQUENCY,
            region=args.region,
            opts=kit.child(self),
        )
        for feature, more in FEATURES.items():
            guardduty.DetectorFeature(
                f"{name}-{feature.lower().replace('_', '-')}",
                detector_id=detector.id,
                name=feature,
                status=ON,
                additional_configurations=[
                    guardduty.DetectorFeatureAdditionalConfigurationArgs(name=part, status=status)
                    for part, status in more.items()
                ]
                or None,
                region=args.region,
                opts=kit.child(self),
            )
        self.detector = detector.id
        self.register_outputs({"detector": self.detector})
