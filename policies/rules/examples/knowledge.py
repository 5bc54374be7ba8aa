"""A knowledge base with two sources in one bucket, the role that fills it and the role that reads it."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Example, Examples
from policies.rules.examples.ai_logs import delivered
from policies.rules.examples.build import ACCOUNT, REGION, ai, aws, changed, document
from policies.rules.examples.custody import ROLE_POLICY, function_role, store_access
from policies.rules.examples.storage import bucket, key_arn, own_account, tls_only
from policies.vectors import DATA_SOURCE, KNOWLEDGE_BASE

CORPUS: Final = f"lz-prod-operations-{ACCOUNT}-{REGION}"
DOCUMENTS: Final = f"arn:aws:s3:::{CORPUS}/*"
_KEY: Final = key_arn(REGION, "operations")


def corpus_policy(*writers: str) -> str:
    """The policy of the corpus: only these roles write to it."""
    arns = [f"arn:aws:iam::{ACCOUNT}:role/lz-prod-{writer}" for writer in writers]
    keep = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["s3:PutObject", "s3:DeleteObject"],
        "Resource": DOCUMENTS,
        "Condition": {"ArnNotEquals": {"aws:PrincipalArn": arns}},
    }
    return document(tls_only(CORPUS), own_account(CORPUS), *([keep] if writers else []))


def source(name: str, *prefixes: str, **changes: Any) -> Example:
    """A source of the knowledge base that reads the corpus below prefixes."""
    read = {"bucketArn": f"arn:aws:s3:::{CORPUS}", "inclusionPrefixes": list(prefixes)}
    given: dict[str, Any] = {
        "name": f"lz-prod-{name}",
        "dataDeletionPolicy": "DELETE",
        "dataSourceConfiguration": {"type": "S3", "s3Configuration": read},
        "serverSideEncryptionConfiguration": {"kmsKeyArn": _KEY},
    }
    return aws(DATA_SOURCE, name, {"knowledgeBaseId": "knowledge"}, **{**given, **changes})


def crawl(**changes: Any) -> dict[str, Any]:
    """A source that reads the pages of one host, with changes to its crawler."""
    narrow = {"scope": "HOST_ONLY", "inclusionFilters": [".*/handbook/.*"]}
    start = {"urlConfiguration": {"seedUrls": [{"url": "https://docs.example.com/handbook/"}]}}
    web = {"crawlerConfiguration": {**narrow, **changes}, "sourceConfiguration": start}
    return {"type": "WEB", "webConfiguration": web}


KNOWLEDGE: Final[Examples] = (
    *changed(bucket("operations", "corpus"), "corpus-policy", policy=corpus_policy("ingestion")),
    *function_role("ingestion"),
    aws(
        ROLE_POLICY, "ingestion-policy", {"role": "ingestion"}, policy=store_access("s3:PutObject", resource=DOCUMENTS)
    ),
    *function_role("retrieval", "bedrock.amazonaws.com"),
    aws(
        ROLE_POLICY, "retrieval-policy", {"role": "retrieval"}, policy=store_access("s3:GetObject", resource=DOCUMENTS)
    ),
    ai(
        KNOWLEDGE_BASE,
        "knowledge",
        {"roleArn": "retrieval"},
        name="lz-prod-handbook",
        knowledgeBaseConfiguration={
            "type": "VECTOR",
            "vectorKnowledgeBaseConfiguration": {
                "embeddingModelArn": f"arn:aws:bedrock:{REGION}::foundation-model/amazon.titan-embed-text-v2:0"
            },
        },
        storageConfiguration={
            "type": "S3_VECTORS",
            "s3VectorsConfiguration": {
                "indexArn": f"arn:aws:s3vectors:{REGION}:{ACCOUNT}:bucket/lz-prod-vectors/index/handbook"
            },
        },
    ),
    *delivered("knowledge"),
    source("handbook", "handbook/"),
    source("tariffs", "tariffs/"),
)

CURATED: Final[Examples] = (
    *KNOWLEDGE,
    *function_role("curator"),
    aws(ROLE_POLICY, "curator-policy", {"role": "curator"}, policy=store_access("s3:PutObject", resource=DOCUMENTS)),
)
"""The same, with a second role that may write, if the bucket lets it."""

CRAWLED: Final[Examples] = (
    *KNOWLEDGE,
    source("pages", dataSourceConfiguration=crawl()),
)
"""The same, with pages of a web site."""
