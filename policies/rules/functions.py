"""Functions: what runs, where, for how many at once, and who may call it.

Sources: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html (runtimes),
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html (six times the timeout, batches that fail in
part), https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html; noted 2026-11-26.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from policies.classification import of_system
from policies.keys import customer_key
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.data import QUEUE
from policies.rules.examples.decisions import FUNCTION_URL, MAPPING, PERMISSION, WORK
from policies.rules.examples.logs import LOG_GROUP
from policies.rules.examples.objectives import FUNCTION
from policies.rules.queues import VISIBILITY_SECONDS, number
from policies.secret_text import carries
from policies.value import Outcome, at_least, non_empty
from policies.verdict import Verdict, some
from policies.view import View

VISIBILITY_FACTOR: Final = 6
"""SQS hides a message so many times as long as its function may run."""
TIMEOUT_SECONDS: Final = 3
"""What Lambda gives a function that says nothing."""
NOTICE: Final = timedelta(days=90)
"""How long before the end of a runtime a change to a newer one is asked for."""
RUNTIMES: Final[Mapping[str, date]] = {
    "java25": date(2029, 6, 30),
    "nodejs22.x": date(2027, 4, 30),
    "nodejs24.x": date(2028, 4, 30),
    "python3.12": date(2028, 10, 31),
    "python3.13": date(2029, 6, 30),
    "python3.14": date(2029, 6, 30),
}
"""When AWS stops to patch a runtime: https://endoflife.date/aws-lambda and the page of runtimes, noted 2026-11-26."""


@resource_rule(
    id="LZ-FN-001",
    title="A function writes into a log group of the program",
    severity=Severity.HIGH,
    types=(FUNCTION,),
    control="LOG-03",
    why="The group that Lambda makes by itself keeps everything for ever, under no key and no class of ours.",
    fix="Make a log group and name it in logging_config.log_group; components.decision.function does.",
    good=WORK,
    bad=changed(WORK, "decide", loggingConfig={"logFormat": "JSON"}),
    offending="decide.loggingConfig.logGroup",
)
def function_logs_into_a_known_group(function: View) -> Iterator[Outcome]:
    group = function["loggingConfig.logGroup"]
    groups = list(function.stack.where("name", group, LOG_GROUP))
    ours = Verdict.FAIL if group.missing else some(group.holds(lambda raw, g=g: raw == g["name"].raw) for g in groups)
    unnamed = group.known and any(g["name"].unknown for g in groups)
    linked = group.unknown and function.comes_from("loggingConfig", LOG_GROUP)
    said = Verdict.PASS if linked else ours | Verdict.UNKNOWN if unnamed else ours
    yield group.outcome(said, "its log goes into a group that Lambda makes")


@resource_rule(
    id="LZ-FN-002",
    title="A function's environment is encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(FUNCTION,),
    control="CMP-01",
    why="The variables say where everything is; under the key of AWS everybody with lambda:GetFunction reads them.",
    fix="Set kms_key_arn to the key of the Region.",
    good=WORK,
    bad=changed(WORK, "decide", kmsKeyArn=None),
    offending="decide.kmsKeyArn",
    decides=("decide.environment",),
)
def environment_has_a_customer_key(function: View) -> Iterator[Outcome]:
    none = ~function["environment.variables"].holds(non_empty)
    yield function["kmsKeyArn"].outcome(none | customer_key(function, function["kmsKeyArn"]), "has no customer key")


@resource_rule(
    id="LZ-FN-003",
    title="A function's runtime is patched for another 90 days at least",
    severity=Severity.MEDIUM,
    types=(FUNCTION,),
    control="CMP-01",
    why="After its end nobody mends the runtime, and later nobody can change the function either.",
    fix="Move to a newer runtime; RUNTIMES in policies/rules/functions.py says when each one ends.",
    good=WORK,
    bad=changed(WORK, "decide", runtime="python3.9"),
    offending="decide.runtime",
)
def runtime_is_patched(function: View) -> Iterator[Outcome]:
    if not function["runtime"].missing:  # an image brings its own
        today = datetime.now(UTC).date()
        lasting = function["runtime"].holds(lambda raw: lasts(raw, today))
        yield function["runtime"].outcome(lasting, "its runtime ends within 90 days, or is not known")


