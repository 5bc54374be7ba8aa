"""How example stacks are made and changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from policies.organisation import organisation
from policies.rule import Example, Examples

ACCOUNT: Final = "111122223333"
REGION: Final = "eu-west-1"
RECOVERY_REGION: Final = "eu-central-1"

TAGS: Final = {"lz:owner": "platform@example.com", "lz:environment": "prod", "lz:role": "primary"}
AI_TAGS: Final = {
    "lz:system": "support-assistant",
    "lz:owner": "support@example.com",
    "lz:risk-tier": "limited",
    "lz:data-class": "operations",
    "lz:lifecycle": "production",
    "lz:review-by": "2030-06-30",
}
DATASET_TAGS: Final = {
    "lz:content": "dataset",
    "lz:source": "articles of the help centre",
    "lz:licence": "own work",
    "lz:collected-on": "2026-06-30",
    "lz:legal-basis": "none",
    "lz:special-category": "false",
    "lz:personal-data": "none",
}
"""What a dataset says of where it comes from."""
PROVIDER: Final[Mapping[str, Any]] = {
    "region": REGION,
    "allowedAccountIds": json.dumps([ACCOUNT]),
    "defaultTags": json.dumps({"tags": TAGS}),
    "userAgents": json.dumps(["change/CHG-1187 (approved by head@example.com)"]),
}
"""Provider inputs that are not strings travel as JSON strings."""


def aws(type_: str, name: str, refs: Mapping[str, str] | None = None, /, **properties: Any) -> Example:
    """A resource under the explicit provider, protected when its loss is a loss of data; `refs` are its edges."""
    return Example(
        type_, properties, name, refs or {}, provider=PROVIDER, protect=type_ in organisation().stateful_types
    )


def ai(type_: str, name: str, refs: Mapping[str, str] | None = None, /, **properties: Any) -> Example:
    """A resource of an AI system: it says whose it is and how much harm it can do."""
    return aws(type_, name, refs, **{**properties, "tags": {**AI_TAGS, **properties.get("tags", {})}})


def changed(stack: Examples, name: str, /, **properties: Any) -> Examples:
    """The stack with properties of one resource set anew (None: not given); their edges go.

    ValueError where the stack has no such resource: a change of nothing would prove nothing.
    """
    if all(example.name != name for example in stack):
        raise ValueError(f"no resource {name!r} among {', '.join(example.name for example in stack)}")
    return tuple(
        replace(
            example,
            properties={k: v for k, v in {**example.properties, **properties}.items() if v is not None},
            refs={prop: target for prop, target in example.refs.items() if prop not in properties},
        )
        if example.name == name
        else example
        for example in stack
    )


def kubernetes(type_: str, name: str, /, **properties: Any) -> Example:
    """An object under the explicit provider of its cluster, its apiVersion and kind those of the type."""
    _, module, kind = type_.split(":")
    versioned = {"apiVersion": module.removeprefix("core/"), "kind": kind} if module != "helm.sh/v3" else {}
    return Example(type_, {**versioned, **properties}, name, provider={"kubeconfig": "{}"})


def placed(stack: Examples, name: str, path: tuple[str | int, ...], value: Any, /) -> Examples:
    """The stack with one value deep inside one resource set anew (None: not given); keys may have dots."""
    return tuple(
        replace(example, properties=_placed(example.properties, path, value)) if example.name == name else example
        for example in stack
    )


def _placed(within: Any, path: tuple[str | int, ...], value: Any) -> Any:
    step, *rest = path
    if isinstance(step, int):
        below = _placed(within[step], tuple(rest), value) if rest else value
        return [*within[:step], below, *within[step + 1 :]]
    if rest:
        return {**within, step: _placed(within.get(step, {}), tuple(rest), value)}
    others = {key: below for key, below in within.items() if key != step}
    return others if value is None else {**others, step: value}


def linked(stack: Examples, name: str, /, **refs: str) -> Examples:
    """The stack with properties of one resource coming from others, and so not known yet."""
    return tuple(
        replace(
            example,
            properties={prop: value for prop, value in example.properties.items() if prop not in refs},
            refs={**example.refs, **refs},
        )
        if example.name == name
        else example
        for example in stack
    )


def optioned(stack: Examples, name: str, /, **options: Any) -> Examples:
    """The stack with resource options (protect, ignore_changes, provider) of one resource set anew."""
    return tuple(replace(example, **options) if example.name == name else example for example in stack)


def document(*statements: Mapping[str, Any]) -> str:
    """A policy document as JSON."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
