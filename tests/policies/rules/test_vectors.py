"""Stores of vectors: how policies cover collections by name, and who is outside."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.organisation import Organisation, organisation
from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, PROVIDER, aws, changed, document
from policies.rules.examples.storage import key_arn
from policies.rules.examples.vectors import (
    COLLECTIONS,
    VECTORS,
    access,
    encrypted,
    encryption,
    network,
    queried_by,
    shut,
)
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
KEY = key_arn("eu-west-1", "operations")


def said(number: int, stack: Examples) -> Verdict:
    return verdict(RULES[f"LZ-RAG-{number:03}"], stack)


def covering(*resources: Any, kind: str = "collection") -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Resource": list(resources)}]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, PASS),
        ({"AllowFromPublic": True}, FAIL),
        ({"AllowFromPublic": "true"}, FAIL),
        ({"AllowFromPublic": None}, PASS),
        ({"Rules": covering("collection/lz-prod-handbook")}, PASS),
        ({"Rules": covering("collection/*")}, PASS),
        ({"Rules": covering("collection/other", "collection/lz-prod-h*")}, PASS),
        ({"Rules": covering("collection/lz-dev-*")}, FAIL),
        ({"Rules": covering("collection/lz-prod-handbook", kind="dashboard")}, FAIL),
        ({"Rules": []}, FAIL),
        ({"Rules": None}, FAIL),
    ],
)
def test_a_network_policy_covers_a_collection_by_its_name(changes: dict[str, Any], expected: Verdict) -> None:
    """And shuts the internet out, or says nothing of it."""
    assert expected is said(4, changed(COLLECTIONS, "network", policy=network(**changes)))


def test_one_public_clause_is_enough_to_be_public() -> None:
    """Whatever else is said; of a collection it does not cover it may be said."""
    private, public = json.loads(network())[0], json.loads(network(AllowFromPublic=True))[0]
    elsewhere = {**public, "Rules": covering("collection/website")}

    assert FAIL is said(4, changed(COLLECTIONS, "network", policy=json.dumps([private, public])))
    assert PASS is said(4, changed(COLLECTIONS, "network", policy=json.dumps([private, elsewhere])))


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (UNKNOWN, UNSURE),
        ("no json", FAIL),
        ([{**json.loads(network())[0], "AllowFromPublic": UNKNOWN}], UNSURE),
        ([{**json.loads(network(AllowFromPublic=True))[0], "Rules": UNKNOWN}], UNSURE),
        ([{**json.loads(network())[0], "Rules": covering(UNKNOWN)}], UNSURE),
        ([{**json.loads(network(AllowFromPublic=True))[0], "Rules": covering(UNKNOWN, "collection/*")}], FAIL),
        (json.loads(network(AllowFromPublic=True)), FAIL),
        (7, FAIL),
    ],
)
def test_a_policy_is_text_or_an_object_or_not_known(policy: Any, expected: Verdict) -> None:
    """What cannot be read covers nothing."""
    assert expected is said(4, changed(COLLECTIONS, "network", policy=policy))


def test_a_collection_without_a_name_is_covered_by_a_star() -> None:
    """And may be by anything else."""
    nameless = changed(COLLECTIONS, "collection", name=None)
    public = network(AllowFromPublic=True, Rules=covering("collection/*"))

    assert UNSURE is said(4, nameless)
    assert FAIL is said(4, changed(nameless, "network", policy=public))


def test_each_kind_of_policy_says_its_own() -> None:
    """An encryption policy shuts no network, and the other way round."""
    assert FAIL is said(4, changed(COLLECTIONS, "network", type="encryption"))
    assert FAIL is said(5, changed(COLLECTIONS, "encryption", type="network"))
    assert UNSURE is said(4, changed(COLLECTIONS, "network", type=UNKNOWN))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, PASS),
        ({"AWSOwnedKey": True}, FAIL),
        ({"AWSOwnedKey": None}, PASS),
        ({"KmsARN": None}, FAIL),
        ({"KmsARN": ""}, FAIL),
        ({"Rules": covering("collection/lz-dev-*")}, FAIL),
    ],
)
def test_an_encryption_policy_names_a_key_of_ours(changes: dict[str, Any], expected: Verdict) -> None:
    """And does not leave it to AWS."""
    assert expected is said(5, changed(COLLECTIONS, "encryption", policy=encryption(**changes)))


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"awsOwnedKey": False, "kmsKeyArn": KEY}, PASS),
        ({"awsOwnedKey": True, "kmsKeyArn": KEY}, FAIL),
        ({"awsOwnedKey": False}, FAIL),
    ],
)
def test_a_collection_may_name_its_key_itself(config: dict[str, Any], expected: Verdict) -> None:
    """Then no policy needs to."""
    alone = changed(COLLECTIONS, "collection", encryptionConfigs=[config])[:1]

    assert expected is said(5, alone)


@pytest.mark.parametrize(
    ("principal", "expected"),
    [(f"arn:aws:iam::{ACCOUNT}:role/lz-prod-knowledge", PASS), ("*", FAIL), (f"arn:aws:iam::{ACCOUNT}:role/*", FAIL)],
)
def test_access_names_roles(principal: str, expected: Verdict) -> None:
    """A star in a name is a star."""
    assert expected is said(6, changed(COLLECTIONS, "access", policy=access("aoss:ReadDocument", principal=principal)))


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [(["aoss:ReadDocument"], PASS), (["aoss:ReadDocument", "aoss:*"], FAIL), (["aoss:Delete*"], FAIL), (["*"], FAIL)],
)
def test_access_names_permissions(permissions: list[str], expected: Verdict) -> None:
    """Every one of them."""
    assert expected is said(14, changed(COLLECTIONS, "access", policy=access(*permissions)))


def test_access_that_is_not_known_yet_is_neither() -> None:
    """The whole document, or one name in it."""
    body = json.loads(access("aoss:ReadDocument"))[0]

    for number in (6, 14):
        assert UNSURE is said(number, changed(COLLECTIONS, "access", policy=UNKNOWN))
    assert UNSURE is said(6, changed(COLLECTIONS, "access", policy=[{**body, "Principal": [UNKNOWN]}]))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("vectors", None, FAIL),
        ("vectors", [], FAIL),
        ("vectors", encrypted("AES256"), FAIL),
        ("vectors", [{"sseType": "aws:kms"}], FAIL),
        ("vectors", UNKNOWN, UNSURE),
        ("index", None, PASS),
        ("index", [], PASS),
        ("index", encrypted("AES256"), FAIL),
        ("index", [{"sseType": "aws:kms"}], FAIL),
        ("index", UNKNOWN, UNSURE),
    ],
)
def test_a_bucket_says_its_key_and_an_index_may(name: str, value: Any, expected: Verdict) -> None:
    """An index without encryption of its own has its bucket's."""
    assert expected is said(7, changed(VECTORS, name, encryptionConfigurations=value))


