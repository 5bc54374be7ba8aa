"""Plain data with unknown and secret values, back onto Pulumi's wire (protobuf Struct); graph.decode is the way in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from google.protobuf.struct_pb2 import ListValue, Struct, Value

from graph.decode import SECRET, SIGNATURE, Packed
from graph.model import UNKNOWN, Secret

_UNKNOWN_ON_THE_WIRE: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def encode(plain: Mapping[str, Any]) -> Struct:
    """Plain data as a Struct; dates become ISO 8601 strings.

    None is left out: on Pulumi's wire absent and null are the same.
    """
    return Struct(fields={key: _encode(value) for key, value in plain.items() if value is not None})


def _encode(value: Any) -> Value:  # noqa: C901, PLR0911  one return a kind of value
    if value is UNKNOWN:
        return Value(string_value=_UNKNOWN_ON_THE_WIRE)
    if isinstance(value, Secret):
        wrapped = {SIGNATURE: Value(string_value=SECRET), "value": _encode(value.value)}
        return Value(struct_value=Struct(fields=wrapped))
    if value is None:
        return Value(null_value=0)  # pyright: ignore[reportArgumentType]  the enum NullValue is an int on the wire
    if isinstance(value, bool):
        return Value(bool_value=value)
    if isinstance(value, int | float):
        return Value(number_value=value)
    if isinstance(value, str):
        return Value(string_value=value)
    if isinstance(value, datetime | date):
        return Value(string_value=value.isoformat())
    if isinstance(value, Packed):
        told = {SIGNATURE: value.signature, **({"hash": value.digest} if value.digest else {})}
        return Value(struct_value=encode({**value, **told}))
    if isinstance(value, Mapping):
        return Value(struct_value=encode(value))
    if isinstance(value, Sequence):
        return Value(list_value=ListValue(values=[_encode(item) for item in value]))
    raise TypeError(f"a property cannot hold a {type(value).__name__}")


def reveal(value: Any) -> Any:
    """The same data without the wrapping of secrets: what an AWS call is given. Never to be printed."""
    if isinstance(value, Secret):
        return reveal(value.value)
    if isinstance(value, Mapping):
        return {key: reveal(item) for key, item in value.items()}
    if isinstance(value, list):
        return [reveal(item) for item in value]
    return value


def has_unknown(value: Any) -> bool:
    """Whether a value that does not exist yet stands anywhere inside."""
    if value is UNKNOWN:
        return True
    if isinstance(value, Secret):
        return has_unknown(value.value)
    if isinstance(value, Mapping):
        return any(has_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(has_unknown(item) for item in value)
    return False
