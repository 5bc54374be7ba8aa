"""`lz dr rto|status|drill`: what a lost Region would cost, and what it does cost when it is tried."""

from __future__ import annotations

import importlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from config.load import environments, load
from config.model import LandingZone
from ops.console import columns, show, write
from ops.exits import Exit, UsageError
from ops.options import Cloud
from ops.stages import Stages, duration
from ops.target import check_stack, environment_of
from report.drill import Drill, numbers, to_json
from report.rto import overview, rtos, unkept
from report.rto import to_json as rto_json

if TYPE_CHECKING:
    from ops.recovery.status import Kept

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Environment = Annotated[str, typer.Argument(metavar="ENV", help="An environment that serves: prod.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, and nothing else, on stdout.")]


@app.command()
def rto(environment: Environment, *, as_json: AsJson = False) -> Exit:
    """Print how long until every system answers from the other Region, term by term, against what is promised.

    Ends with 7 when a promise is carried by nothing.
    """
    zone = _primary(environment, "rto")
    if as_json:
        write(_text(rto_json(zone)))
    else:
        show(overview(zone))
    return Exit.DIFFERENCE if unkept(rtos(zone)) else Exit.OK


@app.command()
def drill(
    environment: Environment,
    *,
    decisions: Annotated[int, typer.Option(min=1, max=2000, help="Numbered decisions before the Region stops.")] = 50,
    behind: Annotated[
        int, typer.Option(min=0, help="How many of them after replication is paused: the drill must lose these.")
    ] = 5,
    meanwhile: Annotated[int, typer.Option(min=0, max=2000, help="Numbered decisions while the Region is off.")] = 10,
    as_json: AsJson = False,
) -> Exit:
    """In the sandbox: write numbered decisions, stop the Region, read its replica, serve there, fail back, and count.

    Ends with 5 while something else runs in the sandbox, with 6 when the environment is not up there, and with 7 when
    more was lost than the drill chose to lose, or anything is missing, doubled or changed after the failback. The
    report is filed in the log archive under drills/.
    """
    trial = importlib.import_module("ops.recovery.trial")  # boto3 and schemas: only who drills waits for them
    zone = _primary(environment, "drill")
    plan = trial.Plan(decisions=decisions, behind=behind, meanwhile=meanwhile)
    done, filed = trial.drill(zone, plan, Stages(aside=as_json))
    write(_text({**to_json(done), "filed": filed}) if as_json else _told(done, filed))
    return Exit.OK if done.passed else Exit.DIFFERENCE


@app.command()
def status(
    environment: Annotated[str, typer.Argument(metavar="ENV", help="An environment that serves.")] = "prod",
    *,
    cloud: Cloud = False,
    as_json: AsJson = False,
) -> Exit:
    """Ask what keeps each promise of recovery now: replicas, alarms, copies, keys, the standby, beats, the last drill.

    It only reads. What cannot be read says so, with the reason. Ends with 6 when the environment is not up in the
    sandbox, and with 7 when something does not stand as promised.
    """
    reading = importlib.import_module("ops.recovery.reading")  # boto3: only who asks waits for it
    kept = reading.read(_primary(environment, "status"), Stages(aside=True), cloud=cloud)
    if as_json:
        write(_text([asdict(one) for one in kept]))
    else:
        columns(_HEAD, [_row(one) for one in kept])
    return Exit.DIFFERENCE if any(one.line.verdict == "differs" for one in kept) else Exit.OK


_HEAD = ("of", "part", "kept by", "RPO", "RTO", "is", "thing", "asked", "answer")


def _row(one: Kept) -> tuple[str, ...]:
    line = one.line
    unknown = line.verdict == "not checkable here"
    answer = f"not known here: {line.reason}" if unknown else line.found
    answer += f", expected {line.expected}" if line.verdict == "differs" else ""
    return (
        one.subject,
        one.part,
        one.mechanism,
        one.rpo or "-",
        one.rto or "-",
        "not known here" if unknown else str(line.verdict),
        line.thing,
        line.promise,
        answer,
    )


def _told(done: Drill, filed: Sequence[str]) -> str:
    lines = [f"  {phase.name:<24} {duration(phase.seconds):>8}   {phase.said}" for phase in done.phases]
    lines += ["", f"  drill {done.id} {done.verdict}"]
    lines.append(f"  missing while {done.primary} was off: {numbers(done.lost.missing)}")
    lines.append("  promised, measured:")
    for measure in done.measures:
        measured = measure.measured or "not measured here"
        lines.append(f"    {measure.name:<32} {measure.promised:<10} {measured:<18} {measure.says}")
    lines.append("  not proved:")
    lines += [f"    {line}" for line in done.unproved]
    lines += [f"  filed {place}" for place in filed]
    return "\n".join(lines) + "\n"


def _text(document: object) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _primary(environment: str, verb: str) -> LandingZone:
    """The environment that serves; UsageError for one that stands by, and for a layer."""
    zone = load(environment_of(check_stack(environment, environments())))
    if environment != zone.environment:
        raise UsageError(
            f"{environment} is a layer, and a Region is lost with all of them", f"lz dr {verb} {zone.environment}"
        )
    if zone.recovers is not None:
        raise UsageError(f"{environment} stands by for {zone.recovers}", f"lz dr {verb} {zone.recovers}")
    return zone
