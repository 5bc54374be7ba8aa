"""A JSON document that somebody gives to be judged: read from a file, or said why not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from graph.errors import GraphError
from graph.model import Graph


def read(path: Path, understand: Callable[[Any], Graph], remedy: str) -> Graph:
    """The graph that a file's JSON comes to; GraphError with the file's name, what is wrong and the remedy."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise GraphError(f"{path}: cannot be read ({error.strerror}); {remedy}") from None
    except RecursionError:
        raise GraphError(f"{path}: is nested deeper than any that Pulumi writes; {remedy}") from None
    except ValueError as error:
        raise GraphError(f"{path}: is not JSON ({error}); {remedy}") from None
    try:
        return understand(document)
    except RecursionError:
        raise GraphError(f"{path}: is nested deeper than any that Pulumi writes; {remedy}") from None
    except GraphError as error:
        raise GraphError(f"{path}: {error}") from None


def field(document: Any, name: str, remedy: str) -> Any:
    """A field of the outermost object; GraphError where it is missing."""
    if not isinstance(document, dict) or name not in document:
        raise GraphError(f"has no {name!r}; {remedy}")
    return cast("dict[str, Any]", document)[name]
