"""Repository: the images of one thing we run, in both Regions of a pair.

Guarantees: a tag never changes what it means; every image is scanned when it is pushed; images are encrypted with a
customer key of their Region; nobody deletes an image but in an emergency, because a decision is reproduced with the
image that made it; what has no tag goes after a month.

The registry replicates what is pushed (RegistrySettings). The repository of the recovery Region is made here, before
the first image arrives, so that it never has the settings of an accident.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import pulumi
from pulumi_aws import ecr

from components import kit
from config.vocabulary import AccountId, Deletion, EnvironmentName, RegionName

UNTAGGED_DAYS = 30
"""How long an image without a tag is kept: a push that was overtaken, a layer of a build that failed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistrySite:
    """One side of a Region pair."""

    region: RegionName
    key_arn: pulumi.Input[str]
    """The key of images in this Region."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RepositoryArgs:
    """Which images, and where."""

    family: EnvironmentName
    account: AccountId

    image: str
    """What is run: vllm."""

    primary: RegistrySite
    recovery: RegistrySite

    break_glass: str
    """ARN of the one role that may delete an image."""

    deletion: Deletion
    """Whether a repository that holds images may be torn down."""


def repository_name(family: str, image: str) -> str:
    """The repository's name, the same in both Regions: replication knows no other."""
    return f"{kit.PREFIX}-{family}/{image}"


def repository_arn(family: str, image: str, account: str, region: str) -> str:
    """The repository's ARN, known before it exists."""
    return f"arn:aws:ecr:{region}:{account}:repository/{repository_name(family, image)}"


def repository_url(family: str, image: str, account: str, region: str) -> str:
    """Registry and name, without tag or digest."""
    return f"{account}.dkr.ecr.{region}.amazonaws.com/{repository_name(family, image)}"


def keep_images(account: str, break_glass: str) -> str:
    """The policy of a repository, JSON: without a Resource, which is the repository itself."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "KeepImages",
                    "Effect": "Deny",
                    "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
                    "Action": ["ecr:BatchDeleteImage"],
                    "Condition": {"ArnNotEquals": {"aws:PrincipalArn": break_glass}},
                }
            ],
        },
        sort_keys=True,
    )


LIFECYCLE = json.dumps(
    {
        "rules": [
            {
                "rulePriority": 1,
                "description": "What has no tag is of no release",
                "selection": {
                    "tagStatus": "untagged",
                    "countType": "sinceImagePushed",
                    "countUnit": "days",
                    "countNumber": UNTAGGED_DAYS,
                },
                "action": {"type": "expire"},
            }
        ]
    },
    sort_keys=True,
)


class Repository(pulumi.ComponentResource):
    """The repository of an image and its replica."""

    arn: pulumi.Output[str]
    """In the primary Region, once its policy and its lifecycle hold."""
    url: pulumi.Output[str]

    def __init__(self, name: str, args: RepositoryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:Repository", name, None, opts)
        primary = self._side(f"{name}-primary", args, args.primary)
        self._side(f"{name}-replica", args, args.recovery)

        self.arn, self.url = primary.arn, primary.repository_url
        self.register_outputs({"arn": self.arn, "url": self.url})

    def _side(self, name: str, args: RepositoryArgs, site: RegistrySite) -> ecr.Repository:
        repository = ecr.Repository(
            f"{name}-repository",
            name=repository_name(args.family, args.image),
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration={"scan_on_push": True},
            encryption_configurations=[{"encryption_type": "KMS", "kms_key": site.key_arn}],
            force_delete=args.deletion is Deletion.ALLOWED,
            region=site.region,
            opts=kit.child(self),
        )
        ecr.RepositoryPolicy(
            f"{name}-policy",
            repository=repository.name,
            policy=keep_images(args.account, args.break_glass),
            region=site.region,
            opts=kit.child(self),
        )
        ecr.LifecyclePolicy(
            f"{name}-lifecycle",
            repository=repository.name,
            policy=LIFECYCLE,
            region=site.region,
            opts=kit.child(self),
        )
        return repository
