"""Examples of what stands before a system, its streams included, for the test that every type lives through in moto."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

API, RESOURCE = "aws:apigateway/restApi:RestApi", "aws:apigateway/resource:Resource"
METHOD, INTEGRATION = "aws:apigateway/method:Method", "aws:apigateway/integration:Integration"
DEPLOYMENT, STAGE = "aws:apigateway/deployment:Deployment", "aws:apigateway/stage:Stage"
SETTINGS = "aws:apigateway/methodSettings:MethodSettings"
VALIDATOR, MODEL = "aws:apigateway/requestValidator:RequestValidator", "aws:apigateway/model:Model"
DOMAIN, CERTIFICATE = "aws:apigateway/domainName:DomainName", "aws:acm/certificate:Certificate"
ACL = "aws:wafv2/webAcl:WebAcl"

_SEEN = {"cloudwatchMetricsEnabled": True, "metricName": "acl", "sampledRequestsEnabled": False}


def _method(world: Any) -> dict[str, Any]:
    return {"restApi": world.id(API), "resourceId": world.id(RESOURCE), "httpMethod": "POST"}


def _deployed(world: Any) -> dict[str, Any]:
    world.of(INTEGRATION)
    return {"restApi": world.id(API), "triggers": {"content": "1"}}


EXAMPLES: dict[str, Callable[[Any], dict[str, Any]]] = {
    CERTIFICATE: lambda _: {"domainName": "assistant.example.com", "validationMethod": "DNS"},
    "aws:acm/certificateValidation:CertificateValidation": lambda w: {"certificateArn": w.id(CERTIFICATE)},
    "aws:apigateway/account:Account": lambda w: {"cloudwatchRoleArn": w.output("aws:iam/role:Role", "arn")},
    "aws:apigateway/basePathMapping:BasePathMapping": lambda w: {
        "domainName": w.output(DOMAIN, "domainName"),
        "restApi": w.id(API),
        "stageName": w.output(STAGE, "stageName"),
        "basePath": "v1",
    },
    DEPLOYMENT: _deployed,
    DOMAIN: lambda w: {
        "domainName": "assistant.example.com",
        "regionalCertificateArn": w.output(CERTIFICATE, "arn"),
        "securityPolicy": "TLS_1_2",
        "endpointConfiguration": {"types": "REGIONAL"},
    },
    INTEGRATION: lambda w: {
        **_method(w),
        "httpMethod": w.output(METHOD, "httpMethod"),
        "type": "AWS_PROXY",
        "integrationHttpMethod": "POST",
        "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/"
        "arn:aws:lambda:eu-west-1:123456789012:function:it/invocations",
        "timeoutMilliseconds": 29000,
    },
    METHOD: lambda w: {**_method(w), "authorization": "AWS_IAM", "requestValidatorId": w.id(VALIDATOR)},
    SETTINGS: lambda w: {
        "restApi": w.id(API),
        "stageName": w.output(STAGE, "stageName"),
        "methodPath": "*/*",
        "settings": {"metricsEnabled": True, "throttlingBurstLimit": 5, "throttlingRateLimit": 2.5},
    },
    MODEL: lambda w: {
        "restApi": w.id(API),
        "name": "Decision",
        "contentType": "application/json",
        "schema": json.dumps({"type": "object"}),
    },
    VALIDATOR: lambda w: {"restApi": w.id(API), "name": "body", "validateRequestBody": True},
    RESOURCE: lambda w: {
        "restApi": w.id(API),
        "parentId": w.output(API, "rootResourceId"),
        "pathPart": "decisions",
    },
    API: lambda _: {"description": "decides", "endpointConfiguration": {"types": "REGIONAL"}},
    STAGE: lambda w: {
        "restApi": w.id(API),
        "deployment": w.id(DEPLOYMENT),
        "stageName": "v1",
        "xrayTracingEnabled": True,
        "accessLogSettings": {"destinationArn": "arn:aws:logs:eu-west-1:123456789012:log-group:it", "format": "{}"},
    },
    "aws:kinesis/stream:Stream": lambda w: {
        "streamModeDetails": {"streamMode": "ON_DEMAND"},
        "retentionPeriod": 168,
        "encryptionType": "KMS",
        "kmsKeyId": w.output("aws:kms/key:Key", "arn"),
    },
    ACL: lambda _: {
        "scope": "REGIONAL",
        "defaultAction": {"allow": {}},
        "rules": [
            {
                "name": "rate",
                "priority": 1,
                "action": {"block": {}},
                "statement": {"rateBasedStatement": {"limit": 600, "aggregateKeyType": "IP"}},
                "visibilityConfig": _SEEN,
            },
            {
                "name": "known-bad",
                "priority": 2,
                "overrideAction": {"none": {}},
                "statement": {
                    "managedRuleGroupStatement": {
                        "vendorName": "AWS",
                        "name": "AWSManagedRulesKnownBadInputsRuleSet",
                    }
                },
                "visibilityConfig": _SEEN,
            },
        ],
        "visibilityConfig": _SEEN,
    },
    "aws:wafv2/webAclAssociation:WebAclAssociation": lambda w: {
        "webAclArn": w.output(ACL, "arn"),
        "resourceArn": w.output(STAGE, "arn"),
    },
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": lambda w: {
        "resourceArn": w.output(ACL, "arn"),
        "logDestinationConfigs": ["arn:aws:logs:eu-west-1:123456789012:log-group:aws-waf-logs-it"],
        "redactedFields": [{"singleHeader": {"name": "authorization"}}],
    },
}
