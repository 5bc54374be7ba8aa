"""The way in to an AI system: signed, validated, throttled, written down, and behind the web ACL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jmespath

from config.contracts.systems import ApiContract, WebAclContract
from ops.verification import log_groups
from ops.verification.account import Account, Once
from ops.verification.outcome import Line

METHOD = "POST"
_MODERN = "SecurityPolicy_TLS13_"


def check(api: ApiContract, acl: WebAclContract | None, region: str, account: Account) -> Iterator[Line]:
    """The API, its stage, what each path asks of a caller, and the log."""
    client = account.client("apigateway", region)
    thing = account.thing("API", api.name)
    found = Once(lambda: client.get_rest_api(restApiId=api.id))
    stage = Once(lambda: client.get_stage(restApiId=api.id, stageName=api.stage))
    paths = Once(lambda: _paths(client, api.id))
    yield thing.holds(
        "answers under AWS's name", api.entry is None, lambda: not found().get("disableExecuteApiEndpoint", False)
    )
    yield thing.holds(
        "takes old TLS",
        False,
        lambda: not policy.startswith(_MODERN) if (policy := str(found().get("securityPolicy") or "")) else None,
        field="apigateway.GetRestApi.securityPolicy",
    )
    yield thing.holds("traces", True, lambda: stage().get("tracingEnabled"))
    yield thing.holds(
        "writes down who called",
        api.log_group.name,
        lambda: _group(jmespath.search("accessLogSettings.destinationArn", stage())),
    )
    if acl is not None:
        yield thing.holds("stands behind", acl.arn, lambda: stage().get("webAclArn"))
    yield thing.holds("offers", sorted(api.routes), lambda: sorted(paths()))
    for path, route in sorted(api.routes.items()):
        each = account.thing("API", f"{api.name} {METHOD} /{path}")
        method = Once(
            lambda path=path: client.get_method(restApiId=api.id, resourceId=paths()[path], httpMethod=METHOD)
        )
        settings = Once(lambda path=path: stage().get("methodSettings", {}).get(f"{path}/{METHOD}", {}))
        yield each.holds("asks who calls by", "AWS_IAM", lambda method=method: method().get("authorizationType"))
        yield each.holds(
            "holds bodies against a model", True, lambda method=method: _validated(client, api.id, method())
        )
        yield each.holds("calls", route.function, lambda method=method: _function(method()))
        yield each.holds(
            "lets through a second", route.rate, lambda settings=settings: settings().get("throttlingRateLimit")
        )
        yield each.holds(
            "lets through at once", route.burst, lambda settings=settings: settings().get("throttlingBurstLimit")
        )
        yield each.holds("traces bodies", False, lambda settings=settings: settings().get("dataTraceEnabled"))
    yield from log_groups.check(api.log_group, account)
    if api.entry is not None:
        yield from _name(api, api.entry, region, account)


def _paths(client: Any, api: str) -> dict[str, str]:
    pages = client.get_paginator("get_resources").paginate(restApiId=api)
    return {
        item["pathPart"]: item["id"] for page in pages for item in page["items"] if item.get("pathPart", "/") != "/"
    }


def _group(arn: str | None) -> str | None:
    return arn.partition(":log-group:")[2].removesuffix(":*") if arn else None


def _validated(client: Any, api: str, method: dict[str, Any]) -> bool:
    validator = method.get("requestValidatorId")
    if not validator or not method.get("requestModels", {}).get("$default"):
        return False
    return bool(client.get_request_validator(restApiId=api, requestValidatorId=validator).get("validateRequestBody"))


def _function(method: dict[str, Any]) -> str | None:
    uri = str(jmespath.search("methodIntegration.uri", method) or "")
    return uri.partition(":function:")[2].removesuffix("/invocations") or None


def _name(api: ApiContract, entry: str, region: str, account: Account) -> Iterator[Line]:
    client = account.client("apigateway", region)
    thing = account.thing("domain name", entry)
    found = Once(lambda: client.get_domain_name(domainName=entry))
    yield thing.holds("takes old TLS", False, lambda: not str(found().get("securityPolicy")).startswith(_MODERN))
    yield thing.holds(
        "leads to",
        f"{api.id}/{api.stage}",
        lambda: jmespath.search(
            "items[0].join('/', [restApiId, stage])", client.get_base_path_mappings(domainName=entry)
        ),
    )
