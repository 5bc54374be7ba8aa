"""Models on SageMaker: in service, with the configuration, the capture, the copies and the card that were promised."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import jmespath
from botocore.exceptions import ClientError

from config.contracts.systems import EndpointContract
from ops.verification import log_groups
from ops.verification.account import Account, Once
from ops.verification.outcome import Line

_DIMENSION = "sagemaker:variant:DesiredInstanceCount"
_AWS_MANAGED = "alias/aws/"
_ROLLBACK = "LastDeploymentConfig.AutoRollbackConfiguration.Alarms[].AlarmName"


def check(endpoint: EndpointContract, region: str, account: Account) -> Iterator[Line]:
    """The endpoint, its configuration, the model in it, its log, and between how many copies it moves."""
    sagemaker = account.client("sagemaker", region)
    thing = account.thing("model endpoint", endpoint.name)
    found = Once(lambda: _described(lambda: sagemaker.describe_endpoint(EndpointName=endpoint.name)))
    yield thing.holds("status", "InService", lambda: found().get("EndpointStatus"))
    yield thing.holds("configuration", endpoint.configuration, lambda: found().get("EndpointConfigName"))
    yield thing.holds(
        "goes back on",
        sorted(endpoint.alarms),
        lambda: sorted(jmespath.search(_ROLLBACK, found()) or []) or None,
        field="sagemaker.DescribeEndpoint.LastDeploymentConfig",
    )
    yield from _configuration(endpoint, region, account)
    scaling = account.client("application-autoscaling", region)
    resource = f"endpoint/{endpoint.name}/variant/{endpoint.variant}"
    yield thing.holds(
        "copies",
        f"{endpoint.least} to {endpoint.most}",
        lambda: next(
            (
                f"{target['MinCapacity']} to {target['MaxCapacity']}"
                for target in scaling.describe_scalable_targets(
                    ServiceNamespace="sagemaker", ResourceIds=[resource], ScalableDimension=_DIMENSION
                )["ScalableTargets"]
            ),
            None,
        ),
    )
    yield from log_groups.check(endpoint.log_group, account)
    yield from _card(endpoint, region, account)


def _card(endpoint: EndpointContract, region: str, account: Account) -> Iterator[Line]:
    sagemaker = account.client("sagemaker", region)
    thing = account.thing("model card", endpoint.card)
    found = Once(lambda: sagemaker.describe_model_card(ModelCardName=endpoint.card))
    yield thing.holds("status", "Approved", lambda: found().get("ModelCardStatus"))
    yield thing.holds(
        "is of the digest",
        endpoint.model_digest.partition(":")[2],
        lambda: jmespath.search("model_overview.model_artifact[0]", json.loads(found().get("Content") or "{}")),
        judge=lambda url, wanted: f"/{wanted}/" in str(url),
    )


def _configuration(endpoint: EndpointContract, region: str, account: Account) -> Iterator[Line]:
    sagemaker = account.client("sagemaker", region)
    thing = account.thing("endpoint configuration", endpoint.configuration)
    found = Once(
        lambda: _described(lambda: sagemaker.describe_endpoint_config(EndpointConfigName=endpoint.configuration))
    )
    yield thing.holds(
        "disks encrypted with",
        "a customer key",
        lambda: found().get("KmsKeyId"),
        judge=lambda key, _: bool(key) and _AWS_MANAGED not in key,
    )
    if endpoint.capture is not None:
        yield thing.holds(
            "captures to", endpoint.capture, lambda: jmespath.search("DataCaptureConfig.DestinationS3Uri", found())
        )
        yield thing.holds("captures (%)", 100, lambda: _captured(found().get("DataCaptureConfig") or {}))
    variant = "ProductionVariants[0].ModelName"
    model = Once(
        lambda: _described(lambda: sagemaker.describe_model(ModelName=jmespath.search(variant, found()) or "-"))
    )
    digest = endpoint.model_digest.partition(":")[2]
    yield thing.holds(
        "serves the digest",
        digest,
        lambda: jmespath.search("PrimaryContainer.ModelDataUrl", model()),
        judge=lambda url, wanted: f"/{wanted}/" in str(url),
    )
    yield thing.holds(
        "without network",
        True,
        lambda: model().get("EnableNetworkIsolation"),
    )


def _described(describe: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What is described; nothing where SageMaker says, under its one code for everything, that it could not find it."""
    try:
        return describe()
    except ClientError as error:
        detail = error.response.get("Error", {})
        if detail.get("Code") == "ValidationException" and "Could not find" in detail.get("Message", ""):
            return {}
        raise


def _captured(capture: dict[str, object]) -> object:
    """The share that is captured; nothing where capture is switched off."""
    return capture.get("InitialSamplingPercentage") if capture.get("EnableCapture") else None
