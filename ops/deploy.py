"""What the verbs that run the real engine share: reaching sandbox or account, making a stack fit, judging a run."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from config.load import environments, load
from engine import locks, sandbox, toolchain
from engine.cloud import CloudTarget, after_an_interruption
from engine.paths import PROJECT, cloud_runs, sandbox_paths
from engine.pending import pending_operations
from engine.pulumi import Session
from engine.result import Outcome, RunResult, is_resource
from engine.runner import Runner
from engine.standin.clients import Clients
from engine.survivors import mend
from engine.toolchain import Toolchain
from engine.workspace import prepare
from graph.export import from_json
from graph.model import Graph
from ops.costs import estimated
from ops.exits import UsageError
from ops.judging import asked
from ops.stages import Stages
from ops.standing import stand_up
from ops.target import check_stack, environment_of
from policies.finding import Report
from policies.levels import Settings
from policies.organisation import organisation
from report.assessment import Assessment, Baseline
from report.changes import Changes


def checked(stack: str) -> str:
    """The stack's name, once its environment's configuration is known to be sound.

    Raises UsageError for an unknown stack and ConfigurationError for a file that says something impossible: both long
    before an engine is started.
    """
    check_stack(stack, environments())
    load(environment_of(stack))
    return stack


def enter(stages: Stages) -> Session:
    """The sandbox, started where it does not run."""
    found = command_line(stages)
    with stages.stage("sandbox") as stage:
        workspace = prepare()
        server = sandbox.start(workspace.paths)
        stage.result = f"moto on 127.0.0.1:{server.port}"
    return Session(found, workspace, server)


def enter_cloud(stages: Stages) -> Runner:
    """The account and the backend that this shell opens; neither is asked yet.

    Raises UsageError in a shell of the sandbox, where a run would deploy there and look as if it had not.
    """
    if os.environ.get("PULUMI_HOME") == str(sandbox_paths().home):
        raise UsageError("--cloud: this shell is the sandbox's (`lz sandbox env`)", "run it in a fresh shell")
    return Runner(command_line(stages), CloudTarget(PROJECT, cloud_runs()))


def fit(stack: str, stages: Stages, *, cloud: bool) -> Runner:
    """A command line on a stack that is fit to run, in the account of this shell or in the sandbox."""
    if cloud:
        runner = enter_cloud(stages)
        look(runner, stack, stages)
        return runner
    session = enter(stages)
    settle(session, stack, stages)
    return session


def look(runner: Runner, stack: str, stages: Stages) -> None:
    """Read a state that others share and name what an interrupted run left open in it; nothing is mended.

    Raises EngineError when the backend cannot be read or has no such stack.
    """
    with stages.stage(f"{stack}: state") as stage:
        deployment = runner.export(stack)
        held = [one for one in deployment.get("resources") or () if is_resource(one["type"])]
        stage.result = f"{len(held)} resources"
    if left := pending_operations(deployment):
        for operation in left:
            stages.say(f"an interrupted run was {operation.kind} {operation.name} ({operation.type})")
        stages.say(f"{after_an_interruption(stack)}; lz mends no state that others share")


def settle(session: Session, stack: str, stages: Stages) -> None:
    """Make the stack fit to run: free of a drill's outage, of dead locks, of half-said operations, of a lost server."""
    session.clear_outage(stages.say)
    locks.clear(session.workspace, stack, stages.say)
    for decision in mend(session, stack, stages.listen):
        name = f"{decision.operation.name} ({decision.operation.type})"
        if decision.identifier is not None:
            stages.say(f"an interrupted run had made {name}: took it up as {decision.identifier}")
        elif decision.certain:
            stages.say(f"an interrupted run had not made {name} yet")
        else:
            stages.say(f"an interrupted run may have made {name}; `lz verify` names what no state knows")
    if session.is_lost(stack):
        with stages.stage(f"{stack}: refresh") as stage:
            stages.say("the server that held this stack is gone; what it held is made again")
            result = session.refresh(stack, stages.listen).require()
            stage.result = f"{result.counts.get('delete', 0)} no longer there"
    if (name := stand_up(load(environment_of(stack)), Clients(session.server.endpoint))) is not None:
        stages.say(f"the hosted zone {name} stands in the sandbox now; in an account it stood before")


def command_line(stages: Stages) -> Toolchain:
    """The pulumi command line: found, or made, with a stage that says which."""
    with stages.stage("pulumi") as stage:
        found = toolchain.find(stages.listen)
        stage.name, stage.result = f"pulumi {found.version}", str(found.origin)
        if found.origin in {toolchain.Origin.RELEASE, toolchain.Origin.MODULES}:
            stage.note = "(first time only)"
    for note in found.notes:
        stages.say(note)
    return found


def planned(
    runner: Runner, stack: str, stages: Stages, baseline: Baseline | None = None
) -> tuple[RunResult, Assessment | None]:
    """A preview, however it ended, and what the policy pack said of it."""
    with stages.stage(f"{stack}: preview") as stage:
        result = runner.preview(stack, stages.listen)
        judged = assessment(result, baseline)
        rules = f", {judged.report.rules} rules" if judged else ""
        stage.result = f"{result.resources} resources{rules}"
    for line in result.output:
        stages.say(line)
    return result, judged


def assessment(result: RunResult, baseline: Baseline | None = None) -> Assessment | None:
    """What the policy pack said of a run; None when the run failed before the pack had anything to say."""
    if result.findings_file is None:
        return None
    report = Report.from_json(_read(result.findings_file.read_text(encoding="utf-8")))
    graph = from_json(_read(result.graph_file.read_text(encoding="utf-8"))) if result.graph_file else _nothing(result)
    settings = Settings.load(environment_of(result.stack))
    steps = [(step.urn, step.operation, step.replace_keys or step.keys) for step in result.steps if step.is_resource]
    return Assessment(
        stack=result.stack,
        graph=graph,
        report=report,
        rules=asked(settings),
        today=datetime.now(UTC).date(),
        changes=Changes.of(steps, organisation().stateful_types),
        baseline=baseline,
        cost=estimated(result.stack, graph) if len(graph) else None,
    )


def refused(result: RunResult, judged: Assessment | None) -> bool:
    """Whether the policies end the matter: the engine said so, or one of their findings blocks and nothing failed."""
    if result.outcome is Outcome.BLOCKED:
        return True
    return result.outcome is Outcome.SUCCEEDED and judged is not None and judged.report.blocking


def summary(counts: Mapping[str, int], *, done: bool = True) -> str:
    """184 created, 2 unchanged; before the deed: 184 to create, 2 unchanged."""
    words = _DONE if done else {operation: f"to {operation}" for operation in _DONE} | {"same": _DONE["same"]}
    return ", ".join(f"{number} {words.get(operation, operation)}" for operation, number in counts.items()) or "nothing"


def _read(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found


def _nothing(result: RunResult) -> Graph:
    return Graph(project="", stack=result.stack, resources={})


_DONE = {
    "create": "created",
    "update": "updated",
    "replace": "replaced",
    "delete": "deleted",
    "same": "unchanged",
    "read": "read",
    "import": "imported",
}
