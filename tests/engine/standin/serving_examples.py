"""Examples of the types that serve a system, for the test that every type lives through in moto."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

COPIES, ENDPOINT = "aws:appautoscaling/target:Target", "aws:sagemaker/endpoint:Endpoint"
CARD = "aws:sagemaker/modelCard:ModelCard"
MODEL = "aws:sagemaker/model:Model"
PARAMETER = "aws:ssm/parameter:Parameter"
CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
IMAGE = f"141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost@sha256:{'0' * 64}"

EXAMPLES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "aws:appautoscaling/policy:Policy": lambda w: {
        "policyType": "TargetTrackingScaling",
        **{key: w.output(COPIES, key) for key in ("serviceNamespace", "scalableDimension", "resourceId")},
        "targetTrackingScalingPolicyConfiguration": {
            "predefinedMetricSpecification": {"predefinedMetricType": "SageMakerVariantInvocationsPerInstance"},
            "targetValue": 100,
        },
    },
    COPIES: lambda w: {
        "serviceNamespace": "sagemaker",
        "scalableDimension": "sagemaker:variant:DesiredInstanceCount",
        "resourceId": f"endpoint/{w.output(ENDPOINT, 'name')}/variant/own",
        "minCapacity": 2,
        "maxCapacity": 4,
    },
    "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration": lambda w: {
        "loggingConfig": {"textDataDeliveryEnabled": True, "s3Config": {"bucketName": w.bucket()}}
    },
    ENDPOINT: lambda w: {"endpointConfigName": w.output(CONFIGURATION, "name")},
    CONFIGURATION: lambda w: {
        "kmsKeyArn": w.output("aws:kms/key:Key", "arn"),
        "productionVariants": [
            {
                "variantName": "own",
                "modelName": w.output(MODEL, "name"),
                "instanceType": "ml.m7i.large",
                "initialInstanceCount": 2,
            }
        ],
        "dataCaptureConfig": {
            "enableCapture": True,
            "initialSamplingPercentage": 100,
            "destinationS3Uri": f"s3://{w.bucket()}/captures",
            "captureOptions": [{"captureMode": "Input"}],
        },
    },
    CARD: lambda w: {
        "modelCardName": "lz-card",
        "modelCardStatus": "Approved",
        "content": json.dumps({"model_overview": {"model_name": "fraud-xgboost"}}),
        "securityConfig": {"kmsKeyId": w.output("aws:kms/key:Key", "arn")},
    },
    PARAMETER: lambda _: {
        "name": "/lz/prod/inventory/support-assistant",
        "type": "String",
        "insecureValue": json.dumps({"system": "support-assistant"}),
    },
    MODEL: lambda w: {
        "executionRoleArn": w.output("aws:iam/role:Role", "arn"),
        "enableNetworkIsolation": True,
        "primaryContainer": {"image": IMAGE, "modelDataUrl": f"s3://{w.bucket()}/model.tar.gz"},
    },
}