def lasts(runtime: Any, today: date) -> bool:
    """Whether a runtime is one that AWS patches for another 90 days."""
    end = RUNTIMES.get(str(runtime))
    return end is not None and end - today >= NOTICE


@resource_rule(
    id="LZ-FN-004",
    title="A system's function has a ceiling of how many run at once",
    severity=Severity.MEDIUM,
    types=(FUNCTION,),
    control="CST-08",
    why="Without one a flood in front of one system takes the account's whole concurrency from all others.",
    fix="Set reserved_concurrent_executions; components.decision.plan counts it from the model's replicas.",
    good=WORK,
    bad=changed(WORK, "decide", reservedConcurrentExecutions=-1),
    offending="decide.reservedConcurrentExecutions",
    decides=("decide.tags",),
)
def function_has_a_ceiling(function: View) -> Iterator[Outcome]:
    ceiling = function["reservedConcurrentExecutions"]
    reserved = ceiling.holds(at_least(0))
    yield ceiling.outcome(~of_system(function) | reserved, "takes as much concurrency as it is asked for")


@resource_rule(
    id="LZ-FN-005",
    title="A system's function runs in the VPC",
    severity=Severity.HIGH,
    types=(FUNCTION,),
    control="CMP-01",
    why="Outside it what people ask goes over a network without endpoints, flow logs or a bound on where to.",
    fix="Set vpc_config with the private subnets and the security group of functions.",
    good=WORK,
    bad=changed(WORK, "decide", vpcConfig=None),
    offending="decide.vpcConfig",
    decides=("decide.tags",),
)
def function_runs_in_the_vpc(function: View) -> Iterator[Outcome]:
    for part in ("subnetIds", "securityGroupIds"):
        held = function[f"vpcConfig.{part}"]
        yield held.outcome(~of_system(function) | held.holds(non_empty), f"names no {part}")


@resource_rule(
    id="LZ-FN-006",
    title="A system's function is traced",
    severity=Severity.MEDIUM,
    types=(FUNCTION,),
    control="LOG-07",
    why="A decision crosses tables, a queue, a store and a model; without traces nobody sees which of them was slow.",
    fix="Set tracing_config.mode to Active.",
    good=WORK,
    bad=changed(WORK, "decide", tracingConfig={"mode": "PassThrough"}),
    offending="decide.tracingConfig.mode",
    decides=("decide.tags",),
)
def function_is_traced(function: View) -> Iterator[Outcome]:
    mode = function["tracingConfig.mode"]
    active = mode.holds(lambda raw: raw == "Active")
    yield mode.outcome(~of_system(function) | active, "is not traced")


@resource_rule(
    id="LZ-FN-007",
    title="No secret stands in a function's environment",
    severity=Severity.CRITICAL,
    types=(FUNCTION,),
    control="K8S-17",
    why="Whoever may look at the function reads it, and it stays in every version and in the state.",
    fix="Keep it in Secrets Manager and give the function its ARN, or better a role that needs no secret.",
    good=WORK,
    bad=changed(WORK, "decide", environment={"variables": {"API_TOKEN": "correct-horse"}}),
    offending="decide.environment.variables.API_TOKEN",
)
def no_secret_in_the_environment(function: View) -> Iterator[Outcome]:
    variables = function["environment.variables"]
    if variables.unknown:
        yield variables.outcome(Verdict.UNKNOWN, "may carry a secret as text")
    for name, value in variables.entries():
        yield value.outcome(~carries(name, value), "carries a secret as text")


