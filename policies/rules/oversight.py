"""Human oversight of high-risk systems: somebody who decides, and a way to stop.

Article numbers are of Regulation (EU) 2024/1689.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from policies.classification import RISK, SYSTEM, has_tag, tag
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.governance import CONFIGURATION_PROFILE, FLAGS, OVERSEEN, said
from policies.rules.examples.lifecycle import REVIEW
from policies.systems import AI_TYPES, OVERSIGHT
from policies.value import Outcome, Value, non_empty
from policies.verdict import Verdict, some
from policies.view import View

_STATE_MACHINE: Final = "aws:sfn/stateMachine:StateMachine"
_QUEUE: Final = "aws:sqs/queue:Queue"
_PARAMETER: Final = "aws:ssm/parameter:Parameter"
_FUNCTION: Final = "aws:lambda/function:Function"
_STOP: Final = re.compile(r"(^|[/_.-])(stop(ped)?|kill[_-]?switch)([/_.-]|$)", re.IGNORECASE)
_DECIDES: Final = ("features.tags.lz:risk-tier", "features.tags.lz:system")


def _system(view: View) -> tuple[Value]:
    return (tag(view, SYSTEM),)


def _has(view: View, kinds: dict[str, Callable[[View], Verdict]]) -> Verdict:
    """Whether something of these kinds, each with what makes it one, is of the resource's own system."""
    system = tag(view, SYSTEM)
    return some(
        kinds[other.type](other)
        & (Verdict.UNKNOWN if system.unknown else tag(other, SYSTEM).holds(lambda raw: raw == system.raw))
        for other in view.stack.where(_system, system, *kinds)
    )


def _always(_: View) -> Verdict:
    return Verdict.PASS


def _waits(machine: View) -> Verdict:
    return machine["definition"].holds(lambda raw: ".waitForTaskToken" in str(raw))


def _is_worked_off(queue: View) -> Verdict:
    return has_tag(queue, OVERSIGHT, "review")


@resource_rule(
    id="LZ-HO-001",
    title="A person decides where a high-risk system is not sure",
    severity=Severity.HIGH,
    types=AI_TYPES,
    control="HO-01",
    why="Without a step for people nobody can decide not to use an answer, or to reverse it (Art. 14(4)(d)).",
    fix="Give it a flow of Amazon A2I, a state that waits for a task token, or a queue tagged lz:oversight review.",
    good=OVERSEEN,
    bad=changed(OVERSEEN, "review", tags=said(**{SYSTEM: "another"})),
    offending="review.tags.lz:system",
    decides=_DECIDES,
)
def somebody_decides(view: View) -> Iterator[Outcome]:
    reviewed = _has(view, {REVIEW: _always, _STATE_MACHINE: _waits, _QUEUE: _is_worked_off})
    yield view.outcome(~has_tag(view, RISK, "high") | reviewed, "nothing of its system puts a decision before a person")


def _is_stop(parameter: View) -> Verdict:
    return parameter["name"].holds(lambda raw: _STOP.search(str(raw)) is not None)


def _reads_a_stop(function: View) -> Verdict:
    return function["environment.variables"].holds(lambda raw: any(_STOP.search(str(name)) for name in raw))


@resource_rule(
    id="LZ-HO-002",
    title="People can stop a high-risk system",
    severity=Severity.CRITICAL,
    types=AI_TYPES,
    control="HO-03",
    why="Who oversees a system must be able to stop it at once (Art. 14(4)(e)); a deploy takes an hour.",
    fix="Let the function that decides read a stop (LZ_STOP_TABLE), a flag of AWS AppConfig, or a parameter .../stop.",
    good=OVERSEEN,
    bad=changed(OVERSEEN, "stop", tags=said(**{SYSTEM: "another"})),
    offending="stop.tags.lz:system",
    decides=_DECIDES,
)
def people_can_stop_it(view: View) -> Iterator[Outcome]:
    stop = _has(view, {CONFIGURATION_PROFILE: _always, _PARAMETER: _is_stop, _FUNCTION: _reads_a_stop})
    yield view.outcome(~has_tag(view, RISK, "high") | stop, "nothing of its system can be told to stop")


@resource_rule(
    id="LZ-HO-003",
    title="A flag that makes things worse goes back by itself",
    severity=Severity.HIGH,
    types=(FLAGS,),
    control="HO-03",
    why="A flag is rolled out in minutes to everybody; without an alarm nothing takes it back.",
    fix="Set monitors with the ARN of an alarm on errors, and the role that may read it.",
    good=OVERSEEN,
    bad=changed(OVERSEEN, "flags", monitors=[]),
    offending="flags.monitors",
)
def flags_go_back(environment: View) -> Iterator[Outcome]:
    watched = some(monitor.at("alarmArn").holds(non_empty) for monitor in environment["monitors"].each())
    yield environment["monitors"].outcome(watched, "no alarm takes a flag back")
