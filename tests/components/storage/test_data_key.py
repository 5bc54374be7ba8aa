"""The customer key of a data class, in both Regions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pulumi_aws.cloudwatch import LogGroup

from components import kit
from components.storage.data_key import DataKey, DataKeyArgs
from config.vocabulary import DataClass
from graph.model import UNKNOWN
from tests.components.storage.sites import ACCOUNT, AWAY, FAMILY, HOME, by_sid
from tests.synth import Declared, synth

KEY, REPLICA, ALIAS = "aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "aws:kms/alias:Alias"


ARGS = DataKeyArgs(
    family=FAMILY, account=ACCOUNT, data_class=DataClass.SECURITY_LOGS, region=HOME, recovery_region=AWAY
)


def declare(data_class: DataClass = DataClass.SECURITY_LOGS, *, unknown: bool = False) -> Declared:
    args = replace(ARGS, data_class=data_class)
    return synth(lambda: DataKey("logs-key", args), unknown=unknown)


def test_the_key_rotates_every_year_and_takes_a_month_to_die() -> None:
    """Rotation and the longest deletion window are not options."""
    key = declare().only(KEY)

    assert (True, 365) == (key["enableKeyRotation"], key["rotationPeriodInDays"])
    assert 30 == key["deletionWindowInDays"] == declare().only(REPLICA)["deletionWindowInDays"]


def test_both_regions_hold_the_same_key_material() -> None:
    """A replica that cannot be decrypted without the primary Region is no replica."""
    declared = declare()

    assert declared.only(KEY)["multiRegion"]
    assert (declared.only(KEY).urn,) == declared.only(REPLICA).property_dependencies["primaryKeyArn"]
    assert (HOME, AWAY) == (declared.only(KEY)["region"], declared.only(REPLICA)["region"])


def test_the_alias_is_the_same_in_both_regions() -> None:
    """IAM policies tell the key by its alias, and hold in both Regions."""
    aliases = declare().of_type(ALIAS)

    assert {"alias/lz-prod-security-logs"} == {a["name"] for a in aliases}
    assert {HOME, AWAY} == {a["region"] for a in aliases}


def test_each_region_has_a_policy_of_its_own() -> None:
    """KMS syncs no policy: the replica's names the services of its Region."""
    declared = declare()

    assert "TrailEncrypts" in by_sid(declared.only(KEY)["policy"])
    assert {"Service": f"logs.{AWAY}.amazonaws.com"} == (
        by_sid(declared.only(REPLICA)["policy"])["LogGroupsEncrypt"]["Principal"]
    )


@pytest.mark.parametrize("data_class", DataClass)
def test_both_keys_say_which_data_they_protect(data_class: DataClass) -> None:
    """KMS syncs no tags either."""
    declared = declare(data_class)

    for resource in (declared.only(KEY), declared.only(REPLICA)):
        assert data_class.value == resource["tags"][kit.DATA_CLASS_TAG]


def test_who_uses_the_key_waits_for_its_alias() -> None:
    """Without its alias no IAM policy of ours admits anyone to the key."""

    def build() -> None:
        key = DataKey("logs-key", ARGS)
        LogGroup("l", name="here", kms_key_id=key.arn)
        LogGroup("r", name="there", kms_key_id=key.replica_arn, region=AWAY)

    declared = synth(build)

    for user, owner, alias in (("l", KEY, "logs-key-alias"), ("r", REPLICA, "logs-key-replica-alias")):
        sources = declared.named(user).property_dependencies["kmsKeyId"]
        assert {declared.only(owner).urn, declared.named(alias).urn} == set(sources)


def test_the_key_hands_out_its_arns_and_its_alias() -> None:
    """The ARNs come with the deploy, the alias is known before."""
    outputs = declare().outputs_of("lz:storage:DataKey")
    unknown = declare(unknown=True).outputs_of("lz:storage:DataKey")

    assert outputs["arn"].startswith(f"arn:aws:kms:{HOME}:")
    assert outputs["replicaArn"].startswith(f"arn:aws:kms:{AWAY}:")
    assert (UNKNOWN, UNKNOWN) == (unknown["arn"], unknown["replicaArn"])
    assert "alias/lz-prod-security-logs" == unknown["alias"]


def test_key_policies_are_known_before_anything_exists() -> None:
    """A first preview shows the whole policy to the rules and to the reviewer."""
    declared = declare(unknown=True)

    for token in (KEY, REPLICA):
        assert "EnableIamPolicies" in by_sid(declared.only(token)["policy"])
