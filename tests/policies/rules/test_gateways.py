"""What the rules about gateways say of cases beyond their examples."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.organisation import organisation
from policies.rule import Examples
from policies.rules import gateways
from policies.rules.examples.agentcore import (
    AGENT_REGISTRY,
    GATEWAYS,
    HARNESS,
    REGISTRY,
    SERVER,
    TARGET,
    invoke,
    permit,
    server,
    tokens,
)
from policies.rules.examples.ai_logs import AGENT_LOGS, AGENT_RUNTIME
from policies.rules.examples.build import aws, changed, linked
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def target(configuration: Any, **properties: Any) -> Examples:
    return (aws(TARGET, "target", targetConfiguration=configuration, **properties),)


@pytest.mark.parametrize(
    ("authorizer", "expected"),
    [("AWS_IAM", PASS), ("CUSTOM_JWT", PASS), ("AUTHENTICATE_ONLY", FAIL), ("NONE", FAIL), (None, FAIL)],
)
def test_a_gateway_decides_who_may_call(authorizer: Any, expected: Verdict) -> None:
    """To know who is calling is not to ask whether he may."""
    assert expected is said("LZ-AG-012", changed(GATEWAYS, "gateway", authorizerType=authorizer))


@pytest.mark.parametrize("type_", [AGENT_RUNTIME, HARNESS, REGISTRY, AGENT_REGISTRY])
@pytest.mark.parametrize(
    ("authorizer", "expected"),
    [
        (tokens(), PASS),
        (tokens(allowedAudiences=None, allowedClients=["app"]), PASS),
        (tokens(allowedAudiences=None, allowedClients=[]), FAIL),
        (tokens(allowedAudiences=UNKNOWN), UNSAID),
        ({}, PASS),
        (None, PASS),
        (UNKNOWN, UNSAID),
    ],
)
def test_a_token_is_for_an_audience_or_a_client(type_: str, authorizer: Any, expected: Verdict) -> None:
    """Wherever tokens are taken; without an authorizer AWS asks IAM."""
    properties = {"authorizerConfiguration": authorizer}
    wrapped = {"discoveryConfiguration": properties} if type_ == AGENT_REGISTRY else properties

    assert expected is said("LZ-AG-026", (aws(type_, "one", **wrapped),))


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        (None, FAIL),
        ({"mode": "ENFORCE"}, FAIL),
        ({"mode": "ENFORCE", "arn": UNKNOWN}, UNSAID),
        ({"mode": UNKNOWN, "arn": "arn:aws:bedrock-agentcore:engine"}, UNSAID),
    ],
)
def test_a_gateway_has_an_engine_that_enforces(configuration: Any, expected: Verdict) -> None:
    """Both, or there is no policy."""
    assert expected is said("LZ-AG-015", changed(GATEWAYS, "gateway", policyEngineConfiguration=configuration))


def test_a_gateway_may_take_its_engine_from_the_stack() -> None:
    """At the first preview nobody knows its ARN."""
    gateway = next(one for one in GATEWAYS if one.name == "gateway")
    known = {key: value for key, value in gateway.properties.items() if key != "policyEngineConfiguration"}
    configuration = {"mode": "ENFORCE", "arn": UNKNOWN}
    stack = (
        next(one for one in GATEWAYS if one.name == "engine"),
        aws(
            gateway.type,
            "gateway",
            {"policyEngineConfiguration": "engine"},
            **known,
            policyEngineConfiguration=configuration,
        ),
    )

    assert PASS is said("LZ-AG-015", stack)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (permit(), PASS),
        (permit("principal, action, resource"), FAIL),
        (permit("principal, action, resource", " when { context.input.amount < 400 }"), PASS),
        ("forbid (principal, action, resource);", PASS),
        (f"{permit()} {permit('principal, action, resource')}", FAIL),
        ("everybody may", FAIL),
        (None, FAIL),
        (UNKNOWN, UNSAID),
    ],
)
def test_a_permit_is_narrow(statement: Any, expected: Verdict) -> None:
    """And what cannot be read is not."""
    definition = {"cedar": {"statement": statement}}

    assert expected is said("LZ-AG-016", changed(GATEWAYS, "orders-policy", definition=definition))


def test_findings_count_unless_they_are_ignored() -> None:
    """AgentCore's own choice is to refuse; so is its choice of what callers are told."""
    assert PASS is said("LZ-AG-027", changed(GATEWAYS, "orders-policy", validationMode=None))
    assert PASS is said("LZ-AG-013", changed(GATEWAYS, "gateway", exceptionLevel=None))