OURS = "222233334444"
STRANGER = {"AWS": "arn:aws:iam::999999999999:role/partner"}
OF_ACCOUNT = {"Condition": {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}}
OF_UNIT = {"Condition": {"StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-1/*"}}}
OF_VPC = {"Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}}}
IN_ORGANISATION = {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (queried_by({"AWS": f"arn:aws:iam::{ACCOUNT}:role/x"}), PASS),
        (queried_by({"AWS": ACCOUNT}), PASS),
        (queried_by({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}), PASS),
        (queried_by({"AWS": f"arn:aws:iam::{OURS}:role/x"}), PASS),
        (queried_by({"AWS": OURS}), PASS),
        (queried_by({"Service": "bedrock.amazonaws.com"}), PASS),
        (queried_by(STRANGER), FAIL),
        (queried_by({"AWS": "999999999999"}), FAIL),
        (queried_by({"AWS": [f"arn:aws:iam::{ACCOUNT}:role/x", "arn:aws:iam::999999999999:root"]}), FAIL),
        (queried_by(STRANGER, **IN_ORGANISATION), PASS),
        (queried_by(STRANGER, **OF_ACCOUNT), PASS),
        (queried_by(STRANGER, **OF_UNIT), PASS),
        (queried_by(STRANGER, **OF_VPC), FAIL),
        (queried_by(STRANGER, Effect="Deny"), PASS),
        (queried_by("*"), FAIL),
        (queried_by("*", **IN_ORGANISATION), PASS),
        (queried_by("*", Condition={"StringEquals": {"s3vectors:sseType": "aws:kms"}}), FAIL),
    ],
)
def test_outside_is_every_account_that_is_not_ours(
    statement: dict[str, Any], expected: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ours is the stack's own, and those of the organisation; a condition may keep a stranger out."""

    def with_accounts() -> Organisation:
        return organisation().model_copy(update={"accounts": frozenset({OURS})})

    monkeypatch.setattr("policies.rules.vectors.organisation", with_accounts)

    assert expected is said(8, changed(VECTORS, "vectors-policy", policy=document(shut(), statement)))


def test_whose_account_a_stack_is_may_be_open() -> None:
    """A program that pins no account cannot be told whose the role is; everybody is outside all the same."""
    free = {key: value for key, value in PROVIDER.items() if key != "allowedAccountIds"}

    def judged(principal: Any) -> Verdict:
        policy = document(queried_by(principal))
        return said(
            8,
            (
                replace(
                    aws("aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy", "p", policy=policy), provider=free
                ),
            ),
        )

    assert [UNSURE, FAIL] == [judged(STRANGER), judged("*")]


def test_a_principal_that_is_not_known_yet_may_be_anybody() -> None:
    """It says whose it is after the deploy."""
    statement = {"Statement": [queried_by({"AWS": UNKNOWN})]}

    assert UNSURE is said(8, changed(VECTORS, "vectors-policy", policy=statement))
