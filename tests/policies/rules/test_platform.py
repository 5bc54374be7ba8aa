"""What the rules about clusters, nodes, images and balancers say of cases beyond their examples."""

from __future__ import annotations

from typing import Any

import pytest

from components.compute import karpenter_permissions
from components.compute.scope import Scope
from policies.example import graph_of
from policies.rules.examples.build import ACCOUNT, REGION, changed, document, optioned
from policies.rules.examples.identity import BOUNDARY, IDENTITY
from policies.rules.examples.network import NETWORK
from policies.rules.examples.platform import NODES, REGISTRY, WAY_IN, destinations, images_policy, volumes
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, said, verdict

PASS, FAIL = Verdict.PASS, Verdict.FAIL


@pytest.mark.parametrize(
    ("listener", "expected"),
    [
        ({"protocol": "TCP", "sslPolicy": None}, PASS),
        ({"protocol": "HTTP", "sslPolicy": None, "defaultActions": [{"type": "redirect"}]}, PASS),
        ({"protocol": "HTTP", "sslPolicy": None}, FAIL),
        ({"protocol": "HTTPS", "sslPolicy": None}, FAIL),
        ({"protocol": "HTTPS", "sslPolicy": "ELBSecurityPolicy-TLS13-1-0-2021-06"}, FAIL),
        ({"protocol": "HTTPS", "sslPolicy": "ELBSecurityPolicy-FS-1-2-Res-2020-10"}, PASS),
    ],
)
def test_clear_text_is_taken_only_to_send_callers_elsewhere(listener: dict[str, Any], expected: Verdict) -> None:
    """What is passed on untouched is the target's matter; what a listener ends itself is its own."""
    assert expected is said("LZ-LB-005", changed(WAY_IN, "listener", **listener))


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ({"targetType": "lambda", "protocol": None, "healthCheck": None}, PASS),
        ({"protocol": "HTTP", "healthCheck": {"path": "/health"}}, PASS),
        ({"protocol": "TCP", "healthCheck": None}, FAIL),
    ],
)
def test_a_check_that_aws_chooses_is_judged_as_aws_chooses_it(group: dict[str, Any], expected: Verdict) -> None:
    """By request for HTTP, by port for TCP, and none of ours for a function."""
    assert expected is said("LZ-LB-006", changed(WAY_IN, "pods", **group))


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"Action": "ec2:Terminate*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "ai"}}}, PASS),
        ({"Action": "ec2:TerminateInstances", "Condition": {"StringLike": {"ec2:ResourceTag/pool": "*"}}}, PASS),
        ({"Action": "ec2:Stop*", "Condition": {"StringEquals": {"aws:RequestedRegion": REGION}}}, FAIL),
        ({"Action": "ec2:Terminate*", "Effect": "Deny"}, PASS),
        ({"Action": "ec2:DescribeInstances"}, PASS),
        ({"Action": "ec2:*"}, PASS),
    ],
)
def test_ending_instances_asks_for_a_tag(statement: dict[str, Any], expected: Verdict) -> None:
    """A Region is no limit; all of EC2 is LZ-IAM's matter."""
    policy = document({"Effect": "Allow", "Resource": "*", **statement})

    assert expected is said("LZ-EC2-008", changed(IDENTITY, "read-models", policy=policy))


def test_the_autoscaler_of_the_house_is_held_to_tags() -> None:
    """The policy that Karpenter gets."""
    scope = Scope(environment="prod", account=ACCOUNT, region=REGION, boundary=BOUNDARY)

    assert PASS is said("LZ-EC2-008", changed(IDENTITY, "read-models", policy=karpenter_permissions.document(scope)))


def test_a_second_volume_without_a_key_is_found() -> None:
    """The data volume holds the images."""
    both = [*volumes(), {"deviceName": "/dev/xvdb", "ebs": {"encrypted": "true"}}]

    assert FAIL is said("LZ-EC2-003", changed(NODES, "template", blockDeviceMappings=both))
    assert FAIL is said("LZ-EC2-003", changed(NODES, "template", blockDeviceMappings=volumes(kmsKeyId="alias/aws/ebs")))


@pytest.mark.parametrize("rule", ["LZ-EKS-007", "LZ-LB-003"])
def test_an_experiment_may_be_torn_down(rule: str) -> None:
    """dev is listed as an environment whose things may go."""
    found = RULES[rule]

    assert FAIL is verdict(found, graph_of(found.bad))
    assert PASS is verdict(found, graph_of(found.bad, stack="dev"))


def test_a_refusal_of_everyone_opens_nothing() -> None:
    """A Deny for a star is how images are kept."""
    assert PASS is said("LZ-ECR-004", changed(REGISTRY, "images-policy", policy=images_policy("*", "Deny")))


@pytest.mark.parametrize(("region", "rule"), [("us-east-1", "LZ-RES-002"), (REGION, "LZ-RES-003")])
def test_images_are_data_too(region: str, rule: str) -> None:
    """Copied to an allowed Region, and to another one."""
    stack = changed(REGISTRY, "replication", replicationConfiguration=destinations(region))

    assert FAIL is said(rule, stack)


@pytest.mark.parametrize(
    ("out", "expected"),
    [
        ({"ipProtocol": "-1", "cidrIpv4": "10.0.0.0/8"}, PASS),
        ({"ipProtocol": "-1", "cidrIpv4": None, "referencedSecurityGroupId": "sg-1"}, PASS),
        ({"ipProtocol": "-1", "cidrIpv4": None, "cidrIpv6": "::/0"}, FAIL),
    ],
)
def test_everything_may_go_to_what_is_ours(out: dict[str, Any], expected: Verdict) -> None:
    """The whole internet is what nobody chose."""
    assert expected is said("LZ-NET-005", changed(NETWORK, "out", **out))


def test_no_security_setting_of_a_cluster_can_be_ignored() -> None:
    """What a rule rests on is guarded by itself."""
    assert FAIL is said("LZ-CHG-002", optioned(NODES, "cluster", ignore_changes=("vpcConfig",)))
