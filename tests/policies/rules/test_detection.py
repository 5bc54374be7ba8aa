"""What the rules about detection say of cases beyond their examples."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies import account
from policies.organisation import Holder, Service, organisation
from policies.rule import Examples
from policies.rules.examples.build import RECOVERY_REGION, changed, linked, optioned
from policies.rules.examples.detection import ASSESSED, DATASETS, OPTED_OUT, looks_into, opt_out
from policies.rules.examples.logs import ACCOUNT_BASE
from policies.rules.examples.platform import REGISTRY
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def without(stack: Examples, *names: str) -> Examples:
    return tuple(example for example in stack if example.name not in names)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> None:
    """An organisation whose security account runs every service."""
    holder = Holder(owner="security@example.com", reason="delegated administrator of the organisation")
    facts = organisation().model_copy(update={"held_services": MappingProxyType(dict.fromkeys(Service, holder))})
    monkeypatch.setattr(account, "organisation", lambda: facts)


@pytest.mark.parametrize(
    ("rule", "stack"),
    [
        ("LZ-MON-003", without(REGISTRY, "inspector")),
        ("LZ-MON-004", without(DATASETS, "macie")),
        ("LZ-MON-007", changed(ACCOUNT_BASE, "detector", enable=False)),
        ("LZ-LOG-015", without(ACCOUNT_BASE, "recorder", "recorder-status")),
    ],
)
@pytest.mark.usefixtures("held")
def test_a_service_that_the_organisation_runs_is_not_asked_for(rule: str, stack: Examples) -> None:
    """A second one would be refused by AWS, or found by nobody."""
    assert PASS is said(rule, stack)


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (without(REGISTRY, "inspector"), FAIL),
        (changed(REGISTRY, "inspector", resourceTypes=["LAMBDA"]), FAIL),
        (changed(REGISTRY, "inspector", resourceTypes=["LAMBDA", "EC2", "ECR"]), PASS),
        (changed(REGISTRY, "inspector", region=RECOVERY_REGION), FAIL),
        (changed(REGISTRY, "inspector", region=UNKNOWN), UNSURE),
        (changed(REGISTRY, "images", region=UNKNOWN), UNSURE),
        (tuple(replace(one, provider=None) for one in REGISTRY), PASS),
    ],
)
def test_inspector_looks_in_the_region_of_the_images(stack: Examples, expected: Verdict) -> None:
    """It is switched on Region by Region, and kind by kind; a program without providers has one Region."""
    assert expected is said("LZ-MON-003", stack)


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (without(DATASETS, "macie"), FAIL),
        (without(DATASETS, "dataset-job"), FAIL),
        (changed(DATASETS, "macie", status="PAUSED"), FAIL),
        (changed(DATASETS, "macie", status=None), PASS),
        (changed(DATASETS, "macie", region=RECOVERY_REGION), FAIL),
        (changed(DATASETS, "dataset-job", jobType=None), FAIL),
        (changed(DATASETS, "dataset-job", s3JobDefinition=looks_into("another-bucket")), FAIL),
        (linked(DATASETS, "dataset-job", s3JobDefinition="dataset"), PASS),
        (linked(DATASETS, "dataset-job", s3JobDefinition="dataset-policy"), UNSURE),
        (changed(DATASETS, "dataset", bucket=UNKNOWN), UNSURE),
        (changed(DATASETS, "dataset", bucket=None), FAIL),
        (changed(without(DATASETS, "macie"), "dataset", tags={"lz:data-class": "operations"}), PASS),
    ],
)
def test_macie_looks_into_the_dataset_itself(stack: Examples, expected: Verdict) -> None:
    """On in its Region, on a schedule, and into this bucket; what is no dataset is not looked through."""
    assert expected is said("LZ-MON-004", stack)


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (without(ASSESSED, "assessment"), FAIL),
        (changed(ASSESSED, "assessment", frameworkId=UNKNOWN), UNSURE),
    ],
)
def test_a_framework_has_its_own_assessment(stack: Examples, expected: Verdict) -> None:
    """One of another framework collects other evidence."""
    assert expected is said("LZ-MON-005", stack)


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (without(OPTED_OUT, "organization"), PASS),
        (without(OPTED_OUT, "opt-out", "opt-out-attachment"), FAIL),
        (without(OPTED_OUT, "opt-out-attachment"), FAIL),
        (changed(OPTED_OUT, "opt-out-attachment", policyId="p-another"), FAIL),
        (changed(OPTED_OUT, "opt-out-attachment", policyId=UNKNOWN), UNSURE),
        (changed(OPTED_OUT, "opt-out", type="SERVICE_CONTROL_POLICY"), FAIL),
        (changed(OPTED_OUT, "opt-out", content="{'services': {}}"), FAIL),
        (changed(OPTED_OUT, "opt-out", content={"services": {}}), FAIL),
        (changed(OPTED_OUT, "opt-out", content=3), FAIL),
        (changed(without(OPTED_OUT, "organization", "opt-out-attachment"), "opt-out", content=opt_out("optOut")), FAIL),
    ],
)
def test_an_organisation_opts_out_by_default_and_by_an_attached_policy(stack: Examples, expected: Verdict) -> None:
    """A policy that nothing carries, or about one service only, changes nothing for the next service."""
    assert expected is said("LZ-MON-006", stack)


def test_a_provider_of_another_region_is_another_region() -> None:
    """The Region of a resource without one of its own is its provider's."""
    elsewhere: dict[str, Any] = {**(REGISTRY[0].provider or {}), "region": RECOVERY_REGION}

    assert FAIL is said("LZ-MON-003", optioned(REGISTRY, "inspector", provider=elsewhere))
