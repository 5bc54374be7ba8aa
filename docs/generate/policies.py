"""Write docs/reference/policies.md from the rules of the policy pack.

Usage: python -m docs.generate.policies [--check]; with --check nothing is written, and a page that is not up to date is
exit code 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from docs.generate.page import publish
from policies.aws_config import ManagedRule, managed_rules
from policies.framework import FRAMEWORKS
from policies.guards import GUARDS, Guard
from policies.registry import all_rules
from policies.rule import Example, Rule, Severity
from policies.sections import SECTIONS, counted, section_of

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path("docs/reference/policies.md")
COMMAND = "python -m docs.generate.policies"

_DEEP = "kubernetes:"
"""Types whose properties are deep trees, of which a page shows the branch that differs."""


def difference(rule: Rule) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """The resource in which the rule's examples differ, and what differs there, good and bad."""
    good = {example.name: _facts(example) for example in rule.good}
    for example in rule.bad:
        bad = _facts(example)
        known = good.get(example.name, {})
        if bad != known:
            keys = [key for key in {**known, **bad} if known.get(key) != bad.get(key)]
            before, after = _only(known, keys), _only(bad, keys)
            if example.type.startswith(_DEEP):
                before, after = _narrowed(before, after)
            return example.name, before, after
    raise ValueError(f"the examples of {rule.id} do not differ")


def _narrowed(good: Any, bad: Any) -> tuple[Any, Any]:
    """Of two nested values the branches that differ; a list of another length is shown whole."""
    if isinstance(good, dict) and isinstance(bad, dict):
        both = {key: _narrowed(good[key], bad[key]) for key in good if key in bad and good[key] != bad[key]}
        before = {key: both[key][0] if key in both else good[key] for key in good if good[key] != bad.get(key)}
        after = {key: both[key][1] if key in both else bad[key] for key in bad if bad[key] != good.get(key)}
        return before, after
    if isinstance(good, list) and isinstance(bad, list) and len(good) == len(bad):
        pairs = [_narrowed(g, b) for g, b in zip(good, bad, strict=True) if g != b]
        return [g for g, _ in pairs], [b for _, b in pairs]
    return good, bad


def _facts(example: Example) -> dict[str, Any]:
    facts: dict[str, Any] = {key: _opened(value) for key, value in example.properties.items()}
    facts.update({key: f"${{{target}}}" for key, target in example.refs.items() if key not in facts})
    return {
        **facts,
        "options.protect": example.protect,
        "options.ignoreChanges": list(example.ignore_changes),
        "options.provider": "explicit" if example.provider else "default",
    }


def _opened(value: Any) -> Any:
    """A JSON document as what it holds, so that it can be read."""
    if isinstance(value, str) and value.startswith(("{", "[")):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _only(facts: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    return {key: facts[key] for key in keys if key in facts}


def _yaml(name: str, facts: Mapping[str, Any]) -> list[str]:
    text = yaml.safe_dump({name: dict(facts)}, sort_keys=False, width=110, allow_unicode=True)
    return ["```yaml", *text.rstrip("\n").split("\n"), "```", ""]


def _frameworks(rule: Rule | Guard) -> str:
    return "; ".join(f"{key} {', '.join(rule.frameworks[key])}" for key in FRAMEWORKS if key in rule.frameworks)


def _render(rule: Rule) -> Iterator[str]:
    name, good, bad = difference(rule)
    types = ", ".join(f"`{type_}`" for type_ in rule.types)
    yield from (f"### {rule.id}", "", f"**{rule.title}**", "")
    yield from (f"{rule.severity} · control {rule.control} · {types}", "")
    yield from (f"Why: {rule.why}", "", f"Fix: {rule.fix}", "", f"Supports: {_frameworks(rule)}", "")
    if managed := managed_rules(rule.id):
        yield from (f"AWS Config: {'; '.join(f'`{one.identifier}` ({_extent(one)})' for one in managed)}", "")
    yield from ("Good:", "", *_yaml(name, good), "Bad:", "", *_yaml(name, bad))


def _extent(one: ManagedRule) -> str:
    return ", ".join(filter(None, (one.extent, one.note)))


def _render_guard(guard: Guard) -> Iterator[str]:
    yield from (f"### {guard.id}", "", f"**{guard.title}**", "")
    yield from (f"{guard.severity}{f' · control {guard.control}' if guard.control else ''}", "")
    yield from (f"Why: {guard.why}", "", f"Fix: {guard.fix}", "")
    if guard.frameworks:
        yield from (f"Supports: {_frameworks(guard)}", "")


def _counted(rules: Sequence[Rule]) -> Iterator[str]:
    heads = ("", "rules", *Severity, "of one resource", "of the stack")
    yield from (f"| {' | '.join(heads)} |", f"| --- {'| ---: ' * (len(heads) - 1)}|")
    for name, row in counted(rules):
        yield f"| {' | '.join((name, *(str(number or '') for number in row)))} |"
    yield ""


def page(rules: Sequence[Rule]) -> str:
    """The page, Markdown."""
    lines = [
        "# Policies",
        "",
        f"Generated from the rules by `{COMMAND}`; do not edit. {len(rules)} rules. What a finding does in an",
        "environment is in `policies/levels.yaml`, floors and allowed Regions are in `policies/organisation.yaml`.",
        "An example shows what differs between a stack that passes every rule and one that fails this rule alone;",
        "`${name}` is an output of another resource. Mappings to frameworks are engineering judgement, not legal",
        f"advice. {sum(bool(managed_rules(rule.id)) for rule in rules)} rules name the managed rules of AWS Config",
        "that ask the same of what is there, and how far (`policies/aws_config.yaml`).",
        "",
        *_counted(rules),
    ]
    for section, group in groupby(rules, key=section_of):
        listed = list(group)
        lines += [f"## {SECTIONS[section]}", "", "| rule | severity | what holds |", "| --- | --- | --- |"]
        lines += [f"| [{rule.id}](#{rule.id.lower()}) | {rule.severity} | {rule.title} |" for rule in listed]
        lines.append("")
        for rule in listed:
            lines += _render(rule)
    lines += ["## The pack itself", "", "What the engine holds beside the rules; no level switches it off.", ""]
    for guard in GUARDS:
        lines += _render_guard(guard)
    return "\n".join(lines).rstrip("\n") + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or with --check say whether it is up to date; the exit code."""
    return publish(ROOT / PAGE, page(all_rules()), COMMAND, arguments)


if __name__ == "__main__":
    sys.exit(main())
