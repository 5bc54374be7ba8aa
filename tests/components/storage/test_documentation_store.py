"""The documentation of high-risk systems, and who files it."""

from __future__ import annotations

import json

import pytest

from components.storage.documentation_store import DocumentationStore, DocumentationStoreArgs, filing_policy
from components.storage.plan import Retention
from config.load import load_all
from config.vocabulary import LockMode
from tests.components.storage.sites import ACCOUNT, AWAY, BOUNDARY, HOME, PRIMARY, RECOVERY, SCOPE, TOPICS, allowed
from tests.previews import previewed
from tests.synth import Declared, synth

BUCKET = "aws:s3/bucket:Bucket"
FILER = f"arn:aws:iam::{ACCOUNT}:role/lz-prod-apply"
ARGS = DocumentationStoreArgs(
    scope=SCOPE,
    retention=Retention(days=3650, mode=LockMode.GOVERNANCE),
    primary=PRIMARY,
    recovery=RECOVERY,
    alarms=TOPICS,
    filers=(FILER,),
)


def declare(*, unknown: bool = False) -> Declared:
    return synth(lambda: DocumentationStore("documents", ARGS), unknown=unknown)


def test_both_buckets_say_what_they_are_for_and_are_locked_for_ten_years() -> None:
    """Each version from the day it was filed, in either Region."""
    declared = declare()
    locks = declared.of_type("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")

    assert [HOME, AWAY] == [bucket["region"] for bucket in declared.of_type(BUCKET)]
    assert {"technical-documentation"} == {bucket["tags"]["lz:content"] for bucket in declared.of_type(BUCKET)}
    assert [{"mode": "GOVERNANCE", "days": 3650}] * 2 == [lock["rule"]["defaultRetention"] for lock in locks]


def test_who_files_a_document_removes_none() -> None:
    """What was said of a system when it was approved stays said."""
    actions = allowed(filing_policy(ARGS))

    assert "s3:PutObject" in actions
    assert not [a for a in actions if "Delete" in a or "Retention" in a or "Bypass" in a]


def test_the_filing_role_is_assumed_by_whom_it_names_and_stays_inside_the_boundary() -> None:
    """A person files through the pipeline, or is named here."""
    role = declare().named("documents-filing-role")
    [trust] = json.loads(role["assumeRolePolicy"])["Statement"]

    assert {"ArnEquals": {"aws:PrincipalArn": [FILER]}} == trust["Condition"]
    assert BOUNDARY == role["permissionsBoundary"]


def test_a_first_preview_shows_who_may_file_what() -> None:
    """The policy is made of names."""
    assert filing_policy(ARGS) == declare(unknown=True).named("documents-filing-policy")["policy"]


@pytest.mark.parametrize("name", sorted(load_all()))
def test_there_is_a_store_where_a_high_risk_system_runs(name: str) -> None:
    """Made by the primary, for both Regions."""
    zone = load_all()[name]
    owed = str(zone.role) == "primary" and any(str(system.card.risk.tier) == "high" for system in zone.cards)
    stores = [b for b in previewed(name).of_type(BUCKET) if "lz:content" in (b.properties.get("tags") or {})]

    assert (2 if owed else 0) == len(stores)
