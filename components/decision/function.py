"""Function: a payload of the room functions, running in Lambda.

Guarantees: a role of its own under the boundary that may do what is listed and nothing else; inside the VPC; its logs
kept and encrypted, its environment encrypted with a customer key, its calls traced; a ceiling of how many run at once,
so that one system cannot take the account's whole concurrency; code that is the archive and one layer of a fixed
version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components import kit
from components.kit import Statement
from config.vocabulary import DataClass

RUNTIME = "python3.13"
ARCHITECTURE = "arm64"
LAYER_ACCOUNT = "017000801446"
LAYER = "AWSLambdaPowertoolsPythonV3-python313-arm64"
LAYER_VERSION = 27
"""Powertools for Lambda with the X-Ray SDK, fastjsonschema and jmespath, as AWS publishes it.
https://docs.powertools.aws.dev/lambda/python/latest/ (version as of pull request 7757, 2025-12)"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where functions of an environment run."""

    account: str
    region: str
    boundary: pulumi.Input[str]
    subnet_ids: tuple[pulumi.Input[str], ...]
    security_group_id: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    """The key of the Region: it encrypts environments."""
    grants: tuple[Statement, ...] = ()
    """What every function needs of keys."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FunctionArgs:
    """What a function needs to know."""

    function: str
    """The physical name, which is the role's name too."""
    description: str
    handler: str
    code: pulumi.Archive
    code_hash: str
    """Changes when the code does."""
    environment: Mapping[str, pulumi.Input[str]]
    seconds: int
    memory: int = 512
    """MiB; a CPU's share follows, 1,769 MiB being a whole one."""
    concurrency: int
    """The most that run at once."""
    log_group: pulumi.Input[str]
    """Its name."""
    place: Place
    statements: tuple[Statement, ...]
    """What it may do beside running."""
    policies: Mapping[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])
    """ARNs of policies that others granted, by any stable key."""
    tags: Mapping[str, str]
    """What everything of the system carries."""


def function_arn(account: str, region: str, function: str) -> str:
    """The ARN, known before the function exists."""
    return f"arn:aws:lambda:{region}:{account}:function:{function}"


def layer_arn(region: str) -> str:
    """The layer in a Region."""
    return f"arn:aws:lambda:{region}:{LAYER_ACCOUNT}:layer:{LAYER}:{LAYER_VERSION}"


def running(account: str, region: str, log_group: str) -> tuple[Statement, ...]:
    """What every function may do: write its log, send its traces, have its network interface made.

    Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html. AWS gives interfaces ids of its own and
    takes no resource for these calls or for traces.
    """
    logs = f"arn:aws:logs:{region}:{account}:log-group:{log_group}:*"
    return (
        kit.allow("WriteLog", ["logs:CreateLogStream", "logs:PutLogEvents"], [logs]),
        kit.allow("SendTraces", ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], ["*"]),
        kit.allow(
            "HaveInterfaces",
            [
                "ec2:AssignPrivateIpAddresses",
                "ec2:CreateNetworkInterface",
                "ec2:DeleteNetworkInterface",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets",
                "ec2:UnassignPrivateIpAddresses",
            ],
            ["*"],
        ),
    )


class Function(pulumi.ComponentResource):
    """A function with its role."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    """Waits for the role's permissions."""
    invoke_arn: pulumi.Output[str]
    """What an API calls."""
    code_digest: pulumi.Output[str]
    """SHA-256 of the archive as Lambda gives it, base64."""
    role: pulumi.Output[str]
    """The role's name."""

    def __init__(self, name: str, args: FunctionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:decision:Function", name, None, opts)
        place = args.place
        role = aws.iam.Role(
            f"{name}-role",
            name=args.function,
            description=args.description,
            assume_role_policy=kit.trust("lambda.amazonaws.com", place.account),
            permissions_boundary=place.boundary,
            opts=kit.child(self),
        )
        permissions: list[pulumi.Resource] = [
            aws.iam.RolePolicy(
                f"{name}-permissions",
                role=role.name,
                policy=pulumi.Output.from_input(args.log_group).apply(
                    lambda group: kit.policy_document(
                        *running(place.account, place.region, group), *place.grants, *args.statements
                    )
                ),
                opts=kit.child(self),
            ),
            *(
                aws.iam.RolePolicyAttachment(f"{name}-{key}", role=role.name, policy_arn=arn, opts=kit.child(self))
                for key, arn in sorted(args.policies.items())
            ),
        ]
        function = aws.lambda_.Function(
            f"{name}-function",
            name=args.function,
            description=args.description,
            runtime=RUNTIME,
            architectures=[ARCHITECTURE],
            handler=args.handler,
            code=args.code,
            source_code_hash=args.code_hash,
            layers=[layer_arn(place.region)],
            role=role.arn,
            timeout=args.seconds,
            memory_size=args.memory,
            reserved_concurrent_executions=args.concurrency,
            kms_key_arn=place.key_arn,
            environment=aws.lambda_.FunctionEnvironmentArgs(variables=dict(args.environment)),
            vpc_config=aws.lambda_.FunctionVpcConfigArgs(
                subnet_ids=list(place.subnet_ids), security_group_ids=[place.security_group_id]
            ),
            tracing_config=aws.lambda_.FunctionTracingConfigArgs(mode="Active"),
            logging_config=aws.lambda_.FunctionLoggingConfigArgs(
                log_format="JSON", log_group=args.log_group, application_log_level="INFO", system_log_level="INFO"
            ),
            tags={**args.tags, kit.DATA_CLASS_TAG: DataClass.OPERATIONS.value},
            region=place.region,
            # A function in a VPC is refused while its role may not have an interface made.
            opts=kit.child(self, depends_on=permissions),
        )
        self.name, self.arn, self.invoke_arn, self.role = function.name, function.arn, function.invoke_arn, role.name
        self.code_digest = function.code_sha256
        self.register_outputs({"arn": self.arn, "invokeArn": self.invoke_arn, "name": self.name, "role": self.role})
