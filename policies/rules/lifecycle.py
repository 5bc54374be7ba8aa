"""Around a model: its features, its packages, what it answers in batches and later, and who looks at it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from policies.checks import Demand, demands, encrypted, every_check, given, in_a_vpc
from policies.iam import read
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.endpoints import CONFIGURATION
from policies.rules.examples.lifecycle import (
    BATCH,
    FEATURE_STORE,
    FEATURES,
    IN_BATCH,
    LABELLING,
    LATER,
    PACKAGED,
    PACKAGES_POLICY,
    REVIEW,
    REVIEWED,
    WORKTEAM,
    answered_later,
    crowd,
    features,
    share,
)
from policies.value import Outcome, at_least, is_true
from policies.verdict import Verdict
from policies.view import View

_ONLINE: Final = "onlineStoreConfig"
_TASKS: Final = {REVIEW: "humanLoopConfig", LABELLING: "humanTaskConfig"}
_PRIVATE: Final = re.compile(r"arn:[a-z-]+:sagemaker:[a-z0-9-]+:\d{12}:workteam/private-crowd/.+")
_TOPIC: Final = "aws:sns/topic:Topic"


def _is_online(group: View) -> Verdict:
    return group[f"{_ONLINE}.enableOnlineStore"].holds(is_true, when_missing=False)


features_are_encrypted = resource_rule(
    id="LZ-SM-031",
    title="Features are encrypted with a customer key, online and offline",
    severity=Severity.HIGH,
    types=(FEATURES,),
    control="SM-21",
    why="Features are people in numbers; reading them should need a key we govern.",
    fix="Set security_config.kms_key_id of the online store and s3_storage_config.kms_key_id of the offline store.",
    good=FEATURE_STORE,
    bad=changed(FEATURE_STORE, "features", onlineStoreConfig=features(securityConfig={})),
    offending="features.onlineStoreConfig.securityConfig.kmsKeyId",
    decides=("features.onlineStoreConfig.enableOnlineStore",),
)(
    every_check(
        encrypted(f"{_ONLINE}.securityConfig.kmsKeyId", when=_is_online),
        encrypted("offlineStoreConfig[].s3StorageConfig.kmsKeyId"),
    )
)

features_are_forgotten = resource_rule(
    id="LZ-SM-032",
    title="Features that are asked for at once are forgotten after a time",
    severity=Severity.HIGH,
    types=(FEATURES,),
    control="SM-21",
    why="What is known of a person is kept no longer than it is needed, also where nobody thinks to delete it.",
    fix="Set ttl_duration of the online store.",
    good=FEATURE_STORE,
    bad=changed(FEATURE_STORE, "features", onlineStoreConfig=features(ttlDuration=None)),
    offending="features.onlineStoreConfig.ttlDuration",
    decides=("features.onlineStoreConfig.enableOnlineStore",),
)(demands(Demand(f"{_ONLINE}.ttlDuration.value", at_least(1), "keeps features for ever"), when=_is_online))


@resource_rule(
    id="LZ-SM-033",
    title="No group of model packages is open to everyone",
    severity=Severity.MEDIUM,
    types=(PACKAGES_POLICY,),
    control="SM-22",
    why="A star principal lets every AWS account take our models, or leave one of theirs among them.",
    fix="Name the accounts that deploy the packages, or add a condition such as aws:PrincipalOrgID.",
    good=PACKAGED,
    bad=changed(PACKAGED, "packages-policy", resourcePolicy=share("*")),
    offending="packages-policy.resourcePolicy",
)
def packages_are_for_chosen_callers(policy: View) -> Iterator[Outcome]:
    yield from read(policy["resourcePolicy"]).judge(lambda s: ~s.open, "allows everyone, without a condition")


batch_answers_are_encrypted = resource_rule(
    id="LZ-SM-037",
    title="What a model answers in a batch is encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(BATCH,),
    control="SM-26",
    why="A batch is thousands of answers about people in one object.",
    fix="Set output_data_config.s3_output_data_config.s3_encryption_key_id to the key of the class decisions.",
    good=IN_BATCH,
    bad=changed(IN_BATCH, "batch", outputDataConfig={"s3OutputDataConfig": {"s3Uri": "s3://answers"}}),
    offending="batch.outputDataConfig.s3OutputDataConfig.s3EncryptionKeyId",
)(encrypted("outputDataConfig.s3OutputDataConfig.s3EncryptionKeyId", message="its answers have no customer key"))

batch_runs_in_the_vpc = resource_rule(
    id="LZ-SM-038",
    title="A batch is read and written through the VPC",
    severity=Severity.MEDIUM,
    types=(BATCH,),
    control="SM-26",
    why="Outside it thousands of questions cross a network that nobody of ours watches.",
    fix="Set vpc_config with the private subnets and a security group of its own.",
    good=IN_BATCH,
    bad=changed(IN_BATCH, "batch", vpcConfig=None),
    offending="batch.vpcConfig",
)(in_a_vpc("vpcConfig.subnetIds", "vpcConfig.securityGroupIds"))

late_answers_are_encrypted = resource_rule(
    id="LZ-SM-041",
    title="What a model answers later is encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(CONFIGURATION,),
    control="SM-28",
    why="An answer that waits in a bucket is read by whoever reads the bucket.",
    fix="Set async_inference_config.output_config.kms_key_id to the key of the class decisions.",
    good=LATER,
    bad=changed(LATER, "later", asyncInferenceConfig=answered_later(kmsKeyId=None)),
    offending="later.asyncInferenceConfig.outputConfig.kmsKeyId",
)(encrypted("asyncInferenceConfig[].outputConfig.kmsKeyId", message="late answers have no customer key"))

late_failures_are_told = resource_rule(
    id="LZ-SM-042",
    title="Somebody is told when a model that answers later fails",
    severity=Severity.MEDIUM,
    types=(CONFIGURATION,),
    control="SM-28",
    why="Nobody waits on the line: an answer that never comes is noticed by the person it was about.",
    fix="Set async_inference_config.output_config.notification_config.error_topic.",
    good=LATER,
    bad=changed(LATER, "later", asyncInferenceConfig=answered_later(notificationConfig=None)),
    offending="later.asyncInferenceConfig.outputConfig.notificationConfig",
)(
    given(
        "asyncInferenceConfig[].outputConfig.notificationConfig.errorTopic",
        by=(_TOPIC,),
        message="tells nobody of a failure",
    )
)


@resource_rule(
    id="LZ-SM-044",
    title="Reviews and labels are the work of a team of our own",
    severity=Severity.HIGH,
    types=(REVIEW, LABELLING),
    control="HO-02",
    why="A crowd, or a vendor's staff, reads the cases of people who never agreed to it.",
    fix="Set workteam_arn to a private work team, and leave public_workforce_task_price away.",
    good=REVIEWED,
    bad=changed(REVIEWED, "review", humanLoopConfig={"taskCount": 1, **crowd("public-crowd", "394669845002")}),
    offending="review.humanLoopConfig.workteamArn",
)
def reviewers_are_our_own(task: View) -> Iterator[Outcome]:
    held = task[_TASKS[task.type]]
    team = held.at("workteamArn")
    ours = team.unknown and task.comes_from(_TASKS[task.type], WORKTEAM)
    yield team.outcome(Verdict.PASS if ours else team.holds(_is_private), "goes to people who are not ours")
    price = held.at("publicWorkforceTaskPrice")
    yield price.outcome(price.holds(lambda raw: not raw, when_missing=None), "pays a public workforce")


def _is_private(team: Any) -> bool:
    return _PRIVATE.fullmatch(str(team)) is not None
