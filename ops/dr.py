"""`lz dr`: what a lost Region would cost."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from config.load import environments, load
from config.model import LandingZone
from ops.console import show, write
from ops.exits import Exit, UsageError
from ops.target import check_stack, environment_of
from report.rto import overview, rtos, to_json, unkept

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def describe() -> None:
    """Recovery: what is promised, whether it stands, and whether it works."""


@app.command()
def rto(
    environment: Annotated[str, typer.Argument(metavar="ENV", help="An environment: prod.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="The terms as JSON, and nothing else, on stdout.")] = False,
) -> Exit:
    """Print how long until every system answers from the other Region, term by term, against what is promised.

    Ends with 7 when a promise is carried by nothing.
    """
    zone = primary(environment, "rto")
    if as_json:
        write(json.dumps(to_json(zone), indent=2, ensure_ascii=False) + "\n")
    else:
        show(overview(zone))
    return Exit.DIFFERENCE if unkept(rtos(zone)) else Exit.OK


def primary(environment: str, verb: str) -> LandingZone:
    """The environment that serves; UsageError for one that stands by, and for a layer."""
    zone = load(environment_of(check_stack(environment, environments())))
    if environment != zone.environment:
        raise UsageError(
            f"{environment} is a layer, and a Region is lost with all of them", f"lz dr {verb} {zone.environment}"
        )
    if zone.recovers is not None:
        raise UsageError(f"{environment} stands by for {zone.recovers}", f"lz dr {verb} {zone.recovers}")
    return zone
