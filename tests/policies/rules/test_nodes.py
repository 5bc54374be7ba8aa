"""Nodes and what is kept for them: what an image or AWS decides where the template says nothing."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.rules.examples.build import changed
from policies.rules.examples.capacity import RESERVED
from policies.rules.examples.identity import IDENTITY
from policies.rules.examples.platform import NODES, metadata, volumes
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("rule", "options", "expected"),
    [
        ("LZ-EC2-001", metadata(httpTokens=None), FAIL),
        ("LZ-EC2-001", metadata(httpTokens=UNKNOWN), UNSURE),
        ("LZ-EC2-001", None, FAIL),
        ("LZ-EC2-002", metadata(httpPutResponseHopLimit="1"), PASS),
        ("LZ-EC2-002", metadata(httpPutResponseHopLimit=2), FAIL),
        ("LZ-EC2-002", metadata(httpPutResponseHopLimit="2"), FAIL),
        ("LZ-EC2-002", metadata(httpPutResponseHopLimit=UNKNOWN), UNSURE),
        ("LZ-EC2-002", metadata(httpPutResponseHopLimit=None), FAIL),
        ("LZ-EC2-002", None, FAIL),
    ],
)
def test_a_template_says_how_metadata_is_answered(rule: str, options: Any, expected: Verdict) -> None:
    """An image may say two hops, and many do: what the template leaves out is not known to be one."""
    assert expected is said(rule, changed(NODES, "template", metadataOptions=options))


@pytest.mark.parametrize(
    ("mappings", "expected"),
    [
        (None, FAIL),
        ([], FAIL),
        (volumes(encrypted="false"), FAIL),
        (volumes(encrypted=None), FAIL),
        (volumes(kmsKeyId=None), FAIL),
        (volumes(kmsKeyId=UNKNOWN), UNSURE),
        (UNKNOWN, UNSURE),
    ],
)
def test_a_template_encrypts_the_volumes_itself(mappings: Any, expected: Verdict) -> None:
    """With a key of ours; what it leaves to the image is as the image is."""
    assert expected is said("LZ-EC2-003", changed(NODES, "template", blockDeviceMappings=mappings))


@pytest.mark.parametrize(
    ("interfaces", "expected"),
    [
        (None, PASS),
        ([{"deviceIndex": 0}], PASS),
        ([{"associatePublicIpAddress": "false"}], PASS),
        ([{"associatePublicIpAddress": "false"}, {"associatePublicIpAddress": "true"}], FAIL),
        ([{"associatePublicIpAddress": UNKNOWN}], UNSURE),
    ],
)
def test_a_template_asks_for_no_address(interfaces: Any, expected: Verdict) -> None:
    """Where it says nothing the subnet decides, and LZ-NET-003 holds that."""
    assert expected is said("LZ-EC2-004", changed(NODES, "template", networkInterfaces=interfaces))


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("LZ-EKS-009", {"nodeRepairConfig": None}, FAIL),
        ("LZ-EKS-009", {"nodeRepairConfig": {"enabled": "true"}}, PASS),
        ("LZ-EKS-009", {"nodeRepairConfig": UNKNOWN}, UNSURE),
        ("LZ-EKS-010", {"remoteAccess": {"ec2SshKey": ""}}, PASS),
        ("LZ-EKS-010", {"remoteAccess": {"sourceSecurityGroupIds": ["sg-1"]}}, PASS),
        ("LZ-EKS-010", {"remoteAccess": UNKNOWN}, UNSURE),
        ("LZ-EKS-011", {"launchTemplate": {}}, FAIL),
        ("LZ-EKS-011", {"launchTemplate": UNKNOWN}, UNSURE),
    ],
)
def test_a_group_says_how_its_nodes_are_kept(rule: str, change: dict[str, Any], expected: Verdict) -> None:
    """EKS repairs nothing by itself, lets nobody in without a key, and makes a template where there is none."""
    assert expected is said(rule, changed(NODES, "nodes", **change))


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("LZ-EC2-005", {"instanceMatchCriteria": None}, FAIL),
        ("LZ-EC2-005", {"instanceMatchCriteria": UNKNOWN}, UNSURE),
        ("LZ-EC2-006", {"endDateType": None}, PASS),
        ("LZ-EC2-006", {"endDateType": "unlimited"}, PASS),
        ("LZ-EC2-006", {"endDateType": UNKNOWN}, UNSURE),
        ("LZ-EC2-007", {"tags": None}, FAIL),
        ("LZ-EC2-007", {"tags": {"lz:pool": ""}}, FAIL),
        ("LZ-EC2-007", {"tags": UNKNOWN}, UNSURE),
    ],
)
def test_a_reservation_is_kept_for_a_pool(rule: str, change: dict[str, Any], expected: Verdict) -> None:
    """An open one is anybody's; without an end it stays."""
    assert expected is said(rule, changed(RESERVED, "reservation", **change))


def test_a_reservation_without_a_pool_is_told_at_its_tags() -> None:
    """There the name belongs."""
    assert {"tags"} == {outcome.path for outcome in outcomes(RULES["LZ-EC2-007"], graph_of(RESERVED))}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"Action": "ec2:StopInstances"}, FAIL),
        ({"Action": "ec2:TerminateInstances"}, FAIL),
        ({"Action": "ec2:StartInstances"}, PASS),
        ({"Action": "*"}, PASS),
        ({"Action": "*:*"}, PASS),
        ({"Action": UNKNOWN}, UNSURE),
        ({"Action": "ec2:StopInstances", "Condition": UNKNOWN}, UNSURE),
        ({"Action": "ec2:StopInstances", "Condition": {"Null": {"aws:ResourceTag/team": "false"}}}, FAIL),
    ],
)
def test_stopping_ends_an_instance_as_well(statement: dict[str, Any], expected: Verdict) -> None:
    """By name; that there is a tag of any value is no condition on it, and everything is LZ-IAM-001's."""
    policy = {"Statement": [{"Effect": "Allow", "Resource": "*", **statement}]}

    assert expected is said("LZ-EC2-008", changed(IDENTITY, "read-models", policy=policy))
