"""Where code and images come from: a registry in front of another, a build, and a function of signed code."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws
from policies.rules.examples.storage import key_arn

PULL_THROUGH: Final = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule"
BUILD: Final = "aws:codebuild/project:Project"

PULLED: Final[Examples] = (
    aws(PULL_THROUGH, "upstream", ecrRepositoryPrefix="public", upstreamRegistryUrl="public.ecr.aws"),
)


def built_in(**changes: Any) -> dict[str, Any]:
    """Where a build runs, with changes."""
    image = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/lz-prod/build@sha256:{'0' * 64}"
    return {"computeType": "BUILD_GENERAL1_SMALL", "type": "ARM_CONTAINER", "image": image, **changes}


BUILT: Final[Examples] = (
    aws(
        BUILD,
        "build",
        serviceRole=f"arn:aws:iam::{ACCOUNT}:role/lz-prod-build",
        source={"type": "CODEPIPELINE"},
        environment=built_in(),
        artifacts={"type": "S3", "location": "lz-prod-builds"},
        encryptionKey=key_arn(REGION, "operations"),
        logsConfig={"cloudwatchLogs": {"groupName": "/lz/prod/build"}},
    ),
)
