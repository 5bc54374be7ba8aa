"""AgentCore: where agents and their tools run, how long, and what they keep.

Sources: https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-lifecycle-settings.html (times) and
.../harness.md (a harness that says nothing has a memory); noted 2026-11-26.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from policies.buckets import BUCKET
from policies.checks import Demand, by_type, demands, encrypted, every_check, given
from policies.organisation import organisation
from policies.rule import Severity, resource_rule
from policies.rules.examples.agentcore import (
    AGENT_REGISTRY,
    BROWSER,
    ENGINE,
    EVALUATOR,
    GATEWAY,
    HARNESS,
    INTERPRETER,
    MEMORY,
    REGISTRY,
    TOKEN_VAULT,
    TOOLS,
)
from policies.rules.examples.agents import AGENT
from policies.rules.examples.ai_logs import AGENT_LOGS, AGENT_RUNTIME, EVALUATION, asked_about
from policies.rules.examples.build import changed
from policies.value import Outcome, at_least, at_most, is_true, one_of
from policies.verdict import Verdict, some
from policies.view import View

IDLE_SECONDS: Final = 3600
"""House rule, as for agents on Bedrock."""
LIFETIME_SECONDS: Final = 28_800
"""What AgentCore gives a runtime that says nothing: a working day. Runtimes on instances may ask for two weeks."""

_RUNS: Final = "environments.agentcoreRuntimeEnvironments"
_MEMORY: Final = "memory.managedMemoryConfiguration"


def _keeps_a_memory(harness: View) -> Verdict:
    """Whether a harness has a memory of its own: it does unless it says that it has none or shares one."""
    other = [harness[f"memory.{way}"] for way in ("agentcoreMemoryConfiguration", "disabled")]
    return ~some(value.holds(lambda _: True) for value in other)


def _is_brief(days: Any) -> bool:
    return at_most(organisation().memory_retention.days)(days)


_FORGETS: Final = "keeps what people said for longer than the organisation does"

memory_is_brief = resource_rule(
    id="LZ-AG-007",
    title="An agent forgets what it was told when the organisation says so",
    severity=Severity.MEDIUM,
    types=(AGENT, HARNESS, MEMORY),
    control="AG-07",
    why="A memory is a store of what people said about themselves, and nobody ever asks to see it.",
    fix="Set storage_days or event_expiry_duration to memory-retention of policies/organisation.yaml, or less.",
    good=TOOLS,
    bad=changed(TOOLS, "memory", eventExpiryDuration=365),
    offending="memory.eventExpiryDuration",
)(
    by_type(
        {
            AGENT: demands(Demand("memoryConfigurations[].storageDays", _is_brief, _FORGETS)),
            HARNESS: demands(Demand(f"{_MEMORY}.eventExpiryDuration", _is_brief, _FORGETS), when=_keeps_a_memory),
            MEMORY: demands(Demand("eventExpiryDuration", _is_brief, _FORGETS)),
        }
    )
)

_CUSTOMERS: Final = demands(Demand("kmsConfiguration.keyType", one_of("CustomerManagedKey"), "has no customer key"))

what_agents_keep_is_encrypted = resource_rule(
    id="LZ-AG-014",
    title="What agents keep is encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(AGENT_REGISTRY, ENGINE, EVALUATOR, GATEWAY, HARNESS, MEMORY, TOKEN_VAULT),
    control="AG-14",
    why="Memories, policies and the tokens of people lie there; reading them should need a key we govern.",
    fix="Name the key of the class operations in kms_key_arn or encryption_key_arn.",
    good=TOOLS,
    bad=changed(TOOLS, "memory", encryptionKeyArn=None),
    offending="memory.encryptionKeyArn",
)(
    by_type(
        {
            AGENT_REGISTRY: encrypted("encryptionConfiguration.kmsKeyArn"),
            ENGINE: encrypted("encryptionKeyArn"),
            EVALUATOR: encrypted("kmsKeyArn"),
            GATEWAY: encrypted("kmsKeyArn"),
            HARNESS: encrypted(f"{_MEMORY}.encryptionKeyArn", when=_keeps_a_memory),
            MEMORY: encrypted("encryptionKeyArn"),
            TOKEN_VAULT: every_check(_CUSTOMERS, encrypted("kmsConfiguration.kmsKeyArn")),
        }
    )
)

_IN_A_VPC: Final = one_of("VPC")
_OUTSIDE: Final = "does not run in the VPC"

agent_runs_in_the_vpc = resource_rule(
    id="LZ-AG-011",
    title="An agent runs in the VPC",
    severity=Severity.HIGH,
    types=(AGENT_RUNTIME, HARNESS),
    control="AG-11",
    why="From a public network an agent that was talked into it sends what it knows anywhere.",
    fix="Set network_mode VPC, with the private subnets and a security group of its own.",
    good=AGENT_LOGS,
    bad=changed(AGENT_LOGS, "agent", networkConfiguration={"networkMode": "PUBLIC"}),
    offending="agent.networkConfiguration.networkMode",
)(
    by_type(
        {
            AGENT_RUNTIME: demands(Demand("networkConfiguration.networkMode", _IN_A_VPC, _OUTSIDE)),
            HARNESS: demands(Demand(f"{_RUNS}.networkConfigurations.networkMode", _IN_A_VPC, _OUTSIDE)),
        }
    )
)

browser_runs_in_the_vpc = resource_rule(
    id="LZ-AG-017",
    title="An agent's browser runs in the VPC",
    severity=Severity.HIGH,
    types=(BROWSER,),
    control="AG-17",
    why="A page can tell the agent what to type into the next one; the VPC's firewall decides which pages there are.",
    fix="Set network_mode VPC and vpc_config.",
    good=TOOLS,
    bad=changed(TOOLS, "browser", networkConfiguration={"networkMode": "PUBLIC"}),
    offending="browser.networkConfiguration.networkMode",
)(demands(Demand("networkConfiguration.networkMode", _IN_A_VPC, _OUTSIDE)))

browser_is_recorded = resource_rule(
    id="LZ-AG-028",
    title="What an agent does in a browser is recorded",
    severity=Severity.HIGH,
    types=(BROWSER,),
    control="AG-17",
    why="Clicks leave no log of ours: without the recording nobody can say what was bought, sent or agreed to.",
    fix="Set recording.enabled True and recording.s3_location with a bucket of ours.",
    good=TOOLS,
    bad=changed(TOOLS, "browser", recording={"enabled": False, "s3Location": {"bucket": "lz-prod-operations"}}),
    offending="browser.recording.enabled",
)(
    every_check(
        demands(Demand("recording.enabled", is_true, "is not recorded")),
        given("recording.s3Location.bucket", by=(BUCKET,), message="is recorded into no bucket"),
    )
)

interpreter_is_shut_in = resource_rule(
    id="LZ-AG-018",
    title="What a model wrote runs in a sandbox or in the VPC",
    severity=Severity.HIGH,
    types=(INTERPRETER,),
    control="AG-18",
    why="Code that nobody has read, with a way to the internet, sends away whatever it was given to work on.",
    fix="Set network_mode SANDBOX, or VPC with vpc_config.",
    good=TOOLS,
    bad=changed(TOOLS, "interpreter", networkConfiguration={"networkMode": "PUBLIC"}),
    offending="interpreter.networkConfiguration.networkMode",
)(demands(Demand("networkConfiguration.networkMode", one_of("SANDBOX", "VPC"), "reaches the internet")))


def _ends(lifecycle: str) -> tuple[Demand, Demand]:
    """What is asked of the times of a runtime; AWS's own are within them."""
    return (
        Demand(f"{lifecycle}.maxLifetime", at_most(LIFETIME_SECONDS), "lives for too long", LIFETIME_SECONDS),
        Demand(f"{lifecycle}.idleRuntimeSessionTimeout", at_most(IDLE_SECONDS), "waits for too long", IDLE_SECONDS),
    )


