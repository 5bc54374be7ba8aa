"""How one system is served: its own model, its guardrail and the targets it may ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.guardrail.guardrail import Guardrail, GuardrailArgs
from components.guardrail.intervention_alarm import InterventionAlarm, InterventionAlarmArgs
from components.serving.bedrock_target import BedrockTarget, BedrockTargetArgs
from components.storage.key_policy import may_use_key
from config.model import LandingZone
from config.system import System
from config.vocabulary import DataClass, Layer
from stacks import places, system_endpoint
from stacks.references import Published, Upstream


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """What the rest of a system needs to know of how it is served."""

    endpoint: system_endpoint.Served | None
    """None for a model that runs on no SageMaker endpoint."""
    guardrail: Guardrail | None
    """None for a model that speaks no language."""
    targets: Mapping[str, BedrockTarget]
    """By the name that the card's fallbacks use."""

    def policies(self) -> dict[str, pulumi.Output[str]]:
        """ARNs of what a function's role attaches in order to ask, by what it may then ask."""
        asked = {name: target.policy_arn for name, target in self.targets.items()}
        return asked if self.endpoint is None else {**asked, "own": self.endpoint.made.policy_arn}

    def published(self) -> Published:
        """The promises about it."""
        guardrail = self.guardrail
        return {
            "endpoint": None if self.endpoint is None else self.endpoint.contract,
            "guardrail": None
            if guardrail is None
            else {
                "id": guardrail.guardrail_id,
                "arn": guardrail.arn,
                "version": guardrail.version,
                "content": guardrail.content,
            },
            "targets": {name: {"profile": target.profile_arn} for name, target in self.targets.items()},
        }


def compose(zone: LandingZone, using: aws.Provider, upstream: Upstream, system: System) -> Serving:
    """Everything between a request of this system and the model that answers it."""
    here = pulumi.ResourceOptions(providers=[using])
    return Serving(
        endpoint=system_endpoint.compose(zone, using, upstream, system),
        guardrail=_guardrail(zone, upstream, system, here),
        targets=_targets(zone, system, here),
    )


def _guardrail(zone: LandingZone, upstream: Upstream, system: System, here: pulumi.ResourceOptions) -> Guardrail | None:
    wanted = system.card.guardrail
    if wanted is None:
        return None
    guardrail = Guardrail(
        system.name,
        GuardrailArgs(
            guardrail=kit.resource_name(zone.environment, system.name),
            topics=wanted.topics,
            pii=wanted.pii,
            grounding=wanted.grounding,
            key_arn=upstream.value(Layer.FOUNDATION, "keys", str(DataClass.OPERATIONS), "arn"),
            tags=places.system_tags(system),
        ),
        here,
    )
    InterventionAlarm(
        f"{system.name}-interventions",
        InterventionAlarmArgs(
            alarm=kit.resource_name(zone.environment, f"{system.name}-guardrail-intervenes"),
            system=system.name,
            guardrail_arn=guardrail.arn,
            version=guardrail.version,
            topic_arn=upstream.value(Layer.FOUNDATION, "alarm_topic"),
            tags=places.system_tags(system),
        ),
        here,
    )
    return guardrail


def target_name(zone: LandingZone, system: System, target: str) -> str:
    """The physical name of the profile that a target is asked through, known before it exists."""
    return kit.resource_name(zone.environment, f"{system.name}-{target}")


def _targets(zone: LandingZone, system: System, here: pulumi.ResourceOptions) -> dict[str, BedrockTarget]:
    opens_guardrail = may_use_key(
        "OpenGuardrail",
        ["kms:Decrypt"],
        family=zone.family,
        account=zone.account,
        data_class=DataClass.OPERATIONS,
        regions=[zone.region],
        service="bedrock",
    )
    return {
        name: BedrockTarget(
            f"{system.name}-{name}",
            BedrockTargetArgs(
                target=target_name(zone, system, name),
                model=target.model,
                system=system.name,
                account=zone.account,
                region=zone.region,
                grants=(opens_guardrail,),
                tags=places.system_tags(system),
            ),
            here,
        )
        for name, target in system.card.targets.items()
    }
