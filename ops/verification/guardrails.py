"""Guardrails and the profiles that models are asked through: there, in force, encrypted."""

from __future__ import annotations

from collections.abc import Iterator

from config.contracts.systems import GuardrailContract, TargetContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line


def check(guardrail: GuardrailContract, region: str, account: Account) -> Iterator[Line]:
    """The version that callers name, not what the guardrail says in its draft."""
    bedrock = account.client("bedrock", region)
    thing = account.thing("guardrail", f"{guardrail.id} version {guardrail.version}")
    found = Once(lambda: bedrock.get_guardrail(guardrailIdentifier=guardrail.id, guardrailVersion=guardrail.version))
    yield thing.holds("status", "READY", lambda: found().get("status"))
    yield thing.holds("content", f"content {guardrail.content}", lambda: found().get("description"))
    yield thing.holds(
        "encrypted with", "a customer key", lambda: found().get("kmsKeyArn"), judge=lambda key, _: bool(key)
    )


def check_target(target: TargetContract, region: str, account: Account) -> Iterator[Line]:
    """The profile a call names as its model."""
    bedrock = account.client("bedrock", region)
    name = target.profile.rpartition("/")[2]
    yield account.thing("inference profile", name).holds(
        "status",
        "ACTIVE",
        lambda: bedrock.get_inference_profile(inferenceProfileIdentifier=target.profile).get("status"),
    )
