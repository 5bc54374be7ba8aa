"""What looks for threats and records changes: on, with every source that was promised, and heard."""

from __future__ import annotations

from collections.abc import Iterator

import jmespath

from config.contracts.detection import DetectionContract, DetectorContract, RecorderContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line


def check(detection: DetectionContract, topic: str, region: str, account: Account) -> Iterator[Line]:
    """The detector, the rule that tells `topic` what it finds, and the recorder."""
    if detection.detector is not None:
        yield from _detector(detection.detector, account)
    if detection.recorder is not None:
        yield from _recorder(detection.recorder, account)
    events = account.client("events", region)
    thing = account.thing("event rule", detection.findings)
    rule = Once(lambda: events.describe_rule(Name=detection.findings))
    targets = Once(lambda: events.list_targets_by_rule(Rule=detection.findings)["Targets"])
    yield thing.holds("is", "ENABLED", lambda: rule().get("State"))
    yield thing.holds("tells", [topic], lambda: sorted(target["Arn"] for target in targets()) or None)


def _detector(detector: DetectorContract, account: Account) -> Iterator[Line]:
    client = account.client("guardduty", detector.region)
    thing = account.thing("detector", detector.id)
    found = Once(lambda: client.get_detector(DetectorId=detector.id))
    yield thing.holds("is", "ENABLED", lambda: found().get("Status"))
    yield thing.holds(
        "reads",
        sorted(detector.features),
        lambda: _features(jmespath.search("Features[?Status=='ENABLED'].Name", found()) or [], detector.features),
    )


def _recorder(recorder: RecorderContract, account: Account) -> Iterator[Line]:
    client = account.client("config", recorder.region)
    thing = account.thing("recorder", recorder.name)
    named = {"ConfigurationRecorderNames": [recorder.name]}
    status = Once(lambda: client.describe_configuration_recorder_status(**named))
    found = Once(lambda: client.describe_configuration_recorders(**named))
    channels = Once(lambda: client.describe_delivery_channels()["DeliveryChannels"])
    yield thing.holds("records", True, lambda: jmespath.search("ConfigurationRecordersStatus[0].recording", status()))
    group = "ConfigurationRecorders[0].recordingGroup.allSupported"
    yield thing.holds("records every type", True, lambda: jmespath.search(group, found()))
    yield thing.holds("delivers to", recorder.bucket, lambda: jmespath.search("[0].s3BucketName", channels()))


def _features(read: list[str], promised: list[str]) -> list[str]:
    """Of what it reads, what was promised: AWS switches further sources on by itself."""
    return sorted(set(read) & set(promised))
