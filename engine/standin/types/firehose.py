"""Streams that deliver records to a bucket."""

from __future__ import annotations

from typing import Any

from engine.standin.row import Call, Row, Tagging

_NAMED = {"DeliveryStreamName": "$id"}
_CONVERSION = "dataFormatConversionConfiguration"


def _nest(props: dict[str, Any]) -> dict[str, Any]:
    """The destination is told by the configuration that is there; encryption is an input of its own."""
    nested = {
        k: v for k, v in props.items() if k not in {"destination", "extendedS3Configuration", "serverSideEncryption"}
    }
    wanted = props.get("extendedS3Configuration")
    if isinstance(wanted, dict):
        nested["extendedS3DestinationConfiguration"] = _destination(wanted)
    encryption = props.get("serverSideEncryption")
    if isinstance(encryption, dict) and encryption.get("enabled") is True:
        nested["deliveryStreamEncryptionConfigurationInput"] = {
            name: encryption[key]
            for key, name in (("keyArn", "keyARN"), ("keyType", "keyType"))
            if encryption.get(key) is not None
        }
    return nested


def _destination(wanted: dict[str, Any]) -> dict[str, Any]:
    hints = {
        name: wanted[key]
        for key, name in (("bufferingSize", "sizeInMBs"), ("bufferingInterval", "intervalInSeconds"))
        if wanted.get(key) is not None
    }
    flat = {"bufferingSize", "bufferingInterval", "kmsKeyArn"}
    destination = {k: v for k, v in wanted.items() if k not in flat}
    if hints:
        destination["bufferingHints"] = hints
    if wanted.get("kmsKeyArn") is not None:
        destination["encryptionConfiguration"] = {"kMSEncryptionConfig": {"aWSKMSKeyARN": wanted["kmsKeyArn"]}}
    return destination


STREAM = Row(
    type="aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    service="firehose",
    create=Call(operation="CreateDeliveryStream", carries=None, rename={"name": "DeliveryStreamName"}, reshape=_nest),
    id_format="{name}",
    read=Call(operation="DescribeDeliveryStream", takes=_NAMED),
    entity="DeliveryStreamDescription",
    absent=("ResourceNotFoundException",),
    delete=(Call(operation="DeleteDeliveryStream", takes=_NAMED),),
    outputs={"arn": "DeliveryStreamARN", "versionId": "VersionId"},
    observed={"name": "DeliveryStreamName"},
    replace=("name", "destination"),
    name="name",
    name_limit=64,
    kept_changes=dict.fromkeys(
        ("extendedS3Configuration", "serverSideEncryption"), "moto's UpdateDestination takes no format conversion"
    ),
    tagging=Tagging(
        at_create="Tags",
        put="TagDeliveryStream",
        drop="UntagDeliveryStream",
        target="DeliveryStreamName",
        by="{id}",
        listed="ListTagsForDeliveryStream",
    ),
    listing=(Call(operation="ListDeliveryStreams"), "DeliveryStreamNames"),
)

ROWS = (STREAM,)
