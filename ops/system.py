"""`lz system list|new|check`: the AI system cards, a first draft of one, and one held against all that it names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Final

import typer
from pydantic import TypeAdapter, ValidationError

from config.errors import ConfigurationError
from config.load import ROOT, draft_card, load, resolve_card, systems
from config.rto import Rto, Way, rto_terms
from config.system import System
from config.vocabulary import Email, Pattern, SystemName, format_duration
from ops.console import columns, write
from ops.exits import UsageError
from report.availability import Told, told

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A file of config/systems, without .yaml.")]

FOLDER: Final = ROOT / "systems"


@app.command("list")
def list_() -> None:
    """Print every AI system card: what it does, its tier, its model, and the environments that name it."""
    columns(("name", "pattern", "tier", "model", "runtime", "environments"), [_row(name) for name in systems()])


def _row(name: str) -> tuple[str, ...]:
    try:
        found = resolve_card(name)
    except ConfigurationError as error:
        count = len(error.problems)
        return name, "", "", "", "", f"{count} {'problem' if count == 1 else 'problems'}: lz system check {name}"
    card = found.card.value
    places = ", ".join(found.environments) or "none"
    return name, card.pattern, card.risk.tier, card.model.name, card.serve.runtime, places


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new file of config/systems, without .yaml.")],
    pattern: Annotated[Pattern, typer.Option("--pattern", help="What kind of work it does.")],
    owner: Annotated[str, typer.Option("--owner", help="The team that is called.")] = "platform@example.com",
) -> None:
    """Write the first draft of a card, right in itself, to be changed; never over a card that is there."""
    _spelled(name, TypeAdapter(SystemName), "a name", "lower-case words joined by hyphens, at most 24 characters")
    _spelled(owner, TypeAdapter(Email), "an owner", "an e-mail address")
    path = FOLDER / f"{name}.yaml"
    shown = f"config/systems/{name}.yaml"
    if path.exists():
        raise _there(shown)
    _create(path, draft_card(name, pattern, owner), shown)
    write(f"wrote {shown}\n  change what is there, then: lz system check {name}\n")
    write(f"  to run it, name it in an environment: systems: [{name}]\n")


def _spelled(value: str, adapter: TypeAdapter[str], what: str, how: str) -> None:
    try:
        adapter.validate_python(value)
    except ValidationError as error:
        raise UsageError(f"lz system new: {value!r} is not {what}", f"write {how}") from error


def _create(path: Path, text: str, shown: str) -> None:
    """The whole file at once, and only where there is none: a link to a name that is taken fails."""
    aside = path.with_name(f".{path.name}.new")
    aside.write_text(text, encoding="utf-8")
    try:
        os.link(aside, path)
    except FileExistsError as error:
        raise _there(shown) from error
    finally:
        aside.unlink()


def _there(shown: str) -> UsageError:
    return UsageError(f"lz system new: {shown} is there already", "change that file, or choose another name")


@app.command()
def check(name: Name) -> None:
    """Hold a card against its model, its datasets and every environment that names it; print what that comes to."""
    found = resolve_card(name)
    card = found.card.value
    write(f"{name}: right\n  {card.pattern}, tier {card.risk.tier}, {card.model.name} on {card.serve.runtime}\n")
    write(_availability(told(card)))
    for environment in found.environments:
        zone = load(environment)
        system = next(each for each in zone.cards if each.name == name)
        write(f"  {environment}\n{_fit(system)}{_rto(rto_terms(system, zone))}")
    if not found.environments:
        write("  named by no environment\n")


def _availability(found: Told) -> str:
    terms = "".join(f"    {name:<12}  {term}\n" for name, term in found.terms)
    return f"  answered  {found.promise}\n{terms}" + "".join(f"    {bound}\n" for bound in found.bounds)


def _fit(system: System) -> str:
    return f"    memory    {system.fit.arithmetic}\n" if system.fit else ""


def _rto(rto: Rto) -> str:
    if rto.promise is None:
        return "    recovery  nothing is promised of answers here\n"
    promised = format_duration(rto.promise)
    return "".join(
        f"    recovery  {_terms(way)}{f', which carries the promise of {promised}' if way is rto.carrier else ''}\n"
        for way in rto.ways
    )


def _terms(way: Way) -> str:
    terms = " + ".join(f"{term.name} {_minutes(term.minutes)}" for term in way.terms)
    return f"{way.target}: {terms} = {_minutes(way.minutes)}{'' if way.minutes is None else ' min'}"


def _minutes(value: float | None) -> str:
    return "no bound" if value is None else f"{round(value, 1):g}"
