"""Amazon Bedrock: guardrails and inference profiles, which moto lacks, and the logging of calls, which it has."""

from __future__ import annotations

from engine.standin.row import Call, Row

GUARDRAIL = Row(
    type="aws:bedrock/guardrail:Guardrail",
    service="bedrock",
    create=Call(
        operation="CreateGuardrail",
        carries=None,
        rename={"kmsKeyArn": "kmsKeyId"},
        reshape=lambda props: {k: v for k, v in props.items() if k != "timeouts"},
    ),
    built={
        "guardrailId": "{id}",
        "guardrailArn": "arn:aws:bedrock:{region}:{account}:guardrail/{id}",
    },
    replace=("name",),
    name="name",
    name_limit=50,
    provider_only=("timeouts",),
    state_only="moto has no CreateGuardrail",
)

GUARDRAIL_VERSION = Row(
    type="aws:bedrock/guardrailVersion:GuardrailVersion",
    service="bedrock",
    create=Call(
        operation="CreateGuardrailVersion",
        carries=("guardrailArn", "description"),
        rename={"guardrailArn": "guardrailIdentifier"},
    ),
    # AWS counts; a guardrail that exists in the state alone has one version.
    built={"version": "1"},
    replace=("guardrailArn", "description"),
    provider_only=("skipDestroy", "timeouts"),
    state_only="moto has no CreateGuardrailVersion",
)

INFERENCE_PROFILE = Row(
    type="aws:bedrock/inferenceProfile:InferenceProfile",
    service="bedrock",
    create=Call(
        operation="CreateInferenceProfile",
        carries=("name", "description", "modelSource"),
        rename={"name": "inferenceProfileName"},
    ),
    built={"arn": "arn:aws:bedrock:{region}:{account}:application-inference-profile/{id}"},
    replace=("name", "description", "modelSource"),
    name="name",
    name_limit=64,
    provider_only=("timeouts",),
    state_only="moto has no CreateInferenceProfile",
)

_LOGGING = "loggingConfig"

INVOCATION_LOGGING = Row(
    type="aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration",
    service="bedrock",
    create=Call(operation="PutModelInvocationLoggingConfiguration", carries=(_LOGGING,)),
    put=True,
    id_format="{region}",
    read=Call(operation="GetModelInvocationLoggingConfiguration"),
    # Without a setting moto answers with an empty one, AWS with none.
    entity=_LOGGING,
    delete=(Call(operation="DeleteModelInvocationLoggingConfiguration"),),
    observed={
        _LOGGING: (
            "{textDataDeliveryEnabled: textDataDeliveryEnabled, imageDataDeliveryEnabled: imageDataDeliveryEnabled, "
            "embeddingDataDeliveryEnabled: embeddingDataDeliveryEnabled, "
            "videoDataDeliveryEnabled: videoDataDeliveryEnabled, s3Config: s3Config, "
            "cloudwatchConfig: cloudWatchConfig}"
        )
    },
)

ROWS = (GUARDRAIL, GUARDRAIL_VERSION, INFERENCE_PROFILE, INVOCATION_LOGGING)
