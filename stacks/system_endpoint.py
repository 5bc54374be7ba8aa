"""A system's own model on SageMaker: its role, its network, its log, the alarms that watch it, and the endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components import kit
from components.observability import boards
from components.serving import endpoint_plan, registries
from components.serving.endpoint_alarms import EndpointAlarms, EndpointAlarmsArgs
from components.serving.endpoint_network import EndpointNetwork, EndpointNetworkArgs
from components.serving.endpoint_role import EndpointRole, EndpointRoleArgs
from components.serving.model_card import Approved, CardedModel, ModelCard, ModelCardArgs, Use
from components.serving.sagemaker_endpoint import (
    VARIANT,
    Capture,
    Container,
    Fleet,
    Placement,
    SagemakerEndpoint,
    SagemakerEndpointArgs,
)
from components.storage import decision_store, model_store
from config.model import LandingZone
from config.system import System
from config.system.facts import Container as Image
from config.vocabulary import DataClass, InstanceType, Layer, RiskTier, Runtime, Tier
from stacks import operations_log, places, subnets
from stacks.operations_log import OperationsLog
from stacks.references import Upstream

CODE = "/opt/ml/model/code"
"""Where SageMaker unpacks the folder code/ of a model's archive: the digest of the model covers it too."""
ARCHIVE = "model.tar.gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """An endpoint and the promises about it."""

    made: SagemakerEndpoint
    contract: Mapping[str, Any]


def compose(zone: LandingZone, using: aws.Provider, upstream: Upstream, system: System) -> Served | None:
    """The endpoint of a system whose model runs on SageMaker; None for any other."""
    serve, image = system.card.serve, system.model.container
    if serve.runtime is not Runtime.SAGEMAKER or serve.instance is None or image is None:
        return None
    return _Endpoint(zone, using, upstream, system).served(serve.instance, image)


def endpoint_name(zone: LandingZone, system: System) -> str:
    """The physical name of a system's endpoint, known before it exists."""
    return kit.resource_name(zone.environment, system.name)


def shown(zone: LandingZone, system: System) -> boards.Endpoint | None:
    """The endpoint as a dashboard names it; None for a model that runs elsewhere."""
    if system.card.serve.runtime is not Runtime.SAGEMAKER:
        return None
    return boards.Endpoint(name=endpoint_name(zone, system), variant=VARIANT)


