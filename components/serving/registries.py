"""Where AWS keeps the images that a SageMaker endpoint may run, by Region, and how one is named by its digest.

A tag can be moved to other bytes; a digest cannot. AWS pushes an image to the registry of every Region under the same
digest.
"""

from __future__ import annotations

from collections.abc import Mapping

ACCOUNTS: Mapping[str, str] = {
    "eu-central-1": "492215442770",
    "eu-north-1": "662702820516",
    "eu-west-1": "141502667606",
    "eu-west-2": "764974769150",
    "eu-west-3": "659782779980",
    "us-east-1": "683313688378",
    "us-east-2": "257758044811",
    "us-west-2": "246618743249",
}
"""The account of the registry that holds sagemaker-xgboost and sagemaker-scikit-learn.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html, noted
2026-11-25.
"""


def image(repository: str, digest: str, region: str) -> str:
    """The image as SageMaker takes it; KeyError for a Region without an entry."""
    return f"{ACCOUNTS[region]}.dkr.ecr.{region}.amazonaws.com/{repository}@{digest}"


def repository_arn(repository: str, region: str) -> str:
    """The repository, for a policy."""
    return f"arn:aws:ecr:{region}:{ACCOUNTS[region]}:repository/{repository}"
