"""The identities of an environment, and the alarm on the one that nobody should need.

Identities carry the environment's own name, so an environment and the one that recovers it have roles of their own.
What an account has once (its trust in GitHub) belongs to the primary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components import kit
from components.identity import names
from components.identity.assumption_alarm import AssumptionAlarm, AssumptionAlarmArgs
from components.identity.boundary import Boundary, BoundaryArgs
from components.identity.break_glass import BreakGlass, BreakGlassArgs
from components.identity.deploy_roles import DeployRoles, DeployRolesArgs, Workflows
from components.identity.github_provider import GithubProvider
from components.observability.alarm_topic import topic_arn
from components.storage.delivery import trail_name
from config.model import LandingZone
from config.vocabulary import DataClass, Role
from stacks import places


def trail_log_group(zone: LandingZone) -> str:
    """The log group of the family's trail, in the primary's Region."""
    return kit.log_group_name(zone.family, "trail")


class Identities:
    """The boundary and the roles that carry it."""

    def __init__(self, zone: LandingZone, using: aws.Provider) -> None:
        here = pulumi.ResourceOptions(providers=[using])
        self._zone, self._here = zone, here
        pair = (zone.region, zone.recovery.region)
        evidence = (DataClass.DECISIONS, DataClass.SECURITY_LOGS)
        boundary = Boundary(
            "boundary",
            BoundaryArgs(
                environment=zone.environment,
                account=zone.account,
                regions=zone.governance.regions,
                trails=(trail_name(zone.family),),
                record_buckets=tuple(places.bucket(zone, c, region) for c in evidence for region in pair),
                record_key_aliases=tuple(kit.key_alias(zone.family, c) for c in evidence),
            ),
            here,
        )
        self.boundary = boundary.arn
        self.break_glass_arn = names.break_glass_arn(zone.environment, zone.account)
        trusts = [GithubProvider("github", here)] if zone.role is Role.PRIMARY else []
        self._deploy = DeployRoles(
            "deploy-roles",
            DeployRolesArgs(
                environment=zone.environment,
                family=zone.family,
                account=zone.account,
                workflows=Workflows(
                    owner=zone.identity.repository.owner,
                    repository=zone.identity.repository.name,
                    branch=zone.identity.repository.branch,
                ),
                record_buckets=tuple(places.bucket(zone, DataClass.DECISIONS, region) for region in pair),
                boundary=boundary.arn,
            ),
            pulumi.ResourceOptions(providers=[using], depends_on=trusts),
        )
        self._break_glass = BreakGlass(
            "break-glass",
            BreakGlassArgs(
                environment=zone.environment,
                account=zone.account,
                principals=zone.identity.break_glass,
                boundary=boundary.arn,
            ),
            here,
        )

    def watch_break_glass(self, log_group: pulumi.Input[str] | None, topic: pulumi.Input[str] | None) -> None:
        """Raise an alarm when the break-glass role is assumed, in the Region the family's trail writes to.

        Without a log group and a topic of this run (the role recovery) both are found by name.
        """
        zone = self._zone
        region = zone.region if zone.role is Role.PRIMARY else zone.recovery.region
        AssumptionAlarm(
            "break-glass-alarm",
            AssumptionAlarmArgs(
                environment=zone.environment,
                role_arn=self.break_glass_arn,
                trail_log_group=log_group or trail_log_group(zone),
                region=region,
                topic_arn=topic or topic_arn(zone.family, zone.account, region),
            ),
            self._here,
        )

    def published(self) -> Mapping[str, Any]:
        """The promise about the roles."""
        return {
            "boundary": self.boundary,
            "preview": self._deploy.preview_arn,
            "apply": self._deploy.apply_arn,
            "break_glass": self._break_glass.arn,
        }
