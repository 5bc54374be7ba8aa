"""Load balancers, their listeners and targets, in every form that AWS takes."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.rules.examples.build import changed
from policies.rules.examples.platform import WAY_IN
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("LZ-LB-001", {"internal": None}, FAIL),
        ("LZ-LB-001", {"internal": "true"}, PASS),
        ("LZ-LB-002", {"accessLogs": None}, FAIL),
        ("LZ-LB-002", {"accessLogs": {"bucket": "logs"}}, FAIL),
        ("LZ-LB-002", {"accessLogs": {"enabled": True}}, FAIL),
        ("LZ-LB-002", {"accessLogs": {"enabled": True, "bucket": ""}}, FAIL),
        ("LZ-LB-003", {"enableDeletionProtection": None}, FAIL),
        ("LZ-LB-004", {"securityGroups": None}, FAIL),
        ("LZ-LB-004", {"securityGroups": None, "loadBalancerType": None}, FAIL),
        ("LZ-LB-004", {"securityGroups": None, "loadBalancerType": "gateway"}, PASS),
        ("LZ-LB-004", {"securityGroups": None, "loadBalancerType": UNKNOWN}, UNSAID),
        ("LZ-LB-004", {"securityGroups": ["sg-1"], "loadBalancerType": UNKNOWN}, PASS),
        ("LZ-LB-004", {"securityGroups": UNKNOWN}, UNSAID),
    ],
)
def test_a_balancer_is_held_to_what_aws_does_by_itself(rule: str, change: dict[str, Any], expected: Verdict) -> None:
    """On the internet, without a log, without groups; a gateway balancer has none to give."""
    assert expected is said(rule, changed(WAY_IN, "balancer", **change))


TO = [{"type": "forward"}]
AWAY = [{"type": "redirect"}]


@pytest.mark.parametrize("protocol", ["TCP", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC", "GENEVE"])
def test_what_is_passed_on_as_it_comes_has_no_policy(protocol: str) -> None:
    """What is inside is the target's matter."""
    assert PASS is said("LZ-LB-005", changed(WAY_IN, "listener", protocol=protocol, sslPolicy=None))


@pytest.mark.parametrize("protocol", ["TLS", "HTTPS"])
@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", PASS),
        ("ELBSecurityPolicy-TLS13-1-3-2021-06", PASS),
        ("ELBSecurityPolicy-TLS-1-2-Ext-2018-06", PASS),
        ("ELBSecurityPolicy-FS-1-2-Res-2020-10", PASS),
        ("ELBSecurityPolicy-TLS13-1-0-2021-06", FAIL),
        ("ELBSecurityPolicy-TLS13-1-1-2021-06", FAIL),
        ("ELBSecurityPolicy-TLS-1-1-2017-01", FAIL),
        ("ELBSecurityPolicy-FS-1-1-2019-08", FAIL),
        (UNKNOWN, UNSAID),
        (None, FAIL),
    ],
)
def test_a_listener_that_ends_tls_has_a_policy_of_today(protocol: str, policy: Any, expected: Verdict) -> None:
    """By its name, in which AWS says the oldest version that it takes."""
    assert expected is said("LZ-LB-005", changed(WAY_IN, "listener", protocol=protocol, sslPolicy=policy))


@pytest.mark.parametrize(
    ("protocol", "actions", "expected"),
    [
        ("HTTP", AWAY, PASS),
        ("HTTP", TO, FAIL),
        ("HTTP", [*AWAY, *TO], FAIL),
        ("HTTP", [{"type": UNKNOWN}], UNSAID),
        ("HTTPS", AWAY, FAIL),
        (UNKNOWN, AWAY, UNSAID),
        (None, AWAY, FAIL),
    ],
)
def test_clear_text_only_sends_callers_elsewhere(protocol: Any, actions: Any, expected: Verdict) -> None:
    """Every action of it."""
    stack = changed(WAY_IN, "listener", protocol=protocol, defaultActions=actions, sslPolicy=None)

    assert expected is said("LZ-LB-005", stack)


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ({"protocol": "HTTP", "healthCheck": None}, PASS),
        ({"protocol": "HTTPS", "healthCheck": None}, PASS),
        ({"protocol": "TCP", "healthCheck": {"path": "/health"}}, FAIL),
        ({"protocol": UNKNOWN, "healthCheck": None}, UNSAID),
        ({"protocol": None, "healthCheck": None}, FAIL),
        ({"protocol": "HTTP", "healthCheck": {"protocol": "TCP"}}, FAIL),
        ({"protocol": "TCP", "healthCheck": {"protocol": "HTTPS"}}, PASS),
        ({"protocol": "TCP", "healthCheck": {"protocol": "HTTP"}, "targetType": "instance"}, PASS),
        ({"protocol": "TCP", "healthCheck": None, "targetType": None}, FAIL),
        ({"protocol": "TCP", "healthCheck": None, "targetType": UNKNOWN}, UNSAID),
        ({"protocol": None, "healthCheck": None, "targetType": "lambda"}, PASS),
    ],
)
def test_a_check_that_says_no_protocol_has_that_of_its_group(group: dict[str, Any], expected: Verdict) -> None:
    """By request for HTTP, by port for all else."""
    assert expected is said("LZ-LB-006", changed(WAY_IN, "pods", **group))
