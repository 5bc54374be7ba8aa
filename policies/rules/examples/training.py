"""How models come to be: a training job and a search for its settings, and models that AWS trains for us."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, ai
from policies.rules.examples.cards import card
from policies.rules.examples.endpoints import DIGEST, REGISTRY
from policies.rules.examples.storage import key_arn
from policies.subjects import CUSTOM_MODEL, EVALUATION

JOB: Final = "aws:sagemaker/trainingJob:TrainingJob"
TUNING: Final = "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob"
CLASSIFIER: Final = "aws:comprehend/documentClassifier:DocumentClassifier"
RECOGNIZER: Final = "aws:comprehend/entityRecognizer:EntityRecognizer"

_BUCKET: Final = f"s3://lz-prod-models-{ACCOUNT}-{REGION}"
_KEY: Final = key_arn(REGION, "models")
_ROLE: Final = f"arn:aws:iam::{ACCOUNT}:role/lz-prod-fraud-scoring-training"
_VPC: Final[dict[str, Any]] = {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]}


def trained(**changes: Any) -> dict[str, Any]:
    """What a training job and the definition of a search have in common, with changes; None takes one away."""
    said: dict[str, Any] = {
        "roleArn": _ROLE,
        "algorithmSpecification": {
            "trainingImage": f"{REGISTRY}/sagemaker-xgboost@sha256:{DIGEST}",
            "trainingInputMode": "File",
        },
        "enableNetworkIsolation": True,
        "enableInterContainerTrafficEncryption": True,
        "outputDataConfig": {"s3OutputPath": f"{_BUCKET}/trained", "kmsKeyId": _KEY},
        "resourceConfig": {"instanceType": "ml.m7i.large", "instanceCount": 2, "volumeKmsKeyId": _KEY},
        "stoppingCondition": {"maxRuntimeInSeconds": 3600},
        "vpcConfig": _VPC,
        **changes,
    }
    return {name: value for name, value in said.items() if value is not None}


TRAINING: Final[Examples] = (
    ai(JOB, "job", trainingJobName="fraud-scoring-1", **trained()),
    ai(TUNING, "tuning", name="fraud-scoring", trainingJobDefinition=trained()),
)


_EVALUATED: Final = {
    "taskType": "QuestionAndAnswer",
    "metricNames": ["Builtin.Accuracy"],
    "dataset": {"name": "support", "datasetLocation": {"s3Uri": f"{_BUCKET}/support/evaluate.jsonl"}},
}

CUSTOM: Final[Examples] = (
    ai(
        CUSTOM_MODEL,
        "custom",
        customModelName="lz-prod-support-assistant",
        baseModelIdentifier=f"arn:aws:bedrock:{REGION}::foundation-model/amazon.titan-text-express-v1",
        customModelKmsKeyId=_KEY,
        trainingDataConfig={"s3Uri": f"{_BUCKET}/support/train.jsonl"},
        validationDataConfig={"validators": [{"s3Uri": f"{_BUCKET}/support/validate.jsonl"}]},
        outputDataConfig={"s3Uri": f"{_BUCKET}/support/trained"},
        vpcConfig={"subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1"]},
    ),
    ai(
        EVALUATION,
        "evaluation",
        {"inferenceConfig": "custom"},
        jobName="support-assistant-1",
        roleArn=_ROLE,
        customerEncryptionKeyId=_KEY,
        evaluationConfig={"automated": {"datasetMetricConfigs": [_EVALUATED]}},
        outputDataConfig={"s3Uri": f"{_BUCKET}/support/evaluated"},
    ),
    card("lz-prod-support-assistant"),
)

_TRAINED_BY_COMPREHEND: Final[dict[str, Any]] = {
    "dataAccessRoleArn": _ROLE,
    "languageCode": "en",
    "modelKmsKeyId": _KEY,
    "volumeKmsKeyId": _KEY,
    "vpcConfig": _VPC,
}
COMPREHEND: Final[Examples] = (
    ai(
        CLASSIFIER,
        "classifier",
        name="letters",
        inputDataConfig={"s3Uri": f"{_BUCKET}/letters"},
        outputDataConfig={"s3Uri": f"{_BUCKET}/trained", "kmsKeyId": _KEY},
        **_TRAINED_BY_COMPREHEND,
    ),
    ai(
        RECOGNIZER,
        "recognizer",
        name="contracts",
        inputDataConfig={"entityTypes": [{"type": "CONTRACT"}], "documents": {"s3Uri": f"{_BUCKET}/contracts"}},
        **_TRAINED_BY_COMPREHEND,
    ),
)
