"""Images by digest, from AWS's registry of the Region."""

from __future__ import annotations

import pytest

from components.serving import registries
from config.regions import REGIONS

DIGEST = f"sha256:{'0' * 64}"


def test_an_image_is_named_by_its_digest() -> None:
    """A tag may come to stand for other bytes."""
    assert f"141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost@{DIGEST}" == registries.image(
        "sagemaker-xgboost", DIGEST, "eu-west-1"
    )


def test_the_policy_names_the_repository_of_the_same_registry() -> None:
    """What is pulled and what may be pulled are one thing."""
    assert "arn:aws:ecr:eu-west-1:141502667606:repository/sagemaker-xgboost" == registries.repository_arn(
        "sagemaker-xgboost", "eu-west-1"
    )


def test_a_region_without_an_entry_is_no_guess() -> None:
    """Another Region's registry would be pulled across the world, or not at all."""
    with pytest.raises(KeyError):
        registries.image("sagemaker-xgboost", DIGEST, "sa-east-1")


def test_every_entry_is_a_region_and_an_account() -> None:
    """Twelve digits, of a Region that exists."""
    assert set(registries.ACCOUNTS) <= set(REGIONS)
    assert {(12, True)} == {(len(account), account.isdigit()) for account in registries.ACCOUNTS.values()}
