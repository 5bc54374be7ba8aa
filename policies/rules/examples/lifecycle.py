"""What surrounds a model: the job that watches it, its features, its package, who reviews, what it answers later."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, DATASET_TAGS, REGION, ai, aws, document
from policies.rules.examples.endpoints import CONFIGURATION, variant
from policies.rules.examples.storage import key_arn
from policies.rules.examples.watched import DRIFT
from policies.watching import DATA_QUALITY, SCHEDULE

FEATURES: Final = "aws:sagemaker/featureGroup:FeatureGroup"
PACKAGES: Final = "aws:sagemaker/modelPackageGroup:ModelPackageGroup"
PACKAGES_POLICY: Final = "aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy"
BATCH: Final = "aws:bedrockmodel/invocationJob:InvocationJob"
REVIEW: Final = "aws:sagemaker/flowDefinition:FlowDefinition"
LABELLING: Final = "aws:sagemaker/labelingJob:LabelingJob"
WORKTEAM: Final = "aws:sagemaker/workteam:Workteam"

_STORE: Final = f"s3://lz-prod-decisions-{ACCOUNT}-{REGION}"
_KEY: Final = key_arn(REGION, "decisions")
_ROLE: Final = f"arn:aws:iam::{ACCOUNT}:role/lz-prod-fraud-scoring-monitor"
_IMAGE: Final = f"468650794304.dkr.ecr.{REGION}.amazonaws.com/sagemaker-model-monitor-analyzer"


def network(**changes: Any) -> dict[str, Any]:
    """A job in the VPC whose instances talk under encryption, with changes; None takes a property away."""
    said: dict[str, Any] = {
        "enableInterContainerTrafficEncryption": True,
        "enableNetworkIsolation": False,
        "vpcConfig": {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]},
        **changes,
    }
    return {name: value for name, value in said.items() if value is not None}


def cluster(**changes: Any) -> dict[str, Any]:
    """The one instance of a job, with changes; None takes a property away."""
    said = {"instanceType": "ml.m5.large", "instanceCount": 1, "volumeSizeInGb": 20, "volumeKmsKeyId": _KEY, **changes}
    return {name: value for name, value in said.items() if value is not None}


def written(place: str) -> dict[str, Any]:
    """Where a job writes what it found, and under which key."""
    return {"kmsKeyId": _KEY, "monitoringOutputs": {"s3Output": {"s3Uri": f"{_STORE}/{place}", "localPath": "/out"}}}


def crowd(kind: str = "private-crowd", account: str = ACCOUNT) -> dict[str, Any]:
    """A team of people, the house's own unless the kind says otherwise."""
    return {"workteamArn": f"arn:aws:sagemaker:{REGION}:{account}:workteam/{kind}/payments"}


MONITORING: Final[Examples] = (
    ai(
        DATA_QUALITY,
        "definition",
        name="lz-prod-fraud-scoring-data-quality",
        roleArn=_ROLE,
        dataQualityAppSpecification={"imageUri": _IMAGE},
        dataQualityJobInput={"batchTransformInput": {"dataCapturedDestinationS3Uri": f"{_STORE}/captures"}},
        dataQualityJobOutputConfig=written("data-quality"),
        jobResources={"clusterConfig": cluster()},
        networkConfig=network(),
    ),
    ai(
        SCHEDULE,
        "schedule",
        name="lz-prod-fraud-scoring-quality",
        monitoringScheduleConfig={
            "monitoringType": "DataQuality",
            "scheduleConfig": {"scheduleExpression": "cron(0 * ? * * *)"},
            "monitoringJobDefinition": {
                "roleArn": _ROLE,
                "monitoringAppSpecification": {"imageUri": _IMAGE},
                "monitoringInputs": {"batchTransformInput": {"dataCapturedDestinationS3Uri": f"{_STORE}/captures"}},
                "monitoringOutputConfig": written("quality"),
                "monitoringResources": {"clusterConfig": cluster()},
                "networkConfig": network(enableNetworkIsolation=True, vpcConfig=None),
            },
        },
    ),
    *DRIFT,
)
"""A definition apart from its schedule, and a schedule with its definition in it."""


