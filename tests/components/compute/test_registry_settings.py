"""What holds for every repository of the account."""

from __future__ import annotations

import pytest

from components.compute.registry_settings import RegistrySettings, RegistrySettingsArgs, creator_permissions
from components.compute.repository import RegistrySite
from tests.components.compute.ground import ACCOUNT, AWAY, AWAY_KEY, BOUNDARY, HOME, KEY, allowing
from tests.synth import Declared, synth


def declare(*, unknown: bool = False) -> Declared:
    args = RegistrySettingsArgs(
        environment="prod",
        family="prod",
        account=ACCOUNT,
        boundary=BOUNDARY,
        primary=RegistrySite(region=HOME, key_arn=KEY),
        recovery=RegistrySite(region=AWAY, key_arn=AWAY_KEY),
    )
    return synth(lambda: RegistrySettings("registry", args), unknown=unknown)


@pytest.mark.parametrize("unknown", [False, True])
def test_the_familys_images_go_to_the_recovery_region(unknown: bool) -> None:  # noqa: FBT001  a parametrized value
    """Within the account, and nothing of another family."""
    replication = declare(unknown=unknown).only("aws:ecr/replicationConfiguration:ReplicationConfiguration")

    assert {
        "rules": [
            {
                "destinations": [{"region": AWAY, "registryId": ACCOUNT}],
                "repositoryFilters": [{"filter": "lz-prod/", "filterType": "PREFIX_MATCH"}],
            }
        ]
    } == replication["replicationConfiguration"]
    assert HOME == replication["region"]


def test_a_repository_that_replication_makes_is_no_accident() -> None:
    """Immutable, encrypted and tidied from its first image on: the template is there before the replication."""
    declared = declare()
    template = declared.only("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate")

    assert (AWAY, "lz-prod", ["REPLICATION"], "IMMUTABLE") == (
        template["region"],
        template["prefix"],
        template["appliedFors"],
        template["imageTagMutability"],
    )
    assert AWAY_KEY == template["encryptionConfigurations"][0]["kmsKey"]
    assert template.urn in declared.only("aws:ecr/replicationConfiguration:ReplicationConfiguration").dependencies


def test_both_registries_scan_for_as_long_as_an_image_is_kept() -> None:
    """A vulnerability that becomes known tomorrow is found in what was pushed today."""
    declared = declare()
    scanning = declared.of_type("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration")
    inspectors = declared.of_type("aws:inspector2/enabler:Enabler")

    assert {(HOME, "ENHANCED"), (AWAY, "ENHANCED")} == {(s["region"], s["scanType"]) for s in scanning}
    assert {"CONTINUOUS_SCAN"} == {rule["scanFrequency"] for s in scanning for rule in s["rules"]}
    assert {HOME, AWAY} == {inspector["region"] for inspector in inspectors}


def test_the_creator_makes_repositories_of_the_family_only() -> None:
    """And uses keys only through ECR."""
    document = creator_permissions("prod", ACCOUNT, AWAY)

    assert [] == allowing(document, "ecr:CreateRepository", f"arn:aws:ecr:{AWAY}:{ACCOUNT}:repository/other/vllm")
    [grant] = allowing(document, "kms:CreateGrant", AWAY_KEY)
    assert {"kms:ViaService": "ecr.eu-central-1.amazonaws.com"} == grant["Condition"]["StringEquals"]
