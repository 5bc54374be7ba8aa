"""JSON Schema, compiled once.

The validator is the one of powertools. Powertools compiles the schema at every call and puts the refused value into its
message; a decision has no time for the first, and a log no room for the second.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import fastjsonschema


class InvalidError(ValueError):
    """A value that does not match: where, and which keyword of the schema it breaks; never the value."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field} {reason}")
        self.field = field
        self.reason = reason


Validator = Callable[[Any], None]

_ROOT = "data"


def validator(schema: Mapping[str, Any]) -> Validator:
    """A function that raises InvalidError; draft 4, 6 or 7 by the schema's `$schema`, 7 where it has none."""
    check = fastjsonschema.compile(dict(schema), use_default=False)

    def validate(value: Any) -> None:
        try:
            check(value)
        except fastjsonschema.JsonSchemaValueException as error:
            raise InvalidError(*_told(error)) from None

    return validate


def _told(error: fastjsonschema.JsonSchemaValueException) -> tuple[str, str]:
    """The field by its path, and the reason by the schema alone: a value's own words are not repeated."""
    field = ".".join(str(step) for step in list(error.path)[1:]) or _ROOT
    wanted = error.rule_definition
    match error.rule:
        case "type":
            return field, f"must be {wanted if isinstance(wanted, str) else ' or '.join(wanted)}"
        case "required":
            held = error.value if isinstance(error.value, dict) else {}
            missing = [name for name in wanted if name not in held]
            inside = "" if field == _ROOT else f"{field}."
            return f"{inside}{missing[0]}" if missing else field, "is missing"
        case "enum":
            return field, f"must be one of {', '.join(str(item) for item in wanted)}"
        case "additionalProperties":
            return field, "has a property that is not known"
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "minLength" | "maxLength":
            return field, f"breaks {error.rule} {wanted}"
        case rule:
            return field, f"breaks the schema's {rule}"
