"""Who may become a role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies.iam import Statement, read
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.identity import IDENTITY, ROLE, pipeline_trust, service_trust, trust
from policies.value import Outcome
from policies.verdict import Verdict
from policies.view import View

_ACCOUNT = re.compile(r"(\d{12}|arn:aws:iam::\d{12}:root)")


@resource_rule(
    id="LZ-IAM-002",
    title="A role's trust names who may assume it",
    severity=Severity.CRITICAL,
    types=(ROLE,),
    control="IAM-02",
    why="A star lets every AWS account in; an account's root lets in everybody whom that account ever allows.",
    fix="Name the roles, or add a condition such as aws:PrincipalArn or aws:PrincipalOrgID.",
    good=IDENTITY,
    bad=changed(IDENTITY, "replication-role", assumeRolePolicy=trust({"AWS": "*"})),
    offending="replication-role.assumeRolePolicy",
)
def trust_names_who(role: View) -> Iterator[Outcome]:
    yield from read(role["assumeRolePolicy"]).judge(
        lambda s: ~_is_open(s), "everyone, or a whole account, may assume it"
    )


def _is_open(statement: Statement) -> Verdict:
    account = statement.has("AWS", lambda name: _ACCOUNT.fullmatch(name) is not None)
    limited = statement.demands(frozenset({"aws:principalarn", "aws:userid", "aws:sourceidentity"}))
    return statement.open | (statement.allows & account & ~limited)


_NO_SOURCE = frozenset(
    {"arc-region-switch.amazonaws.com", "cloudtrail.amazonaws.com", "ec2.amazonaws.com", "eks.amazonaws.com"}
)
"""Services that assume roles without naming a source account: the condition would lock them out.

AWS publishes no list. Read in prowler-cloud/prowler, 2810 (EC2), 4714 (CloudTrail to CloudWatch Logs), 4745 (EKS). Of
ARC's Region switch nobody has seen it; AWS's own policy has no condition, and a switch that cannot run is worse.
"""

_SOURCE = frozenset({"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"})


@resource_rule(
    id="LZ-IAM-003",
    title="A service assumes a role for this account only",
    severity=Severity.HIGH,
    types=(ROLE,),
    control="IAM-03",
    why="Otherwise a stranger can make the service use our role for him: the confused deputy.",
    fix="Add the condition StringEquals aws:SourceAccount; components.kit.trust does.",
    good=IDENTITY,
    bad=changed(IDENTITY, "replication-role", assumeRolePolicy=service_trust(None)),
    offending="replication-role.assumeRolePolicy",
)
def service_assumes_for_this_account(role: View) -> Iterator[Outcome]:
    def closed(statement: Statement) -> Verdict:
        deputy = statement.has("Service", lambda name: name not in _NO_SOURCE)
        return ~(statement.allows & deputy) | statement.demands(_SOURCE)

    yield from read(role["assumeRolePolicy"]).judge(closed, "a service may assume it for any account")


_SUBJECT = re.compile(r"repo:[\w.-]+/[^:*?]+[:/].+|project_path:[^*?]+:.+|organization:[^*?]+:.+")
"""GitHub, GitLab and HCP Terraform subjects that name the owner and the repository, project or organisation."""


@resource_rule(
    id="LZ-IAM-004",
    title="A pipeline's trust names its repository",
    severity=Severity.HIGH,
    types=(ROLE,),
    control="IAM-04",
    why="The issuer signs tokens for every repository there is; without the subject any of them may deploy here.",
    fix="Demand <issuer>:sub with repo:<owner>/<name>:ref:refs/heads/<branch>.",
    good=IDENTITY,
    bad=changed(IDENTITY, "apply-role", assumeRolePolicy=pipeline_trust("repo:example/*")),
    offending="apply-role.assumeRolePolicy",
)
def pipeline_trust_names_its_repository(role: View) -> Iterator[Outcome]:
    yield from read(role["assumeRolePolicy"]).judge(_names_repository, "any repository's workflow may assume it")


def _names_repository(statement: Statement) -> Verdict:
    federated = statement.has("Federated", lambda name: ":oidc-provider/" in name)
    subjects = frozenset(c.key for c in statement.conditions if c.key.endswith(":sub"))
    named = statement.demands(subjects, lambda value: _SUBJECT.fullmatch(value) is not None)
    return ~(statement.allows & federated) | named
