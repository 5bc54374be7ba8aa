"""The faults of moto that the sandbox corrects; a test fails the day a correction is no longer needed or enough."""

from __future__ import annotations

import inspect
import json
import re
from string import Formatter
from typing import Any

import pytest
from moto.backup.models import BackupBackend
from moto.eks.models import ENDPOINT_TEMPLATE
from moto.guardduty.models import Detector
from moto.kms.models import KmsBackend
from moto.kms.utils import generate_key_id
from moto.route53.models import HostedZoneIdentifier
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response
from moto.sagemaker.models import FakeEndpointConfig, SageMakerModelBackend
from moto.sqs.models import Queue

from engine.standin import corrections, queue_corrections


def test_a_replica_key_has_aliases_of_its_own(plugin: Any) -> None:
    """Aliases are regional: the same name in both Regions, each on its own side's key."""
    home, away = plugin.boto("kms"), plugin.boto("kms", "eu-central-1")
    key = home.create_key(MultiRegion=True)["KeyMetadata"]["KeyId"]
    home.create_alias(AliasName="alias/before", TargetKeyId=key)
    home.replicate_key(KeyId=key, ReplicaRegion="eu-central-1")

    away.create_alias(AliasName="alias/before", TargetKeyId=key)

    arns = {a["AliasName"]: a["AliasArn"] for a in away.list_aliases(KeyId=key)["Aliases"]}
    assert {"alias/before": f"arn:aws:kms:eu-central-1:{plugin.account}:alias/before"} == arns


def test_the_primary_stays_the_primary(plugin: Any) -> None:
    """Looking at the replica does not change what the primary says of itself."""
    home, away = plugin.boto("kms"), plugin.boto("kms", "eu-central-1")
    key = home.create_key(MultiRegion=True)["KeyMetadata"]["KeyId"]
    home.replicate_key(KeyId=key, ReplicaRegion="eu-central-1")

    kinds = [
        client.describe_key(KeyId=key)["KeyMetadata"]["MultiRegionConfiguration"]["MultiRegionKeyType"]
        for client in (away, home)
    ]

    assert ["REPLICA", "PRIMARY"] == kinds


def test_a_backup_plan_of_a_deleted_ones_name_can_be_made(plugin: Any) -> None:
    """What was taken down comes up again; the deleted plan can still be read, with the date of its deletion."""
    backup = plugin.boto("backup")
    backup.create_backup_vault(BackupVaultName="vault")
    wanted = {"BackupPlanName": "daily", "Rules": [{"RuleName": "daily", "TargetBackupVaultName": "vault"}]}
    first = backup.create_backup_plan(BackupPlan=wanted)["BackupPlanId"]
    with pytest.raises(backup.exceptions.AlreadyExistsException):
        backup.create_backup_plan(BackupPlan=wanted)
    backup.delete_backup_plan(BackupPlanId=first)

    second = backup.create_backup_plan(BackupPlan=wanted)["BackupPlanId"]

    assert first != second
    assert [second] == [plan["BackupPlanId"] for plan in backup.list_backup_plans()["BackupPlansList"]]
    assert "DeletionDate" in backup.get_backup_plan(BackupPlanId=first)


def test_moto_still_refuses_the_name_of_a_deleted_plan() -> None:
    """A moto that looks at the date of deletion has to be told no more: remove the correction then."""
    corrections.apply()
    original = inspect.getclosurevars(BackupBackend.create_backup_plan).nonlocals["create"]

    assert "deletion_date" not in inspect.getsource(original)


def test_moto_still_needs_the_correction() -> None:
    """A moto that copies keys deeply has to be told no more: remove the correction then."""
    corrections.apply()
    corrected = KmsBackend.replicate_key
    original = inspect.getclosurevars(corrected).nonlocals["replicate"]

    assert "copy(self.keys[key_id])" in inspect.getsource(original)
    corrections.apply()
    assert corrected is KmsBackend.replicate_key, "a second call changes nothing"


def test_moto_still_gives_all_clusters_of_a_region_one_address() -> None:
    """One that gives each its own would need to be told only that the sandbox's are marks: look at it again then."""
    assert {"region"} == {field for _, field, _, _ in Formatter().parse(ENDPOINT_TEMPLATE) if field is not None}


def _replicating(plugin: Any, rule: dict[str, Any]) -> dict[str, Any]:
    s3 = plugin.boto("s3")
    bucket = f"lz-{plugin.account}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    wanted = {"Role": f"arn:aws:iam::{plugin.account}:role/replication", "Rules": [rule]}
    s3.put_bucket_replication(Bucket=bucket, ReplicationConfiguration=wanted)
    found: dict[str, Any] = s3.get_bucket_replication(Bucket=bucket)["ReplicationConfiguration"]
    assert wanted["Role"] == found["Role"]
    (answered,) = found["Rules"]
    return answered