def document(*urls: str) -> dict[str, Any]:
    text = json.dumps({"servers": [{"url": url} for url in urls], "paths": {"/": {"get": {}}}})
    return {"mcp": {"openApiSchema": {"inlinePayload": {"payload": text}}}}


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        (server(SERVER), PASS),
        (server(f"{SERVER}:443/mcp?x=1"), PASS),
        (server(SERVER.replace("https", "http")), FAIL),
        (server(f"{SERVER}.example.net"), FAIL),
        (server(f"{SERVER}@example.net/"), FAIL),
        (server("https://example.net/knowledge-mcp.global.api.aws"), FAIL),
        (server("https://[::1"), FAIL),
        (server("knowledge-mcp.global.api.aws"), FAIL),
        (server("https:"), FAIL),
        ({"mcp": {"mcpServer": {"endpoint": UNKNOWN}}}, UNSAID),
        ({"http": {"passthrough": {"endpoint": SERVER}}}, PASS),
        ({"http": {"passthrough": {"endpoint": "https://example.net"}}}, FAIL),
        (document(SERVER), PASS),
        (document(SERVER, "https://example.net"), FAIL),
        (document(), FAIL),
        ({"mcp": {"openApiSchema": {"inlinePayload": {"payload": "no document"}}}}, FAIL),
        ({"mcp": {"openApiSchema": {"inlinePayload": {"payload": UNKNOWN}}}}, UNSAID),
        ({"mcp": {"openApiSchema": {"s3": {"uri": "s3://schemas/orders.json"}}}}, FAIL),
        ({"mcp": {"lambda": {"lambdaArn": "arn:aws:lambda:eu-west-1:111122223333:function:tools"}}}, PASS),
    ],
)
def test_tools_stand_on_servers_of_the_list(configuration: Any, expected: Verdict) -> None:
    """By the host of an https address; a document has to say its servers, here."""
    assert expected is said("LZ-AG-020", target(configuration))


def test_the_list_has_hosts_and_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of them is enough."""
    listed = organisation().model_copy(update={"tool_servers": ("*.example.com", "mcp.example.org")})
    monkeypatch.setattr(gateways, "organisation", lambda: listed)
    found = [said("LZ-AG-020", target(server(f"https://{host}/mcp"))) for host in ("a.example.com", "mcp.example.org")]

    assert [PASS, PASS] == found
    assert FAIL is said("LZ-AG-020", target(server("https://example.com")))


@pytest.mark.parametrize(("url", "expected"), [(SERVER, PASS), ("https://example.net", FAIL), (UNKNOWN, UNSAID)])
def test_a_harness_calls_servers_of_the_list(url: Any, expected: Verdict) -> None:
    """It needs no gateway to call one."""
    tools = [{"type": "remote_mcp", "config": {"remoteMcp": {"url": url}}}, {"type": "agentcore_browser"}]

    assert expected is said("LZ-AG-020", (aws(HARNESS, "harness", tools=tools),))


def test_an_agent_of_the_stack_is_no_stranger() -> None:
    """Its address has its ARN in it, which nobody knows at the first preview."""
    unknown = {"mcp": {"mcpServer": {"endpoint": UNKNOWN}}}
    calls = aws(TARGET, "target", {"targetConfiguration": "agent"}, targetConfiguration=unknown)

    assert PASS is said("LZ-AG-020", (AGENT_LOGS[0], calls))


@pytest.mark.parametrize("configuration", [server(SERVER), document(SERVER), {"http": {"passthrough": {}}}])
@pytest.mark.parametrize(
    ("credentials", "expected"),
    [
        ({"oauth": {"providerArn": "arn"}}, PASS),
        ({"apiKey": {"providerArn": "arn"}}, PASS),
        ({"gatewayIamRole": {}}, PASS),
        ({"callerIamCredentials": {"service": "execute-api"}}, PASS),
        ({"jwtPassthrough": {}}, FAIL),
        ({}, FAIL),
        (None, FAIL),
        (UNKNOWN, UNSAID),
    ],
)
def test_a_server_is_called_with_managed_credentials(configuration: Any, credentials: Any, expected: Verdict) -> None:
    """None at all, and those of the user, are none of the gateway's."""
    stack = target(configuration, credentialProviderConfiguration=credentials)

    assert expected is said("LZ-AG-029", stack)


def test_a_function_is_called_with_the_gateways_role() -> None:
    """AWS knows no other way."""
    assert PASS is said("LZ-AG-029", target({"mcp": {"lambda": {"lambdaArn": "arn"}}}))
    assert UNSAID is said("LZ-AG-029", target(UNKNOWN))


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (invoke({"AWS": "*"}), FAIL),
        (invoke({"AWS": "arn:aws:iam::111122223333:root"}), PASS),
        (invoke("*").replace('"Action"', '"Condition": {"StringEquals": {"aws:SourceAccount": "1"}}, "Action"'), PASS),
        (UNKNOWN, UNSAID),
    ],
)
def test_a_star_needs_a_condition(policy: Any, expected: Verdict) -> None:
    """As in every other policy of a resource."""
    assert expected is said("LZ-AG-024", changed(GATEWAYS, "gateway-policy", policy=policy))


def test_a_policy_that_cannot_be_read_is_found() -> None:
    """Once, like every other policy."""
    assert FAIL is said("LZ-IAM-008", changed(GATEWAYS, "gateway-policy", policy="{"))


def test_a_gateway_named_elsewhere_is_judged_as_well() -> None:
    """Rules look at each resource, whatever it is linked to."""
    assert PASS is said("LZ-AG-024", linked(GATEWAYS, "gateway-policy", resourceArn="engine"))