class _Endpoint:
    """One system's endpoint while it is put together."""

    def __init__(self, zone: LandingZone, using: aws.Provider, upstream: Upstream, system: System) -> None:
        self._zone, self._using, self._upstream, self._system = zone, using, upstream, system
        self._here = pulumi.ResourceOptions(providers=[using])
        self._endpoint = endpoint_name(zone, system)
        self._weights = model_store.weights_prefix(system.model.name, system.card.model.digest)
        self._capture = self._captured()

    def served(self, instance: InstanceType, image: Image) -> Served:
        """The endpoint, after what it stands on."""
        zone, card = self._zone, self._system.card
        log = self._log()
        alarms = EndpointAlarms(
            f"{self._system.name}-endpoint-alarms",
            EndpointAlarmsArgs(
                endpoint=self._endpoint,
                variant=VARIANT,
                error=card.serve.slo.error,
                latency=card.serve.timeout,
                alarm_topic=self._upstream.value(Layer.FOUNDATION, "alarm_topic"),
                region=zone.region,
            ),
            self._here,
        )
        container = Container(
            image=registries.image(image.repository, image.digest, zone.region),
            model_data=f"s3://{places.bucket(zone, DataClass.MODELS, zone.region)}/{self._weights}{ARCHIVE}",
            environment={"SAGEMAKER_PROGRAM": image.entry, "SAGEMAKER_SUBMIT_DIRECTORY": CODE},
        )
        made = SagemakerEndpoint(
            f"{self._system.name}-model",
            SagemakerEndpointArgs(
                endpoint=self._endpoint,
                account=zone.account,
                region=zone.region,
                container=container,
                placement=self._placement(image),
                fleet=Fleet(
                    instance=instance,
                    least=card.serve.replicas.min,
                    most=card.serve.replicas.max,
                    invocations=endpoint_plan.target_invocations(
                        concurrency=card.model.concurrency or 1, latency=card.serve.timeout
                    ),
                ),
                capture=self._capture,
                traffic=endpoint_plan.traffic(
                    card.serve.rollout.kind, card.serve.rollout.steps, card.serve.rollout.hold
                ),
                alarms=alarms.names,
                tags=places.system_tags(self._system),
            ),
            # The group would be made by SageMaker, without a key and for ever, if it came first.
            pulumi.ResourceOptions(providers=[self._using], depends_on=[log.made]),
        )
        return Served(
            made=made,
            contract={
                "name": made.endpoint,
                "configuration": made.configuration,
                "variant": VARIANT,
                "model_digest": card.model.digest,
                "capture": self._capture.uri if self._capture else None,
                "least": card.serve.replicas.min,
                "most": card.serve.replicas.max,
                "alarms": list(alarms.names),
                "log_group": log.published,
                "card": self._carded(container).card,
            },
        )

    def _captured(self) -> Capture | None:
        """A system without duties beyond the house's own keeps nothing that its record does not."""
        if self._system.card.risk.tier is RiskTier.MINIMAL:
            return None
        zone = self._zone
        bucket = places.bucket(zone, DataClass.DECISIONS, zone.region)
        return Capture(
            uri=f"s3://{bucket}/{decision_store.capture_prefix(self._system.name)}",
            key=kit.key_alias_arn(zone.family, DataClass.DECISIONS, zone.account, zone.region),
        )

    def _carded(self, container: Container) -> ModelCard:
        """The card of what serves; the configuration refuses a digest that nobody approved."""
        card, facts = self._system.card, self._system.model
        approval = facts.approval(card.model.digest)
        if approval is None:
            raise ValueError(f"{facts.name} has no approval of {card.model.digest}")
        return ModelCard(
            self._system.name,
            ModelCardArgs(
                card=self._endpoint,
                model=CardedModel(
                    name=facts.name,
                    kind=str(facts.kind),
                    source=facts.source,
                    licence=facts.licence,
                    artefact=container.model_data,
                    image=container.image,
                ),
                approved=Approved(
                    by=approval.by,
                    on=approval.approved,
                    evaluation=approval.evaluation,
                    bias=approval.bias,
                    explanations=approval.explanations,
                ),
                use=Use(
                    purpose=card.purpose,
                    decides=card.decision.what,
                    owner=card.owner,
                    accountable=card.decision.accountable,
                    tier=card.risk.tier,
                ),
                key_arn=self._upstream.value(Layer.FOUNDATION, "keys", str(DataClass.OPERATIONS), "arn"),
                tags=places.system_tags(self._system),
            ),
            self._here,
        )

    def _key(self) -> pulumi.Input[str]:
        return self._upstream.value(Layer.PLATFORM, "key_arn")

    def _log(self) -> OperationsLog:
        name, group = f"{self._system.name}-endpoint-log", kit.endpoint_log_group(self._endpoint)
        return operations_log.compose(self._zone, self._using, name, group=group, key=self._key(), system=self._system)

    def _placement(self, image: Image) -> Placement:
        zone, upstream = self._zone, self._upstream
        family = {"family": zone.family, "account": zone.account, "region": zone.region}
        captures = decision_store.captures(**family, system=self._system.name) if self._capture else ()
        role = EndpointRole(
            f"{self._system.name}-endpoint",
            EndpointRoleArgs(
                role=kit.role_name(zone.environment, f"{self._system.name}-endpoint"),
                account=zone.account,
                region=zone.region,
                boundary=upstream.value(Layer.FOUNDATION, "roles", "boundary"),
                repository=image.repository,
                log_group=kit.endpoint_log_group(self._endpoint),
                grants=(*model_store.reads(**family, prefix=self._weights), *captures),
            ),
            self._here,
        )
        network = EndpointNetwork(
            f"{self._system.name}-endpoint-network",
            EndpointNetworkArgs(
                vpc_id=upstream.value(Layer.NETWORK, "vpc_id"),
                s3=upstream.value(Layer.NETWORK, "prefix_lists", "s3"),
            ),
            self._here,
        )
        return Placement(
            role_arn=role.arn,
            subnet_ids=list(subnets.by_zone(zone, upstream, Tier.PRIVATE).values()),
            security_group_id=network.security_group_id,
            volume_key=kit.key_alias_arn(zone.family, DataClass.OPERATIONS, zone.account, zone.region),
        )
