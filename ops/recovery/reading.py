"""The status of recovery from the environment's name: in the sandbox, or in the account that a shell opens."""

from __future__ import annotations

from typing import Any

import boto3

from config.load import load
from config.model import LandingZone
from config.vocabulary import Layer
from engine.errors import SandboxUnavailable
from engine.standin.clients import Clients
from engine.standin.lifecycle import is_state_only
from ops.deploy import enter, enter_cloud
from ops.exits import UsageError
from ops.recovery.status import Kept, ask
from ops.recovery.trial import published
from ops.stages import Stages
from ops.verification.account import Account
from ops.verification.environment import parse
from ops.verification.gaps import MOTO


def read(zone: LandingZone, stages: Stages, *, cloud: bool) -> tuple[Kept, ...]:
    """Every line; raises SandboxUnavailable or UsageError where the environment itself is not up."""
    return _in_account(zone, stages) if cloud else _in_sandbox(zone, stages)


def _in_sandbox(zone: LandingZone, stages: Stages) -> tuple[Kept, ...]:
    session = enter(stages)
    clients = Clients(session.server.endpoint)
    account = Account(lambda service, region: clients.client(service, region, zone.account), MOTO, is_state_only)
    here, there = parse(published(session, zone)), dict[str, Any]()
    if zone.standby is not None:
        try:
            there = published(session, load(zone.standby))
        except SandboxUnavailable:
            there = {}
    return ask(zone, here, parse(there), account, simulated=True)


def _in_account(zone: LandingZone, stages: Stages) -> tuple[Kept, ...]:
    runner = enter_cloud(stages)

    def outputs(environment: str) -> dict[str, Any]:
        found = dict[str, Any]()
        for stack in (*(f"{environment}.{layer}" for layer in Layer), environment):
            found.update(runner.outputs(stack))
        return found

    here = parse(outputs(zone.environment))
    if not here:
        raise UsageError(f"{zone.environment} publishes no contract", f"lz up {zone.environment} --cloud")
    there = parse(outputs(zone.standby)) if zone.standby is not None else {}
    session = boto3.Session()
    account = Account(lambda service, region: session.client(service, region_name=region))
    said = session.client("sts", region_name=zone.recovery.region).get_caller_identity()["Account"]
    if said != zone.account:
        raise UsageError(f"this shell opens the account {said}, and {zone.environment} is in {zone.account}", "log in")
    return ask(zone, here, there, account, simulated=False)
