"""The platform's key."""

from __future__ import annotations

import pytest

from components.compute.platform_key import PlatformKey, PlatformKeyArgs, policy
from tests.components.compute.ground import ACCOUNT, HOME, statements
from tests.synth import Declared, synth

ARGS = PlatformKeyArgs(environment="prod", family="prod", account=ACCOUNT, region=HOME)


def declare(*, unknown: bool = False) -> Declared:
    return synth(lambda: PlatformKey("platform-key", ARGS), unknown=unknown)


@pytest.mark.parametrize("unknown", [False, True])
def test_the_key_rotates_and_can_be_called_back(unknown: bool) -> None:  # noqa: FBT001  a parametrized value
    """What is under a deleted key is gone; thirty days are the longest AWS waits."""
    key = declare(unknown=unknown).only("aws:kms/key:Key")

    assert (True, 365, 30) == (key["enableKeyRotation"], key["rotationPeriodInDays"], key["deletionWindowInDays"])
    assert {"lz:data-class": "operations"} == key["tags"]


def test_the_logs_of_the_environment_are_all_that_cloudwatch_encrypts() -> None:
    """The service names the log group in the encryption context."""
    found = statements(policy(ARGS))["LogGroupsEncrypt"]

    assert {"Service": "logs.eu-west-1.amazonaws.com"} == found["Principal"]
    assert {
        "ArnLike": {
            "kms:EncryptionContext:aws:logs:arn": [
                f"arn:aws:logs:eu-west-1:111122223333:log-group:{name}"
                for name in (
                    "/aws/eks/lz-prod-cluster/cluster",
                    "/lz/prod/*",
                    "/aws/sagemaker/Endpoints/lz-prod-*",
                    "aws-waf-logs-lz-prod-*",
                )
            ]
        }
    } == found["Condition"]


@pytest.mark.parametrize("sid", ["NodeGroupsEncrypt", "NodeGroupsAttachVolumes"])
def test_a_star_principal_is_one_role(sid: str) -> None:
    """Auto Scaling's own role may not exist yet, and KMS refuses a policy that names it."""
    found = statements(policy(ARGS))[sid]

    assert {
        "aws:PrincipalArn": (
            "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
        )
    } == found["Condition"]["StringEquals"]


def test_grants_are_for_volumes_only() -> None:
    """A grant for anything else would outlive every policy."""
    grants = [s for s in statements(policy(ARGS)).values() if "kms:CreateGrant" in s["Action"]]

    assert ["true"] == [s["Condition"]["Bool"]["kms:GrantIsForAWSResource"] for s in grants]


def test_the_key_is_found_by_the_environments_own_alias() -> None:
    """IAM policies tell it by the alias; the environment that stands by has another."""
    assert "alias/lz-prod-platform" == declare().only("aws:kms/alias:Alias")["name"]
