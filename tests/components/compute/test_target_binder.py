"""What the load balancers' controller may do."""

from __future__ import annotations

import json

import pytest

from components.compute import controllers, target_binder
from tests.components.compute.ground import SCOPE, allowing

DOCUMENT = target_binder.document(SCOPE)
GROUP = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/lz-20261125/1"


def test_it_binds_pods_of_its_environment() -> None:
    """prod-dr's controller cannot empty prod's target groups."""
    [bind] = allowing(DOCUMENT, "elasticloadbalancing:RegisterTargets", GROUP)

    assert {"aws:ResourceTag/lz:environment": "prod"} == bind["Condition"]["StringEquals"]


@pytest.mark.parametrize(
    "action",
    [
        "elasticloadbalancing:CreateLoadBalancer",
        "elasticloadbalancing:ModifyListener",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateSecurityGroup",
    ],
)
def test_no_object_in_the_cluster_opens_a_way_in(action: str) -> None:
    """Balancers are the platform's."""
    granted = {a for s in json.loads(DOCUMENT)["Statement"] for a in s["Action"]}

    assert action not in granted


def test_its_service_account_is_the_charts() -> None:
    """Association and release must say the same name."""
    assert (controllers.NAMESPACE, controllers.LOAD_BALANCERS) == (
        target_binder.CONTROLLER.namespace,
        target_binder.CONTROLLER.name,
    )
