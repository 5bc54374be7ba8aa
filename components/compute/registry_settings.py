"""RegistrySettings: what holds for every repository of the account, in both Regions of a pair.

Guarantees: what is pushed under the family's prefix is copied to the recovery Region; a repository that replication has
to make there is born with immutable tags, a customer key and a lifecycle; images are scanned again whenever a new
vulnerability becomes known, and functions with them.

A registry has each of these settings once an account and Region: own them in one stack, the primary's. Images that were
pushed before the replication stay where they are
(https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html).
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import ecr, iam, inspector2

from components import kit
from components.compute.repository import LIFECYCLE, RegistrySite
from config.vocabulary import AccountId, EnvironmentName

SCANNED = ("ECR", "LAMBDA")
"""What Amazon Inspector looks at."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistrySettingsArgs:
    """Whose registry, and where."""

    environment: EnvironmentName
    family: EnvironmentName
    account: AccountId
    boundary: pulumi.Input[str]
    """ARN of the permissions boundary of every role made for the thing."""
    primary: RegistrySite
    recovery: RegistrySite


def creator_permissions(family: str, account: str, region: str) -> str:
    """What ECR needs to make a repository by a template with a key, JSON.

    Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-iam.html
    """
    return kit.policy_document(
        kit.allow(
            "MakeRepositories",
            ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
            [f"arn:aws:ecr:{region}:{account}:repository/{kit.PREFIX}-{family}/*"],
        ),
        kit.allow(
            "EncryptRepositories",
            ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
            [f"arn:aws:kms:{region}:{account}:key/*"],
            Condition={"StringEquals": {"kms:ViaService": f"ecr.{region}.amazonaws.com"}},
        ),
    )


class RegistrySettings(pulumi.ComponentResource):
    """Replication, creation template and scanning."""

    replicates_to: pulumi.Output[str]
    """The Region images are copied to, once they are."""

    def __init__(self, name: str, args: RegistrySettingsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:RegistrySettings", name, None, opts)
        prefix = f"{kit.PREFIX}-{args.family}"
        template = ecr.RepositoryCreationTemplate(
            f"{name}-template",
            prefix=prefix,
            description="What replication makes",
            applied_fors=["REPLICATION"],
            image_tag_mutability="IMMUTABLE",
            encryption_configurations=[{"encryption_type": "KMS", "kms_key": args.recovery.key_arn}],
            lifecycle_policy=LIFECYCLE,
            custom_role_arn=self._creator(name, args),
            region=args.recovery.region,
            opts=kit.child(self),
        )
        replication = ecr.ReplicationConfiguration(
            f"{name}-replication",
            replication_configuration={
                "rules": [
                    {
                        "destinations": [{"region": args.recovery.region, "registry_id": args.account}],
                        "repository_filters": [{"filter": f"{prefix}/", "filter_type": "PREFIX_MATCH"}],
                    }
                ]
            },
            region=args.primary.region,
            opts=kit.child(self, depends_on=[template]),
        )
        for side, site in (("primary", args.primary), ("replica", args.recovery)):
            inspector = inspector2.Enabler(
                f"{name}-{side}-inspector",
                account_ids=[args.account],
                resource_types=list(SCANNED),
                region=site.region,
                opts=kit.child(self),
            )
            ecr.RegistryScanningConfiguration(
                f"{name}-{side}-scanning",
                scan_type="ENHANCED",
                rules=[
                    {
                        "scan_frequency": "CONTINUOUS_SCAN",
                        "repository_filters": [{"filter": f"{kit.PREFIX}-*", "filter_type": "WILDCARD"}],
                    }
                ],
                region=site.region,
                opts=kit.child(self, depends_on=[inspector]),
            )

        self.replicates_to = replication.id.apply(lambda _: args.recovery.region)
        self.register_outputs({"replicates_to": self.replicates_to})

    def _creator(self, name: str, args: RegistrySettingsArgs) -> pulumi.Output[str]:
        role = iam.Role(
            f"{name}-creator",
            name=kit.role_name(args.environment, "registry-creator"),
            description="ECR makes repositories for replicated images",
            assume_role_policy=kit.trust("ecr.amazonaws.com", args.account),
            permissions_boundary=args.boundary,
            opts=kit.child(self),
        )
        policy = iam.RolePolicy(
            f"{name}-creator-permissions",
            role=role.name,
            policy=creator_permissions(args.family, args.account, args.recovery.region),
            opts=kit.child(self),
        )
        return pulumi.Output.all(role.arn, policy.id).apply(lambda known: str(known[0]))
