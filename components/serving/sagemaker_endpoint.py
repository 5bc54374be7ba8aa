"""SagemakerEndpoint: a model of our own on instances that AWS runs, answering while its caller waits.

Guarantees: the approved bytes in an image that a digest names, in the VPC, the container without any network; disks and
captures encrypted with customer keys; of a regulated system everything asked and answered is captured. A configuration
and a model are never changed: another content has another name, made before the endpoint moves to it and before the old
one goes. A new version takes over as the card says, and goes back by itself when an alarm of the endpoint rises.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.serving.endpoint_plan import Routing, Traffic, content_name

VARIANT = "own"
"""The one variant of every configuration: a blue/green update wants the same names before and after.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html
"""
WHOLE = 100
"""Percent of the requests that are captured."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Container:
    """What runs."""

    image: str
    """By digest."""
    model_data: str
    """s3://..., with the digest of the model."""
    environment: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """Where it runs."""

    role_arn: pulumi.Input[str]
    """The execution role, once it has its permissions."""
    subnet_ids: Sequence[pulumi.Input[str]]
    security_group_id: pulumi.Input[str]
    volume_key: str
    """The key of the instances' disks, by alias ARN: known before the key, so that a name can be made of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fleet:
    """On how much it runs."""

    instance: str
    least: int
    most: int
    invocations: int
    """Requests a minute and instance at which another instance is added."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Capture:
    """Where everything asked and answered is kept."""

    uri: str
    key: str
    """By alias ARN."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SagemakerEndpointArgs:
    """What an endpoint needs to know."""

    endpoint: str
    """Its physical name."""
    account: str
    region: str
    container: Container
    placement: Placement
    fleet: Fleet
    capture: Capture | None
    """None for a system whose risk tier asks for none."""
    traffic: Traffic
    alarms: Sequence[pulumi.Input[str]]
    """Names of the alarms that take a new version back; they stand already."""
    tags: Mapping[str, str]


def name_of_model(args: SagemakerEndpointArgs, placed: Sequence[str]) -> str:
    """The name of the model: a digest of what runs and of where it is placed."""
    container = args.container
    return content_name(
        args.endpoint,
        {
            "data": container.model_data,
            "environment": dict(container.environment),
            "image": container.image,
            "placed": list(placed),
        },
    )


def name_of_configuration(args: SagemakerEndpointArgs, model: str) -> str:
    """The name of the configuration: a digest of all that is in it."""
    capture = args.capture
    return content_name(
        args.endpoint,
        {
            "capture": None if capture is None else [capture.uri, capture.key, WHOLE],
            "instance": args.fleet.instance,
            "instances": args.fleet.least,
            "model": model,
            "variant": VARIANT,
            "volume": args.placement.volume_key,
        },
    )


def invoke_policy(args: SagemakerEndpointArgs) -> str:
    """Ask this one endpoint, as JSON."""
    arn = f"arn:aws:sagemaker:{args.region}:{args.account}:endpoint/{args.endpoint}"
    return kit.policy_document(kit.allow("AskModel", ["sagemaker:InvokeEndpoint"], [arn]))


class SagemakerEndpoint(pulumi.ComponentResource):
    """A model, the configuration of its content, and the endpoint that serves it."""

    endpoint: pulumi.Output[str]
    """The name; waits until copies are added and taken away by themselves."""
    arn: pulumi.Output[str]
    configuration: pulumi.Output[str]
    """The name of the configuration in force."""
    policy_arn: pulumi.Output[str]
    """What a function's role attaches in order to ask the model."""

    def __init__(self, name: str, args: SagemakerEndpointArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:serving:SagemakerEndpoint", name, None, opts)
        self._args = args
        placed = pulumi.Output.all(
            args.placement.role_arn, args.placement.security_group_id, *args.placement.subnet_ids
        )
        model = aws.sagemaker.Model(
            f"{name}-model",
            name=placed.apply(lambda known: name_of_model(args, list(map(str, known)))),
            execution_role_arn=args.placement.role_arn,
            enable_network_isolation=True,
            primary_container=aws.sagemaker.ModelPrimaryContainerArgs(
                image=args.container.image,
                model_data_url=args.container.model_data,
                environment=dict(args.container.environment),
            ),
            vpc_config=aws.sagemaker.ModelVpcConfigArgs(
                subnets=list(args.placement.subnet_ids),
                security_group_ids=[args.placement.security_group_id],
            ),
            tags=dict(args.tags),
            opts=kit.child(self),
        )
        configuration = self._configuration(name, model)
        endpoint = aws.sagemaker.Endpoint(
            f"{name}-endpoint",
            name=args.endpoint,
            endpoint_config_name=configuration.name,
            deployment_config=aws.sagemaker.EndpointDeploymentConfigArgs(
                blue_green_update_policy=_blue_green(args.traffic),
                auto_rollback_configuration=aws.sagemaker.EndpointDeploymentConfigAutoRollbackConfigurationArgs(
                    alarms=[
                        aws.sagemaker.EndpointDeploymentConfigAutoRollbackConfigurationAlarmArgs(alarm_name=alarm)
                        for alarm in args.alarms
                    ]
                ),
            ),
            tags=dict(args.tags),
            opts=kit.child(self),
        )
        scaling = self._scaling(name, endpoint)
        self.endpoint = pulumi.Output.all(endpoint.name, scaling.id).apply(lambda known: str(known[0]))
        policy = aws.iam.Policy(
            f"{name}-invoke",
            name=f"{args.endpoint}-invoke",
            description=f"Ask the model of {args.endpoint}",
            policy=invoke_policy(args),
            opts=kit.child(self),
        )
        self.arn, self.configuration, self.policy_arn = endpoint.arn, configuration.name, policy.arn
        self.register_outputs(
            {
                "arn": self.arn,
                "configuration": self.configuration,
                "endpoint": self.endpoint,
                "policyArn": self.policy_arn,
            }
        )

    def _configuration(self, name: str, model: aws.sagemaker.Model) -> aws.sagemaker.EndpointConfiguration:
        args, capture = self._args, self._args.capture
        return aws.sagemaker.EndpointConfiguration(
            f"{name}-configuration",
            name=model.name.apply(lambda known: name_of_configuration(args, known)),
            kms_key_arn=args.placement.volume_key,
            production_variants=[
                aws.sagemaker.EndpointConfigurationProductionVariantArgs(
                    variant_name=VARIANT,
                    model_name=model.name,
                    instance_type=args.fleet.instance,
                    initial_instance_count=args.fleet.least,
                    initial_variant_weight=1,
                )
            ],
            data_capture_config=(
                None
                if capture is None
                else aws.sagemaker.EndpointConfigurationDataCaptureConfigArgs(
                    enable_capture=True,
                    initial_sampling_percentage=WHOLE,
                    destination_s3_uri=capture.uri,
                    kms_key_id=capture.key,
                    capture_options=[
                        aws.sagemaker.EndpointConfigurationDataCaptureConfigCaptureOptionArgs(capture_mode=mode)
                        for mode in ("Input", "Output")
                    ],
                    capture_content_type_header=aws.sagemaker.EndpointConfigurationDataCaptureConfigCaptureContentTypeHeaderArgs(
                        json_content_types=["application/json"]
                    ),
                )
            ),
            tags=dict(args.tags),
            opts=kit.child(self),
        )

    def _scaling(self, name: str, endpoint: aws.sagemaker.Endpoint) -> aws.appautoscaling.Policy:
        fleet = self._args.fleet
        target = aws.appautoscaling.Target(
            f"{name}-copies",
            service_namespace="sagemaker",
            scalable_dimension="sagemaker:variant:DesiredInstanceCount",
            resource_id=endpoint.name.apply(lambda known: f"endpoint/{known}/variant/{VARIANT}"),
            min_capacity=fleet.least,
            max_capacity=fleet.most,
            opts=kit.child(self),
        )
        return aws.appautoscaling.Policy(
            f"{name}-load",
            name=f"{self._args.endpoint}-load",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration=aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs(
                predefined_metric_specification=aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs(
                    predefined_metric_type="SageMakerVariantInvocationsPerInstance"
                ),
                target_value=fleet.invocations,
                # A copy takes minutes to start: it comes quickly and goes slowly.
                scale_out_cooldown=60,
                scale_in_cooldown=600,
            ),
            opts=kit.child(self),
        )


def _blue_green(traffic: Traffic) -> aws.sagemaker.EndpointDeploymentConfigBlueGreenUpdatePolicyArgs:
    routing = aws.sagemaker.EndpointDeploymentConfigBlueGreenUpdatePolicyTrafficRoutingConfigurationArgs
    percent = "CAPACITY_PERCENT"
    return aws.sagemaker.EndpointDeploymentConfigBlueGreenUpdatePolicyArgs(
        traffic_routing_configuration=routing(
            type=traffic.routing.value,
            wait_interval_in_seconds=traffic.wait,
            canary_size=(
                aws.sagemaker.EndpointDeploymentConfigBlueGreenUpdatePolicyTrafficRoutingConfigurationCanarySizeArgs(
                    type=percent, value=traffic.share
                )
                if traffic.routing is Routing.CANARY
                else None
            ),
            linear_step_size=(
                aws.sagemaker.EndpointDeploymentConfigBlueGreenUpdatePolicyTrafficRoutingConfigurationLinearStepSizeArgs(
                    type=percent, value=traffic.share
                )
                if traffic.routing is Routing.LINEAR
                else None
            ),
        ),
        termination_wait_in_seconds=traffic.wait,
        maximum_execution_timeout_in_seconds=traffic.longest,
    )
