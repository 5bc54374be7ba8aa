"""Pulumi's Python language host, for an engine that comes without one: runs the program and the policy pack.

Started by the engine as `pulumi-language-python ENGINE_ADDRESS`; speaks pulumirpc.LanguageRuntime. An official
installation brings its own host beside its executable, and the engine prefers that one. Both run the same program in
the same way; this one uses the interpreter it runs under and therefore the environment that `lz` was installed into.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.metadata import distributions, version
from pathlib import Path
from typing import IO, Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import language_pb2 as pb
from pulumi.runtime.proto import language_pb2_grpc, plugin_pb2
from typing_extensions import override

from engine import program
from engine.plugin_process import serve

END_SECONDS = 5.0
"""How long a policy pack or program may take to end once the engine hung up."""


class LanguageHost(language_pb2_grpc.LanguageRuntimeServicer):
    """The calls an engine makes while it previews, updates and analyses; everything else answers 'unimplemented'."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._children: set[subprocess.Popen[Any]] = set()
        self._lock = threading.Lock()

    @override
    def Handshake(
        self, request: pb.LanguageHandshakeRequest, context: grpc.ServicerContext
    ) -> pb.LanguageHandshakeResponse:
        return pb.LanguageHandshakeResponse()

    @override
    def GetPluginInfo(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=version("pulumi"))

    @override
    def GetRequiredPlugins(
        self, request: pb.GetRequiredPluginsRequest, context: grpc.ServicerContext
    ) -> pb.GetRequiredPluginsResponse:
        # The sandbox's plugins are in PULUMI_HOME already; naming them here would make the engine try to download them.
        return pb.GetRequiredPluginsResponse()

    @override
    def GetRequiredPackages(
        self, request: pb.GetRequiredPackagesRequest, context: grpc.ServicerContext
    ) -> pb.GetRequiredPackagesResponse:
        return pb.GetRequiredPackagesResponse()

    @override
    def GetProgramDependencies(
        self, request: pb.GetProgramDependenciesRequest, context: grpc.ServicerContext
    ) -> pb.GetProgramDependenciesResponse:
        found = sorted((d.metadata["Name"], d.version) for d in distributions())
        return pb.GetProgramDependenciesResponse(dependencies=[pb.DependencyInfo(name=n, version=v) for n, v in found])

    @override
    def RuntimeOptionsPrompts(
        self, request: pb.RuntimeOptionsRequest, context: grpc.ServicerContext
    ) -> pb.RuntimeOptionsResponse:
        return pb.RuntimeOptionsResponse()

    @override
    def About(self, request: pb.AboutRequest, context: grpc.ServicerContext) -> pb.AboutResponse:
        return pb.AboutResponse(executable=sys.executable, version=sys.version.split()[0])

    @override
    def InstallDependencies(
        self, request: pb.InstallDependenciesRequest, context: grpc.ServicerContext
    ) -> Iterator[pb.InstallDependenciesResponse]:
        yield pb.InstallDependenciesResponse(stdout=b"the environment is installed by `make setup`\n")

    @override
    def Run(self, request: pb.RunRequest, context: grpc.ServicerContext) -> pb.RunResponse:
        settings = program.Settings(
            project=request.project,
            stack=request.stack,
            organization=request.organization,
            monitor=request.monitor_address,
            engine=self._engine,
            parallel=request.parallel,
            dry_run=request.dryRun,
            root_directory=request.info.root_directory,
            program=str(Path(request.info.program_directory, request.info.entry_point)),
        )
        # Configuration may hold secrets: the environment of a process is its owner's alone, its arguments are
        # everyone's.
        environment = {
            **os.environ,
            program.SETTINGS_VARIABLE: settings.to_json(),
            "PULUMI_CONFIG": json.dumps(dict(request.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
        }
        # The program inherits this process's standard output and error: the engine shows both to the user, line by
        # line.
        child = subprocess.Popen(
            [sys.executable, "-u", "-P", "-m", program.__name__, *request.args],
            cwd=request.pwd,
            env=environment,
            stdin=subprocess.DEVNULL,
        )
        with self._owned(child):
            if not context.add_callback(lambda: _end(child)):
                _end(child)
            code = child.wait()
        if code == program.REPORTED:
            return pb.RunResponse(bail=True)
        return pb.RunResponse(error=f"the program ended with {_in_words(code)}" if code else "")

    @override
    def RunPlugin(self, request: pb.RunPluginRequest, context: grpc.ServicerContext) -> Iterator[pb.RunPluginResponse]:
        place = (
            Path(request.info.program_directory, request.info.entry_point)
            if request.info.program_directory
            else Path(request.program)
        )
        pairs = (pair.partition("=") for pair in request.env)
        environment = {name: value for name, _, value in pairs} or dict(os.environ)
        environment.setdefault("PYTHONPATH", os.environ.get("PYTHONPATH", ""))
        child = subprocess.Popen(
            [sys.executable, "-u", str(place), *request.args],
            cwd=request.pwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        with self._owned(child):
            if not context.add_callback(lambda: _end(child)):
                _end(child)
            yield from _output(child)
            yield pb.RunPluginResponse(exitcode=child.wait())

    @override
    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> empty_pb2.Empty:
        self.end_children()
        return empty_pb2.Empty()

    def end_children(self) -> None:
        """End whatever still runs; nothing may outlive the engine."""
        with self._lock:
            children = list(self._children)
        for child in children:
            _end(child)

    def _owned(self, child: subprocess.Popen[Any]) -> _Owned:
        return _Owned(self._children, self._lock, child)


class _Owned:
    """A child that is known to the host while it runs."""

    def __init__(
        self, children: set[subprocess.Popen[Any]], lock: threading.Lock, child: subprocess.Popen[Any]
    ) -> None:
        self._children, self._lock, self._child = children, lock, child

    def __enter__(self) -> None:
        with self._lock:
            self._children.add(self._child)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._children.discard(self._child)
        _end(self._child)


def _end(child: subprocess.Popen[Any]) -> None:
    if child.poll() is not None:
        return
    with suppress(ProcessLookupError):
        child.terminate()
    try:
        child.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _output(child: subprocess.Popen[bytes]) -> Iterator[pb.RunPluginResponse]:
    """Lines of both streams as they come, until both are at their end."""
    lines: queue.SimpleQueue[pb.RunPluginResponse | None] = queue.SimpleQueue()

    def read(stream: IO[bytes], *, is_error: bool) -> None:
        for line in stream:
            lines.put(pb.RunPluginResponse(stderr=line) if is_error else pb.RunPluginResponse(stdout=line))
        lines.put(None)

    open_streams = 0
    for stream, is_error in ((child.stdout, False), (child.stderr, True)):
        if stream is not None:
            open_streams += 1
            threading.Thread(target=read, args=(stream,), kwargs={"is_error": is_error}, daemon=True).start()
    while open_streams:
        line = lines.get()
        if line is None:
            open_streams -= 1
        else:
            yield line


def _in_words(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def main(arguments: list[str]) -> None:
    """Serve the engine whose address is the only argument that is no flag."""
    engine = next(argument for argument in arguments if not argument.startswith("-"))
    host = LanguageHost(engine)
    server = grpc.server(ThreadPoolExecutor(16))
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server)
    serve(server, at_end=host.end_children)


if __name__ == "__main__":
    main(sys.argv[1:])
