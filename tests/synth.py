"""Run a program under Pulumi's mocks and return what it declared: the only place that sets mocks.

Three things make tests of Pulumi programs pass without testing anything, and this module closes them:

- Registrations are asynchronous. `synth` drains them all before it returns, so absence can be asserted.
- An error in a registration or in an `apply` is raised by `synth`, not logged.
- An assert inside `apply` may never run. Tests look at the plain data that `synth` returns instead.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, NoReturn

from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime import mocks
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.settings import ROOT, SETTINGS
from pulumi.runtime.stack import run_in_stack

from graph.decode import SECRET, SIGNATURE, properties
from graph.model import UNKNOWN, Secret
from tests import physical

_STACK = "pulumi:pulumi:Stack"
_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""The sentinel that stands for a value of any type."""


@dataclass(frozen=True, kw_only=True)
class DeclaredResource:
    """One resource as the program asked for it, in plain data: UNKNOWN and Secret mark what a preview cannot show."""

    type: str
    name: str
    urn: str
    inputs: dict[str, Any]
    """By camelCase name, as the engine and the policies see them."""
    parent: str | None
    """URN; None directly under the stack."""
    custom: bool
    protect: bool
    provider: str
    """URN::id of an explicit provider, else empty."""
    dependencies: tuple[str, ...]
    """URNs."""
    property_dependencies: Mapping[str, tuple[str, ...]]
    aliases: tuple[str, ...]
    """URNs or names this resource had before."""
    ignore_changes: tuple[str, ...]
    retain_on_delete: bool

    def __getitem__(self, key: str) -> Any:
        return self.inputs[key]


@dataclass(frozen=True)
class Declared:
    """Everything a program declared, in the order of registration: a resource follows what its inputs come from."""

    all: list[DeclaredResource] = field(default_factory=list[DeclaredResource])
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    """URN of a component to what it registered as outputs."""
    exports: dict[str, Any] = field(default_factory=dict[str, Any])
    """What the program exported as stack outputs."""

    def of_type(self, token: str) -> list[DeclaredResource]:
        """The resources of a type."""
        return [r for r in self.all if r.type == token]

    def only(self, token: str) -> DeclaredResource:
        """The one resource of a type; fails unless there is exactly one."""
        found = self.of_type(token)
        assert 1 == len(found), f"expected one {token}, found {[r.name for r in found]} among {self.types()}"
        return found[0]

    def named(self, name: str, token: str | None = None) -> DeclaredResource:
        """The one resource with a logical name, of a type if given; fails unless there is exactly one."""
        found = [r for r in self.all if r.name == name and token in {None, r.type}]
        assert 1 == len(found), (
            f"expected one {name!r}, found {[r.urn for r in found]} among {[r.name for r in self.all]}"
        )
        return found[0]

    def outputs_of(self, token: str) -> dict[str, Any]:
        """What the one component of a type registered as outputs."""
        return self.outputs[self.only(token).urn]

    def types(self) -> list[str]:
        """Every type declared, sorted, each once."""
        return sorted({r.type for r in self.all})


def _wire(value: Any) -> Any:
    match value:
        case Secret():
            return {SIGNATURE: SECRET, "value": _wire(value.value)}
        case dict():
            return {key: _wire(member) for key, member in value.items()}
        case list():
            return [_wire(member) for member in value]
        case _ if value is UNKNOWN:
            return _UNKNOWN
        case _:
            return value


class _NoMocks(mocks.Mocks):
    """Never asked: the recorder answers by itself. It exists because a monitor must be given mocks."""

    def new_resource(self, args: mocks.MockResourceArgs) -> NoReturn:
        raise AssertionError(f"the program reads {args.typ} {args.name}: a component manages what it needs")

    def call(self, args: mocks.MockCallArgs) -> NoReturn:
        raise AssertionError(f"the program calls {args.token}: a component asks AWS nothing")