sessions_end = resource_rule(
    id="LZ-AG-019",
    title="An agent's session ends after an hour of silence, and after a working day",
    severity=Severity.MEDIUM,
    types=(AGENT_RUNTIME, HARNESS),
    control="AG-19",
    why="What one session has downloaded, written and been talked into should not live on into the next week.",
    fix="Set max_lifetime to 28800 or less and idle_runtime_session_timeout to 3600 or less.",
    good=AGENT_LOGS,
    bad=changed(AGENT_LOGS, "agent", lifecycleConfigurations=[{"maxLifetime": 1_209_600}]),
    offending="agent.lifecycleConfigurations[0].maxLifetime",
)(
    by_type(
        {
            AGENT_RUNTIME: demands(*_ends("lifecycleConfigurations")),
            HARNESS: demands(*_ends(f"{_RUNS}.lifecycleConfigurations")),
        }
    )
)

somebody_approves_agents = resource_rule(
    id="LZ-AG-022",
    title="Somebody looks at an agent before others find it",
    severity=Severity.HIGH,
    types=(AGENT_REGISTRY, REGISTRY),
    control="AG-22",
    why="Agents call what the registry shows them: whoever may write into it, else, decides what all of them do.",
    fix="Leave auto_approval_rules (auto_approval) away.",
    good=TOOLS,
    bad=changed(TOOLS, "registry", approvalConfigurations=[{"autoApproval": True}]),
    offending="registry.approvalConfigurations[0].autoApproval",
)(
    by_type(
        {
            AGENT_REGISTRY: demands(
                Demand("approvalConfiguration.autoApprovalRules", lambda raw: raw == [], "approves by itself", [])
            ),
            REGISTRY: demands(
                Demand("approvalConfigurations.autoApproval", lambda raw: not is_true(raw), "approves by itself", "")
            ),
        }
    )
)


