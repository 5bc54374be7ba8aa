"""Where moto 5.2.5 does what AWS does not, corrected in the process that runs moto.

A correction belongs here only when no call from outside can do it. Each names the fault; the test of each fails when a
newer moto no longer has it.
"""

from __future__ import annotations

import json
import uuid
from copy import deepcopy
from typing import Any

from moto.backup.models import BackupBackend, Plan
from moto.core.responses import ActionResult
from moto.eks.models import Cluster
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.kms.models import Key, KmsBackend
from moto.kms.responses import KmsResponse
from moto.s3.exceptions import ReplicationConfigurationNotFoundError
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

from engine.standin import (
    api_corrections,
    cluster_corrections,
    detection_corrections,
    dns_corrections,
    queue_corrections,
    sagemaker_corrections,
)
from engine.standin_kubernetes import address

_MARK = "_corrected_by_the_sandbox"


def apply() -> None:
    """Correct moto in this process; a second call changes nothing."""
    if not hasattr(KmsBackend, _MARK):
        _multi_region_keys_have_ids_of_their_kind()
        _replicas_stand_alone()
        _deleted_plans_free_their_names()
        _clusters_have_addresses_of_their_own()
        _replication_is_answered_as_it_was_put()
        _conditions_of_bucket_policies_count()
        api_corrections.apply()
        cluster_corrections.apply()
        detection_corrections.apply()
        dns_corrections.apply()
        queue_corrections.apply()
        sagemaker_corrections.apply()
        setattr(KmsBackend, _MARK, True)


def _multi_region_keys_have_ids_of_their_kind() -> None:
    """Moto's id of a multi-Region key is mrk- and a UUID of 36 characters; in AWS mrk- and 32 hexadecimal digits.

    Services that check an ARN by its pattern (Bedrock's guardrails) refuse moto's
    (https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html).
    """
    init, validate = Key.__init__, KmsResponse._validate_cmk_id  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001  moto offers no other door

    def named(self: Key, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **kwargs)
        if self.multi_region:
            self.id = f"mrk-{uuid.uuid4().hex}"
            self.arn = f"{self.arn.rpartition('/')[0]}/{self.id}"
            self.multi_region_configuration["PrimaryKey"]["Arn"] = self.arn

    def validate_cmk_id(self: KmsResponse, key_id: str) -> None:
        arn = f"arn:aws:kms:{self.region}:{self.current_account}:key/{key_id}"
        validate(self, arn if key_id.startswith("mrk-") else key_id)

    Key.__init__ = named
    KmsResponse._validate_cmk_id = validate_cmk_id  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001  moto offers no other door


def _replicas_stand_alone() -> None:
    """Moto copies a replica key shallowly, so both Regions share aliases and the word that says which is the replica.

    The second Region's alias "exists already", and once the replica was described the primary calls itself a replica
    too. In AWS aliases are regional and ReplicateKey copies none
    (https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html).
    """
    replicate = KmsBackend.replicate_key

    def replicate_key(self: KmsBackend, key_id: str, replica_region: str) -> Key:
        replica = replicate(self, key_id, replica_region)
        replica.aliases = {}
        replica.multi_region_configuration = dict(replica.multi_region_configuration)
        return replica

    KmsBackend.replicate_key = replicate_key


def _deleted_plans_free_their_names() -> None:
    """Moto keeps a deleted backup plan, as AWS does, and refuses a new one of its name, as AWS does not.

    An environment that was taken down could not come up again
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html).
    """
    create = BackupBackend.create_backup_plan

    def create_backup_plan(
        self: BackupBackend, backup_plan: dict[str, Any], backup_plan_tags: dict[str, str], creator_request_id: str
    ) -> Plan:
        deleted = {identifier: plan for identifier, plan in self.plans.items() if plan.deletion_date is not None}
        for identifier in deleted:
            del self.plans[identifier]
        try:
            return create(self, backup_plan, backup_plan_tags, creator_request_id)
        finally:
            self.plans.update(deleted)

    BackupBackend.create_backup_plan = create_backup_plan


def _clusters_have_addresses_of_their_own() -> None:
    """Moto gives all clusters of a Region one address, under amazonaws.com; in EKS each has another.

    The address given here is a mark of the sandbox, by which the kubernetes stand-in finds what the cluster holds.
    """
    begin = Cluster.__init__

    def __init__(self: Cluster, name: str, role_arn: str, *arguments: Any, **more: Any) -> None:  # noqa: N807
        begin(self, name, role_arn, *arguments, **more)
        _, _, _, region, account, _ = self.arn.split(":")
        self.endpoint = address.Cluster(uuid.uuid4().hex, name, account, region).address

    Cluster.__init__ = __init__


def _replication_is_answered_as_it_was_put() -> None:
    """Moto keeps a replication rule whole, and answers with an empty prefix and without the selection of objects.

    What a rule leaves out could not be told from what it takes along
    (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketReplication.html).
    """

    def get_bucket_replication(self: Any) -> Any:
        self.data["Action"] = "GetBucketReplication"
        held = self.backend.get_bucket_replication(self.bucket_name)
        if not held:
            raise ReplicationConfigurationNotFoundError(bucket_name=self.bucket_name)
        configuration = {"Role": held["Role"], "Rules": [_rule(rule) for rule in held["Rule"]]}
        return self.serialized(ActionResult({"ReplicationConfiguration": configuration}))

    S3Response.get_bucket_replication = get_bucket_replication


def _conditions_of_bucket_policies_count() -> None:
    """Moto reads a bucket policy without its conditions, so "deny all without TLS" denies all: no object could be put.

    It cannot judge them either. A statement with a condition is left out: what it would refuse is not refused here, as
    nothing is that IAM would refuse (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html).
    """

    def get_permission(self: FakeBucket, action: str, resource: str) -> PermissionResult:
        if self.policy is None:
            return PermissionResult.NEUTRAL
        document = json.loads(self.policy)
        statements = document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]
        kept = [statement for statement in statements if not statement.get("Condition")]
        return IAMPolicy(json.dumps({**document, "Statement": kept})).is_action_permitted(action, resource)

    FakeBucket.get_permission = get_permission


def _rule(held: dict[str, Any]) -> dict[str, Any]:
    """A rule as S3 answers it; an empty element of XML was read as None."""
    rule: dict[str, Any] = {"DeleteMarkerReplication": {"Status": "Disabled"}, **deepcopy(held)}
    if "Filter" in rule:
        filters = rule["Filter"] or {"Prefix": ""}
        rule["Filter"] = {name: "" if value is None else value for name, value in filters.items()}
    if both := rule.get("Filter", {}).get("And"):
        tags = both.pop("Tag", [])
        both["Tags"] = tags if isinstance(tags, list) else [tags]
    return {name: value for name, value in rule.items() if value is not None}
