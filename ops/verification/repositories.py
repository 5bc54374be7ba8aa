"""Image repositories: immutable, scanned, encrypted, kept, and replicated."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jmespath

from config.contracts.platform import RepositoryContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line

_DELETION = "ecr:BatchDeleteImage"


def check(repository: RepositoryContract, region: str, account: Account) -> Iterator[Line]:
    """The repository here and, where it has one, its replica."""
    yield from _side(repository.name, region, account)
    away = repository.replica_region
    if away is not None:
        yield from _side(repository.name, away, account)
        ecr = account.client("ecr", region)
        yield account.thing("registry", region).holds(
            f"replicates to {away}",
            True,
            lambda: bool(
                jmespath.search(
                    f"replicationConfiguration.rules[].destinations[?region=='{away}'][]", ecr.describe_registry()
                )
            ),
        )


def _side(name: str, region: str, account: Account) -> Iterator[Line]:
    ecr = account.client("ecr", region)
    thing = account.thing("repository", f"{name} in {region}")
    found = Once(lambda: ecr.describe_repositories(repositoryNames=[name])["repositories"][0])
    for promise, expected, path in (
        ("tags", "IMMUTABLE", "imageTagMutability"),
        ("scans on push", True, "imageScanningConfiguration.scanOnPush"),
        ("encrypted by", "KMS", "encryptionConfiguration.encryptionType"),
    ):
        yield thing.holds(promise, expected, lambda path=path: jmespath.search(path, found()))
    yield thing.holds(
        "keeps images",
        True,
        lambda: _refuses_deletion(json.loads(ecr.get_repository_policy(repositoryName=name)["policyText"])),
    )


def _refuses_deletion(policy: dict[str, Any]) -> bool:
    return any(statement["Effect"] == "Deny" and _DELETION in statement["Action"] for statement in policy["Statement"])
