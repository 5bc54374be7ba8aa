"""Api: the way in to one system, for programs that can sign.

Guarantees: who calls is known to AWS IAM and belongs to the account; a body that does not match its schema reaches no
function, and neither do more requests than the function keeps up with; every request is in the access log, none of
its content; calls are traced; the web ACL stands before it; somebody hears when the API itself fails.

Execution logs stay off: API Gateway would make their group by itself, without key or retention, and write bodies to it
at the level that shows anything. What they tell of an error is in the access log.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pulumi
from pulumi_aws import apigateway, cloudwatch, lambda_, wafv2

from components import kit
from components.entry.plan import Throttle

TLS = "SecurityPolicy_TLS13_1_2_2021_06"
"""TLS 1.2 or later. A call by a name of our own is answered by the API's policy, not the name's; AWS's default for a
regional API takes TLS 1.0. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html"""
STAGE = "v1"
"""The stage, and the version of what the API takes: a path that callers depend on."""
METHOD = "POST"
FAILED = 0.01
"""The share of requests that the API may answer with an error of its own, three minutes of five."""
RUNBOOK = "api-errors"

LOGGED: Mapping[str, str] = MappingProxyType(
    {
        "account": "$context.identity.accountId",
        "address": "$context.identity.sourceIp",
        "caller": "$context.identity.userArn",
        "error": "$context.error.responseType",
        "error_message": "$context.error.message",
        "function_error": "$context.integration.error",
        "function_milliseconds": "$context.integration.latency",
        "function_status": "$context.integration.status",
        "method": "$context.httpMethod",
        "milliseconds": "$context.responseLatency",
        "path": "$context.resourcePath",
        "protocol": "$context.protocol",
        "request": "$context.requestId",
        "response_bytes": "$context.responseLength",
        "status": "$context.status",
        "time": "$context.requestTimeEpoch",
        "trace": "$context.xrayTraceId",
        "waf": "$context.wafResponseCode",
    }
)
"""What a line of the access log says. No header and no body, and nothing that quotes one: what API Gateway says of a
body that does not match (`$context.error.validationErrorString`) holds the value that was too long, or not in a list.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """One thing that callers may ask for: POST /PATH."""

    path: str
    model: str
    """The name of the model in the API: letters and digits."""
    schema: str
    """What a body must match, as plan.model makes it."""
    function: str
    """The physical name of the function that answers."""
    function_arn: pulumi.Input[str]
    invoke_arn: pulumi.Input[str]
    milliseconds: int
    """How long the API waits for it."""
    throttle: Throttle


@dataclass(frozen=True, kw_only=True, slots=True)
class ApiArgs:
    """What an API needs to know."""

    api: str
    """The physical name."""
    description: str
    account: str
    region: str
    routes: tuple[Route, ...]
    log_group_arn: pulumi.Input[str]
    logged_by: pulumi.Input[str]
    """The role that the account's setting names, once it does: before, API Gateway refuses a stage that logs."""
    web_acl_arn: pulumi.Input[str]
    named: bool
    """Whether callers use a name of our own: AWS's name of the API then leads nowhere."""
    alarm_topic: pulumi.Input[str]
    tags: Mapping[str, str]


def resource_policy(account: str) -> str:
    """Deny whoever is not of the account, JSON; who of the account may call is said by the policies of identities.

    An Allow here would let in every identity of the account:
    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html, read 2026-11-26.
    """
    everything = ["execute-api:/*"]
    return kit.policy_document(
        kit.deny(
            "OwnAccountOnly",
            ["execute-api:Invoke"],
            everything,
            Principal="*",
            Condition={"StringNotEquals": {"aws:PrincipalAccount": account}},
        ),
        kit.deny(
            "TlsOnly",
            ["execute-api:Invoke"],
            everything,
            Principal="*",
            Condition={"Bool": {"aws:SecureTransport": "false"}},
        ),
    )


def access_format() -> str:
    """The format of the access log: one JSON object a line."""
    return json.dumps(dict(LOGGED), sort_keys=True)


