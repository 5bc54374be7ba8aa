"""The pack as the engine sees it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2 as pb
from pulumi.runtime.proto import analyzer_pb2_grpc

from graph.model import UNKNOWN, Secret
from policies.engine import Engine
from policies.errors import GovernanceError, Problem
from policies.finding import Report
from policies.guards import JUDGED
from policies.levels import FOLDER, Settings, UnknownMode
from policies.rule import Rule, Severity
from policies.server import Analyzer
from policies.session import Session
from policies.value import Outcome, one_of
from policies.verdict import Verdict
from policies.view import StackView, View
from tests.graph.wire import struct
from tests.policies.sample import BUCKET, TODAY, a_graph_rule, a_rule, exemption, settings, urn

STACK = "urn:pulumi:dev::lz::pulumi:pulumi:Stack::lz-dev"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"


class Context:
    """What gRPC gives a servicer, as far as it is used."""

    def abort(self, code: grpc.StatusCode, details: str) -> NoReturn:
        raise RuntimeError(code, details)


CONTEXT: Any = Context()


def attached(stack: StackView) -> Iterator[Outcome]:
    """Every bucket has a policy."""
    for bucket in stack.of_type(BUCKET):
        policies, _ = stack.attached(bucket, "bucket", POLICY)
        yield bucket.outcome(Verdict.of(bool(policies)), "has no policy")


RULES = (a_rule(), a_graph_rule(attached, id="LZ-T-002", severity=Severity.LOW))


def analyzer(
    tmp_path: Path | None = None, *, rules: tuple[Rule, ...] = RULES, levels: Settings | None = None
) -> Analyzer:
    """A pack of sample rules, configured for the sample stack."""

    def start(project: str, stack: str) -> Session:
        engine = Engine(rules, levels or settings(), TODAY)
        files = (tmp_path / "findings.json", tmp_path / "graph.json") if tmp_path else (None, None)
        return Session(engine, project=project, stack=stack, findings_file=files[0], graph_file=files[1])

    found = Analyzer(start)
    found.ConfigureStack(pb.AnalyzerStackConfigureRequest(project="lz", stack="dev"), CONTEXT)
    return found


def analyze(name: str, properties: dict[str, Any], type_: str = BUCKET, **more: Any) -> pb.AnalyzeRequest:
    """The engine asks about one resource."""
    return pb.AnalyzeRequest(urn=urn(name, type_), type=type_, name=name, properties=struct(properties), **more)


def whole(*names: str, type_: str = BUCKET, **more: Any) -> pb.AnalyzeStackRequest:
    """The engine asks about the whole stack."""
    resources = [pb.AnalyzerResource(urn=urn(name, type_), type=type_, name=name, **more) for name in names]
    root = pb.AnalyzerResource(urn=STACK, type="pulumi:pulumi:Stack", name="lz-dev")
    return pb.AnalyzeStackRequest(resources=[root, *resources])


def said(response: pb.AnalyzeResponse) -> list[tuple[str, str, int]]:
    """Rule, resource and level of each diagnostic."""
    return [(one.policyName, one.urn.rsplit("::", 1)[-1], one.enforcementLevel) for one in response.diagnostics]


def test_every_rule_is_a_policy_that_explains_itself() -> None:
    """Name, title, level, kind, severity, framework and remedy are there for the engine's users."""
    info = analyzer().GetAnalyzerInfo(empty_pb2.Empty(), CONTEXT)

    assert [("LZ-T-001", pb.MANDATORY, pb.POLICY_TYPE_RESOURCE), ("LZ-T-002", pb.ADVISORY, pb.POLICY_TYPE_STACK)] == [
        (policy.name, policy.enforcementLevel, policy.policy_type) for policy in info.policies
    ]
    policy = info.policies[0]
    assert ("A bucket is private", "Set acl to private.") == (policy.displayName, policy.remediation_steps)
    assert (pb.POLICY_SEVERITY_HIGH, ["S3-01", "80053:AC-3"]) == (policy.severity, list(policy.tags))
    framework = policy.framework
    assert ("NIST SP 800-53", "Rev. 5", "AC-3", "Access is granted as approved authorisations say") == (
        framework.name, framework.version, framework.reference, framework.specification,
    )  # fmt: skip
    assert not info.supportsConfig, "levels are in levels.yaml and nowhere else"


