"""APIs: who may call, what reaches a function, how often, under which name, and what is written down of it.

Sources: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html,
.../api-gateway-request-throttling.html, .../set-up-logging.html (data tracing writes whole bodies) and
.../apigateway-custom-domain-tls-version.html (AWS's own name of a regional API takes TLS 1.0); noted 2026-11-26.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.model import UNKNOWN
from policies.iam import read
from policies.index import reach
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.decisions import PERMISSION, STREAM
from policies.rules.examples.entry import (
    ACL_ASSOCIATION,
    API,
    API_POLICY,
    DOMAIN,
    ENTRY,
    MAPPING,
    METHOD,
    RESOURCE,
    SETTINGS,
    STAGE,
    VALIDATOR,
    calling,
    settled,
)
from policies.rules.examples.logs import LOG_GROUP
from policies.value import Outcome, Value, is_false, is_true, non_empty, one_of
from policies.verdict import Verdict, every, some
from policies.view import View


@resource_rule(
    id="LZ-API-001",
    title="A method asks who is calling",
    severity=Severity.HIGH,
    types=(METHOD,),
    control="NET-08",
    why="With NONE whoever finds the address decides about people, and nobody can say who it was.",
    fix="Set authorization AWS_IAM, or an authorizer; OPTIONS alone may go without.",
    good=ENTRY,
    bad=changed(ENTRY, "method", authorization="NONE"),
    offending="method.authorization",
    decides=("method.httpMethod",),
)
def method_asks_who_is_calling(method: View) -> Iterator[Outcome]:
    asks = method["authorization"].holds(one_of("AWS_IAM", "COGNITO_USER_POOLS", "CUSTOM"))
    # A browser asks by OPTIONS whether it may ask, and says not yet for whom.
    preflight = method["httpMethod"].holds(one_of("OPTIONS"))
    yield method["authorization"].outcome(preflight | asks, "answers anybody")


@resource_rule(
    id="LZ-API-002",
    title="A body is held against a model before anything runs",
    severity=Severity.MEDIUM,
    types=(METHOD,),
    control="CST-02",
    why="Else what nobody can decide about costs a run, and what a schema never foresaw reaches the model.",
    fix="Set request_models for $default, and request_validator_id to a validator of bodies.",
    good=ENTRY,
    bad=changed(ENTRY, "method", requestModels=None),
    offending="method.requestModels",
    decides=("method.httpMethod",),
)
def body_is_held_against_a_model(method: View) -> Iterator[Outcome]:
    bare = method["httpMethod"].holds(one_of("DELETE", "GET", "HEAD", "OPTIONS"))
    models = method["requestModels"]
    # Without $default a body that calls itself something else than JSON is held against nothing.
    known = models.at("$default").holds(non_empty)
    yield models.outcome(bare | known, "knows no model for a body of any type")
    yield method["requestValidatorId"].outcome(bare | _validates(method), "nothing checks its body")


def _validates(method: View) -> Verdict:
    """Whether the method's validator looks at bodies; one that the stack does not make may or may not."""
    if method["requestValidatorId"].missing:
        return Verdict.FAIL
    validators = method.stack.of_type(VALIDATOR)
    own = [one for one in validators if method.refers_to("requestValidatorId", one, "id") is Verdict.PASS]
    bodies = every(one["validateRequestBody"].holds(is_true) for one in own)
    return bodies if own else Verdict.UNKNOWN


@resource_rule(
    id="LZ-API-003",
    title="A stage writes down who called",
    severity=Severity.MEDIUM,
    types=(STAGE,),
    control="LOG-16",
    why="What was refused at the door reaches no function, and no other log knows that it came.",
    fix="Set access_log_settings with the ARN of a log group and a format.",
    good=ENTRY,
    bad=changed(ENTRY, "stage", accessLogSettings=None),
    offending="stage.accessLogSettings.destinationArn",
)
def stage_writes_an_access_log(stage: View) -> Iterator[Outcome]:
    into = stage["accessLogSettings.destinationArn"]
    linked = into.unknown and stage.comes_from("accessLogSettings", LOG_GROUP, STREAM)
    yield into.outcome(Verdict.PASS if linked else into.holds(non_empty), "writes no access log")


@resource_rule(
    id="LZ-API-004",
    title="A stage traces its calls",
    severity=Severity.MEDIUM,
    types=(STAGE,),
    control="LOG-07",
    why="A trace that begins at the function leaves out what the caller waited for before.",
    fix="Set xray_tracing_enabled True.",
    good=ENTRY,
    bad=changed(ENTRY, "stage", xrayTracingEnabled=False),
    offending="stage.xrayTracingEnabled",
)
def stage_traces(stage: View) -> Iterator[Outcome]:
    yield stage.must("xrayTracingEnabled", is_true, "is not traced")


