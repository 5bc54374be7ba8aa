"""`lz verify`: ask the account whether what the contracts promise is so, line by line."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import boto3
import typer
from rich.console import Console
from rich.text import Text

from config.load import environments
from engine.errors import SandboxUnavailable
from engine.pulumi import Session, open_session
from engine.standin.clients import Clients
from engine.standin.lifecycle import STATE_ONLY_ID
from ops.exits import Exit, UsageError
from ops.target import check_stack
from ops.verification import pending
from ops.verification.account import Account
from ops.verification.environment import AnyContract, parse, verify_contracts
from ops.verification.gaps import MOTO
from ops.verification.outcome import Line, Verdict

_COLOURS = {Verdict.OK: "green", Verdict.DIFFERS: "bold red", Verdict.UNCHECKED: "yellow"}


def verify(
    environment: Annotated[str, typer.Argument(help="An environment, or one of its layers: prod, prod.network.")],
    *,
    contracts: Annotated[
        Path | None,
        typer.Option(
            help="Outputs of the stack (`pulumi stack output --json`), - for standard input: ask the account that this "
            "shell's AWS credentials open, instead of the sandbox."
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="What could not be checked counts as a difference.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of a table.")] = False,
) -> Exit:
    """Ask the account whether every promise holds; each line says ok, differs, or not checkable here."""
    stack = check_stack(environment, environments())
    lines = _sandbox(stack) if contracts is None else _cloud(stack, contracts)
    _print(lines, as_json=as_json)
    counts = Counter(line.verdict for line in lines)
    broken = counts[Verdict.DIFFERS] + (counts[Verdict.UNCHECKED] if strict else 0)
    # An account that answered nothing at all has confirmed nothing.
    return Exit.DIFFERENCE if broken or not counts[Verdict.OK] else Exit.OK


def _cloud(stack: str, path: Path) -> list[Line]:
    session = boto3.Session()
    account = Account(lambda service, region: session.client(service, region_name=region))
    return list(verify_contracts(parse(_published(_outputs(path), f"{path}", stack)), account))


def _outputs(path: Path) -> Any:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8")
        return json.loads(text)
    except ValueError as error:
        raise UsageError(f"{path} is not JSON: {error}", "write it with `pulumi stack output --json`") from error


def _sandbox(stack: str) -> list[Line]:
    session = open_session()
    if session.is_lost(stack):
        raise SandboxUnavailable(f"the sandbox that held {stack} is gone", f"`lz up {stack}` rebuilds it")
    contracts = parse(_published(session.outputs(stack), f"the stack {stack}", stack))
    first = next(c for c in contracts.values() if isinstance(c, AnyContract))
    clients = Clients(session.server.endpoint)
    account = Account(lambda service, region: clients.client(service, region, first.account), MOTO, STATE_ONLY_ID)
    return [*verify_contracts(contracts, account), *_left_behind(session, stack, first, account)]


def _left_behind(session: Session, stack: str, contract: AnyContract, account: Account) -> list[Line]:
    place = pending.Place(contract.region, contract.account)
    return list(pending.check(session.pending(stack), place, account))


def _published(outputs: Any, source: str, stack: str) -> Mapping[str, Any]:
    """The outputs when there is a contract of this environment among them, else UsageError."""
    if not isinstance(outputs, dict) or not parse(outputs):
        raise UsageError(f"{source} publishes no contract", f"bring it up first: lz up {stack}")
    wanted = stack.partition(".")[0]
    said = {
        str(contract["environment"])
        for contract in outputs.values()
        if isinstance(contract, dict) and "environment" in contract
    }
    if said != {wanted}:
        raise UsageError(
            f"{source} holds contracts of {', '.join(sorted(said))}, not of {wanted}", "name that environment"
        )
    return outputs


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
            sys.stdout.write("\t".join((line.verdict, line.thing, line.promise, line.expected, _said(line))) + "\n")
    console.print(summary(lines), highlight=False)


def _promise(line: Line) -> Text:
    wanted = "" if line.verdict is Verdict.OK else f", expected {line.expected}"
    return Text.assemble(
        "  ", (f"{line.verdict:<19}", _COLOURS[line.verdict]), f"{line.promise}: {_said(line)}{wanted}"
    )


def _said(line: Line) -> str:
    return "; ".join(filter(None, (line.found, line.reason, line.fix)))
