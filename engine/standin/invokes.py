"""Functions of the aws provider that read: a table row each, like the types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.standin.clients import Clients
from engine.standin.errors import StandinError
from engine.standin.names import convert
from engine.standin.row import Ask, Scope
from engine.standin.shapes import input_shape
from engine.standin.templates import fill, search
from engine.standin.types import arcregionswitch


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function: the operation that answers it, and its result by JMESPath."""

    service: str
    operation: str = ""
    rename: Mapping[str, str] = field(default_factory=dict)
    result: Mapping[str, str] = field(default_factory=dict)
    id: str = "{id}"
    """A format over the arguments and the result."""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    answer: Callable[[Ask, Mapping[str, Any]], dict[str, Any]] | None = None
    """For what no single call answers, instead of the operation."""


_CALLER = Function(
    service="sts",
    operation="GetCallerIdentity",
    result={"accountId": "Account", "arn": "Arn", "userId": "UserId"},
    id="{accountId}",
)

FUNCTIONS: Mapping[str, Function] = {
    "aws:index/getCallerIdentity:getCallerIdentity": _CALLER,
    "aws:index/getAvailabilityZones:getAvailabilityZones": Function(
        service="ec2",
        operation="DescribeAvailabilityZones",
        result={
            "names": "AvailabilityZones[?State=='available'].ZoneName",
            "zoneIds": "AvailabilityZones[?State=='available'].ZoneId",
        },
        id="{region}",
    ),
    "aws:kms/getKey:getKey": Function(
        service="kms",
        operation="DescribeKey",
        result={
            "id": "KeyMetadata.KeyId",
            "arn": "KeyMetadata.Arn",
            "description": "KeyMetadata.Description",
            "enabled": "KeyMetadata.Enabled",
            "keyState": "KeyMetadata.KeyState",
            "keyUsage": "KeyMetadata.KeyUsage",
            "keyManager": "KeyMetadata.KeyManager",
            "multiRegion": "KeyMetadata.MultiRegion",
            "origin": "KeyMetadata.Origin",
        },
    ),
    "aws:kms/getAlias:getAlias": Function(
        service="kms",
        operation="DescribeKey",
        rename={"name": "KeyId"},
        result={"targetKeyId": "KeyMetadata.KeyId", "targetKeyArn": "KeyMetadata.Arn"},
        id="{name}",
    ),
    "aws:ssm/getParameter:getParameter": Function(
        service="ssm",
        operation="GetParameter",
        fixed={"WithDecryption": True},
        result={
            "arn": "Parameter.ARN",
            "value": "Parameter.Value",
            "type": "Parameter.Type",
            "version": "Parameter.Version",
        },
        id="{name}",
    ),
    "aws:s3/getBucket:getBucket": Function(
        service="s3", operation="HeadBucket", result={"bucketRegion": "BucketRegion"}, id="{bucket}"
    ),
    "aws:arcregionswitch/getRoute53HealthChecks:getRoute53HealthChecks": Function(
        service="route53", answer=arcregionswitch.health_checks, id="{planArn}"
    ),
    "aws:iam/getRole:getRole": Function(
        service="iam",
        operation="GetRole",
        rename={"name": "RoleName"},
        result={"arn": "Role.Arn", "uniqueId": "Role.RoleId", "path": "Role.Path"},
        id="{name}",
    ),
    "aws:dynamodb/getTable:getTable": Function(
        service="dynamodb",
        operation="DescribeTable",
        rename={"name": "TableName"},
        result={"arn": "Table.TableArn", "hashKey": "Table.KeySchema[?KeyType=='HASH'].AttributeName | [0]"},
        id="{name}",
    ),
}

_BUILT = {"aws:s3/getBucket:getBucket": {"arn": "arn:aws:s3:::{bucket}"}}


def invoke(token: str, arguments: Mapping[str, Any], scope: Scope, clients: Clients) -> dict[str, Any]:
    """The result of a function; StandinError when the stand-in does not know it or AWS refuses."""
    where = Scope(scope.account, arguments.get("region") or scope.region)
    if token == "aws:index/getRegion:getRegion":  # noqa: S105  a function's token, not a secret
        return {"id": where.region, "name": where.region, "region": where.region, "description": where.region}
    if token == "aws:index/getPartition:getPartition":  # noqa: S105
        return {"id": "aws", "partition": "aws", "dnsSuffix": "amazonaws.com", "reverseDnsPrefix": "com.amazonaws"}
    function = FUNCTIONS.get(token)
    if function is None:
        raise StandinError(
            f"the stand-in has no function {token}; look the value up by a resource, or add it to invokes.py"
        )
    given = {k: v for k, v in arguments.items() if k != "region"}
    found = _found(function, given, clients.ask(function.service, where.region, where.account))
    result = {**given, "region": where.region, **found}
    result.update({name: fill(form, result) for name, form in _BUILT.get(token, {}).items()})
    result["id"] = fill(function.id, result)
    return result


def _found(function: Function, given: Mapping[str, Any], ask: Ask) -> dict[str, Any]:
    if function.answer is not None:
        return function.answer(ask, given)
    bound = convert(input_shape(function.service, function.operation), given, function.rename)
    response = ask(function.operation, **{**bound.params, **function.fixed})
    return {name: search(path, response, given) for name, path in function.result.items()}
