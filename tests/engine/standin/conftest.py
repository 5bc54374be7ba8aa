"""A moto server for the session, and a plugin that speaks the provider protocol to it; each test has an account."""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import grpc
import pytest
from moto.moto_server.threaded_moto_server import ThreadedMotoServer
from pulumi.runtime.proto import provider_pb2, status_pb2

from engine.standin import corrections
from engine.standin.clients import Clients
from engine.standin.server import Aws
from engine.standin.values import encode
from engine.standin.wire import Server
from graph.decode import properties

REGION = "eu-west-1"
_ACCOUNTS = itertools.count(200_000_000_000)


class AbortedError(Exception):
    """The provider answered with an error."""

    def __init__(self, code: grpc.StatusCode, message: str, half: Any = None) -> None:
        super().__init__(message)
        self.code = code
        self.half = half


class Context:
    """What grpc gives a servicer, as far as the servicer uses it."""

    def abort(self, code: grpc.StatusCode, details: str) -> NoReturn:
        raise AbortedError(code, details)

    def abort_with_status(self, status: Any) -> NoReturn:
        packed = status_pb2.Status.FromString(dict(status.trailing_metadata)["grpc-status-details-bin"])
        half = provider_pb2.ErrorResourceInitFailed()
        packed.details[0].Unpack(half)
        raise AbortedError(status.code, status.details, half)


CONTEXT: Any = Context()


class Plugin:
    """The provider as the engine sees it: requests and answers of the protocol, values as plain data."""

    def __init__(self, endpoint: str, account: str, region: str, tags: str) -> None:
        self.account, self.region = account, region
        self.clients = Clients(endpoint)
        self.told: list[tuple[str, str]] = []
        self._server = Server(Aws(), lambda urn, message: self.told.append((urn, message)))
        arguments = {"region": region, "allowedAccountIds": f'["{account}"]', "defaultTags": tags}
        self._server.Configure(provider_pb2.ConfigureRequest(args=encode(arguments)), CONTEXT)

    def boto(self, service: str, region: str = REGION) -> Any:
        return self.clients.client(service, region, self.account)

    def check(self, type_: str, news: dict[str, Any], name: str = "it", **more: Any) -> Any:
        request = provider_pb2.CheckRequest(urn=urn(type_, name), news=encode(news), **more)
        return self._server.Check(request, CONTEXT)

    def failures(self, type_: str, news: dict[str, Any]) -> list[str]:
        answer = self.check(type_, news)
        return [f"{f.property}: {f.reason}" if f.property else f.reason for f in answer.failures]

    def create(
        self, type_: str, news: dict[str, Any], name: str = "it", *, preview: bool = False
    ) -> tuple[str, dict[str, Any]]:
        checked = self.check(type_, news, name)
        assert [] == list(checked.failures), "the values must be right"
        request = provider_pb2.CreateRequest(urn=urn(type_, name), properties=checked.inputs, preview=preview)
        answer = self._server.Create(request, CONTEXT)
        return answer.id, properties(answer.properties)

    def diff(self, type_: str, id_: str, state: dict[str, Any], olds: dict[str, Any], news: dict[str, Any]) -> Any:
        request = provider_pb2.DiffRequest(
            urn=urn(type_), id=id_, olds=encode(state), old_inputs=encode(olds), news=encode(news)
        )
        return self._server.Diff(request, CONTEXT)

    def update(
        self, type_: str, id_: str, state: dict[str, Any], olds: dict[str, Any], news: dict[str, Any]
    ) -> dict[str, Any]:
        request = provider_pb2.UpdateRequest(
            urn=urn(type_), id=id_, olds=encode(state), old_inputs=encode(olds), news=encode(news)
        )
        return properties(self._server.Update(request, CONTEXT).properties)

    def read(
        self, type_: str, id_: str, inputs: dict[str, Any] | None = None, state: dict[str, Any] | None = None
    ) -> tuple[str, dict[str, Any], dict[str, Any]]:
        request = provider_pb2.ReadRequest(
            urn=urn(type_), id=id_, inputs=encode(inputs or {}), properties=encode(state or {})
        )
        answer = self._server.Read(request, CONTEXT)
        return answer.id, properties(answer.inputs), properties(answer.properties)

    def delete(self, type_: str, id_: str, state: dict[str, Any]) -> None:
        self._server.Delete(provider_pb2.DeleteRequest(urn=urn(type_), id=id_, properties=encode(state)), CONTEXT)

    def invoke(self, token: str, arguments: dict[str, Any]) -> dict[str, Any]:
        answer = self._server.Invoke(provider_pb2.InvokeRequest(tok=token, args=encode(arguments)), CONTEXT)
        return properties(getattr(answer, "return"))


def urn(type_: str, name: str = "it") -> str:
    return f"urn:pulumi:dev::project::{type_}::{name}"


@pytest.fixture(scope="session")
def moto() -> Iterator[str]:
    # A test has an account of its own, and no use for the thousand images moto would make in each.
    os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    corrections.apply()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def plugin(moto: str, monkeypatch: pytest.MonkeyPatch) -> Plugin:
    monkeypatch.setenv("LZ_MOTO_ENDPOINT", moto)
    return Plugin(moto, str(next(_ACCOUNTS)), REGION, '{"tags": {"lz:environment": "dev", "lz:owner": "sre"}}')


@pytest.fixture
def configured(moto: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Plugin]:
    """Another provider: another Region, other default tags, the same or another account."""

    def make(account: str, region: str = REGION, tags: str = "{}") -> Plugin:
        monkeypatch.setenv("LZ_MOTO_ENDPOINT", moto)
        return Plugin(moto, account, region, tags)

    return make


@pytest.fixture
def aborted() -> type[AbortedError]:
    return AbortedError
