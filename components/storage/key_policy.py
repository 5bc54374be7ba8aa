"""Who may use a data class's key: by key policy (services) and by IAM policy (roles)."""

from __future__ import annotations

from collections.abc import Sequence

from components import kit
from components.kit import Statement
from components.storage import delivery
from config.vocabulary import DataClass


def key_policy(data_class: DataClass, *, family: str, account: str, region: str, home: str) -> str:
    """The policy of a class's key in one Region, as JSON.

    KMS copies no policy from a primary key to its replica, so each Region's is spelled for that Region. `home` is the
    Region of the primary: only there does the trail encrypt.
    """
    services: tuple[Statement, ...] = ()
    match data_class:
        case DataClass.SECURITY_LOGS:
            services = (
                *kit.log_groups_use_key(account, region, kit.log_groups(family)),
                *delivery.logs_use_key(account, region),
                *delivery.calls_use_key(account, region),
                *(
                    delivery.trail_uses_key(account, delivery.trail_arn(family, account, home))
                    if region == home
                    else ()
                ),
            )
        case DataClass.OPERATIONS:
            services = (
                *kit.log_groups_use_key(account, region, kit.log_groups(family)),
                *delivery.alarms_use_key(account),
                *delivery.configuration_uses_key(account),
            )
        case DataClass.DECISIONS | DataClass.MODELS:
            pass
    return kit.policy_document(
        # Without the account's root nobody could ever change the key again, and IAM policies would not count.
        kit.allow("EnableIamPolicies", ["kms:*"], ["*"], Principal={"AWS": f"arn:aws:iam::{account}:root"}),
        *services,
    )


def may_use_key(
    sid: str,
    actions: Sequence[str],
    *,
    family: str,
    account: str,
    data_class: DataClass,
    regions: Sequence[str],
    service: str,
) -> Statement:
    """An IAM statement: the actions on a class's key in these Regions, through one AWS service only."""
    return may_use(
        sid, actions, alias=kit.key_alias(family, data_class), account=account, regions=regions, service=service
    )


def may_use(
    sid: str, actions: Sequence[str], *, alias: str, account: str, regions: Sequence[str], service: str
) -> Statement:
    """An IAM statement: the actions on the key of an alias in these Regions, through one AWS service only.

    The alias is known before the key exists, and stays when a key is replaced.
    """
    return kit.allow(
        sid,
        actions,
        [f"arn:aws:kms:{region}:{account}:key/*" for region in regions],
        Condition={
            "ForAnyValue:StringEquals": {"kms:ResourceAliases": alias},
            "StringEquals": {"kms:ViaService": [f"{service}.{region}.amazonaws.com" for region in sorted(regions)]},
        },
    )
