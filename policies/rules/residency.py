"""Where data may be: the Regions it stands in, and the Regions it is copied to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.buckets import BUCKET, REPLICATION
from policies.classification import ROLE, has_tag, is_evidence
from policies.geography import stays
from policies.keys import customer_key
from policies.organisation import organisation
from policies.paths import every_aws_resource, select, top
from policies.replicas import REPLICATING, Replica, is_replica, replicas
from policies.rule import Severity, graph_rule, resource_rule
from policies.rules.examples.build import REGION, changed, placed
from policies.rules.examples.data import TABLES, replicas_in
from policies.rules.examples.models import PROFILE, PROMPT, PROMPTS
from policies.rules.examples.storage import EVIDENCE, STORE, deliver, replicate
from policies.value import Outcome, Value, one_of
from policies.vectors import DATA_SOURCE, KNOWLEDGE_BASE
from policies.verdict import Verdict, every, some
from policies.view import PROVIDER, StackView, View


def _allowed(region: object) -> bool:
    return region in organisation().allowed_regions


@graph_rule(
    id="LZ-RES-001",
    title="Everything stands in a Region the organisation allows",
    severity=Severity.CRITICAL,
    types=("aws:*",),
    control="RES-01",
    why="A resource in another Region moves personal data out of the reach of the law that protects it.",
    fix="Choose a Region of governance.regions; allowing one more is a change of policies/organisation.yaml.",
    good=STORE,
    bad=changed(STORE, "store", region="us-east-1"),
    offending="store.region",
)
def everything_stands_in_an_allowed_region(stack: StackView) -> Iterator[Outcome]:
    for provider in stack.of_type(PROVIDER):
        yield provider.must("region", _allowed, "makes resources outside the allowed Regions, or does not say where")
    for view in every_aws_resource(stack):
        if not view["region"].missing:
            yield view.must("region", _allowed, "stands outside the allowed Regions")


_MODELS: Final = {
    "aws:bedrock/agentAgent:AgentAgent": ("foundationModel",),
    DATA_SOURCE: tuple(
        f"vectorIngestionConfiguration.{step}.bedrockFoundationModelConfiguration.modelArn"
        for step in ("parsingConfiguration", "contextEnrichmentConfiguration")
    ),
    KNOWLEDGE_BASE: ("knowledgeBaseConfiguration.vectorKnowledgeBaseConfiguration.embeddingModelArn",),
    PROMPT: ("variants[].modelId",),
    "aws:bedrock/customModel:CustomModel": ("baseModelIdentifier",),
    "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput": ("modelArn",),
    "aws:bedrockmodel/invocationJob:InvocationJob": ("modelId",),
}
"""Types to the paths of the models they ask."""


@resource_rule(
    id="LZ-RES-008",
    title="What asks a model asks one of an allowed geography",
    severity=Severity.CRITICAL,
    types=tuple(_MODELS),
    control="RES-02",
    why="An id that begins with us or global sends every prompt, and what was retrieved for it, to another continent.",
    fix="Name a model of the Region, or a profile of allowed-geographies in policies/organisation.yaml.",
    good=PROMPTS,
    bad=placed(PROMPTS, "prompt", ("variants", 0, "modelId"), "us.amazon.nova-lite-v1:0"),
    offending="prompt.variants[0].modelId",
)
def models_stay_in_geography(view: View) -> Iterator[Outcome]:
    for path in _MODELS[view.type]:
        judged_itself = Verdict.of(view.comes_from(top(path), PROFILE))
        for model in select(view, path):
            inside = model.holds(stays, when_missing="")
            if model.unknown:
                inside = judged_itself | inside
            yield model.outcome(inside, "asks a model outside the allowed geographies and Regions")


@resource_rule(
    id="LZ-RES-002",
    title="Data is copied to allowed Regions only",
    severity=Severity.HIGH,
    types=REPLICATING,
    control="RES-03",
    why="A replica is the data itself: it needs a Region with the same permission as the original.",
    fix="Set recovery.region in config/environments to one of governance.regions.",
    good=TABLES,
    bad=changed(TABLES, "table", replicas=replicas_in("us-east-1")),
    offending="table.replicas[0].regionName",
)
def copies_stay_in_allowed_regions(view: View) -> Iterator[Outcome]:
    for replica in replicas(view):
        yield replica.at.outcome(replica.region.holds(_allowed), "data is copied outside the allowed Regions")


@resource_rule(
    id="LZ-RES-003",
    title="A copy stands in another Region than its original",
    severity=Severity.HIGH,
    types=REPLICATING,
    control="RES-03",
    why="A replica in the same Region is lost on the same day, for the same reason.",
    fix="Set recovery.region in config/environments to another Region than region.",
    good=EVIDENCE,
    bad=changed(EVIDENCE, "replica", region=REGION),
    offending="replica.region",
    decides=("replication-provider.region",),
)
def copies_stand_elsewhere(view: View) -> Iterator[Outcome]:
    for replica in replicas(view):
        yield replica.at.outcome(_elsewhere(replica), "the copy stands in the Region of its original")


def _elsewhere(replica: Replica) -> Verdict:
    if replica.region.known and replica.origin.known:
        return Verdict.of(replica.region.raw != replica.origin.raw)
    return Verdict.UNKNOWN


@resource_rule(
    id="LZ-RES-004",
    title="A store of evidence is replicated within fifteen minutes",
    severity=Severity.HIGH,
    types=(BUCKET,),
    control="RES-03",
    why="Without Replication Time Control a backlog has no bound and no alarm, and the recovery point is a hope.",
    fix="Attach aws.s3.BucketReplicationConfig with a rule for every object and replication_time Enabled, 15 minutes.",
    good=EVIDENCE,
    bad=changed(EVIDENCE, "replication", rules=deliver(replicationTime={"status": "Disabled"})),
    offending="replication.rules[0].destination.replicationTime.status",
    decides=("store.tags", "store-provider.defaultTags", "replication.rules[0].destination.bucket"),
)
def evidence_is_replicated_in_time(bucket: View) -> Iterator[Outcome]:
    exempt = ~is_evidence(bucket) | has_tag(bucket, ROLE, "recovery") | is_replica(bucket)
    if exempt is not Verdict.PASS:
        for outcome in REPLICATION.judge(
            bucket, _in_time, "not every object is replicated under Replication Time Control"
        ):
            yield Outcome(exempt | outcome.verdict, outcome.urn, outcome.path, outcome.message)


def _in_time(_: View, rules: Value) -> Verdict:
    return some(
        rule.at("status").holds(one_of("Enabled"))
        & rule.at("destination.replicationTime.status").holds(one_of("Enabled"))
        & every(rule.at(path).holds(lambda raw: not raw, when_missing="") for path in ("prefix", "filter.prefix"))
        & every(_absent(rule.at(path)) for path in ("filter.tag", "filter.and"))
        for rule in rules.each()
    )


def _absent(value: Value) -> Verdict:
    return Verdict.UNKNOWN if value.unknown else Verdict.of(value.missing)


@resource_rule(
    id="LZ-RES-005",
    title="A replica is encrypted with a customer key of its Region",
    severity=Severity.HIGH,
    types=(REPLICATION.type,),
    control="RES-03",
    why="S3 does not replicate an encrypted object unless it is told the key to encrypt the replica with.",
    fix="Set destination.encryption_configuration.replica_kms_key_id to the replica key.",
    good=EVIDENCE,
    bad=changed(EVIDENCE, "replication", rules=deliver(encryptionConfiguration=None)),
    offending="replication.rules[0].destination.encryptionConfiguration",
)
def replica_is_encrypted(config: View) -> Iterator[Outcome]:
    for rule in config["rules"].each():
        key = rule.at("destination.encryptionConfiguration.replicaKmsKeyId")
        yield key.outcome(customer_key(config, key), "the replica has no customer key")


@resource_rule(
    id="LZ-RES-006",
    title="Replication takes encrypted objects along",
    severity=Severity.HIGH,
    types=(REPLICATION.type,),
    control="RES-03",
    why="By default S3 skips objects under SSE-KMS: the replica bucket stays empty and nothing reports an error.",
    fix="Set source_selection_criteria.sse_kms_encrypted_objects status Enabled.",
    good=EVIDENCE,
    bad=changed(EVIDENCE, "replication", rules=replicate(sourceSelectionCriteria=None)),
    offending="replication.rules[0].sourceSelectionCriteria",
)
def encrypted_objects_are_replicated(config: View) -> Iterator[Outcome]:
    for rule in config["rules"].each():
        taken = rule.at("sourceSelectionCriteria.sseKmsEncryptedObjects.status")
        yield taken.must(one_of("Enabled"), "objects encrypted with KMS keys are left out")
