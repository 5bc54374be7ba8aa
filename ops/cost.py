"""`lz cost`: what environments cost a month, and the price table that says so."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from typer.core import TyperGroup
from typing_extensions import override

from config.load import environments
from config.regions import REGIONS
from engine.offline import preview_offline
from ops.console import show, working, write
from ops.costs import estimated
from ops.exits import UsageError
from ops.target import check_stack
from report.cost import words
from report.cost.delta import Before, Delta
from report.cost.document import before, to_json
from report.cost.estimate import Estimate
from report.cost.terminal import overview

if TYPE_CHECKING:
    from ops.price_list import Refreshed


class _ShowsByDefault(TyperGroup):
    """A group whose first word may be an environment: `lz cost prod` is `lz cost show prod`."""

    @override
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        named = args and args[0] not in {*self.commands, "-h", "--help"}
        return super().parse_args(ctx, ["show", *args] if named else args)


app = typer.Typer(
    cls=_ShowsByDefault,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command("show")
def show_cost(
    stacks: Annotated[
        list[str] | None,
        typer.Argument(metavar="ENV", help="Environments, or layers of one: prod, prod.network.", show_default=False),
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Every environment.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The estimate as JSON, and nothing else, on stdout.")] = False,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|ENV",
            help="Say what differs from an earlier findings.json or `lz cost --json`, or from another environment.",
        ),
    ] = None,
) -> None:
    """Print what environments cost a month by service, and what has no price; `show` may be left out."""
    known = environments()
    if every == bool(stacks):
        raise UsageError("lz cost: which environment?", f"name one of {', '.join(known)}, or give --all")
    names = known if every else [check_stack(name, known) for name in dict.fromkeys(stacks or [])]
    earlier = _earlier(against, known) if against else {}
    found = [_estimate(name) for name in names]
    if as_json:
        write(to_json(found))
        return
    for estimate in found:
        then = earlier.get(estimate.stack, earlier.get(""))
        show(overview(estimate, Delta(then, estimate) if then else None))
    if len(found) > 1:
        show(Text(f"  {words.money(sum(one.monthly for one in found))} USD/month in all", "bold"))


@app.command()
def refresh(
    regions: Annotated[
        list[str] | None,
        typer.Option("--region", metavar="REGION", help="Only this Region (again for more).", show_default=False),
    ] = None,
) -> None:
    """Read every price again from the AWS Price List API, write the table, and show what changed.

    Needs credentials that may call pricing:GetProducts; asks nothing about the account. Prices that the list does not
    say unmistakably stay as they are.
    """
    for region in regions or []:
        if region not in REGIONS:
            raise UsageError(f"lz cost refresh: {region!r} is not an AWS Region", f"choose one of {', '.join(REGIONS)}")
    with working("reading the AWS Price List"):
        done = importlib.import_module("ops.price_list").refresh(
            regions or None
        )  # boto3: only who asks AWS waits for it
    show(_refreshed(done))


def _estimate(stack: str) -> Estimate:
    with working(f"{stack}: previewing offline"):
        return estimated(stack, preview_offline(stack))


def _earlier(against: str, known: list[str]) -> Mapping[str, Before]:
    """What to compare with, by stack; under the empty name what every stack is compared with."""
    if against in known:
        return {"": Before.of(_estimate(against))}
    path = Path(against)
    if not path.is_file():
        raise UsageError(f"--against {against}: is neither a file nor an environment", "give one of the two")
    try:
        return before(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError(f"{path} {error}", "give a findings.json, or what lz cost --json printed") from error


def _refreshed(done: Refreshed) -> RenderableType:
    table = Table(box=None, pad_edge=False)
    for title in ("Region", "price", "was", "is"):
        table.add_column(title)
    for change in done.changes:
        table.add_row(change.region, change.key, change.was, change.now)
    parts: list[RenderableType] = [table] if done.changes else []
    parts.append(Text(f"  {done.read} prices read, {len(done.changes)} changed, {len(done.kept)} kept as they were"))
    parts += [Text(f"    kept: {one}") for one in done.kept]
    return Group(*parts)