def test_a_violation_is_a_diagnostic_with_path_reason_and_fix() -> None:
    """What the engine prints must be enough to act on."""
    found = analyzer().Analyze(analyze("b", {"acl": "public-read"}), CONTEXT)

    assert [("LZ-T-001", "b", pb.MANDATORY)] == said(found)
    message = found.diagnostics[0].message
    assert (
        "acl: the ACL is public\nA bucket is private. Strangers read public buckets.\nFix: Set acl to private."
        == message
    )


@pytest.mark.parametrize(("mode", "level"), [(UnknownMode.STRICT, pb.MANDATORY), (UnknownMode.ADVISORY, pb.ADVISORY)])
def test_an_unknown_is_a_diagnostic_too(mode: UnknownMode, level: int) -> None:
    """With its path, at the level the environment gives unknowns."""
    found = analyzer(levels=settings(unknown=mode)).Analyze(analyze("b", {"acl": UNKNOWN}), CONTEXT)

    assert [("LZ-T-001", "b", level)] == said(found)
    assert found.diagnostics[0].message.startswith("acl: perhaps ")


def test_what_the_provider_fills_in_is_not_the_programs(tmp_path: Path) -> None:
    """The engine shows the list of it to Remediate, right before it asks Analyze; the graph is that of the program."""
    pack = analyzer(tmp_path)
    checked = {"acl": "public-read", "bucket": "b-1a2b3c4"}

    remedies = pack.Remediate(analyze("b", {**checked, "__defaults": ["acl", "bucket"]}), CONTEXT)

    assert [] == list(remedies.remediations)
    assert [] == said(pack.Analyze(analyze("b", checked), CONTEXT)), "the ACL is the provider's own default"
    pack.AnalyzeStack(whole("b"), CONTEXT)
    assert {} == json.loads((tmp_path / "graph.json").read_text())["resources"][0]["properties"]


def test_nothing_is_said_twice() -> None:
    """What Analyze said, AnalyzeStack does not repeat; it adds what only the whole stack shows."""
    pack = analyzer()
    pack.Analyze(analyze("b", {"acl": "public-read"}), CONTEXT)

    assert [("LZ-T-002", "b", pb.ADVISORY)] == said(pack.AnalyzeStack(whole("b"), CONTEXT))


def test_a_resource_rule_that_reaches_further_waits_for_the_stack() -> None:
    """It says nothing false while the others may still come, and is heard when they are there."""

    def has_policy(bucket: View) -> Iterator[Outcome]:
        policies, _ = bucket.stack.attached(bucket, "bucket", POLICY)
        yield bucket.outcome(Verdict.of(bool(policies)), "has no policy")

    pack = analyzer(rules=(a_rule(has_policy),))

    assert [] == said(pack.Analyze(analyze("b", {}), CONTEXT))
    assert [("LZ-T-001", "b", pb.MANDATORY)] == said(pack.AnalyzeStack(whole("b"), CONTEXT))


def test_edges_of_the_stack_meet_inputs_of_the_resources() -> None:
    """The policy's bucket is unknown in its inputs and in its outputs; the edge says whose it is."""
    pack = analyzer()
    pack.Analyze(analyze("b", {}), CONTEXT)
    pack.Analyze(analyze("p", {"bucket": UNKNOWN}, POLICY), CONTEXT)
    edges = {"bucket": pb.AnalyzerPropertyDependencies(urns=[urn("b")])}
    policy = pb.AnalyzerResource(urn=urn("p", POLICY), type=POLICY, name="p", propertyDependencies=edges)
    request = whole("b")
    request.resources.append(policy)

    assert [] == said(pack.AnalyzeStack(request, CONTEXT))


