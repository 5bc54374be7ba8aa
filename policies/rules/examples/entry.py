"""An API of one method under a name of ours, and the web ACL before it."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws, document
from policies.rules.examples.decisions import PERMISSION
from policies.rules.examples.logs import LOG_GROUP
from policies.rules.examples.storage import key_arn

API: Final = "aws:apigateway/restApi:RestApi"
API_POLICY: Final = "aws:apigateway/restApiPolicy:RestApiPolicy"
DOMAIN: Final = "aws:apigateway/domainName:DomainName"
MAPPING: Final = "aws:apigateway/basePathMapping:BasePathMapping"
METHOD: Final = "aws:apigateway/method:Method"
RESOURCE: Final = "aws:apigateway/resource:Resource"
SETTINGS: Final = "aws:apigateway/methodSettings:MethodSettings"
STAGE: Final = "aws:apigateway/stage:Stage"
VALIDATOR: Final = "aws:apigateway/requestValidator:RequestValidator"

WEB_ACL: Final = "aws:wafv2/webAcl:WebAcl"
ACL_ASSOCIATION: Final = "aws:wafv2/webAclAssociation:WebAclAssociation"
ACL_LOG: Final = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"

_KEY: Final = key_arn(REGION, "operations")
_TAGS: Final = {"lz:data-class": "operations"}
NAME: Final = "fraud-scoring.prod.ai.example.com"


def calling(effect: str, principal: Any, **condition: Any) -> str:
    """A policy of an API about who may call."""
    return document(
        {
            "Effect": effect,
            "Principal": principal,
            "Action": "execute-api:Invoke",
            "Resource": "execute-api:/*",
            **({"Condition": condition} if condition else {}),
        }
    )


def settled(**changes: Any) -> dict[str, Any]:
    """The settings of a method, with changes."""
    return {
        "throttlingRateLimit": 60,
        "throttlingBurstLimit": 24,
        "loggingLevel": "OFF",
        "dataTraceEnabled": False,
        "cachingEnabled": False,
        **changes,
    }


def _seen(metric: str) -> dict[str, Any]:
    return {"cloudwatchMetricsEnabled": True, "metricName": metric, "sampledRequestsEnabled": False}


def managed(vendor: str) -> dict[str, Any]:
    """The statement of a group of rules that a vendor keeps."""
    return {"managedRuleGroupStatement": {"vendorName": vendor, "name": "KnownBadInputs"}}


ENTRY: Final[Examples] = (
    aws(LOG_GROUP, "calls", name="/lz/prod/systems/calls", retentionInDays=400, kmsKeyId=_KEY, tags=_TAGS),
    aws(LOG_GROUP, "stopped", name="aws-waf-logs-lz-prod", retentionInDays=400, kmsKeyId=_KEY, tags=_TAGS),
    aws(
        API,
        "api",
        name="lz-prod-fraud-scoring",
        endpointConfiguration={"types": "REGIONAL"},
        disableExecuteApiEndpoint=True,
        securityPolicy="SecurityPolicy_TLS13_1_2_2021_06",
        policy=calling("Deny", "*", StringNotEquals={"aws:PrincipalAccount": ACCOUNT}),
    ),
    aws(VALIDATOR, "validator", {"restApi": "api"}, name="body", validateRequestBody=True),
    aws(RESOURCE, "decisions", {"restApi": "api", "parentId": "api"}, pathPart="decisions"),
    aws(
        METHOD,
        "method",
        {"restApi": "api", "resourceId": "decisions", "requestValidatorId": "validator"},
        httpMethod="POST",
        authorization="AWS_IAM",
        requestModels={"$default": "Decision"},
    ),
    aws(
        STAGE,
        "stage",
        {"restApi": "api"},
        stageName="v1",
        xrayTracingEnabled=True,
        accessLogSettings={
            "destinationArn": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/lz/prod/systems/calls",
            "format": "$context.identity.userArn",
        },
    ),
    aws(
        SETTINGS,
        "settings",
        {"restApi": "api", "stageName": "stage"},
        methodPath="decisions/POST",
        settings=settled(),
    ),
    aws(
        PERMISSION,
        "called",
        action="lambda:InvokeFunction",
        function="lz-prod-fraud-scoring-decision",
        principal="apigateway.amazonaws.com",
        sourceAccount=ACCOUNT,
        sourceArn=f"arn:aws:execute-api:{REGION}:{ACCOUNT}:a1b2c3d4e5/v1/POST/decisions",
    ),
    aws(
        DOMAIN,
        "name",
        domainName=NAME,
        endpointConfiguration={"types": "REGIONAL"},
        securityPolicy="TLS_1_2",
    ),
    aws(MAPPING, "mapping", {"restApi": "api", "domainName": "name"}, stageName="v1", basePath="v1"),
    aws(
        WEB_ACL,
        "acl",
        name="lz-prod-entry",
        scope="REGIONAL",
        defaultAction={"allow": {}},
        rules=[
            {
                "name": "flood",
                "priority": 0,
                "action": {"block": {}},
                "statement": {"rateBasedStatement": {"aggregateKeyType": "IP", "limit": 19_200}},
                "visibilityConfig": _seen("flood"),
            },
            {
                "name": "attacks",
                "priority": 1,
                "overrideAction": {"none": {}},
                "statement": managed("AWS"),
                "visibilityConfig": _seen("attacks"),
            },
        ],
        visibilityConfig=_seen("lz-prod-entry"),
    ),
    aws(
        ACL_LOG,
        "acl-log",
        {"resourceArn": "acl"},
        logDestinationConfigs=[f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:aws-waf-logs-lz-prod"],
        redactedFields=[
            {"singleHeader": {"name": "authorization"}},
            {"singleHeader": {"name": "x-amz-security-token"}},
        ],
    ),
    aws(ACL_ASSOCIATION, "protected", {"resourceArn": "stage", "webAclArn": "acl"}),
)
"""An API that knows its callers, checks and counts what they send, and writes down who they were."""
