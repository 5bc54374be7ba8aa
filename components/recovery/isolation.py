"""Isolation: an experiment that cuts an environment off from the Region of its other side, and stops by itself.

Guarantees: it touches only what carries the tag that allows it; it ends after its duration, or as soon as the alarm on
the environment's health is raised; what it did is in the archive; its role can disturb nothing else.

Run in the Region that stands by it shows that nothing there needs the one that may be lost. Run in the Region that
serves it shows what is not yet replicated when the way is cut. AWS's scenario for the same:
https://docs.aws.amazon.com/fis/latest/userguide/cross-region-scenario.html
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, fis, iam

from components import kit
from config.vocabulary import AccountId, EnvironmentName, RegionName

DURATION = "PT30M"
"""Two recovery points of S3 Replication Time Control: long enough that a promise of fifteen minutes is seen broken."""

STOP_ERRORS = 5
"""Errors of functions in a minute, twice in a row, that are more than an experiment may cost."""

RUNBOOK = "isolation-stopped"

MANAGED = "managedByFIS"
"""The tag on the route tables and prefix lists that FIS makes for the time of an experiment."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IsolationArgs:
    """Who is cut off from where."""

    environment: EnvironmentName
    family: EnvironmentName
    """The environment whose name the data carries."""

    account: AccountId
    region: RegionName
    """Where the experiment runs."""

    other_region: RegionName
    """The Region that is cut off."""

    boundary: pulumi.Input[str]
    """ARN of the permissions boundary."""

    topic_arn: pulumi.Input[str]
    """The alarm topic of the Region of the experiment."""

    archive: str
    """Name of the log archive in the Region of the experiment."""


def experiment_policy(args: IsolationArgs) -> str:
    """What the experiment's role may do, action by action of the FIS reference.

    Source: https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html, read 2026-11-25
    """
    account, region = args.account, args.region
    ec2 = f"arn:aws:ec2:{region}:{account}"
    tables = f"arn:aws:dynamodb:{region}:{account}:table/{kit.resource_name(args.family, '*')}"
    buckets = [kit.bucket_arn(f"{kit.PREFIX}-{args.family}-*")]
    own = {"StringEquals": {f"aws:ResourceTag/{MANAGED}": "true"}}
    made = ["network-interface", "prefix-list", "route-table"]
    return kit.policy_document(
        kit.allow("FindTargets", ["s3:ListAllMyBuckets", "tag:GetResources"], ["*"]),
        kit.allow(
            "SeeNetwork",
            [
                "ec2:DescribeManagedPrefixLists",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeRouteTables",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcPeeringConnections",
                "ec2:DescribeVpcs",
                "ec2:GetManagedPrefixListEntries",
            ],
            ["*"],
        ),
        kit.allow(
            "MakeOwn",
            ["ec2:CreateManagedPrefixList", "ec2:CreateNetworkInterface", "ec2:CreateRouteTable"],
            [f"{ec2}:{kind}/*" for kind in made],
            Condition={"StringEquals": {f"aws:RequestTag/{MANAGED}": "true"}},
        ),
        kit.allow(
            "MakeOwnIn",
            ["ec2:CreateNetworkInterface", "ec2:CreateRouteTable"],
            [f"{ec2}:security-group/*", f"{ec2}:subnet/*", f"{ec2}:vpc/*"],
        ),
        kit.allow(
            "TagOwn",
            ["ec2:CreateTags"],
            [f"{ec2}:{kind}/*" for kind in made],
            Condition={"StringEquals": {f"aws:RequestTag/{MANAGED}": "true"}},
        ),
        kit.allow(
            "ChangeOwn",
            [
                "ec2:CreateRoute",
                "ec2:DeleteManagedPrefixList",
                "ec2:DeleteNetworkInterface",
                "ec2:DeleteRouteTable",
                "ec2:ModifyManagedPrefixList",
            ],
            [f"{ec2}:{kind}/*" for kind in made],
            Condition=own,
        ),
        kit.allow(
            "SwitchRoutes",
            ["ec2:AssociateRouteTable", "ec2:DisassociateRouteTable", "ec2:ReplaceRouteTableAssociation"],
            [f"{ec2}:route-table/*", f"{ec2}:subnet/*"],
        ),
        kit.allow("SwitchEndpoints", ["ec2:ModifyVpcEndpoint"], [f"{ec2}:route-table/*", f"{ec2}:vpc-endpoint/*"]),
        kit.allow(
            "PauseBuckets",
            ["s3:GetReplicationConfiguration", "s3:PutReplicationConfiguration"],
            buckets,
            Condition={"Bool": {"s3:isReplicationPauseRequest": "true"}},
        ),
        kit.allow(
            "PauseBucketsTo",
            ["s3:PauseReplication"],
            buckets,
            Condition={"StringEquals": {"s3:DestinationRegion": args.other_region}},
        ),
        kit.allow(
            "PauseTables",
            [
                "dynamodb:DeleteResourcePolicy",
                "dynamodb:DescribeTable",
                "dynamodb:GetResourcePolicy",
                "dynamodb:PutResourcePolicy",
            ],
            [tables, f"{tables}/stream/*"],
        ),
        kit.allow(
            "ReadStopAlarm",
            ["cloudwatch:DescribeAlarms"],
            [f"arn:aws:cloudwatch:{region}:{account}:alarm:{kit.resource_name(args.environment, 'isolation-stop')}"],
        ),
        kit.allow("DeliverLog", ["logs:CreateLogDelivery"], ["*"]),
    )


