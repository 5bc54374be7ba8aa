"""Plain data as it travels: the other direction of graph.decode, for tests alone."""

from __future__ import annotations

from typing import Any, cast

from google.protobuf.struct_pb2 import Struct
from hypothesis import strategies as st

from graph import decode
from graph.model import UNKNOWN, Secret

SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def wire(value: Any) -> Any:
    """A value as Pulumi's SDKs put it on the wire."""
    if value is UNKNOWN:
        return SENTINEL
    if isinstance(value, Secret):
        return {decode.SIGNATURE: decode.SECRET, "value": wire(value.value)}
    if isinstance(value, dict):
        return {key: wire(element) for key, element in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [wire(element) for element in cast("list[Any]", value)]
    return value


def struct(properties: dict[str, Any]) -> Struct:
    """Properties as a Struct message."""
    message = Struct()
    message.update(wire(properties))
    return message


KEYS = st.text(max_size=8).filter(lambda key: key != decode.SIGNATURE)
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: not number.is_integer())
    | st.text(max_size=12).filter(lambda text: text not in decode.SENTINELS)
    | st.just(UNKNOWN)
)
VALUES = st.recursive(
    _LEAVES,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=3) | st.builds(Secret, below),
    max_leaves=12,
)
PROPERTIES = st.dictionaries(KEYS, VALUES, max_size=4)
"""Property values of every shape, unknowns and secrets among them."""
