"""Write docs/reference/admission.md from the rules about Kubernetes objects.

Usage: python -m docs.generate.admission [--check]; with --check nothing is written, and a page that is not up to date
is exit code 1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from docs.generate.page import publish
from policies.admission.policy import about_objects
from policies.organisation import Operators, organisation
from policies.registry import all_rules
from policies.rule import KUBERNETES, Rule

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path("docs/reference/admission.md")
COMMAND = "python -m docs.generate.admission"


def page(rules: Sequence[Rule], operators: Operators) -> str:
    """The page, Markdown."""
    objects = about_objects(rules)
    held, beyond = [rule for rule in objects if rule.cel], [rule for rule in objects if not rule.cel]
    return "\n".join(
        [
            "# Admission policies",
            "",
            f"Generated from the rules by `{COMMAND}`; do not edit. Of {len(objects)} rules about Kubernetes",
            f"objects an API server can hold {len(held)}, as the ValidatingAdmissionPolicy of the rule's id in small",
            "letters, written in CEL by `lz policy admission ENV`. A mandatory rule refuses (`Deny`), an advisory one",
            "warns (`Warn`), both are in the audit log; where a policy breaks, the object is refused (`failurePolicy:",
            "Fail`). How to install them:",
            "[hold the rules in the cluster](../how-to/admission-policies.md).",
            "",
            "## Held by an API server",
            "",
            "| rule | severity | what holds | kinds | what is left to the check |",
            "| --- | --- | --- | --- | --- |",
            *(_held(rule) for rule in held),
            "",
            "## Not held by an API server",
            "",
            "It sees one object at a time, and nothing of AWS or of the program.",
            "",
            "| rule | severity | what holds | why not |",
            "| --- | --- | --- | --- |",
            *(f"| {_link(rule)} | {rule.severity} | {rule.title} | {rule.beyond} |" for rule in beyond),
            "",
            "## Left alone",
            "",
            *_left(operators),
            "",
        ]
    )


def _held(rule: Rule) -> str:
    kinds = ", ".join(type_.rpartition(":")[2] for type_ in rule.types if type_.startswith(KUBERNETES))
    return f"| {_link(rule)} | {rule.severity} | {rule.title} | {kinds} | {rule.beyond} |"


def _link(rule: Rule) -> str:
    return f"[{rule.id}](policies.md#{rule.id.lower()})"


def _left(operators: Operators) -> Iterator[str]:
    yield "What runs the cluster itself, from `cluster-operators` in `policies/organisation.yaml`; an object that is"
    yield "being deleted is let go."
    yield ""
    yield f"- Namespaces: {', '.join(f'`{name}`' for name in operators.namespaces) or 'none'}."
    yield f"- Roles of the cluster: {', '.join(f'`{name}`' for name in operators.roles) or 'none'}."


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or with --check say whether it is up to date; the exit code."""
    return publish(ROOT / PAGE, page(all_rules(), organisation().cluster_operators), COMMAND, arguments)


if __name__ == "__main__":
    sys.exit(main())