def test_a_provider_that_comes_along_is_looked_at() -> None:
    """The Region of a resource is its provider's, which Analyze sends resolved."""

    def at_home(bucket: View) -> Iterator[Outcome]:
        yield bucket.region.must(one_of("eu-west-1"), "is abroad")

    provider = pb.AnalyzerProviderResource(
        urn=urn("main", "pulumi:providers:aws"), type="pulumi:providers:aws", name="main",
        properties=struct({"region": "us-east-1"}),
    )  # fmt: skip
    pack = analyzer(rules=(a_rule(at_home),))

    found = said(pack.Analyze(analyze("b", {}, provider=provider), CONTEXT))

    assert [("LZ-T-001", "main", pb.MANDATORY)] == found, "the value is the provider's, and so is the finding"


def test_root_stack_and_default_providers_are_not_judged() -> None:
    """The program did not declare them."""

    def always(view: View) -> Iterator[Outcome]:
        yield view.outcome(Verdict.FAIL, "is there")

    pack = analyzer(rules=(a_rule(always, types=(BUCKET, "pulumi:providers:aws", "pulumi:pulumi:Stack")),))

    assert [] == said(pack.Analyze(analyze("default_7_51_1", {}, "pulumi:providers:aws"), CONTEXT))
    assert [("LZ-T-001", "main", pb.MANDATORY)] == said(
        pack.Analyze(analyze("main", {}, "pulumi:providers:aws"), CONTEXT)
    )


def test_an_exempted_finding_is_in_the_file_and_not_in_the_way(tmp_path: Path) -> None:
    """The engine is not told; the report is, with who answers for it."""
    pack = analyzer(tmp_path, levels=settings(exemption()))

    assert [] == said(pack.Analyze(analyze("b", {"acl": "public-read"}), CONTEXT))
    pack.AnalyzeStack(whole("b"), CONTEXT)

    findings = json.loads((tmp_path / "findings.json").read_text())["findings"]
    assert [("LZ-T-001", "team@example.com", False), ("LZ-T-002", None, False)] == [
        (one["rule"], one["exemption"] and one["exemption"]["owner"], one["blocking"]) for one in findings
    ]


def test_the_files_hold_report_and_graph_without_secrets(tmp_path: Path) -> None:
    """Everything of the run, whatever was said when; a secret input is marked."""
    pack = analyzer(tmp_path)
    pack.Analyze(analyze("b", {"acl": "public-read", "key": Secret("hunter2")}), CONTEXT)
    pack.AnalyzeStack(whole("b"), CONTEXT)

    report = Report.from_json(json.loads((tmp_path / "findings.json").read_text()))
    graph = json.loads((tmp_path / "graph.json").read_text())
    assert (True, ["LZ-T-001", "LZ-T-002"]) == (report.complete, [one.rule_id for one in report.findings])
    assert {"acl": "public-read", "key": {"$lz": "secret"}} == graph["resources"][0]["properties"]
    assert ["findings.json", "graph.json"] == sorted(path.name for path in tmp_path.iterdir()), "nothing left beside"
    assert "hunter2" not in (tmp_path / "findings.json").read_text() + (tmp_path / "graph.json").read_text()


def test_a_run_that_stops_early_leaves_what_it_found(tmp_path: Path) -> None:
    """An update ends at the first resource it may not make, before AnalyzeStack; the report says it is not complete."""
    analyzer(tmp_path).Analyze(analyze("b", {"acl": "public-read"}), CONTEXT)

    report = Report.from_json(json.loads((tmp_path / "findings.json").read_text()))
    assert (False, True, 1) == (report.complete, report.blocking, len(report.findings))


