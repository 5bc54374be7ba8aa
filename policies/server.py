"""The pack as the Pulumi engine sees it: an Analyzer that speaks the CrossGuard protocol over gRPC.

Protocol: https://github.com/pulumi/pulumi/blob/v3.250.0/proto/pulumi/analyzer.proto. The engine calls ConfigureStack,
then Analyze once a resource with its inputs, then AnalyzeStack with every edge. A fault in here becomes a finding: an
Analyzer that answers a call with an error ends the whole run, and says nothing of the program.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import grpc
import yaml
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2 as pb
from pulumi.runtime.proto import analyzer_pb2_grpc, plugin_pb2
from typing_extensions import override

from graph import analyzed
from policies.controls import primary
from policies.errors import GovernanceError
from policies.finding import Finding
from policies.levels import FOLDER, Level
from policies.rule import Rule, Severity
from policies.session import Session

PACK: Final = "ai-landing-zone"
FINDINGS_FILE: Final = "LZ_FINDINGS_FILE"
"""Environment variable: where to write the report of a run as JSON."""
GRAPH_FILE: Final = "LZ_GRAPH_FILE"
"""Environment variable: where to write the graph the report is about."""

_MESSAGE_BYTES: Final = 400 * 1024 * 1024
"""gRPC's own limit is 4 MiB, which a stack of some thousand resources exceeds; Pulumi's SDKs use this one."""
_PATROL_SECONDS: Final = 1.0

_ENFORCEMENT: Final = {Level.MANDATORY: pb.MANDATORY, Level.ADVISORY: pb.ADVISORY, Level.OFF: pb.DISABLED}
_SEVERITY: Final = {
    Severity.CRITICAL: pb.POLICY_SEVERITY_CRITICAL,
    Severity.HIGH: pb.POLICY_SEVERITY_HIGH,
    Severity.MEDIUM: pb.POLICY_SEVERITY_MEDIUM,
    Severity.LOW: pb.POLICY_SEVERITY_LOW,
}

Start = Callable[[str, str], Session]
"""A session for a project and a stack."""


class Analyzer(analyzer_pb2_grpc.AnalyzerServicer):
    """Answers the engine; what it knows of the run is in its session."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._session: Session | None = None
        self._filled = dict[str, frozenset[str]]()
        """What the provider's Check filled in of a resource the engine is about to ask about, by URN."""
        self._version = str(yaml.safe_load((FOLDER / "PulumiPolicy.yaml").read_text(encoding="utf-8"))["version"])

    @property
    def session(self) -> Session:
        """The run's; before the engine names a stack, one on the default levels."""
        if self._session is None:
            self._session = self._start("", "")
        return self._session

    @override
    def Handshake(self, request: Any, context: grpc.ServicerContext) -> pb.AnalyzerHandshakeResponse:
        return pb.AnalyzerHandshakeResponse()

    @override
    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=self._version)

    @override
    def GetAnalyzerInfo(self, request: Any, context: grpc.ServicerContext) -> pb.AnalyzerInfo:
        engine = self.session.engine
        return pb.AnalyzerInfo(
            name=PACK,
            displayName="AI landing zone",
            version=self._version,
            description="What no environment of the landing zone may ever run.",
            supportsConfig=False,  # levels.yaml is reviewed; a flag on a command line is not
            policies=[_policy(rule, engine.settings.level(rule, engine.settings.tiers)) for rule in engine.rules],
        )

    @override
    def Configure(self, request: Any, context: grpc.ServicerContext) -> empty_pb2.Empty:
        return empty_pb2.Empty()

    @override
    def ConfigureStack(self, request: Any, context: grpc.ServicerContext) -> pb.AnalyzerStackConfigureResponse:
        try:
            self._session = self._start(request.project, request.stack)
        except GovernanceError as error:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, f"the policy pack cannot be used:\n{error}")
        return pb.AnalyzerStackConfigureResponse()

    @override
    def Analyze(self, request: Any, context: grpc.ServicerContext) -> pb.AnalyzeResponse:
        session = self.session
        if not analyzed.is_declared(request.type, request.urn):
            return pb.AnalyzeResponse()
        try:
            provider = analyzed.provider_urn(request)
            found = session.resource(
                analyzed.from_analyze(request, self._filled.pop(request.urn, ())),
                session.analyzed.get(provider or "") or analyzed.provider_of(request),
            )
        except Exception as error:  # noqa: BLE001  whatever breaks here is a finding
            found = self._fault(request.urn, error)
        return pb.AnalyzeResponse(diagnostics=self._diagnostics(found))

    @override
    def AnalyzeStack(self, request: Any, context: grpc.ServicerContext) -> pb.AnalyzeResponse:
        session = self.session
        try:
            found = session.whole(
                analyzed.from_analyze_stack(request, session.analyzed, project=session.project, stack=session.stack)
            )
        except Exception as error:  # noqa: BLE001  whatever breaks here is a finding
            found = self._fault("", error)
        return pb.AnalyzeResponse(diagnostics=self._diagnostics(found))

    @override
    def Remediate(self, request: Any, context: grpc.ServicerContext) -> pb.RemediateResponse:
        self._filled[request.urn] = analyzed.filled_in(request)
        return pb.RemediateResponse()

    @override
    def Cancel(self, request: Any, context: grpc.ServicerContext) -> empty_pb2.Empty:
        return empty_pb2.Empty()

    def _fault(self, about: str, error: Exception) -> list[Finding]:
        traceback.print_tb(error.__traceback__, file=sys.stderr)  # frames only: an exception's text may hold a value
        return self.session.fault(about, f"the pack could not judge this: {type(error).__name__}")

    def _diagnostics(self, findings: Iterable[Finding]) -> list[pb.AnalyzeDiagnostic]:
        return [
            pb.AnalyzeDiagnostic(
                policyName=finding.rule_id,
                policyPackName=PACK,
                policyPackVersion=self._version,
                description=finding.title,
                message=_message(finding),
                enforcementLevel=_ENFORCEMENT[finding.level],
                urn=finding.urn,
                severity=_SEVERITY[finding.severity],
            )
            for finding in findings
        ]


