"""Control planes of clusters: what AWS does where the program says nothing, and what is not known yet."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.rules.examples.build import changed
from policies.rules.examples.platform import LOG_TYPES, NODES, access, endpoint, secrets
from policies.rules.examples.storage import key_arn
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said, verdict

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
KEY = key_arn("eu-west-1", "operations")


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("LZ-EKS-001", {"vpcConfig": endpoint(endpointPublicAccess=None)}, FAIL),
        ("LZ-EKS-001", {"vpcConfig": endpoint(endpointPublicAccess="false")}, PASS),
        ("LZ-EKS-001", {"vpcConfig": endpoint(endpointPrivateAccess=None)}, FAIL),
        ("LZ-EKS-001", {"vpcConfig": endpoint(endpointPrivateAccess=False)}, FAIL),
        ("LZ-EKS-001", {"vpcConfig": UNKNOWN}, UNSAID),
        ("LZ-EKS-002", {"encryptionConfig": None}, FAIL),
        ("LZ-EKS-002", {"encryptionConfig": {**secrets(KEY), "resources": []}}, FAIL),
        ("LZ-EKS-002", {"encryptionConfig": {**secrets(KEY), "resources": ["other", "secrets"]}}, PASS),
        ("LZ-EKS-002", {"encryptionConfig": {**secrets(KEY), "resources": [UNKNOWN]}}, UNSAID),
        ("LZ-EKS-003", {"enabledClusterLogTypes": None}, FAIL),
        ("LZ-EKS-003", {"enabledClusterLogTypes": [*LOG_TYPES, "another"]}, PASS),
        ("LZ-EKS-003", {"enabledClusterLogTypes": [*LOG_TYPES[1:], UNKNOWN]}, UNSAID),
        ("LZ-EKS-004", {"version": ""}, FAIL),
        ("LZ-EKS-005", {"accessConfig": None}, FAIL),
        ("LZ-EKS-005", {"accessConfig": access(authenticationMode="CONFIG_MAP")}, FAIL),
        ("LZ-EKS-006", {"accessConfig": None}, FAIL),
        ("LZ-EKS-006", {"accessConfig": access(bootstrapClusterCreatorAdminPermissions="false")}, PASS),
        ("LZ-EKS-007", {"deletionProtection": None}, FAIL),
    ],
)
def test_a_control_plane_is_held_to_what_aws_does_by_itself(
    rule: str, change: dict[str, Any], expected: Verdict
) -> None:
    """Public, open to its creator, without logs, and to be deleted in one call."""
    assert expected is said(rule, changed(NODES, "cluster", **change))


def test_what_is_encrypted_is_said_where_it_is_written() -> None:
    """A finding about it points at the list, and not at the key, which is right."""
    stack = changed(NODES, "cluster", encryptionConfig={**secrets(KEY), "resources": []})
    found = [one.path for one in outcomes(RULES["LZ-EKS-002"], graph_of(stack)) if one.verdict is FAIL]

    assert ["encryptionConfig.resources"] == found


@pytest.mark.parametrize("kind", LOG_TYPES)
def test_no_kind_of_log_is_left_out(kind: str) -> None:
    """Each of the five is asked for."""
    others = [one for one in ("api", "audit", "authenticator", "controllerManager", "scheduler") if one != kind]

    assert FAIL is said("LZ-EKS-003", changed(NODES, "cluster", enabledClusterLogTypes=others))


def test_a_cluster_of_an_experiment_may_be_deleted() -> None:
    """Where the organisation lists the environment."""
    loose = changed(NODES, "cluster", deletionProtection=False)

    assert [FAIL, PASS] == [verdict(RULES["LZ-EKS-007"], graph_of(loose, stack=stack)) for stack in ("prod", "dev")]


@pytest.mark.parametrize(("version", "expected"), [("v1.21.2-eksbuild.2", PASS), ("", FAIL), (UNKNOWN, UNSAID)])
def test_an_add_on_says_its_version(version: Any, expected: Verdict) -> None:
    """An empty one is none."""
    assert expected is said("LZ-EKS-008", changed(NODES, "cni", addonVersion=version))
