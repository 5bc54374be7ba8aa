"""The records of automated decisions."""

from __future__ import annotations

from components.storage.decision_store import DecisionStore, DecisionStoreArgs, writer_policy
from tests.components.storage.sites import (
    ACCOUNT,
    AWAY,
    BREAK_GLASS,
    HOME,
    PRIMARY,
    RECOVERY,
    SCOPE,
    TOPICS,
    YEAR,
    allowed,
    by_sid,
    open_to_everyone,
)
from tests.synth import Declared, synth

ARGS = DecisionStoreArgs(scope=SCOPE, retention=YEAR, primary=PRIMARY, recovery=RECOVERY, alarms=TOPICS)
POLICY = "aws:s3/bucketPolicy:BucketPolicy"


def declare(*, unknown: bool = False) -> Declared:
    return synth(lambda: DecisionStore("decisions", ARGS), unknown=unknown)


def test_a_writer_appends_and_does_nothing_else() -> None:
    """Who writes a record can neither read others, nor delete one, nor touch its lock."""
    assert {"s3:PutObject", "s3:AbortMultipartUpload", "kms:GenerateDataKey", "kms:Decrypt"} == allowed(
        writer_policy(ARGS)
    )


def test_a_writer_goes_on_after_a_failover() -> None:
    """Decisions made in the recovery Region are recorded there."""
    (resources,) = (s["Resource"] for s in by_sid(writer_policy(ARGS)).values() if s["Sid"] == "AppendRecords")

    assert {f"arn:aws:s3:::lz-prod-decisions-{ACCOUNT}-{region}/*" for region in (HOME, AWAY)} == set(resources)


def test_a_record_is_written_once_on_either_side() -> None:
    """An upload that could replace a record is refused, and so is another encryption."""
    policies = declare().of_type(POLICY)

    assert 2 == len(policies)
    for policy in policies:
        assert {"CreateOnly", "KmsOnly"} <= by_sid(policy["policy"]).keys()


def test_locks_are_lifted_by_break_glass_alone() -> None:
    """Governance mode is as strong as the list of who may bypass it; here the list is one role."""
    for policy in declare().of_type(POLICY):
        statement = by_sid(policy["policy"])["NobodyLiftsLocks"]
        assert {"s3:BypassGovernanceRetention", "s3:DeleteObjectVersion"} <= set(statement["Action"])
        assert BREAK_GLASS == statement["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]


def test_the_bucket_policy_lets_nobody_in() -> None:
    """Access comes from IAM alone, for this account's own roles."""
    for policy in declare().of_type(POLICY):
        assert [] == open_to_everyone(policy["policy"])
        assert {"Deny"} == {s["Effect"] for s in by_sid(policy["policy"]).values()}


def test_names_and_policies_are_known_before_anything_exists() -> None:
    """A first preview shows the writer's policy; its ARN comes with the deploy."""
    declared = declare(unknown=True)

    assert writer_policy(ARGS) == declared.only("aws:iam/policy:Policy")["policy"]
    assert f"lz-prod-decisions-{ACCOUNT}-{AWAY}" == declared.outputs_of("lz:storage:DecisionStore")["replicaBucket"]
