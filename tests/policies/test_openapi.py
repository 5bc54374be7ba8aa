"""OpenAPI documents in the text of a property."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.openapi import Api, Operation, read

IN_YAML = """
openapi: 3.0.0
servers: [{url: https://api.example.com}]
paths:
  /orders:
    servers:
      - url: https://orders.example.com
    parameters: []
    get: {description: Reads.}
    DELETE:
      x-requireConfirmation: ENABLED
      servers: [{url: https://deletes.example.com}]
"""


def test_yaml_and_json_say_the_same() -> None:
    """Bedrock takes both, and methods in any case."""
    expected = Api(
        (Operation(changes=False, confirmed=False), Operation(changes=True, confirmed=True)),
        ("https://api.example.com", "https://orders.example.com", "https://deletes.example.com"),
    )
    as_json = {
        "servers": [{"url": "https://api.example.com"}],
        "paths": {
            "/orders": {
                "servers": [{"url": "https://orders.example.com"}],
                "get": {},
                "delete": {"x-requireConfirmation": "ENABLED", "servers": [{"url": "https://deletes.example.com"}]},
            }
        },
    }

    assert expected == read(IN_YAML)
    assert expected == read(json.dumps(as_json))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_some_methods_change_something(method: str) -> None:
    """Whatever their description says."""
    assert Api((Operation(changes=True, confirmed=False),), ()) == read(json.dumps({"paths": {"/": {method: {}}}}))


@pytest.mark.parametrize("method", ["get", "head", "options", "trace"])
def test_others_only_read(method: str) -> None:
    """By the book."""
    assert Api((Operation(changes=False, confirmed=False),), ()) == read(json.dumps({"paths": {"/": {method: {}}}}))


@pytest.mark.parametrize("said", ["DISABLED", True, None, ["ENABLED"]])
def test_a_confirmation_is_enabled_by_its_word(said: Any) -> None:
    """Bedrock knows ENABLED and DISABLED."""
    api = read(json.dumps({"paths": {"/": {"post": {"x-requireConfirmation": said}}}}))

    assert api is not None
    assert not api.operations[0].confirmed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "a: [",
        "1999-99-99",
        "just words",
        "[]",
        '{"paths": []}',
        '{"openapi": "3.0.0"}',
        "[" * 100_000,
        None,
        7,
    ],
)
def test_what_is_no_document_is_told_apart(text: Any) -> None:
    """Neither an error nor an API without operations."""
    assert read(text) is None


def test_parts_of_a_document_may_be_anything() -> None:
    """What is no mapping says nothing, and what else stands at a path is no operation."""
    api = read(json.dumps({"servers": [7, {}], "paths": {"/a": 7, "/b": {"parameters": [], "get": 7}, "/c": None}}))

    assert Api((Operation(changes=False, confirmed=False),), ("", "")) == api


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """A payload breaks no run."""
    read(text)