class Api(pulumi.ComponentResource):
    """A regional REST API with one stage."""

    api_id: pulumi.Output[str]
    stage: pulumi.Output[str]
    """The stage's name; waits until it is protected and throttled."""
    stage_arn: pulumi.Output[str]
    execution_arn: pulumi.Output[str]
    """What policies of callers name, before /METHOD/PATH."""
    url: pulumi.Output[str]
    """AWS's own address of the stage."""

    def __init__(self, name: str, args: ApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:entry:Api", name, None, opts)
        self._name, self._args = name, args
        api = self._api = apigateway.RestApi(
            f"{name}-api",
            name=args.api,
            description=args.description,
            endpoint_configuration=apigateway.RestApiEndpointConfigurationArgs(types="REGIONAL"),
            disable_execute_api_endpoint=args.named,
            security_policy=TLS,
            endpoint_access_mode="STRICT",
            policy=resource_policy(args.account),
            tags=dict(args.tags),
            region=args.region,
            opts=kit.child(self),
        )
        self._validator = apigateway.RequestValidator(
            f"{name}-validator",
            name="body",
            rest_api=api.id,
            validate_request_body=True,
            validate_request_parameters=False,
            region=args.region,
            opts=kit.child(self),
        )
        answering = [made for route in args.routes for made in self._route(route)]
        stage = self._stage(answering)
        settings = [self._throttled(route, stage) for route in args.routes]
        protected = wafv2.WebAclAssociation(
            f"{name}-protected",
            resource_arn=stage.arn,
            web_acl_arn=args.web_acl_arn,
            region=args.region,
            opts=kit.child(self),
        )
        self._alarm()
        self.api_id, self.stage_arn, self.execution_arn = api.id, stage.arn, stage.execution_arn
        self.stage = pulumi.Output.all(stage.stage_name, protected.id, *(each.id for each in settings)).apply(
            lambda known: str(known[0])
        )
        self.url = stage.invoke_url
        self.register_outputs({"apiId": self.api_id, "stage": self.stage, "stageArn": self.stage_arn, "url": self.url})

    def _route(self, route: Route) -> tuple[pulumi.Resource, ...]:
        """The resource, its method and what answers it; what a deployment has to wait for."""
        args, name = self._args, f"{self._name}-{route.path}"
        resource = apigateway.Resource(
            name,
            rest_api=self._api.id,
            parent_id=self._api.root_resource_id,
            path_part=route.path,
            region=args.region,
            opts=kit.child(self),
        )
        model = apigateway.Model(
            f"{name}-model",
            rest_api=self._api.id,
            name=route.model,
            description=f"What POST /{route.path} takes",
            content_type="application/json",
            schema=route.schema,
            region=args.region,
            opts=kit.child(self),
        )
        method = apigateway.Method(
            f"{name}-method",
            rest_api=self._api.id,
            resource_id=resource.id,
            http_method=METHOD,
            authorization="AWS_IAM",
            # By its own type alone a body of another type would pass unseen.
            request_models={"$default": model.name, "application/json": model.name},
            request_validator_id=self._validator.id,
            region=args.region,
            opts=kit.child(self),
        )
        integration = apigateway.Integration(
            f"{name}-integration",
            rest_api=self._api.id,
            resource_id=resource.id,
            http_method=method.http_method,
            type="AWS_PROXY",
            integration_http_method="POST",
            uri=route.invoke_arn,
            timeout_milliseconds=route.milliseconds,
            region=args.region,
            opts=kit.child(self),
        )
        called = lambda_.Permission(
            f"{name}-called",
            action="lambda:InvokeFunction",
            function=route.function_arn,
            principal="apigateway.amazonaws.com",
            source_account=args.account,
            source_arn=pulumi.Output.concat(self._api.execution_arn, f"/{STAGE}/{METHOD}/{route.path}"),
            region=args.region,
            opts=kit.child(self),
        )
        return (method, integration, called)

    def _stage(self, answering: list[pulumi.Resource]) -> apigateway.Stage:
        args = self._args
        deployment = apigateway.Deployment(
            f"{self._name}-deployment",
            rest_api=self._api.id,
            # A deployment is a picture of the API: another content is another one.
            triggers={"content": self._content()},
            region=args.region,
            opts=kit.child(self, depends_on=answering),
        )
        return apigateway.Stage(
            f"{self._name}-stage",
            rest_api=self._api.id,
            deployment=deployment.id,
            stage_name=STAGE,
            xray_tracing_enabled=True,
            access_log_settings=apigateway.StageAccessLogSettingsArgs(
                destination_arn=pulumi.Output.all(args.log_group_arn, args.logged_by).apply(
                    lambda known: str(known[0])
                ),
                format=access_format(),
            ),
            tags=dict(args.tags),
            region=args.region,
            opts=kit.child(self),
        )

    def _content(self) -> str:
        args = self._args
        told = [[r.path, r.model, r.schema, r.function, r.milliseconds] for r in args.routes]
        return hashlib.sha256(json.dumps([told, resource_policy(args.account), args.named]).encode()).hexdigest()

    def _throttled(self, route: Route, stage: apigateway.Stage) -> apigateway.MethodSettings:
        return apigateway.MethodSettings(
            f"{self._name}-{route.path}-settings",
            rest_api=self._api.id,
            stage_name=stage.stage_name,
            method_path=f"{route.path}/{METHOD}",
            settings=apigateway.MethodSettingsSettingsArgs(
                throttling_rate_limit=route.throttle.rate,
                throttling_burst_limit=route.throttle.burst,
                metrics_enabled=True,
                logging_level="OFF",
                data_trace_enabled=False,
                caching_enabled=False,
            ),
            region=self._args.region,
            opts=kit.child(self),
        )

    def _alarm(self) -> None:
        args = self._args
        cloudwatch.MetricAlarm(
            f"{self._name}-errors",
            alarm_description=kit.described(
                f"{args.api} answers more than {FAILED:.0%} of its requests with an error of its own", RUNBOOK
            ),
            namespace="AWS/ApiGateway",
            metric_name="5XXError",
            dimensions={"ApiName": args.api, "Stage": STAGE},
            # The average of zeros and ones is the share that failed.
            statistic="Average",
            comparison_operator="GreaterThanThreshold",
            threshold=FAILED,
            period=60,
            evaluation_periods=5,
            datapoints_to_alarm=3,
            treat_missing_data="notBreaching",
            alarm_actions=[args.alarm_topic],
            ok_actions=[args.alarm_topic],
            region=args.region,
            opts=kit.child(self),
        )