def serve() -> None:
    """Answer the engine that started this process until it is done; the first line of the output is the port.

    The engine gives a plugin a process group of its own, ends it by SIGINT, and waits some seconds before it kills it.
    """
    ended, engine = threading.Event(), os.getppid()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    files = [Path(name) if (name := os.environ.get(key)) else None for key in (FINDINGS_FILE, GRAPH_FILE)]

    def start(project: str, stack: str) -> Session:
        return Session.start(project=project, stack=stack, findings_file=files[0], graph_file=files[1])

    # One worker: the engine asks about one resource after the other, and a session is not made for two at once.
    server = grpc.server(
        ThreadPoolExecutor(max_workers=1),
        options=[("grpc.max_receive_message_length", _MESSAGE_BYTES), ("grpc.max_send_message_length", _MESSAGE_BYTES)],
    )
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(Analyzer(start), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)  # noqa: T201  the plugin protocol
    while not ended.wait(_PATROL_SECONDS) and os.getppid() == engine:
        pass  # an engine that was killed could not end its plugins
    server.stop(grace=None)


def _policy(rule: Rule, level: Level) -> pb.PolicyInfo:
    frameworks = [f"{framework}:{id_}" for framework, ids in rule.frameworks.items() for id_ in ids]
    framework, requirement = primary(rule.control, rule.frameworks)
    return pb.PolicyInfo(
        name=rule.id,
        displayName=rule.title,
        description=rule.why,
        message=rule.title,
        enforcementLevel=_ENFORCEMENT[level],
        policy_type=pb.POLICY_TYPE_RESOURCE if rule.resource_check is not None else pb.POLICY_TYPE_STACK,
        severity=_SEVERITY[rule.severity],
        framework=pb.PolicyComplianceFramework(
            name=framework.name,
            version=framework.version,
            reference=requirement,
            specification=framework.requirements[requirement].asks,
        ),
        tags=[rule.control, *frameworks],
        remediation_steps=rule.fix,
    )


def _message(finding: Finding) -> str:
    where = f"{finding.path}: " if finding.path else ""
    return f"{where}{finding.message}\n{finding.title}. {finding.why}\nFix: {finding.fix}"
