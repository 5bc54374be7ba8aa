"""What a deploy may do to decisions."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase

import pytest

from components.identity import decision_permissions, deploy_permissions
from tests.components.identity.granting import reader

ACCOUNT = "111122223333"
HERE = f"eu-west-1:{ACCOUNT}"


granting = reader(decision_permissions.apply_document(ACCOUNT))


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("lambda:UpdateFunctionCode", f"arn:aws:lambda:{HERE}:function:lz-prod-fraud-scoring-decision"),
        ("lambda:GetLayerVersion", "arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3:1"),
        ("firehose:CreateDeliveryStream", f"arn:aws:firehose:{HERE}:deliverystream/lz-prod-decision-records"),
        ("glue:UpdateTable", f"arn:aws:glue:{HERE}:table/lz_prod_decisions/records"),
        ("athena:UpdateWorkGroup", f"arn:aws:athena:{HERE}:workgroup/lz-prod-decisions"),
        ("kinesis:StartStreamEncryption", f"arn:aws:kinesis:{HERE}:stream/lz-prod-fraud-scoring-requests"),
        ("lambda:CreateEventSourceMapping", "*"),
        ("ssm:PutParameter", f"arn:aws:ssm:{HERE}:parameter/lz/prod/inventory/fraud-scoring"),
        ("ssm:DescribeParameters", "*"),
        ("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/lz-prod-documentation-filing"),
        ("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/lz-prod-model-publisher"),
    ],
)
def test_a_deploy_can_shape_decisions(action: str, resource: str) -> None:
    """The policy is enough for what the layer declares."""
    assert granting(action, resource)


@pytest.mark.parametrize(
    ("action", "outside"),
    [
        ("lambda:InvokeFunction", f"arn:aws:lambda:{HERE}:function:lz-prod-fraud-scoring-decision"),
        ("lambda:UpdateFunctionCode", f"arn:aws:lambda:{HERE}:function:other"),
        ("athena:GetQueryResults", f"arn:aws:athena:{HERE}:workgroup/lz-prod-decisions"),
        ("athena:StartQueryExecution", f"arn:aws:athena:{HERE}:workgroup/lz-prod-decisions"),
        ("kinesis:GetRecords", f"arn:aws:kinesis:{HERE}:stream/lz-prod-fraud-scoring-requests"),
        ("kinesis:PutRecord", f"arn:aws:kinesis:{HERE}:stream/lz-prod-fraud-scoring-requests"),
        ("firehose:PutRecord", f"arn:aws:firehose:{HERE}:deliverystream/lz-prod-decision-records"),
        ("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/administrator"),
        ("ssm:PutParameter", f"arn:aws:ssm:{HERE}:parameter/database"),
        ("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/lz-prod-break-glass"),
        ("ssm:GetParameter", f"arn:aws:ssm:{HERE}:parameter/database"),
    ],
)
def test_a_deploy_decides_nothing_and_asks_nothing(action: str, outside: str) -> None:
    """Decisions are taken by functions, and questions about them asked by people who may."""
    assert [] == granting(action, outside)


def test_a_preview_reads_no_answer() -> None:
    """The result of a query about decisions is data."""
    [shape] = [
        s
        for s in json.loads(deploy_permissions.preview_document("prod", ACCOUNT, ()))["Statement"]
        if s["Sid"] == "ReadShape"
    ]

    assert [] == [a for a in shape["Action"] if fnmatchcase("athena:GetQueryResults", a)]


def test_roles_are_handed_only_to_the_services_that_need_one() -> None:
    """Lambda and Firehose, and only the zone's own roles."""
    [found] = granting("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/lz-prod-record-stream")

    assert {"iam:PassedToService": list(decision_permissions.PASSED_TO)} == found["Condition"]["StringEquals"]
