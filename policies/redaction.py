"""The last guard before a message leaves: no text in it may be a secret of the graph.

Rules write messages from templates, so there should be nothing to find. A rule that forgets it must not print a
password.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

from graph.model import Resource, Secret

HIDDEN: Final = "[secret]"
_SHORT: Final = 4
"""Shorter texts are hidden as whole words only: a secret 'a' must not blot out every message."""


def hide(text: str, secrets: Iterable[str]) -> str:
    """The text with every secret replaced; the longest first, since one may be a part of another."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SHORT:
            text = text.replace(secret, HIDDEN)
        elif secret:
            text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", HIDDEN, text)
    return text


def secrets_of(resources: Iterable[Resource]) -> frozenset[str]:
    """Every text and number inside a secret of these resources; True and False are no secrets worth the name."""
    return frozenset(text for resource in resources for text in _secrets(dict(resource.properties)))


def _secrets(value: Any) -> Iterator[str]:
    if isinstance(value, Secret):
        yield from _leaves(value.value)
        return
    for element in _below(value):
        yield from _secrets(element)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Secret):
        yield from _leaves(value.value)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    else:
        if isinstance(value, dict):
            yield from cast("dict[str, Any]", value)
        for element in _below(value):
            yield from _leaves(element)


def _below(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return cast("dict[str, Any]", value).values()
    return cast("list[Any]", value) if isinstance(value, list) else ()
