"""Tables in a good and a bad account."""

from __future__ import annotations

import pytest

from config.contracts.data import TableContract
from ops.verification import tables
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, THERE, client, differing, kept, unchecked

NAME = "lz-test-sessions"


EXPIRES = "expiration"
HOLDS = {"status", "encrypted with", "point-in-time recovery", "items go by", "protected from deletion"}


def _make(key: str, region: str = HERE, *, recovery: bool = True, protected: bool = True) -> None:
    dynamodb = client("dynamodb", region)
    dynamodb.create_table(
        TableName=NAME,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
        SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key},
        DeletionProtectionEnabled=protected,
    )
    _expire(region=region)
    dynamodb.update_continuous_backups(
        TableName=NAME, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": recovery}
    )


def _expire(attribute: str = EXPIRES, *, enabled: bool = True, region: str = HERE) -> None:
    client("dynamodb", region).update_time_to_live(
        TableName=NAME, TimeToLiveSpecification={"Enabled": enabled, "AttributeName": attribute}
    )


@pytest.fixture
def contract(account: Account) -> TableContract:
    """An encrypted table with point-in-time recovery; moto keeps no replica."""
    del account
    key = client("kms", HERE).create_key()["KeyMetadata"]["Arn"]
    _make(key)
    return TableContract(
        name=NAME, region=HERE, key_arn=key, replica_region=THERE, expires=EXPIRES, deletion_protected=True
    )


def test_a_good_table_keeps_every_promise(contract: TableContract, account: Account) -> None:
    """The replica is what moto cannot show: said, not passed."""
    lines = list(tables.check(contract, account))

    assert {} == differing(lines)
    assert HOLDS == kept(lines)
    assert {f"replica in {THERE}", "point-in-time recovery", "protected from deletion"} == set(unchecked(lines))


def test_without_the_gap_a_missing_replica_differs(contract: TableContract) -> None:
    """On AWS silence means that there is none."""
    real = Account(client)

    promises = (f"replica in {THERE}", "point-in-time recovery", "protected from deletion")
    assert dict.fromkeys(promises, "nothing") == differing(tables.check(contract, real))


def test_a_replica_is_looked_for_in_its_region(contract: TableContract) -> None:
    """The table of the other Region answers for itself."""
    _make(contract.key_arn or "", THERE, recovery=False, protected=False)
    found = differing(tables.check(contract, Account(client)))

    assert ("DISABLED", "no") == (found["point-in-time recovery"], found["protected from deletion"])


def test_recovery_switched_off_differs(contract: TableContract, account: Account) -> None:
    """Restoring to a second is what the class promised."""
    client("dynamodb", HERE).update_continuous_backups(
        TableName=NAME, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False}
    )

    assert {"point-in-time recovery": "DISABLED"} == differing(tables.check(contract, account))


def test_items_that_never_go_differ(contract: TableContract, account: Account) -> None:
    """What was kept for a day would be kept for ever."""
    _expire(enabled=False)

    assert {"items go by": "never"} == differing(tables.check(contract, account))


def test_items_that_go_by_another_attribute_differ(contract: TableContract, account: Account) -> None:
    """Nothing writes it, so nothing goes."""
    _expire(enabled=False)
    _expire("other")

    assert {"items go by": "other"} == differing(tables.check(contract, account))


def test_items_that_go_although_they_must_stay_differ(contract: TableContract, account: Account) -> None:
    """A table without expiry loses what somebody else's clock says."""
    stays = contract.model_copy(update={"expires": None})

    assert {"items go by": EXPIRES} == differing(tables.check(stays, account))
    _expire(enabled=False)
    assert {} == differing(tables.check(stays, account))


def test_a_table_that_can_be_deleted_by_mistake_differs(contract: TableContract, account: Account) -> None:
    """Where the environment promised otherwise."""
    client("dynamodb", HERE).update_table(TableName=NAME, DeletionProtectionEnabled=False)

    assert {"protected from deletion": "no"} == differing(tables.check(contract, account))


def test_another_key_differs(contract: TableContract, account: Account) -> None:
    """The class's key, and no other."""
    other = client("kms", HERE).create_key()["KeyMetadata"]["Arn"]

    found = differing(tables.check(contract.model_copy(update={"key_arn": other}), account))

    assert {"encrypted with": contract.key_arn} == found


def test_a_table_that_is_gone_differs(contract: TableContract, account: Account) -> None:
    """Even in what moto could not have shown, AWS said that there is no table."""
    client("dynamodb", HERE).update_table(TableName=NAME, DeletionProtectionEnabled=False)
    client("dynamodb", HERE).delete_table(TableName=NAME)

    assert set(differing(tables.check(contract, account))) >= HOLDS


def test_the_recovery_side_needs_kms_but_knows_no_key(contract: TableContract, account: Account) -> None:
    """The primary owns the table and chose the key."""
    side = contract.model_copy(update={"key_arn": None})

    assert "encrypted by" in kept(tables.check(side, account))


def test_on_the_recovery_side_the_whole_table_is_what_moto_cannot_show(account: Account) -> None:
    """The primary made it as a replica; on AWS its absence differs."""
    side = TableContract(
        name=NAME, region=THERE, key_arn=None, replica_region=HERE, expires=EXPIRES, deletion_protected=True
    )

    assert {} == differing(tables.check(side, account))
    assert (HOLDS - {"encrypted with"}) | {"encrypted by"} <= set(differing(tables.check(side, Account(client))))
