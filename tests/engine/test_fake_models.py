"""The stand-in models: the same answer to the same request, faults on demand, and no pretence."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3

from engine.fake_models import NOTICE, FakeModels, Fault

CHAT = {
    "model": "llama",
    "messages": [{"role": "user", "content": "hello"}],
    "response_format": {"json_schema": {"schema": {"properties": {"outcome": {"enum": ["yes", "no"]}}}}},
}
ROOT = Path(__file__).resolve().parents[2]
POOL = urllib3.PoolManager(retries=False)


@pytest.fixture
def server() -> Iterator[FakeModels]:
    with FakeModels() as running:
        yield running


def post(server: FakeModels, path: str, body: Any, timeout: float = 5.0) -> tuple[int, dict[str, Any]]:
    answer = POOL.request("POST", f"{server.endpoint}{path}", body=json.dumps(body).encode(), timeout=timeout)
    assert "true" == answer.headers["X-LZ-Stand-In"]
    return answer.status, answer.json()


def chat(server: FakeModels, **more: Any) -> tuple[int, dict[str, Any]]:
    return post(server, "/v1/chat/completions", {**CHAT, **more})


def test_the_same_request_gets_the_same_answer(server: FakeModels) -> None:
    """Tests and benchmarks can be repeated, in another process too."""
    assert chat(server) == chat(server)


def test_an_answer_says_what_it_is(server: FakeModels) -> None:
    """Nobody takes a stand-in's word for a model's."""
    content = json.loads(chat(server)[1]["choices"][0]["message"]["content"])

    assert NOTICE == content["explanation"]
    assert content["outcome"] in {"yes", "no"}
    assert [NOTICE] == post(server, "/endpoints/fraud/invocations", {"a": 1})[1]["reasons"]


def test_a_confidence_can_be_fixed(server: FakeModels) -> None:
    """So that a test reaches the band it is about."""
    server.order("fraud", confidence=0.25)

    assert 0.75 == post(server, "/endpoints/fraud/invocations", {})[1]["score"]


@pytest.mark.parametrize(("fault", "status"), [(Fault.ERROR, 500), (Fault.THROTTLE, 429)])
def test_a_fault_meets_its_target_alone(server: FakeModels, fault: Fault, status: int) -> None:
    """Another model goes on answering."""
    server.order("llama", fault)

    assert [status, 200] == [chat(server)[0], chat(server, model="other")[0]]


def test_a_fault_ends_after_its_times(server: FakeModels) -> None:
    """Two failures, then well again."""
    server.order("llama", Fault.ERROR, times=2)

    assert [500, 500, 200] == [chat(server)[0] for _ in range(3)]


def test_a_fault_meets_each_so_many(server: FakeModels) -> None:
    """A rate of one in three."""
    server.order("llama", Fault.ERROR, every=3)

    assert [200, 200, 500, 200, 200, 500] == [chat(server)[0] for _ in range(6)]


def test_what_is_gone_answers_as_aws_would(server: FakeModels) -> None:
    """A deleted endpoint is a ValidationError, a removed model a ResourceNotFoundException, a lost pod silence."""
    server.order("*", Fault.GONE)

    assert 400 == post(server, "/endpoints/fraud/invocations", {})[0]
    assert 404 == post(server, "/model/m/converse", {"messages": [{"content": []}]})[0]
    with pytest.raises(urllib3.exceptions.ProtocolError):
        chat(server)


def test_silence_lasts_no_longer_than_the_server(server: FakeModels) -> None:
    """Who waits for nothing is let go when the server ends."""
    server.order("llama", Fault.TIMEOUT)

    with pytest.raises(urllib3.exceptions.TimeoutError):
        post(server, "/v1/chat/completions", CHAT, timeout=0.05)


def test_faults_are_set_over_http(server: FakeModels) -> None:
    """Another process orders them, asks what is set, and takes them back."""
    url = f"{server.endpoint}/control"
    POOL.request("PUT", url, body=json.dumps({"target": "llama", "fault": "500"}).encode())

    assert 500 == chat(server)[0]
    assert {"llama": 1} == POOL.request("GET", url).json()["asked"]
    POOL.request("DELETE", url)
    assert 200 == chat(server)[0]


def test_it_runs_by_itself() -> None:
    """The sandbox starts it as a process and reads its address."""
    command = [sys.executable, "-m", "engine.fake_models"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        try:
            assert 200 == POOL.request("GET", f"{address}/control").status
        finally:
            process.terminate()
