"""The program previewed without an engine: every registration recorded, every computed value unknown, no account asked.

The requests a program sends while it runs are the same whoever answers them. Here a recording monitor answers as the
real engine does in a first preview: inputs come back as given, and everything AWS would compute is unknown.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import runpy
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime import mocks
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.settings import ROOT as ROOT_RESOURCE
from pulumi.runtime.stack import run_in_stack

from engine.errors import EngineError
from engine.generated import shortened
from graph.model import Graph
from graph.registered import from_requests
from graph.uncollected import uncollected

PROJECT = "ai-landing-zone"
"""The name in Pulumi.yaml; part of every URN."""

ROOT = Path(__file__).resolve().parent.parent

Request = resource_pb2.RegisterResourceRequest | resource_pb2.ReadResourceRequest


class _NoAccount(pulumi.runtime.Mocks):
    """Required by the monitor's constructor; the recorder answers before it is asked."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        return None, dict(args.inputs)

    def call(self, args: pulumi.runtime.MockCallArgs) -> Any:
        raise EngineError(
            f"the program asks AWS ({args.token}), and offline there is none",
            "give the value by configuration or by a contract; a data source makes a preview depend on an account",
        )


@dataclass
class _Recording:
    """What a program sent."""

    requests: list[Request] = field(default_factory=list[Request])


class _Recorder(mocks.MockMonitor):
    """Keeps each request and answers as a first preview would."""

    def __init__(self, recording: _Recording) -> None:
        super().__init__(_NoAccount())
        self._recording = recording

    def RegisterResource(  # noqa: N802  the protocol's name
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        self._recording.requests.append(request)
        urn = self.make_urn(request.parent, request.type, request.name)
        return resource_pb2.RegisterResourceResponse(urn=urn, object=request.object)

    def ReadResource(  # noqa: N802  the protocol's name
        self, request: resource_pb2.ReadResourceRequest
    ) -> resource_pb2.ReadResourceResponse:
        self._recording.requests.append(request)
        urn = self.make_urn(request.parent, request.type, request.name)
        return resource_pb2.ReadResourceResponse(urn=urn, properties=request.properties)


def preview_offline(stack: str, root: Path = ROOT) -> Graph:
    """The resource graph of a stack (prod, or one layer of it: prod.network), as its first preview would show it.

    Whatever the program raises (a configuration error, say) is raised here. Each call has runtime settings of its own.
    """
    recording = _Recording()
    with uncollected(), shortened():
        contextvars.Context().run(_run, stack, root, recording)
    return from_requests(recording.requests, project=PROJECT, stack=stack, root=root)


def _run(stack: str, root: Path, recording: _Recording) -> None:
    previous = sys.path[:]
    loop = asyncio.new_event_loop()
    # One worker: registrations are recorded in the order the program made them, run after run.
    loop.set_default_executor(ThreadPoolExecutor(max_workers=1))
    asyncio.set_event_loop(loop)
    try:
        sys.path.insert(0, str(root))
        recorder = _Recorder(recording)
        pulumi.runtime.set_mocks(
            recorder.mocks,
            project=PROJECT,
            stack=stack,
            organization="organization",
            preview=True,
            logger=logging.getLogger("pulumi.offline"),
            monitor=recorder,
        )
        # set_mocks finishes its own root stack before the program exports; run_in_stack makes one that is open.
        ROOT_RESOURCE.set(None)
        loop.run_until_complete(run_in_stack(lambda: _program(root)))
    except BaseException:
        # What fails after the first error fails because of it; asyncio would log each at an arbitrary later moment.
        loop.set_exception_handler(lambda *_: None)
        raise
    finally:
        sys.path[:] = previous
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_default_executor())
        asyncio.set_event_loop(None)
        loop.close()


def _program(root: Path) -> None:
    runpy.run_path(str(root / "__main__.py"))
