"""What a model knows beside its training, and what it is trained on: knowledge bases, their sources, and vectors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.buckets import BUCKET
from policies.paths import select, top
from policies.value import Value
from policies.verdict import Verdict, some
from policies.view import StackView, View

KNOWLEDGE_BASE: Final = "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase"
DATA_SOURCE: Final = "aws:bedrock/agentDataSource:AgentDataSource"
VECTOR_BUCKET: Final = "aws:s3/vectorsVectorBucket:VectorsVectorBucket"
VECTOR_POLICY: Final = "aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy"
VECTOR_INDEX: Final = "aws:s3/vectorsIndex:VectorsIndex"
COLLECTION: Final = "aws:opensearch/serverlessCollection:ServerlessCollection"
KENDRA: Final = "aws:kendra/index:Index"

SOURCE_BUCKET: Final = "dataSourceConfiguration.s3Configuration.bucketArn"
_LEARNT_FROM: Final = {
    DATA_SOURCE: SOURCE_BUCKET,
    "aws:bedrock/customModel:CustomModel": "trainingDataConfig.s3Uri",
    "aws:sagemaker/trainingJob:TrainingJob": "inputDataConfigs[].dataSource.s3DataSource.s3Uri",
}
"""Types to the paths of the buckets that models learn from or answer by."""


def bucket_named(place: str) -> str:
    """The bucket of an ARN or a URI of S3; empty where the text is neither."""
    starts = [start for start in ("arn:aws:s3:::", "s3://") if place.startswith(start)]
    return place.removeprefix(starts[0]).partition("/")[0] if starts else ""


def is_bucket(holder: View, value: Value, bucket: View) -> Verdict:
    """Whether a value of a resource names the bucket: by its name, else by an edge."""
    linked = [source for source in holder.sources(top(value.path)) if source.type == BUCKET]
    if value.unknown:
        if bucket in linked:
            return Verdict.PASS if len(linked) == 1 else Verdict.UNKNOWN
        return Verdict.FAIL if linked else Verdict.UNKNOWN
    if not bucket["bucket"].known:
        return Verdict.PASS if bucket in linked else Verdict.UNKNOWN
    return Verdict.of(bucket["bucket"].raw == bucket_named(str(value.raw)))


def bucket_read(source: View) -> str:
    """The bucket a data source reads, also before the bucket has told its ARN; empty where nobody knows."""
    value = source[SOURCE_BUCKET]
    if not value.unknown:
        return bucket_named(str(value.raw))
    names = [b["bucket"].raw for b in source.sources(top(SOURCE_BUCKET)) if b.type == BUCKET]
    return names[0] if len(names) == 1 and isinstance(names[0], str) else ""


def is_learnt_from(bucket: View) -> Verdict:
    """Whether a knowledge base reads the bucket, or a model is trained on it."""
    return some(is_bucket(holder, value, bucket) for holder, value in _learnt_from(bucket.stack))


def _learnt_from(stack: StackView) -> Iterator[tuple[View, Value]]:
    for type_, path in _LEARNT_FROM.items():
        for holder in stack.of_type(type_):
            yield from ((holder, value) for value in select(holder, path) if not value.missing)
