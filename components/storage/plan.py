"""Arithmetic of retention: what a number of days becomes in CloudWatch Logs, S3 Lifecycle and S3 replication."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique

from config.vocabulary import DataClass, LockMode

LOG_RETENTION_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)  # fmt: skip
"""The retentions CloudWatch Logs accepts, in days.

Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html; a test holds
the list against botocore's service model.
"""

NEVER_EXPIRE = 0
"""How the AWS provider spells a log group without a retention policy."""

REPLICATION_MINUTES = 15
"""The only value S3 Replication Time Control accepts.

Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationTimeValue.html
"""

REPLICATION_BITS_PER_SECOND = 1_000_000_000
"""What S3 Replication Time Control promises to carry for an account between two Regions, unless a quota was raised.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Retention:
    """How long every object version is kept, and how firmly; the Object Lock lasts exactly as long as the promise."""

    days: int
    mode: LockMode


@unique
class StorageClass(StrEnum):
    """Cheaper S3 classes that answer in milliseconds, so that neither an audit nor a recovery waits for a restore."""

    STANDARD_IA = "STANDARD_IA"
    GLACIER_IR = "GLACIER_IR"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A move to a cheaper storage class."""

    after: int
    """Days since the object was created."""
    storage_class: StorageClass
    least_stay: int
    """Days AWS charges for at least, however soon the object leaves the class."""


STEPS = (
    Step(after=30, storage_class=StorageClass.STANDARD_IA, least_stay=30),
    Step(after=90, storage_class=StorageClass.GLACIER_IR, least_stay=90),
)
"""S3 refuses a transition to STANDARD_IA before day 30. The least stays are those of the S3 price list.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
"""

ABORT_UPLOADS_AFTER = 7
"""Days after which the parts of an unfinished upload are removed: they cost money and are no object."""

_STAY_CURRENT = frozenset({DataClass.MODELS})
"""A model serves until somebody replaces it: age neither hides it nor moves it to a class that charges for reads."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lifecycle:
    """What S3 Lifecycle does to the objects of a bucket."""

    steps: tuple[Step, ...]
    expire_after: int | None
    """Days since its creation after which an object is hidden by a delete marker; None keeps it."""
    expire_noncurrent_after: int
    """Days since a version was hidden or replaced after which it is deleted for good."""
    abort_uploads_after: int

    def deleted_at(self, hidden_at: int) -> int:
        """The least age in days at which a version that was hidden or replaced at the age `hidden_at` is deleted."""
        return hidden_at + self.expire_noncurrent_after


def log_retention(wanted: int) -> int:
    """The shortest retention of CloudWatch Logs that keeps events for the wanted days.

    Beyond ten years (3,653 days) CloudWatch Logs has no value but never. A log kept too long breaks no promise, one
    deleted too early does, so the answer is then NEVER_EXPIRE.
    """
    return next((days for days in LOG_RETENTION_DAYS if days >= wanted), NEVER_EXPIRE)


def lifecycle(data_class: DataClass, days: int) -> Lifecycle:
    """The lifecycle of a class whose versions are kept and locked for `days`.

    An object is hidden the day after its retention ends: S3 counts lifecycle days from midnight (UTC), Object Lock from
    the second of creation. It counts the days of a noncurrent version from the moment the version was replaced, and has
    one number for those replaced on their first day, which must still be kept for `days`, and those hidden at the end.
    So a version that nobody replaced outlives its retention by `days`: the price of a plan that keeps the promise even
    where somebody lifted the lock.
    """
    if data_class in _STAY_CURRENT:
        return Lifecycle(
            steps=(), expire_after=None, expire_noncurrent_after=days, abort_uploads_after=ABORT_UPLOADS_AFTER
        )
    expire_after = days + 1
    leaves = [step.after for step in STEPS[1:]] + [expire_after]
    return Lifecycle(
        steps=tuple(
            step
            for step, next_step in zip(STEPS, leaves, strict=True)
            if min(next_step, expire_after) - step.after >= step.least_stay
        ),
        expire_after=expire_after,
        expire_noncurrent_after=days,
        abort_uploads_after=ABORT_UPLOADS_AFTER,
    )


def replication_backlog(minutes: int) -> int:
    """The most bytes that may be waiting if replication is to catch up within the minutes, at the promised rate."""
    return REPLICATION_BITS_PER_SECOND // 8 * minutes * 60
