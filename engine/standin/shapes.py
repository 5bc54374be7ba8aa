"""botocore's service models: what an operation takes, typed.

botocore has no type annotations and makes members, metadata and required members cached properties of its own kind.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any, cast

import botocore.session
from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

SESSION = botocore.session.Session()
"""One for the process: it keeps the service models it has read, and the larger ones take a tenth of a second."""
LOCK = threading.Lock()
"""Neither reading a model nor making a client is safe for several threads at once."""
_SERVICES: dict[str, Any] = {}


def operation_model(service: str, name: str) -> OperationModel:
    """The model of an operation, without a client; loaded once a service."""
    with LOCK:
        if service not in _SERVICES:
            _SERVICES[service] = SESSION.get_service_model(service)
        return _SERVICES[service].operation_model(name)


def input_shape(service: str, name: str) -> StructureShape:
    """The members an operation takes; an operation without input takes none."""
    shape = cast("Any", operation_model(service, name)).input_shape
    return shape if isinstance(shape, StructureShape) else StructureShape(name, {"type": "structure", "members": {}})


def members(shape: Shape) -> Mapping[str, Shape]:
    """A structure's members by name; none for any other shape."""
    return cast("Any", shape).members if isinstance(shape, StructureShape) else {}


def required(shape: StructureShape) -> list[str]:
    """The members a structure must have."""
    return cast("Any", shape).required_members


def element(shape: ListShape) -> Shape:
    """What a list is made of."""
    return cast("Any", shape).member


def key_and_value(shape: MapShape) -> tuple[Shape, Shape]:
    """What a map goes from and to."""
    return cast("Any", shape).key, cast("Any", shape).value


def metadata(shape: Shape) -> Mapping[str, Any]:
    """Bounds, patterns, closed sets and marks of a shape."""
    return cast("Any", shape).metadata


def type_name(shape: Shape) -> str:
    """structure, list, map, string, integer, ..."""
    return cast("Any", shape).type_name


def member(shape: StructureShape, *path: str) -> Shape:
    """The shape of a member, of a member's member, ...; KeyError names what does not exist."""
    found: Shape = shape
    for name in path:
        found = members(found)[name]
    return found
