"""A project, a cache folder and an account of the tests' own: nothing here touches the user's sandbox."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine import sandbox, toolchain
from engine.paths import PROJECT, sandbox_paths, toolchain_folder

PROGRAM = """\
import pulumi
import pulumi_aws as aws

print("said by the program")
NAMES = {names!r}
for name in NAMES:
    aws.s3.Bucket(name, bucket=name, tags={{"delay": "{delay}"}})
pulumi.export("names", NAMES)
pulumi.export("token", pulumi.Output.secret("t0p-s3cret"))
"""

PACK = """\
import sys
from concurrent.futures import ThreadPoolExecutor
import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2 as pb, analyzer_pb2_grpc, plugin_pb2

class Pack(analyzer_pb2_grpc.AnalyzerServicer):
    def Handshake(self, r, c): return pb.AnalyzerHandshakeResponse()
    def GetPluginInfo(self, r, c): return plugin_pb2.PluginInfo(version="0.0.1")
    def GetAnalyzerInfo(self, r, c):
        policy = pb.PolicyInfo(name="no-forbidden", description="d", enforcementLevel=pb.MANDATORY)
        return pb.AnalyzerInfo(name="test", version="0.0.1", displayName="test", policies=[policy])
    def Configure(self, r, c): return empty_pb2.Empty()
    def ConfigureStack(self, r, c): return pb.AnalyzerStackConfigureResponse()
    def Analyze(self, r, c):
        found = []
        if dict(r.properties).get("bucket", "").startswith("forbidden"):
            found = [pb.AnalyzeDiagnostic(policyName="no-forbidden", policyPackName="test", policyPackVersion="0.0.1",
                     message="is forbidden", enforcementLevel=pb.MANDATORY, urn=r.urn)]
        return pb.AnalyzeResponse(diagnostics=found)
    def AnalyzeStack(self, r, c): return pb.AnalyzeResponse()

server = grpc.server(ThreadPoolExecutor(4))
analyzer_pb2_grpc.add_AnalyzerServicer_to_server(Pack(), server)
print(server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
server.wait_for_termination()
"""


@dataclass(frozen=True, slots=True)
class Estate:
    """A project and the account it deploys into."""

    project: Path
    account: Path
    cache: Path

    def declare(self, *names: str, delay: float = 0) -> None:
        """Make the program declare these buckets; a create takes `delay` seconds after the bucket exists."""
        (self.project / "__main__.py").write_text(PROGRAM.format(names=list(names), delay=delay))

    @property
    def held(self) -> set[str]:
        """What the account holds."""
        return {file.name for file in self.account.iterdir()}

    def command(self, *verbs: str) -> subprocess.Popen[str]:
        """tests/engine/drive.py in a process of its own, to be killed."""
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "tests.engine.drive", str(self.project), *verbs],
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """LZ_CACHE_DIR, empty."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("LZ_CACHE_DIR", str(folder))
    return folder


@pytest.fixture(scope="session")
def real_pulumi() -> str:
    """The folder of a command line that is here already: tests download and build nothing."""
    found = shutil.which("pulumi")
    if found is not None and (toolchain.version_of(Path(found)) or (0, 0, 0)) >= toolchain.MINIMUM:
        return str(Path(found).parent)
    made = toolchain_folder(toolchain.VERSION) / "bin"
    if (made / "pulumi").is_file():
        return str(made)
    pytest.skip("no pulumi on PATH or in the cache; `lz sandbox cli` gets one")


@pytest.fixture
def estate(tmp_path: Path, real_pulumi: str, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Estate]:
    """A project with a policy pack, deploying through tests/engine/strict_provider.py."""
    found = Estate(tmp_path / "project", tmp_path / "account", cache)
    found.account.mkdir()
    (found.project / "policies").mkdir(parents=True)
    (found.project / "Pulumi.yaml").write_text("name: small\nruntime: python\n")
    (found.project / "policies" / "PulumiPolicy.yaml").write_text("name: test\nruntime: python\n")
    (found.project / "policies" / "__main__.py").write_text(PACK)
    monkeypatch.setenv("PATH", f"{real_pulumi}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("LZ_TEST_ACCOUNT", str(found.account))
    found.declare("alpha", "beta")
    yield found
    sandbox.stop(sandbox_paths(found.project))
