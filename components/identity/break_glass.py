"""The role that people assume when the pipeline cannot help: wide, short, and never in silence.

Guarantees: only named principals can assume it; a user proves a second factor within the hour; a session lasts an hour;
the role carries the permissions boundary, which lets this role alone destroy records or bypass retention.
AssumptionAlarm tells of its use.

A role among the principals is a session already, of a federation such as IAM Identity Center. AWS does not say in the
context of a role's session whether a second factor was used
(https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html), so the identity
provider must ask for one before it gives that session.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import iam

from components import kit
from components.identity import boundary
from config.vocabulary import AccountId, EnvironmentName

HOUR = 3600
"""Seconds; the shortest maximum that AWS lets a role have."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BreakGlassArgs:
    """Who may break the glass."""

    environment: EnvironmentName
    """The environment it opens."""

    account: AccountId
    """The account."""

    principals: tuple[str, ...]
    """ARNs of the roles or users that may assume it, at least one."""

    boundary: pulumi.Input[str]
    """ARN of the permissions boundary."""


class BreakGlass(pulumi.ComponentResource):
    """The emergency role."""

    arn: pulumi.Output[str]
    """The role's ARN, once its permissions are attached."""

    def __init__(self, name: str, args: BreakGlassArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:identity:BreakGlass", name, None, opts)
        role = iam.Role(
            f"{name}-role",
            name=kit.role_name(args.environment, "break-glass"),
            description="Emergencies only; its use raises an alarm",
            assume_role_policy=trust(args.principals),
            permissions_boundary=args.boundary,
            max_session_duration=HOUR,
            opts=kit.child(self),
        )
        # As wide as the ceiling: what an emergency needs is not known before it.
        policy = iam.RolePolicy(
            f"{name}-policy",
            role=role.name,
            policy=kit.policy_document(*boundary.ceiling(args.account), _behind_guardrails(args.account)),
            opts=kit.child(self),
        )

        self.arn = pulumi.Output.all(role.arn, policy.id).apply(lambda both: str(both[0]))
        self.register_outputs({"arn": self.arn})


def _behind_guardrails(account: str) -> kit.Statement:
    """No emergency asks a model what nobody may see the question of, nor behind the draft of a guardrail."""
    numbered = f"arn:aws:bedrock:*:{account}:guardrail/*:*"
    return kit.deny(
        "NoModelWithoutGuardrail",
        ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
        ["*"],
        # Also where no guardrail is named at all: a negated operator holds for a key that is absent.
        Condition={"StringNotLike": {"bedrock:GuardrailIdentifier": numbered}},
    )


def trust(principals: tuple[str, ...]) -> str:
    """The trust policy, JSON: users with a second factor not older than an hour, roles by name.

    For a user the keys are missing where no second factor was used, and a missing key does not match. For a role they
    are always missing, so a condition that demands them would lock the glass for good: IfExists holds where AWS knows.
    """
    users = sorted(arn for arn in principals if ":user/" in arn)
    roles = sorted(arn for arn in principals if ":role/" in arn)
    factor = {"aws:MultiFactorAuthPresent": "true"}
    statements = [
        _assume(
            "UsersWithSecondFactor",
            users,
            {"Bool": factor, "NumericLessThanEquals": {"aws:MultiFactorAuthAge": str(HOUR)}},
        ),
        _assume("SessionsOfNamedRoles", roles, {"BoolIfExists": factor}),
    ]
    return kit.policy_document(*(s for s in statements if s["Principal"]["AWS"]))


def _assume(sid: str, principals: list[str], condition: dict[str, dict[str, str]]) -> kit.Statement:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"AWS": principals},
        "Condition": condition,
    }
