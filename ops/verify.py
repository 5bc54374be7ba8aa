"""`lz verify`: ask the account whether what the contracts promise is so, line by line."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import boto3
import typer
from rich.console import Console
from rich.text import Text

from config.contracts import LayerContract
from config.load import environments, load
from config.vocabulary import Layer
from engine import sandbox as server
from engine.errors import SandboxUnavailable
from engine.pulumi import open_session
from engine.runner import Runner
from engine.standin.clients import Clients
from engine.standin.lifecycle import is_state_only
from ops.deploy import enter_cloud
from ops.exits import Exit, UsageError
from ops.options import Cloud, Stack
from ops.stages import Stages
from ops.target import check_stack
from ops.verification import pending
from ops.verification.account import Account, Cluster
from ops.verification.environment import parse, verify_contracts
from ops.verification.gaps import MOTO
from ops.verification.outcome import Line, Verdict
from ops.verification.sandbox_cluster import SandboxCluster

_COLOURS = {Verdict.OK: "green", Verdict.DIFFERS: "bold red", Verdict.UNCHECKED: "yellow"}


def verify(
    environment: Stack,
    *,
    cloud: Cloud = False,
    contracts: Annotated[
        Path | None,
        typer.Option(
            help="Outputs of the stack (`pulumi stack output --json`), - for standard input: ask the account that this "
            "shell's AWS credentials open, without a pulumi command line."
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="What could not be checked counts as a difference.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of a table.")] = False,
) -> Exit:
    """Ask the account whether every promise holds; each line says ok, differs, or not checkable here."""
    stack = check_stack(environment, environments())
    if cloud and contracts is not None:
        raise UsageError("lz verify: --cloud and --contracts exclude each other", "give one of the two")
    lines = _shared(stack) if cloud else _sandbox(stack) if contracts is None else _exported(stack, contracts)
    _print(lines, as_json=as_json)
    counts = Counter(line.verdict for line in lines)
    broken = counts[Verdict.DIFFERS] + (counts[Verdict.UNCHECKED] if strict else 0)
    # An account that answered nothing at all has confirmed nothing.
    return Exit.DIFFERENCE if broken or not counts[Verdict.OK] else Exit.OK


def _exported(stack: str, path: Path) -> list[Line]:
    contracts = _contracts(_outputs(path), f"{path}", stack)
    if not contracts:
        raise UsageError(
            f"{path} holds no contract", "write it with `pulumi stack output --json` of a stack that is up"
        )
    return list(verify_contracts(contracts, _opened()))


def _shared(stack: str) -> list[Line]:
    """What the backend of this shell says was published, asked of the account that this shell's credentials open."""
    runner = enter_cloud(Stages(aside=True))
    return _asked(stack, runner, _opened(), f"lz up {stack} --cloud")


def _opened() -> Account:
    session = boto3.Session()
    return Account(
        lambda service, region: session.client(service, region_name=region),
        cluster=lambda name, region: _eks(session, name, region),
    )


def _eks(session: boto3.Session, name: str, region: str) -> Cluster:
    from ops.verification.eks_cluster import EksCluster  # noqa: PLC0415  see there

    return EksCluster(session, name, region)


def _outputs(path: Path) -> Any:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8")
        return json.loads(text)
    except ValueError as error:
        raise UsageError(f"{path} is not JSON: {error}", "write it with `pulumi stack output --json`") from error


def _sandbox(stack: str) -> list[Line]:
    zone = load(_environment(stack))
    session = open_session()
    session.clear_outage(Stages(aside=True).say)
    if session.is_lost(stack):
        raise SandboxUnavailable(f"the sandbox that held {stack} is gone", f"`lz up {stack}` rebuilds it")
    clients = Clients(session.server.endpoint)

    def client(service: str, region: str) -> Any:
        return clients.client(service, region, zone.account)

    def cluster(name: str, region: str) -> Cluster:
        return SandboxCluster(client, server.clusters(session.workspace.paths, session.server), name, region)

    account = Account(client, MOTO, is_state_only, cluster)
    return _asked(stack, session, account, f"lz up {stack}")


def _asked(stack: str, runner: Runner, account: Account, remedy: str) -> list[Line]:
    """What is up, and what a killed run left; a run killed early left things and no contract."""
    zone = load(_environment(stack))
    contracts = _contracts(runner.outputs(stack), f"the stack {stack}", stack)
    operations = runner.pending(stack)
    if not contracts and not operations:
        raise UsageError(f"the stack {stack} publishes no contract", f"bring it up first: {remedy}")
    left = pending.check(operations, pending.Place(zone.region, zone.account), account)
    return [*verify_contracts(contracts, account), *left]


def _environment(stack: str) -> str:
    return stack.partition(".")[0]


def _contracts(outputs: Any, source: str, stack: str) -> dict[Layer, LayerContract]:
    """The contracts among the outputs; UsageError for those of another environment."""
    contracts = parse(outputs) if isinstance(outputs, dict) else {}
    said = {contract.environment for contract in contracts.values()}
    if strangers := said - {_environment(stack)}:
        held = ", ".join(sorted(strangers))
        raise UsageError(f"{source} holds contracts of {held}, not of {_environment(stack)}", f"lz verify {held}")
    return contracts


def summary(lines: Sequence[Line]) -> str:
    """212 ok, 0 differ, 31 not checkable here."""
    counts = Counter(line.verdict for line in lines)
    return f"{counts[Verdict.OK]} ok, {counts[Verdict.DIFFERS]} differ, {counts[Verdict.UNCHECKED]} not checkable here"


def _print(lines: Sequence[Line], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps([asdict(line) for line in lines], indent=2, ensure_ascii=False) + "\n")
        return
    console = Console()
    if console.is_terminal:
        for thing, about in groupby(lines, key=lambda line: line.thing):
            console.print(Text(thing, "bold"))
            for line in about:
                console.print(_promise(line), soft_wrap=True)
        console.print()
    else:
        for line in lines:
            told = (line.verdict, line.thing, line.promise, line.expected, _said(line), " ".join(line.rules))
            sys.stdout.write("\t".join(told) + "\n")
    console.print(summary(lines), highlight=False)


def _promise(line: Line) -> Text:
    wanted = "" if line.verdict is not Verdict.DIFFERS else f", expected {line.expected}"
    rules = f"  {' '.join(line.rules)}" if line.rules else ""
    return Text.assemble(
        "  ",
        (f"{line.verdict:<19}", _COLOURS[line.verdict]),
        f"{line.promise}: {_said(line)}{wanted}",
        (rules, "bold" if line.verdict is Verdict.DIFFERS else "dim"),
    )


def _said(line: Line) -> str:
    return "; ".join(filter(None, (line.found, line.reason, line.fix)))