RULE: dict[str, Any] = {
    "ID": "to-recovery",
    "Priority": 1,
    "Status": "Enabled",
    "Filter": {"Prefix": "records/"},
    "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
    "DeleteMarkerReplication": {"Status": "Disabled"},
    "Destination": {
        "Bucket": "arn:aws:s3:::replica",
        "ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 15}},
        "Metrics": {"Status": "Enabled", "EventThreshold": {"Minutes": 15}},
    },
}


@pytest.mark.parametrize(
    "filters",
    [
        {"Prefix": "records/"},
        {"Prefix": ""},
        {"And": {"Prefix": "records/", "Tags": [{"Key": "class", "Value": "decisions"}]}},
    ],
)
def test_a_replication_rule_is_answered_as_it_was_put(plugin: Any, filters: dict[str, Any]) -> None:
    """Its prefix, its selection of encrypted objects, and everything else."""
    rule = {**RULE, "Filter": filters}

    assert rule == _replicating(plugin, rule)


def test_what_s3_fills_in_is_filled_in(plugin: Any) -> None:
    """A rule that does not speak of delete markers does not take them along."""
    rule = {name: value for name, value in RULE.items() if name != "DeleteMarkerReplication"}

    assert RULE == _replicating(plugin, rule)


def test_moto_still_forgets_what_a_rule_selects() -> None:
    """A moto that answers what was put has to be told no more: remove the correction then."""
    source = inspect.getsource(inspect.getmodule(S3Response) or S3Response)

    assert '"Filter": {"Prefix": ""}' in source


def test_a_multi_region_key_has_an_id_that_services_take(plugin: Any) -> None:
    """mrk- and 32 hexadecimal digits: 36 characters, as the patterns of AWS's service models ask."""
    made = plugin.boto("kms").create_key(MultiRegion=True)["KeyMetadata"]["KeyId"]

    assert re.fullmatch(r"mrk-[0-9a-f]{32}", made), made


def test_moto_still_makes_ids_that_are_too_long() -> None:
    """A moto that makes them as AWS does has to be told no more: remove the correction then."""

    assert 40 == len(generate_key_id(multi_region=True))


def _guarded(plugin: Any, condition: dict[str, Any]) -> Any:
    s3, bucket = plugin.boto("s3"), f"lz-{plugin.account}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    deny = {"Sid": "No", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": f"arn:aws:s3:::{bucket}/*"}
    policy = {"Version": "2012-10-17", "Statement": [{**deny, **condition}]}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    return lambda: s3.put_object(Bucket=bucket, Key="record", Body=b"1")


def test_a_conditional_denial_does_not_deny_everybody(plugin: Any) -> None:
    """A bucket that refuses plain HTTP takes an object; one that refuses everything does not."""
    put = _guarded(plugin, {"Condition": {"Bool": {"aws:SecureTransport": "false"}}})

    assert 200 == put()["ResponseMetadata"]["HTTPStatusCode"]


def test_an_unconditional_denial_still_denies(plugin: Any) -> None:
    """What moto can judge it judges."""
    with pytest.raises(plugin.boto("s3").exceptions.ClientError, match="403"):
        _guarded(plugin, {})()


def test_moto_still_reads_a_policy_without_its_conditions() -> None:
    """A moto that judges conditions has to be told no more: remove the correction then."""
    assert "Conditions are not taken into account" in inspect.getsource(inspect.getmodule(FakeBucket) or FakeBucket)


def test_an_endpoint_runs_on_instance_types_of_today(plugin: Any) -> None:
    """A type that AWS's service model has is taken, one that it has not is refused before moto is asked."""
    sagemaker = plugin.boto("sagemaker")
    role = f"arn:aws:iam::{plugin.account}:role/model"
    sagemaker.create_model(ModelName="model", ExecutionRoleArn=role, PrimaryContainer={"Image": "image"})
    variant = {"VariantName": "own", "ModelName": "model", "InitialInstanceCount": 1, "InstanceType": "ml.m7i.large"}
    configuration = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"

    sagemaker.create_endpoint_config(EndpointConfigName="new", ProductionVariants=[variant])

    told = plugin.failures(
        configuration, {"productionVariants": [{"variantName": "own", "instanceType": "ml.nothing.large"}]}
    )
    assert ["productionVariants[0].instanceType"] == [text.partition(":")[0] for text in told]