def test_a_file_that_cannot_be_written_is_a_finding(tmp_path: Path) -> None:
    """A run whose report is lost must not look like one without findings."""
    pack = analyzer(tmp_path / "gone")

    found = said(pack.AnalyzeStack(whole("b"), CONTEXT))

    assert [("LZ-T-002", "b", pb.ADVISORY), (JUDGED.id, "", pb.MANDATORY), (JUDGED.id, "", pb.MANDATORY)] == found


def test_a_fault_of_the_pack_is_a_finding_and_the_call_lives(capsys: pytest.CaptureFixture[str]) -> None:
    """The engine gets an answer that blocks where unknown is strict, and no text of the exception leaves."""

    def breaks(*_: object) -> NoReturn:
        raise ValueError("hunter" + str(2))

    pack = analyzer()
    broken: Any = pack.session.engine
    broken.judge = broken.report = breaks

    one = pack.Analyze(analyze("b", {}), CONTEXT)
    two = pack.AnalyzeStack(whole("b"), CONTEXT)

    assert [(JUDGED.id, "b", pb.MANDATORY), (JUDGED.id, "", pb.MANDATORY)] == said(one) + said(two)
    assert "ValueError" in one.diagnostics[0].message
    printed = capsys.readouterr()
    assert "hunter2" not in one.diagnostics[0].message + printed.out + printed.err


def test_wrong_levels_stop_the_run_before_it_begins() -> None:
    """Nothing is deployed under levels nobody wrote; the engine shows file, key, value and fix."""

    def start(project: str, stack: str) -> Session:
        raise GovernanceError(Problem("policies/levels.yaml", "default.low", "maybe", "is no level", "use off"))

    with pytest.raises(RuntimeError, match=r"levels\.yaml: default\.low = 'maybe': is no level; use off") as caught:
        Analyzer(start).ConfigureStack(pb.AnalyzerStackConfigureRequest(project="lz", stack="dev"), CONTEXT)

    assert caught.value.args[0] is grpc.StatusCode.FAILED_PRECONDITION


def test_the_engine_can_start_the_pack() -> None:
    """As it does: __main__.py in the pack's folder prints a port, answers with the real rules, and ends by SIGINT."""
    process = subprocess.Popen(
        [sys.executable, "-u", "__main__.py", "127.0.0.1:1", "."],
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        env={key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "LZ_"))},
    )
    assert process.stdout is not None
    try:
        port = int(process.stdout.readline())
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            stub = analyzer_pb2_grpc.AnalyzerStub(channel)
            stub.Handshake(pb.AnalyzerHandshakeRequest(engine_address="127.0.0.1:1"))
            stub.ConfigureStack(pb.AnalyzerStackConfigureRequest(project="lz", stack="prod.data"))
            rules = {policy.name: policy for policy in stub.GetAnalyzerInfo(empty_pb2.Empty()).policies}
            found = stub.Analyze(analyze("b", {"forceDestroy": True, "tags": {"lz:data-class": "decisions"}}))
            version = stub.GetPluginInfo(empty_pb2.Empty()).version
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=5)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()

    assert 0 == code, "the engine waits for a plugin that does not end"
    assert ("0.1.0", pb.MANDATORY) == (version, rules["LZ-S3-006"].enforcementLevel)
    assert "LZ-S3-006" in [one.policyName for one in found.diagnostics], "a bucket with data is never emptied"


def test_a_pack_whose_engine_was_killed_ends_itself() -> None:
    """The engine could not end its plugins; nothing of a killed run stays behind."""
    starter = "import subprocess, sys; subprocess.Popen([sys.executable, '-u', '__main__.py', 'x', '.']).wait()"
    engine = subprocess.Popen([sys.executable, "-c", starter], cwd=FOLDER, stdout=subprocess.PIPE)
    assert engine.stdout is not None
    try:
        assert engine.stdout.readline().strip().isdigit()
    finally:
        engine.kill()
        engine.wait()

    assert b"" == engine.stdout.read(), "the end of the output is the end of the last process that holds it"
    engine.stdout.close()