def features(**changes: Any) -> dict[str, Any]:
    """What is known of a card at once, encrypted and forgotten after a month, with changes."""
    return {
        "enableOnlineStore": True,
        "securityConfig": {"kmsKeyId": _KEY},
        "ttlDuration": {"unit": "Days", "value": 30},
        **changes,
    }


FEATURE_STORE: Final[Examples] = (
    ai(
        FEATURES,
        "features",
        featureGroupName="lz-prod-fraud-scoring",
        recordIdentifierFeatureName="card_id",
        eventTimeFeatureName="at",
        roleArn=_ROLE,
        featureDefinitions=[{"featureName": "card_id", "featureType": "String"}],
        onlineStoreConfig=features(),
        offlineStoreConfig={"s3StorageConfig": {"s3Uri": f"{_STORE}/features", "kmsKeyId": _KEY}},
        tags={**DATASET_TAGS, "lz:legal-basis": "contract", "lz:personal-data": "training-data"},
    ),
)


def share(principal: Any) -> str:
    """A policy that lets a principal read the packages of a group."""
    return document(
        {
            "Effect": "Allow",
            "Principal": principal,
            "Action": "sagemaker:DescribeModelPackageGroup",
            "Resource": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:model-package-group/fraud-scoring",
        }
    )


PACKAGED: Final[Examples] = (
    ai(PACKAGES, "packages", modelPackageGroupName="fraud-scoring"),
    aws(
        PACKAGES_POLICY,
        "packages-policy",
        {"modelPackageGroupName": "packages"},
        resourcePolicy=share({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}),
    ),
)

IN_BATCH: Final[Examples] = (
    aws(
        BATCH,
        "batch",
        jobName="letters-of-a-night",
        modelId="eu.anthropic.claude-haiku-4-5-20251001-v1:0",
        roleArn=_ROLE,
        inputDataConfig={"s3InputDataConfig": {"s3Uri": f"{_STORE}/letters"}},
        outputDataConfig={"s3OutputDataConfig": {"s3Uri": f"{_STORE}/answers", "s3EncryptionKeyId": _KEY}},
        vpcConfig={"subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1"]},
    ),
)

_FAILED: Final = {"errorTopic": f"arn:aws:sns:{REGION}:{ACCOUNT}:lz-prod-alarms"}


def answered_later(**changes: Any) -> dict[str, Any]:
    """Answers to a bucket, encrypted, failures to a topic, with changes; None takes a property away."""
    said = {"s3OutputPath": f"{_STORE}/answers", "kmsKeyId": _KEY, "notificationConfig": _FAILED, **changes}
    return {"outputConfig": {name: value for name, value in said.items() if value is not None}}


LATER: Final[Examples] = (
    ai(
        CONFIGURATION,
        "later",
        kmsKeyArn=_KEY,
        productionVariants=variant(),
        asyncInferenceConfig=answered_later(),
        tags={"lz:risk-tier": "minimal"},
    ),
)

REVIEWED: Final[Examples] = (
    ai(
        REVIEW,
        "review",
        flowDefinitionName="lz-prod-fraud-scoring",
        roleArn=_ROLE,
        humanLoopConfig={"humanTaskUiArn": "ui", "taskCount": 1, "taskTitle": "Held payments", **crowd()},
        outputConfig={"s3OutputPath": f"{_STORE}/reviews", "kmsKeyId": _KEY},
    ),
    ai(
        LABELLING,
        "labels",
        labelingJobName="held-payments",
        labelAttributeName="fraud",
        roleArn=_ROLE,
        humanTaskConfig={"numberOfHumanWorkersPerDataObject": 2, "taskTitle": "Held payments", **crowd()},
        inputConfig={"dataSource": {"s3DataSource": {"manifestS3Uri": f"{_STORE}/held.manifest"}}},
        outputConfig={"s3OutputPath": f"{_STORE}/labels", "kmsKeyId": _KEY},
    ),
)
