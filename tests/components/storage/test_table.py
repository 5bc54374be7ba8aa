"""An operational table and its replica."""

from __future__ import annotations

import pytest

from components.storage.table import Table, TableArgs
from config.vocabulary import DataClass, Deletion
from tests.components.storage.sites import AWAY, AWAY_KEY, FAMILY, HOME, HOME_KEY, PRIMARY, RECOVERY
from tests.synth import DeclaredResource, synth


def declare(
    *, deletion: Deletion = Deletion.PROTECTED, ttl: str | None = None, unknown: bool = False
) -> DeclaredResource:
    args = TableArgs(
        family=FAMILY,
        table="systems",
        data_class=DataClass.OPERATIONS,
        primary=PRIMARY,
        recovery=RECOVERY,
        deletion=deletion,
        ttl_attribute=ttl,
    )
    return synth(lambda: Table("systems", args), unknown=unknown).only("aws:dynamodb/table:Table")


def test_any_second_of_five_weeks_can_be_restored_in_both_regions() -> None:
    """Point-in-time recovery of a replica is its own setting."""
    table = declare()

    assert {"enabled": True, "recoveryPeriodInDays": 35} == table["pointInTimeRecovery"]
    assert [True] == [replica["pointInTimeRecovery"] for replica in table["replicas"]]


def test_each_region_encrypts_with_its_own_key() -> None:
    """A replica under the primary's key would be unreadable when the primary Region is gone."""
    table = declare()

    assert {"enabled": True, "kmsKeyArn": HOME_KEY} == table["serverSideEncryption"]
    assert [(AWAY, AWAY_KEY)] == [(r["regionName"], r["kmsKeyArn"]) for r in table["replicas"]]
    assert HOME == table["region"]


def test_the_replica_is_fed_by_the_stream() -> None:
    """DynamoDB replicates through a stream of old and new images."""
    table = declare()

    assert (True, "NEW_AND_OLD_IMAGES") == (table["streamEnabled"], table["streamViewType"])
    assert "PAY_PER_REQUEST" == table["billingMode"]


@pytest.mark.parametrize(("deletion", "protected"), [(Deletion.PROTECTED, True), (Deletion.ALLOWED, False)])
def test_deletion_protection_follows_the_environment_on_both_sides(deletion: Deletion, protected: bool) -> None:  # noqa: FBT001  a parametrized value
    """An unprotected replica of a protected table would be the way around it."""
    table = declare(deletion=deletion)

    assert protected is table["deletionProtectionEnabled"]
    assert [protected] == [replica["deletionProtectionEnabled"] for replica in table["replicas"]]


def test_the_table_is_backed_up_daily_and_says_what_it_holds() -> None:
    """The backup plan selects by tag; the replica carries the tags too."""
    table = declare()

    assert {"lz:data-class": "operations", "lz:backup": "daily", "DisruptDynamoDb": "Allowed"} == table["tags"]
    assert [True] == [replica["propagateTags"] for replica in table["replicas"]]


def test_items_expire_only_where_an_attribute_says_when() -> None:
    """Without one, nothing goes by itself."""
    assert "ttl" not in {key for key, value in declare().inputs.items() if value is not None}
    assert {"attributeName": "expires", "enabled": True} == declare(ttl="expires")["ttl"]


def test_a_first_preview_knows_the_table() -> None:
    """Name, key and replicas are inputs."""
    table = declare(unknown=True)

    assert "lz-prod-systems" == table["name"]
    assert [{"name": "id", "type": "S"}] == table["attributes"]
    assert "id" == table["hashKey"]
