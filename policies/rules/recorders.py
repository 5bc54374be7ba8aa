"""AWS Config: what every resource was, and when it changed."""

from __future__ import annotations

from collections.abc import Iterator

from policies.account import held, same_region
from policies.organisation import Service
from policies.rule import Severity, graph_rule, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.logs import ACCOUNT_BASE, TRAIL
from policies.rules.examples.watched import RECORDER, RECORDER_STATUS
from policies.value import Outcome, is_true
from policies.verdict import Verdict, some
from policies.view import StackView, View


@graph_rule(
    id="LZ-LOG-015",
    title="An account with a trail records the configuration of everything",
    severity=Severity.HIGH,
    types=(TRAIL,),
    control="LOG-14",
    why="The trail says who called what; only the record says what a bucket's policy was on the day of the breach.",
    fix="Make an aws.cfg.Recorder with all_supported and include_global_resource_types; the foundation layer does.",
    good=ACCOUNT_BASE,
    bad=changed(ACCOUNT_BASE, "recorder", recordingGroup={"allSupported": True, "includeGlobalResourceTypes": False}),
    offending="recorder.recordingGroup.includeGlobalResourceTypes",
)
def everything_is_recorded(stack: StackView) -> Iterator[Outcome]:
    for trail in stack.of_type(TRAIL):
        whole = some(
            same_region(trail, recorder)
            & recorder["recordingGroup.allSupported"].holds(is_true, when_missing=True)
            & recorder["recordingGroup.includeGlobalResourceTypes"].holds(is_true)
            for recorder in stack.of_type(RECORDER)
        )
        yield trail.outcome(held(Service.CONFIG) | whole, "no recorder beside the trail records every type")


@resource_rule(
    id="LZ-LOG-016",
    title="A recorder of AWS Config is on",
    severity=Severity.HIGH,
    types=(RECORDER,),
    control="LOG-14",
    why="AWS makes a recorder that is off; one that nobody started has recorded nothing when it is needed.",
    fix="Make an aws.cfg.RecorderStatus of the recorder's name with is_enabled True, after its delivery channel.",
    good=ACCOUNT_BASE,
    bad=changed(ACCOUNT_BASE, "recorder-status", isEnabled=False),
    offending="recorder-status.isEnabled",
)
def recorder_is_on(recorder: View) -> Iterator[Outcome]:
    statuses, perhaps = recorder.stack.attached(recorder, "name", RECORDER_STATUS, identities=("name",))
    on = some(status["isEnabled"].holds(is_true) for status in statuses)
    yield recorder.outcome(on | (Verdict.UNKNOWN if perhaps else Verdict.FAIL), "nothing starts it")
