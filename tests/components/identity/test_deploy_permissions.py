from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

import pytest

from components.identity import deploy_permissions

ACCOUNT = "111122223333"
RECORDS = ("lz-prod-decisions-111122223333-eu-west-1", "lz-prod-decisions-111122223333-eu-central-1")
DOCUMENTS = {
    "preview": deploy_permissions.preview_document("prod", ACCOUNT, RECORDS),
    "apply": deploy_permissions.apply_document("prod", ACCOUNT, RECORDS),
}


def statements(role: str, effect: str) -> list[dict[str, Any]]:
    return [s for s in json.loads(DOCUMENTS[role])["Statement"] if s["Effect"] == effect]


def decisive(role: str, effect: str, action: str, resource: str) -> list[dict[str, Any]]:
    return [
        s
        for s in statements(role, effect)
        if any(fnmatchcase(action, a) for a in s["Action"]) and _reaches(s, resource)
    ]


def _reaches(statement: dict[str, Any], resource: str) -> bool:
    if "NotResource" in statement:
        return not any(fnmatchcase(resource, r) for r in statement["NotResource"])
    return any(fnmatchcase(resource, r) for r in statement["Resource"])


SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:database"  # noqa: S105  a name, not a secret
PARAMETER = "arn:aws:ssm:eu-west-1:111122223333:parameter/database"
ENTRY = "arn:aws:ssm:eu-west-1:111122223333:parameter/lz/prod/inventory/fraud-scoring"


@pytest.mark.parametrize("role", ["preview", "apply"])
@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("secretsmanager:GetSecretValue", SECRET),
        ("secretsmanager:BatchGetSecretValue", "*"),
        ("ssm:GetParameter", PARAMETER),
        ("ssm:GetParametersByPath", PARAMETER),
        ("s3:GetObject", f"arn:aws:s3:::{RECORDS[0]}/2026/11/22/decision.json"),
        ("s3:GetObjectVersion", f"arn:aws:s3:::{RECORDS[1]}/2026/11/22/decision.json"),
    ],
)
def test_neither_role_reads_a_secret_or_a_decision(role: str, action: str, resource: str) -> None:
    """A pull request, or a stolen deploy, cannot read what is inside; a later grant does not change that."""
    found = decisive(role, "Deny", action, resource)

    assert [True] == ["Condition" not in s for s in found]


@pytest.mark.parametrize("role", ["preview", "apply"])
def test_the_inventory_of_ai_systems_is_open(role: str) -> None:
    """It holds nothing secret, and a preview without it could not say what changes there."""
    assert [] == decisive(role, "Deny", "ssm:GetParameter", ENTRY)
    assert decisive("preview", "Allow", "ssm:GetParameter", ENTRY)
    assert [] == decisive("preview", "Allow", "ssm:GetParameter", PARAMETER)


@pytest.mark.parametrize("role", ["preview", "apply"])
def test_neither_role_decrypts_with_the_decision_key(role: str) -> None:
    """What was copied elsewhere stays unreadable to the pipeline."""
    [found] = decisive(role, "Deny", "kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/1")

    assert {"ForAnyValue:StringEquals": {"kms:ResourceAliases": ["alias/lz-prod-decisions"]}} == found["Condition"]


@pytest.mark.parametrize("action", ["GetItem", "BatchGetItem", "Query", "Scan", "PartiQLSelect", "GetRecords"])
def test_a_preview_reads_no_item(action: str) -> None:
    """Tables hold what the systems remember about people."""
    assert decisive("preview", "Deny", f"dynamodb:{action}", "arn:aws:dynamodb:eu-west-1:111122223333:table/lz-prod-x")


