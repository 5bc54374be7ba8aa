"""Pulumi's wire values as plain data: a protobuf Struct, or the same shapes as JSON in an exported state.

The signatures and sentinels are those of github.com/pulumi/pulumi/sdk/v3 3.250, go/common/resource/sig and
go/common/resource/plugin/rpc.go. A walk over the message is faster than json_format.MessageToDict, which builds the
same containers once more before anybody can look for a signature in them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from google.protobuf.struct_pb2 import Struct, Value

from graph.model import UNKNOWN, Secret

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  the public mark of a secret, not one
RESOURCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
ASSET: Final = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"

SENTINELS: Final = frozenset(
    {
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",  # string, and everything the SDKs send
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # bool
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)
"""What stands on the wire where a value does not exist yet, by the type it will have."""

Rename = Callable[[str], str]
"""How a URN inside a value is to be written."""


def _same(urn: str) -> str:
    return urn


def properties(struct: Struct, *, rename: Rename = _same) -> dict[str, Any]:
    """The fields of a Struct as plain data with UNKNOWN and Secret.

    Integral numbers become int. An asset or archive becomes a dict of its one source (path, uri, text or assets); a
    resource reference becomes {"urn", "id"}, its URN passed through `rename`.
    """
    return {key: _value(value, rename) for key, value in struct.fields.items()}


def plain(value: Any, *, rename: Rename = _same) -> Any:
    """The same for values that are already JSON: those of an exported state."""
    if isinstance(value, dict):
        below = {key: plain(element, rename=rename) for key, element in value.items()}
        return _signed(below, rename) if SIGNATURE in below else below
    if isinstance(value, list):
        return [plain(element, rename=rename) for element in value]
    if isinstance(value, str):
        return UNKNOWN if value in SENTINELS else value
    return _number(value) if isinstance(value, float) else value


def _value(value: Value, rename: Rename) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        text = value.string_value
        return UNKNOWN if text in SENTINELS else text
    if kind == "struct_value":
        below = {key: _value(element, rename) for key, element in value.struct_value.fields.items()}
        return _signed(below, rename) if SIGNATURE in below else below
    if kind == "list_value":
        return [_value(element, rename) for element in value.list_value.values]
    if kind == "number_value":
        return _number(value.number_value)
    return value.bool_value if kind == "bool_value" else None


def _number(number: float) -> int | float:
    return int(number) if number.is_integer() else number


def _signed(below: Mapping[str, Any], rename: Rename) -> Any:
    """What a dict that carries a signature stands for; one that Pulumi 3.250 does not define cannot be known."""
    signature = below[SIGNATURE]
    if signature == SECRET:
        return _secret(below)
    if signature == OUTPUT:
        value = below.get("value", UNKNOWN)
        return Secret(value) if below.get("secret") is True else value
    if signature == RESOURCE:
        return {"urn": rename(str(below.get("urn", ""))), "id": below.get("id") or UNKNOWN}
    if signature in (ASSET, ARCHIVE):
        held = {key: below[key] for key in ("path", "uri", "text", "assets") if key in below}
        # The engine writes an empty list of assets beside the path of an archive.
        sources = {key: value for key, value in held.items() if value} or held
        return Packed(sources, signature=signature, digest=str(below.get("hash") or ""))
    return UNKNOWN


class Packed(dict[str, Any]):
    """An asset or an archive: its one source, and beside it what Pulumi's wire says of it."""

    def __init__(self, held: Mapping[str, Any], *, signature: str, digest: str) -> None:
        super().__init__(held)
        self.signature = signature
        """ASSET or ARCHIVE."""
        self.digest = digest
        """Of the content, where the engine has made one; empty where only the program has spoken."""


def _secret(below: Mapping[str, Any]) -> Secret:
    """A secret; in an exported state its value is a JSON text, or a cipher text nobody here can read."""
    if "value" in below:
        return Secret(below["value"])
    if isinstance(text := below.get("plaintext"), str):
        try:
            return Secret(plain(json.loads(text)))
        except ValueError:
            return Secret(UNKNOWN)
    return Secret(UNKNOWN)
