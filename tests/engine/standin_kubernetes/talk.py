"""Requests and answers of the provider protocol, values as plain data."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import grpc
from pulumi.runtime.proto import provider_pb2

from engine.standin.values import encode
from engine.standin.wire import Server
from engine.standin_kubernetes.server import Kubernetes
from graph.decode import properties


class AbortedError(Exception):
    """The provider answered with an error."""


class Context:
    """What grpc gives a servicer, as far as the servicer uses it."""

    def abort(self, code: grpc.StatusCode, details: str) -> NoReturn:
        raise AbortedError(f"{code.name}: {details}")


CONTEXT: Any = Context()


class Plugin:
    """The provider as the engine sees it: requests and answers of the protocol, values as plain data."""

    def __init__(self, address: str, arguments: dict[str, Any]) -> None:
        self.told: list[str] = []
        self._server = Server(Kubernetes(), lambda _urn, message: self.told.append(message))
        given = {"kubeconfig": kubeconfig(address), **arguments}
        self._server.Configure(provider_pb2.ConfigureRequest(args=encode(given)), CONTEXT)

    def check(
        self, type_: str, news: dict[str, Any], name: str = "it", olds: dict[str, Any] | None = None, **more: Any
    ) -> Any:
        request = provider_pb2.CheckRequest(urn=urn(type_, name), news=encode(news), olds=encode(olds or {}), **more)
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

    def diff(self, type_: str, olds: dict[str, Any], news: dict[str, Any]) -> Any:
        request = provider_pb2.DiffRequest(
            urn=urn(type_), id="it", olds=encode(olds), old_inputs=encode(olds), news=encode(news)
        )
        return self._server.Diff(request, CONTEXT)

    def update(
        self, type_: str, id_: str, state: dict[str, Any], news: dict[str, Any], *, preview: bool = False
    ) -> dict[str, Any]:
        request = provider_pb2.UpdateRequest(
            urn=urn(type_), id=id_, olds=encode(state), old_inputs=encode({}), news=encode(news), preview=preview
        )
        return properties(self._server.Update(request, CONTEXT).properties)

    def read(
        self, type_: str, id_: str, inputs: dict[str, Any] | None = None
    ) -> tuple[str, dict[str, Any], dict[str, Any]]:
        request = provider_pb2.ReadRequest(urn=urn(type_), id=id_, inputs=encode(inputs or {}))
        answer = self._server.Read(request, CONTEXT)
        return answer.id, properties(answer.inputs), properties(answer.properties)

    def delete(self, type_: str, id_: str) -> None:
        self._server.Delete(provider_pb2.DeleteRequest(urn=urn(type_), id=id_), CONTEXT)

    def invoke(self, token: str) -> None:
        self._server.Invoke(provider_pb2.InvokeRequest(tok=token, args=encode({})), CONTEXT)


def urn(type_: str, name: str = "it") -> str:
    return f"urn:pulumi:dev::project::{type_}::{name}"


def kubeconfig(server: str) -> str:
    """As a program writes it: one cluster, one user who asks AWS for a token."""
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "eks", "cluster": {"server": server, "certificate-authority-data": "Y2E="}}],
            "users": [{"name": "eks", "user": {"exec": {"apiVersion": "client.authentication.k8s.io/v1"}}}],
            "contexts": [{"name": "eks", "context": {"cluster": "eks", "user": "eks"}}],
            "current-context": "eks",
        }
    )
