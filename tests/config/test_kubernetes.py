"""The Kubernetes versions this program pins."""

from __future__ import annotations

import re

import pytest

from config.kubernetes import CALLED, RELEASES
from config.load import environments, load


@pytest.mark.parametrize("version", sorted(RELEASES))
def test_what_is_pinned_is_a_release(version: str) -> None:
    """As EKS and Bottlerocket spell theirs; kube-proxy is of the cluster's own minor version."""
    release = RELEASES[version]

    assert all(re.fullmatch(r"v\d+\.\d+\.\d+-eksbuild\.\d+", pinned) for pinned in release.addons.values())
    assert release.addons["kube-proxy"].startswith(f"v{version}.")
    assert re.fullmatch(r"v1\.\d+\.\d+", release.bottlerocket)


@pytest.mark.parametrize("environment", environments())
def test_a_cluster_brings_the_endpoints_that_environments_may_leave_out(environment: str) -> None:
    """dev lists no queue service, and Karpenter reads one: the list is of what workloads call beside."""
    zone = load(environment)

    assert zone.self_hosted, "every environment hosts a model of its own"
    assert CALLED - set(zone.network.services), "nothing would have to be derived"
