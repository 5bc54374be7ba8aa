"""`lz down`: take an environment down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from config.load import load
from engine import sandbox
from engine.pulumi import Session
from engine.standin.clients import Clients
from engine.standin.emptied import empty
from engine.standin.existing import census
from engine.standin_kubernetes import existing as objects
from ops.console import ask
from ops.deploy import checked, enter, settle, summary
from ops.exits import Exit, UsageError
from ops.stages import Stages
from ops.target import environment_of

_BUCKET = "aws:s3/bucket:Bucket"


def down(
    stack: Annotated[str, typer.Argument(metavar="ENV", help="An environment, or a layer of one: dev, dev.network.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> Exit:
    """Delete everything the stack holds in the sandbox; nothing of it where anything is protected."""
    checked(stack)
    stages = Stages()
    session = enter(stages)
    if not session.exists(stack) or not session.size(stack):
        stages.say(f"{stack} is not up")
        return Exit.OK
    if held := session.protected(stack):
        # Left to itself the engine deletes what nothing protects, the network say, and then fails.
        environment = environment_of(stack)
        wish, leave = f"config/environments/{environment}.yaml", "policies/organisation.yaml"
        raise UsageError(
            f"{stack} is protected, {len(held)} of its {session.size(stack)} resources; nothing was deleted",
            f"to give up what they hold: governance.deletion: allowed in {wish}, "
            f"{environment} under deletion-allowed in {leave}, lz up {stack}, lz down {stack}",
        )
    settle(session, stack, stages)
    if not yes:
        ask(f"delete the {session.size(stack)} resources of {stack}?")
    stages.say(f"held by the sandbox before: {_held(stack, session)}")
    if deleted := _emptied(stack, session):
        stages.say(f"{deleted} objects of the sandbox's own buckets thrown away")
    with stages.stage(f"{stack}: down") as stage:
        result = session.destroy(stack, stages.listen).require()
        stage.result = summary(result.counts)
    stages.say(f"held by the sandbox after: {_held(stack, session)}")
    return Exit.OK


def _emptied(stack: str, session: Session) -> int:
    """Throw away what the stack's buckets hold: in the sandbox nobody needs to keep a record."""
    zone = load(environment_of(stack))
    made = [one for one in session.export(stack).get("resources") or () if one["type"] == _BUCKET and one.get("id")]
    buckets = [(one["id"], one.get("outputs", {}).get("region") or zone.region) for one in made]
    return empty(buckets, zone.account, Clients(session.server.endpoint))


def _held(stack: str, session: Session) -> str:
    """What carries the environment's tag, counted by service, and what its Region's clusters hold.

    A layer's stack shares the count with its siblings.
    """
    zone, clients = load(environment_of(stack)), Clients(session.server.endpoint)
    services = census(zone.account, zone.governance.regions, zone.environment, clients=clients)
    clusters = objects.census(sandbox.clusters(session.workspace.paths, session.server))
    own = sum(n for cluster, n in clusters.items() if (cluster.account, cluster.region) == (zone.account, zone.region))
    return counted({**services, **({"kubernetes": own} if own else {})})


def counted(services: Mapping[str, int]) -> str:
    """ec2 54, iam 12; nothing."""
    return ", ".join(f"{service} {number}" for service, number in sorted(services.items())) or "nothing"
