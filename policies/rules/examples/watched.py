"""What stands watch over an account: GuardDuty, the topic that its findings reach, the recorder of AWS Config."""

from __future__ import annotations

import json
from typing import Any, Final

from policies.account_events import EVENTS, METRIC_FILTER
from policies.metrics import ALARM
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


def counted(*calls: str) -> str:
    """A pattern of these calls."""
    return f"{{ {' || '.join(f'($.eventName = {call})' for call in calls)} }}"


_PATTERNS: Final = {
    "4.1": '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
    "4.2": '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }',
    "4.3": '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) }',
    "4.6": '{ ($.eventName = "ConsoleLogin") && ($.errorMessage = "Failed authentication") }',
}
"""Of what is no list of calls."""


def followed(cis: str) -> str:
    """What the filter and the alarm of a line of the benchmark are called by."""
    return f"cis-{cis.replace('.', '-')}"


def _followed(cis: str) -> Examples:
    """A filter and an alarm for one line of CIS AWS Foundations 5.0, section 4."""
    name, metric = followed(cis), {"name": f"cis-{cis}", "namespace": "LandingZone/Account"}
    calls = (str(dict(event)["eventName"]) for event in EVENTS[cis].events if cis not in _PATTERNS)
    return (
        aws(
            METRIC_FILTER,
            f"{name}-filter",
            {"logGroupName": "trail-logs"},
            pattern=_PATTERNS.get(cis) or counted(*calls),
            metricTransformation={**metric, "value": "1"},
        ),
        aws(
            ALARM,
            f"{name}-alarm",
            alarmDescription=f"{EVENTS[cis].what}\nrunbook: docs/runbooks/account-changed.md",
            alarmActions=[f"arn:aws:sns:{REGION}:{ACCOUNT}:lz-prod-alarms"],
            metricName=metric["name"],
            namespace=metric["namespace"],
            comparisonOperator="GreaterThanOrEqualToThreshold",
            evaluationPeriods=1,
        ),
    )


FOLLOWED: Final[Examples] = tuple(example for cis in EVENTS for example in _followed(cis))
"""Somebody hears of what CIS AWS Foundations asks an alarm for."""

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
