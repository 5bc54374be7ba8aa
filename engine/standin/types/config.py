"""AWS Config: the recorder of a Region, the channel it delivers through, and its switch."""

from __future__ import annotations

from engine.standin.row import Ask, Call, Change, Row, Step

_NAMED = {"ConfigurationRecorderNames": "$id"}
_GONE = ("NoSuchConfigurationRecorderException", "NoSuchDeliveryChannelException")

RECORDER = Row(
    type="aws:cfg/recorder:Recorder",
    service="config",
    create=Call(
        operation="PutConfigurationRecorder",
        carries=None,
        into="ConfigurationRecorder",
        rename={"roleArn": "roleARN", "recordingGroup.recordingStrategies": "recordingStrategy"},
    ),
    put=True,
    id_format="{name}",
    read=Call(operation="DescribeConfigurationRecorders", takes=_NAMED),
    entity="ConfigurationRecorders[0]",
    absent=_GONE,
    delete=(Call(operation="DeleteConfigurationRecorder", takes={"ConfigurationRecorderName": "$id"}),),
    observed={"name": "name", "roleArn": "roleARN"},
    replace=("name",),
    delete_first=True,
    name="name",
    name_limit=256,
)

CHANNEL = Row(
    type="aws:cfg/deliveryChannel:DeliveryChannel",
    service="config",
    create=Call(
        operation="PutDeliveryChannel",
        carries=None,
        into="DeliveryChannel",
        rename={"snapshotDeliveryProperties": "configSnapshotDeliveryProperties", "snsTopicArn": "snsTopicARN"},
    ),
    put=True,
    id_format="{name}",
    read=Call(operation="DescribeDeliveryChannels", takes={"DeliveryChannelNames": "$id"}),
    entity="DeliveryChannels[0]",
    absent=_GONE,
    delete=(Call(operation="DeleteDeliveryChannel", takes={"DeliveryChannelName": "$id"}),),
    observed={"name": "name", "s3BucketName": "s3BucketName", "s3KmsKeyArn": "s3KmsKeyArn"},
    replace=("name",),
    delete_first=True,
    name="name",
    name_limit=256,
)


def _switch(ask: Ask, change: Change) -> None:
    on = change.new.get("isEnabled") is not False
    ask("StartConfigurationRecorder" if on else "StopConfigurationRecorder", ConfigurationRecorderName=change.id)


STATUS = Row(
    type="aws:cfg/recorderStatus:RecorderStatus",
    service="config",
    create=Call(operation="DescribeConfigurationRecorderStatus", takes={"ConfigurationRecorderNames": "name"}),
    id_format="{name}",
    read=Call(operation="DescribeConfigurationRecorderStatus", takes=_NAMED),
    entity="ConfigurationRecordersStatus[0]",
    absent=_GONE,
    delete=(Call(operation="StopConfigurationRecorder", takes={"ConfigurationRecorderName": "$id"}),),
    steps=(Step(carries=("isEnabled",), run=(_switch,)),),
    observed={"isEnabled": "recording", "name": "name"},
    replace=("name",),
)

ROWS = (RECORDER, CHANNEL, STATUS)
