"""A log group of this Region for events of the class operations, and what is promised of it."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.storage.log_group import LogGroup, LogGroupArgs
from config.model import LandingZone
from config.system import System
from config.vocabulary import DataClass
from stacks import places
from stacks.providers import stateful
from stacks.references import Published


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationsLog:
    """The component, and its contract."""

    made: LogGroup
    published: Published


def compose(
    zone: LandingZone,
    using: aws.Provider,
    name: str,
    *,
    group: str,
    key: pulumi.Input[str],
    system: System | None = None,
    masked: bool = False,
) -> OperationsLog:
    """`name` is the logical name, `group` the physical one, `key` the ARN of the key of this Region.

    What a `system` writes down carries its name and is masked; so is what `masked` says beside it.
    """
    masked = masked or system is not None
    made = LogGroup(
        name,
        LogGroupArgs(
            group=group,
            region=zone.region,
            data_class=DataClass.OPERATIONS,
            days=zone.retention.operations.days,
            key_arn=key,
            masked=masked,
            tags={} if system is None else places.system_tags(system),
        ),
        stateful(zone, using),
    )
    return OperationsLog(
        made=made,
        published={
            "name": group,
            "region": zone.region,
            "retention_days": made.retention_days,
            "key_arn": key,
            "masked": masked,
        },
    )
