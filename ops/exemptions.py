"""`lz policy exempt|exemptions`: agree to live with a finding until a day, and see what was agreed to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.table import Table
from rich.text import Text

from config.load import environments
from ops.console import show, write
from ops.exemption_file import entry
from ops.exemption_file import write as add
from ops.exits import Exit, UsageError
from ops.lookup import find
from ops.target import check_stack
from policies import exemptions
from policies.exemptions import Exemption, Limits
from policies.levels import FOLDER, Settings
from policies.registry import all_rules
from policies.rule import Rule

SOON = 14
"""Days before its end from which an exemption is shown as one that ends soon."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An exemption on a day."""

    exemption: Exemption
    rule: Rule
    days_left: int
    state: str
    """holds, expired, or why it exempts nothing."""


def exempt(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The rule of the finding: LZ-S3-001.")],
    urn: Annotated[str, typer.Argument(metavar="URN", help="The exact URN of the resource, as the finding shows it.")],
    *,
    reason: Annotated[str, typer.Option(help="Why the finding is acceptable for now, in a sentence.")],
    owner: Annotated[str, typer.Option(help="E-mail address of who answers for it.")],
    ticket: Annotated[str, typer.Option(help="Where it was agreed.")],
    days: Annotated[int, typer.Option(help="How many days it holds, from today.", min=1)],
    path: Annotated[str, typer.Option(help="One property, as the finding shows it; else the whole resource.")] = "",
    approver: Annotated[
        str | None, typer.Option(help="E-mail address of a second person, where levels.yaml asks for one.")
    ] = None,
) -> Exit:
    """Exempt one resource, or one property of it, from a rule until a day: writes policies/exemptions.yaml."""
    today = datetime.now(UTC).date()
    rules = all_rules()
    about = find(rule, rules)
    said = {
        "rule": about.id, "urn": urn, "path": path, "reason": reason, "owner": owner, "ticket": ticket,
        "granted": today, "expires": today + timedelta(days=min(days, date.max.toordinal() - today.toordinal())),
        "approver": approver,
    }  # fmt: skip
    try:
        one = Exemption.model_validate(said)
    except ValidationError as error:
        key = str(error.errors()[0]["loc"][0])
        raise UsageError(f"lz policy exempt: {key} {said[key]!r} is not good", exemptions.fix(key)) from error
    check_stack(one.stack, environments())
    settings = Settings.load(one.environment, FOLDER, rules=rules)
    refuse(one, about, settings, today)
    add(FOLDER, one, {each.id: each.severity for each in rules}, settings.limits)
    write(f"policies/{exemptions.FILE}:\n{entry(one)}")
    write(f"{about.title}. Exempt for {one.days_left(today)} days, until {one.expires}; commit it with its ticket.\n")
    return Exit.OK


def refuse(one: Exemption, rule: Rule, settings: Settings, today: date) -> None:
    """UsageError where the exemption would be an error, would exempt nothing, or would be one too many."""
    limits, where = settings.limits, f"lz policy exempt: {rule.id}"
    if wrong := exemptions.too_long(one, rule.severity, limits)[0]:
        most = limits.days[rule.severity]
        raise UsageError(f"{where}: the last day {wrong}", f"take --days {most} or fewer, and agree anew when it ends")
    if why := one.refused(rule.severity, limits, today):
        raise UsageError(f"{where}: the exemption {why}", f"{one.environment} asks for a second person: --approver")
    if other := next((each for each in settings.exemptions if each.key == one.key), None):
        raise UsageError(
            f"{where} is exempt there already, until {other.expires} ({other.ticket})",
            f"change its entry in policies/{exemptions.FILE}",
        )
    holding = [each for each in settings.exemptions if each.environment == one.environment and not each.expired(today)]
    if len(holding) >= limits.most:
        raise UsageError(
            f"{where} would be one too many: {len(holding)} hold in {one.environment}, and {limits.most} may",
            "fix what can be fixed; lz policy exemptions shows them",
        )


def list_exemptions(
    *,
    env: Annotated[str | None, typer.Option(metavar="ENV", help="Only those of this environment.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of a table.")] = False,
) -> Exit:
    """List the exemptions with the days they have left; what one hides, lz check shows."""
    wanted = None if env is None else check_stack(env, environments())
    found = standing(wanted, datetime.now(UTC).date())
    if as_json:
        write(json.dumps([as_data(one) for one in found], indent=2, ensure_ascii=False) + "\n")
    elif found:
        show(table(found))
    else:
        show(f"no exemptions{f' in {env}' if env else ''}")
    return Exit.OK


def standing(env: str | None, today: date) -> list[Standing]:
    """The exemptions on a day, the first to end first."""
    rules = {rule.id: rule for rule in all_rules()}
    limits = dict[str, Limits]()
    found = list[Standing]()
    for one in Settings.load("", FOLDER, rules=rules.values()).exemptions:
        if env not in {None, one.stack, one.environment}:
            continue
        if one.environment not in limits:
            limits[one.environment] = Settings.load(one.environment, FOLDER, rules=rules.values()).limits
        rule = rules[one.rule]
        state = "expired" if one.expired(today) else one.refused(rule.severity, limits[one.environment], today)
        found.append(Standing(one, rule, one.days_left(today), state or "holds"))
    return sorted(found, key=lambda each: (each.days_left, each.exemption.key))


def as_data(one: Standing) -> Mapping[str, Any]:
    """An exemption on a day, as JSON data."""
    return {
        **one.exemption.to_json(),
        "severity": str(one.rule.severity),
        "environment": one.exemption.environment,
        "days_left": one.days_left,
        "state": one.state,
    }


def table(found: Iterable[Standing]) -> Table:
    """Exemptions for a person."""
    drawn = Table(box=None, pad_edge=False)
    for title in ("days left", "rule", "severity", "environment", "resource", "path", "owner", "ticket", "state"):
        drawn.add_column(title, justify="right" if title == "days left" else "left", overflow="fold")
    for one in found:
        exemption = one.exemption
        style = "red" if one.state != "holds" else "yellow" if one.days_left <= SOON else ""
        drawn.add_row(
            Text(str(one.days_left), style),
            exemption.rule,
            str(one.rule.severity),
            exemption.stack,
            exemption.urn.rpartition("::")[2],
            exemption.path or "whole",
            exemption.owner + (f", {exemption.approver}" if exemption.approver else ""),
            exemption.ticket,
            Text(one.state, style),
        )
    return drawn
