"""Each value by itself: the models' verdict, said in the words of the people who write the files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from config.errors import KeyPath, Problem, dotted, near, shown
from config.folder import Layered
from config.schemas import Schema, node_at
from config.section import Section

M = TypeVar("M", bound=Section)

_KEY = "[key]"
"""How pydantic marks that the key of a mapping, not its value, is wrong."""


def validate(
    layered: Layered, model: type[M], schema_of: Callable[[], Schema]
) -> tuple[M | None, tuple[Problem, ...], frozenset[KeyPath]]:
    """The model, or None with every problem and the paths whose value is missing or wrong.

    The schema is the one that editors see: its examples and descriptions are what a message proposes. It is made only
    where there is something to say.
    """
    try:
        return model.model_validate(layered.data, by_alias=True, by_name=False), (), frozenset()
    except ValidationError as error:
        details = error.errors(include_url=False)
    schema = schema_of()
    paths = [_path(detail) for detail in details]
    kept = [
        (path, detail)
        for path, detail in zip(paths, details, strict=True)
        if not (detail["type"] == "too_short" and _counts_only_invalid(path, paths, layered))
    ]
    return (
        None,
        tuple(_problem(schema, layered, path, detail) for path, detail in kept),
        frozenset(path for path, _ in kept),
    )


def _path(detail: ErrorDetails) -> KeyPath:
    return tuple(step for step in detail["loc"] if step != _KEY)


def _counts_only_invalid(path: KeyPath, paths: list[KeyPath], layered: Layered) -> bool:
    """Pydantic leaves invalid items out when it counts, so a wrong item is reported as a short list as well."""
    return any(other[: len(path)] == path and len(other) > len(path) for other in paths) and bool(layered.at(path))


def _problem(schema: Schema, layered: Layered, path: KeyPath, detail: ErrorDetails) -> Problem:
    origin = layered.origin(path)
    document = origin or layered.own
    line = document.lines.get(path)
    key = dotted(path)
    if detail["type"] == "missing":
        return Problem(document.file, key, None, "is missing", _write(schema, path), line)
    if detail["type"] == "extra_forbidden":
        return Problem(document.file, key, None, "is not a known key", _known(schema, path), line)
    if _KEY in detail["loc"]:
        return Problem(document.file, key, None, *_wrong_key(schema, path, detail), line)
    reason, fix = _explain(schema, path, detail)
    return Problem(document.file, key, shown(detail["input"], path), reason, fix, line)


def _wrong_key(schema: Schema, path: KeyPath, detail: ErrorDetails) -> tuple[str, str]:
    """A key that is none of a vocabulary, or not spelled as names are."""
    names = (node_at(path[:-1], schema) or {}).get("propertyNames", {})
    if detail["type"] == "string_pattern_mismatch" and "patternErrorMessage" in names:
        return str(names["patternErrorMessage"]), f"name it for example {names['examples'][0]}"
    if detail["type"] == "string_too_long":
        return _explain(schema, path, detail)
    return f"is not one of the keys of {dotted(path[:-1])}", _choice(detail)


def _known(schema: Schema, path: KeyPath) -> str:
    node = node_at(path[:-1], schema) or {}
    known = sorted(node.get("properties", {}))
    return near(path[-1], known).rstrip() or f"known here: {', '.join(known)}"


def _example(schema: Schema, path: KeyPath) -> str | None:
    node = node_at(path, schema) or {}
    if examples := node.get("examples"):
        return f'"{examples[0]}"' if str(examples[0]).isdigit() else str(examples[0])
    if choices := node.get("enum"):
        return " or ".join(map(str, choices)) if len(choices) <= 3 else str(choices[0])
    return None


def _write(schema: Schema, path: KeyPath) -> str:
    node = node_at(path, schema) or {}
    example = _example(schema, path)
    if example is not None:
        return f"write it, for example {path[-1]}: {example}"
    if keys := node.get("properties"):
        return f"write it, a mapping with {', '.join(keys)}"
    meaning = str(node.get("description", "")).partition("\n")[0].rstrip(".")
    return f"write it: {meaning[:1].lower()}{meaning[1:]}" if meaning else "write it"


def _choice(detail: ErrorDetails) -> str:
    return f"choose {str(detail['ctx']['expected']).replace(chr(39), '')}" if "ctx" in detail else "see the schema"


def _kind(value: object) -> str:
    names: dict[type, str] = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "a mapping",
    }
    return "empty" if value is None else names.get(type(value), f"a {type(value).__name__}")


_WANTED: Mapping[str, str] = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "date_type": "a date",
    "date_from_datetime_parsing": "a date",
    "date_from_datetime_inexact": "a date without a time",
    "date_parsing": "a date",
    "time_delta_type": "a duration",
}


def _wrong_type(schema: Schema, path: KeyPath, detail: ErrorDetails) -> tuple[str, str]:
    wanted, value = _WANTED[detail["type"]], detail["input"]
    reason = f"is {_kind(value)}, not {wanted}"
    if wanted == "text" and isinstance(value, int | float) and not isinstance(value, bool):
        return reason, _quoted(schema, path, value)
    if wanted == "a list" and isinstance(value, str):
        return reason, f"put it in brackets: [{value}]"
    if wanted.startswith("a date"):
        return f"is not {wanted}", "write it as YYYY-MM-DD, without quotes"
    example = _example(schema, path)
    return reason, f"write {wanted}" + (f", for example {example}" if example else "")


def _quoted(schema: Schema, path: KeyPath, value: float) -> str:
    pattern = (node_at(path, schema) or {}).get("pattern")
    if pattern is None or re.search(pattern, str(value)):
        return f'put it in quotes: "{value}"'
    # YAML 1.1 reads 011111111111 as an octal number: what the file says is not what arrives here.
    return f"put what the file says in quotes, for example {_example(schema, path)}; unquoted, leading zeros are lost"


_Words = Callable[[Schema, KeyPath, ErrorDetails], tuple[str, str]]
"""The reason and the fix, in words, of one kind of error."""


def _context(template: str) -> _Words:
    def explain(_schema: Schema, _path: KeyPath, detail: ErrorDetails) -> tuple[str, str]:
        reason, _semicolon, fix = template.format(**detail.get("ctx", {})).partition("; ")
        return reason, fix

    return explain


def _pattern(schema: Schema, path: KeyPath, _: ErrorDetails) -> tuple[str, str]:
    node = node_at(path, schema) or {}
    return str(node["patternErrorMessage"]), f"write for example {_example(schema, path)}"


def _own_words(_schema: Schema, _path: KeyPath, detail: ErrorDetails) -> tuple[str, str]:
    """A validator of the models: `reason; fix`."""
    reason, _semicolon, fix = str(detail["msg"]).removeprefix("Value error, ").partition("; ")
    return reason, fix or "correct the value"


def _enum(_schema: Schema, _path: KeyPath, detail: ErrorDetails) -> tuple[str, str]:
    choices = (
        [part.strip(" '") for part in re.split(r", | or ", str(detail["ctx"]["expected"]))] if "ctx" in detail else []
    )
    return "is not one of the choices", f"{near(detail['input'], choices)}{_choice(detail)}"


_EXPLAIN: Mapping[str, _Words] = {
    **dict.fromkeys(_WANTED, _wrong_type),
    "enum": _enum,
    "string_pattern_mismatch": _pattern,
    "value_error": _own_words,
    "ip_v4_network": _context("is not an IPv4 block without host bits; write for example 10.36.0.0/16"),
    "greater_than": _context("is not above {gt}; write more than {gt}"),
    "greater_than_equal": _context("is below {ge}; write {ge} or more"),
    "less_than_equal": _context("is above {le}; write {le} or less"),
    "too_short": _context("has {actual_length}, fewer than {min_length}; write at least {min_length}"),
    "too_long": _context("has more than {max_length}; write at most {max_length}"),
    "string_too_short": _context("is shorter than {min_length} characters; write at least {min_length}"),
    "string_too_long": _context("is longer than {max_length} characters; write at most {max_length}"),
}


def _explain(schema: Schema, path: KeyPath, detail: ErrorDetails) -> tuple[str, str]:
    explain = _EXPLAIN.get(detail["type"])
    if explain is None:
        example: Any = _example(schema, path)
        return str(detail["msg"]), f"write for example {example}" if example else "see docs/reference/configuration.md"
    return explain(schema, path, detail)
