"""Who may use the key of a data class."""

from __future__ import annotations

import json

import pytest

from components import kit
from components.storage.key_policy import key_policy, may_use_key
from config.vocabulary import DataClass
from tests.components.storage.sites import ACCOUNT, AWAY, FAMILY, HOME, by_sid, open_to_everyone, statements


def policy(data_class: DataClass, region: str = HOME) -> str:
    return key_policy(data_class, family=FAMILY, account=ACCOUNT, region=region, home=HOME)


@pytest.mark.parametrize("data_class", DataClass)
@pytest.mark.parametrize("region", [HOME, AWAY])
def test_the_account_stays_in_charge_of_the_key_and_nobody_is_everybody(data_class: DataClass, region: str) -> None:
    """A key without its account could never be changed again; one for everyone is none."""
    root = by_sid(policy(data_class, region))["EnableIamPolicies"]

    assert {"AWS": f"arn:aws:iam::{ACCOUNT}:root"} == root["Principal"]
    assert [] == open_to_everyone(policy(data_class, region))


@pytest.mark.parametrize("data_class", DataClass)
@pytest.mark.parametrize("region", [HOME, AWAY])
def test_every_service_is_held_to_this_account(data_class: DataClass, region: str) -> None:
    """No service may use the key on behalf of another account."""
    for statement in statements(policy(data_class, region)):
        if "Service" in statement["Principal"]:
            assert ACCOUNT in json.dumps(statement["Condition"]), statement["Sid"]


@pytest.mark.parametrize("data_class", [DataClass.DECISIONS, DataClass.MODELS])
def test_no_service_reads_decisions_or_models_by_itself(data_class: DataClass) -> None:
    """S3 uses the key in the caller's name, so only IAM decides."""
    assert ["EnableIamPolicies"] == [s["Sid"] for s in statements(policy(data_class))]


def test_the_trail_encrypts_in_its_home_region_only() -> None:
    """A multi-Region trail writes everything to its home bucket."""
    here, there = by_sid(policy(DataClass.SECURITY_LOGS)), by_sid(policy(DataClass.SECURITY_LOGS, AWAY))

    trail = f"arn:aws:cloudtrail:{HOME}:{ACCOUNT}:trail/lz-prod-trail"
    assert trail == here["TrailEncrypts"]["Condition"]["StringEquals"]["aws:SourceArn"]
    assert not {"TrailEncrypts", "TrailReadsKey"} & there.keys()


def test_a_replica_key_admits_the_services_of_its_own_region() -> None:
    """KMS copies no policy from the primary key: one spelled for the other Region would admit nobody."""
    there = by_sid(policy(DataClass.SECURITY_LOGS, AWAY))

    assert {"Service": f"logs.{AWAY}.amazonaws.com"} == there["LogGroupsEncrypt"]["Principal"]
    assert f"arn:aws:logs:{AWAY}:{ACCOUNT}:*" == there["LogDeliveryEncrypts"]["Condition"]["ArnLike"]["aws:SourceArn"]
    assert f"arn:aws:bedrock:{AWAY}:{ACCOUNT}:*" == there["ModelCallsEncrypt"]["Condition"]["ArnLike"]["aws:SourceArn"]


@pytest.mark.parametrize("data_class", [DataClass.OPERATIONS, DataClass.SECURITY_LOGS])
def test_the_log_groups_the_key_admits_are_those_kit_names(data_class: DataClass) -> None:
    """A log group with another name could not use the key, one with ours can."""
    condition = by_sid(policy(data_class))["LogGroupsEncrypt"]["Condition"]["ArnLike"]
    admitted = condition["kms:EncryptionContext:aws:logs:arn"]

    assert [f"arn:aws:logs:{HOME}:{ACCOUNT}:log-group:{group}" for group in kit.log_groups(FAMILY)] == admitted


def test_config_encrypts_what_it_delivers_with_the_key_of_operations() -> None:
    """The class of the bucket that takes it; no other key admits it."""
    assert {"Service": "config.amazonaws.com"} == by_sid(policy(DataClass.OPERATIONS))["ConfigurationEncrypts"][
        "Principal"
    ]
    assert [] == [
        c for c in DataClass if c is not DataClass.OPERATIONS and "ConfigurationEncrypts" in by_sid(policy(c))
    ]


def test_alarms_reach_encrypted_topics() -> None:
    """CloudWatch, EventBridge and Budgets publish with the key of operations."""
    found = by_sid(policy(DataClass.OPERATIONS))
    services = [*found["AlarmsPublish"]["Principal"]["Service"], found["EventsPublish"]["Principal"]["Service"]]

    assert {"budgets.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com"} == set(services)


def test_a_role_uses_a_key_by_its_alias_and_through_one_service() -> None:
    """The ARN of a key is not known before it exists; its alias is, and says which data class it is."""
    statement = may_use_key(
        "Use",
        ["kms:Decrypt"],
        family=FAMILY,
        account=ACCOUNT,
        data_class=DataClass.MODELS,
        regions=[HOME, AWAY],
        service="s3",
    )

    assert {"kms:ResourceAliases": "alias/lz-prod-models"} == statement["Condition"]["ForAnyValue:StringEquals"]
    assert ["s3.eu-central-1.amazonaws.com", "s3.eu-west-1.amazonaws.com"] == (
        statement["Condition"]["StringEquals"]["kms:ViaService"]
    )
    assert {f"arn:aws:kms:{r}:{ACCOUNT}:key/*" for r in (HOME, AWAY)} == set(statement["Resource"])
