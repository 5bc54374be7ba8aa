"""The services that look for what is wrong: vulnerabilities, personal data, failed audits, other people's models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.account import held, same_region
from policies.buckets import BUCKET
from policies.classification import CONTENT, DATASET, has_tag
from policies.organisation import Service
from policies.paths import select
from policies.rule import Severity, graph_rule, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.detection import (
    ASSESSED,
    ASSESSMENT,
    AUDIT_FRAMEWORK,
    DATASETS,
    MACIE,
    OPTED_OUT,
    ORGANIZATION,
    ORGANIZATION_POLICY,
    POLICY_ATTACHMENT,
    SCANNING_JOB,
    opt_out,
)
from policies.rules.examples.platform import INSPECTOR, REGISTRY, REPOSITORY
from policies.value import Outcome, one_of, opened
from policies.verdict import Verdict, some
from policies.view import StackView, View

_OPT_OUT: Final = "AISERVICES_OPT_OUT_POLICY"
_DEFAULT: Final = "services.default.opt_out_policy.@@assign"


@resource_rule(
    id="LZ-MON-003",
    title="Amazon Inspector looks at images and functions where images are kept",
    severity=Severity.MEDIUM,
    types=(REPOSITORY,),
    control="SUP-04",
    why="An image that was clean when it was pushed is not when the next vulnerability is published.",
    fix="Make an aws.inspector2.Enabler of ECR and LAMBDA in the Region of the repository; RegistrySettings does.",
    good=REGISTRY,
    bad=changed(REGISTRY, "inspector", resourceTypes=["ECR"]),
    offending="inspector.resourceTypes",
)
def inspector_looks(repository: View) -> Iterator[Outcome]:
    for kind in ("ECR", "LAMBDA"):
        looks = some(
            same_region(repository, enabler) & some(one.holds(one_of(kind)) for one in enabler["resourceTypes"].each())
            for enabler in repository.stack.of_type(INSPECTOR)
        )
        yield repository.outcome(held(Service.INSPECTOR) | looks, f"Inspector does not look at {kind} in its Region")


@resource_rule(
    id="LZ-MON-004",
    title="Macie looks through datasets on a schedule",
    severity=Severity.MEDIUM,
    types=(BUCKET,),
    control="DAT-03",
    why="A dataset is thought to hold no personal data until somebody looks; new files come after the first look.",
    fix="Make an aws.macie2.Account, and an aws.macie2.ClassificationJob of type SCHEDULED that names the bucket.",
    good=DATASETS,
    bad=changed(DATASETS, "dataset-job", jobType="ONE_TIME"),
    offending="dataset-job.jobType",
    decides=("dataset.tags",),
)
def macie_looks(bucket: View) -> Iterator[Outcome]:
    other = ~has_tag(bucket, CONTENT, DATASET) | held(Service.MACIE)
    on = some(
        same_region(bucket, account) & account["status"].holds(one_of("ENABLED"), when_missing="ENABLED")
        for account in bucket.stack.of_type(MACIE)
    )
    scheduled = some(
        job["jobType"].holds(one_of("SCHEDULED")) & _looks_into(job, bucket)
        for job in bucket.stack.of_type(SCANNING_JOB)
    )
    yield bucket.outcome(other | on, "Macie is not on in its Region")
    yield bucket.outcome(other | scheduled, "no scheduled job of Macie looks through it")


def _looks_into(job: View, bucket: View) -> Verdict:
    if any(source.urn == bucket.urn for source in job.sources("s3JobDefinition")):
        return Verdict.PASS
    name = bucket["bucket"]
    return some(
        Verdict.UNKNOWN if name.unknown else listed.holds(lambda raw: name.known and raw == name.raw)
        for listed in select(job, "s3JobDefinition.bucketDefinitions[].buckets[]")
    )


@resource_rule(
    id="LZ-MON-005",
    title="A framework of AWS Audit Manager is assessed",
    severity=Severity.LOW,
    types=(AUDIT_FRAMEWORK,),
    control="MON-07",
    why="A framework lists what evidence is wanted; only an assessment collects any.",
    fix="Make an aws.auditmanager.Assessment with the id of the framework.",
    good=ASSESSED,
    bad=changed(ASSESSED, "assessment", frameworkId="another-framework"),
    offending="assessment.frameworkId",
)
def framework_is_assessed(framework: View) -> Iterator[Outcome]:
    assessments, perhaps = framework.stack.attached(framework, "frameworkId", ASSESSMENT, identities=("id",))
    found = Verdict.PASS if assessments else Verdict.UNKNOWN if perhaps else Verdict.FAIL
    yield framework.outcome(found, "no assessment collects evidence for it")


@graph_rule(
    id="LZ-MON-006",
    title="An organisation opts out of AI services that learn from its content",
    severity=Severity.MEDIUM,
    types=(ORGANIZATION, ORGANIZATION_POLICY),
    control="GOV-11",
    why="Some AI services of AWS keep what they are given and may move it to another Region, unless one opts out.",
    fix="Attach an aws.organizations.Policy of type AISERVICES_OPT_OUT_POLICY whose default is optOut to the root.",
    good=OPTED_OUT,
    bad=changed(OPTED_OUT, "opt-out", content=opt_out("optIn")),
    offending="opt-out.content",
)
def organisation_opts_out(stack: StackView) -> Iterator[Outcome]:
    out = some(
        policy["type"].holds(one_of(_OPT_OUT)) & _opts_out(policy) & _attached(policy)
        for policy in stack.of_type(ORGANIZATION_POLICY)
    )
    for managed in stack.of_type(ORGANIZATION, ORGANIZATION_POLICY):
        yield managed.outcome(out, "no attached policy opts out of AI services by default")


def _opts_out(policy: View) -> Verdict:
    return opened(policy["content"]).at(_DEFAULT).holds(one_of("optOut"))


def _attached(policy: View) -> Verdict:
    attachments, perhaps = policy.stack.attached(policy, "policyId", POLICY_ATTACHMENT, identities=("id",))
    return Verdict.PASS if attachments else Verdict.UNKNOWN if perhaps else Verdict.FAIL
