"""The organisation's facts."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from config.model.retention import FLOORS
from config.vocabulary import HeldService
from policies.errors import GovernanceError
from policies.organisation import Service, load, organisation

GOOD = """
allowed-regions: [eu-west-1]
retention-floors: {decisions: {days: 184, source: EU AI Act}}
documentation-retention: {days: 3650, source: EU AI Act}
memory-retention: {days: 30, source: GDPR}
stateful-types: ["aws:s3/bucket:Bucket"]
"""


def test_the_floors_are_those_of_the_configuration() -> None:
    """The program is not the only author of what it deploys: configuration and rules hold it to the same numbers."""
    expected = {str(name): (floor.days, floor.source) for name, floor in FLOORS.items()}

    assert expected == {name: (one.days, one.source) for name, one in organisation().retention_floors.items()}


def test_a_service_that_may_be_held_is_one_that_the_program_can_leave_out() -> None:
    """What the rules do not ask for and what the program does not make are told by the same words."""
    assert {str(service) for service in HeldService} == {str(service) for service in Service}


def test_a_held_service_names_who_runs_it_and_why(tmp_path: Path) -> None:
    """Without an owner and a reason nobody can say whether it still is."""
    path = tmp_path / "organisation.yaml"
    good = f"{GOOD}allowed-geographies: [eu]\nheld-services:"
    path.write_text(f"{good} {{macie: {{owner: s@example.com, reason: run by the organisation}}}}\n")
    assert {Service.MACIE} == set(load(path).held_services)

    path.write_text(f"{good} {{macie: {{owner: nobody, reason: so}}, athena: {{}}}}\n")
    with pytest.raises(GovernanceError) as caught:
        load(path)

    for part in ("held-services.macie.owner", "e-mail", "held-services.macie.reason", "shorter than 10", "athena"):
        assert part in str(caught.value)


def test_a_class_nobody_knows_has_no_floor() -> None:
    """A rule can tell it from a floor of nought."""
    assert (184, None) == (organisation().floor("decisions"), organisation().floor("holiday-pictures"))


def test_the_facts_cannot_be_changed() -> None:
    """One rule cannot move another's floor."""
    with pytest.raises(ValidationError):
        organisation().allowed_regions = ()  # pyright: ignore[reportAttributeAccessIssue]  what must not work
    with pytest.raises(TypeError):
        organisation().retention_floors["decisions"] = organisation().retention_floors["models"]  # pyright: ignore[reportIndexIssue]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("days: 184", "days: 0"), ("retention-floors.decisions.days = 0", "at least 1")),
        (("days: 184", "days: '184'"), ("retention-floors.decisions.days = '184'", "whole number")),
        ((", source: EU AI Act", ""), ("retention-floors.decisions.source", "required and missing", "name the law")),
        (("[eu-west-1]", "[]"), ("allowed-regions", "list at least one Region")),
        (("\nallowed", "\naccounts: ['4711']\nallowed"), ("accounts[0] = '4711'", "twelve digits")),
        (("stateful-types", "stateful"), ("stateful", "no such key", "stateful-types")),
        (
            ("\nallowed", "\ncluster-operators: {namespaces: kube-system}\nallowed"),
            ("cluster-operators.namespaces = 'kube-system'", "is not a list", "list names of namespaces"),
        ),
    ],
)
def test_a_wrong_fact_is_refused(tmp_path: Path, change: tuple[str, str], expected: tuple[str, ...]) -> None:
    """File, key, value, reason and fix."""
    path = tmp_path / "organisation.yaml"
    path.write_text(GOOD.replace(*change))

    with pytest.raises(GovernanceError) as caught:
        load(path)

    assert [] == [part for part in ("organisation.yaml", *expected) if part not in str(caught.value)], str(caught.value)
