"""What carries each part of the zone to the other Region, and what it can keep: figures with their source and date.

A promise of an environment or of a card rests on these. A recovery point is counted from the moment the store holds
the data: what was still on its way to it is lost with the Region.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, unique
from typing import Final

from config.vocabulary import DataClass

_AWS: Final = "https://docs.aws.amazon.com"
_NOTED: Final = date(2026, 11, 25)
_AT_ONCE: Final = timedelta(minutes=1)
"""For what serves already in the other Region: nothing is promoted or restored; the minute is for noticing."""


@unique
class MechanismName(StrEnum):
    """How something comes to the other Region."""

    S3_RTC = "S3 Replication Time Control"
    S3_REPLICATION = "S3 replication without time control"
    DYNAMODB_MREC = "DynamoDB global table, eventually consistent"
    KMS_MULTI_REGION = "KMS multi-Region key"
    ECR_REPLICATION = "ECR replication"
    SECRET_REPLICA = "Secrets Manager replica"  # noqa: S105  the name of a mechanism
    BACKUP_COPY = "AWS Backup, daily copy"
    NOT_REPLICATED = "nothing"
    IN_FLIGHT = "Firehose buffer or SQS queue"
    KUBERNETES_REBUILD = "Kubernetes objects from code"
    SAGEMAKER_STANDBY = "SageMaker endpoint that stands in both Regions"
    BEDROCK_REGIONAL = "Bedrock in the other Region"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """What a mechanism can keep."""

    name: MechanismName
    rpo: timedelta | None
    """The oldest the newest missing data may be; None where nobody promises a figure."""
    rto: timedelta | None
    """Until the other Region may use it; None where nobody promises a figure."""
    says: str
    """What the source says, and what of it is our own promise."""
    source: str
    noted: date = _NOTED
    """The day the figure was written down, from a stored copy of the page."""

    @property
    def cited(self) -> str:
        """The source, and the day the figure was written down."""
        return f"{self.source}, noted {self.noted.isoformat()}"


MECHANISMS: Final = {
    mechanism.name: mechanism
    for mechanism in (
        Mechanism(
            name=MechanismName.S3_RTC,
            rpo=timedelta(minutes=15),
            rto=_AT_ONCE,
            says="99.99% of objects within 15 minutes, up to 1 Gbps of an account between two Regions",
            source=f"{_AWS}/AmazonS3/latest/userguide/replication-time-control.html",
        ),
        Mechanism(
            name=MechanismName.S3_REPLICATION,
            rpo=None,
            rto=_AT_ONCE,
            says="most objects within 15 minutes, some in hours: no figure is promised",
            source=f"{_AWS}/AmazonS3/latest/userguide/replication-time-control.html",
        ),
        Mechanism(
            name=MechanismName.DYNAMODB_MREC,
            rpo=timedelta(minutes=1),
            rto=_AT_ONCE,
            says="typically within a second; the minute is our promise, watched by ReplicationLatency",
            source=f"{_AWS}/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html",
        ),
        Mechanism(
            name=MechanismName.KMS_MULTI_REGION,
            rpo=timedelta(0),
            rto=_AT_ONCE,
            says="the same key material in both Regions; policies and aliases are each Region's own",
            source=f"{_AWS}/kms/latest/developerguide/multi-region-keys-overview.html",
        ),
        Mechanism(
            name=MechanismName.ECR_REPLICATION,
            rpo=timedelta(hours=1),
            rto=_AT_ONCE,
            says="minutes without a promise; the hour is ours: a release waits until its images are COMPLETE there",
            source=f"{_AWS}/AmazonECR/latest/userguide/replication.html",
        ),
        Mechanism(
            name=MechanismName.SECRET_REPLICA,
            rpo=None,
            rto=_AT_ONCE,
            says="replicated with every change, without a figure; a replica is promoted to be written",
            source=f"{_AWS}/secretsmanager/latest/userguide/replicate-secrets.html",
        ),
        Mechanism(
            name=MechanismName.BACKUP_COPY,
            rpo=None,
            rto=None,
            says="a backup a day, an hour to start and six to end, then a copy without a promised time",
            source=f"{_AWS}/aws-backup/latest/devguide/cross-region-backup.html",
        ),
        Mechanism(
            name=MechanismName.NOT_REPLICATED,
            rpo=None,
            rto=None,
            says="CloudWatch Logs copies no log group to another Region",
            source=f"{_AWS}/AmazonCloudWatch/latest/logs/WhatIsCloudWatchLogs.html",
        ),
        Mechanism(
            name=MechanismName.IN_FLIGHT,
            rpo=None,
            rto=None,
            says="kept in the Region until delivered: what waits is lost with it",
            source=f"{_AWS}/firehose/latest/dev/basic-deliver.html",
        ),
        Mechanism(
            name=MechanismName.KUBERNETES_REBUILD,
            rpo=timedelta(0),
            rto=timedelta(minutes=15),
            says="EKS has no feature across Regions; the objects stand in the recovery environment, made from code",
            source=f"{_AWS}/eks/latest/userguide/disaster-recovery-resiliency.html",
        ),
        Mechanism(
            name=MechanismName.SAGEMAKER_STANDBY,
            rpo=timedelta(0),
            rto=_AT_ONCE,
            says="an endpoint is of one Region; the recovery environment runs its own with the same model",
            source=f"{_AWS}/sagemaker/latest/dg/disaster-recovery-and-resiliency.html",
        ),
        Mechanism(
            name=MechanismName.BEDROCK_REGIONAL,
            rpo=timedelta(0),
            rto=_AT_ONCE,
            says="a model, a guardrail and a profile are of one Region; the recovery environment has its own",
            source=f"{_AWS}/bedrock/latest/userguide/disaster-recovery-resiliency.html",
        ),
    )
}
"""Every mechanism by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something of the zone that is kept, and what carries it to the other Region."""

    name: str
    data_class: DataClass | None
    """None for what answers and keeps nothing."""
    mechanism: MechanismName
    serving: bool = False
    """Whether an answer needs it."""
    promised: bool = True
    """Whether the promise of its class rests on it; False where it is a copy, or nothing was ever promised of it."""


PARTS: Final = (
    Part(name="decision store", data_class=DataClass.DECISIONS, mechanism=MechanismName.S3_RTC, serving=True),
    Part(name="decision stream", data_class=DataClass.DECISIONS, mechanism=MechanismName.IN_FLIGHT, promised=False),
    Part(name="spool of records", data_class=DataClass.DECISIONS, mechanism=MechanismName.IN_FLIGHT, promised=False),
    Part(name="model store", data_class=DataClass.MODELS, mechanism=MechanismName.S3_RTC, serving=True),
    Part(name="images", data_class=DataClass.OPERATIONS, mechanism=MechanismName.ECR_REPLICATION, serving=True),
    Part(name="log archive", data_class=DataClass.SECURITY_LOGS, mechanism=MechanismName.S3_RTC),
    Part(name="table of systems", data_class=DataClass.OPERATIONS, mechanism=MechanismName.DYNAMODB_MREC, serving=True),
    Part(name="technical documentation", data_class=DataClass.OPERATIONS, mechanism=MechanismName.S3_RTC),
    Part(name="backups", data_class=DataClass.OPERATIONS, mechanism=MechanismName.BACKUP_COPY, promised=False),
    Part(
        name="application logs", data_class=DataClass.OPERATIONS, mechanism=MechanismName.NOT_REPLICATED, promised=False
    ),
    Part(name="Kubernetes objects", data_class=None, mechanism=MechanismName.KUBERNETES_REBUILD),
    Part(name="SageMaker endpoints", data_class=None, mechanism=MechanismName.SAGEMAKER_STANDBY),
    Part(name="guardrails and profiles", data_class=None, mechanism=MechanismName.BEDROCK_REGIONAL),
    *(Part(name="key", data_class=c, mechanism=MechanismName.KMS_MULTI_REGION, serving=True) for c in DataClass),
)
"""What the zone keeps, and how; the promise of a class is kept by the weakest of its promised parts."""


def parts_of(data_class: DataClass) -> tuple[Part, ...]:
    """The parts of a class whose promise counts."""
    return tuple(part for part in PARTS if part.data_class is data_class and part.promised)


def longest_until_usable() -> timedelta:
    """Until the other Region may use all data that an answer needs."""
    known = [MECHANISMS[part.mechanism].rto for part in PARTS if part.serving]
    return max(rto for rto in known if rto is not None)
