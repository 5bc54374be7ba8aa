"""`lz policy admission`: the rules about Kubernetes objects for the API server of an environment's cluster."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from config.load import environments, load
from engine.files import write_text
from ops.console import write
from ops.exits import Exit
from ops.target import check_stack, environment_of
from policies.admission.policy import Admission, about_objects, admissions
from policies.levels import Settings
from policies.organisation import organisation
from policies.registry import all_rules
from policies.rule import Rule


def admission(
    environment: Annotated[str, typer.Argument(metavar="ENV", help="A file of config/environments, without .yaml.")],
    *,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write them there.", dir_okay=False)
    ] = None,
) -> Exit:
    """Write the rules about Kubernetes objects as ValidatingAdmissionPolicy; say which an API server cannot hold."""
    name = environment_of(check_stack(environment, environments()))
    settings = Settings.load(name)
    tiers = {system.card.name: str(system.card.risk.tier) for system in load(name).cards}
    rules = about_objects(all_rules())
    held = admissions(rules, settings, organisation().cluster_operators, tiers)
    text = _yaml(name, held)
    if out is None:
        write(text)
    else:
        write_text(out, text)
    for line in told(rules, held, settings, datetime.now(UTC).date()):
        sys.stderr.write(f"{line}\n")
    return Exit.OK


def _yaml(environment: str, held: Sequence[Admission]) -> str:
    head = (
        f"# The rules about Kubernetes objects for the cluster of {environment}: lz policy admission {environment}.\n"
        "# Generated; do not edit. Whose namespaces are left alone is in policies/organisation.yaml.\n"
    )
    made = [_plain(one) for admission in held for one in admission.objects]
    return head + yaml.safe_dump_all(made, sort_keys=False, width=120, explicit_start=True)


def _plain(value: Any) -> Any:
    """The same without a part that stands in two places, which YAML would write as an alias."""
    if isinstance(value, dict):
        return {key: _plain(below) for key, below in value.items()}
    return [_plain(below) for below in value] if isinstance(value, list) else value


def told(rules: Sequence[Rule], held: Sequence[Admission], settings: Settings, today: date) -> Iterator[str]:
    """What was written, what was not and why, and where the API server knows of no exemption."""
    environment = settings.environment
    levels = [str(one.level) for one in held]
    counts = ", ".join(f"{levels.count(level)} {level}" for level in dict.fromkeys(sorted(levels, reverse=True)))
    yield f"{environment}: {len(held)} of {len(rules)} rules about Kubernetes objects ({counts or 'none'})"
    written = {one.rule.id for one in held}
    for rule in rules:
        if not rule.cel:
            yield f"  {rule.id} not held: {rule.beyond}"
        elif rule.id not in written:
            yield f"  {rule.id} off in {environment}"
        elif rule.beyond:
            yield f"  {rule.id} held in part: {rule.beyond}"
    for one in settings.exemptions:
        if one.rule in written and environment_of(one.stack) == environment and not one.expired(today):
            yield f"  {one.rule} is exempt for {one.urn} until {one.expires}; the API server refuses it all the same"
