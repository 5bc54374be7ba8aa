"""Images in both Regions."""

from __future__ import annotations

import json

import pytest

from components.compute.repository import RegistrySite, Repository, RepositoryArgs, repository_arn, repository_url
from config.vocabulary import Deletion
from tests.components.compute.ground import ACCOUNT, AWAY, AWAY_KEY, HOME, KEY
from tests.synth import Declared, synth

REPOSITORY = "aws:ecr/repository:Repository"
BREAK_GLASS = f"arn:aws:iam::{ACCOUNT}:role/lz-prod-break-glass"


def declare(*, deletion: Deletion = Deletion.PROTECTED, unknown: bool = False) -> Declared:
    args = RepositoryArgs(
        family="prod",
        account=ACCOUNT,
        image="vllm",
        primary=RegistrySite(region=HOME, key_arn=KEY),
        recovery=RegistrySite(region=AWAY, key_arn=AWAY_KEY),
        break_glass=BREAK_GLASS,
        deletion=deletion,
    )
    return synth(lambda: Repository("images-vllm", args), unknown=unknown)


@pytest.mark.parametrize("unknown", [False, True])
def test_both_regions_hold_the_same_repository_under_their_own_key(unknown: bool) -> None:  # noqa: FBT001  a parametrized value
    """Replication copies by name; a replica under the primary's key would be lost with the Region."""
    assert {
        (HOME, "lz-prod/vllm", "KMS", KEY),
        (AWAY, "lz-prod/vllm", "KMS", AWAY_KEY),
    } == {
        (
            r["region"],
            r["name"],
            r["encryptionConfigurations"][0]["encryptionType"],
            r["encryptionConfigurations"][0]["kmsKey"],
        )
        for r in declare(unknown=unknown).of_type(REPOSITORY)
    }


def test_a_tag_keeps_its_meaning_and_an_image_is_scanned() -> None:
    """What was reviewed is what runs."""
    for repository in declare().of_type(REPOSITORY):
        assert "IMMUTABLE" == repository["imageTagMutability"]
        assert {"scanOnPush": True} == repository["imageScanningConfiguration"]


def test_only_break_glass_deletes_an_image() -> None:
    """A decision is reproduced with the image that made it."""
    policies = declare().of_type("aws:ecr/repositoryPolicy:RepositoryPolicy")

    assert {HOME, AWAY} == {p["region"] for p in policies}
    for policy in policies:
        [statement] = json.loads(policy["policy"])["Statement"]
        assert ("Deny", ["ecr:BatchDeleteImage"]) == (statement["Effect"], statement["Action"])
        assert {"ArnNotEquals": {"aws:PrincipalArn": BREAK_GLASS}} == statement["Condition"]


def test_only_what_has_no_tag_goes_by_itself() -> None:
    """An image of a release is never counted out."""
    for lifecycle in declare().of_type("aws:ecr/lifecyclePolicy:LifecyclePolicy"):
        [rule] = json.loads(lifecycle["policy"])["rules"]
        assert ("untagged", 30) == (rule["selection"]["tagStatus"], rule["selection"]["countNumber"])


@pytest.mark.parametrize(("deletion", "forced"), [(Deletion.PROTECTED, False), (Deletion.ALLOWED, True)])
def test_a_repository_with_images_goes_only_where_everything_may(deletion: Deletion, forced: bool) -> None:  # noqa: FBT001  a parametrized value
    """An experiment is torn down whole."""
    assert {forced} == {r["forceDelete"] for r in declare(deletion=deletion).of_type(REPOSITORY)}


def test_names_foretell_what_aws_answers() -> None:
    """The recovery side says both without asking."""
    outputs = declare().outputs_of("lz:compute:Repository")

    assert repository_arn("prod", "vllm", ACCOUNT, HOME) == outputs["arn"]
    assert repository_url("prod", "vllm", ACCOUNT, HOME) == outputs["url"]
