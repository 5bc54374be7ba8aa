"""The two string languages of the table: formats that build ids and ARNs, and JMESPath that reads responses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from string import Formatter
from typing import Any

import jmespath
from jmespath.parser import ParsedResult

from graph.model import UNKNOWN


def fields(template: str) -> tuple[str, ...]:
    """The names a format reads; `{a|b}` reads the first of a and b that has a value."""
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)


def fill(template: str, values: Mapping[str, Any]) -> Any:
    """The format with its values, UNKNOWN when one of them is, None when one is absent."""
    found: dict[str, Any] = {}
    for name in fields(template):
        value = next((values[n] for n in name.split("|") if values.get(n) is not None), None)
        if value is None or value is UNKNOWN:
            return value
        found[name] = value
    text = template
    for name, value in found.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def parse(template: str, text: str) -> dict[str, str]:
    """The values a filled format was made from; empty when the text has another form. `{a|b}` is read as a."""
    pattern = ""
    for literal, name, _, _ in Formatter().parse(template):
        pattern += re.escape(literal)
        if name:
            pattern += f"(?P<{name.split('|')[0]}>.+?)"
    match = re.fullmatch(pattern, text)
    return match.groupdict() if match else {}


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> ParsedResult:
    return jmespath.compile(expression)


def search(expression: str, response: Any, values: Mapping[str, Any]) -> Any:
    """What the expression finds, after `$name` was replaced by its value inside it; None when a value is absent."""
    for name in set(re.findall(r"\$(\w+)", expression)):
        value = values.get(name)
        if value is None:
            return None
        quoted = str(value).replace("\\", "\\\\").replace("'", "\\'")
        expression = re.sub(rf"\${name}\b", lambda _, q=quoted: q, expression)
    return _compiled(expression).search(response)