@resource_rule(
    id="LZ-API-005",
    title="No body is traced into a log",
    severity=Severity.HIGH,
    types=(SETTINGS,),
    control="K8S-16",
    why="Data tracing writes whole requests and answers, people's data with them, past the class it belongs to.",
    fix="Set data_trace_enabled False; what a decision was about is in its record.",
    good=ENTRY,
    bad=changed(ENTRY, "settings", settings=settled(dataTraceEnabled=True)),
    offending="settings.settings.dataTraceEnabled",
)
def no_body_is_traced(settings: View) -> Iterator[Outcome]:
    yield settings.must("settings.dataTraceEnabled", is_false, "writes bodies into a log", when_missing=False)


@resource_rule(
    id="LZ-API-006",
    title="A stage is throttled",
    severity=Severity.MEDIUM,
    types=(STAGE,),
    control="CST-02",
    why="Without a limit of its own one method takes the account's ten thousand requests a second from all others.",
    fix="Give each method, or */*, settings with a rate and a burst; components.entry.plan.throttle counts them.",
    good=ENTRY,
    bad=changed(ENTRY, "settings", settings=settled(throttlingRateLimit=-1)),
    offending="settings.settings.throttlingRateLimit",
)
def stage_is_throttled(stage: View) -> Iterator[Outcome]:
    held = [(each, _settles(each, stage)) for each in stage.stack.where(_api, _api(stage), SETTINGS)]
    for settings, joined in held:
        for name in ("throttlingRateLimit", "throttlingBurstLimit"):
            limit = settings[f"settings.{name}"]
            yield limit.outcome(~joined | limit.holds(_above_zero), "sets no limit")
    yield stage.outcome(some(joined for _, joined in held), "has no settings that throttle it")
    for method in stage.stack.where(_api, _api(stage), METHOD):
        named = some(joined & _names(settings, method) for settings, joined in held)
        yield method.outcome(~_of_one_api(method, stage) | named, "no settings throttle it")


def _above_zero(value: Any) -> bool:
    try:
        return float(value) > 0
    except (TypeError, ValueError):
        return False


def _settles(settings: View, stage: View) -> Verdict:
    return _of_one_api(settings, stage) & settings.refers_to("stageName", stage, "stageName")


def _of_one_api(one: View, other: View) -> Verdict:
    """Whether both belong to the same API: by an edge they share, also by a round, or by its id."""
    if set(reach(one, "restApi").urns) & set(reach(other, "restApi").urns):
        return Verdict.PASS
    ids = (one["restApi"], other["restApi"])
    return Verdict.UNKNOWN if any(each.unknown for each in ids) else Verdict.of(ids[0].raw == ids[1].raw)


def _api(one: View) -> Iterator[Value]:
    """What says of which API something is; an id without an edge may be that of any whose id is not known."""
    said, urns = one["restApi"], reach(one, "restApi").urns
    yield from (said.replaced(urn) for urn in urns or (UNKNOWN,))
    if said.known:
        yield said


def _names(settings: View, method: View) -> Verdict:
    """Whether settings are about a method: all of the stage, or PATH/METHOD."""
    path, verb, steps = settings["methodPath"], method["httpMethod"], _steps(method, "resourceId")
    whole = path.holds(one_of("*/*"))
    if steps is None or not verb.known:
        return whole | Verdict.UNKNOWN
    own = "/".join((*steps, str(verb.raw)))
    return whole | path.holds(lambda raw: str(raw).replace("~1", "/").removeprefix("/") == own)


def _steps(view: View, prop: str) -> tuple[str, ...] | None:
    """The parts of the path that a property leads to, from the root; None while they are not known."""
    above = [source for source in view.sources(prop) if source.type in {API, RESOURCE}]
    if len(above) != 1:
        return None
    if above[0].type == API:
        return ()
    before, part = _steps(above[0], "parentId"), above[0]["pathPart"]
    return (*before, str(part.raw)) if before is not None and part.known else None


@resource_rule(
    id="LZ-API-007",
    title="No policy of an API lets in everyone",
    severity=Severity.CRITICAL,
    types=(API, API_POLICY),
    control="IAM-02",
    why="A star is every AWS account there is, and past it no policy of an identity of ours is asked.",
    fix="Deny whoever is not of the account, as components.entry.api does, or demand aws:PrincipalOrgID.",
    good=ENTRY,
    bad=changed(ENTRY, "api", policy=calling("Allow", "*")),
    offending="api.policy",
)
def api_lets_in_chosen_callers(view: View) -> Iterator[Outcome]:
    yield from read(view["policy"]).judge(lambda s: ~s.open, "lets in everyone, without a condition on the caller")


@resource_rule(
    id="LZ-API-008",
    title="An API and its name speak TLS 1.2 or later",
    severity=Severity.HIGH,
    types=(API, DOMAIN),
    control="NET-06",
    why="What a caller says of a person passes here; older versions of TLS can be read along the way.",
    fix="Set security_policy TLS_1_2, or one that begins with SecurityPolicy_TLS.",
    good=ENTRY,
    bad=changed(ENTRY, "name", securityPolicy="TLS_1_0"),
    offending="name.securityPolicy",
)
def callers_speak_modern_tls(way: View) -> Iterator[Outcome]:
    modern = ("TLS_1_2", "SecurityPolicy_TLS12_", "SecurityPolicy_TLS13_")
    # A regional API without a policy of its own takes TLS 1.0, whatever the policy of the name it is called by.
    yield way.must("securityPolicy", lambda raw: str(raw).startswith(modern), "takes old versions of TLS")


