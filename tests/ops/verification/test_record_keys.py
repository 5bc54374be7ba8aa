"""Keys of records in a good and a bad account."""

from __future__ import annotations

from typing import Any

import pytest

from config.contracts.record_keys import RecordKeyContract
from ops.verification import record_keys
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, THERE, client, differing, kept

ALIAS = "alias/lz-test-subjects"
OF_A_SIDE = {"state", "may", "kind", "is a"}
SAME = f"is the key of {HERE}"
KINDS = [("GENERATE_VERIFY_MAC", "HMAC_256"), ("SIGN_VERIFY", "RSA_3072")]


def _key(usage: str = "GENERATE_VERIFY_MAC", spec: str = "HMAC_256", *, multi: bool = True) -> str:
    made = client("kms", HERE).create_key(KeyUsage=usage, KeySpec=spec, MultiRegion=multi)
    return str(made["KeyMetadata"]["KeyId"])


def _pair(usage: str = "GENERATE_VERIFY_MAC", spec: str = "HMAC_256") -> str:
    """A key, its replica, and an alias in each Region."""
    key = _key(usage, spec)
    replica = client("kms", HERE).replicate_key(KeyId=key, ReplicaRegion=THERE)["ReplicaKeyMetadata"]["KeyId"]
    client("kms", HERE).create_alias(AliasName=ALIAS, TargetKeyId=key)
    client("kms", THERE).create_alias(AliasName=ALIAS, TargetKeyId=replica)
    return key


def _contract(usage: str = "GENERATE_VERIFY_MAC", spec: str = "HMAC_256") -> RecordKeyContract:
    return RecordKeyContract(alias=ALIAS, region=HERE, usage=usage, spec=spec, replica_region=THERE)


@pytest.mark.parametrize(("usage", "spec"), KINDS)
def test_a_good_key_keeps_every_promise(account: Account, usage: str, spec: str) -> None:
    """In both Regions: moto shows all of it."""
    _pair(usage, spec)
    lines = list(record_keys.check(_contract(usage, spec), account))

    assert [] == [line for line in lines if line.verdict != "ok"]
    assert OF_A_SIDE | {SAME} == kept(lines)
    assert {f"record key {ALIAS} in {region}" for region in (HERE, THERE)} == {line.thing for line in lines}


def _disable(kms: Any, key: str) -> None:
    kms.disable_key(KeyId=key)


def _delete(kms: Any, key: str) -> None:
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)


@pytest.mark.parametrize("region", [HERE, THERE])
@pytest.mark.parametrize(("spoil", "state"), [(_disable, "Disabled"), (_delete, "PendingDeletion")])
def test_a_spoilt_key_differs(account: Account, region: str, spoil: Any, state: str) -> None:
    """In the Region where it was spoilt: nobody is found again by a pseudonym whose key is gone."""
    spoil(client("kms", region), _pair())

    assert {"state": state} == differing(record_keys.check(_contract(), account))


def test_an_alias_that_leads_to_a_key_of_another_kind_differs(account: Account) -> None:
    """It would sign what should be a pseudonym."""
    _pair()
    client("kms", HERE).update_alias(AliasName=ALIAS, TargetKeyId=_key("SIGN_VERIFY", "RSA_3072"))

    found = {"may": "SIGN_VERIFY", "kind": "RSA_3072", SAME: "no"}
    assert found == differing(record_keys.check(_contract(), account))


def test_an_alias_that_leads_to_a_key_of_one_region_differs(account: Account) -> None:
    """It dies with its Region."""
    _pair()
    client("kms", HERE).update_alias(AliasName=ALIAS, TargetKeyId=_key(multi=False))

    assert {"is a": "nothing", SAME: "no"} == differing(record_keys.check(_contract(), account))


def test_another_key_of_the_same_kind_in_the_other_region_differs(account: Account) -> None:
    """After a failover the same person would have another pseudonym."""
    _pair()
    there = client("kms", THERE)
    other = there.create_key(KeyUsage="GENERATE_VERIFY_MAC", KeySpec="HMAC_256", MultiRegion=True)["KeyMetadata"]
    there.update_alias(AliasName=ALIAS, TargetKeyId=other["KeyId"])

    assert {"is a": "PRIMARY", SAME: "no"} == differing(record_keys.check(_contract(), account))


def test_an_alias_that_is_gone_differs(account: Account) -> None:
    """Without it no function finds the key."""
    _pair()
    client("kms", THERE).delete_alias(AliasName=ALIAS)

    assert dict.fromkeys(OF_A_SIDE | {SAME}, "nothing") == differing(record_keys.check(_contract(), account))


def test_the_recovery_side_must_find_the_replica(account: Account) -> None:
    """The primary made it; a key of its own would make other pseudonyms."""
    _pair()
    side = _contract().model_copy(update={"region": THERE, "replica_region": None})
    assert {} == differing(record_keys.check(side, account))

    kms = client("kms", THERE)
    made = kms.create_key(KeyUsage="GENERATE_VERIFY_MAC", KeySpec="HMAC_256", MultiRegion=True)["KeyMetadata"]
    kms.update_alias(AliasName=ALIAS, TargetKeyId=made["KeyId"])

    assert {"is a": "PRIMARY"} == differing(record_keys.check(side, account))
