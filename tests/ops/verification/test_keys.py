"""Customer keys in a good and a bad account."""

from __future__ import annotations

from typing import Any

import pytest
from moto.kms.models import kms_backends

from config.contracts.foundation import KeyContract, KeyReplica
from config.vocabulary import DataClass
from ops.verification import keys
from ops.verification.account import Account
from tests.ops.verification.reading import ACCOUNT, HERE, THERE, client, differing, kept, unchecked

ALIAS = "alias/lz-test-decisions"


@pytest.fixture
def contract(account: Account) -> KeyContract:
    """A rotated multi-Region key, its replica, and an alias in each Region."""
    del account
    here, there = client("kms", HERE), client("kms", THERE)
    key = here.create_key(MultiRegion=True)["KeyMetadata"]
    here.enable_key_rotation(KeyId=key["KeyId"], RotationPeriodInDays=365)
    replica = here.replicate_key(KeyId=key["KeyId"], ReplicaRegion=THERE)["ReplicaKeyMetadata"]
    # moto 5.2.5 lets a key and its replica share one set of aliases; AWS keeps one a Region.
    kms_backends[ACCOUNT][THERE].keys[replica["KeyId"]].aliases = {}
    here.create_alias(AliasName=ALIAS, TargetKeyId=key["KeyId"])
    there.create_alias(AliasName=ALIAS, TargetKeyId=replica["KeyId"])
    return KeyContract(
        data_class=DataClass.DECISIONS,
        alias=ALIAS,
        arn=key["Arn"],
        region=HERE,
        rotation_days=365,
        replica=KeyReplica(arn=replica["Arn"], region=THERE),
    )


def test_a_good_key_keeps_every_promise(contract: KeyContract, account: Account) -> None:
    """In both Regions; the rotation period is moto's gap, not ours to pass."""
    lines = list(keys.check(contract, account))

    assert {} == differing(lines)
    assert {"is", "state", "multi-Region", "rotates"} == kept(lines)
    assert {"rotates every (days)": "moto keeps no rotation period"} == unchecked(lines)
    assert {f"key {ALIAS} in {HERE}", f"key {ALIAS} in {THERE}"} == {line.thing for line in lines}


def _disable(kms: Any, key: str) -> None:
    kms.disable_key(KeyId=key)


def _stop_rotation(kms: Any, key: str) -> None:
    kms.disable_key_rotation(KeyId=key)


def _delete(kms: Any, key: str) -> None:
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)


@pytest.mark.parametrize(
    ("spoil", "region", "expected"),
    [
        (_disable, HERE, {"state": "Disabled"}),
        (_disable, THERE, {"state": "Disabled"}),
        (_delete, THERE, {"state": "PendingDeletion"}),
        (_stop_rotation, HERE, {"rotates": "no"}),
    ],
)
def test_a_spoilt_key_differs(
    spoil: Any, region: str, expected: dict[str, str], contract: KeyContract, account: Account
) -> None:
    """In the Region where it was spoilt."""
    spoil(client("kms", region), contract.arn.rpartition("/")[2])

    assert expected == differing(keys.check(contract, account))


def test_an_alias_that_leads_to_another_key_differs(contract: KeyContract, account: Account) -> None:
    """Policies tell the key by its alias: whoever moves it moves what is encrypted."""
    kms = client("kms", HERE)
    other = kms.create_key(MultiRegion=True)["KeyMetadata"]
    kms.update_alias(AliasName=ALIAS, TargetKeyId=other["KeyId"])

    assert {"is": other["Arn"], "rotates": "no"} == differing(keys.check(contract, account))


def test_a_replica_that_is_missing_differs(contract: KeyContract, account: Account) -> None:
    """Without it the recovery Region can read nothing."""
    client("kms", THERE).delete_alias(AliasName=ALIAS)

    assert {"is": "nothing", "state": "nothing", "multi-Region": "nothing"} == differing(keys.check(contract, account))


def test_the_recovery_side_finds_the_replica_by_its_alias(contract: KeyContract, account: Account) -> None:
    """It knows no ARN: the key must be a replica, and is none where the alias leads to a key of its own."""
    side = contract.model_copy(
        update={"arn": f"arn:aws:kms:{THERE}:{ACCOUNT}:{ALIAS}", "region": THERE, "replica": None}
    )
    assert {} == differing(keys.check(side, account))

    kms = client("kms", THERE)
    kms.update_alias(AliasName=ALIAS, TargetKeyId=kms.create_key(MultiRegion=True)["KeyMetadata"]["KeyId"])

    assert {"is a": "PRIMARY", "rotates": "no"} == differing(keys.check(side, account))
