"""GuardDuty and who hears of its findings, in a good and a bad account."""

from __future__ import annotations

import pytest

from config.contracts.detection import DetectionContract, DetectorContract
from ops.verification import detection
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, client, differing, kept

TOPIC, RULE = f"arn:aws:sns:{HERE}:123456789012:lz-prod-alarms", "lz-prod-threat-found"
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
    return DetectionContract(detector=DetectorContract(id=id_, region=HERE, features=FEATURES), findings=RULE)


def test_good_detection_is_on_and_heard(promised: DetectionContract, account: Account) -> None:
    """What AWS reads beyond the promise is no difference."""
    lines = list(detection.check(promised, TOPIC, HERE, account))

    assert {} == differing(lines)
    assert {"is", "reads", "tells"} == kept(lines)


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


def test_a_detector_that_the_organisation_runs_is_not_asked_for(account: Account) -> None:
    """And a rule that is gone is told all the same."""
    held = DetectionContract(detector=None, findings=RULE)

    assert {"is": "nothing", "tells": "nothing"} == differing(detection.check(held, TOPIC, HERE, account))
