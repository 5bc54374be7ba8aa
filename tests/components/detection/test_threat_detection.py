"""GuardDuty, and who hears of what it finds."""

from __future__ import annotations

import pytest

from components.detection.threat_detection import FEATURES, ThreatDetection, ThreatDetectionArgs
from tests.physical import REGION
from tests.synth import synth

FEATURE = "aws:guardduty/detectorFeature:DetectorFeature"


@pytest.mark.parametrize("unknown", [False, True])
def test_the_detector_is_on_and_reads_every_source_that_sees_ai(unknown: bool) -> None:  # noqa: FBT001  parametrized
    """Objects, clusters, nodes and functions; each feature belongs to this detector."""
    declared = synth(lambda: ThreatDetection("threats", ThreatDetectionArgs(region=REGION)), unknown=unknown)
    detector = declared.only("aws:guardduty/detector:Detector")
    features = declared.of_type(FEATURE)

    assert (True, "FIFTEEN_MINUTES", REGION) == (
        detector["enable"],
        detector["findingPublishingFrequency"],
        detector["region"],
    )
    assert {"S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "LAMBDA_NETWORK_LOGS", "RUNTIME_MONITORING"} == set(FEATURES)
    assert dict.fromkeys(FEATURES, "ENABLED") == {feature["name"]: feature["status"] for feature in features}
    assert {(detector.urn,)} == {feature.property_dependencies["detectorId"] for feature in features}
    assert {REGION} == {feature["region"] for feature in features}


def test_the_agent_runs_on_the_nodes_of_clusters_alone() -> None:
    """Nothing of the zone runs elsewhere, and each vCPU with an agent is paid."""
    declared = synth(lambda: ThreatDetection("threats", ThreatDetectionArgs(region=REGION)))
    runtime = declared.named("threats-runtime-monitoring", FEATURE)

    on = {part["name"] for part in runtime["additionalConfigurations"] if part["status"] == "ENABLED"}
    assert {"EKS_ADDON_MANAGEMENT"} == on
    assert "additionalConfigurations" not in declared.named("threats-s3-data-events", FEATURE).inputs


def test_what_it_is_known_by_is_its_id() -> None:
    """What `lz verify` asks for."""
    declared = synth(lambda: ThreatDetection("threats", ThreatDetectionArgs(region=REGION)))

    detector = declared.of_type(FEATURE)[0]["detectorId"]
    assert {"detector": detector} == declared.outputs_of("lz:detection:ThreatDetection")
