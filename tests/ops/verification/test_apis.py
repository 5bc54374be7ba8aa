"""The way in to a system in a good and a bad account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from config.contracts.foundation import LogGroupContract
from config.contracts.systems import ApiContract, RouteContract, WebAclContract
from ops.verification import apis
from ops.verification.account import Account
from tests.ops.verification.reading import ACCOUNT, HERE, client, differing, unchecked

NAME, GROUP, FUNCTION = "lz-test-s", "/lz/test/systems/s-api", "lz-test-s-decision"
KEY = f"arn:aws:kms:{HERE}:{ACCOUNT}:key/k"
Differences = Callable[[], dict[str, str]]
PATCHES = {
    "/decisions/POST/throttling/rateLimit": "12.5",
    "/decisions/POST/throttling/burstLimit": "48",
    "/decisions/POST/logging/dataTrace": "false",
    "/accessLogSettings/destinationArn": f"arn:aws:logs:{HERE}:{ACCOUNT}:log-group:{GROUP}",
}


def _log() -> LogGroupContract:
    return LogGroupContract(name=GROUP, region=HERE, retention_days=180, key_arn=KEY)


@pytest.fixture
def acl(account: Account) -> WebAclContract:
    """A web ACL."""
    del account
    seen = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": True, "MetricName": "it"}
    made = client("wafv2", HERE).create_web_acl(
        Name="lz-test-entry", Scope="REGIONAL", DefaultAction={"Allow": {}}, VisibilityConfig=seen
    )
    return WebAclContract(name="lz-test-entry", arn=made["Summary"]["ARN"], address_limit=600, log_group=_log())


@pytest.fixture
def contract(acl: WebAclContract) -> ApiContract:
    """An API with one path, as the zone makes it."""
    gateway = client("apigateway", HERE)
    client("logs", HERE).create_log_group(logGroupName=GROUP, kmsKeyId=KEY)
    client("logs", HERE).put_retention_policy(logGroupName=GROUP, retentionInDays=180)
    api = gateway.create_rest_api(name=NAME, endpointConfiguration={"types": ["REGIONAL"]})
    gateway.create_model(restApiId=api["id"], name="Decision", contentType="application/json", schema="{}")
    validator = gateway.create_request_validator(
        restApiId=api["id"], name="body", validateRequestBody=True, validateRequestParameters=False
    )
    path = gateway.create_resource(restApiId=api["id"], parentId=api["rootResourceId"], pathPart="decisions")
    method = {"restApiId": api["id"], "resourceId": path["id"], "httpMethod": "POST"}
    gateway.put_method(
        **method,
        authorizationType="AWS_IAM",
        requestModels={"$default": "Decision"},
        requestValidatorId=validator["id"],
    )
    function = f"arn:aws:lambda:{HERE}:{ACCOUNT}:function:{FUNCTION}"
    gateway.put_integration(
        **method,
        type="AWS_PROXY",
        integrationHttpMethod="POST",
        uri=f"arn:aws:apigateway:{HERE}:lambda:path/2015-03-31/functions/{function}/invocations",
    )
    deployment = gateway.create_deployment(restApiId=api["id"])
    gateway.create_stage(restApiId=api["id"], stageName="v1", deploymentId=deployment["id"], tracingEnabled=True)
    _patch(api["id"], PATCHES)
    client("wafv2", HERE).associate_web_acl(WebACLArn=acl.arn, ResourceArn=_stage(api["id"]))
    return ApiContract(
        name=NAME,
        id=api["id"],
        stage="v1",
        url="https://it/v1",
        execution_arn="arn",
        entry=None,
        regional_entry=None,
        routes={"decisions": RouteContract(function=FUNCTION, rate=12.5, burst=48)},
        log_group=_log(),
    )


@pytest.fixture
def differences(contract: ApiContract, acl: WebAclContract, account: Account) -> Differences:
    """What differs now."""
    return lambda: differing(apis.check(contract, acl, HERE, account))


def _stage(api: str) -> str:
    return f"arn:aws:apigateway:{HERE}::/restapis/{api}/stages/v1"


def _patch(api: str, values: dict[str, str]) -> None:
    patches = [{"op": "replace", "path": path, "value": value} for path, value in values.items()]
    client("apigateway", HERE).update_stage(restApiId=api, stageName="v1", patchOperations=patches)


def test_a_good_api_keeps_every_promise(contract: ApiContract, acl: WebAclContract, account: Account) -> None:
    """And moto shows all of it."""
    lines = list(apis.check(contract, acl, HERE, account))

    assert {} == differing(lines)
    assert {"takes old TLS": "moto keeps no TLS policy of an API"} == unchecked(lines)
    assert {"asks who calls by", "stands behind", "traces bodies"} <= {line.promise for line in lines}


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("/tracingEnabled", "false", ("traces", "no")),
        ("/accessLogSettings/destinationArn", "arn:aws:logs:r:a:log-group:other", ("writes down who called", "other")),
        ("/decisions/POST/throttling/rateLimit", "9000", ("lets through a second", "9000.0")),
        ("/decisions/POST/logging/dataTrace", "true", ("traces bodies", "yes")),
    ],
)
def test_a_stage_that_somebody_changed_differs(
    contract: ApiContract, differences: Differences, path: str, value: str, told: tuple[str, str]
) -> None:
    """By a patch in a console, past the program."""
    _patch(contract.id, {path: value})

    assert dict([told]) == differences()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"authorizationType": "NONE"}, ("asks who calls by", "NONE")),
        ({"requestValidatorId": None}, ("holds bodies against a model", "no")),
    ],
)
def test_a_method_that_asks_less_differs(
    contract: ApiContract, differences: Differences, changed: dict[str, Any], told: tuple[str, str]
) -> None:
    """Anybody, or anything, would reach the function."""
    gateway = client("apigateway", HERE)
    path = next(i["id"] for i in gateway.get_resources(restApiId=contract.id)["items"] if i["path"] == "/decisions")
    at = {"restApiId": contract.id, "resourceId": path, "httpMethod": "POST"}
    before = gateway.get_method(**at)
    wanted = {key: before[key] for key in ("authorizationType", "requestModels", "requestValidatorId")} | changed
    gateway.put_method(**at, **{key: value for key, value in wanted.items() if value is not None})
    function = before["methodIntegration"]["uri"]
    gateway.put_integration(**at, type="AWS_PROXY", integrationHttpMethod="POST", uri=function)

    assert dict([told]) == differences()


def test_an_api_without_its_acl_differs(contract: ApiContract, acl: WebAclContract, account: Account) -> None:
    """What floods reaches the functions."""
    client("wafv2", HERE).disassociate_web_acl(ResourceArn=_stage(contract.id))

    assert {"stands behind": "nothing"} == differing(apis.check(contract, acl, HERE, account))


def test_a_path_nobody_promised_differs(contract: ApiContract, acl: WebAclContract, account: Account) -> None:
    """A way in that no report shows."""
    gateway = client("apigateway", HERE)
    root = next(i["id"] for i in gateway.get_resources(restApiId=contract.id)["items"] if i["path"] == "/")
    gateway.create_resource(restApiId=contract.id, parentId=root, pathPart="admin")

    assert {"offers": "admin, decisions"} == differing(apis.check(contract, acl, HERE, account))


def test_an_api_that_is_gone_differs(contract: ApiContract, acl: WebAclContract, account: Account) -> None:
    """AWS says that there is none."""
    client("apigateway", HERE).delete_rest_api(restApiId=contract.id)

    assert "nothing" == differing(apis.check(contract, acl, HERE, account))["traces"]