@resource_rule(
    id="LZ-FN-008",
    title="A function's URL asks who is calling",
    severity=Severity.CRITICAL,
    types=(FUNCTION_URL,),
    control="IAM-02",
    why="With NONE the function, its model and its bill belong to whoever finds the address.",
    fix="Set authorization_type AWS_IAM, or take the URL away and let the API in front answer.",
    good=WORK,
    bad=changed(WORK, "way-in", authorizationType="NONE"),
    offending="way-in.authorizationType",
)
def url_asks_who_is_calling(url: View) -> Iterator[Outcome]:
    yield url.must("authorizationType", lambda raw: raw == "AWS_IAM", "answers anybody")


@resource_rule(
    id="LZ-FN-009",
    title="A service may call a function for a resource of ours only",
    severity=Severity.HIGH,
    types=(PERMISSION,),
    control="IAM-03",
    why="A service calls for every customer it has: without the source, somebody else's rule calls our function.",
    fix="Set source_arn to the ARN of what calls, or source_account.",
    good=WORK,
    bad=changed(WORK, "admission", sourceArn=None),
    offending="admission.sourceArn",
    decides=("admission.principal",),
)
def service_calls_for_us_only(permission: View) -> Iterator[Outcome]:
    anyone = permission["principal"].holds(lambda raw: str(raw) == "*" or str(raw).endswith(".amazonaws.com"))
    bound = some(permission[name].holds(non_empty) for name in ("sourceArn", "sourceAccount", "principalOrgId"))
    linked = Verdict.of(permission["sourceArn"].unknown and any(True for _ in permission.sources("sourceArn")))
    yield permission["sourceArn"].outcome(~anyone | bound | linked, "names no source")


@resource_rule(
    id="LZ-FN-010",
    title="A queue hides a message six times as long as its function may run",
    severity=Severity.MEDIUM,
    types=(MAPPING,),
    control="CMP-01",
    why="A message that is seen again while somebody works on it is worked on twice.",
    fix="Set visibility_timeout_seconds of the queue; components.decision.plan.visibility_seconds counts it.",
    good=WORK,
    bad=changed(WORK, "spool", visibilityTimeoutSeconds=30),
    offending="spool.visibilityTimeoutSeconds",
    decides=("decide.name", "decide.timeout", "drains.functionName"),
)
def message_stays_hidden(mapping: View) -> Iterator[Outcome]:
    stack = mapping.stack
    for queue in stack.named(mapping, "eventSourceArn", QUEUE, identities=("arn",)):
        hidden = number(queue["visibilityTimeoutSeconds"], VISIBILITY_SECONDS)
        for function in stack.named(mapping, "functionName", FUNCTION, identities=("name", "arn")):
            joined = mapping.refers_to("eventSourceArn", queue, "arn") & mapping.refers_to(
                "functionName", function, "name", "arn"
            )
            runs = number(function["timeout"], TIMEOUT_SECONDS)
            enough = (
                Verdict.UNKNOWN if hidden is None or runs is None else Verdict.of(hidden >= VISIBILITY_FACTOR * runs)
            )
            yield queue["visibilityTimeoutSeconds"].outcome(~joined | enough, "shows a message while it is worked on")


@resource_rule(
    id="LZ-FN-011",
    title="One message that fails does not bring its batch back",
    severity=Severity.MEDIUM,
    types=(MAPPING,),
    control="CMP-01",
    why="Else nine that were done are done again with the one that was not, until all ten are put aside.",
    fix="Set function_response_types to ReportBatchItemFailures, and return what failed.",
    good=WORK,
    bad=changed(WORK, "drains", functionResponseTypes=[]),
    offending="drains.functionResponseTypes",
)
def failures_are_told_apart(mapping: View) -> Iterator[Outcome]:
    said = mapping["functionResponseTypes"]
    apart = some(one.holds(lambda raw: raw == "ReportBatchItemFailures") for one in said.each())
    yield said.outcome(apart, "a batch fails as a whole")
