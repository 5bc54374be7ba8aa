"""Reads the pack's YAML files; a syntax error, a key given twice and a value outside the model become Problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from policies.errors import GovernanceError, Problem, shown


class Document(BaseModel):
    """A frozen part of one of the pack's files; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


Model = TypeVar("Model", bound=Document)


_DEEPEST: Final = 32
"""PyYAML's C composer recurses: 30,000 opening brackets end the process (6.0.3), so depth is bounded before it runs."""

_TIMESTAMP: Final = "tag:yaml.org,2002:timestamp"

_REASONS: Final = {
    "missing": "is required and missing",
    "extra_forbidden": "there is no such key",
    "enum": "is not one of the choices",
    "string_pattern_mismatch": "does not have the form that values of this key have",
    "string_too_short": "is shorter than {min_length} characters",
    "too_short": "has fewer than {min_length}",
    "greater_than_equal": "is below {ge}",
    "string_type": "is not text",
    "int_type": "is not a whole number",
    "tuple_type": "is not a list",
    "frozen_set_type": "is not a list",
    "mapping_type": "is not a mapping of keys to values",
    "model_type": "is not a mapping of keys to values",
    "value_error": "{error}",
}
"""Pydantic's type of an error to what a reader of the file is told; pydantic's own words name Python's types."""


class _Loader(yaml.CSafeLoader):
    """YAML's safe subset, stricter and more literal than YAML.

    A key given twice is an error, where YAML's own loader keeps the last one in silence. A date stays text: YAML's own
    loader makes a Python error of 2027-02-30, and the models read dates themselves.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012  yaml's own attribute, read through the class
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _TIMESTAMP]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002  yaml's signature
        seen = set[Any]()
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a key is not text", problem_mark=key_node.start_mark)
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.MarkedYAMLError(problem=f"the key {key!r} is given twice", problem_mark=key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def day(value: object) -> object:
    """A date as people write it; a number of seconds, which pydantic would take too, is refused."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("is not a date") from None
    if type(value) is not date:
        raise ValueError("is not a date")
    return value


def read(path: Path, model: type[Model], fixes: Mapping[str, str]) -> Model:
    """The file as this model; GovernanceError when it is missing, no YAML, or outside the model.

    `fixes` says what to do, by the last name of the key that is wrong, or its last two with a dot; the empty name is
    the fallback.
    """
    try:
        text = path.read_text(encoding="utf-8")
        _bound(text)
        raw = yaml.load(text, Loader=_Loader)  # noqa: S506  the loader is yaml's safe one
    except FileNotFoundError:
        raise GovernanceError(Problem(shown(path), "", None, "the file does not exist", "restore it")) from None
    except UnicodeDecodeError as error:
        raise GovernanceError(
            Problem(shown(path), "", None, f"is not UTF-8 ({error.reason})", "save it as UTF-8")
        ) from None
    except yaml.YAMLError as error:
        raise GovernanceError(_syntax(path, error)) from None
    try:
        return model.model_validate({} if raw is None else raw)
    except ValidationError as error:
        raise GovernanceError(*(_problem(path, dict(detail), fixes) for detail in error.errors())) from None


def _bound(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise yaml.MarkedYAMLError(problem=f"nests deeper than {_DEEPEST}", problem_mark=event.start_mark)


def _syntax(path: Path, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}" if mark is not None else ""
    return Problem(shown(path), where, None, getattr(error, "problem", None) or "is not YAML", "correct the YAML there")


def _suffixes(names: list[str]) -> Iterator[str]:
    """The names of a key from its end, each first with the name before it: b.c, c, a.b, b, a."""
    for place in range(len(names) - 1, -1, -1):
        if place:
            yield f"{names[place - 1]}.{names[place]}"
        yield names[place]


def _problem(path: Path, detail: dict[str, Any], fixes: Mapping[str, str]) -> Problem:
    names = [str(step) for step in detail["loc"]]
    key = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in detail["loc"]).lstrip(".")
    last = next((name for name in _suffixes(names) if name in fixes), "")
    kind = detail["type"]
    said = str(detail["msg"])
    reason = _REASONS[kind].format(**detail.get("ctx", {})) if kind in _REASONS else said[:1].lower() + said[1:]
    value = None if kind == "missing" else detail["input"]
    return Problem(shown(path), key, value, reason, fixes["" if kind == "extra_forbidden" else last])
