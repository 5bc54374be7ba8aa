"""Examples of the types that look for threats and record changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

DETECTOR = "aws:guardduty/detector:Detector"
FEATURE = "aws:guardduty/detectorFeature:DetectorFeature"

RECORDER = "aws:cfg/recorder:Recorder"
CHANNEL = "aws:cfg/deliveryChannel:DeliveryChannel"


def _status(world: Any) -> dict[str, Any]:
    """A recorder does not start before there is a channel."""
    world.id(CHANNEL)
    return {"name": world.id(RECORDER), "isEnabled": True}


def _channel(world: Any) -> dict[str, Any]:
    """A channel is refused before there is a recorder."""
    world.id(RECORDER)
    frequency = {"deliveryFrequency": "TwentyFour_Hours"}
    return {"name": "c", "s3BucketName": world.bucket(), "snapshotDeliveryProperties": frequency}


EXAMPLES: dict[str, Callable[[Any], dict[str, Any]]] = {
    CHANNEL: _channel,
    RECORDER: lambda world: {
        "name": "r",
        "roleArn": world.output("aws:iam/role:Role", "arn"),
        "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True},
    },
    "aws:cfg/recorderStatus:RecorderStatus": _status,
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": lambda _: {"awsServiceName": "config.amazonaws.com"},
    "aws:account/alternativeContact:AlternativeContact": lambda _: {
        "alternateContactType": "SECURITY",
        "name": "Security operations",
        "title": "On call",
        "emailAddress": "security@example.com",
        "phoneNumber": "+49 30 1234567",
    },
    DETECTOR: lambda _: {"enable": True, "findingPublishingFrequency": "FIFTEEN_MINUTES"},
    FEATURE: lambda world: {
        "detectorId": world.id(DETECTOR),
        "name": "RUNTIME_MONITORING",
        "status": "ENABLED",
        "additionalConfigurations": [{"name": "EKS_ADDON_MANAGEMENT", "status": "ENABLED"}],
    },
}
