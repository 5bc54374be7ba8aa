"""What a killed run left behind: a create that was begun, and whose end the state does not know.

Things with a physical name are looked for by it. What AWS names itself cannot be told from its like, and is said to be
unfindable rather than passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from engine.pending import Kind, PendingOperation
from ops.verification.account import ABSENT, Account, Once
from ops.verification.outcome import Line, Verdict

Inputs = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """How a type with a physical name is found, imported and removed."""

    service: str
    identity: Callable[[Inputs, str, str], str]
    """Inputs, Region and account to the id that `pulumi import` takes."""
    ask: Callable[[Any, str], object]
    """Client and id to a call that fails where there is none."""
    remove: str
    """An AWS CLI command; {id} and {region} are filled in."""


def _by(key: str) -> Callable[[Inputs, str, str], str]:
    return lambda inputs, _region, _account: str(inputs[key])


def _arn(service: str, kind: str = "") -> Callable[[Inputs, str, str], str]:
    return lambda inputs, region, account: f"arn:aws:{service}:{region}:{account}:{kind}{inputs['name']}"


NAMED: Mapping[str, Named] = {
    "aws:backup/vault:Vault": Named(
        "backup",
        _by("name"),
        lambda backup, name: _among(backup.list_backup_vaults()["BackupVaultList"], "BackupVaultName", name),
        "aws backup delete-backup-vault --backup-vault-name {id} --region {region}",
    ),
    "aws:cloudtrail/trail:Trail": Named(
        "cloudtrail",
        _arn("cloudtrail", "trail/"),
        lambda cloudtrail, arn: cloudtrail.get_trail(Name=arn),
        "aws cloudtrail delete-trail --name {id} --region {region}",
    ),
    "aws:cloudwatch/logGroup:LogGroup": Named(
        "logs",
        _by("name"),
        lambda logs, name: _among(logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"], "logGroupName", name),
        "aws logs delete-log-group --log-group-name {id} --region {region}",
    ),
    "aws:dynamodb/table:Table": Named(
        "dynamodb",
        _by("name"),
        lambda dynamodb, name: dynamodb.describe_table(TableName=name),
        "aws dynamodb delete-table --table-name {id} --region {region}",
    ),
    "aws:iam/policy:Policy": Named(
        "iam",
        lambda inputs, _region, account: f"arn:aws:iam::{account}:policy/{inputs['name']}",
        lambda iam, arn: iam.get_policy(PolicyArn=arn),
        "aws iam delete-policy --policy-arn {id}",
    ),
    "aws:iam/role:Role": Named(
        "iam",
        _by("name"),
        lambda iam, name: iam.get_role(RoleName=name),
        "aws iam delete-role --role-name {id}",
    ),
    "aws:kms/alias:Alias": Named(
        "kms",
        _by("name"),
        lambda kms, name: kms.describe_key(KeyId=name),
        "aws kms delete-alias --alias-name {id} --region {region}",
    ),
    "aws:s3/bucket:Bucket": Named(
        "s3",
        _by("bucket"),
        lambda s3, name: s3.get_bucket_location(Bucket=name),
        "aws s3api delete-bucket --bucket {id} --region {region}",
    ),
    "aws:sns/topic:Topic": Named(
        "sns",
        _arn("sns"),
        lambda sns, arn: sns.get_topic_attributes(TopicArn=arn),
        "aws sns delete-topic --topic-arn {id} --region {region}",
    ),
}
"""The types that have a physical name in this program."""


def _among(items: Iterable[Mapping[str, Any]], key: str, name: str) -> object:
    if not any(item[key] == name for item in items):
        raise ClientError({"Error": {"Code": "ResourceNotFoundException", "Message": name}}, "List")
    return name


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pending resource would stand."""

    region: str
    account: str


def found(operation: PendingOperation, place: Place, account: Account) -> str | None:
    """The id of what a pending create made, or None where it made nothing; raises what boto3 raises.

    KeyError for a type without a physical name: see NAMED.
    """
    named = NAMED[operation.type]
    region = str(operation.inputs.get("region") or place.region)
    identity = named.identity(operation.inputs, region, place.account)
    try:
        named.ask(account.client(named.service, region), identity)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in ABSENT:
            return None
        raise
    return identity


def check(operations: Iterable[PendingOperation], place: Place, account: Account) -> Iterator[Line]:
    """A line for each operation that a killed run left open; the stack has no such lines otherwise."""
    for operation in operations:
        yield _line(operation, place, account)


def _line(operation: PendingOperation, place: Place, account: Account) -> Line:
    thing = account.thing(operation.type, operation.name)
    promise, expected = "left by a killed run", "nothing"
    if operation.kind is not Kind.CREATING:
        reason = f"a run was killed while {operation.kind} it; its state is read again by the next `lz up`"
        return Line(thing.name, promise, Verdict.UNCHECKED, expected, reason=reason)
    if operation.type not in NAMED or not _has_name(operation):
        reason = "a run was killed while creating it, and no name of ours finds it: compare the account with the state"
        return Line(thing.name, promise, Verdict.UNCHECKED, expected, reason=reason)
    left = Once(lambda: found(operation, place, account) or expected)
    line = thing.holds(promise, expected, left)
    if line.verdict is not Verdict.DIFFERS:
        return line
    region = operation.inputs.get("region") or place.region
    # Version 7 of the AWS provider finds a resource outside the provider's own Region by ID@REGION.
    identity = line.found if region == place.region else f"{line.found}@{region}"
    remove = NAMED[operation.type].remove.format(id=line.found, region=region)
    fix = f"import it: pulumi import {operation.type} {operation.name} {identity}; or remove it: {remove}"
    return Line(thing.name, promise, Verdict.DIFFERS, expected, line.found, fix=fix)


def _has_name(operation: PendingOperation) -> bool:
    key = "bucket" if operation.type == "aws:s3/bucket:Bucket" else "name"
    return isinstance(operation.inputs.get(key), str)
