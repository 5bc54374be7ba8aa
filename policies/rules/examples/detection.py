"""Macie over a dataset, an audit that is assessed, and an organisation that opts out of AI services."""

from __future__ import annotations

import json
from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, DATASET_TAGS, REGION, aws, changed
from policies.rules.examples.storage import bucket

MACIE: Final = "aws:macie2/account:Account"
SCANNING_JOB: Final = "aws:macie2/classificationJob:ClassificationJob"
AUDIT_FRAMEWORK: Final = "aws:auditmanager/framework:Framework"
ASSESSMENT: Final = "aws:auditmanager/assessment:Assessment"
ORGANIZATION: Final = "aws:organizations/organization:Organization"
ORGANIZATION_POLICY: Final = "aws:organizations/policy:Policy"
POLICY_ATTACHMENT: Final = "aws:organizations/policyAttachment:PolicyAttachment"


def looks_into(*buckets: str) -> dict[str, Any]:
    """What a job of Macie looks through."""
    return {"bucketDefinitions": [{"accountId": ACCOUNT, "buckets": list(buckets)}]}


DATASETS: Final[Examples] = (
    *changed(bucket("operations", "dataset"), "dataset", tags={"lz:data-class": "operations", **DATASET_TAGS}),
    aws(MACIE, "macie", status="ENABLED"),
    aws(
        SCANNING_JOB,
        "dataset-job",
        jobType="SCHEDULED",
        scheduleFrequency={"dailySchedule": True},
        s3JobDefinition=looks_into(f"lz-prod-operations-{ACCOUNT}-{REGION}"),
    ),
)

ASSESSED: Final[Examples] = (
    aws(AUDIT_FRAMEWORK, "framework", name="lz-prod-ai", controlSets=[{"name": "records"}]),
    aws(ASSESSMENT, "assessment", {"frameworkId": "framework"}, name="lz-prod-ai"),
)


def opt_out(said: str) -> str:
    """A policy about AI services, JSON."""
    return json.dumps({"services": {"default": {"opt_out_policy": {"@@assign": said}}}})


OPTED_OUT: Final[Examples] = (
    aws(ORGANIZATION, "organization", enabledPolicyTypes=["AISERVICES_OPT_OUT_POLICY"]),
    aws(ORGANIZATION_POLICY, "opt-out", type="AISERVICES_OPT_OUT_POLICY", content=opt_out("optOut")),
    aws(POLICY_ATTACHMENT, "opt-out-attachment", {"policyId": "opt-out"}, targetId="r-abcd"),
)
