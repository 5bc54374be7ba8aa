"""A deployed function's code, run with its own variables and its own role."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from engine.errors import EngineError
from engine.lambda_host import Deployed, invoke
from tests.engine.standin.conftest import Plugin

HANDLER = """
import json, os
def handler(event, context):
    if event.get("break"):
        raise ValueError("told to")
    print("noise")
    return {"event": event, "variables": dict(os.environ), "left": context.get_remaining_time_in_millis()}
"""


def packed(text: str) -> bytes:
    """A zip of one module."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr("main.py", text)
    return held.getvalue()


def function(plugin: Plugin, **variables: str) -> Deployed:
    """A function of the plugin's account."""
    return Deployed(
        name="echo",
        arn=f"arn:aws:lambda:eu-west-1:{plugin.account}:function:echo",
        handler="main.handler",
        role=f"arn:aws:iam::{plugin.account}:role/echo",
        region="eu-west-1",
        account=plugin.account,
        seconds=10,
        variables=variables,
        code=packed(HANDLER),
    )


def test_a_function_answers_each_event_with_its_own_variables(plugin: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the caller's shell reaches it but what a process needs."""
    monkeypatch.setenv("LZ_SECRET_OF_THE_SHELL", "hunter2")
    answers = invoke(
        function(plugin, LZ_STREAM="records"), [{"n": 1}, {"n": 2}], clients=plugin.clients, models="http://127.0.0.1:9"
    )

    assert [{"n": 1}, {"n": 2}] == [answer["event"] for answer in answers]
    assert {"records"} == {answer["variables"]["LZ_STREAM"] for answer in answers}
    assert "LZ_SECRET_OF_THE_SHELL" not in answers[0]["variables"]
    assert 0 < answers[0]["left"] <= 10_000


def test_a_self_hosted_target_is_the_stand_in(plugin: Any) -> None:
    """There is no cluster behind the address that was deployed."""
    places = {"own": {"url": "http://model.internal/v1", "model": "m"}, "bedrock": {"model": "profile"}}
    [answer] = invoke(
        function(plugin, LZ_TARGETS=json.dumps(places)), [{}], clients=plugin.clients, models="http://127.0.0.1:9"
    )

    told = json.loads(answer["variables"]["LZ_TARGETS"])
    assert {"own": "http://127.0.0.1:9/v1", "bedrock": None} == {name: place.get("url") for name, place in told.items()}
    assert {"own": "m", "bedrock": "profile"} == function(plugin, LZ_TARGETS=json.dumps(places)).targets()


def test_a_function_that_breaks_is_told_of_in_words(plugin: Any) -> None:
    """By its last line, and not by a traceback."""
    with pytest.raises(EngineError, match="echo broke: ValueError: told to"):
        invoke(function(plugin), [{"break": True}], clients=plugin.clients, models="http://127.0.0.1:9")
