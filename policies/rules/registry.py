"""Images: what a tag means, who may pull, and where a copy is."""

from __future__ import annotations

from collections.abc import Iterator

from policies.iam import read
from policies.keys import customer_key
from policies.paths import select
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.platform import (
    CREATION_TEMPLATE,
    REGISTRY,
    REGISTRY_REPLICATION,
    REPOSITORY,
    REPOSITORY_POLICY,
    destinations,
    images_policy,
)
from policies.value import Outcome, is_true, one_of
from policies.verdict import some
from policies.view import View


@resource_rule(
    id="LZ-ECR-001",
    title="A tag of an image never changes what it means",
    severity=Severity.HIGH,
    types=(REPOSITORY, CREATION_TEMPLATE),
    control="SUP-01",
    why="Whoever can move a tag replaces what was reviewed with what was not, without a deploy.",
    fix="Set image_tag_mutability IMMUTABLE.",
    good=REGISTRY,
    bad=changed(REGISTRY, "images", imageTagMutability="MUTABLE"),
    offending="images.imageTagMutability",
)
def tags_are_immutable(repository: View) -> Iterator[Outcome]:
    yield repository.must("imageTagMutability", one_of("IMMUTABLE"), "its tags can be moved")


@resource_rule(
    id="LZ-ECR-002",
    title="An image is scanned when it is pushed",
    severity=Severity.HIGH,
    types=(REPOSITORY,),
    control="SUP-01",
    why="A model server brings hundreds of packages; a known hole among them should stop it before it runs.",
    fix="Set image_scanning_configuration.scan_on_push True; the registry's own setting scans on.",
    good=REGISTRY,
    bad=changed(REGISTRY, "images", imageScanningConfiguration={"scanOnPush": False}),
    offending="images.imageScanningConfiguration.scanOnPush",
)
def images_are_scanned(repository: View) -> Iterator[Outcome]:
    path = "imageScanningConfiguration.scanOnPush"
    yield repository.must(path, is_true, "images are not scanned when they are pushed")


@resource_rule(
    id="LZ-ECR-003",
    title="Images are encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(REPOSITORY, CREATION_TEMPLATE),
    control="SUP-01",
    why="Images hold our code, and what somebody copied into a layer by mistake.",
    fix="Set encryption_configurations to KMS with the key of the class operations.",
    good=REGISTRY,
    bad=changed(REGISTRY, "images", encryptionConfigurations=[{"encryptionType": "AES256"}]),
    offending="images.encryptionConfigurations",
)
def images_have_a_customer_key(repository: View) -> Iterator[Outcome]:
    given = repository["encryptionConfigurations"]
    keys = [
        each.at("encryptionType").holds(lambda raw: str(raw).startswith("KMS"))
        & customer_key(repository, each.at("kmsKey"))
        for each in given.each()
    ]
    yield given.outcome(some(keys), "has no customer key")


@resource_rule(
    id="LZ-ECR-004",
    title="A repository's policy allows callers somebody chose",
    severity=Severity.CRITICAL,
    types=(REPOSITORY_POLICY,),
    control="SUP-02",
    why="A star principal lets every AWS account pull our images, or push its own.",
    fix="Name the principals, or add a condition such as aws:PrincipalOrgID.",
    good=REGISTRY,
    bad=changed(REGISTRY, "images-policy", policy=images_policy("*")),
    offending="images-policy.policy",
)
def repository_is_not_public(policy: View) -> Iterator[Outcome]:
    yield from read(policy["policy"]).judge(lambda s: ~s.open, "allows everyone, without a condition on the caller")


@resource_rule(
    id="LZ-ECR-005",
    title="Images are copied to the recovery Region",
    severity=Severity.HIGH,
    types=(REPOSITORY,),
    control="RES-03",
    why="A standby cluster that pulls from the lost Region does not start.",
    fix="Declare one aws.ecr.ReplicationConfiguration for the registry; components.compute.registry_settings does.",
    good=REGISTRY,
    bad=changed(REGISTRY, "replication", replicationConfiguration=destinations()),
    offending="replication.replicationConfiguration",
)
def images_are_replicated(repository: View) -> Iterator[Outcome]:
    copied = some(
        destination.holds(bool)
        for registry in repository.stack.of_type(REGISTRY_REPLICATION)
        for destination in select(registry, "replicationConfiguration.rules[].destinations[].region")
    )
    yield repository.outcome(copied, "no replication copies its images to another Region")
