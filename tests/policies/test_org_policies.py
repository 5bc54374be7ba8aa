"""Every deny of the organisation's policies can fire, and stops nothing beside what it names."""

from __future__ import annotations

import json

import pytest

from policies.iam import PolicyDocument, read
from policies.org_policies import LONGEST, OrgPolicy, PolicyType, org_policies
from policies.organisation import organisation
from policies.requests import Request, refused
from policies.value import wrap

ORG = "o-abcd123456"
POLICIES = {policy.type: policy for policy in org_policies(organisation(), ORG)}
SCP, RCP = PolicyType.SERVICE_CONTROL, PolicyType.RESOURCE_CONTROL

HOME = {"aws:requestedregion": "eu-west-1", "aws:principalarn": "arn:aws:iam::111122223333:role/lz-prod-decide"}
ABROAD = {**HOME, "aws:requestedregion": "us-east-1"}
EMERGENCY = {**HOME, "aws:principalarn": "arn:aws:iam::111122223333:role/lz-prod-break-glass"}
MODEL = "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude"
PROFILE = {"bedrock:inferenceprofilearn": "arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/p"}
RECORD = "arn:aws:s3:::lz-prod-decisions-111122223333-eu-west-1/2026/r.json"
OURS = {"aws:principalorgid": ORG, "aws:principalisawsservice": "false", "aws:securetransport": "true", **HOME}

CASES = [
    (SCP, Request("ec2:RunInstances", "*", ABROAD), "StayInRegions"),
    (SCP, Request("ec2:RunInstances", "*", HOME), None),
    (SCP, Request("iam:CreateRole", "*", ABROAD), None),
    (SCP, Request("ec2:RunInstances", "*", {**EMERGENCY, "aws:requestedregion": "us-east-1"}), None),
    (SCP, Request("bedrock:InvokeModel", MODEL, HOME), "NoModelWithoutGuardrail"),
    (SCP, Request("bedrock:InvokeModel", MODEL, {**HOME, "bedrock:guardrailidentifier": "arn:g:1"}), None),
    (SCP, Request("bedrock:GetGuardrail", "*", HOME), None),
    (SCP, Request("bedrock:CreateGuardrail", "*", ABROAD), "StayInGeography"),
    (SCP, Request("bedrock:InvokeModel", MODEL, {**ABROAD, "bedrock:guardrailidentifier": "g", **PROFILE}), None),
    (SCP, Request("s3:BypassGovernanceRetention", RECORD, HOME), "KeepEvidence"),
    (SCP, Request("s3:DeleteObjectVersion", RECORD, HOME), "KeepEvidence"),
    (SCP, Request("s3:DeleteObjectVersion", "arn:aws:s3:::scratch/x", HOME), None),
    (SCP, Request("s3:PutObject", RECORD, HOME), None),
    (SCP, Request("s3:DeleteObjectVersion", RECORD, EMERGENCY), None),
    (SCP, Request("cloudtrail:StopLogging", "*", HOME), "KeepWitnesses"),
    (SCP, Request("cloudtrail:StopLogging", "*", EMERGENCY), None),
    (SCP, Request("cloudtrail:LookupEvents", "*", HOME), None),
    (SCP, Request("iam:CreateAccessKey", "*", HOME), "NoLongLivedKeys"),
    (SCP, Request("iam:CreateRole", "*", HOME), None),
    (RCP, Request("s3:GetObject", RECORD, {**OURS, "aws:principalorgid": "o-other"}), "NobodyFromOutside"),
    (RCP, Request("s3:GetObject", RECORD, OURS), None),
    (RCP, Request("s3:PutObject", RECORD, {"aws:principalisawsservice": "true", "aws:securetransport": "true"}), None),
    (RCP, Request("s3:GetObject", RECORD, {"aws:principalisawsservice": "false"}), "NobodyFromOutside"),
    (RCP, Request("sqs:SendMessage", "*", {**OURS, "aws:securetransport": "false"}), "NothingInClear"),
    (RCP, Request("s3:DeleteObjectVersion", RECORD, OURS), "NoEvidenceDeleted"),
    (RCP, Request("s3:DeleteObjectVersion", RECORD, {**OURS, **EMERGENCY}), None),
    (RCP, Request("s3:DeleteObject", RECORD, OURS), None),
]


def document(policy: OrgPolicy) -> PolicyDocument:
    """The document in its normal form."""
    return read(wrap("", "content", policy.text))


@pytest.mark.parametrize(("type_", "request_", "expected"), CASES)
def test_what_is_named_is_refused_and_nothing_else(type_: PolicyType, request_: Request, expected: str | None) -> None:
    """A request that must be denied is, by the statement that means it; its neighbour passes."""
    assert expected == refused(document(POLICIES[type_]), request_)


@pytest.mark.parametrize("type_", [SCP, RCP])
def test_every_deny_was_seen_to_fire(type_: PolicyType) -> None:
    """A statement no case reaches is a statement nobody knows to work."""
    statements = {statement["Sid"] for statement in POLICIES[type_].content["Statement"]}

    assert statements == {expected for of, _, expected in CASES if of is type_ and expected}
    assert all(statement["Effect"] == "Deny" for statement in POLICIES[type_].content["Statement"])


@pytest.mark.parametrize("policy", POLICIES.values(), ids=[str(type_) for type_ in POLICIES])
def test_a_policy_fits(policy: OrgPolicy) -> None:
    """AWS takes no longer one, and a document reads back as what was written."""
    assert len(policy.text) <= LONGEST
    assert json.loads(policy.text) == policy.content


def test_the_facts_are_those_of_the_rules() -> None:
    """Another Region among the organisation's, another border."""
    facts = organisation().model_copy(update={"allowed_regions": ("ca-central-1",)})
    policy = next(one for one in org_policies(facts, ORG) if one.type is SCP)

    assert "StayInRegions" == refused(document(policy), Request("ec2:RunInstances", "*", HOME))
    assert (
        refused(document(policy), Request("ec2:RunInstances", "*", {**HOME, "aws:requestedregion": "ca-central-1"}))
        is None
    )


def test_an_operator_that_is_not_simulated_is_no_proof() -> None:
    """It is an error, and not a request that passes."""
    text = json.dumps(
        {
            "Statement": [
                {
                    "Effect": "Deny",
                    "Action": "*",
                    "Resource": "*",
                    "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
                }
            ]
        }
    )

    with pytest.raises(ValueError, match="'ipaddress' is not simulated"):
        refused(read(wrap("", "content", text)), Request("s3:GetObject", "*"))
