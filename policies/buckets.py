"""A bucket's settings, wherever the program wrote them: in a resource of their own, or inline on the bucket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from policies.classification import days_of
from policies.iam import Statement
from policies.value import Outcome, Value
from policies.verdict import Verdict
from policies.view import View

BUCKET: Final = "aws:s3/bucket:Bucket"


@dataclass(frozen=True, slots=True)
class Aspect:
    """One setting of a bucket: the resource type and path that hold it, and the former inline property."""

    type: str
    path: str
    inline: str = ""

    def of(self, bucket: View) -> tuple[list[tuple[View, Value]], bool]:
        """The setting's holders and values, and whether there may be one whose bucket is not known yet."""
        attached, perhaps = bucket.stack.attached(bucket, "bucket", self.type)
        found = [(holder, holder[self.path]) for holder in attached]
        if self.inline and not (own := bucket[self.inline]).missing:
            found.append((bucket, own))
        return found, perhaps

    def judge(self, bucket: View, holds: Callable[[View, Value], Verdict], message: str) -> Iterator[Outcome]:
        """The bucket must have the setting, and it must hold wherever it is made."""
        found, perhaps = self.of(bucket)
        if not found:
            yield bucket.outcome(Verdict.UNKNOWN if perhaps else Verdict.FAIL, message)
        for holder, value in found:
            yield value.outcome(holds(holder, value), message)


_DAYS_A_YEAR: Final = 365


def lock_days(retention: Value) -> float | None:
    """A default retention in days, from days or years; 0 when neither is given, None when it is not known yet."""
    days, years = days_of(retention.at("days")), days_of(retention.at("years"))
    return None if days is None or years is None else days + years * _DAYS_A_YEAR


def refuses_everyone(statement: Statement, actions: str) -> Verdict:
    """Whether a statement denies all the actions to everyone, on the bucket and on what is in it, its conditions apart.

    Also of a bucket of vectors and its indexes: their ARNs, too, are the bucket's with something behind.
    """
    whole = [r for r in statement.resources if not isinstance(r, str) or not r.endswith("/*")]
    within = [r for r in statement.resources if not isinstance(r, str) or r.endswith("*")]
    reach = Verdict.of(bool(whole and within))
    return ~statement.allows & statement.everyone & statement.covers(actions) & reach


PUBLIC_ACCESS_BLOCK: Final = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
POLICY: Final = Aspect("aws:s3/bucketPolicy:BucketPolicy", "policy", "policy")
ENCRYPTION: Final = Aspect(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "rules",
    "serverSideEncryptionConfiguration.rule",
)
VERSIONING: Final = Aspect(
    "aws:s3/bucketVersioning:BucketVersioning", "versioningConfiguration.status", "versioning.enabled"
)
LOCK: Final = Aspect(
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    "rule.defaultRetention",
    "objectLockConfiguration.rule.defaultRetention",
)
LIFECYCLE: Final = Aspect("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "rules", "lifecycleRules")
REPLICATION: Final = Aspect(
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig", "rules", "replicationConfiguration.rules"
)
LOGGING: Final = Aspect("aws:s3/bucketLogging:BucketLogging", "targetBucket", "loggings.targetBucket")
