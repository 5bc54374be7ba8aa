"""What a model's instances may do."""

from __future__ import annotations

import json
from typing import Any

from components.serving.endpoint_role import EndpointRole, EndpointRoleArgs, permissions
from tests.synth import synth

GRANT = {"Sid": "ReadModel", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::models/x/*"]}
ARGS = EndpointRoleArgs(
    role="lz-prod-fraud-endpoint",
    account="111122223333",
    region="eu-west-1",
    boundary="arn:aws:iam::111122223333:policy/lz-prod-boundary",
    repository="sagemaker-xgboost",
    log_group="/aws/sagemaker/Endpoints/lz-prod-fraud",
    grants=(GRANT,),
)


def statements() -> dict[str, dict[str, Any]]:
    return {s["Sid"]: s for s in json.loads(permissions(ARGS))["Statement"]}


def test_only_calls_that_take_no_resource_are_open() -> None:
    """Whoever gets into a container finds nothing to go on with."""
    wide = {sid for sid, s in statements().items() if "*" in s["Resource"]}

    assert {"EnterRegistry", "HaveInterfaces", "SendMetrics"} == wide
    assert ["ecr:GetAuthorizationToken"] == statements()["EnterRegistry"]["Action"]
    assert "cloudwatch:namespace" in statements()["SendMetrics"]["Condition"]["StringLike"]


def test_the_role_makes_no_log_group() -> None:
    """One that SageMaker made would have no key and no end; ours stands already."""
    actions = [action for s in statements().values() for action in s["Action"]]

    assert "logs:CreateLogGroup" not in actions
    assert [f"arn:aws:logs:eu-west-1:111122223333:log-group:{ARGS.log_group}:*"] == statements()["WriteLog"]["Resource"]


def test_one_image_can_be_pulled() -> None:
    """From AWS's registry of the Region."""
    assert ["arn:aws:ecr:eu-west-1:141502667606:repository/sagemaker-xgboost"] == statements()["PullImage"]["Resource"]


def test_what_the_owners_of_data_grant_is_carried_along() -> None:
    """Model, captures and keys are granted where they are owned."""
    assert GRANT == statements()["ReadModel"]


def test_only_sagemaker_of_this_account_takes_the_role_and_waits_for_its_permissions() -> None:
    """A model that starts before it may read its weights fails, and takes ten minutes to say so."""
    found = synth(lambda: EndpointRole("fraud", ARGS))
    role = found.only("aws:iam/role:Role")
    [trust] = json.loads(role["assumeRolePolicy"])["Statement"]

    assert {"Service": "sagemaker.amazonaws.com"} == trust["Principal"]
    assert {"StringEquals": {"aws:SourceAccount": "111122223333"}} == trust["Condition"]
    assert ARGS.boundary == role["permissionsBoundary"]
    assert {"arn": "arn:aws:iam::111122223333:role/lz-prod-fraud-endpoint"} == found.outputs_of(
        "lz:serving:EndpointRole"
    )
