"""GuardDuty and who hears of its findings, in a good and a bad account."""

from __future__ import annotations

import pytest

from config.contracts.detection import DetectionContract, DetectorContract, RecorderContract
from ops.verification import detection
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, client, differing, kept

TOPIC, RULE = f"arn:aws:sns:{HERE}:123456789012:lz-prod-alarms", "lz-prod-threat-found"
RECORDER = RecorderContract(name="lz-prod-recorder", region=HERE, bucket="lz-prod-configuration")
ROLE = "arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
FEATURES = ["EKS_AUDIT_LOGS", "S3_DATA_EVENTS"]


@pytest.fixture
def promised(account: Account) -> DetectionContract:
    """A detector with its sources, a rule with its target, and one source more than was promised."""
    del account
    guardduty, events = client("guardduty", HERE), client("events", HERE)
    features = [{"Name": name, "Status": "ENABLED"} for name in (*FEATURES, "RDS_LOGIN_EVENTS")]
    id_ = guardduty.create_detector(Enable=True, Features=features)["DetectorId"]
    events.put_rule(Name=RULE, EventPattern='{"source": ["aws.guardduty"]}')
    events.put_targets(Rule=RULE, Targets=[{"Id": "owner", "Arn": TOPIC}])
    config, group = client("config", HERE), {"allSupported": True, "includeGlobalResourceTypes": True}
    config.put_configuration_recorder(
        ConfigurationRecorder={"name": RECORDER.name, "roleARN": ROLE, "recordingGroup": group}
    )
    config.put_delivery_channel(DeliveryChannel={"name": "c", "s3BucketName": RECORDER.bucket})
    config.start_configuration_recorder(ConfigurationRecorderName=RECORDER.name)
    detector = DetectorContract(id=id_, region=HERE, features=FEATURES)
    return DetectionContract(detector=detector, findings=RULE, recorder=RECORDER)


def test_good_detection_is_on_and_heard(promised: DetectionContract, account: Account) -> None:
    """What AWS reads beyond the promise is no difference."""
    lines = list(detection.check(promised, TOPIC, HERE, account))

    assert {} == differing(lines)
    assert {"is", "reads", "tells", "records", "records every type", "delivers to"} == kept(lines)


def test_a_source_that_was_switched_off_differs(promised: DetectionContract, account: Account) -> None:
    """Somebody who steals weights begins there."""
    assert promised.detector is not None
    off = [{"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}]
    client("guardduty", HERE).update_detector(DetectorId=promised.detector.id, Enable=False, Features=off)

    assert {"is": "DISABLED", "reads": "EKS_AUDIT_LOGS"} == differing(detection.check(promised, TOPIC, HERE, account))


def test_findings_that_nobody_hears_differ(promised: DetectionContract, account: Account) -> None:
    """A rule that sleeps, or tells another topic."""
    client("events", HERE).disable_rule(Name=RULE)
    another = f"{TOPIC}-of-another"

    assert {"is": "DISABLED", "tells": TOPIC} == differing(detection.check(promised, another, HERE, account))


def test_a_recorder_that_stands_still_differs(promised: DetectionContract, account: Account) -> None:
    """Whoever hides a change stops it first, or lets it leave types out."""
    config, some = client("config", HERE), {"resourceTypes": ["AWS::EC2::Instance"]}
    config.stop_configuration_recorder(ConfigurationRecorderName=RECORDER.name)
    config.put_configuration_recorder(
        ConfigurationRecorder={"name": RECORDER.name, "roleARN": ROLE, "recordingGroup": some}
    )
    config.put_delivery_channel(DeliveryChannel={"name": "c", "s3BucketName": "elsewhere"})

    assert {"records": "no", "records every type": "no", "delivers to": "elsewhere"} == differing(
        detection.check(promised, TOPIC, HERE, account)
    )


def test_a_recorder_that_is_gone_differs(promised: DetectionContract, account: Account) -> None:
    """With its channel."""
    config = client("config", HERE)
    config.stop_configuration_recorder(ConfigurationRecorderName=RECORDER.name)
    config.delete_delivery_channel(DeliveryChannelName="c")
    config.delete_configuration_recorder(ConfigurationRecorderName=RECORDER.name)

    assert {"nothing"} == set(differing(detection.check(promised, TOPIC, HERE, account)).values())


def test_a_detector_that_the_organisation_runs_is_not_asked_for(account: Account) -> None:
    """And a rule that is gone is told all the same."""
    held = DetectionContract(detector=None, findings=RULE, recorder=None)

    assert {"is": "nothing", "tells": "nothing"} == differing(detection.check(held, TOPIC, HERE, account))
