"""AgentCore's gateways: who calls them, which tools they let through, and where those stand.

Sources: https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-scope.html (policies) and
https://modelcontextprotocol.io/specification/2025-06-18/basic/authorization (tokens are not passed on); noted
2026-11-26.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from policies import cedar, openapi
from policies.checks import Demand, demands, every_check, given
from policies.iam import matches, read
from policies.organisation import organisation
from policies.rule import Severity, resource_rule
from policies.rules.examples.agentcore import (
    AGENT_REGISTRY,
    CEDAR,
    ENGINE,
    GATEWAY,
    GATEWAYS,
    HARNESS,
    REGISTRY,
    RESOURCE_POLICY,
    TARGET,
    invoke,
    permit,
    server,
    tokens,
)
from policies.rules.examples.ai_logs import AGENT_RUNTIME
from policies.rules.examples.build import changed
from policies.value import Outcome, Value, non_empty, one_of
from policies.verdict import Verdict, some
from policies.view import View

gateway_asks_who_is_calling = resource_rule(
    id="LZ-AG-012",
    title="A gateway asks who is calling",
    severity=Severity.CRITICAL,
    types=(GATEWAY,),
    control="AG-12",
    why="With NONE every tool behind it belongs to whoever finds the address.",
    fix="Set authorizer_type AWS_IAM or CUSTOM_JWT.",
    good=GATEWAYS,
    bad=changed(GATEWAYS, "gateway", authorizerType="NONE"),
    offending="gateway.authorizerType",
)(demands(Demand("authorizerType", one_of("AWS_IAM", "CUSTOM_JWT"), "answers anybody")))

_AUTHORIZERS: Final = {
    AGENT_REGISTRY: "discoveryConfiguration.authorizerConfiguration",
    **dict.fromkeys((AGENT_RUNTIME, GATEWAY, HARNESS, REGISTRY), "authorizerConfiguration"),
}


@resource_rule(
    id="LZ-AG-026",
    title="A token is taken only where it was made for",
    severity=Severity.CRITICAL,
    types=tuple(_AUTHORIZERS),
    control="AG-12",
    why="An issuer signs tokens for many programs; without an audience each of them may call this one.",
    fix="Set allowed_audiences or allowed_clients of the custom_jwt_authorizer.",
    good=GATEWAYS,
    bad=changed(GATEWAYS, "gateway", authorizerConfiguration=tokens(allowedAudiences=[])),
    offending="gateway.authorizerConfiguration.customJwtAuthorizer.allowedAudiences",
)
def token_was_made_for_us(view: View) -> Iterator[Outcome]:
    asked = view[_AUTHORIZERS[view.type]].at("customJwtAuthorizer")
    limited = some(asked.at(limit).holds(non_empty) for limit in ("allowedAudiences", "allowedClients"))
    yield asked.outcome(Verdict.of(asked.missing) | limited, "takes a token that was made for somebody else")


gateway_keeps_its_errors = resource_rule(
    id="LZ-AG-013",
    title="A gateway keeps its errors to itself",
    severity=Severity.MEDIUM,
    types=(GATEWAY,),
    control="AG-13",
    why="DEBUG tells every caller what stands behind the gateway, and how it fails.",
    fix="Leave exception_level away; the log has the same.",
    good=GATEWAYS,
    bad=changed(GATEWAYS, "gateway", exceptionLevel="DEBUG"),
    offending="gateway.exceptionLevel",
)(demands(Demand("exceptionLevel", lambda raw: raw != "DEBUG", "tells its callers how it fails", "")))

gateway_enforces_policies = resource_rule(
    id="LZ-AG-015",
    title="A gateway lets through what its policies permit",
    severity=Severity.HIGH,
    types=(GATEWAY,),
    control="AG-15",
    why="Without an engine that enforces, the model alone decides which tool it calls, and with what.",
    fix="Set policy_engine_configuration with the ARN of a policy engine and the mode ENFORCE.",
    good=GATEWAYS,
    bad=changed(GATEWAYS, "gateway", policyEngineConfiguration={"arn": "arn:aws:engine", "mode": "LOG_ONLY"}),
    offending="gateway.policyEngineConfiguration.mode",
)(
    every_check(
        demands(Demand("policyEngineConfiguration.mode", one_of("ENFORCE"), "enforces no policy")),
        given("policyEngineConfiguration.arn", by=(ENGINE,), message="names no policy engine"),
    )
)

permit_names_somebody = resource_rule(
    id="LZ-AG-016",
    title="A permit says who, what or when",
    severity=Severity.HIGH,
    types=(CEDAR,),
    control="AG-16",
    why="One permit of everything outvotes the care of all others; only a forbid stands against it.",
    fix="Name the action or the principal by ==, or add when { ... } about what is asked.",
    good=GATEWAYS,
    bad=changed(
        GATEWAYS,
        "orders-policy",
        definition={"cedar": {"statement": permit("principal is AgentCore::OAuthUser, action, resource")}},
    ),
    offending="orders-policy.definition.cedar.statement",
)(
    demands(
        Demand(
            "definition.cedar.statement",
            lambda raw: (said := cedar.read(raw)) is not None and all(one.narrow or not one.permits for one in said),
            "permits everything to everybody, or is no Cedar",
        )
    )
)

policy_is_validated = resource_rule(
    id="LZ-AG-027",
    title="A policy that cannot work is refused",
    severity=Severity.HIGH,
    types=(CEDAR,),
    control="AG-16",
    why="A misspelt action permits nothing and forbids nothing; the validation finds it before the agent does.",
    fix="Leave validation_mode at FAIL_ON_ANY_FINDINGS.",
    good=GATEWAYS,
    bad=changed(GATEWAYS, "orders-policy", validationMode="IGNORE_ALL_FINDINGS"),
    offending="orders-policy.validationMode",
)(demands(Demand("validationMode", lambda raw: raw != "IGNORE_ALL_FINDINGS", "is taken unread", "")))

_CALLED: Final = {
    TARGET: ("targetConfiguration.mcp.mcpServer.endpoint", "targetConfiguration.http.passthrough.endpoint"),
    HARNESS: ("tools[].config.remoteMcp.url",),
}
_API: Final = "targetConfiguration.mcp.openApiSchema"


@resource_rule(
    id="LZ-AG-020",
    title="An agent's tools stand on servers that the organisation allows",
    severity=Severity.HIGH,
    types=tuple(_CALLED),
    control="AG-20",
    why="A server tells the agent what its tools are for: a stranger's words go straight into the prompt.",
    fix="List the server under tool-servers in policies/organisation.yaml; write an OpenAPI document inline.",
    good=GATEWAYS,
    bad=changed(GATEWAYS, "documentation", targetConfiguration=server("https://mcp.example.net")),
    offending="documentation.targetConfiguration.mcp.mcpServer.endpoint",
)
def tools_stand_on_allowed_servers(view: View) -> Iterator[Outcome]:
    for url in (found for path in _CALLED[view.type] for found in view.select(path)):
        ours = Verdict.of(url.unknown and view.comes_from("targetConfiguration", AGENT_RUNTIME))
        if not url.missing:
            yield url.outcome(ours | url.holds(_is_allowed), "calls a server that the organisation does not allow")
    if not view[_API].missing:
        payload = view[_API].at("inlinePayload.payload")
        yield payload.outcome(payload.holds(_calls_allowed), "calls servers that are not allowed, or not shown")


def _is_allowed(url: Any) -> bool:
    try:
        parts = urlsplit(str(url))
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "https" and any(matches(one, host) for one in organisation().tool_servers)


def _calls_allowed(payload: Any) -> bool:
    api = openapi.read(payload)
    return api is not None and len(api.servers) > 0 and all(_is_allowed(url) for url in api.servers)


_MANAGED: Final = ("apiKey", "callerIamCredentials", "gatewayIamRole", "oauth")
_FOREIGN: Final = ("targetConfiguration.mcp.mcpServer", _API, "targetConfiguration.http.passthrough")


@resource_rule(
    id="LZ-AG-029",
    title="A gateway calls a server with credentials of its own",
    severity=Severity.HIGH,
    types=(TARGET,),
    control="AG-20",
    why="A user's token that is passed on opens everything it was made for to whoever runs the server.",
    fix="Set credential_provider_configuration with oauth, api_key or gateway_iam_role.",
    good=GATEWAYS,
    bad=changed(GATEWAYS, "documentation", credentialProviderConfiguration={"jwtPassthrough": {}}),
    offending="documentation.credentialProviderConfiguration",
    decides=("documentation.targetConfiguration",),
)
def gateway_has_credentials_of_its_own(target: View) -> Iterator[Outcome]:
    said = target["credentialProviderConfiguration"]
    foreign = some(_is_given(target[path]) for path in _FOREIGN)
    managed = some(_is_given(said.at(way)) for way in _MANAGED)
    yield said.outcome(~foreign | managed, "calls a server without credentials of its own")


def _is_given(value: Value) -> Verdict:
    return value.holds(lambda _: True)


@resource_rule(
    id="LZ-AG-024",
    title="A policy of an agent allows chosen callers only",
    severity=Severity.MEDIUM,
    types=(RESOURCE_POLICY,),
    control="AG-24",
    why="A star principal lets every AWS account call the agent, at our cost and with our data.",
    fix="Name the principals, or add a condition such as aws:SourceAccount.",
    good=GATEWAYS,
    bad=changed(GATEWAYS, "gateway-policy", policy=invoke("*")),
    offending="gateway-policy.policy",
)
def agent_is_called_by_chosen_callers(view: View) -> Iterator[Outcome]:
    yield from read(view["policy"]).judge(lambda s: ~s.open, "allows everyone, without a condition on the caller")
