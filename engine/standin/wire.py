"""The ResourceProvider protocol of Pulumi's engine, around any provider of the sandbox.

What differs from one provider to another is a Speaks: its name and version, how its arguments are judged, and what
they configure. Values to and from the wire, and errors as messages a person can act on, are the same for all.
"""

# ruff: noqa: N802  the methods have the protocol's own names

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Generator, Mapping
from concurrent import futures
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2

from engine import plugin_process
from engine.standin.diff import Difference, Kind, top
from engine.standin.errors import PartialError, Problem, StandinError, explain
from engine.standin.row import Props
from engine.standin.values import encode, reveal
from graph.analyzed import DEFAULTS
from graph.decode import properties
from graph.urn import name_of, type_of

_THREADS = 32
"""As many requests at once as the engine makes by default on a large machine."""

Say = Callable[[str, str], None]
"""Tells the person who runs the program something about a resource, by URN."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The resource a request is about."""

    urn: str
    type: str
    name: str


class HalfCreatedError(Exception):
    """The thing exists and a later step failed: Pulumi must keep its id."""

    def __init__(self, cause: PartialError, state: dict[str, Any]) -> None:
        super().__init__(str(cause))
        self.cause = cause
        self.state = state


class Configured(Protocol):
    """The operations of a configured provider, on plain data. Values may hold UNKNOWN and Secret."""

    def check(
        self, subject: Subject, old: Props, new: Props, seed: bytes, proposed: str, /
    ) -> tuple[dict[str, Any], list[Problem]]:
        """The inputs with what the provider fills in, and what would be refused of them."""
        ...

    def diff(self, subject: Subject, old: Props, new: Props, old_state: Props, /) -> Difference:
        """What changed."""
        ...

    def create(self, subject: Subject, inputs: Props, /, *, preview: bool) -> tuple[str, dict[str, Any]]:
        """Create the thing: its id and state. At preview nothing is called."""
        ...

    def read(
        self, subject: Subject, identifier: str, inputs: Props, state: Props, /
    ) -> tuple[str, dict[str, Any], dict[str, Any]]:
        """The id, inputs and state as they are now; an empty id when it does not exist (any more)."""
        ...

    def update(
        self, subject: Subject, identifier: str, old: Props, new: Props, old_state: Props, /, *, preview: bool
    ) -> dict[str, Any]:
        """Change in place: the new state."""
        ...

    def delete(self, subject: Subject, identifier: str, state: Props, /) -> None:
        """Delete the thing; one that is gone already is no error."""
        ...

    def invoke(self, token: str, arguments: Props, /) -> dict[str, Any]:
        """The result of a function that reads."""
        ...


class Speaks(Protocol):
    """One provider of Pulumi's, as the sandbox speaks for it."""

    @property
    def name(self) -> str:
        """Pulumi's name of the provider."""
        ...

    @property
    def version(self) -> str:
        """The version of the provider whose properties are spoken; the project pins the SDK to the same."""
        ...

    def check_config(self, arguments: Props, /) -> list[Problem]:
        """What is wrong with the provider's arguments."""
        ...

    def replaces(self, old: Props, new: Props, /) -> list[str]:
        """The arguments whose change means another provider, and with it other resources."""
        ...

    def configure(self, arguments: Props, environment: Mapping[str, str], say: Say, /) -> Configured:
        """A provider that is ready; StandinError says what is missing."""
        ...


