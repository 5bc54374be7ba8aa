"""Image repositories in a good and a bad account."""

from __future__ import annotations

import pytest

from config.contracts.platform import RepositoryContract
from ops.verification import repositories
from ops.verification.account import Account
from tests.ops.verification import platform
from tests.ops.verification.reading import HERE, THERE, client, differing, kept


@pytest.fixture
def contract(account: Account) -> RepositoryContract:
    """A repository and its replica."""
    del account
    return platform.repository()


def test_a_good_repository_keeps_what_it_promised(contract: RepositoryContract, account: Account) -> None:
    """On both sides, and the way between them."""
    lines = list(repositories.check(contract, HERE, account))

    assert {"tags", "scans on push", "encrypted by", "keeps images", f"replicates to {THERE}"} == kept(lines)
    assert 9 == len(lines)


def test_tags_that_can_move_differ(contract: RepositoryContract, account: Account) -> None:
    """In the replica, where nobody looks."""
    client("ecr", THERE).put_image_tag_mutability(repositoryName=platform.REPOSITORY, imageTagMutability="MUTABLE")

    assert {"tags": "MUTABLE"} == differing(repositories.check(contract, HERE, account))


def test_images_that_can_be_deleted_differ(contract: RepositoryContract, account: Account) -> None:
    """The policy is gone."""
    client("ecr", HERE).delete_repository_policy(repositoryName=platform.REPOSITORY)

    assert {"keeps images": "nothing"} == differing(repositories.check(contract, HERE, account))


def test_a_replication_that_was_stopped_differs(contract: RepositoryContract, account: Account) -> None:
    """The next image stays at home."""
    client("ecr", HERE).put_replication_configuration(replicationConfiguration={"rules": []})

    assert {f"replicates to {THERE}": "no"} == differing(repositories.check(contract, HERE, account))
