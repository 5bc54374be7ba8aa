"""REST APIs: what they offer, how it is deployed, and the names that lead to them.

AWS changes most of it by patches, {op, path, value}; moto takes patches of an API and of a stage only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.standin.row import Ask, Call, Change, Params, Props, Row, Scope, Step, Tagging

_GONE = ("NotFoundException",)
_NO_PATCH = "moto changes no such thing once it is made"


def _tagging(resource: str) -> Tagging:
    return Tagging(
        at_create="tags",
        put="TagResource",
        drop="UntagResource",
        target="resourceArn",
        by=resource,
        tags="tags",
        keys="tagKeys",
        listed="GetTags",
        path="tags",
    )


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _patch(path: str, value: Any) -> dict[str, str]:
    return {"op": "replace", "path": path, "value": _text(value)}


_API = {
    "description": "/description",
    "disableExecuteApiEndpoint": "/disableExecuteApiEndpoint",
    "name": "/name",
    "policy": "/policy",
}


def _changed_api(ask: Ask, change: Change) -> None:
    patches = [
        _patch(path, change.new[prop])
        for prop, path in _API.items()
        if change.new.get(prop) is not None and change.new[prop] != change.old.get(prop)
    ]
    ask("UpdateRestApi", restApiId=change.id, patchOperations=patches)


REST_API = Row(
    type="aws:apigateway/restApi:RestApi",
    service="apigateway",
    create=Call(operation="CreateRestApi", carries=None),
    id="id",
    read=Call(operation="GetRestApi", takes={"restApiId": "$id"}),
    entity="@",
    absent=_GONE,
    delete=(Call(operation="DeleteRestApi", takes={"restApiId": "$id"}),),
    steps=(Step(carries=tuple(_API), run=(_changed_api,), at_create=False),),
    outputs={"rootResourceId": "rootResourceId"},
    built={
        "arn": "arn:aws:apigateway:{region}::/restapis/{id}",
        "executionArn": "arn:aws:execute-api:{region}:{account}:{id}",
    },
    observed={"name": "name", "description": "description", "policy": "policy"},
    replace=("body",),
    kept_changes=dict.fromkeys(("endpointAccessMode", "endpointConfiguration", "securityPolicy"), _NO_PATCH),
    name="name",
    name_limit=128,
    kept={
        "failOnWarnings": "only read with a body, which the zone does not send",
        "putRestApiMode": "only read with a body, which the zone does not send",
    },
    tagging=_tagging("arn:aws:apigateway:{region}::/restapis/{id}"),
    listing=(Call(operation="GetRestApis"), "items[].id"),
)

_OF_API = {"restApiId": "restApi"}

RESOURCE = Row(
    type="aws:apigateway/resource:Resource",
    service="apigateway",
    create=Call(operation="CreateResource", carries=None, rename={"restApi": "restApiId"}),
    id="id",
    read=Call(operation="GetResource", takes={**_OF_API, "resourceId": "$id"}),
    entity="@",
    absent=_GONE,
    delete=(Call(operation="DeleteResource", takes={**_OF_API, "resourceId": "$id"}),),
    outputs={"path": "path"},
    observed={"parentId": "parentId", "pathPart": "pathPart"},
    import_id="{restApi}/{id}",
    replace=("restApi", "parentId", "pathPart"),
)

MODEL = Row(
    type="aws:apigateway/model:Model",
    service="apigateway",
    create=Call(operation="CreateModel", carries=None, rename={"restApi": "restApiId"}),
    id="id",
    read=Call(operation="GetModel", takes={**_OF_API, "modelName": "name"}),
    entity="@",
    absent=_GONE,
    delete=(Call(operation="DeleteModel", takes={**_OF_API, "modelName": "name"}),),
    observed={"name": "name", "contentType": "contentType", "schema": "schema"},
    import_id="{restApi}/{name}",
    replace=("restApi", "name", "contentType"),
    kept_changes=dict.fromkeys(("description", "schema"), _NO_PATCH),
    name="name",
    name_limit=128,
)

_VALIDATES = {"validateRequestBody": "/validateRequestBody", "validateRequestParameters": "/validateRequestParameters"}


def _changed_validator(ask: Ask, change: Change) -> None:
    patches = [_patch(path, change.new.get(prop) is True) for prop, path in _VALIDATES.items()]
    ask(
        "UpdateRequestValidator",
        restApiId=change.new["restApi"],
        requestValidatorId=change.id,
        patchOperations=patches,
    )


REQUEST_VALIDATOR = Row(
    type="aws:apigateway/requestValidator:RequestValidator",
    service="apigateway",
    create=Call(operation="CreateRequestValidator", carries=None, rename={"restApi": "restApiId"}),
    id="id",
    read=Call(operation="GetRequestValidator", takes={**_OF_API, "requestValidatorId": "$id"}),
    entity="@",
    absent=(*_GONE, "BadRequestException"),
    delete=(Call(operation="DeleteRequestValidator", takes={**_OF_API, "requestValidatorId": "$id"}),),
    steps=(Step(carries=tuple(_VALIDATES), run=(_changed_validator,), at_create=False),),
    observed={"name": "name", "validateRequestBody": "validateRequestBody"},
    import_id="{restApi}/{id}",
    replace=("restApi", "name"),
    name="name",
)

_OF_METHOD = {**_OF_API, "resourceId": "resourceId", "httpMethod": "httpMethod"}

METHOD = Row(
    type="aws:apigateway/method:Method",
    service="apigateway",
    create=Call(
        operation="PutMethod",
        carries=None,
        rename={"restApi": "restApiId", "authorization": "authorizationType"},
    ),
    id_format="agm-{restApi}-{resourceId}-{httpMethod}",
    read=Call(operation="GetMethod", takes=_OF_METHOD),
    entity="@",
    absent=_GONE,
    delete=(Call(operation="DeleteMethod", takes=_OF_METHOD),),
    observed={"authorization": "authorizationType", "requestValidatorId": "requestValidatorId"},
    replace=("restApi", "resourceId", "httpMethod"),
    kept_changes=dict.fromkeys(
        ("apiKeyRequired", "authorization", "authorizerId", "requestModels", "requestParameters", "requestValidatorId"),
        _NO_PATCH,
    ),
)

INTEGRATION = Row(
    type="aws:apigateway/integration:Integration",
    service="apigateway",
    create=Call(
        operation="PutIntegration",
        carries=None,
        rename={"restApi": "restApiId", "timeoutMilliseconds": "timeoutInMillis"},
    ),
    put=True,
    id_format="agi-{restApi}-{resourceId}-{httpMethod}",
    read=Call(operation="GetMethod", takes=_OF_METHOD),
    entity="methodIntegration",
    absent=_GONE,
    delete=(Call(operation="DeleteIntegration", takes=_OF_METHOD),),
    observed={"uri": "uri", "type": "type"},
    replace=("restApi", "resourceId", "httpMethod"),
)

DEPLOYMENT = Row(
    type="aws:apigateway/deployment:Deployment",
    service="apigateway",
    create=Call(operation="CreateDeployment", carries=None, rename={"restApi": "restApiId"}),
    id="id",
    read=Call(operation="GetDeployments", takes=_OF_API),
    entity="items[?id=='$id'] | [0]",
    absent=_GONE,
    delete=(Call(operation="DeleteDeployment", takes={**_OF_API, "deploymentId": "$id"}),),
    replace=("restApi", "triggers", "variables"),
    import_id="{restApi}/{id}",
    provider_only=("triggers",),
    kept_changes={"description": _NO_PATCH},
)

_STAGE = {"deployment": "/deploymentId", "description": "/description", "xrayTracingEnabled": "/tracingEnabled"}


def _stage(ask: Ask, change: Change, patches: list[dict[str, str]]) -> None:
    if patches:
        ask(
            "UpdateStage",
            restApiId=change.new["restApi"],
            stageName=change.new["stageName"],
            patchOperations=patches,
        )


def _changed_stage(ask: Ask, change: Change) -> None:
    changed = [
        _patch(path, change.new[prop])
        for prop, path in _STAGE.items()
        if change.new.get(prop) is not None and change.new[prop] != change.old.get(prop)
    ]
    _stage(ask, change, changed)


def _access_log(ask: Ask, change: Change) -> None:
    settings = change.new.get("accessLogSettings")
    found: Mapping[str, Any] = settings if isinstance(settings, Mapping) else {}
    _stage(ask, change, [_patch(f"/accessLogSettings/{member}", value) for member, value in sorted(found.items())])


def _no_access_log(ask: Ask, change: Change) -> None:
    _stage(ask, change, [{"op": "remove", "path": "/accessLogSettings"}])


_OF_STAGE = {**_OF_API, "stageName": "stageName"}

STAGE = Row(
    type="aws:apigateway/stage:Stage",
    service="apigateway",
    create=Call(
        operation="CreateStage",
        carries=None,
        rename={"restApi": "restApiId", "deployment": "deploymentId", "xrayTracingEnabled": "tracingEnabled"},
    ),
    id_format="ags-{restApi}-{stageName}",
    read=Call(operation="GetStage", takes=_OF_STAGE),
    entity="@",
    absent=_GONE,
    delete=(Call(operation="DeleteStage", takes=_OF_STAGE),),
    steps=(
        Step(carries=tuple(_STAGE), run=(_changed_stage,), at_create=False),
        Step(carries=("accessLogSettings",), run=(_access_log,), clear=(_no_access_log,)),
    ),
    outputs={"webAclArn": "webAclArn"},
    built={
        "arn": "arn:aws:apigateway:{region}::/restapis/{restApi}/stages/{stageName}",
        "executionArn": "arn:aws:execute-api:{region}:{account}:{restApi}/{stageName}",
        "invokeUrl": "https://{restApi}.execute-api.{region}.amazonaws.com/{stageName}",
    },
    observed={"deployment": "deploymentId", "xrayTracingEnabled": "tracingEnabled"},
    replace=("restApi", "stageName"),
    tagging=_tagging("arn:aws:apigateway:{region}::/restapis/{restApi}/stages/{stageName}"),
)

_SETTINGS = {
    "cachingEnabled": "caching/enabled",
    "dataTraceEnabled": "logging/dataTrace",
    "loggingLevel": "logging/loglevel",
    "metricsEnabled": "metrics/enabled",
    "throttlingBurstLimit": "throttling/burstLimit",
    "throttlingRateLimit": "throttling/rateLimit",
}


def _patches(params: Params, props: Props, scope: Scope) -> Params:
    del scope
    settings = props.get("settings")
    given: Mapping[str, Any] = settings if isinstance(settings, Mapping) else {}
    patches = [
        _patch(f"/{props.get('methodPath')}/{_SETTINGS[name]}", value)
        for name, value in sorted(given.items())
        if name in _SETTINGS and value is not None
    ]
    return {**params, "patchOperations": patches}


def _no_settings(ask: Ask, change: Change) -> None:
    path = f"/{change.old['methodPath']}"
    ask(
        "UpdateStage",
        restApiId=change.old["restApi"],
        stageName=change.old["stageName"],
        patchOperations=[{"op": "remove", "path": path}],
    )


METHOD_SETTINGS = Row(
    type="aws:apigateway/methodSettings:MethodSettings",
    service="apigateway",
    create=Call(
        operation="UpdateStage",
        takes=_OF_STAGE,
        hook=_patches,
        claims=("methodPath", "restApi", "settings", "stageName"),
    ),
    id_format="{restApi}-{stageName}-{methodPath}",
    read=Call(operation="GetStage", takes=_OF_STAGE),
    entity="methodSettings",
    absent=_GONE,
    delete=(_no_settings,),
    steps=(
        Step(
            carries=("settings",),
            run=(Call(operation="UpdateStage", takes=_OF_STAGE, hook=_patches),),
            at_create=False,
        ),
    ),
    replace=("restApi", "stageName", "methodPath"),
)


def _role(ask: Ask, change: Change) -> None:
    ask("UpdateAccount", patchOperations=[_patch("/cloudwatchRoleArn", change.new.get("cloudwatchRoleArn") or "")])


def _role_at_once(params: Params, props: Props, scope: Scope) -> Params:
    del scope
    return {**params, "patchOperations": [_patch("/cloudwatchRoleArn", props.get("cloudwatchRoleArn", ""))]}


def _no_role(ask: Ask, change: Change) -> None:
    _role(ask, Change(change.id, change.old, {}, change.scope))


ACCOUNT = Row(
    type="aws:apigateway/account:Account",
    service="apigateway",
    create=Call(operation="UpdateAccount", hook=_role_at_once, claims=("cloudwatchRoleArn",)),
    id_format="api-gateway-account-{region}",
    read=Call(operation="GetAccount"),
    entity="cloudwatchRoleArn && @",
    delete=(_no_role,),
    steps=(Step(carries=("cloudwatchRoleArn",), run=(_role,), at_create=False),),
    observed={"cloudwatchRoleArn": "cloudwatchRoleArn"},
)

DOMAIN_NAME = Row(
    type="aws:apigateway/domainName:DomainName",
    service="apigateway",
    create=Call(operation="CreateDomainName", carries=None),
    id_format="{domainName}",
    read=Call(operation="GetDomainName", takes={"domainName": "domainName"}),
    entity="@",
    absent=_GONE,
    delete=(Call(operation="DeleteDomainName", takes={"domainName": "domainName"}),),
    outputs={"regionalDomainName": "regionalDomainName", "regionalZoneId": "regionalHostedZoneId"},
    built={"arn": "arn:aws:apigateway:{region}::/domainnames/{domainName}"},
    observed={"domainName": "domainName"},
    replace=("domainName",),
    kept_changes=dict.fromkeys(("regionalCertificateArn", "securityPolicy"), _NO_PATCH),
    tagging=_tagging("arn:aws:apigateway:{region}::/domainnames/{domainName}"),
)

_OF_MAPPING = {"domainName": "domainName", "basePath": "basePath"}

BASE_PATH_MAPPING = Row(
    type="aws:apigateway/basePathMapping:BasePathMapping",
    service="apigateway",
    create=Call(operation="CreateBasePathMapping", carries=None, rename={"restApi": "restApiId", "stageName": "stage"}),
    id_format="{domainName}/{basePath}",
    read=Call(operation="GetBasePathMapping", takes=_OF_MAPPING),
    entity="@",
    absent=_GONE,
    delete=(Call(operation="DeleteBasePathMapping", takes=_OF_MAPPING),),
    observed={"restApi": "restApiId", "stageName": "stage"},
    replace=("basePath", "domainName"),
    kept_changes=dict.fromkeys(("restApi", "stageName"), _NO_PATCH),
)

ROWS = (
    REST_API,
    RESOURCE,
    MODEL,
    REQUEST_VALIDATOR,
    METHOD,
    INTEGRATION,
    DEPLOYMENT,
    STAGE,
    METHOD_SETTINGS,
    ACCOUNT,
    DOMAIN_NAME,
    BASE_PATH_MAPPING,
)
