"""Datasets: where they come from, how they are checked, and the set that a model is measured with."""

from __future__ import annotations

from typing import Any, Final

from policies.buckets import LIFECYCLE
from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, DATASET_TAGS, REGION, ai, aws, changed, document
from policies.rules.examples.custody import ROLE_POLICY, function_role
from policies.rules.examples.detection import DATASETS
from policies.rules.examples.lakes import DATABASE
from policies.rules.examples.storage import bucket
from policies.rules.examples.training import JOB, trained

RULESET: Final = "aws:glue/dataQualityRuleset:DataQualityRuleset"
TABLE_NAME: Final = "lz_prod_articles"


def kept(days: int) -> list[dict[str, Any]]:
    """A lifecycle that deletes replaced versions after so many days."""
    return [{"id": "replaced", "status": "Enabled", "noncurrentVersionExpiration": {"noncurrentDays": days}}]


ORIGINS: Final[Examples] = (
    *DATASETS,
    aws(LIFECYCLE.type, "dataset-lifecycle", {"bucket": "dataset"}, rules=kept(365)),
    aws(DATABASE, "articles", name=TABLE_NAME, createTableDefaultPermissions=[], tags=DATASET_TAGS),
    aws(
        RULESET,
        "articles-quality",
        name="lz-prod-articles",
        ruleset='Rules = [ IsComplete "text", IsUnique "id" ]',
        targetTable={"databaseName": TABLE_NAME, "tableName": "articles"},
    ),
)
"""A dataset, its database, and what its rows are held to."""

_EVALUATION: Final = f"lz-prod-operations-{ACCOUNT}-{REGION}"


def writes(place: str) -> str:
    """A policy that writes objects below a place."""
    return document({"Effect": "Allow", "Action": ["s3:PutObject"], "Resource": f"arn:aws:s3:::{place}/*"})


INTO_EVALUATION: Final = writes(_EVALUATION)

MEASURED: Final[Examples] = (
    *changed(
        bucket("operations", "evaluation"),
        "evaluation",
        tags={"lz:data-class": "operations", "lz:content": "evaluation-set"},
    ),
    ai(JOB, "job", trainingJobName="fraud-scoring-1", **trained()),
    *function_role("fraud-scoring-training", "sagemaker.amazonaws.com"),
    aws(
        ROLE_POLICY,
        "training-policy",
        {"role": "fraud-scoring-training"},
        policy=writes(f"lz-prod-models-{ACCOUNT}-{REGION}"),
    ),
)
"""The set that a model is measured with, and a role that trains one."""
