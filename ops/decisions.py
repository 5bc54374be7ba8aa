"""`lz decisions`: make one, show its record, take a verdict, hold a challenger against it, stop what makes them.

In the sandbox by the code of the deployed functions.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import boto3
import typer

from config.contracts import SystemsContract
from config.contracts.systems import RecordsContract, SystemContract
from config.load import environments, load
from config.model import LandingZone
from config.system import System
from engine.fake_models import FakeModels, Fault
from engine.lambda_host import deployed, invoke
from engine.pulumi import Session, open_session
from engine.standin.clients import Clients
from functions.decision.request import KEY_HEADER
from functions.record.identity import is_id, object_key
from functions.record.subject import pseudonym
from ops import intake, recorded, shadows, stops
from ops.comparison import Tally, compared
from ops.console import columns, write
from ops.deploy import enter_cloud
from ops.exits import Exit, UsageError
from ops.options import Cloud
from ops.stages import Stages
from ops.target import check_stack, chosen_system, environment_of

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Environment = Annotated[str, typer.Option("--env", metavar="ENV", help="An environment that is up in the sandbox.")]
_COLUMNS = ("time", "kind", "system", "id", "outcome", "band", "rule", "reviewer")
_SAMPLES: Mapping[str, Any] = {"string": "sample", "number": 1.5, "integer": 1, "boolean": True}


@app.command()
def make(
    system: Annotated[str, typer.Argument(metavar="SYSTEM", help="An AI system of the environment.")],
    *,
    environment: Environment = "dev",
    payload: Annotated[
        str | None, typer.Option(metavar="JSON|FILE", help="What is asked; without it a sample made from the card.")
    ] = None,
    key: Annotated[
        str | None, typer.Option(help="The request's idempotency key: the same key is decided once.")
    ] = None,
    confidence: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="How sure the stand-in models shall be; else as the request falls."),
    ] = None,
    gone: Annotated[
        list[str] | None, typer.Option(help="A target that is gone (again for more): own, bedrock ...")
    ] = None,
    by_intake: Annotated[
        bool, typer.Option("--intake", help="By the queue or stream of the card; the answer out of its queue.")
    ] = False,
) -> Exit:
    """Send one request through the system's decision function. Ends with 7 when it is refused.

    The code is the deployed function's own; models are stand-ins and say so. Prints the answer as JSON.
    """
    place = _Place(environment, system)
    asked = _payload(payload) if payload is not None else _sample(place.card)
    function = place.function("decision")
    targets = function.targets()
    if strange := sorted(set(gone or ()) - set(targets)):
        raise UsageError(f"{system} has no target {strange[0]}", f"choose of {', '.join(targets)}")
    with FakeModels() as models:
        for name in gone or ():
            models.order(targets[name], Fault.GONE)
        if confidence is not None:
            models.order("*", confidence=confidence)

        def run(event: Mapping[str, Any]) -> dict[str, Any]:
            [found] = invoke(function, [event], clients=place.clients, models=models.endpoint)
            return found

        if not by_intake:
            answer = run(_event(place.zone, "caller", "/decisions", asked, key))
            _shadowed(place, models)
            return _answered(answer)
        known = key or str(uuid.uuid4())
        body = intake.answered(place.zone, place.contract, asked, known, clients=place.clients, hand=run)
        _shadowed(place, models)
    if body is None:
        write(_text({"given_back": True, KEY_HEADER: known}))
        return Exit.DIFFERENCE
    write(_text({KEY_HEADER: known, **body}))
    return Exit.OK


@app.command()
def review(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The decision, as its answer named it.")],
    *,
    environment: Environment = "dev",
    system: Annotated[str, typer.Option("--system", help="The system that made it.")],
    reviewer: Annotated[str, typer.Option("--as", help="Who reviews: a name that the authorizer would give.")],
    verdict: Annotated[str, typer.Option(help="One of the system's outcomes.")],
    explanation: Annotated[str, typer.Option(help="Why, in words that the record keeps.")],
) -> Exit:
    """Give a reviewer's verdict on a decision that waits. Ends with 7 when it is refused."""
    place = _Place(environment, system)
    sent = {"decision": id_, "verdict": verdict, "explanation": explanation}
    function = place.function("review")
    event = _event(place.zone, reviewer, "/reviews", sent, None)
    [answer] = invoke(function, [event], clients=place.clients, models="http://127.0.0.1:9")
    return _answered(answer)


