"""Models on SageMaker: which bytes run, where, how much of them is written down, and how a new version takes over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from policies.classification import RISK, has_tag
from policies.keys import customer_key
from policies.organisation import organisation
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.endpoints import (
    CONFIGURATION,
    ENDPOINT,
    ENDPOINTS,
    MODEL,
    REGISTRY,
    SCALING,
    STORE,
    capture,
    container,
    rollout,
    variant,
)
from policies.value import Outcome, Value, at_least, is_false, is_true, non_empty
from policies.verdict import Verdict, some
from policies.view import View

_BY_DIGEST: Final = re.compile(r"(\d{12})\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/[^@]+@sha256:[0-9a-f]{64}")
_WITH_DIGEST: Final = re.compile(r"s3://[^/]+/.*[0-9a-f]{64}/.*")


def _containers(model: View) -> Iterator[Value]:
    if not model["primaryContainer"].missing:
        yield model["primaryContainer"]
    yield from model["containers"].each()


@resource_rule(
    id="LZ-SM-001",
    title="A model's container has no network",
    severity=Severity.HIGH,
    types=(MODEL,),
    control="SM-09",
    why="Code that came with the weights runs with the data of every request; without a network it keeps them.",
    fix="Set enable_network_isolation True.",
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "model", enableNetworkIsolation=False),
    offending="model.enableNetworkIsolation",
)
def model_is_isolated(model: View) -> Iterator[Outcome]:
    yield model.must("enableNetworkIsolation", is_true, "its container reaches the network")


@resource_rule(
    id="LZ-SM-002",
    title="A model runs in the VPC",
    severity=Severity.HIGH,
    types=(MODEL,),
    control="SM-10",
    why="Outside it weights and captures cross a network that nobody of ours watches.",
    fix="Set vpc_config with the private subnets and a security group of its own.",
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "model", vpcConfig=None),
    offending="model.vpcConfig",
)
def model_runs_in_the_vpc(model: View) -> Iterator[Outcome]:
    for part in ("subnets", "securityGroupIds"):
        yield model.must(f"vpcConfig.{part}", non_empty, f"names no {part}")


@resource_rule(
    id="LZ-SM-003",
    title="A model's weights are named by their digest",
    severity=Severity.HIGH,
    types=(MODEL,),
    control="HO-05",
    why="Approval is of bytes: under a name that says none, other bytes can be served tomorrow.",
    fix="Put the weights below their SHA-256 in the model store; components.storage.model_store says where.",
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "model", primaryContainer=container(modelDataUrl=f"{STORE}/latest/model.tar.gz")),
    offending="model.primaryContainer.modelDataUrl",
)
def weights_have_a_digest(model: View) -> Iterator[Outcome]:
    for held in _containers(model):
        packaged = held.at("modelPackageName").holds(non_empty)
        for path in ("modelDataUrl", "modelDataSource.s3DataSources[0].s3Uri"):
            url = held.at(path)
            if not url.missing:
                named = url.holds(lambda raw: _WITH_DIGEST.fullmatch(str(raw)) is not None)
                yield url.outcome(named, "its address does not say which bytes it is")
        given = some(~Verdict.of(held.at(p).missing) for p in ("modelDataUrl", "modelDataSource"))
        yield held.outcome(packaged | given, "has neither weights nor a package")


@resource_rule(
    id="LZ-SM-004",
    title="A model's image is named by its digest, from a registry the organisation allows",
    severity=Severity.HIGH,
    types=(MODEL,),
    control="SM-16",
    why="A tag is moved in a second, and the next copy that starts runs something else.",
    fix="Write the image as registry/repository@sha256:...; allowed-registries stand in policies/organisation.yaml.",
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "model", primaryContainer=container(image=f"{REGISTRY}/sagemaker-xgboost:latest")),
    offending="model.primaryContainer.image",
)
def image_has_a_digest(model: View) -> Iterator[Outcome]:
    for held in _containers(model):
        packaged = held.at("modelPackageName").holds(non_empty)
        named = held.at("image").holds(_allowed_image)
        yield held.at("image").outcome(packaged | named, "has no digest, or comes from no allowed registry")


def _allowed_image(image: Any) -> bool:
    named = _BY_DIGEST.fullmatch(str(image))
    return named is not None and named[1] in organisation().allowed_registries


@resource_rule(
    id="LZ-SM-005",
    title="The disks of a model's instances are encrypted with a customer key",
    severity=Severity.HIGH,
    types=(CONFIGURATION,),
    control="SM-11",
    why="Weights and requests lie on them while they serve.",
    fix="Set kms_key_arn to the key of the class operations.",
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "configuration", kmsKeyArn=None),
    offending="configuration.kmsKeyArn",
)
def disks_are_encrypted(configuration: View) -> Iterator[Outcome]:
    key = configuration["kmsKeyArn"]
    yield key.outcome(customer_key(configuration, key), "its disks have no customer key")


@resource_rule(
    id="LZ-SM-006",
    title="A regulated system's model captures everything it is asked and answers",
    severity=Severity.HIGH,
    types=(CONFIGURATION,),
    control="LOG-07",
    why="The decision that is contested is never in the sample.",
    fix="Set data_capture_config with 100 percent, Input and Output; the card's risk tier asks for it.",
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "configuration", dataCaptureConfig=capture(initialSamplingPercentage=10)),
    offending="configuration.dataCaptureConfig.initialSamplingPercentage",
    decides=("configuration.tags",),
)
def regulated_models_capture_everything(configuration: View) -> Iterator[Outcome]:
    exempt = has_tag(configuration, RISK, "minimal")
    held = configuration["dataCaptureConfig"]
    modes = [mode.at("captureMode") for mode in held.at("captureOptions").each()]
    both = some(m.holds(lambda raw: raw == "InputAndOutput") for m in modes) | (
        some(m.holds(lambda raw: raw == "Input") for m in modes)
        & some(m.holds(lambda raw: raw == "Output") for m in modes)
    )
    captured = (
        held.at("enableCapture").holds(is_true) & held.at("initialSamplingPercentage").holds(at_least(100)) & both
    )
    yield held.outcome(exempt | captured, "leaves out some of what is asked or answered")


@resource_rule(
    id="LZ-SM-007",
    title="What a model captures is encrypted with a customer key",
    severity=Severity.HIGH,
    types=(CONFIGURATION,),
    control="LOG-08",
    why="Captures hold what people wrote; reading them should need a key we govern.",
    fix="Set data_capture_config.kms_key_id to the key of the class decisions.",
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "configuration", dataCaptureConfig=capture(kmsKeyId=None)),
    offending="configuration.dataCaptureConfig.kmsKeyId",
    decides=("configuration.dataCaptureConfig.enableCapture",),
)
def captures_are_encrypted(configuration: View) -> Iterator[Outcome]:
    held = configuration["dataCaptureConfig"]
    key = held.at("kmsKeyId")
    none = Verdict.of(held.missing) | held.at("enableCapture").holds(is_false)
    yield key.outcome(none | customer_key(configuration, key), "captures have no customer key")


@resource_rule(
    id="LZ-SM-008",
    title="A model runs on two instances at least",
    severity=Severity.MEDIUM,
    types=(CONFIGURATION,),
    control="SM-12",
    why="SageMaker puts instances into different zones; one instance is gone with its zone.",
    fix="Set serve.replicas.min of the card to 2 or more.",
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "configuration", productionVariants=variant(initialInstanceCount=1)),
    offending="configuration.productionVariants[0].initialInstanceCount",
)
def two_instances_at_least(configuration: View) -> Iterator[Outcome]:
    for found in configuration["productionVariants"].each():
        serverless = found.at("serverlessConfig").holds(bool)
        enough = found.at("initialInstanceCount").holds(at_least(2))
        yield found.at("initialInstanceCount").outcome(serverless | enough, "stands in one zone")


@resource_rule(
    id="LZ-SM-009",
    title="Nobody gets a shell on a model's instances",
    severity=Severity.HIGH,
    types=(CONFIGURATION,),
    control="SM-14",
    why="A session there reads weights and requests in clear, past every record we keep.",
    fix="Leave enable_ssm_access of the variant away.",
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "configuration", productionVariants=variant(enableSsmAccess=True)),
    offending="configuration.productionVariants[0].enableSsmAccess",
)
def no_shell_on_instances(configuration: View) -> Iterator[Outcome]:
    for found in configuration["productionVariants"].each():
        closed = found.at("enableSsmAccess").holds(lambda raw: not is_true(raw), when_missing=False)
        yield found.at("enableSsmAccess").outcome(closed, "lets people into its instances")


@resource_rule(
    id="LZ-SM-010",
    title="A new version of a model goes back by itself when an alarm rises",
    severity=Severity.HIGH,
    types=(ENDPOINT,),
    control="SM-13",
    why="At three in the morning a bad version is taken back in seconds by an alarm, and in an hour by a person.",
    fix="Set deployment_config with a blue/green policy and auto_rollback_configuration.alarms.",
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "endpoint", deploymentConfig=rollout(autoRollbackConfiguration={"alarms": []})),
    offending="endpoint.deploymentConfig.autoRollbackConfiguration.alarms",
)
def versions_go_back_by_themselves(endpoint: View) -> Iterator[Outcome]:
    config = endpoint["deploymentConfig"]
    yield config.at("autoRollbackConfiguration.alarms").must(non_empty, "no alarm takes a version back")
    ways = [~Verdict.of(config.at(way).missing) for way in ("blueGreenUpdatePolicy", "rollingUpdatePolicy")]
    yield config.outcome(some(ways), "its traffic moves in no steps")


@resource_rule(
    id="LZ-SM-011",
    title="A model's copies have a ceiling and a floor of two",
    severity=Severity.MEDIUM,
    types=(SCALING,),
    control="SM-12",
    why="Without a ceiling a loop of calls buys instances all night; below two a zone takes the model with it.",
    fix="Set serve.replicas of the card.",
    good=ENDPOINTS,
    bad=changed(ENDPOINTS, "scaling", minCapacity=0),
    offending="scaling.minCapacity",
    decides=("scaling.serviceNamespace",),
)
def copies_are_bounded(target: View) -> Iterator[Outcome]:
    other = target["serviceNamespace"].holds(lambda raw: raw != "sagemaker")
    least = target["minCapacity"].holds(at_least(2))
    yield target["minCapacity"].outcome(other | least, "may fall below two copies")
