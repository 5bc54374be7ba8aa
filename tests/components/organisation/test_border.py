"""Policies of AWS Organizations."""

from __future__ import annotations

import pytest

from components.organisation.border import Border, BorderArgs, BorderPolicy
from tests.synth import synth

POLICY, ATTACHMENT = "aws:organizations/policy:Policy", "aws:organizations/policyAttachment:PolicyAttachment"
ONE = BorderPolicy(name="one", type="SERVICE_CONTROL_POLICY", description="refuses", content="{}")
OTHER = BorderPolicy(name="other", type="AISERVICES_OPT_OUT_POLICY", description="opts out", content='{"services":{}}')


def test_every_document_is_a_policy_that_is_attached_to_every_target() -> None:
    """A policy that is attached to nothing holds nobody."""
    args = BorderArgs(policies=[ONE, OTHER], targets=["r-ab12", "ou-ab12-abcd1234"])

    declared = synth(lambda: Border("border", args))

    said = {(one["name"], one["type"], one["content"]) for one in declared.of_type(POLICY)}
    assert {("one", ONE.type, "{}"), ("other", OTHER.type, OTHER.content)} == said
    attached = {(one.name, one["targetId"]) for one in declared.of_type(ATTACHMENT)}
    assert {(f"{name}-{target}", target) for name in ("one", "other") for target in args.targets} == attached


@pytest.mark.parametrize("target", ["prod", "o-abcd123456", "12345678901", "ou-ab12", "r-ab12 "])
def test_a_target_that_is_none_is_named(target: str) -> None:
    """An organization's own id is no target either."""
    with pytest.raises(ValueError, match=f"targets: '{target}' is no root"):
        BorderArgs(policies=[ONE], targets=["123456789012", target])


def test_a_border_around_nobody_is_refused() -> None:
    """It would look as if accounts were held."""
    with pytest.raises(ValueError, match="attached to nothing"):
        BorderArgs(policies=[ONE], targets=[])
