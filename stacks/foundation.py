"""The layer foundation: who may do what, which keys exist, and where evidence goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components import kit
from components.detection.account_watch import AccountWatch, AccountWatchArgs
from components.identity.access_analyzer import AccessAnalyzer, AccessAnalyzerArgs
from components.identity.account_settings import AccountSettings, AccountSettingsArgs
from components.observability.alarm_topic import AlarmTopic, AlarmTopicArgs
from components.storage.data_key import ROTATION_DAYS, DataKey, DataKeyArgs
from components.storage.log_archive import LogArchive, LogArchiveArgs
from components.storage.plan import Retention
from components.storage.scope import AlarmTopics, Scope, Site
from components.storage.trail import Trail, TrailArgs
from config.model import LandingZone
from config.vocabulary import DataClass, Role
from stacks import budgets, detection, places
from stacks.identity import Identities, trail_log_group
from stacks.providers import stateful
from stacks.references import Published, Upstream


def compose(zone: LandingZone, using: aws.Provider, _upstream: Upstream) -> Published:
    """Identity, keys, the archive and the trail; in the role recovery the primary has made the last three."""
    here = pulumi.ResourceOptions(providers=[using])
    identities = Identities(zone, using)
    made = _Evidence(zone, using, identities) if zone.role is Role.PRIMARY else None
    topic = made.topics.primary if made else _topic(zone, zone.region, "alarm-topic", here)
    identities.watch_break_glass(made.trail.log_group.group if made else None, topic if made else None)
    if made:
        _account(zone, made, here)
    AccessAnalyzer("access-analyzer", AccessAnalyzerArgs(environment=zone.environment), here)
    budget, watch = budgets.of_environment(zone, topic, here), budgets.watch(zone, here)
    keys = {str(c): made.key_contract(zone, c) if made else places.replica_key_contract(zone, c) for c in DataClass}
    ground = detection.Ground(
        scope=_scope(zone, identities), topic=topic, key_arn=keys[str(DataClass.OPERATIONS)]["arn"]
    )
    return {
        "environment": zone.environment,
        "role": str(zone.role),
        "account": zone.account,
        "region": zone.region,
        "roles": identities.published(),
        "keys": keys,
        # From the component where this run makes it, so that a delivery waits until the archive admits it.
        "archive": places.store_contract(zone, DataClass.SECURITY_LOGS) | ({"arn": made.archive.arn} if made else {}),
        "trail": made.trail_contract(zone) if made else None,
        "log_groups": [made.log_group_contract(zone)] if made else [],
        "alarm_topic": topic,
        "recovery_alarm_topic": made.topics.recovery if made else None,
        "budget": budget,
        "anomaly_watch": watch,
        "detection": detection.compose(zone, using, ground),
    }


def _account(zone: LandingZone, made: _Evidence, here: pulumi.ResourceOptions) -> None:
    """What an account has once, and who hears of what is done to it."""
    told = zone.governance.security
    args = AccountSettingsArgs(name=told.name, title=told.title, email=told.email, phone=told.phone)
    AccountSettings("account-settings", args, here)
    AccountWatch(
        "account-watch",
        AccountWatchArgs(
            environment=zone.environment,
            trail_log_group=made.trail.log_group.group,
            region=zone.region,
            topic_arn=made.topics.primary,
        ),
        here,
    )


def _scope(zone: LandingZone, identities: Identities) -> Scope:
    return Scope(
        family=zone.family,
        account=zone.account,
        boundary=identities.boundary,
        break_glass=identities.break_glass_arn,
    )


def _topic(zone: LandingZone, region: str, name: str, opts: pulumi.ResourceOptions) -> pulumi.Output[str]:
    return AlarmTopic(
        name,
        AlarmTopicArgs(
            environment=zone.environment,
            family=zone.family,
            account=zone.account,
            region=region,
            owner=zone.governance.owner,
        ),
        opts,
    ).arn


class _Evidence:
    """What the primary alone makes: the keys, the topics of both Regions, the archive and the trail."""

    def __init__(self, zone: LandingZone, using: aws.Provider, identities: Identities) -> None:
        kept = stateful(zone, using)
        self.keys = {
            c: DataKey(
                f"key-{c}",
                DataKeyArgs(
                    family=zone.family,
                    account=zone.account,
                    data_class=c,
                    region=zone.region,
                    recovery_region=zone.recovery.region,
                ),
                kept,
            )
            for c in DataClass
        }
        # A topic names its key by alias; SNS resolves it when the topic is made.
        after_key = pulumi.ResourceOptions(providers=[using], depends_on=[self.keys[DataClass.OPERATIONS]])
        self.topics = AlarmTopics(
            primary=_topic(zone, zone.region, "alarm-topic", after_key),
            recovery=_topic(zone, zone.recovery.region, "alarm-topic-replica", after_key),
        )
        scope = _scope(zone, identities)
        logs = self.keys[DataClass.SECURITY_LOGS]
        here = Site(region=zone.region, key_arn=logs.arn)
        self.archive = LogArchive(
            "log-archive",
            LogArchiveArgs(
                scope=scope,
                retention=Retention(days=zone.retention.security_logs.days, mode=zone.retention.lock.mode),
                primary=here,
                recovery=Site(region=zone.recovery.region, key_arn=logs.replica_arn),
                alarms=self.topics,
            ),
            kept,
        )
        self.trail = Trail(
            "trail",
            TrailArgs(
                scope=scope,
                site=here,
                bucket=self.archive.bucket,
                days=zone.retention.security_logs.days,
                watched=places.recorded_buckets(zone),
                archive=kit.bucket_arn(places.archive(zone)),
            ),
            kept,
        )

    def key_contract(self, zone: LandingZone, data_class: DataClass) -> Mapping[str, Any]:
        """The promise about a key and its replica."""
        key = self.keys[data_class]
        return {
            "data_class": str(data_class),
            "alias": key.alias,
            "arn": key.arn,
            "region": zone.region,
            "rotation_days": ROTATION_DAYS,
            "replica": {"arn": key.replica_arn, "region": zone.recovery.region},
        }

    def trail_contract(self, zone: LandingZone) -> Mapping[str, Any]:
        """The promise about the trail."""
        return {
            "name": self.trail.trail,
            "arn": self.trail.arn,
            "region": zone.region,
            "bucket": places.archive(zone),
        }

    def log_group_contract(self, zone: LandingZone) -> Mapping[str, Any]:
        """The promise about the trail's log group."""
        return {
            "name": trail_log_group(zone),
            "region": zone.region,
            "retention_days": self.trail.log_group.retention_days,
            "masked": False,
            "key_arn": self.keys[DataClass.SECURITY_LOGS].arn,
        }
