"""What the rules about who may become a role say of cases beyond their examples; more of them stand in test_forms."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.rules.examples.build import ACCOUNT, aws
from policies.rules.examples.identity import GITHUB, ROLE, pipeline_trust, service_trust, trust
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
FEDERATED = {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{GITHUB}"}


def said(rule: str, policy: Any) -> Verdict:
    return verdict(RULES[rule], (aws(ROLE, "role", assumeRolePolicy=policy),))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/sso-*"}}, PASS),
        ({"StringLike": {"aws:userid": "AROA123:*"}}, PASS),
        ({"StringEquals": {"sts:SourceIdentity": "anna"}}, FAIL),
        ({"StringEquals": {"aws:SourceIdentity": "anna"}}, PASS),
        ({"StringEquals": {"aws:SourceIdentity": "*"}}, FAIL),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, FAIL),
    ],
)
def test_a_condition_says_who_of_an_account(condition: dict[str, Any], expected: Verdict) -> None:
    """By role, by session or by the identity behind it; that it is of the organisation names nobody."""
    assert expected is said("LZ-IAM-002", trust(ROOT, condition))


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("arc-region-switch.amazonaws.com", PASS),
        ("cloudtrail.amazonaws.com", PASS),
        ("ec2.amazonaws.com", PASS),
        ("eks.amazonaws.com", PASS),
        ("lambda.amazonaws.com", FAIL),
        (["ec2.amazonaws.com", "lambda.amazonaws.com"], FAIL),
    ],
)
def test_only_services_that_name_no_source_are_not_asked_for_one(service: Any, expected: Verdict) -> None:
    """The condition would lock them out; it locks a stranger out of all others."""
    assert expected is said("LZ-IAM-003", trust({"Service": service}))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {"aws:SourceAccount": ACCOUNT}}, PASS),
        ({"ArnLike": {"aws:SourceArn": f"arn:aws:s3:::lz-prod-{ACCOUNT}-*"}}, PASS),
        ({"StringEquals": {"aws:SourceOrgID": "o-1"}}, PASS),
        ({"StringLike": {"aws:SourceOrgPaths": "o-1/r-1/*"}}, PASS),
        ({"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}, FAIL),
        ({"StringEqualsIfExists": {"aws:SourceAccount": ACCOUNT}}, FAIL),
        ({"StringLike": {"aws:SourceAccount": "*"}}, FAIL),
    ],
)
def test_a_source_is_an_account_a_resource_or_an_organisation(condition: dict[str, Any], expected: Verdict) -> None:
    """Demanded, and narrow."""
    assert expected is said("LZ-IAM-003", service_trust(condition))


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("project_path:example/zone:ref_type:branch:ref:main", PASS),
        ("project_path:example/*:ref_type:branch:ref:main", FAIL),
        ("organization:example:project:zone:workspace:prod:run_phase:apply", PASS),
        ("organization:*:project:zone:workspace:prod:run_phase:apply", FAIL),
        ("user:example", FAIL),
    ],
)
def test_a_subject_may_be_of_another_forge(subject: str, expected: Verdict) -> None:
    """GitLab names a project, HCP Terraform an organisation."""
    assert expected is said("LZ-IAM-004", pipeline_trust(subject))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {f"{GITHUB}:job_workflow_ref": "repo:example/zone:ref:refs/heads/main"}}, FAIL),
        ({"StringEquals": {f"{GITHUB}:sub": UNKNOWN}}, UNSURE),
        (UNKNOWN, UNSURE),
    ],
)
def test_no_claim_but_the_subject_names_the_repository(condition: Any, expected: Verdict) -> None:
    """What another claim says is not what the issuer pins the token to."""
    statement = {"Effect": "Allow", "Principal": FEDERATED, "Action": "sts:AssumeRoleWithWebIdentity"}

    assert expected is said("LZ-IAM-004", {"Statement": [{**statement, "Condition": condition}]})
