"""A drill from the environment's name to the filed report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from config.model import LandingZone
from config.vocabulary import Layer
from engine import locks
from engine.errors import SandboxUnavailable
from engine.pulumi import Session
from engine.standin.clients import Clients
from ops.deploy import enter
from ops.recovery.drill import Drilling, Plan
from ops.recovery.filing import file
from ops.recovery.measures import measures
from ops.recovery.pair import pair_of
from ops.stages import Stages
from report.drill import Drill


def published(session: Session, zone: LandingZone) -> dict[str, Any]:
    """What the environment publishes, by layer; from its one stack where that is up, else from its layers' stacks."""
    stacks = [zone.environment, *(f"{zone.environment}.{layer}" for layer in Layer)]
    up = [stack for stack in stacks if session.exists(stack) and session.size(stack)]
    if not up:
        raise SandboxUnavailable(f"{zone.environment} is not up in the sandbox", f"lz up {zone.environment}")
    if lost := [stack for stack in up if session.is_lost(stack)]:
        raise SandboxUnavailable(f"the sandbox that held {', '.join(lost)} is gone", f"lz up {lost[0]}")
    found = dict[str, Any]()
    for stack in reversed(up):
        found.update(session.outputs(stack))
    return found


def drill(zone: LandingZone, plan: Plan, stages: Stages) -> tuple[Drill, tuple[str, ...]]:
    """The drill, and where its report is filed.

    Raises StateLocked while anything else is at work in the sandbox, and SandboxUnavailable where the environment is
    not up, as one stack or as a stack a layer.
    """
    session = enter(stages)
    locks.refuse_held(session.workspace)
    clients = Clients(session.server.endpoint)
    pair = pair_of(zone, published(session, zone))
    done, run = Drilling(pair, clients, session.workspace.paths, stages.say).run(plan)
    done = replace(done, measures=measures(zone, run))
    return done, file(done, pair, clients)
