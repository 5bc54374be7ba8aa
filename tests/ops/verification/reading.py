"""How the tests of the verification read its lines."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import boto3

from ops.verification.outcome import Line, Verdict

ACCOUNT = "123456789012"
"""moto's account."""
HERE, THERE = "eu-west-1", "eu-central-1"


@cache
def client(service: str, region: str) -> Any:
    """A client that serves every test: making one costs more than a test, and moto answers it whenever it is on."""
    session = boto3.Session("test", "test", region_name=region)
    return session.client(service)


def differing(lines: Iterable[Line]) -> dict[str, str]:
    """Promise to what was found, of the lines that differ."""
    return {line.promise: line.found for line in lines if line.verdict is Verdict.DIFFERS}


def unchecked(lines: Iterable[Line]) -> dict[str, str]:
    """Promise to the reason, of the lines that could not be read."""
    return {line.promise: line.reason for line in lines if line.verdict is Verdict.UNCHECKED}


def kept(lines: Iterable[Line]) -> set[str]:
    """The promises that hold."""
    return {line.promise for line in lines if line.verdict is Verdict.OK}
