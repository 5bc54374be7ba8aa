"""Wire values as plain data."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from graph import decode
from graph.model import UNKNOWN, Secret
from tests.graph.wire import PROPERTIES, SENTINEL, struct, wire


@given(PROPERTIES)
def test_what_goes_over_the_wire_comes_back(properties: dict[str, Any]) -> None:
    """Every value, unknown or secret and however deep, is the same after the wire, as a message and as JSON."""
    assert properties == decode.properties(struct(properties))
    assert properties == decode.plain(json.loads(json.dumps(wire(properties))))


def test_a_whole_number_is_an_int() -> None:
    """Protobuf knows only doubles; 400 days are 400, not 400.0, and 0.5 stays what it is."""
    decoded = decode.properties(struct({"days": 400, "share": 0.5}))

    assert {"days": 400, "share": 0.5} == decoded
    assert isinstance(decoded["days"], int)


@pytest.mark.parametrize("sentinel", sorted(decode.SENTINELS))
def test_an_unknown_of_any_type_is_unknown(sentinel: str) -> None:
    """The engine writes another sentinel for each type a value will have."""
    assert [UNKNOWN] == decode.plain([sentinel])


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"value": "a", "secret": False}, "a"),
        ({"value": "a", "secret": True}, Secret("a")),
        ({"secret": False}, UNKNOWN),
        ({"secret": True, "dependencies": ["urn"]}, Secret(UNKNOWN)),
    ],
)
def test_an_output_value_is_its_value(sent: dict[str, Any], expected: object) -> None:
    """An output without a value is unknown, and one that is secret stays secret even then."""
    assert {"p": expected} == decode.properties(struct({"p": {decode.SIGNATURE: decode.OUTPUT, **sent}}))


def test_a_resource_reference_is_its_urn_and_id() -> None:
    """The URN passes through the caller's naming; an id that is not there yet is unknown."""
    sent = {decode.SIGNATURE: decode.RESOURCE, "urn": "mock", "id": SENTINEL, "packageVersion": "1"}

    assert {"p": {"urn": "MOCK", "id": UNKNOWN}} == decode.properties(struct({"p": sent}), rename=str.upper)


def test_an_asset_is_its_source_alone() -> None:
    """Path, text or members; the hash, which only the engine computes, is left out so that every source agrees."""
    asset = {decode.SIGNATURE: decode.ASSET, "path": "handler.py", "hash": "abc"}
    archive = {decode.SIGNATURE: decode.ARCHIVE, "assets": {"handler.py": asset}, "hash": "def"}

    assert {"code": {"assets": {"handler.py": {"path": "handler.py"}}}} == decode.properties(struct({"code": archive}))


def test_an_archive_that_is_a_file_has_no_assets_beside_it() -> None:
    """The engine writes an empty list of them; what holds nothing at all stays as it is."""
    file = {decode.SIGNATURE: decode.ARCHIVE, "path": "code.zip", "assets": {}, "hash": "abc"}
    empty = {decode.SIGNATURE: decode.ARCHIVE, "assets": {}}

    found = decode.properties(struct({"file": file, "empty": empty}))

    assert ({"path": "code.zip"}, {"assets": {}}) == (found["file"], found["empty"])


def test_a_signature_nobody_knows_hides_its_value() -> None:
    """What a newer Pulumi sends cannot be known here, and is not taken for a plain object."""
    assert {"p": UNKNOWN} == decode.properties(struct({"p": {decode.SIGNATURE: "new", "value": "hunter2"}}))


def test_a_secret_of_an_exported_state_is_secret_readable_or_not() -> None:
    """With --show-secrets the value is a JSON text; without, a cipher text, and the value is unknown."""
    mark = {decode.SIGNATURE: decode.SECRET}

    assert Secret({"a": 1}) == decode.plain({**mark, "plaintext": '{"a": 1}'})
    assert Secret(UNKNOWN) == decode.plain({**mark, "ciphertext": "v1:abc"})