def test_moto_still_has_a_list_of_old_instance_types() -> None:
    """One that follows AWS's has to be told no more: remove the correction then."""
    source = inspect.getsource(inspect.getmodule(FakeEndpointConfig) or FakeEndpointConfig)
    [listed] = re.findall(r"class FakeEndpointConfig\b.*?VALID_INSTANCE_TYPES = \[(.*?)\]", source, re.DOTALL)

    assert "ml.m5.large" in listed
    assert "ml.m7i.large" not in listed


@pytest.mark.parametrize("isolated", [True, False])
def test_a_model_keeps_its_isolation(plugin: Any, isolated: bool) -> None:  # noqa: FBT001  a parametrized value
    """Verification asks for it; an answer that is always no would be a difference that is none."""
    sagemaker = plugin.boto("sagemaker")
    role = f"arn:aws:iam::{plugin.account}:role/model"
    sagemaker.create_model(
        ModelName="model",
        ExecutionRoleArn=role,
        PrimaryContainer={"Image": "image"},
        EnableNetworkIsolation=isolated,
    )

    assert isolated is sagemaker.describe_model(ModelName="model")["EnableNetworkIsolation"]


def test_moto_still_drops_a_models_isolation() -> None:
    """One that reads the parameter has to be told no more: remove the correction then."""
    assert "enable_network_isolation" not in inspect.signature(SageMakerModelBackend.create_model).parameters


def test_a_hosted_zone_has_the_id_that_is_known_of_it(plugin: Any) -> None:
    """Environments name zones that stood before them; any other zone has an id of moto's."""
    route53 = plugin.boto("route53")
    known, other = (
        route53.create_hosted_zone(Name=name, CallerReference=reference)["HostedZone"]["Id"].rpartition("/")[2]
        for name, reference in (("a.example.com", "Z0123456789ABCDEF"), ("b.example.com", "somebody"))
    )

    assert "Z0123456789ABCDEF" == known
    assert "a.example.com." == route53.get_hosted_zone(Id=known)["HostedZone"]["Name"]
    assert other != "somebody"


def test_a_queue_keeps_its_policy_when_something_else_is_set(plugin: Any) -> None:
    """Until another is set, or none."""
    sqs = plugin.boto("sqs")
    url = sqs.create_queue(QueueName="q", Attributes={"Policy": _REFUSING})["QueueUrl"]

    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "60"})
    kept = _attributes(sqs, url)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})

    assert (json.loads(_REFUSING), "60") == (json.loads(kept["Policy"]), kept["VisibilityTimeout"])
    assert "Policy" not in _attributes(sqs, url)


def test_a_queue_says_whose_dead_letters_it_takes(plugin: Any) -> None:
    """All of the account's until one says otherwise, about which SQS says nothing."""
    sqs = plugin.boto("sqs")
    url, allowed = sqs.create_queue(QueueName="q")["QueueUrl"], json.dumps({"redrivePermission": "denyAll"})
    before = _attributes(sqs, url)

    sqs.set_queue_attributes(QueueUrl=url, Attributes={queue_corrections.ALLOW: allowed})

    assert queue_corrections.ALLOW not in before
    assert allowed == _attributes(sqs, url)[queue_corrections.ALLOW]


_REFUSING = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*"}]})


def _attributes(sqs: Any, url: str) -> dict[str, str]:
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]


def test_moto_still_forgets_a_queues_policy_and_whose_letters_it_takes() -> None:
    """One that keeps both has to be told no more: remove the corrections then."""
    source = inspect.getsource(inspect.getmodule(Queue) or Queue)

    assert 'self.policy = attributes.get("Policy")' in source
    assert queue_corrections.ALLOW not in source


def test_moto_still_gives_a_zone_an_id_of_its_own() -> None:
    """The day it takes one, this correction can go."""
    assert "caller_reference" not in inspect.getsource(HostedZoneIdentifier)


def test_a_source_that_a_detector_reads_stays_when_another_is_set(plugin: Any) -> None:
    """Until that one is set anew."""
    guardduty = plugin.boto("guardduty")
    detector = guardduty.create_detector(Enable=True)["DetectorId"]

    for name, status in (("S3_DATA_EVENTS", "ENABLED"), ("EKS_AUDIT_LOGS", "ENABLED"), ("S3_DATA_EVENTS", "DISABLED")):
        guardduty.update_detector(DetectorId=detector, Features=[{"Name": name, "Status": status}])

    held = {feature["Name"]: feature["Status"] for feature in guardduty.get_detector(DetectorId=detector)["Features"]}
    assert {"S3_DATA_EVENTS": "DISABLED", "EKS_AUDIT_LOGS": "ENABLED"} == held


def test_moto_still_forgets_what_an_update_does_not_name() -> None:
    """One that keeps features has to be told no more: remove the correction then."""
    assert "            self.features = features\n" in inspect.getsource(inspect.getmodule(Detector) or Detector)
