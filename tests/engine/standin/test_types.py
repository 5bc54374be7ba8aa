"""Every type of the table against moto: created, read, refused a second time where AWS refuses, deleted, gone."""

from __future__ import annotations

from typing import Any

import pytest

from engine.standin import existing
from engine.standin.catalogue import ROWS
from engine.standin.templates import fill
from tests.engine.standin.examples import EXAMPLES, GROUP, LOGS, ROLE, SUBNET, TABLE, VAULT, VPC
from tests.engine.standin.serving_examples import CONFIGURATION, ENDPOINT, MODEL, PARAMETER
from tests.engine.standin.world import World

REGIONS = ["eu-west-1", "eu-central-1"]
IN_MOTO = sorted(type_ for type_, row in ROWS.items() if not row.state_only)

ADOPTED = {
    "aws:acm/certificateValidation:CertificateValidation",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    "aws:guardduty/detectorFeature:DetectorFeature",
}
"""AWS made it, or somebody else, and it is kept when the resource goes."""
SETTINGS = {
    "aws:apigateway/methodSettings:MethodSettings",
    "aws:cfg/recorderStatus:RecorderStatus",
    "aws:ebs/encryptionByDefault:EncryptionByDefault",
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:sns/topicPolicy:TopicPolicy",
}
"""They always have some value; deletion brings back AWS's own, and suspends versioning, which cannot be unmade."""


@pytest.mark.parametrize("type_", IN_MOTO)
def test_a_thing_lives_in_moto_and_is_gone_after_its_deletion(plugin: Any, type_: str) -> None:
    """Create, read, refresh without drift, import by id alone, delete; a refresh after it finds nothing."""
    inputs = EXAMPLES[type_](World(plugin))
    checked = plugin.check(type_, inputs).inputs

    id_, state = plugin.create(type_, inputs)

    given = {key: state[key] for key in checked.fields if key != "__defaults"}
    assert id_, "AWS must have given an id, or the names made one"
    assert (id_, given) == plugin.read(type_, id_, given, state)[:2], "what was just created has no drift"
    region = {"region": given["region"]} if "region" in given else {}
    known = ROWS[type_].import_id or "{id}"
    alone = fill(known, {**state, "id": id_})
    assert id_ == plugin.read(type_, alone, state=region)[0], "an import knows what a person types alone"
    plugin.delete(type_, id_, state)
    found = plugin.read(type_, id_, given, state)[0]
    assert (id_ if type_ in ADOPTED | SETTINGS else "") == found, "deleted means not there any more"


