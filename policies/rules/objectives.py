"""What an AI system promises is watched."""

from __future__ import annotations

from collections.abc import Iterator

from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.objectives import COMPOSITE, FUNCTION, OBJECTIVE
from policies.value import Outcome
from policies.verdict import Verdict, some
from policies.view import View

_SYSTEM = "lz:system"


@resource_rule(
    id="LZ-OBS-002",
    title="An AI system has alarms on how fast its error budget goes",
    severity=Severity.HIGH,
    types=(FUNCTION,),
    control="CST-05",
    why="An alarm on single errors cries every night or never; one on the budget speaks while some of it is left.",
    fix="Compose stacks.system_observability for the system; its alarms carry the tag lz:system.",
    good=OBJECTIVE,
    bad=changed(OBJECTIVE, "burn", tags={"lz:system": "another"}),
    offending="burn.tags",
    decides=("decide.tags",),
)
def system_has_burn_rate_alarms(function: View) -> Iterator[Outcome]:
    system = function["tags"].at(_SYSTEM)
    if system.missing:
        return
    watched = some(_same(system.raw, alarm) for alarm in function.stack.of_type(COMPOSITE))
    known = Verdict.UNKNOWN if system.unknown else watched
    yield function.outcome(known, "its system has no alarm over the windows of an objective", "tags")


def _same(system: object, alarm: View) -> Verdict:
    """Whether an alarm is of this system."""
    return alarm["tags"].at(_SYSTEM).holds(lambda raw: raw == system)
