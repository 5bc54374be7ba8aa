"""`lz policy`: which rules there are, what each asks for and does in an environment, and what they carry."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from config.load import environments
from ops.admission import admission
from ops.console import columns, show, write
from ops.coverage import matrix
from ops.exemptions import Standing, as_data, exempt, list_exemptions, standing, table
from ops.exits import Exit
from ops.lookup import find
from ops.organisation import organisation
from ops.policy_new import new
from ops.verification.rules import asked_again
from policies.aws_config import managed_rules
from policies.controls import Coverage, coverage
from policies.framework import frameworks
from policies.guards import GUARDS, Guard
from policies.levels import Level, Settings
from policies.registry import all_rules
from policies.rule import Example, Rule, Severity
from policies.sections import counted
from report.terminal import SEVERITY_STYLES

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("admission")(admission)
app.command("matrix")(matrix)
app.command("new")(new)
app.command("organisation")(organisation)
app.command("exempt")(exempt)
app.command("exemptions")(list_exemptions)

AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]


@app.command("list")
def list_rules(
    *,
    severity: Annotated[Severity | None, typer.Option(help="Only rules of this severity.")] = None,
    count: Annotated[bool, typer.Option("--count", help="How many there are, by section, severity and scope.")] = False,
    as_json: AsJson = False,
) -> Exit:
    """List the rules: id, severity and the good state each asks for."""
    rules = [rule for rule in all_rules() if severity in {None, rule.severity}]
    if count:
        return _counted(rules, as_json=as_json)
    if as_json:
        write(_json([_as_data(rule) for rule in rules]))
        return Exit.OK
    table = Table.grid(padding=(0, 2))
    for rule in rules:
        table.add_row(rule.id, Text(rule.severity, SEVERITY_STYLES[rule.severity]), rule.title)
    show(table)
    return Exit.OK


def _counted(rules: Sequence[Rule], *, as_json: bool) -> Exit:
    heads = ("rules", *map(str, Severity), "of one resource", "of the stack")
    rows = list(counted(rules))
    if as_json:
        write(_json([{"section": name, **dict(zip(heads, row, strict=True))} for name, row in rows]))
    else:
        columns(("section", *heads), [(name, *map(str, row)) for name, row in rows])
    return Exit.OK


@app.command()
def explain(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="For example LZ-S3-001.")], *, as_json: AsJson = False
) -> Exit:
    """Explain one rule: why, what to change, what it does and carries, a good and a bad example, who is exempt."""
    if (guard := next((one for one in GUARDS if one.id == rule_id.upper()), None)) is not None:
        if as_json:
            write(_json({**_told(guard), "coverage": _coverage(guard)}))
        else:
            show(explained_guard(guard))
        return Exit.OK
    rule = find(rule_id, all_rules())
    settings = {name: Settings.load(name) for name in environments()}
    levels = {name: str(one.level(rule)) for name, one in settings.items()}
    tiers = {tier: str(said.level(rule)) for one in settings.values() for tier, said in one.tiers.items()}
    exempted = [one for one in standing(None, datetime.now(UTC).date()) if one.rule is rule]
    if as_json:
        more = {
            "levels": levels,
            "tiers": tiers,
            "coverage": _coverage(rule),
            "exemptions": [as_data(one) for one in exempted],
        }
        write(_json({**_as_data(rule), **more}))
    else:
        show(explained(rule, levels, tiers, exempted))
    return Exit.OK


def _as_data(rule: Rule) -> dict[str, Any]:
    managed = [{"identifier": one.identifier, "extent": one.extent, "note": one.note} for one in managed_rules(rule.id)]
    admission = [{"at": one.at, "expression": one.expression, "message": one.message} for one in rule.cel]
    return {
        **_told(rule),
        "types": list(rule.types),
        "aws_config": managed,
        "admission": admission,
        "admission_beyond": rule.beyond,
        "verify": list(asked_again().get(rule.id, ())),
    }


def _told(rule: Rule | Guard) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": str(rule.severity),
        "control": rule.control,
        "why": rule.why,
        "fix": rule.fix,
        "frameworks": {key: list(ids) for key, ids in rule.frameworks.items()},
    }


def _coverage(rule: Rule | Guard) -> dict[str, dict[str, str]]:
    carried = coverage(rule.control, rule.id) if rule.control else {}
    return {key: {id_: str(how) for id_, how in ids.items()} for key, ids in carried.items()}


def _json(data: Any) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def explained(
    rule: Rule, levels: Mapping[str, str], tiers: Mapping[str, str], exempted: Sequence[Standing]
) -> RenderableType:
    """A rule for a person; `levels` says what it does by environment, `tiers` at least by risk tier."""
    facts = Table.grid(padding=(0, 2))
    facts.add_row("why", rule.why)
    facts.add_row("fix", rule.fix)
    facts.add_row("judges", "\n".join(rule.types))
    facts.add_row("control", rule.control)
    facts.add_row("carries", _carried(coverage(rule.control, rule.id)))
    facts.add_row("levels", _levels(levels, tiers))
    facts.add_row("AWS Config", "\n".join(map(str, managed_rules(rule.id))) or "no managed rule comes near")
    if rule.cel or rule.beyond:
        facts.add_row("admission", _admission(rule))
    facts.add_row("lz verify", "\n".join(asked_again().get(rule.id, ())) or "does not ask again")
    facts.add_row("exempt", table(exempted) if exempted else "nobody")
    facts.add_row("good", _example(rule.good, rule.offending))
    facts.add_row("bad", _example(rule.bad, rule.offending))
    facts.add_row("wrong at", rule.offending)
    return Group(_head(rule), Padding(facts, (1, 0, 0, 2)))


def explained_guard(guard: Guard) -> RenderableType:
    """What the engine itself holds, for a person."""
    facts = Table.grid(padding=(0, 2))
    facts.add_row("why", guard.why)
    facts.add_row("fix", guard.fix)
    if guard.control:
        facts.add_row("control", guard.control)
        facts.add_row("carries", _carried(coverage(guard.control, guard.id)))
    facts.add_row("levels", "held by the engine in every environment; no level switches it off")
    return Group(_head(guard), Padding(facts, (1, 0, 0, 2)))


def _admission(rule: Rule) -> str:
    """Whether the API server of a cluster holds the rule, and what it leaves out."""
    held = [f"ValidatingAdmissionPolicy {rule.id.lower()}"] if rule.cel else ["not held by an API server"]
    return ". ".join([*held, *([rule.beyond] if rule.beyond else [])])


def _head(rule: Rule | Guard) -> Text:
    return Text().append(f"{rule.id} {rule.severity}  ", SEVERITY_STYLES[rule.severity]).append(rule.title, "bold")


def _carried(carried: Mapping[str, Mapping[str, Coverage]]) -> str:
    """Framework by framework the requirements, how far, and what they ask."""
    return "\n".join(
        f"{framework.name} {id_} {how}: {framework.requirements[id_].asks}"
        for key, framework in frameworks().items()
        for id_, how in carried.get(key, {}).items()
    )


def _levels(levels: Mapping[str, str], tiers: Mapping[str, str]) -> str:
    """By environment, and where a risk tier asks for more than nothing, at least that."""
    said = [", ".join(f"{name} {level}" for name, level in levels.items())]
    said += [f"{tier}-risk systems: at least {level}" for tier, level in tiers.items() if level != Level.OFF]
    return "; ".join(said)


def _example(examples: Sequence[Example], offending: str) -> Text:
    """Of an example stack, the resource that the rule is about, with what was said of it."""
    name, _, path = offending.partition(".")
    example = next((one for one in examples if one.name == name), examples[0] if len(examples) == 1 else None)
    if example is None:
        return Text(f"no resource {name!r}")
    said = asdict(example)
    keys = ("properties", "refs", "protect", "ignore_changes", *(["provider"] if path == "provider" else []))
    shown = {key: said[key] for key in keys if said[key]}
    return Text(f"{example.name} ({example.type})\n{json.dumps(shown, indent=2)}")
