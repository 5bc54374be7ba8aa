"""What the stores grant to one system: one model to read, one prefix to add captures below."""

from __future__ import annotations

import json

from components.storage import bucket_policy, decision_store, model_store
from tests.components.storage.sites import ACCOUNT, FAMILY, HOME

DIGEST = f"sha256:{'a' * 64}"
WHERE = {"family": FAMILY, "account": ACCOUNT, "region": HOME}


def test_weights_lie_below_their_digest() -> None:
    """A key never stands for other bytes; no colon, which S3 asks to avoid in keys."""
    assert f"fraud-xgboost/sha256/{'a' * 64}/" == model_store.weights_prefix("fraud-xgboost", DIGEST)


def test_one_model_is_read_and_no_other() -> None:
    """Listing is held to the same prefix as reading."""
    prefix = model_store.weights_prefix("fraud-xgboost", DIGEST)
    listed, read, key = model_store.reads(**WHERE, prefix=prefix)

    assert {"StringLike": {"s3:prefix": f"{prefix}*"}} == listed["Condition"]
    assert [f"arn:aws:s3:::lz-prod-models-{ACCOUNT}-{HOME}/{prefix}*"] == read["Resource"]
    assert ["kms:Decrypt"] == key["Action"]


def test_captures_are_added_below_one_systems_prefix() -> None:
    """Nothing is read, nothing deleted, and a neighbour's captures are out of reach."""
    add, key = decision_store.captures(**WHERE, system="fraud")

    assert (["s3:PutObject"], [f"arn:aws:s3:::lz-prod-decisions-{ACCOUNT}-{HOME}/captures/system=fraud/*"]) == (
        add["Action"],
        add["Resource"],
    )
    assert "alias/lz-prod-decisions" in json.dumps(key["Condition"])


def test_records_are_still_created_once_and_only_captures_are_left_out() -> None:
    """SageMaker cannot send If-None-Match; everything else must."""
    statement = bucket_policy.create_only("arn:aws:s3:::records", except_below=(decision_store.CAPTURES,))

    assert ["arn:aws:s3:::records/captures/*"] == statement["NotResource"]
    assert "Resource" not in statement
    assert bucket_policy.create_only("arn:aws:s3:::records")["Condition"] == statement["Condition"]
