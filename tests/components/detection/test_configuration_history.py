"""AWS Config: what is recorded, and in which order it is switched on."""

from __future__ import annotations

import pytest

from components.detection.configuration_history import ConfigurationHistory, ConfigurationHistoryArgs
from tests.physical import ACCOUNT, REGION
from tests.synth import Declared, synth

RECORDER, STATUS = "aws:cfg/recorder:Recorder", "aws:cfg/recorderStatus:RecorderStatus"
CHANNEL, ROLE = "aws:cfg/deliveryChannel:DeliveryChannel", "aws:iam/serviceLinkedRole:ServiceLinkedRole"


def history(*, whole_account: bool = True, unknown: bool = False) -> Declared:
    args = ConfigurationHistoryArgs(
        environment="prod",
        account=ACCOUNT,
        region=REGION,
        bucket="lz-prod-configuration",
        key_arn="key",
        whole_account=whole_account,
    )
    return synth(lambda: ConfigurationHistory("history", args), unknown=unknown)


@pytest.mark.parametrize("whole_account", [True, False])
def test_every_type_is_recorded_and_what_is_global_once(whole_account: bool) -> None:  # noqa: FBT001  parametrized
    """Two Regions that both recorded IAM would write, and be paid for, the same twice."""
    declared = history(whole_account=whole_account)

    group = declared.only(RECORDER)["recordingGroup"]
    assert {"allSupported": True, "includeGlobalResourceTypes": whole_account} == group
    assert int(whole_account) == len(declared.of_type(ROLE))


@pytest.mark.parametrize("unknown", [False, True])
def test_the_recorder_runs_with_configs_own_role(unknown: bool) -> None:  # noqa: FBT001  parametrized
    """Known before it exists, so that the environment that stands by can name it."""
    declared = history(unknown=unknown)
    recorder = declared.only(RECORDER)

    role = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    assert role == recorder["roleArn"]
    assert declared.only(ROLE).urn in recorder.dependencies
    assert "config.amazonaws.com" == declared.only(ROLE)["awsServiceName"]


def test_it_is_switched_on_after_the_channel_and_that_after_the_recorder() -> None:
    """AWS refuses any other order."""
    declared = history()
    recorder, channel, status = (declared.only(type_) for type_ in (RECORDER, CHANNEL, STATUS))

    assert recorder.urn in channel.dependencies
    assert channel.urn in status.dependencies
    assert (True, "lz-prod-recorder") == (status["isEnabled"], status["name"])
    assert {"recorder": "lz-prod-recorder"} == declared.outputs_of("lz:detection:ConfigurationHistory")


def test_what_is_delivered_is_encrypted_and_stands_in_the_same_region() -> None:
    """With the key of the bucket; each of the three names the Region."""
    declared = history()
    channel = declared.only(CHANNEL)

    assert ("lz-prod-configuration", "key") == (channel["s3BucketName"], channel["s3KmsKeyArn"])
    assert {"deliveryFrequency": "TwentyFour_Hours"} == channel["snapshotDeliveryProperties"]
    assert {REGION} == {declared.only(type_)["region"] for type_ in (RECORDER, CHANNEL, STATUS)}
