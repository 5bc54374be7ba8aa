"""A model on SageMaker: the model, its configuration, the endpoint, its scaling."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Example, Examples
from policies.rules.examples.build import ACCOUNT, AI_TAGS, REGION, ai, aws
from policies.rules.examples.cards import card
from policies.rules.examples.inventory import entered
from policies.rules.examples.storage import key_arn
from policies.subjects import MODEL
from policies.systems import ENDPOINT
from policies.watching import ALARM

CONFIGURATION: Final = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
SCALING: Final = "aws:appautoscaling/target:Target"

DIGEST: Final = "0123456789abcdef" * 4
STORE: Final = f"s3://lz-prod-models-{ACCOUNT}-{REGION}"
REGISTRY: Final = f"141502667606.dkr.ecr.{REGION}.amazonaws.com"


def container(**changes: Any) -> dict[str, Any]:
    """An image and weights by digest, with changes."""
    return {
        "image": f"{REGISTRY}/sagemaker-xgboost@sha256:{DIGEST}",
        "modelDataUrl": f"{STORE}/fraud-xgboost/sha256/{DIGEST}/model.tar.gz",
        **changes,
    }


def capture(**changes: Any) -> dict[str, Any]:
    """Capture of everything, encrypted, with changes."""
    return {
        "enableCapture": True,
        "initialSamplingPercentage": 100,
        "destinationS3Uri": f"s3://lz-prod-decisions-{ACCOUNT}-{REGION}/captures",
        "kmsKeyId": key_arn(REGION, "decisions"),
        "captureOptions": [{"captureMode": "Input"}, {"captureMode": "Output"}],
        **changes,
    }


def variant(**changes: Any) -> list[dict[str, Any]]:
    """The one variant, with changes."""
    return [{"variantName": "own", "instanceType": "ml.m7i.large", "initialInstanceCount": 2, **changes}]


def rollout(**changes: Any) -> dict[str, Any]:
    """A canary that an alarm takes back, with changes."""
    routing = {"type": "CANARY", "waitIntervalInSeconds": 900, "canarySize": {"type": "CAPACITY_PERCENT", "value": 10}}
    return {
        "blueGreenUpdatePolicy": {"trafficRoutingConfiguration": routing},
        "autoRollbackConfiguration": {"alarms": [{"alarmName": "lz-prod-fraud-scoring-errors"}]},
        **changes,
    }


def drift_alarm(**changes: Any) -> Example:
    """An alarm that has learned how sure the model usually is, with changes."""
    sure = {"namespace": "LZ/Decisions", "metricName": "Confidence", "dimensions": {"system": AI_TAGS["lz:system"]}}
    return ai(
        ALARM,
        "drift",
        **{
            "name": "lz-prod-support-assistant-drift",
            "alarmDescription": "Not as sure as usual.\nrunbook: docs/runbooks/model-drift.md",
            "comparisonOperator": "LessThanLowerOrGreaterThanUpperThreshold",
            "thresholdMetricId": "usual",
            "metricQueries": [
                {"id": "sure", "metric": {**sure, "stat": "Average", "period": 3600}},
                {"id": "usual", "expression": "ANOMALY_DETECTION_BAND(sure, 3)"},
            ],
            "evaluationPeriods": 6,
            "treatMissingData": "notBreaching",
            "alarmActions": [f"arn:aws:sns:{REGION}:{ACCOUNT}:lz-prod-alarms"],
            **changes,
        },
    )


ENDPOINTS: Final[Examples] = entered(
    (
        ai(
            MODEL,
            "model",
            name="lz-prod-fraud-scoring-1a2b3c",
            primaryContainer=container(),
            enableNetworkIsolation=True,
            vpcConfig={"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]},
        ),
        ai(
            CONFIGURATION,
            "configuration",
            kmsKeyArn=key_arn(REGION, "operations"),
            productionVariants=variant(),
            dataCaptureConfig=capture(),
        ),
        ai(
            ENDPOINT,
            "endpoint",
            {"endpointConfigName": "configuration"},
            name="lz-prod-fraud-scoring",
            deploymentConfig=rollout(),
        ),
        aws(
            SCALING,
            "scaling",
            serviceNamespace="sagemaker",
            resourceId="endpoint/lz-prod-fraud-scoring/variant/own",
            scalableDimension="sagemaker:variant:DesiredInstanceCount",
            minCapacity=2,
            maxCapacity=12,
        ),
        card("lz-prod-fraud-scoring-1a2b3c"),
        drift_alarm(),
    )
)
