"""Guardrails and profiles, as AWS would answer; moto has neither."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from config.contracts.systems import GuardrailContract, TargetContract
from engine.standin.lifecycle import is_state_only
from ops.verification import guardrails
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, differing, kept, unchecked

GUARDRAIL = GuardrailContract(
    id="abcdefghijkl",
    arn=f"arn:aws:bedrock:{HERE}:123456789012:guardrail/abcdefghijkl",
    version="3",
    content="0123456789abcdef",
)
TARGET = TargetContract(profile=f"arn:aws:bedrock:{HERE}:123456789012:application-inference-profile/xyz")
GOOD = {"status": "READY", "description": "content 0123456789abcdef", "kmsKeyArn": "arn:aws:kms:eu-west-1:1:key/1"}


class Bedrock:
    """Answers for version 3 of the one guardrail and the one profile it has."""

    def __init__(self, guardrail: dict[str, Any] | None) -> None:
        self._guardrail = guardrail

    def get_guardrail(self, **asked: str) -> dict[str, Any]:
        if self._guardrail is None or asked != {
            "guardrailIdentifier": GUARDRAIL.id,
            "guardrailVersion": GUARDRAIL.version,
        }:
            raise ClientError({"Error": {"Code": "ResourceNotFoundException", "Message": ""}}, "GetGuardrail")
        return self._guardrail

    def get_inference_profile(self, **asked: str) -> dict[str, Any]:
        assert {"inferenceProfileIdentifier": TARGET.profile} == asked
        return {"status": "ACTIVE"}


def _account(guardrail: dict[str, Any] | None) -> Account:
    return Account(lambda _service, _region: Bedrock(guardrail))


def test_a_good_guardrail_keeps_every_promise() -> None:
    """The version callers name is asked for."""
    assert {"status", "content", "encrypted with"} == kept(guardrails.check(GUARDRAIL, HERE, _account(GOOD)))
    assert {"status"} == kept(guardrails.check_target(TARGET, HERE, _account(GOOD)))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"status": "FAILED"}, {"status": "FAILED"}),
        ({"description": "content other"}, {"content": "content other"}),
        ({"kmsKeyArn": ""}, {"encrypted with": "nothing"}),
    ],
)
def test_what_is_not_as_promised_differs(change: dict[str, str], found: dict[str, str]) -> None:
    """One thing at a time."""
    assert found == differing(guardrails.check(GUARDRAIL, HERE, _account({**GOOD, **change})))


def test_a_version_that_is_gone_differs() -> None:
    """Records name it; nobody can say any more what it filtered."""
    assert {"status": "nothing", "content": "nothing", "encrypted with": "nothing"} == differing(
        guardrails.check(GUARDRAIL, HERE, _account(None))
    )


def test_the_sandbox_says_that_it_cannot_tell() -> None:
    """A guardrail that exists in the state alone is never ok."""
    held = GUARDRAIL.model_copy(update={"id": "stateonly0123"})
    lines = list(guardrails.check(held, HERE, Account(lambda *_: None, state_only=is_state_only)))

    assert {"status", "content", "encrypted with"} == set(unchecked(lines))
