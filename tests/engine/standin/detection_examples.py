"""Examples of the types that look for threats and record changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

DETECTOR = "aws:guardduty/detector:Detector"
FEATURE = "aws:guardduty/detectorFeature:DetectorFeature"

EXAMPLES: dict[str, Callable[[Any], dict[str, Any]]] = {
    DETECTOR: lambda _: {"enable": True, "findingPublishingFrequency": "FIFTEEN_MINUTES"},
    FEATURE: lambda world: {
        "detectorId": world.id(DETECTOR),
        "name": "RUNTIME_MONITORING",
        "status": "ENABLED",
        "additionalConfigurations": [{"name": "EKS_ADDON_MANAGEMENT", "status": "ENABLED"}],
    },
}