@app.command()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A record's id.")],
    *,
    environment: Environment = "dev",
    replica: Annotated[bool, typer.Option("--replica", help="Read the recovery Region's copy instead.")] = False,
) -> Exit:
    """Print a decision's record as the locked store holds it, with where and until when it is locked."""
    if not is_id(id_):
        raise UsageError(f"lz decisions show: {id_!r} is no id of a record", "copy it from the answer: 20261125T14-...")
    zone, session, contract = _opened(environment)
    region = zone.recovery.region if replica else zone.region
    s3 = Clients(session.server.endpoint).client("s3", region, zone.account)
    for system in contract.systems.values():
        bucket = system.record_bucket.replace(zone.region, region) if replica else system.record_bucket
        key = object_key(system.name, id_)
        try:
            found = s3.get_object(Bucket=bucket, Key=key)
        except s3.exceptions.NoSuchKey:
            continue
        until = found.get("ObjectLockRetainUntilDate")
        where = {
            "object": f"s3://{bucket}/{key}",
            "region": region,
            "version": found.get("VersionId"),
            "lock": found.get("ObjectLockMode"),
            "locked_until": None if until is None else until.astimezone(UTC).isoformat(),
        }
        write(_text({"record": json.loads(found["Body"].read()), "store": where}))
        return Exit.OK
    raise UsageError(f"no system of {environment} has a record {id_} in {region}", "check the id and the environment")


@app.command()
def about(
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help="A person's id, as requests name it.")],
    *,
    environment: Environment = "dev",
    cloud: Cloud = False,
    as_json: Annotated[bool, typer.Option("--json", help="The records whole, as JSON.")] = False,
) -> Exit:
    """Print every record about a person: decisions, reviews and outcomes of all systems, in order.

    What a challenger said of the person stands behind them, as shadow: nobody was given it, and it decided nothing.

    The person is looked for by pseudonym, which KMS makes. In an account Athena answers; the sandbox has none, and
    reads the locked store instead.
    """
    start = time.monotonic()
    found, beside = recorded.apart(
        _in_cloud(environment, subject) if cloud else _in_sandbox(environment, subject),
    )
    seconds = time.monotonic() - start
    if as_json:
        write(_text({"records": found, "shadows": beside, "seconds": round(seconds, 3)}))
        return Exit.OK
    rows = [*found, *({**record, "kind": "shadow"} for record in beside)]
    columns(_COLUMNS, [[str(record[name] or "") for name in _COLUMNS] for record in rows], nothing="no record")
    source, more = "table" if cloud else "locked store", f", {_many('shadow', beside)} beside" if beside else ""
    Stages(aside=True).say(f"{_many('record', found)} from the {source}{more} in {seconds:.1f} s")
    return Exit.OK