@pytest.mark.parametrize(
    "verb",
    ["Create", "Put", "Delete", "Update", "Modify", "Attach", "Detach", "Tag", "Untag", "Run", "Start", "Stop", "Set"],
)
def test_a_preview_changes_nothing(verb: str) -> None:
    """Not one of its grants begins with a verb that changes."""
    granted = [a for s in statements("preview", "Allow") for a in s["Action"]]

    assert [] == [a for a in granted if a.split(":")[1].startswith(verb) or a.endswith(":*")]


def test_no_grant_is_for_a_whole_service() -> None:
    """Each action is spelled, or at least its verb."""
    granted = [a for role in DOCUMENTS for s in statements(role, "Allow") for a in s["Action"]]

    assert [] == [a for a in granted if a == "*" or a.split(":")[1].startswith("*")]


@pytest.mark.parametrize(
    ("action", "outside"),
    [
        ("s3:PutBucketPolicy", "arn:aws:s3:::somebody-elses"),
        ("dynamodb:DeleteTable", "arn:aws:dynamodb:eu-west-1:111122223333:table/other"),
        ("iam:CreateRole", "arn:aws:iam::111122223333:role/administrator"),
        ("iam:PassRole", "arn:aws:iam::111122223333:role/administrator"),
        ("logs:DeleteLogGroup", "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/other"),
        ("cloudtrail:StopLogging", "arn:aws:cloudtrail:eu-west-1:111122223333:trail/lz-prod-trail"),
        ("s3:GetObject", "arn:aws:s3:::lz-prod-models-111122223333-eu-west-1/weights"),
        ("iam:CreateUser", "arn:aws:iam::111122223333:user/lz-prod"),
    ],
)
def test_a_deploy_touches_only_what_the_zone_names(action: str, outside: str) -> None:
    """Things beside the zone in the same account, and data inside it, are out of reach."""
    assert [] == decisive("apply", "Allow", action, outside)


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("s3:PutBucketPolicy", f"arn:aws:s3:::{RECORDS[0]}"),
        ("dynamodb:UpdateContinuousBackups", "arn:aws:dynamodb:eu-west-1:111122223333:table/lz-prod-systems"),
        ("logs:PutRetentionPolicy", "arn:aws:logs:eu-west-1:111122223333:log-group:/lz/prod/trail"),
        ("iam:CreateRole", "arn:aws:iam::111122223333:role/lz-prod-archive-replication"),
        ("sns:Subscribe", "arn:aws:sns:eu-west-1:111122223333:lz-prod-alarms"),
        ("ec2:CreateVpcEndpoint", "*"),
        ("kms:ReplicateKey", "*"),
        ("arc-region-switch:UpdatePlan", "*"),
        ("fis:CreateExperimentTemplate", "*"),
        ("route53:ChangeResourceRecordSets", "*"),
        ("events:PutRule", "arn:aws:events:eu-central-1:111122223333:rule/lz-prod-heartbeat/lz-prod-heartbeat"),
    ],
)
def test_a_deploy_can_shape_the_zone(action: str, resource: str) -> None:
    """The role is enough for what the layers declare."""
    assert decisive("apply", "Allow", action, resource)
    assert [] == decisive("apply", "Deny", action, resource)


def test_a_role_is_handed_only_to_the_services_that_need_one() -> None:
    """A role passed to a machine is a role for whoever reaches the machine."""
    [found] = decisive("apply", "Allow", "iam:PassRole", "arn:aws:iam::111122223333:role/lz-prod-backup")

    services = found["Condition"]["StringEquals"]["iam:PassedToService"]
    assert list(deploy_permissions.PASSED_TO) == services
    assert not {"ec2.amazonaws.com", "ssm.amazonaws.com"} & set(services), (
        "nobody reaches a machine through a role of ours"
    )


@pytest.mark.parametrize("role", ["preview", "apply"])
def test_the_document_fits_into_a_role(role: str) -> None:
    """IAM takes 10,240 characters of inline policies a role, without white space."""
    assert len(json.dumps(json.loads(DOCUMENTS[role]), separators=(",", ":"))) <= 10240
