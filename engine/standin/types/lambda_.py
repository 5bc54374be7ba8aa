"""Lambda functions, who may call them, and what calls them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.standin.errors import InvalidValuesError, Problem
from engine.standin.row import Ask, Call, Change, Params, Props, Row, Scope, Step, Tagging
from graph.model import UNKNOWN

_GONE = ("ResourceNotFoundException", "404")
_NAMED = {"FunctionName": "$id"}
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold: equal contents make equal archives."""

_CONFIGURED = (
    "deadLetterConfig",
    "description",
    "environment",
    "ephemeralStorage",
    "handler",
    "kmsKeyArn",
    "loggingConfig",
    "memorySize",
    "role",
    "runtime",
    "timeout",
    "tracingConfig",
    "vpcConfig",
)


def archive(code: Any) -> Any:
    """The bytes of a zip from an archive of assets, or of the file that is one already."""
    if code is UNKNOWN or not isinstance(code, Mapping):
        return UNKNOWN
    if isinstance(code.get("path"), str):
        found = Path(code["path"])
        if found.is_file():
            return found.read_bytes()
        return _zipped((str(f.relative_to(found)), f.read_bytes()) for f in sorted(found.rglob("*")) if f.is_file())
    assets = code.get("assets")
    if not isinstance(assets, Mapping):
        raise InvalidValuesError("CreateFunction", [Problem("code", "must be an archive of files or texts")])
    if any(asset is UNKNOWN for asset in assets.values()):
        return UNKNOWN
    return _zipped((name, _content(assets[name])) for name in sorted(assets))


def _content(asset: Any) -> bytes:
    if isinstance(asset, Mapping) and isinstance(asset.get("text"), str):
        return asset["text"].encode()
    if isinstance(asset, Mapping) and isinstance(asset.get("path"), str):
        return Path(asset["path"]).read_bytes()
    raise InvalidValuesError("CreateFunction", [Problem("code", "holds what is neither a file nor a text")])


def _zipped(files: Iterator[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files:
            file.writestr(zipfile.ZipInfo(name, _BEGINNING), content)
    return packed.getvalue()


def _code(params: Params, props: Props, scope: Scope) -> Params:
    del scope
    return {**params, "Code": {"ZipFile": archive(props["code"])}} if props.get("code") is not None else params


def _new_code(ask: Ask, change: Change) -> None:
    ask("UpdateFunctionCode", FunctionName=change.id, ZipFile=archive(change.new["code"]))


_RESERVED = {"ReservedConcurrentExecutions": "reservedConcurrentExecutions"}

FUNCTION = Row(
    type="aws:lambda/function:Function",
    service="lambda",
    create=Call(
        operation="CreateFunction", carries=None, rename={"name": "FunctionName"}, hook=_code, claims=("code",)
    ),
    id_format="{name}",
    read=Call(operation="GetFunction", takes=_NAMED),
    entity="Configuration",
    absent=_GONE,
    delete=(Call(operation="DeleteFunction", takes=_NAMED),),
    steps=(
        Step(
            carries=("reservedConcurrentExecutions",),
            run=(Call(operation="PutFunctionConcurrency", takes={**_NAMED, **_RESERVED}),),
            clear=(Call(operation="DeleteFunctionConcurrency", takes=_NAMED),),
        ),
        Step(carries=("code", "sourceCodeHash"), run=(_new_code,), at_create=False),
        Step(
            carries=_CONFIGURED,
            run=(Call(operation="UpdateFunctionConfiguration", carries=_CONFIGURED, takes=_NAMED),),
            at_create=False,
        ),
    ),
    outputs={"arn": "FunctionArn", "codeSha256": "CodeSha256", "lastModified": "LastModified", "version": "Version"},
    built={"invokeArn": "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations"},
    observed={
        "handler": "Handler",
        "memorySize": "MemorySize",
        "role": "Role",
        "runtime": "Runtime",
        "timeout": "Timeout",
    },
    replace=("name", "packageType"),
    name="name",
    name_limit=64,
    kept={"layers": "moto knows no layer of another account"},
    provider_only=("sourceCodeHash", "skipDestroy", "useResourceTimeoutForPropagation"),
    tagging=Tagging(
        at_create="Tags",
        put="TagResource",
        drop="UntagResource",
        target="Resource",
        by="{arn}",
        listed="ListTags",
    ),
    listing=(Call(operation="ListFunctions"), "Functions[].FunctionName"),
)

_MAPPED = (
    "batchSize",
    "bisectBatchOnFunctionError",
    "destinationConfig",
    "enabled",
    "filterCriteria",
    "functionName",
    "functionResponseTypes",
    "maximumBatchingWindowInSeconds",
    "maximumRecordAgeInSeconds",
    "maximumRetryAttempts",
    "parallelizationFactor",
    "scalingConfig",
    "tumblingWindowInSeconds",
)
_ASIDE = {"destinationConfig.onFailure.destinationArn": "Destination"}

EVENT_SOURCE_MAPPING = Row(
    type="aws:lambda/eventSourceMapping:EventSourceMapping",
    service="lambda",
    create=Call(operation="CreateEventSourceMapping", carries=None, rename=_ASIDE),
    id="UUID",
    read=Call(operation="GetEventSourceMapping", takes={"UUID": "$id"}),
    entity="@",
    absent=_GONE,
    delete=(Call(operation="DeleteEventSourceMapping", takes={"UUID": "$id"}),),
    steps=(
        Step(
            carries=_MAPPED,
            run=(Call(operation="UpdateEventSourceMapping", carries=_MAPPED, takes={"UUID": "$id"}, rename=_ASIDE),),
            at_create=False,
        ),
    ),
    outputs={"uuid": "UUID", "functionArn": "FunctionArn"},
    built={"arn": "arn:aws:lambda:{region}:{account}:event-source-mapping:{id}"},
    observed={"eventSourceArn": "EventSourceArn", "batchSize": "BatchSize"},
    replace=("eventSourceArn", "startingPosition", "startingPositionTimestamp"),
    tagging=Tagging(
        at_create="Tags", put="TagResource", drop="UntagResource", target="Resource", by="{arn}", listed="ListTags"
    ),
    listing=(Call(operation="ListEventSourceMappings"), "EventSourceMappings[].UUID"),
)


PERMISSION = Row(
    type="aws:lambda/permission:Permission",
    service="lambda",
    create=Call(operation="AddPermission", carries=None, rename={"function": "FunctionName"}),
    id_format="{function}/{statementId}",
    read=Call(operation="GetPolicy", takes={"FunctionName": "function"}),
    entity="Policy",
    absent=_GONE,
    delete=(Call(operation="RemovePermission", takes={"FunctionName": "function", "StatementId": "statementId"}),),
    replace=(
        "action",
        "eventSourceToken",
        "function",
        "principal",
        "principalOrgId",
        "qualifier",
        "sourceAccount",
        "sourceArn",
        "statementId",
    ),
    name="statementId",
    name_limit=100,
)

ROWS = (FUNCTION, EVENT_SOURCE_MAPPING, PERMISSION)
