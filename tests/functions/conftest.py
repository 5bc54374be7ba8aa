"""moto within this process, stand-in models in a thread, and the functions of the two example systems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

from engine.fake_models import FakeModels
from functions import aws
from tests.functions.systems import ASSISTANT, FRAUD
from tests.functions.world import REGION, Output, World

_CLIENT = cache(aws.client)


@pytest.fixture(scope="session")
def model_server() -> Iterator[FakeModels]:
    with FakeModels() as server:
        yield server


@pytest.fixture
def models(model_server: FakeModels) -> Iterator[FakeModels]:
    """Stand-in models that are well, and have been asked nothing."""
    model_server.models.forget()
    yield model_server
    model_server.models.forget()


@pytest.fixture
def world(
    models: FakeModels,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    output: Output,  # begins to listen before anything is said
) -> Iterator[Callable[..., World]]:
    """Makes the account of a system; one a test."""
    for service in ("SAGEMAKER_RUNTIME", "BEDROCK_RUNTIME"):
        monkeypatch.setenv(f"AWS_ENDPOINT_URL_{service}", models.endpoint)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")

    # A client takes 30 ms to make, and is the same for every test.
    monkeypatch.setattr(aws, "client", _CLIENT)

    def make(card: dict[str, Any]) -> World:
        return World(tmp_path, models.endpoint, card)

    with mock_aws():
        yield make


@pytest.fixture
def assistant(world: Callable[..., World]) -> World:
    return world(ASSISTANT)


@pytest.fixture
def fraud(world: Callable[..., World]) -> World:
    return world(FRAUD)


@pytest.fixture
def output(capsys: pytest.CaptureFixture[str]) -> Output:
    return Output(capsys)
