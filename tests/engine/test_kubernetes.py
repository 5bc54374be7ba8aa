"""Kubernetes objects on the real engine, in a cluster of the embedded sandbox."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine import sandbox, toolchain
from engine.paths import sandbox_paths
from engine.pulumi import Session
from engine.standin.clients import Clients
from engine.standin_kubernetes.address import Cluster
from engine.standin_kubernetes.store import Store
from engine.survivors import mend
from engine.workspace import prepare
from tests.eks import create_cluster
from tests.engine.standin_kubernetes.talk import kubeconfig

pytestmark = pytest.mark.sandbox

STACK, ACCOUNT, REGION = "dev", "111122223333", "eu-west-1"

PROGRAM = """\
import pulumi
import pulumi_kubernetes as k8s

provider = k8s.Provider("cluster", kubeconfig={kubeconfig!r})
opts = pulumi.ResourceOptions(provider=provider)
space = k8s.core.v1.Namespace("serving", metadata={{"name": "serving"}}, opts=opts)
place = {{"namespace": space.metadata.name}}
settings = k8s.core.v1.ConfigMap("settings", metadata={{"name": "settings", **place}}, data={data!r}, opts=opts)
unnamed = k8s.core.v1.ConfigMap("unnamed", metadata=place, data={{"a": "1"}}, opts=opts)
k8s.helm.v3.Release("keda", chart="keda", version="2.19.0", namespace=space.metadata.name, opts=opts)
k8s.apiextensions.CustomResource(
    "pool", api_version="karpenter.sh/v1", kind="NodePool", metadata={{"name": "gpu"}},
    spec={{"weight": {weight}, "template": {{"spec": {{
        "nodeClassRef": {{"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": "gpu"}},
        "requirements": [{{"key": "karpenter.sh/capacity-type", "operator": "In", "values": ["on-demand"]}}],
    }}}}}}, opts=opts)
pulumi.export("uid", space.metadata.uid)
"""


@dataclass(frozen=True, slots=True)
class Estate:
    """A project whose objects stand in a cluster that AWS has."""

    project: Path
    session: Session
    cluster: Cluster

    def declare(self, *, data: str = "1", weight: int = 10, **more: str) -> None:
        """Make the program declare a ConfigMap with these data and a NodePool of this weight."""
        program = PROGRAM.format(kubeconfig=kubeconfig(self.cluster.address), data={"a": data, **more}, weight=weight)
        (self.project / "__main__.py").write_text(program)

    @property
    def held(self) -> list[str]:
        """What the cluster holds, as KIND PLACE; what Pulumi named is told by its logical name."""
        folder = sandbox.clusters(self.session.workspace.paths, self.session.server)
        found = [f"{key.kind} {key}" for key, _ in Store(folder, self.cluster).objects()]
        return [one.rpartition("-")[0] if "unnamed" in one else one for one in found]


@pytest.fixture
def estate(tmp_path: Path, real_pulumi: str, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Estate]:
    project = tmp_path / "project"
    (project / "policies").mkdir(parents=True)
    (project / "Pulumi.yaml").write_text("name: small\nruntime: python\n")
    monkeypatch.setenv("PATH", f"{real_pulumi}{os.pathsep}{os.environ['PATH']}")
    workspace = prepare(project, sandbox_paths(project))
    session = Session(toolchain.find(), workspace, sandbox.start(workspace.paths))
    monkeypatch.setattr(session, "_pack", list)
    clients = Clients(session.server.endpoint)
    found = Estate(project, session, create_cluster(lambda s: clients.client(s, REGION, ACCOUNT), "c"))
    found.declare()
    yield found
    sandbox.stop(workspace.paths)


ALL = ["ConfigMap serving/settings", "ConfigMap serving/unnamed", "Namespace serving", "NodePool gpu"]


def test_objects_go_up_change_and_come_down(estate: Estate) -> None:
    """Made in their cluster, unchanged by a second look, changed in place or anew, gone at the end."""
    up = estate.session.up(STACK).require()

    assert {"create": 5} == dict(up.counts)
    assert ALL == estate.held
    assert estate.session.outputs(STACK)["uid"]
    assert 0 == estate.session.preview(STACK).require().changes
    assert {"same": 5} == dict(estate.session.refresh(STACK).require().counts)

    estate.declare(data="2", weight=20)
    changed = estate.session.up(STACK).require()
    assert (1, 1) == (changed.counts["update"], changed.counts["replace"]), "the pool in place, the contents anew"
    assert ALL == estate.held

    assert {"delete": 5} == dict(estate.session.destroy(STACK).require().counts)
    assert [] == estate.held


def test_a_wrong_object_stops_the_preview_by_its_path(estate: Estate) -> None:
    """Before anything is made."""
    estate.declare(weight=101)

    result = estate.session.preview(STACK)

    assert any("spec.weight: must be at most 100" in error for error in result.errors), result.errors
    assert [] == estate.held


def test_what_a_killed_run_made_is_taken_up(estate: Estate) -> None:
    """The object exists and the state does not know it: left alone, the next run would be refused its name."""
    session = estate.session
    session.up(STACK).require()
    file = session.workspace.state_file(STACK)
    state = json.loads(file.read_text())
    deployment = state["checkpoint"]["latest"]
    (made,) = [r for r in deployment["resources"] if r["urn"].endswith("ConfigMap::settings")]
    deployment["resources"].remove(made)
    deployment["pending_operations"] = [{"type": "creating", "resource": {**made, "id": ""}}]
    file.write_text(json.dumps(state))

    decisions = mend(session, STACK)

    assert ["serving/settings"] == [decision.identifier for decision in decisions]
    assert 0 == session.preview(STACK).require().changes


def test_what_a_lost_server_held_is_gone_for_a_refresh(estate: Estate) -> None:
    """Its clusters went with it, and what they held; what only the state knew, the state still knows."""
    estate.session.up(STACK).require()
    paths = estate.session.workspace.paths
    sandbox.stop(paths)
    session = Session(estate.session.toolchain, estate.session.workspace, sandbox.start(paths))

    refreshed = session.refresh(STACK).require()

    assert 4 == refreshed.counts["delete"], "the release was never anywhere else"
