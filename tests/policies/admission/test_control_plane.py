"""The API server that the test of the admission policies may run against."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.policies.admission import control_plane

UPSTREAM = """module k8s.io/kubernetes

go 1.24.0

require (
\tgo.etcd.io/etcd/server/v3 v3.6.4
\tk8s.io/api v0.0.0
)

replace (
\tk8s.io/api => ./staging/src/k8s.io/api
\tk8s.io/kubelet => ./staging/src/k8s.io/kubelet
)
"""


def test_staging_folders_become_released_modules() -> None:
    """Nobody has the folders who has the module; Kubernetes 1.34.2 is released as v0.34.2 of each."""
    written = control_plane.module_file(UPSTREAM)

    assert "go 1.24.0\n" in written
    assert "require k8s.io/kubernetes v1.34.2\n" in written
    assert ["k8s.io/api", "k8s.io/kubelet"] == [
        line.split()[0] for line in written.splitlines() if line.endswith(" v0.34.2")
    ]


def test_the_way_in_is_the_servers_own_certificate() -> None:
    """Nothing is trusted blindly, not even on this machine."""
    said = yaml.safe_load(control_plane.access(16443, "secret"))

    assert {"server": "https://127.0.0.1:16443", "certificate-authority": "certificates/apiserver.crt"} == said[
        "clusters"
    ][0]["cluster"]


def test_taking_down_what_is_not_there_is_no_fault(tmp_path: Path) -> None:
    """Also twice, and where nothing was ever brought up."""
    assert 0 == control_plane.main(["down", str(tmp_path)])
    (tmp_path / "data").mkdir()
    assert 0 == control_plane.main(["down", str(tmp_path)])
    assert [] == list(tmp_path.iterdir())