@app.command()
def compare(
    system: Annotated[str, typer.Argument(metavar="SYSTEM", help="An AI system of the environment.")],
    *,
    environment: Environment = "dev",
    as_json: Annotated[bool, typer.Option("--json", help="The counts as JSON.")] = False,
) -> Exit:
    """Hold what a system's challenger said against what was decided, by the band of the decision.

    Counts decisions, those the challenger was asked about, those it gave no answer to, those that nobody has decided
    yet, and where it agrees or differs. Reads every record of the locked store in the sandbox.
    """
    place = _Place(environment, system)
    s3 = place.clients.client("s3", place.zone.region, place.zone.account)
    tallies = compared(recorded.everything(s3, [place.contract]))
    rows = {name: asdict(tally) for name, tally in {**tallies, "all": sum(tallies.values(), Tally())}.items()}
    shadow = place.card.card.shadow
    if as_json:
        write(_text({"system": system, "challenger": shadow.target if shadow else None, "bands": rows}))
        return Exit.OK
    columns(
        ("band", *(one.name for one in fields(Tally))),
        [[name, *(str(count) for count in row.values())] for name, row in rows.items()],
    )
    if shadow is None:
        Stages(aside=True).say(f"nobody challenges {system} now: its card has no section shadow")
    return Exit.OK


By = Annotated[str, typer.Option("--as", help="Who says so: a person's address.")]
Reason = Annotated[str, typer.Option(help="Why, in words that stand beside it.")]
Stoppable = Annotated[str, typer.Argument(metavar="SYSTEM", help="An AI system of the environment.")]


@app.command()
def stop(system: Stoppable, *, environment: Environment = "dev", by: By, reason: Reason, cloud: Cloud = False) -> Exit:
    """Stop a system: from the next second on no model is asked, and people decide what comes in.

    Holds in both Regions of a pair, over deploys and failovers, until it is resumed.
    """
    return _say(environment, system, stopped=True, by=by, reason=reason, cloud=cloud)


@app.command()
def resume(
    system: Stoppable, *, environment: Environment = "dev", by: By, reason: Reason, cloud: Cloud = False
) -> Exit:
    """Let a stopped system decide again. What waits for people keeps waiting for them."""
    return _say(environment, system, stopped=False, by=by, reason=reason, cloud=cloud)


def _say(environment: str, system: str, *, stopped: bool, by: str, reason: str, cloud: bool) -> Exit:
    zone, contract, dynamodb = _where(environment, cloud=cloud)
    chosen_system("decisions", environment, system, contract.systems)
    table = _records(contract).stops
    if table is None:
        raise UsageError(f"{environment} was brought up before systems could be stopped", f"lz up {environment}")
    write(_text({**stops.say(dynamodb, table, system, stopped=stopped, by=by, reason=reason), "region": zone.region}))
    return Exit.OK


def _where(environment: str, *, cloud: bool) -> tuple[LandingZone, SystemsContract, Any]:
    if cloud:
        zone, contract = _published(environment)
        return zone, contract, boto3.client("dynamodb", region_name=zone.region)
    zone, session, contract = _opened(environment)
    return zone, contract, Clients(session.server.endpoint).client("dynamodb", zone.region, zone.account)


def _many(what: str, found: Sequence[object]) -> str:
    return f"{len(found)} {what}{'' if len(found) == 1 else 's'}"


def _shadowed(place: _Place, models: FakeModels) -> None:
    """Put what was mirrored before the challenger, as Lambda would."""
    if "shadow" not in place.contract.functions:
        return

    def run(event: dict[str, Any]) -> dict[str, Any]:
        [found] = invoke(place.function("shadow"), [event], clients=place.clients, models=models.endpoint)
        return found

    shadows.asked(place.zone, place.contract.queues["mirror"].url, clients=place.clients, hand=run)


def _in_sandbox(environment: str, subject: str) -> list[recorded.Record]:
    zone, session, contract = _opened(environment)
    clients = Clients(session.server.endpoint)
    person = _pseudonym(contract, clients.client("kms", zone.region, zone.account), subject)
    return recorded.in_store(clients.client("s3", zone.region, zone.account), list(contract.systems.values()), person)


def _in_cloud(environment: str, subject: str) -> list[recorded.Record]:
    zone, contract = _published(environment)
    person = _pseudonym(contract, boto3.client("kms", region_name=zone.region), subject)
    return recorded.in_table(boto3.client("athena", region_name=zone.region), _records(contract), person)