class Isolation(pulumi.ComponentResource):
    """The experiment template and the role it runs with."""

    template: pulumi.Output[str]
    """The template's id."""

    def __init__(self, name: str, args: IsolationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:recovery:Isolation", name, None, opts)
        role = iam.Role(
            f"{name}-role",
            name=kit.role_name(args.environment, "isolation"),
            description=f"FIS cuts {args.environment} off from {args.other_region}, for the time of an experiment",
            assume_role_policy=kit.trust("fis.amazonaws.com", args.account),
            permissions_boundary=args.boundary,
            opts=kit.child(self),
        )
        permissions = iam.RolePolicy(
            f"{name}-role-policy", role=role.name, policy=experiment_policy(args), opts=kit.child(self)
        )
        stop = self._stop(f"{name}-stop", args)
        template = fis.ExperimentTemplate(
            f"{name}-template",
            description=f"{args.region} without {args.other_region}",
            role_arn=role.arn,
            actions=[
                _action("cut-routes", "aws:network:route-table-disrupt-cross-region-connectivity", "Subnets", args),
                _action("pause-buckets", "aws:s3:bucket-pause-replication", "Buckets", args),
                _pause_tables(),
            ],
            targets=[
                _target("Subnets", "aws:ec2:subnet", kit.DISRUPT_SUBNET),
                _target("Buckets", "aws:s3:bucket", kit.DISRUPT_BUCKET),
                _target("Tables", "aws:dynamodb:global-table", kit.DISRUPT_TABLE),
            ],
            stop_conditions=[fis.ExperimentTemplateStopConditionArgs(source="aws:cloudwatch:alarm", value=stop.arn)],
            # A side that has nothing to pause yet, such as the one that stands by, is cut off all the same.
            experiment_options=fis.ExperimentTemplateExperimentOptionsArgs(
                account_targeting="single-account", empty_target_resolution_mode="skip"
            ),
            log_configuration=fis.ExperimentTemplateLogConfigurationArgs(
                log_schema_version=2,
                s3_configuration=fis.ExperimentTemplateLogConfigurationS3ConfigurationArgs(bucket_name=args.archive),
            ),
            tags={"Name": kit.resource_name(args.environment, "isolation")},
            region=args.region,
            opts=kit.child(self, depends_on=[permissions]),
        )
        self.template = template.id
        self.register_outputs({"template": self.template})

    def _stop(self, name: str, args: IsolationArgs) -> cloudwatch.MetricAlarm:
        """Errors of all functions of the account in the Region: whatever answers people answers through one."""
        return cloudwatch.MetricAlarm(
            name,
            name=kit.resource_name(args.environment, "isolation-stop"),
            alarm_description=kit.described(
                f"functions fail more than {STOP_ERRORS} times a minute: an experiment that runs now is stopped",
                RUNBOOK,
            ),
            namespace="AWS/Lambda",
            metric_name="Errors",
            statistic="Sum",
            period=60,
            evaluation_periods=2,
            threshold=STOP_ERRORS,
            comparison_operator="GreaterThanThreshold",
            treat_missing_data="notBreaching",
            alarm_actions=[args.topic_arn],
            region=args.region,
            opts=kit.child(self),
        )


def _action(name: str, action: str, target: str, args: IsolationArgs) -> fis.ExperimentTemplateActionArgs:
    return fis.ExperimentTemplateActionArgs(
        name=name,
        action_id=action,
        parameters=[
            fis.ExperimentTemplateActionParameterArgs(key="duration", value=DURATION),
            fis.ExperimentTemplateActionParameterArgs(key="region", value=args.other_region),
        ],
        target=fis.ExperimentTemplateActionTargetArgs(key=target, value=target),
    )


def _pause_tables() -> fis.ExperimentTemplateActionArgs:
    """To every replica: this action knows no Region."""
    return fis.ExperimentTemplateActionArgs(
        name="pause-tables",
        action_id="aws:dynamodb:global-table-pause-replication",
        parameters=[fis.ExperimentTemplateActionParameterArgs(key="duration", value=DURATION)],
        target=fis.ExperimentTemplateActionTargetArgs(key="Tables", value="Tables"),
    )


def _target(name: str, kind: str, tag: tuple[str, str]) -> fis.ExperimentTemplateTargetArgs:
    return fis.ExperimentTemplateTargetArgs(
        name=name,
        resource_type=kind,
        selection_mode="ALL",
        resource_tags=[fis.ExperimentTemplateTargetResourceTagArgs(key=tag[0], value=tag[1])],
    )
