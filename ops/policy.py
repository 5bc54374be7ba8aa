"""`lz policy`: which rules there are, what each asks for and does in an environment, and what they carry."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from difflib import get_close_matches
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from config.load import environments
from ops.console import show, write
from ops.coverage import matrix
from ops.exits import Exit, UsageError
from ops.organisation import organisation
from ops.policy_new import new
from policies.levels import Settings
from policies.registry import all_rules
from policies.rule import Example, Rule, Severity
from report.frameworks import supported
from report.terminal import SEVERITY_STYLES

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("matrix")(matrix)
app.command("new")(new)
app.command("organisation")(organisation)

AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]


@app.command("list")
def list_rules(
    *,
    severity: Annotated[Severity | None, typer.Option(help="Only rules of this severity.")] = None,
    as_json: AsJson = False,
) -> Exit:
    """List the rules: id, severity and the good state each asks for."""
    rules = [rule for rule in all_rules() if severity in {None, rule.severity}]
    if as_json:
        write(_json([_as_data(rule, {}) for rule in rules]))
        return Exit.OK
    table = Table.grid(padding=(0, 2))
    for rule in rules:
        table.add_row(rule.id, Text(rule.severity, SEVERITY_STYLES[rule.severity]), rule.title)
    show(table)
    return Exit.OK


@app.command()
def explain(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="For example LZ-S3-001.")], *, as_json: AsJson = False
) -> Exit:
    """Explain one rule: why it matters, what to change, what it does in each environment, a good and a bad example."""
    rule = find(rule_id, all_rules())
    levels = {name: str(Settings.load(name).level(rule)) for name in environments()}
    if as_json:
        write(_json(_as_data(rule, levels)))
    else:
        show(explained(rule, levels))
    return Exit.OK


def find(rule_id: str, rules: Sequence[Rule]) -> Rule:
    """The rule of this id, in any case; UsageError with the nearest one when there is none."""
    by_id = {rule.id: rule for rule in rules}
    wanted = rule_id.upper()
    if wanted not in by_id:
        near = get_close_matches(wanted, by_id, n=1)
        raise UsageError(
            f"there is no rule {rule_id!r}", f"did you mean {near[0]}?" if near else "lz policy list shows them"
        )
    return by_id[wanted]


def _as_data(rule: Rule, levels: Mapping[str, str]) -> dict[str, Any]:
    data = {
        "id": rule.id,
        "title": rule.title,
        "severity": str(rule.severity),
        "control": rule.control,
        "types": list(rule.types),
        "why": rule.why,
        "fix": rule.fix,
        "frameworks": {key: list(ids) for key, ids in rule.frameworks.items()},
    }
    return {**data, "levels": dict(levels)} if levels else data


def _json(data: Any) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def explained(rule: Rule, levels: Mapping[str, str]) -> RenderableType:
    """A rule for a person; `levels` says what it does by environment."""
    facts = Table.grid(padding=(0, 2))
    facts.add_row("why", rule.why)
    facts.add_row("fix", rule.fix)
    facts.add_row("judges", "\n".join(rule.types))
    facts.add_row("supports", supported(rule.frameworks))
    facts.add_row("levels", ", ".join(f"{name} {level}" for name, level in levels.items()))
    facts.add_row("good", _example(rule.good, rule.offending))
    facts.add_row("bad", _example(rule.bad, rule.offending))
    facts.add_row("wrong at", rule.offending)
    head = Text().append(f"{rule.id} {rule.severity}  ", SEVERITY_STYLES[rule.severity]).append(rule.title, "bold")
    return Group(head, Padding(facts, (1, 0, 0, 2)))


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