class Server(provider_pb2_grpc.ResourceProviderServicer):
    """One plugin process serves one provider resource."""

    def __init__(self, speaks: Speaks, say: Say) -> None:
        self._speaks = speaks
        self._say = say
        self._provider: Configured | None = None

    def Handshake(self, request: Any, context: grpc.ServicerContext) -> Any:
        """What this provider understands: secrets, but neither resource references nor output values."""
        del request, context
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True, supports_autonaming_configuration=True)

    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> Any:
        """The version it stands in for."""
        del request, context
        return plugin_pb2.PluginInfo(version=self._speaks.version)

    def GetSchema(self, request: Any, context: grpc.ServicerContext) -> Any:
        """No schema: the SDKs are generated from the real provider's."""
        del request, context
        return provider_pb2.GetSchemaResponse(schema="{}")

    def CheckConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        """The provider's arguments, and what is wrong with them."""
        del context
        problems = self._speaks.check_config(reveal(properties(request.news)))
        failures = [_failure(problem, request.news.fields) for problem in problems]
        return provider_pb2.CheckResponse(inputs=request.news, failures=failures)

    def DiffConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Whether the provider's arguments changed, and whether that means other resources."""
        del context
        old, new = properties(request.old_inputs or request.olds), properties(request.news)
        changed = sorted(prop for prop in {*old, *new} if old.get(prop) != new.get(prop))
        replaces = self._speaks.replaces(reveal(old), reveal(new))
        return provider_pb2.DiffResponse(changes=_some(changed), diffs=changed, replaces=replaces)

    def Configure(self, request: Any, context: grpc.ServicerContext) -> Any:
        """What the arguments say, and where the sandbox is, which the environment says."""
        with _telling(context, f"the {self._speaks.name} provider"):
            self._provider = self._speaks.configure(reveal(properties(request.args)), os.environ, self._say)
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, supports_autonaming_configuration=True
        )

    def Check(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Inputs with names filled in and listed, as the real provider lists them; what would be refused."""
        subject, given = _subject(request), _inputs(request.news)
        with _telling(context, subject):
            inputs, problems = self._configured.check(
                subject,
                _inputs(request.olds),
                given,
                request.randomSeed or request.urn.encode(),
                request.autonaming.proposed_name,
            )
        failures = [_failure(problem, request.news.fields) for problem in problems]
        filled = sorted(key for key, value in inputs.items() if value is not None and given.get(key) is None)
        return provider_pb2.CheckResponse(inputs=encode({**inputs, DEFAULTS: filled}), failures=failures)

    def Diff(self, request: Any, context: grpc.ServicerContext) -> Any:
        """What changed, what forces a replacement, and in which order."""
        subject = _subject(request)
        with _telling(context, subject):
            state = properties(request.olds)
            old = _inputs(request.old_inputs) if request.HasField("old_inputs") else state
            found = self._configured.diff(subject, old, _inputs(request.news), state)
        return _difference(found, _inputs(request.news))

    def Create(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Create; when a later step fails, the engine is told the id all the same."""
        subject = _subject(request)
        with _telling(context, subject):
            identifier, state = self._configured.create(subject, _inputs(request.properties), preview=request.preview)
        return provider_pb2.CreateResponse(id=identifier, properties=encode(state))

    def Read(self, request: Any, context: grpc.ServicerContext) -> Any:
        """What there is now; an empty id when there is nothing."""
        subject, before = _subject(request), properties(request.inputs)
        with _telling(context, subject):
            identifier, inputs, state = self._configured.read(
                subject, request.id, _inputs(request.inputs), properties(request.properties)
            )
        listed = {DEFAULTS: before[DEFAULTS]} if identifier and DEFAULTS in before else {}
        return provider_pb2.ReadResponse(id=identifier, inputs=encode({**inputs, **listed}), properties=encode(state))

    def Update(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Change in place."""
        subject = _subject(request)
        with _telling(context, subject):
            state = properties(request.olds)
            old = _inputs(request.old_inputs) if request.HasField("old_inputs") else state
            fresh = self._configured.update(
                subject, request.id, old, _inputs(request.news), state, preview=request.preview
            )
        return provider_pb2.UpdateResponse(properties=encode(fresh))

    def Delete(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Delete."""
        subject = _subject(request)
        with _telling(context, subject):
            self._configured.delete(subject, request.id, properties(request.properties))
        return Empty()

    def Invoke(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Functions that read."""
        with _telling(context, request.tok):
            result = self._configured.invoke(request.tok, properties(request.args))
        # `return` is a word of Python's, so the field cannot be named as an argument.
        answer: Any = {"return": encode(result)}
        return provider_pb2.InvokeResponse(**answer)

    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Calls to the sandbox take milliseconds: there is nothing to interrupt."""
        del request, context
        return Empty()

    @property
    def _configured(self) -> Configured:
        if self._provider is None:
            raise StandinError(f"the {self._speaks.name} provider was asked before it was configured")
        return self._provider


def _inputs(sent: Any) -> dict[str, Any]:
    """A resource's inputs without the list of those that Check filled in, which is the engine's alone."""
    return {key: value for key, value in properties(sent).items() if key != DEFAULTS}


def _subject(request: Any) -> Subject:
    return Subject(request.urn, request.type or type_of(request.urn), request.name or name_of(request.urn))


@contextmanager
def _telling(context: grpc.ServicerContext, about: Subject | str) -> Generator[None]:
    """Errors leave the process as messages a person can act on."""
    try:
        yield
    except HalfCreatedError as error:
        context.abort_with_status(_half_created(error, about))
    except StandinError as error:
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, _message(about, error))
    except Exception as error:  # noqa: BLE001  the border of the process: what gets past it would be a traceback
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119  a name for a message, not a path
        told = about if isinstance(about, str) else f"{about.type} {about.name!r}"
        context.abort(
            grpc.StatusCode.INTERNAL,
            f"{told}: a fault of the stand-in, not of the program: {type(error).__name__}: {error} ({place})",
        )


def _message(about: Subject | str, error: StandinError) -> str:
    return f"{about}: {error}" if isinstance(about, str) else explain(about.type, about.name, error)


class _Status(grpc.Status):
    """A status with details, which grpc's Python carries in trailing metadata."""

    def __init__(self, message: str, details: bytes) -> None:
        self.code = grpc.StatusCode.UNKNOWN
        self.details = message
        self.trailing_metadata = (("grpc-status-details-bin", details),)


def _half_created(error: HalfCreatedError, about: Subject | str) -> grpc.Status:
    text = _message(about, error.cause)
    failed = provider_pb2.ErrorResourceInitFailed(
        id=error.cause.identifier, properties=encode(error.state), reasons=[text]
    )
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=text)
    status.details.add().Pack(failed)
    return _Status(text, status.SerializeToString())


def _failure(problem: Problem, given: Mapping[str, Any]) -> Any:
    """The engine shows the value of the property it is told, secret or not, and knows only whole properties."""
    value = given.get(problem.path)
    if value is not None and value.WhichOneof("kind") in {"string_value", "number_value", "bool_value"}:
        return provider_pb2.CheckFailure(property=problem.path, reason=problem.reason)
    return provider_pb2.CheckFailure(reason=str(problem))


def _some(changed: Any) -> Any:
    return provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE


_KINDS = {
    Kind.ADD: (provider_pb2.PropertyDiff.ADD, provider_pb2.PropertyDiff.ADD_REPLACE),
    Kind.DELETE: (provider_pb2.PropertyDiff.DELETE, provider_pb2.PropertyDiff.DELETE_REPLACE),
    Kind.UPDATE: (provider_pb2.PropertyDiff.UPDATE, provider_pb2.PropertyDiff.UPDATE_REPLACE),
}


def _difference(found: Difference, inputs: Mapping[str, Any]) -> Any:
    detailed = {
        path: provider_pb2.PropertyDiff(kind=_KINDS[kind][found.forces(path)], inputDiff=top(path) in inputs)
        for path, kind in found.paths.items()
    }
    return provider_pb2.DiffResponse(
        changes=_some(found.paths),
        diffs=list(found.changed),
        replaces=list(found.replaces),
        deleteBeforeReplace=found.delete_first,
        detailedDiff=detailed,
        hasDetailedDiff=True,
    )


def engine_log(address: str) -> Say:
    """Messages to the person who runs the program, through the engine's own log."""
    stub = engine_pb2_grpc.EngineStub(grpc.insecure_channel(address))

    def say(urn: str, message: str) -> None:
        try:
            stub.Log(engine_pb2.LogRequest(severity=engine_pb2.INFO, message=message, urn=urn), timeout=5)
        except grpc.RpcError:
            # An engine that is shutting down hears nothing any more; the resource itself is not affected.
            return

    return say


def serve(speaks: Speaks, engine_address: str) -> None:
    """Serve until the engine ends the process."""
    server = grpc.server(futures.ThreadPoolExecutor(_THREADS), options=[("grpc.max_receive_message_length", -1)])
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Server(speaks, engine_log(engine_address)), server)
    plugin_process.serve(server)
