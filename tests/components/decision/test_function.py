"""What a function is, and what it may do."""

from __future__ import annotations

import json

import pulumi
import pytest

from components import kit
from components.decision.function import Function, FunctionArgs, Place, layer_arn
from tests.physical import ACCOUNT, REGION
from tests.synth import Declared, synth

BOUNDARY = "arn:aws:iam::111122223333:policy/lz-dev-boundary"


@pytest.fixture(scope="module")
def declared() -> Declared:
    place = Place(
        account=ACCOUNT,
        region=REGION,
        boundary=BOUNDARY,
        subnet_ids=("subnet-1", "subnet-2"),
        security_group_id="sg-1",
        key_arn="key",
    )
    args = FunctionArgs(
        function="lz-dev-s-decision",
        description="Decides",
        handler="functions.entry.decision.handler",
        code=pulumi.AssetArchive({"a.py": pulumi.StringAsset("")}),
        code_hash="h",
        environment={"LZ_ENVIRONMENT": "dev"},
        seconds=30,
        concurrency=48,
        log_group="/lz/dev/systems/s-decision",
        place=place,
        statements=(kit.allow("Own", ["s3:PutObject"], ["arn:aws:s3:::b/records/*"]),),
        policies={"asks": "arn:aws:iam::111122223333:policy/asks"},
        tags={"lz:system": "s"},
    )
    return synth(lambda: Function("s-decision", args))


def test_it_runs_inside_the_vpc_traced_and_bounded(declared: Declared) -> None:
    """Two subnets, one group, active tracing, and a ceiling of its own."""
    function = declared.only("aws:lambda/function:Function")

    assert {"subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": ["sg-1"]} == function["vpcConfig"]
    assert ({"mode": "Active"}, 48, 30, "key") == (
        function["tracingConfig"],
        function["reservedConcurrentExecutions"],
        function["timeout"],
        function["kmsKeyArn"],
    )
    assert ("python3.13", ["arm64"], [layer_arn(REGION)]) == (
        function["runtime"],
        function["architectures"],
        function["layers"],
    )


def test_its_log_is_the_group_that_is_kept(declared: Declared) -> None:
    """Left alone, Lambda makes a group of its own, unencrypted and for ever."""
    logging = declared.only("aws:lambda/function:Function")["loggingConfig"]

    assert ("JSON", "/lz/dev/systems/s-decision") == (logging["logFormat"], logging["logGroup"])


def test_its_role_may_do_what_is_listed(declared: Declared) -> None:
    """Under the boundary, trusted by Lambda in this account alone; its log, its traces, its interface, and its own."""
    role, policy = declared.only("aws:iam/role:Role"), declared.only("aws:iam/rolePolicy:RolePolicy")
    trust = json.loads(role["assumeRolePolicy"])["Statement"][0]
    statements = {s["Sid"]: s for s in json.loads(policy["policy"])["Statement"]}

    assert BOUNDARY == role["permissionsBoundary"]
    assert {"Service": "lambda.amazonaws.com"} == trust["Principal"]
    assert {"StringEquals": {"aws:SourceAccount": ACCOUNT}} == trust["Condition"]
    assert {"WriteLog", "SendTraces", "HaveInterfaces", "Own"} == set(statements)
    assert [f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/lz/dev/systems/s-decision:*"] == statements["WriteLog"][
        "Resource"
    ]
    assert "asks" in declared.only("aws:iam/rolePolicyAttachment:RolePolicyAttachment")["policyArn"]
