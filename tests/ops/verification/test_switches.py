"""The Region switch in a good and a bad account."""

from __future__ import annotations

import json

import pytest

from config.contracts.recovery import SwitchContract
from engine.standin.lifecycle import is_state_only
from ops.verification import switches
from ops.verification.account import Account
from ops.verification.gaps import MOTO
from tests.ops.verification.reading import ACCOUNT, THERE, client, differing, kept, unchecked

ROOT = f"arn:aws:iam::{ACCOUNT}"
TOPIC = f"arn:aws:sns:{THERE}:{ACCOUNT}:lz-prod-dr-alarms"
DOCUMENT = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
)
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": f"{ROOT}:root"}}],
    }
)


@pytest.fixture
def sandbox(account: Account) -> Account:
    """The same account, with what the sandbox keeps as state only."""
    return Account(account.client, MOTO, is_state_only)


@pytest.fixture
def contract(account: Account) -> SwitchContract:
    """Two roles within a boundary, the alarm, and the rule."""
    del account
    iam, events = client("iam", THERE), client("events", THERE)
    boundary = iam.create_policy(PolicyName="lz-prod-dr-boundary", PolicyDocument=DOCUMENT)["Policy"]["Arn"]
    for name in ("switch-operator", "region-switch"):
        iam.create_role(RoleName=f"lz-prod-dr-{name}", AssumeRolePolicyDocument=TRUST, PermissionsBoundary=boundary)
    client("cloudwatch", THERE).put_metric_alarm(
        AlarmName="lz-prod-region-lost",
        MetricName="MatchedEvents",
        Namespace="AWS/Events",
        EvaluationPeriods=3,
        Period=60,
        Statistic="Sum",
        Threshold=1,
        ComparisonOperator="LessThanThreshold",
    )
    events.put_rule(Name="lz-prod-dr-region-switch", EventPattern=json.dumps({"source": ["aws.arc-region-switch"]}))
    events.put_targets(Rule="lz-prod-dr-region-switch", Targets=[{"Id": "owner", "Arn": TOPIC}])
    return SwitchContract(
        plan="lz-prod",
        plan_id="stateonly0123",
        alarm=f"arn:aws:cloudwatch:{THERE}:{ACCOUNT}:alarm:lz-prod-region-lost",
        operator=f"{ROOT}:role/lz-prod-dr-switch-operator",
        execution=f"{ROOT}:role/lz-prod-dr-region-switch",
        boundary=boundary,
        rule="lz-prod-dr-region-switch",
        topic=TOPIC,
        reports="s3://lz-prod-logs/region-switch/",
    )


def test_a_good_switch_keeps_what_the_sandbox_can_show(contract: SwitchContract, sandbox: Account) -> None:
    """All but the plan, which it keeps as state only and says so."""
    lines = list(switches.check(contract, THERE, sandbox))

    assert {} == differing(lines)
    assert {"is", "bounded by", "tells"} == kept(lines)
    assert dict.fromkeys(("is", "would work"), "the sandbox keeps it as state only") == unchecked(lines)


def test_an_operator_without_a_boundary_differs(contract: SwitchContract, sandbox: Account) -> None:
    """Whoever may move all callers may otherwise do more than that."""
    client("iam", THERE).delete_role_permissions_boundary(RoleName="lz-prod-dr-switch-operator")

    assert {"bounded by": "nothing"} == differing(switches.check(contract, THERE, sandbox))


def test_a_rule_that_tells_nobody_differs(contract: SwitchContract, sandbox: Account) -> None:
    """A plan that waits for an answer would wait alone."""
    client("events", THERE).remove_targets(Rule=contract.rule, Ids=["owner"])

    assert {"tells": "nothing"} == differing(switches.check(contract, THERE, sandbox))


def test_an_alarm_that_is_gone_differs(contract: SwitchContract, sandbox: Account) -> None:
    """Nothing begins the plan any more."""
    client("cloudwatch", THERE).delete_alarms(AlarmNames=["lz-prod-region-lost"])

    assert {"is": "nothing"} == differing(switches.check(contract, THERE, sandbox))


@pytest.mark.parametrize(("state", "found"), [("passed", {}), ("actionRequired", {"would work": "actionRequired"})])
def test_a_plan_that_would_not_work_differs(
    contract: SwitchContract, account: Account, state: str, found: dict[str, str]
) -> None:
    """AWS says so before the day it is needed."""

    class Arc:
        def get_plan_in_region(self, arn: str) -> dict[str, dict[str, str]]:
            return {"plan": {"name": "lz-prod", "arn": arn}}

        def get_plan_evaluation_status(self, planArn: str) -> dict[str, str]:  # noqa: N803  the API's name
            return {"planArn": planArn, "evaluationState": state}

    def asked(service: str, region: str) -> object:
        return Arc() if service == "arc-region-switch" else account.client(service, region)

    held = contract.model_copy(update={"plan_id": f"arn:aws:arc-region-switch::{ACCOUNT}:plan/lz-prod:abc123"})

    assert found == differing(switches.check(held, THERE, Account(asked)))
