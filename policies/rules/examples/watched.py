"""What stands watch over an account: GuardDuty, the topic that its findings reach, the recorder of AWS Config."""

from __future__ import annotations

import json
from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws
from policies.rules.examples.data import TOPIC
from policies.rules.examples.storage import key_arn

DETECTOR: Final = "aws:guardduty/detector:Detector"
DETECTOR_FEATURE: Final = "aws:guardduty/detectorFeature:DetectorFeature"
PASSWORDS: Final = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy"
CONTACT: Final = "aws:account/alternativeContact:AlternativeContact"
RECORDER: Final = "aws:cfg/recorder:Recorder"
RECORDER_STATUS: Final = "aws:cfg/recorderStatus:RecorderStatus"
EVENT_RULE: Final = "aws:cloudwatch/eventRule:EventRule"
EVENT_TARGET: Final = "aws:cloudwatch/eventTarget:EventTarget"
TOPIC_SUBSCRIPTION: Final = "aws:sns/topicSubscription:TopicSubscription"


def feature(name: str) -> Examples:
    """A source that the detector reads."""
    called = name.lower().replace("_", "-")
    return (aws(DETECTOR_FEATURE, called, {"detectorId": "detector"}, name=name, status="ENABLED"),)


def events(source: str, **more: Any) -> str:
    """An event pattern of one source, JSON."""
    return json.dumps({"source": [source], **more})


TOLD: Final[Examples] = (
    aws(TOPIC, "alarms", name="lz-prod-alarms", kmsMasterKeyId=key_arn(REGION, "operations")),
    aws(TOPIC_SUBSCRIPTION, "owner", {"topic": "alarms"}, protocol="email", endpoint="platform@example.com"),
)

THREATS: Final[Examples] = (
    aws(DETECTOR, "detector", enable=True, findingPublishingFrequency="FIFTEEN_MINUTES"),
    *feature("S3_DATA_EVENTS"),
    *feature("EKS_AUDIT_LOGS"),
    *feature("RUNTIME_MONITORING"),
    *feature("LAMBDA_NETWORK_LOGS"),
    aws(EVENT_RULE, "findings", name="lz-prod-threat-found", eventPattern=events("aws.guardduty")),
    aws(EVENT_TARGET, "findings-target", {"rule": "findings", "arn": "alarms"}),
)
"""GuardDuty with its sources, and the rule that tells of findings."""

RECORDED: Final[Examples] = (
    aws(
        RECORDER,
        "recorder",
        name="lz-prod-recorder",
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
        recordingGroup={"allSupported": True, "includeGlobalResourceTypes": True},
    ),
    aws(RECORDER_STATUS, "recorder-status", {"name": "recorder"}, isEnabled=True),
)
"""AWS Config, recording."""

SETTLED: Final[Examples] = (
    aws(PASSWORDS, "passwords", minimumPasswordLength=14, passwordReusePrevention=24),
    aws(CONTACT, "contact", alternateContactType="SECURITY", emailAddress="security@example.com"),
)
"""What an account has once: its password policy and its security contact."""

DRIFT: Final[Examples] = (
    aws(EVENT_RULE, "violations", name="lz-prod-drift", eventPattern=events("aws.sagemaker")),
    aws(
        EVENT_TARGET, "violations-target", {"rule": "violations"}, arn=f"arn:aws:sns:{REGION}:{ACCOUNT}:lz-prod-alarms"
    ),
)
"""The rule that tells of what monitors of models find, to a topic of another stack."""