@pytest.mark.parametrize("type_", [t for t in IN_MOTO if ROWS[t].tagging is not None and ROWS[t].listing is not None])
def test_a_thing_is_found_by_its_tags_without_any_state(
    plugin: Any, type_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `down` counts: the listing and the tags alone tell that it stands, and whose it is."""
    inputs = EXAMPLES[type_](World(plugin))
    monkeypatch.setattr(existing, "ROWS", {type_: ROWS[type_]})
    before = existing.unmanaged(plugin.account, REGIONS, "dev", clients=plugin.clients)

    id_, _ = plugin.create(type_, inputs)

    after = existing.unmanaged(plugin.account, REGIONS, "dev", clients=plugin.clients)
    assert id_ in {thing.id for thing in after} - {thing.id for thing in before}


@pytest.mark.parametrize(
    ("held", "holder", "code"),
    [
        (VPC, "aws:ec2/internetGateway:InternetGateway", "DependencyViolation"),
        (VPC, SUBNET, "DependencyViolation"),
        (SUBNET, "aws:ec2/natGateway:NatGateway", "DependencyViolation"),
        ("aws:ec2/eip:Eip", "aws:ec2/natGateway:NatGateway", "InvalidIPAddress.InUse"),
        (TABLE, "aws:ec2/routeTableAssociation:RouteTableAssociation", "DependencyViolation"),
    ],
)
def test_what_something_else_stands_on_is_not_deleted(
    plugin: Any, aborted: Any, held: str, holder: str, code: str
) -> None:
    """As in AWS; when the other is gone, so can it, but for what stands on it besides."""
    world = World(plugin)
    holder_id, holder_state = world.of(holder)
    held_id, held_state = world.of(held)

    with pytest.raises(aborted, match=code):
        plugin.delete(held, held_id, held_state)
    plugin.delete(holder, holder_id, holder_state)
    plugin.delete(held, held_id, held_state)

    assert "" == plugin.read(held, held_id)[0]


def test_a_security_group_of_an_endpoint_is_not_deleted(plugin: Any, aborted: Any) -> None:
    """An interface endpoint holds its group and its subnet until it is gone."""
    world = World(plugin)
    endpoint = {
        "vpcId": world.id(VPC),
        "serviceName": "com.amazonaws.eu-west-1.kms",
        "vpcEndpointType": "Interface",
        "subnetIds": [world.id(SUBNET)],
        "securityGroupIds": [world.id(GROUP)],
    }
    id_, state = plugin.create("aws:ec2/vpcEndpoint:VpcEndpoint", endpoint)

    for type_ in (GROUP, SUBNET):
        with pytest.raises(aborted, match="DependencyViolation"):
            plugin.delete(type_, *world.of(type_))
    plugin.delete("aws:ec2/vpcEndpoint:VpcEndpoint", id_, state)
    plugin.delete(GROUP, *world.of(GROUP))

    assert "" == plugin.read(GROUP, world.id(GROUP))[0]


def test_every_type_that_moto_holds_has_an_example() -> None:
    """A row without an example is a row nobody ran."""
    assert IN_MOTO == sorted(EXAMPLES)


@pytest.mark.parametrize(
    ("type_", "code"),
    [
        (ROLE, "EntityAlreadyExists"),
        ("aws:iam/policy:Policy", "EntityAlreadyExists"),
        (LOGS, "ResourceAlreadyExistsException"),
        (VAULT, "AlreadyExistsException"),
        ("aws:dynamodb/table:Table", "ResourceInUseException"),
        ("aws:kms/alias:Alias", "AlreadyExistsException"),
        ("aws:cloudtrail/trail:Trail", "TrailAlreadyExistsException"),
        ("aws:s3/bucket:Bucket", "BucketAlreadyOwnedByYou"),
        ("aws:budgets/budget:Budget", "DuplicateRecordException"),
        ("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "EntityAlreadyExists"),
        (MODEL, "ResourceInUse"),
        (CONFIGURATION, "ResourceInUse"),
        (ENDPOINT, "ResourceInUse"),
    ],
)
def test_a_name_that_is_taken_is_refused_as_aws_refuses_it(plugin: Any, aborted: Any, type_: str, code: str) -> None:
    """No kinder than AWS: what a killed run left behind stands in the way, and the message says how to go on."""
    inputs = EXAMPLES[type_](World(plugin))
    id_, state = plugin.create(type_, inputs)
    named = {**inputs, **{prop: state[prop] for prop in (ROWS[type_].name,) if prop}}

    with pytest.raises(aborted, match=code) as refusal:
        plugin.create(type_, named, name="second")

    known = id_ if ROWS[type_].id_format else "<id>"
    assert f"pulumi import {type_} second {known}" in str(refusal.value), "the way on must be named"


def test_an_endpoint_moves_to_another_configuration_and_keeps_its_tags(plugin: Any) -> None:
    """A configuration cannot change, so a new version is another one; the endpoint stays the endpoint."""
    world = World(plugin)
    inputs = {"endpointConfigName": world.output(CONFIGURATION, "name"), "tags": {"lz:system": "fraud"}}
    id_, state = plugin.create(ENDPOINT, inputs)
    other, _ = plugin.create(CONFIGURATION, EXAMPLES[CONFIGURATION](world), name="other")

    checked = plugin.check(ENDPOINT, inputs).inputs
    before = {key: state[key] for key in checked.fields if key != "__defaults"}
    plugin.update(ENDPOINT, id_, state, before, {**before, "endpointConfigName": other})

    found, now = plugin.read(ENDPOINT, id_, before, state)[:2]
    assert (id_, other) == (found, now["endpointConfigName"])
    arn = state["arn"]
    tags = plugin.boto("sagemaker").list_tags(ResourceArn=arn)["Tags"]
    assert {"Key": "lz:system", "Value": "fraud"} in tags


def test_an_alarm_over_a_band_that_is_learned_lives_too(plugin: Any) -> None:
    """Its threshold is a series, not a number."""
    said = {"metricName": "Confidence", "namespace": "lz", "period": 3600, "stat": "Average"}
    inputs = {
        "comparisonOperator": "LessThanLowerOrGreaterThanUpperThreshold",
        "evaluationPeriods": 6,
        "thresholdMetricId": "usual",
        "metricQueries": [
            {"id": "sure", "returnData": True, "metric": said},
            {"id": "usual", "returnData": True, "expression": "ANOMALY_DETECTION_BAND(sure, 3)"},
        ],
    }
    id_, _ = plugin.create("aws:cloudwatch/metricAlarm:MetricAlarm", inputs)

    (found,) = plugin.boto("cloudwatch").describe_alarms(AlarmNames=[id_])["MetricAlarms"]
    assert ("usual", "ANOMALY_DETECTION_BAND(sure, 3)") == (
        found["ThresholdMetricId"],
        found["Metrics"][1]["Expression"],
    )


def test_a_gateway_endpoint_knows_the_prefix_list_of_its_service(plugin: Any) -> None:
    """What a security group names in order to let out to S3 and nowhere else."""
    world = World(plugin)
    wanted = [{"Name": "prefix-list-name", "Values": ["com.amazonaws.eu-west-1.s3"]}]
    [known] = plugin.boto("ec2").describe_prefix_lists(Filters=wanted)["PrefixLists"]

    assert known["PrefixListId"] == world.output("aws:ec2/vpcEndpoint:VpcEndpoint", "prefixListId")


@pytest.mark.parametrize(("prop", "type_"), [("insecureValue", "String"), ("value", "SecureString")])
def test_a_parameter_says_what_it_was_changed_to(plugin: Any, prop: str, type_: str) -> None:
    """Whether or not the program calls its value a secret; the tags change with it."""
    before = {"name": "/lz/prod/inventory/fraud-scoring", "type": type_, prop: "former", "tags": {"lz:system": "a"}}
    after = {**before, prop: "present", "tags": {"lz:system": "fraud-scoring"}}
    id_, state = plugin.create(PARAMETER, before)

    plugin.update(PARAMETER, id_, state, before, after)

    ssm = plugin.boto("ssm")
    assert "present" == ssm.get_parameter(Name=id_, WithDecryption=True)["Parameter"]["Value"]
    tags = ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=id_)["TagList"]
    assert {"Key": "lz:system", "Value": "fraud-scoring"} in tags
