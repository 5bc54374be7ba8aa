"""Keys that make pseudonyms and signatures."""

from __future__ import annotations

import json

import pytest

from components.decision.record_keys import Purpose, RecordKey, RecordKeyArgs, alias, may_use
from tests.physical import ACCOUNT, REGION
from tests.synth import Declared, synth


def declare(purpose: Purpose) -> Declared:
    args = RecordKeyArgs(family="prod", account=ACCOUNT, purpose=purpose, region=REGION, recovery_region="eu-central-1")
    return synth(lambda: RecordKey("key", args))


@pytest.mark.parametrize(
    ("purpose", "usage", "spec"),
    [(Purpose.SUBJECTS, "GENERATE_VERIFY_MAC", "HMAC_256"), (Purpose.MANIFESTS, "SIGN_VERIFY", "RSA_3072")],
)
def test_a_key_is_the_same_in_both_regions(purpose: Purpose, usage: str, spec: str) -> None:
    """After a failover people keep their pseudonyms, and the chain of manifests its key."""
    declared = declare(purpose)
    key, replica = declared.only("aws:kms/key:Key"), declared.only("aws:kms/replicaKey:ReplicaKey")

    assert (True, usage, spec, 30) == (
        key["multiRegion"],
        key["keyUsage"],
        key["customerMasterKeySpec"],
        key["deletionWindowInDays"],
    )
    assert "eu-central-1" == replica["region"]
    assert {(alias("prod", purpose), region) for region in (REGION, "eu-central-1")} == {
        (a["name"], a["region"]) for a in declared.of_type("aws:kms/alias:Alias")
    }


@pytest.mark.parametrize("purpose", Purpose)
def test_who_uses_a_key_is_said_by_roles_of_this_account(purpose: Purpose) -> None:
    """The key's own policy hands the question to IAM, and IAM's statement names the one key by its alias."""
    policy = json.loads(declare(purpose).only("aws:kms/key:Key")["policy"])["Statement"]
    statement = may_use("X", "kms:GenerateMac", family="prod", purpose=purpose, account=ACCOUNT, region=REGION)

    assert [f"arn:aws:iam::{ACCOUNT}:root"] == [s["Principal"]["AWS"] for s in policy]
    assert {"ForAnyValue:StringEquals": {"kms:ResourceAliases": alias("prod", purpose)}} == statement["Condition"]
