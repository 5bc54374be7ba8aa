"""The targets of a system, from what the card and the deployment say of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import urllib3

from functions import aws
from functions.models import guarded
from functions.models.bedrock import Bedrock
from functions.models.guarded import Guarded
from functions.models.sagemaker import SageMaker
from functions.models.target import Asked
from functions.models.vllm import Vllm
from functions.settings.deployment import Place
from functions.settings.errors import SettingsError
from functions.settings.system import Kind, System, Target


def build(system: System, places: Mapping[str, Place]) -> tuple[Asked, ...]:
    """Everyone who is asked before a person is, in order."""
    pool = urllib3.PoolManager()
    return tuple(
        _build(target, places.get(target.name, Place()), system, pool)
        for target in system.targets
        if target.kind is not Kind.HUMAN
    )


def _build(target: Target, place: Place, system: System, pool: urllib3.PoolManager) -> Asked:
    match target.kind:
        case Kind.VLLM if place.guardrail:
            model = Vllm(guarded.inner(target), place, system, pool)
            client = aws.client("bedrock-runtime", seconds=guarded.judging_seconds(target), attempts=1)
            return Guarded(target, model, place.guardrail, client)
        case Kind.VLLM:
            return Vllm(target, place, system, pool)
        case Kind.SAGEMAKER:
            if system.scoring is None:
                raise SettingsError(f"target {target.name} answers with a score, and nothing says what it means")
            return SageMaker(target, place, system.scoring, _runtime("sagemaker-runtime", target))
        case Kind.BEDROCK:
            return Bedrock(target, place, system, _runtime("bedrock-runtime", target))
        case Kind.HUMAN:
            raise SettingsError(f"target {target.name} is a person, who is asked through the review queue")
        case _:
            assert_never(target.kind)


def _runtime(service: str, target: Target) -> object:
    # The chain tries again, by the card's count and with jitter; botocore must not do so a second time.
    return aws.client(service, seconds=target.seconds, attempts=1)
