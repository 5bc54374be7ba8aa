"""Every call of a foundation model is written down."""

from __future__ import annotations

import json

from components.serving.invocation_logging import InvocationLogging, InvocationLoggingArgs, permissions, trust
from tests.synth import Declared, synth

ARGS = InvocationLoggingArgs(
    role="lz-prod-model-logging",
    account="111122223333",
    region="eu-west-1",
    boundary="arn:aws:iam::111122223333:policy/lz-prod-boundary",
    bucket="lz-prod-logs-111122223333-eu-west-1",
    log_group="/lz/prod/bedrock/invocations",
)
LOGGING = "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration"


def declared(*, unknown: bool = False) -> Declared:
    return synth(lambda: InvocationLogging("model-logging", ARGS), unknown=unknown)


def test_everything_that_is_asked_and_answered_is_kept() -> None:
    """A kind of input that is left out is the one an investigation asks for."""
    config = declared(unknown=True).only(LOGGING)["loggingConfig"]

    assert {True} == {config[f"{kind}DataDeliveryEnabled"] for kind in ("text", "image", "embedding", "video")}
    assert {"bucketName": ARGS.bucket} == config["s3Config"]


def test_what_is_too_long_for_an_event_goes_to_the_archive_too() -> None:
    """A log event holds 100 KB; a long prompt must not vanish from the group's story."""
    config = declared().only(LOGGING)["loggingConfig"]["cloudwatchConfig"]

    assert {"bucketName": ARGS.bucket} == config["largeDataDeliveryS3Config"]
    assert ARGS.log_group == config["logGroupName"]


def test_bedrock_writes_to_its_one_stream_and_reads_nothing() -> None:
    """The role is no way into the log groups of the zone."""
    [statement] = json.loads(permissions(ARGS))["Statement"]

    assert ["logs:CreateLogStream", "logs:PutLogEvents"] == statement["Action"]
    assert [
        "arn:aws:logs:eu-west-1:111122223333:log-group:/lz/prod/bedrock/invocations:log-stream:aws/bedrock/modelinvocations"
    ] == statement["Resource"]


def test_only_bedrock_of_this_account_and_region_takes_the_role() -> None:
    """Another account's Bedrock cannot be talked into writing here."""
    [statement] = json.loads(trust(ARGS.account, ARGS.region))["Statement"]

    assert {"Service": "bedrock.amazonaws.com"} == statement["Principal"]
    assert {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "ArnLike": {"aws:SourceArn": "arn:aws:bedrock:eu-west-1:111122223333:*"},
    } == statement["Condition"]


def test_the_setting_waits_for_the_roles_permissions() -> None:
    """Bedrock tries the role at once, and refuses the setting when it cannot write."""
    found = declared()

    assert found.only("aws:iam/rolePolicy:RolePolicy").urn in found.only(LOGGING).dependencies
    assert ARGS.boundary == found.only("aws:iam/role:Role")["permissionsBoundary"]
