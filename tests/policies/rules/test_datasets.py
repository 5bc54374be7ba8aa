"""Datasets, and the set that a model is measured with: every way a rule may be met or missed."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, DATASET_TAGS, REGION, ai, aws, changed, document, linked
from policies.rules.examples.custody import ROLE_POLICY, function_role
from policies.rules.examples.datasets import INTO_EVALUATION, MEASURED, ORIGINS, kept, writes
from policies.rules.examples.lifecycle import FEATURE_STORE, FEATURES
from policies.rules.examples.training import COMPREHEND, CUSTOM, TRAINING, trained
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ROLE = f"arn:aws:iam::{ACCOUNT}:role/lz-prod-fraud-scoring-training"


@pytest.mark.parametrize(
    ("tag", "value", "expected"),
    [
        *(("lz:legal-basis", basis, PASS) for basis in ("consent", "contract", "legal-obligation", "none")),
        *(("lz:legal-basis", basis, PASS) for basis in ("legitimate-interests", "public-task", "vital-interests")),
        ("lz:legal-basis", None, FAIL),
        ("lz:source", "", FAIL),
        ("lz:licence", None, FAIL),
        ("lz:collected-on", "last summer", FAIL),
        ("lz:collected-on", 20260630, FAIL),
        ("lz:collected-on", "2026-06-31", FAIL),
        ("lz:special-category", "true", PASS),
        ("lz:special-category", "perhaps", FAIL),
        ("lz:personal-data", "training-data", PASS),
        ("lz:personal-data", "somebody", FAIL),
        ("lz:personal-data", UNKNOWN, UNSURE),
        ("lz:content", "documents", PASS),
    ],
)
def test_a_dataset_says_each_of_its_six_facts(tag: str, value: Any, expected: Verdict) -> None:
    """Each in words that something can be done with."""
    bare = {"lz:source": None, "lz:content": "documents"} if tag == "lz:content" else {}
    tags = {name: said_ for name, said_ in {**DATASET_TAGS, **bare, tag: value}.items() if said_ is not None}

    assert expected is said("LZ-DAT-004", changed(ORIGINS, "articles", tags=tags))


def test_features_are_a_dataset_in_any_case() -> None:
    """They need not say so: nothing else is kept in a group of features."""
    bare = (aws(FEATURES, "features", featureGroupName="lz-prod-fraud-scoring", tags={"lz:system": "fraud-scoring"}),)

    assert (PASS, FAIL) == (said("LZ-DAT-004", FEATURE_STORE), said("LZ-DAT-004", bare))


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (kept(184), PASS),
        (kept(183), FAIL),
        ([{**kept(60)[0], "status": "Disabled"}], PASS),
        ([{"id": "none", "status": "Enabled"}], PASS),
        ([{"id": "none", "status": "Enabled", "noncurrentVersionExpiration": {"noncurrentDays": UNKNOWN}}], UNSURE),
        ([*kept(365), *kept(1)], FAIL),
    ],
)
def test_what_was_replaced_stays_as_long_as_records_of_models(rules: list[Any], expected: Verdict) -> None:
    """184 days is the floor of the class models; without a number it stays for ever."""
    assert expected is said("LZ-DAT-005", changed(ORIGINS, "dataset-lifecycle", rules=rules))


def test_a_dataset_without_a_lifecycle_keeps_everything() -> None:
    """And the rule says that it looked."""
    stack = tuple(e for e in ORIGINS if e.name != "dataset-lifecycle")

    assert [PASS] == [outcome.verdict for outcome in outcomes(RULES["LZ-DAT-005"], graph_of(stack))]


def test_a_ruleset_finds_its_database_before_that_has_a_name() -> None:
    """By the edge between them."""
    unnamed = changed(ORIGINS, "articles", name=UNKNOWN)

    assert UNSURE is said("LZ-DAT-006", unnamed)
    assert PASS is said("LZ-DAT-006", linked(unnamed, "articles-quality", targetTable="articles"))
    assert FAIL is said("LZ-DAT-006", changed(unnamed, "articles-quality", targetTable={"tableName": "articles"}))


def test_an_empty_ruleset_checks_nothing() -> None:
    """Nor does one that is about a database of the stack that is no dataset need another."""
    assert FAIL is said("LZ-DAT-006", changed(ORIGINS, "articles-quality", ruleset=""))
    assert PASS is said("LZ-DAT-006", changed(ORIGINS, "articles", tags={"lz:content": "documents"}))


@pytest.mark.parametrize("action", ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:*"])
def test_every_way_to_change_the_measure_counts(action: str) -> None:
    """To add, to take away, to take away for good."""
    evaluation = f"arn:aws:s3:::lz-prod-operations-{ACCOUNT}-{REGION}/*"
    policy = document({"Effect": "Allow", "Action": action, "Resource": evaluation})

    assert FAIL is said("LZ-DAT-007", changed(MEASURED, "training-policy", policy=policy))
    reads = policy.replace(action, "s3:GetObject")
    assert PASS is said("LZ-DAT-007", changed(MEASURED, "training-policy", policy=reads))


def _trained_by(stack: Examples, name: str) -> Examples:
    others = tuple(e for e in MEASURED if e.name != "job")
    return (*changed(others, "training-policy", policy=INTO_EVALUATION), *(e for e in stack if e.name == name))


@pytest.mark.parametrize(
    "trainer",
    [
        _trained_by(changed(TRAINING, "tuning", trainingJobDefinitions=[]), "tuning"),
        _trained_by(
            changed(TRAINING, "tuning", trainingJobDefinition=None, trainingJobDefinitions=[trained()]), "tuning"
        ),
        _trained_by(changed(CUSTOM, "custom", roleArn=ROLE), "custom"),
        _trained_by(COMPREHEND, "classifier"),
        _trained_by(COMPREHEND, "recognizer"),
    ],
    ids=["search", "searches", "customisation", "classifier", "recognizer"],
)
def test_everything_that_trains_has_a_role(trainer: Examples) -> None:
    """Whatever AWS calls it."""
    assert FAIL is said("LZ-DAT-007", trainer)


def test_a_role_that_trains_nothing_may_write_the_measure() -> None:
    """Somebody has to."""
    curator = (
        *MEASURED,
        *function_role("curator"),
        aws(ROLE_POLICY, "curator-policy", {"role": "curator"}, policy=INTO_EVALUATION),
    )

    assert PASS is said("LZ-DAT-007", curator)


def test_a_role_of_the_stack_is_found_before_it_has_a_name() -> None:
    """By the edge from what it trains; an edge to another role does not make it the one that trains."""
    unnamed = changed(MEASURED, "fraud-scoring-training", name=UNKNOWN)
    bad = changed(unnamed, "training-policy", policy=INTO_EVALUATION)
    other = (*function_role("other"), ai("aws:sagemaker/trainingJob:TrainingJob", "job", {"roleArn": "other"}))

    assert FAIL is said("LZ-DAT-007", linked(bad, "job", roleArn="fraud-scoring-training"))
    assert UNSURE is said("LZ-DAT-007", (*(e for e in bad if e.name != "job"), *other))
    known = changed(MEASURED, "training-policy", policy=INTO_EVALUATION)
    assert UNSURE is said("LZ-DAT-007", linked(known, "job", roleArn="evaluation"))
    assert FAIL is said("LZ-DAT-007", known)


def test_any_other_bucket_may_be_written_by_who_trains() -> None:
    """A model has to go somewhere."""
    stack = changed(MEASURED, "evaluation", tags={"lz:data-class": "operations"})

    assert PASS is said("LZ-DAT-007", changed(stack, "training-policy", policy=writes("*")))