@resource_rule(
    id="LZ-API-009",
    title="No decision is answered from a cache",
    severity=Severity.HIGH,
    types=(STAGE, SETTINGS),
    control="LOG-01",
    why="An answer from a cache is a decision about one person given to another, and leaves no record.",
    fix="Set cache_cluster_enabled and caching_enabled False.",
    good=ENTRY,
    bad=changed(ENTRY, "settings", settings=settled(cachingEnabled=True)),
    offending="settings.settings.cachingEnabled",
)
def nothing_is_answered_from_a_cache(view: View) -> Iterator[Outcome]:
    path = "cacheClusterEnabled" if view.type == STAGE else "settings.cachingEnabled"
    yield view.must(path, is_false, "answers from a cache", when_missing=False)


@resource_rule(
    id="LZ-API-010",
    title="A web ACL stands before every stage",
    severity=Severity.HIGH,
    types=(STAGE,),
    control="NET-07",
    why="A throttle slows everybody down alike; only the list tells the one who floods from those who ask.",
    fix="Associate a web ACL with the ARN of the stage; components.entry.api does.",
    good=ENTRY,
    bad=changed(ENTRY, "protected", resourceArn="arn:aws:apigateway:eu-west-1::/restapis/another/stages/v1"),
    offending="protected.resourceArn",
)
def web_acl_stands_before_a_stage(stage: View) -> Iterator[Outcome]:
    lists, perhaps = stage.stack.attached(stage, "resourceArn", ACL_ASSOCIATION, identities=("arn",))
    before = Verdict.PASS if lists else Verdict.UNKNOWN if perhaps else Verdict.FAIL
    yield stage.outcome(before, "no web ACL stands before it")


@resource_rule(
    id="LZ-API-011",
    title="An API answers in its own Region",
    severity=Severity.HIGH,
    types=(API, DOMAIN),
    control="RES-01",
    why="One of type EDGE, which is what AWS makes unless told, is decrypted wherever its caller happens to be.",
    fix="Set endpoint_configuration.types REGIONAL, or PRIVATE.",
    good=ENTRY,
    bad=changed(ENTRY, "api", endpointConfiguration={"types": "EDGE"}),
    offending="api.endpointConfiguration.types",
)
def api_answers_in_its_region(view: View) -> Iterator[Outcome]:
    types = view["endpointConfiguration.types"]
    near = [one.holds(one_of("PRIVATE", "REGIONAL")) for one in types.each()]
    yield types.outcome(every(near) if near else Verdict.FAIL, "ends TLS at the edge, in any country")


@resource_rule(
    id="LZ-API-012",
    title="With a name of its own, an API is not reached under AWS's",
    severity=Severity.MEDIUM,
    types=(API,),
    control="NET-06",
    why="AWS's own name takes TLS 1.0, and whoever depends on it stays behind when ours moves to another Region.",
    fix="Set disable_execute_api_endpoint True.",
    good=ENTRY,
    bad=changed(ENTRY, "api", disableExecuteApiEndpoint=False),
    offending="api.disableExecuteApiEndpoint",
)
def only_our_name_leads_to_an_api(api: View) -> Iterator[Outcome]:
    other = api["disableExecuteApiEndpoint"]
    named = some(mapping.refers_to("restApi", api, "id") for mapping in api.stack.of_type(MAPPING))
    yield other.outcome(~named | other.holds(is_true), "is reached under AWS's name too")


@resource_rule(
    id="LZ-API-013",
    title="A function is called by one API only",
    severity=Severity.MEDIUM,
    types=(PERMISSION,),
    control="IAM-03",
    why="By the account alone any API of it may call, also one that somebody makes without model, limit or list.",
    fix="Set source_arn to the execution ARN of the API, with stage, method and path.",
    good=ENTRY,
    bad=changed(ENTRY, "called", sourceArn=None),
    offending="called.sourceArn",
    decides=("called.principal",),
)
def one_api_calls_a_function(permission: View) -> Iterator[Outcome]:
    source = permission["sourceArn"]
    others = ~permission["principal"].holds(one_of("apigateway.amazonaws.com"))
    linked = source.unknown and permission.comes_from("sourceArn", API, STAGE)
    yield source.outcome(others | (Verdict.PASS if linked else source.holds(_of_an_api)), "any API may call it")


def _of_an_api(arn: Any) -> bool:
    """Whether an execution ARN names its API: arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH."""
    api = str(arn).split(":", 5)[-1].partition("/")[0] if str(arn).count(":") >= 5 else ""
    return bool(api) and not set("*?") & set(api)