def _published(environment: str) -> tuple[LandingZone, SystemsContract]:
    """What the environment's stack in the account says of its systems."""
    stack = check_stack(environment, environments())
    zone, outputs = load(environment_of(stack)), enter_cloud(Stages(aside=True)).outputs(stack)
    if "systems" not in outputs:
        raise UsageError(f"the stack {stack} publishes no systems", f"bring it up first: lz up {stack} --cloud")
    return zone, SystemsContract.model_validate(outputs["systems"])


def _pseudonym(contract: SystemsContract, kms: Any, subject: str) -> str:
    return pseudonym(kms, _records(contract).subject_key, subject)[0]


def _records(contract: SystemsContract) -> RecordsContract:
    if contract.records is None:
        raise UsageError(f"{contract.environment} has no system that decides", "name one in its key systems")
    return contract.records


class _Place:
    """A system of an environment that is up in the sandbox."""

    def __init__(self, environment: str, system: str) -> None:
        self.zone, self._session, contract = _opened(environment)
        if system not in contract.systems:
            raise UsageError(f"{environment} has no system {system!r}", f"choose of {', '.join(contract.systems)}")
        self.card = next(found for found in self.zone.cards if found.name == system)
        self.contract: SystemContract = contract.systems[system]
        self.clients = Clients(self._session.server.endpoint)
        self._stack = environment

    def function(self, purpose: str) -> Any:
        """The function that does this."""
        name = self.contract.functions[purpose].name
        resources = self._session.export(self._stack).get("resources") or []
        return deployed(name, self.zone.region, self.zone.account, resources, self.clients)


def _opened(environment: str) -> tuple[LandingZone, Session, SystemsContract]:
    stack = check_stack(environment, environments())
    zone, session = load(environment_of(stack)), open_session()
    outputs = session.outputs(stack)
    if "systems" not in outputs:
        raise UsageError(f"{stack} is not up in the sandbox", f"lz up {stack}")
    return zone, session, SystemsContract.model_validate(outputs["systems"])


def _event(zone: LandingZone, sender: str, path: str, sent: Mapping[str, Any], key: str | None) -> dict[str, Any]:
    """A proxy event as API Gateway makes it of a signed request."""
    return {
        "httpMethod": "POST",
        "path": path,
        "headers": {"content-type": "application/json", **({} if key is None else {"idempotency-key": key})},
        "requestContext": {
            "requestId": str(uuid.uuid4()),
            "requestTimeEpoch": int(datetime.now(UTC).timestamp() * 1000),
            "identity": {"userArn": f"arn:aws:sts::{zone.account}:assumed-role/sandbox/{sender}"},
        },
        "body": json.dumps(sent),
        "isBase64Encoded": False,
    }


def _payload(text: str) -> dict[str, Any]:
    try:
        said = text if text.lstrip().startswith("{") else Path(text).read_text(encoding="utf-8")
        found = json.loads(said)
    except OSError as error:
        raise UsageError(f"--payload {text}: cannot be read: {error.strerror}", "name a file, or write JSON") from error
    except ValueError as error:
        raise UsageError(f"--payload is not JSON: {error}", 'write for example {"question": "where is it?"}') from error
    if not isinstance(found, dict):
        raise UsageError("--payload is not a JSON object", 'write for example {"question": "where is it?"}')
    return found


def _sample(system: System) -> dict[str, Any]:
    return {
        name: _SAMPLES[field.type][: field.longest] if field.type == "string" else _SAMPLES[field.type]
        for name, field in system.card.payload.items()
        if field.required
    }


def _answered(answer: Mapping[str, Any]) -> Exit:
    body = json.loads(answer["body"])
    write(_text({"status": answer["statusCode"], **body}))
    return Exit.OK if answer["statusCode"] < 400 else Exit.DIFFERENCE


def _text(what: Mapping[str, Any]) -> str:
    return json.dumps(what, indent=2, ensure_ascii=False) + "\n"