class _Recorder(mocks.MockMonitor):
    """Records what is registered and answers as AWS would, or as a first preview does."""

    def __init__(self, *, unknown: bool, project: str, stack: str) -> None:
        super().__init__(_NoMocks())
        self.unknown = unknown
        self.project = project
        self.stack = stack
        self.declared = Declared()

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        chain = parent.split("::")[2] if parent else _STACK
        qualified = type_ if chain == _STACK else f"{chain}${type_}"
        return f"urn:pulumi:{self.stack}::{self.project}::{qualified}::{name}"

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802  the protocol's name
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == _STACK:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        if any(r.urn == urn for r in self.declared.all):
            raise ValueError(f"{urn} is declared twice; the engine refuses a duplicate URN")
        inputs: dict[str, Any] = properties(request.object)
        self.declared.all.append(
            DeclaredResource(
                type=request.type,
                name=request.name,
                urn=urn,
                inputs=inputs,
                parent=None if _STACK in request.parent else request.parent or None,
                custom=request.custom,
                protect=request.protect,
                provider=request.provider,
                dependencies=tuple(request.dependencies),
                property_dependencies={k: tuple(v.urns) for k, v in request.propertyDependencies.items()},
                aliases=tuple(a.urn or a.spec.name for a in request.aliases) + tuple(request.aliasURNs),
                ignore_changes=tuple(request.ignoreChanges),
                retain_on_delete=request.retainOnDelete,
            )
        )
        id_, state = "", inputs
        if request.custom and not self.unknown:
            id_, state = physical.answer(request.type, request.name, inputs)
        answer = struct_pb2.Struct()
        answer.update(_wire({key: value for key, value in state.items() if key != "id"}))
        return resource_pb2.RegisterResourceResponse(urn=urn, id=id_, object=answer)

    def Invoke(self, request: Any) -> Any:  # noqa: N802  the protocol's name
        found = physical.asked(request.tok, properties(request.args), [(r.type, r.inputs) for r in self.declared.all])
        if found is None:
            raise AssertionError(f"the program calls {request.tok}: a component asks AWS nothing")
        answer = struct_pb2.Struct()
        answer.update(found)
        fields: dict[str, Any] = {"return": answer}
        return resource_pb2.ResourceInvokeResponse(**fields)

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802  the protocol's name
        outputs = properties(request.outputs)
        if f"::{_STACK}::" in request.urn:
            self.declared.exports.update(outputs)
        else:
            self.declared.outputs[request.urn] = outputs
        return empty_pb2.Empty()


def _run(build: Callable[[], object], recorder: _Recorder) -> None:
    loop = asyncio.new_event_loop()
    # One worker: registrations arrive in the order the program made them, run after run.
    loop.set_default_executor(ThreadPoolExecutor(max_workers=1))
    asyncio.set_event_loop(loop)

    def program() -> None:
        build()

    try:
        mocks.set_mocks(
            recorder.mocks,
            project=recorder.project,
            stack=recorder.stack,
            preview=recorder.unknown,
            monitor=recorder,
        )
        # set_mocks finishes its own stack before the program exports anything; run_in_stack makes one that is open.
        ROOT.set(None)
        # The tasks of a failed run stay in the process-wide set, and belong to a loop that is closed.
        setattr(SETTINGS, "outputs", set())  # noqa: B010  pyright cannot bind Pulumi's context property
        loop.run_until_complete(run_in_stack(program))
    except BaseException:
        # What fails after the first error fails because of it; asyncio would log each at an arbitrary later moment.
        loop.set_exception_handler(lambda *_: None)
        raise
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_default_executor())
        asyncio.set_event_loop(None)
        loop.close()


def synth(build: Callable[[], object], *, unknown: bool = False, project: str = "lz", stack: str = "test") -> Declared:
    """Run `build` as a Pulumi program, wait for every registration, and return what was declared.

    unknown=True is a first preview: every computed output and id is unknown, and `apply` on it does not run. Otherwise
    resources answer with ids and ARNs of account 111122223333 in eu-west-1. Each call has settings of its own, so
    calls do not see each other. Raises what the program, a registration or an `apply` raises.
    """
    recorder = _Recorder(unknown=unknown, project=project, stack=stack)
    # The SDK sends the whole stack of calls with every registration; a test's is deep, a thread's is not.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(contextvars.Context().run, _run, build, recorder).result()
    return recorder.declared
