"""An API: who may call, what passes, what is written down."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.entry.api import Api, ApiArgs, Route, access_format, resource_policy
from components.entry.plan import Throttle, model
from graph.model import UNKNOWN
from tests.physical import ACCOUNT, REGION
from tests.synth import Declared, synth

PATHS = ("decisions", "reviews")


def route(path: str, schema: dict[str, Any] | None = None) -> Route:
    function = f"lz-dev-s-{path}"
    arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function}"
    return Route(
        path=path,
        model=path.capitalize(),
        schema=model(path.capitalize(), schema or {"type": "object"}),
        function=function,
        function_arn=arn,
        invoke_arn=f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arn}/invocations",
        milliseconds=29_000,
        throttle=Throttle(rate=12.5, burst=48),
    )


def the_api(*routes: Route, named: bool = False, unknown: bool = False) -> Declared:
    args = ApiArgs(
        api="lz-dev-s",
        description="Decides: something",
        account=ACCOUNT,
        region=REGION,
        routes=routes or tuple(route(path) for path in PATHS),
        log_group_arn="log-group",
        logged_by="role",
        web_acl_arn="acl",
        named=named,
        alarm_topic="topic",
        tags={"lz:system": "s"},
    )
    return synth(lambda: Api("s", args), unknown=unknown)


@pytest.fixture(scope="module")
def declared() -> Declared:
    return the_api()


def test_every_method_asks_who_calls_and_what_is_sent(declared: Declared) -> None:
    """Signed by an identity of IAM; held against a model of its own before anything runs."""
    methods = declared.of_type("aws:apigateway/method:Method")
    validator = declared.named("s-validator")

    assert ["AWS_IAM"] * len(PATHS) == [m["authorization"] for m in methods]
    assert [p.capitalize() for p in PATHS] == [m["requestModels"]["application/json"] for m in methods]
    assert validator["validateRequestBody"] is True
    assert {validator.urn} == {m.property_dependencies["requestValidatorId"][0] for m in methods}


def test_a_body_that_calls_itself_something_else_is_held_against_the_model_too(declared: Declared) -> None:
    """API Gateway looks for a model by the content type, and without one lets the body through to a proxy."""
    models = [m["requestModels"] for m in declared.of_type("aws:apigateway/method:Method")]

    assert [path.capitalize() for path in PATHS] == [m["$default"] for m in models]
    assert {"AWS_PROXY"} == {i["type"] for i in declared.of_type("aws:apigateway/integration:Integration")}


def test_old_versions_of_tls_are_refused_by_the_api_itself(declared: Declared) -> None:
    """Its own policy counts, whatever name it is called by, and AWS's default takes TLS 1.0."""
    api = declared.named("s-api")

    assert ("SecurityPolicy_TLS13_1_2_2021_06", "STRICT") == (api["securityPolicy"], api["endpointAccessMode"])


def test_only_this_api_calls_a_function_and_only_for_its_path(declared: Declared) -> None:
    """Another API of the account cannot."""
    for path in PATHS:
        permission = declared.named(f"s-{path}-called")
        assert permission["sourceArn"].endswith(f"/v1/POST/{path}")
        assert (ACCOUNT, f"lz-dev-s-{path}") == (
            permission["sourceAccount"],
            permission["function"].rpartition(":")[2],
        )


def test_no_more_is_let_through_than_the_function_keeps_up_with(declared: Declared) -> None:
    """For each path; and nothing of a body is ever traced."""
    settings = {
        s["methodPath"]: s["settings"] for s in declared.of_type("aws:apigateway/methodSettings:MethodSettings")
    }

    assert {f"{path}/POST" for path in PATHS} == set(settings)
    for each in settings.values():
        assert (12.5, 48) == (each["throttlingRateLimit"], each["throttlingBurstLimit"])
        assert (False, "OFF", True) == (each["dataTraceEnabled"], each["loggingLevel"], each["metricsEnabled"])


def test_every_request_is_written_down_and_traced_and_the_acl_stands_before_it(declared: Declared) -> None:
    """The stage has all three."""
    stage = declared.named("s-stage")

    assert (True, "log-group") == (stage["xrayTracingEnabled"], stage["accessLogSettings"]["destinationArn"])
    association = declared.only("aws:wafv2/webAclAssociation:WebAclAssociation")
    assert ("acl", (stage.urn,)) == (association["webAclArn"], association.property_dependencies["resourceArn"])


def test_the_access_log_names_nothing_that_was_sent() -> None:
    """No header, no query, no body, no error that quotes one: what a person wrote is in its record, and there alone."""
    line: dict[str, str] = json.loads(access_format())

    said = " ".join(line.values())
    sent = ("input", "body", "header", "querystring", "params", "validation")
    assert [] == [word for word in sent if word in said.lower()]
    assert "$context.identity.userArn" in line["caller"]


def test_whoever_is_not_of_the_account_is_refused_and_nobody_is_let_in_by_the_policy() -> None:
    """An Allow in a policy of the API would let in every identity of the account."""
    statements = json.loads(resource_policy(ACCOUNT))["Statement"]

    assert {"Deny"} == {s["Effect"] for s in statements}
    assert {"StringNotEquals": {"aws:PrincipalAccount": ACCOUNT}} in [s["Condition"] for s in statements]


def test_a_changed_body_is_another_deployment() -> None:
    """A stage shows a picture of the API: what changed and is not deployed is not in force."""
    wider = route("decisions", {"type": "object", "maxProperties": 3})

    before, again, after = (
        the_api(r).named("s-deployment")["triggers"] for r in (route("decisions"), route("decisions"), wider)
    )

    assert before == again != after


def test_a_deployment_waits_for_all_that_it_shows(declared: Declared) -> None:
    """AWS takes a picture of what is there."""
    deployment = declared.named("s-deployment")

    wanted = [declared.named(f"s-{path}-{part}").urn for path in PATHS for part in ("method", "integration")]
    assert set(wanted) <= set(deployment.dependencies)


@pytest.mark.parametrize("named", [True, False])
def test_with_a_name_of_our_own_awss_name_leads_nowhere(named: bool) -> None:  # noqa: FBT001  parametrized
    """What callers use in one Region must be what they use in the other."""
    assert named is the_api(named=named).named("s-api")["disableExecuteApiEndpoint"]


def test_a_preview_knows_what_it_can() -> None:
    """Ids are AWS's; the rest is read at preview."""
    outputs = the_api(unknown=True).outputs_of("lz:entry:Api")

    assert UNKNOWN is outputs["apiId"]
