"""What the rules about proved recovery say of cases beyond their examples."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.rules.examples.build import ACCOUNT, RECOVERY_REGION, REGION, changed
from policies.rules.examples.recovery import ISOLATED, TESTED, copies_in
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
COPIES = f"arn:aws:backup:{RECOVERY_REGION}:{ACCOUNT}:backup-vault:lz-prod-copies"


def backed_up(into: Any, *copies: Any) -> list[dict[str, Any]]:
    return [{"targetVaultName": into, "copyActions": [{"destinationVaultArn": arn} for arn in copies]}]


@pytest.mark.parametrize(
    ("rules", "tested", "expected"),
    [
        (backed_up("lz-prod-vault"), (f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:lz-prod-vault",), PASS),
        (backed_up("lz-prod-vault"), (COPIES,), FAIL),
        (backed_up("lz-prod-vault", COPIES), (COPIES,), PASS),
        (backed_up("lz-prod-vault", COPIES), ("another", COPIES), PASS),
        (backed_up("lz-prod-vault", COPIES), ("*",), PASS),
        (backed_up("copies"), (COPIES,), FAIL),
        (backed_up(UNKNOWN), (COPIES,), UNSURE),
        (backed_up(UNKNOWN), ("*",), PASS),
        (backed_up("lz-prod-vault"), (UNKNOWN,), UNSURE),
        (backed_up("lz-prod-vault"), (), FAIL),
    ],
)
def test_a_test_restores_from_where_a_plan_writes_or_copies_to(
    rules: list[Any], tested: tuple[Any, ...], expected: Verdict
) -> None:
    """By the vault's name, by its ARN, or from all of them."""
    stack = changed(TESTED, "plan", rules=rules)

    assert expected is said("LZ-DR-001", changed(stack, "testing", recoveryPointSelection=copies_in(*tested)))


def test_a_plan_that_is_never_restored_is_told_at_its_rules() -> None:
    """They name the vaults that no test takes."""
    found = outcomes(RULES["LZ-DR-001"], graph_of(RULES["LZ-DR-001"].bad))

    assert [(FAIL, "rules")] == [(outcome.verdict, outcome.path) for outcome in found]


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ({"cloudwatchLogsConfiguration": {"logGroupArn": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:fis:*"}}, PASS),
        ({"cloudwatchLogsConfiguration": {"logGroupArn": ""}}, FAIL),
        ({"cloudwatchLogsConfiguration": {"logGroupArn": UNKNOWN}}, UNSURE),
        ({"logSchemaVersion": 2}, FAIL),
    ],
)
def test_an_experiment_is_written_into_a_bucket_or_a_group(kept: dict[str, Any], expected: Verdict) -> None:
    """Either is a record; a version of its form alone is none."""
    assert expected is said("LZ-DR-004", changed(ISOLATED, "isolation", logConfiguration=kept))


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ([{"source": "none"}, {"source": "aws:cloudwatch:alarm"}], PASS),
        ([{"source": UNKNOWN}], UNSURE),
        ([], FAIL),
        (None, FAIL),
    ],
)
def test_one_alarm_is_enough_to_stop_an_experiment(conditions: Any, expected: Verdict) -> None:
    """Whatever else stops it."""
    assert expected is said("LZ-DR-003", changed(ISOLATED, "isolation", stopConditions=conditions))


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"resourceTags": [{"key": "DisruptSubnet", "value": "Allowed"}]}, PASS),
        ({"resourceArns": [f"arn:aws:ec2:{REGION}:{ACCOUNT}:subnet/subnet-1"]}, PASS),
        ({"filters": [{"path": "AvailabilityZone", "values": ["eu-west-1a"]}]}, PASS),
        ({"resourceTags": []}, FAIL),
        ({"resourceArns": UNKNOWN}, UNSURE),
    ],
)
def test_a_target_is_chosen_by_a_tag_a_name_or_a_filter(chosen: dict[str, Any], expected: Verdict) -> None:
    """Each target of its own."""
    target = {"name": "Subnets", "resourceType": "aws:ec2:subnet", **chosen}

    assert expected is said("LZ-DR-005", changed(ISOLATED, "isolation", targets=[target]))