@resource_rule(
    id="LZ-AG-023",
    title="An agent is evaluated while it works",
    severity=Severity.MEDIUM,
    types=(AGENT_RUNTIME,),
    control="AG-23",
    why="An agent that was good at its release meets other questions, other tools and another model a month later.",
    fix="Make an aws.bedrock.AgentcoreOnlineEvaluationConfig of its log group, enabled, with a sample above nought.",
    good=AGENT_LOGS,
    bad=changed(AGENT_LOGS, "agent-evaluation", rule=asked_about(0)),
    offending="agent-evaluation.rule.samplingConfig.samplingPercentage",
)
def agent_is_evaluated(runtime: View) -> Iterator[Outcome]:
    evaluated = some(_evaluates(config, runtime) for config in runtime.stack.of_type(EVALUATION))
    yield runtime.outcome(evaluated, "nobody looks at a sample of what it does")


def _evaluates(config: View, runtime: View) -> Verdict:
    status = config["executionStatus"]
    on = config["enableOnCreate"].holds(is_true) if status.missing else status.holds(one_of("ENABLED"))
    sampled = config["rule.samplingConfig.samplingPercentage"].holds(at_least(0.01))
    return on & sampled & _reads(config, runtime)


def _reads(config: View, runtime: View) -> Verdict:
    """Whether an evaluation reads the traces of a runtime: by an edge, by its log group or by its service."""
    sources = [source.urn for source in config.sources("dataSourceConfig") if source.type == AGENT_RUNTIME]
    if sources:
        return Verdict.of(runtime.urn in sources)
    name, read = runtime["agentRuntimeName"], config["dataSourceConfig.cloudwatchLogs"]
    if name.unknown:
        return Verdict.UNKNOWN
    groups = (one.holds(lambda raw: f"/runtimes/{name.raw}-" in str(raw)) for one in read.at("logGroupNames").each())
    services = (one.holds(lambda raw: str(raw).startswith(f"{name.raw}.")) for one in read.at("serviceNames").each())
    return some((*groups, *services))
