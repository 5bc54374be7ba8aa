"""Evidence in safe hands: who could destroy it, and who could read all of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.access import objects_of, policies_of, who_may
from policies.buckets import BUCKET
from policies.classification import DATA_CLASS, has_tag, is_evidence
from policies.organisation import organisation
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.custody import CUSTODY, STORE_NAME, store_access
from policies.value import Outcome
from policies.verdict import Verdict
from policies.view import View

_DESTROYS: Final = ("s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion")
_READS: Final = ("s3:GetObject", "s3:GetObjectVersion")

_NO_PREFIX: Final = "any-other"
"""A key below no prefix: only a grant on the whole bucket reaches it."""


@resource_rule(
    id="LZ-LOG-020",
    title="Nobody deletes evidence or shortens its retention, but in an emergency",
    severity=Severity.CRITICAL,
    types=(BUCKET,),
    control="LOG-19",
    why="Whoever is judged by a record must not be able to make it go away; nor may the one who wrote it.",
    fix="Take the actions out of the policy, or deny them to all but the role of emergency-roles (organisation.yaml).",
    good=CUSTODY,
    bad=changed(CUSTODY, "writer-policy", policy=store_access("s3:PutObject", "s3:DeleteObject*")),
    offending="writer-policy.policy",
    decides=("store.bucket", "store.tags", "store-policy.policy", "writer.name"),
)
def nobody_deletes_evidence(bucket: View) -> Iterator[Outcome]:
    spared = ~is_evidence(bucket)
    if spared is Verdict.PASS:
        return
    # What a role for emergencies may do is everything, of every bucket: walking it changes no answer, and costs most.
    for permit in who_may(bucket.stack, _DESTROYS, objects_of(bucket), policies_of(bucket), in_emergencies=False):
        kept = ~permit.may | permit.who.for_emergencies
        yield permit.at.outcome(spared | kept, "lets somebody delete evidence or shorten its retention")
    yield bucket.outcome(Verdict.PASS, "can lose evidence")


@resource_rule(
    id="LZ-LOG-021",
    title="Only an auditor reads all decisions there are",
    severity=Severity.HIGH,
    types=(BUCKET,),
    control="LOG-19",
    why="A decision's record holds what was known of a person; who decides needs those of one system, not of all.",
    fix="Name the prefix of the system in Resource; an auditor's role goes into audit-roles (organisation.yaml).",
    good=CUSTODY,
    bad=changed(CUSTODY, "reader-policy", policy=store_access("s3:GetObject", resource=f"arn:aws:s3:::{STORE_NAME}/*")),
    offending="reader-policy.policy",
    decides=("store.bucket", "store.tags", "store-policy.policy", "reader.name"),
)
def only_auditors_read_everything(bucket: View) -> Iterator[Outcome]:
    spared = ~has_tag(bucket, DATA_CLASS, "decisions")
    if spared is Verdict.PASS:
        return
    objects = objects_of(bucket)
    anything = f"{objects.removesuffix('*')}{_NO_PREFIX}" if isinstance(objects, str) else objects
    for permit in who_may(bucket.stack, _READS, anything, policies_of(bucket), in_emergencies=False):
        meant = permit.who.for_emergencies | permit.who.named(organisation().audit_roles)
        yield permit.at.outcome(spared | ~permit.may | meant, "lets somebody read every decision there is")
    yield bucket.outcome(Verdict.PASS, "can be read whole")
