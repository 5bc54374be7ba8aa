"""A copy that nobody has restored is a hope."""

from __future__ import annotations

import json

import pytest

from components.recovery.restore_testing import RestoreTesting, RestoreTestingArgs, restore_policy
from config.vocabulary import DataClass
from graph.model import UNKNOWN
from tests.components.recovery.pair import ACCOUNT, AWAY, BOUNDARY, HOME, KEY, ROLE, actions, grants
from tests.synth import Declared, synth

PLAN = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
SELECTION = "aws:backup/restoreTestingSelection:RestoreTestingSelection"
ARGS = RestoreTestingArgs(
    family="prod",
    account=ACCOUNT,
    region=AWAY,
    vault="lz-prod-vault",
    data_class=DataClass.OPERATIONS,
    key_arn=KEY,
    boundary=BOUNDARY,
)
TABLES = f"arn:aws:dynamodb:{AWAY}:{ACCOUNT}:table"


def declare(*, unknown: bool = False) -> Declared:
    return synth(lambda: RestoreTesting("restore-testing", ARGS), unknown=unknown)


def test_the_copies_that_a_lost_region_leaves_are_tested() -> None:
    """In their Region, from their vault, the newest of the last seven days."""
    plan = declare().only(PLAN)
    chosen = plan["recoveryPointSelection"]

    assert AWAY == plan["region"] == declare().only(SELECTION)["region"]
    assert [f"arn:aws:backup:{AWAY}:{ACCOUNT}:backup-vault:lz-prod-vault"] == chosen["includeVaults"]
    assert ("LATEST_WITHIN_WINDOW", 7) == (chosen["algorithm"], chosen["selectionWindowDays"])


def test_every_copied_table_is_tested_and_stands_long_enough_to_be_looked_at() -> None:
    """A list of tables would forget the next one."""
    selection = declare().only(SELECTION)

    assert ("DynamoDB", ["*"], 4) == (
        selection["protectedResourceType"],
        selection["protectedResourceArns"],
        selection["validationWindowHours"],
    )


def test_what_is_restored_is_under_the_customer_key() -> None:
    """AWS's default would put data of a class under a key that nobody governs."""
    assert {"encryptionType": "KMS", "kmsMasterKeyArn": KEY} == declare().only(SELECTION)["restoreMetadataOverrides"]


def test_the_name_is_one_that_aws_backup_takes() -> None:
    """Letters, digits and underscores, at most fifty."""
    assert "lz_prod_copies" == declare().only(PLAN)["name"]


@pytest.mark.parametrize("action", ["PutItem", "DeleteItem", "BatchWriteItem", "RestoreTableFromAwsBackup"])
def test_no_table_that_serves_can_be_written(action: str) -> None:
    """A test that overwrites what it tests is an accident."""
    policy = restore_policy(ARGS)

    assert [] == grants(policy, f"dynamodb:{action}", f"{TABLES}/lz-prod-systems")
    assert grants(policy, f"dynamodb:{action}", f"{TABLES}/awsbackup-restore-test-0123")


def test_the_role_reads_this_familys_copies_in_this_region_only() -> None:
    """Neither another environment's, nor the originals."""
    policy = restore_policy(ARGS)

    assert grants(policy, "dynamodb:RestoreTableFromBackup", f"{TABLES}/lz-prod-systems/backup/01")
    assert [] == grants(policy, "dynamodb:RestoreTableFromBackup", f"{TABLES}/lz-dev-systems/backup/01")
    assert HOME not in policy
    assert [] == [a for a in actions(policy) if a.startswith("dynamodb:Delete") and a != "dynamodb:DeleteItem"]


def test_the_key_is_used_through_its_alias_and_its_services() -> None:
    """The right to use the key is not a right to read what else is under it."""
    for statement in json.loads(restore_policy(ARGS))["Statement"]:
        if any(action.startswith("kms:") for action in statement["Action"]):
            condition = statement["Condition"]
            assert {"kms:ResourceAliases": "alias/lz-prod-operations"} == condition["ForAnyValue:StringEquals"]


def test_the_role_carries_the_boundary_and_the_output_waits_for_the_selection() -> None:
    """A plan that selects nothing tests nothing."""
    assert BOUNDARY == declare().only(ROLE)["permissionsBoundary"]
    assert {"plan": "lz_prod_copies"} == declare().outputs_of("lz:recovery:RestoreTesting")
    assert {"plan": UNKNOWN} != declare(unknown=True).outputs_of("lz:recovery:RestoreTesting"), "a name is known"
