"""What a killed run left behind, found by its name."""

from __future__ import annotations

from typing import Any

import pytest

from engine.pending import Kind, PendingOperation
from ops.verification import pending
from ops.verification.account import Account
from ops.verification.outcome import Line, Verdict
from ops.verification.pending import NAMED, Place
from tests.ops.verification.reading import ACCOUNT, HERE, THERE, client
from tests.ops.verification.test_roles import BOUNDARY, TRUST

PLACE = Place(HERE, ACCOUNT)
BUCKET = "aws:s3/bucket:Bucket"


def _operation(type_: str, inputs: dict[str, Any], kind: Kind = Kind.CREATING) -> PendingOperation:
    return PendingOperation(f"urn:pulumi:dev::lz::{type_}::store", type_, kind, inputs, {"region": HERE})


def _check(account: Account, type_: str, inputs: dict[str, Any], kind: Kind = Kind.CREATING) -> Line:
    (line,) = pending.check([_operation(type_, inputs, kind)], PLACE, account)
    return line


def _bucket(region: str) -> None:
    client("s3", region).create_bucket(Bucket="lz-left", CreateBucketConfiguration={"LocationConstraint": region})


def _make(type_: str) -> None:
    """A thing of the type that is called lz-left (alias/lz-left), in the Region of the tests."""
    kms = client("kms", HERE)
    match type_:
        case "aws:backup/vault:Vault":
            client("backup", HERE).create_backup_vault(BackupVaultName="lz-left", EncryptionKeyArn="arn:x")
        case "aws:cloudtrail/trail:Trail":
            _bucket(HERE)
            client("cloudtrail", HERE).create_trail(Name="lz-left", S3BucketName="lz-left")
        case "aws:cloudwatch/logGroup:LogGroup":
            client("logs", HERE).create_log_group(logGroupName="lz-left")
        case "aws:dynamodb/table:Table":
            client("dynamodb", HERE).create_table(
                TableName="lz-left",
                AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
                KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
                BillingMode="PAY_PER_REQUEST",
            )
        case "aws:iam/policy:Policy":
            client("iam", HERE).create_policy(PolicyName="lz-left", PolicyDocument=BOUNDARY)
        case "aws:iam/role:Role":
            client("iam", HERE).create_role(RoleName="lz-left", AssumeRolePolicyDocument=TRUST)
        case "aws:kms/alias:Alias":
            kms.create_alias(AliasName="alias/lz-left", TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])
        case "aws:sns/topic:Topic":
            client("sns", HERE).create_topic(Name="lz-left")
        case _:
            assert BUCKET == type_, "a type of the table that the test cannot make"
            _bucket(HERE)


@pytest.mark.parametrize("type_", NAMED)
def test_a_thing_with_a_name_is_found_where_it_was_made_and_only_there(type_: str, account: Account) -> None:
    """Before it exists nothing is left; afterwards the line names it, its import and its removal."""
    name = "alias/lz-left" if "alias" in type_ else "lz-left"
    inputs = {"bucket" if type_ == BUCKET else "name": name}
    assert Verdict.OK is _check(account, type_, inputs).verdict

    _make(type_)
    line = _check(account, type_, inputs)

    assert Verdict.DIFFERS is line.verdict
    assert f"{type_} store" == line.thing
    assert name in line.found
    assert f"import it: pulumi import {type_} store {line.found}; or remove it: aws " in line.fix
    assert line.fix.count(line.found) == 2


def test_a_replica_is_looked_for_in_its_own_region(account: Account) -> None:
    """And imported with its Region, which is not the provider's."""
    _bucket(THERE)

    line = _check(account, BUCKET, {"bucket": "lz-left", "region": THERE})

    assert f"pulumi import {BUCKET} store lz-left@{THERE};" in line.fix
    assert f"--region {THERE}" in line.fix


@pytest.mark.parametrize(
    ("type_", "inputs", "kind"),
    [
        ("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"}, Kind.CREATING),
        (BUCKET, {}, Kind.CREATING),
        (BUCKET, {"bucket": "lz-left"}, Kind.UPDATING),
        (BUCKET, {"bucket": "lz-left"}, Kind.DELETING),
    ],
)
def test_what_cannot_be_looked_for_is_named_and_not_passed(
    type_: str, inputs: dict[str, Any], kind: Kind, account: Account
) -> None:
    """A VPC is like any other VPC; an update's end is the state's to read again."""
    line = _check(account, type_, inputs, kind)

    assert Verdict.UNCHECKED is line.verdict
    assert "a run was killed while" in line.reason


def test_a_stack_without_pending_operations_has_no_lines(account: Account) -> None:
    """Nothing to say is not a line."""
    assert [] == list(pending.check([], PLACE, account))
